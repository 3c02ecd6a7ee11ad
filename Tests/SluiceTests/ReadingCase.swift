// One text and what `rows` must make of it: the table entry of the conformance tests, and how it is run.
//
// A case is read by every kernel this processor has, by several lanes and in chunks down to a record each,
// and must come out the same each time: rows as JSON, rejects with reason, record, line and offset. A
// case that names a delimiter, quote or escape is read once more without them: then the sniffer
// must find a dialect that reads the same, unless the case says why it cannot know.

import Foundation
import Sluice
import SluiceRecords
import SluiceTestTools
import Synchronization
import Testing

/// A rejected record as a case expects it.
struct Rejected: Equatable, Sendable, CustomStringConvertible {
  let reason: String
  let record: Int
  let line: Int
  let offset: Int

  /// - Parameter text: the decoded text before the record.
  init(_ reason: String, record: Int, line: Int, after text: String) {
    self.init(reason, record: record, line: line, offset: text.utf8.count)
  }

  init(_ reason: String, record: Int, line: Int, offset: Int) {
    (self.reason, self.record, self.line, self.offset) = (reason, record, line, offset)
  }

  var description: String { "\(reason) record \(record) line \(line) offset \(offset)" }
}

/// A text, the options it is read with, and what comes of it.
struct ReadingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let text: [UInt8]
  /// As one would type them after `sluice rows`.
  let options: String
  let rows: [[String]]
  let rejects: [Rejected]
  /// The start of the error that ends the run.
  let error: String?
  /// Why nobody could tell the dialect from the text alone.
  let unclear: String?

  /// Records whatever their number of fields, without a header.
  static let bare = "--header no --ragged keep"

  init(
    _ name: String, _ text: String, _ options: String = "", rows: [[String]] = [],
    rejects: [Rejected] = [], error: String? = nil, unclear: String? = nil
  ) {
    self.init(
      name, bytes: Array(text.utf8), options, rows: rows, rejects: rejects, error: error,
      unclear: unclear)
  }

  init(
    _ name: String, bytes: [UInt8], _ options: String = "", rows: [[String]] = [],
    rejects: [Rejected] = [], error: String? = nil, unclear: String? = nil
  ) {
    (self.name, text, self.options, self.rows) = (name, bytes, options, rows)
    (self.rejects, self.error, self.unclear) = (rejects, error, unclear)
  }

  var testDescription: String { name }

  /// Whether the options name what could be sniffed.
  var namesDialect: Bool {
    ["--delimiter", "--quote", "--escape"].contains { options.contains($0) }
  }

  var settings: DialectSettings {
    var settings = DialectSettings()
    var words = options.split(separator: " ").map(String.init)[...]
    while let option = words.popFirst(), let value = words.popFirst() {
      switch option {
      case "--delimiter": settings.delimiter = DialectText.byte(value)
      case "--quote": settings.quote = DialectText.mark(value)
      case "--escape": settings.escape = DialectText.mark(value)
      case "--comment": settings.comment = DialectText.byte(value)
      case "--max-record": settings.maxRecord = DialectText.size(value)
      case "--encoding": settings.encoding = value
      case "--header": settings.hasHeader = value == "yes"
      case "--columns": settings.columns = value.split(separator: ",").map(String.init)
      case "--skip-lines": settings.skipLines = Int(value)
      case "--ragged": settings.ragged = DialectSettings.Ragged(rawValue: value)
      default: Issue.record("no such option: \(option)")
      }
    }
    return settings
  }

  /// What must come of it.
  var expected: ReadingOutcome {
    ReadingOutcome(json: rows.map(JSONLine.text).joined(), rejects: rejects, error: error)
  }

  /// Texts of this many bytes are read in whole chunks only, to save time.
  private static let longText = 20_000

  /// Reads the text in every way and without what could be sniffed.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    for way in ReadingWay.all where text.count < Self.longText || way.chunkSize > Self.longText {
      let found = try ReadingOutcome.read([path], settings, way).withError(like: expected)
      #expect(found == expected, "\(name): \(way)", sourceLocation: sourceLocation)
      if found != expected { return }
    }
    guard namesDialect, unclear == nil else { return }
    let sniffed = try readAsSniffed(path)
    #expect(sniffed == expected, "\(name): as sniffed", sourceLocation: sourceLocation)
  }

  /// What comes of it when delimiter, quote and escape are not told.
  func readAsSniffed(_ path: String) throws -> ReadingOutcome {
    var settings = settings
    (settings.delimiter, settings.quote, settings.escape) = (nil, nil, nil)
    return try ReadingOutcome.read([path], settings, ReadingWay.all[0]).withError(like: expected)
  }
}

/// Lanes, chunk size and kernel.
struct ReadingWay: CustomStringConvertible {
  let lanes: Int
  let chunkSize: Int
  let kernel: ScanKernel

  /// Every kernel on whole texts, and a record a chunk and a few a chunk on several lanes.
  static let all =
    ScanKernel.available.map { ReadingWay(lanes: 1, chunkSize: 512 << 10, kernel: $0) }
    + [(3, 1), (2, 7), (8, 64)].map {
      ReadingWay(lanes: $0.0, chunkSize: $0.1, kernel: .best)
    }

  var description: String { "\(lanes) lanes, chunks of \(chunkSize), \(kernel.name)" }
}

/// What `rows` printed and told.
struct ReadingOutcome: Equatable, CustomStringConvertible {
  var json: String
  var rejects: [Rejected]
  var error: String?

  var description: String {
    let shown = json.utf8.count > 2000 ? "\(json.prefix(2000))..." : json
    return "\(shown)\(rejects.prefix(20))\(error.map { " error: \($0)" } ?? "")"
  }

  /// Reads files as one dump.
  static func read(
    _ paths: [String], _ settings: DialectSettings, _ way: ReadingWay
  ) throws -> ReadingOutcome {
    let output = try TemporaryFile.make("")
    defer { TemporaryFile.remove(output) }
    let handle = try #require(FileHandle(forWritingAtPath: output))
    var job = RowsJob()
    job.inputs = paths
    job.dialect = settings
    (job.lanes, job.chunkSize, job.kernel) = (way.lanes, way.chunkSize, way.kernel)
    let rejects = Mutex<[Rejected]>([])
    var message: String?
    do {
      try job.run(to: handle.fileDescriptor) { problem in
        let rejected = Rejected(
          problem.reason.rawValue, record: problem.record, line: problem.line,
          offset: problem.offset)
        rejects.withLock { $0.append(rejected) }
      }
    } catch {
      message = error.message
    }
    try handle.close()
    let json = String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
    return ReadingOutcome(json: json, rejects: rejects.withLock { $0 }, error: message)
  }

  /// The outcome with its error cut to what was expected of it, if it begins so.
  func withError(like expected: ReadingOutcome) -> ReadingOutcome {
    guard let wanted = expected.error, error?.hasPrefix(wanted) == true else { return self }
    var outcome = self
    outcome.error = wanted
    return outcome
  }
}

/// Rows as JSON, written here once more so that the program's own writer is judged too.
enum JSONLine {
  static func text(_ row: [String]) -> String {
    "[" + row.map(string).joined(separator: ",") + "]\n"
  }

  private static func string(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
