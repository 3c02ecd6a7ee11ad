// The header met again, against a slow look at every field.

import SluiceBytes
import SluiceRecords
import Testing

@Suite struct RepeatedHeaderTests {
  private static let dialects = [
    Dialect(), Dialect(delimiter: Ascii.tab, quote: nil, escape: Ascii.backslash),
    Dialect(quote: Ascii.apostrophe, escape: Ascii.backslash), Dialect(quote: nil),
  ]

  /// The fields of each record, and whether it is taken for the header.
  private func read(_ text: [UInt8], _ dialect: Dialect, _ header: [UInt8]) -> [([String], Bool)] {
    let buffer = ByteBuffer(capacity: text.count)
    text.withRawBytes { buffer.append($0) }
    var index = RecordIndex(dialect: dialect)
    var repeated = RepeatedHeader(header, dialect: dialect)
    var found: [([String], Bool)] = []
    buffer.withBytes { bytes in
      index.build(bytes)
      var reader = RecordReader(dialect: dialect)
      while let record = reader.next(bytes, index) {
        guard record.problem == nil else { continue }
        let isMet = repeated.isMet(record, bytes, index)
        found.append((reader.fields(of: record, bytes, index), isMet))
      }
    }
    return found
  }

  @Test(arguments: dialects)
  func fieldsDecide(_ dialect: Dialect) {
    let pieces = ["a", "b", "\"", "'", "\\", "\\N", "\\t", "\"\"", "''", "ab", "abcdefgh", " "]
    var met = 0
    for seed in seeds(400) {
      var random = SeededGenerator(seed: seed)
      let records = (0..<40).map { _ in
        let fields = (0..<random.below(3) + 1).map { _ in
          let field = (0..<random.below(3)).map { _ in pieces[random.below(3 + random.below(10))] }
            .joined()
          let quote = ["", "\"", "'"][random.below(3)]
          return quote + field + quote + (quote.isEmpty || random.below(4) > 0 ? "" : " ")
        }
        return fields.joined(separator: dialect.delimiter == Ascii.tab ? "\t" : ",")
      }
      for header in records.prefix(12) where !header.isEmpty {
        let alone = read(Array((header + "\n").utf8), dialect, [])
        guard alone.count == 1, let names = alone.first?.0 else { continue }
        let text = Array((records.joined(separator: "\n") + "\n").utf8)
        for (fields, isMet) in read(text, dialect, Array(header.utf8)) {
          #expect((fields == names) == isMet, "\(header) \(fields)")
          met += isMet ? 1 : 0
        }
      }
    }
    #expect(met > 400)
  }

  @Test func thereMayBeNone() {
    for header in ["", "\"a"] {
      #expect(
        read(Array("\na\n\"\"\n,\n".utf8), Dialect(), Array(header.utf8)).allSatisfy { !$0.1 })
    }
  }
}
