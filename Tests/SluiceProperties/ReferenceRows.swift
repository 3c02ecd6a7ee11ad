// What `rows` must print and tell of a text, by the reference reader.
//
// Takes a text and how it is read; counts records and lines as the rules of places say. Works on a
// whole text; shares no code with the readers it judges.

package import SluiceRecords

/// The rows and rejects of one input.
package struct ReferenceRows: Sendable {
  /// A rejected record.
  package struct Reject: Equatable, Sendable {
    /// The code users see.
    package var reason: String
    /// Its number, from 1.
    package var record: Int
    /// The line it starts on, from 1.
    package var line: Int
    /// Where it starts, in bytes from 0.
    package var offset: Int
    /// Its bytes, or those of the line it cost.
    package var content: [UInt8]
  }

  /// Good records, the header first.
  package private(set) var rows: [[[UInt8]]] = []
  /// The others.
  package private(set) var rejects: [Reject] = []
  /// Why the header cannot be read, if so: nothing else holds then.
  package private(set) var headerProblem: String?

  /// Reads a text.
  /// - Parameters:
  ///   - text: decoded, without a byte order mark.
  ///   - hasHeader: whether the first record is the header.
  ///   - ragged: what is done with records of other lengths.
  ///   - columns: the number of columns of a text without a header whose first record is bad.
  package init(
    _ text: [UInt8], _ dialect: Dialect, hasHeader: Bool = true,
    ragged: DialectSettings.Ragged = .reject, columns: Int = 0
  ) {
    let reader = ReferenceReader(text, dialect)
    var width = columns
    var header: [[UInt8]]?
    var (number, line, counted) = (0, 1, 0)
    for record in reader.records() {
      if [.blank, .comment, .mark].contains(record.content) { continue }
      number += 1
      line += reader.text[counted..<record.start].count { $0 == dialect.lineEnd }
      counted = record.start
      let bytes = Self.withoutReturns(reader.text[record.start..<record.end], dialect)
      let problem = Self.problem(record.content)
      if number == 1, problem == nil { width = record.fieldEnds.count }
      if number == 1, hasHeader {
        headerProblem = problem
        if case .fields(let names) = record.content { header = names }
      } else if case .fields(let fields) = record.content, fields == header {
        continue
      }
      let isRagged = ragged == .reject && record.fieldEnds.count != width
      if case .fields(let fields) = record.content, !isRagged {
        rows.append(ragged == .pad ? Self.padded(fields, to: width) : fields)
      } else {
        rejects.append(
          Reject(
            reason: problem ?? "field-count", record: number, line: line, offset: record.start,
            content: bytes))
      }
    }
  }

  private static func problem(_ content: ReferenceRecord.Content) -> String? {
    switch content {
    case .damaged(.quote): "quote"
    case .damaged(.unterminatedQuote): "unterminated-quote"
    case .damaged(.tooLong): "record-too-long"
    case .encoding: "encoding"
    case .nul: "nul"
    case .blank, .comment, .mark, .fields: nil
    }
  }

  private static func padded(_ fields: [[UInt8]], to width: Int) -> [[UInt8]] {
    Array((fields + Array(repeating: [], count: width)).prefix(width))
  }

  /// A record without the carriage returns of its line end, those that an escape makes text aside.
  private static func withoutReturns(_ record: ArraySlice<UInt8>, _ dialect: Dialect) -> [UInt8] {
    var kept = Array(record)
    while kept.last == Ascii.carriageReturn, dialect.lineEnd != Ascii.carriageReturn {
      let before = kept.dropLast().reversed().prefix { $0 == dialect.escape }.count
      if dialect.escape != nil, !before.isMultiple(of: 2) { break }
      kept.removeLast()
    }
    return kept
  }
}
