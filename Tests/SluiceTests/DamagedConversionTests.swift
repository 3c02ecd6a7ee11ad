// A damaged dump converted: the same lines, rejects and counts whatever the lanes and chunk sizes.

import Foundation
import Sluice
import SluiceProperties
import SluiceRecords
import SluiceTestTools
import Testing

@Suite struct DamagedConversionTests {
  /// What a conversion leaves behind.
  private struct Leavings: Equatable {
    var lines: Data
    var rejects: Data
    var counts: RecordCounts
  }

  @Test func isTheSameForLanesAndChunks() throws {
    let maxRecord = 100_000
    let text = dump()
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    let ways = [(1, 1), (3, 2), (2, 1), (8, 8)]
    let found = try ways.map {
      try convert(path, lanes: $0.0, chunkSize: $0.1 << 19, maxRecord: maxRecord)
    }
    for (way, other) in zip(ways, found) {
      // Compared before, because a failure would work out the difference of megabytes.
      let (sameLines, sameRejects) = (
        other.lines == found[0].lines, other.rejects == found[0].rejects
      )
      #expect(sameLines && sameRejects, "\(way)")
      #expect(other.counts == found[0].counts, "\(way)")
    }
    let reference = ReferenceRows(text, Dialect(maxRecord: maxRecord))
    let counts = found[0].counts
    #expect(counts.written == reference.rows.count - 1)
    #expect(counts.rejectedTotal == reference.rejects.count && counts.rejectedTotal > 10)
    #expect(counts.records == counts.written + counts.rejectedTotal)
    #expect(try places(found[0].rejects) == reference.rejects.map { place($0, maxRecord) })
  }

  /// 4 MB of good records and damage of all kinds between, some of it longer than a chunk.
  private func dump() -> [UInt8] {
    let block = (0..<1000).map { "u\($0),\"Ann \"\"A\"\" Poe\",Oslo\n" }.joined()
    let long = String(repeating: "x", count: 450_000)
    let odd = [
      "1,\"Bo,Rome\n", "2,\"Bo\"x,Rome\n", "3,Bo\n", "4,Bo,Rome,9\n", "5,B\0,Rome\n",
      "6,\"B\no\"z,Rome\n", "7,\(long),Rome\n", "8,\"\(long)\",Rome\n", "id,name,city\n",
      "9,\(long)\(long),Rome\r\n", "10,\"\(long)\n\(long)\",Rome\n", "\r\r\n",
      "11,\"Bo\" \t,Rome\r\n",
    ]
    var text = Array("id,name,city\n".utf8)
    for (place, record) in odd.enumerated() {
      text += block.utf8.prefix(10_000).prefix(through: lastLineEnd(block, before: 10_000 - place))
      text += record.utf8 + (place % 5 == 0 ? [0x31, 0x32, 0x2C, 0xFF, 0x2C, 0x78, 0x0A] : [])
    }
    return text + Array("13,\"Bo".utf8)
  }

  private func lastLineEnd(_ text: String, before count: Int) -> String.Index {
    text.utf8.prefix(count).lastIndex(of: 0x0A) ?? text.startIndex
  }

  private func convert(
    _ path: String, lanes: Int, chunkSize: Int, maxRecord: Int
  ) throws -> Leavings {
    let (output, rejects) = try (TemporaryFile.make(""), TemporaryFile.make(""))
    defer { [output, rejects].forEach(TemporaryFile.remove) }
    let handle = try #require(FileHandle(forWritingAtPath: output))
    let mapping = try PlacedMapping(
      reading: "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: city}]", file: "m")
    var options = ConversionOptions(mapping)
    options.inputs = [path]
    options.dialect.maxRecord = maxRecord
    options.output = .stream(descriptor: handle.fileDescriptor)
    (options.rejectsPath, options.replacesExisting) = (rejects, true)
    (options.lanes, options.chunkSize) = (lanes, chunkSize)
    let summary = try Conversion(options).run()
    try handle.close()
    return Leavings(
      lines: try Data(contentsOf: URL(filePath: output)),
      rejects: try Data(contentsOf: URL(filePath: rejects)), counts: summary.counts)
  }

  /// A record of the rejects file as Python's csv reads it, its content by length and start.
  private func places(_ rejects: Data) throws -> [String] {
    let program = """
      import csv, io
      csv.field_size_limit(1 << 30)
      for row in list(csv.reader(io.StringIO(data.decode("latin-1"), newline="")))[1:]:
          place, content = row[1:5], row[6]
          put((" ".join(place) + f" {len(content)} {content[:9]!r}\\n").encode())
      """
    let said = try Tool.python(program, input: Array(rejects))
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Of a record that is too long no more than the largest size is kept.
  private func place(_ reject: ReferenceRows.Reject, _ maxRecord: Int) -> String {
    let content = reject.content.prefix(maxRecord)
    let start = String(decoding: content.prefix(9), as: UTF8.self)
      .replacing("\\", with: "\\\\").replacing("\0", with: "\\x00").replacing("\u{FFFD}", with: "ÿ")
    return "\(reject.record) \(reject.line) \(reject.offset) \(reject.reason) "
      + "\(content.count) '\(start.replacing("\n", with: "\\n"))'"
  }
}
