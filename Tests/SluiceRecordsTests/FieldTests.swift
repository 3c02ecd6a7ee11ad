// Fields that were written come back: through the reader, and as JSON.

import Foundation
import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceRecords

struct FieldTests {
  @Test func quotedFieldsSayWhatWasWritten() {
    for seed in seeds(2000) {
      var random = SeededGenerator(seed: seed)
      let dialect = Dialect(
        delimiter: random.pick(Array(",;\t".utf8)), quote: random.pick([0x22, 0x27]),
        escape: random.pick([nil, Ascii.backslash]))
      let said = (0..<1 + random.below(4)).map { _ in
        random.bytes(random.below(9), of: Array("a,;\t\n\r\"'\\ 0n".utf8))
      }
      let written = said.map { field in
        [dialect.quote ?? 0]
          + field.flatMap { byte in
            byte == dialect.quote || byte == dialect.escape
              ? [dialect.escape ?? byte, byte] : [byte]
          } + [dialect.quote ?? 0]
      }
      let text = Array(written.joined(separator: [dialect.delimiter]))
      let isSame = fields(text, dialect) == [said]
      #expect(isSame, "seed \(seed): \(literal(text)) is \(fields(text, dialect)), not \(said)")
      if !isSame { return }
    }
  }

  /// As MySQL and PostgreSQL write: no quotes, everything awkward after a backslash.
  @Test func escapedFieldsSayWhatWasWritten() {
    let dialect = Dialect(delimiter: Ascii.tab, quote: nil, escape: Ascii.backslash)
    let names: [UInt8: UInt8] = [
      0x09: UInt8(ascii: "t"), 0x0A: UInt8(ascii: "n"), 0x0D: UInt8(ascii: "r"),
      0x00: UInt8(ascii: "0"), 0x08: UInt8(ascii: "b"), Ascii.backslash: Ascii.backslash,
    ]
    for seed in seeds(2000) {
      var random = SeededGenerator(seed: seed)
      let said = (0..<1 + random.below(4)).map { _ in
        random.bytes(1 + random.below(9), of: Array("at\t\n\r\u{8}\"'\\ 0n".utf8))
      }
      let written = said.map { field in
        field.flatMap { byte -> [UInt8] in
          guard let name = names[byte] else { return [byte] }
          let isBare = byte != Ascii.backslash && byte != 0 && random.oneIn(2)
          return [Ascii.backslash, isBare ? byte : name]
        }
      }
      let text = Array(written.joined(separator: [dialect.delimiter]))
      let isSame = fields(text, dialect) == [said]
      #expect(isSame, "seed \(seed): \(literal(text)) is \(fields(text, dialect)), not \(said)")
      if !isSame { return }
    }
  }

  @Test func quoteInsideAFieldIsText() {
    #expect(
      strings("5\" pipe,\"6\"\" pipe\"\n7,\"\"\n") == [["5\" pipe", "6\" pipe"], ["7", ""]])
  }

  @Test func readerGivesNumbersToAllButBlankLinesAndComments() {
    let dialect = Dialect(comment: UInt8(ascii: "#"))
    let text = Array("a,b\r\n\r\n# a \"comment\n\"c\"x\n\nd,e\n".utf8)
    var index = RecordIndex(dialect: dialect)
    var reader = RecordReader(dialect: dialect)
    buffer(text).withBytes { bytes in
      index.build(bytes)
      var seen: [String] = []
      while let record = reader.next(bytes, index) {
        let said = record.problem?.rawValue ?? reader.fields(of: record, bytes, index).joined()
        seen.append("\(record.recordsBefore) \(record.fieldCount) \(said)")
      }
      #expect(seen == ["0 2 ab", "1 1 quote", "2 2 de"])
    }
    #expect(reader.count == 3)
  }

  @Test func jsonRowsAreWhatFoundationReads() throws {
    for seed in seeds(600) {
      var random = SeededGenerator(seed: seed)
      let rows = (0..<1 + random.below(3)).map { _ in
        (0..<random.below(5)).map { _ in
          (0..<random.below(8)).map { _ in
            String(UnicodeScalar(UInt8(random.below(128))))
              + random.pick(["", "é", "€", "😀", "\""])
          }.joined()
        }
      }
      let lines = json(rows).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == rows.count + 1 && lines.last == "", "seed \(seed)")
      let read = try lines.dropLast().map {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String]
      }
      let expected = rows.map { $0.map { Array($0.utf8) } }
      #expect(read.map { $0?.map { Array($0.utf8) } } == expected, "seed \(seed): \(rows)")
    }
  }

  private func json(_ rows: [[String]]) -> String {
    let output = ByteBuffer(capacity: 1)
    var writer = JSONRows(into: output)
    for row in rows {
      writer.beginRow()
      for field in row { with(field) { writer.append($0) } }
      writer.endRow()
    }
    writer.finish()
    return output.withBytes { String(decoding: $0.copied(), as: UTF8.self) }
  }

  private func strings(_ text: String) -> [[String]] {
    fields(Array(text.utf8), Dialect()).map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  private func fields(_ raw: [UInt8], _ dialect: Dialect) -> [[[UInt8]]] {
    let text = ReferenceReader.completed(raw, dialect)
    var index = RecordIndex(dialect: dialect)
    var reader = RecordReader(dialect: dialect)
    return buffer(text).withBytes { bytes in
      index.build(bytes)
      var records: [[[UInt8]]] = []
      while let record = reader.next(bytes, index) {
        var fields: [[UInt8]] = []
        reader.forEachField(of: record, bytes, index) { fields.append($0.copied()) }
        records.append(fields)
      }
      return records
    }
  }
}
