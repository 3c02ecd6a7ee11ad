// What the end of the sample cuts off, and what decides the line end and the escape: dumps in which few bytes
// show the dialect and many seem to show another.

import SluiceBytes
import SluiceRecords
import Testing

/// What is sniffed of the first bytes of a text.
private func sniff(
  _ text: String, _ set: (inout DialectSettings) -> Void = { _ in }
) -> SniffedDialect {
  var settings = DialectSettings()
  set(&settings)
  let head = Array(text.utf8.prefix(DialectSniffer.headSize))
  return head.withRawBytes {
    DialectSniffer.sniff($0, isWhole: head.count == text.utf8.count, settings: settings)
  }
}

@Suite struct OpenQuoteTests {
  private static let words = String(repeating: "word ", count: 12)

  /// A field that goes on behind the sample says nothing of the delimiter, however many lines of it there are.
  @Test(arguments: [1, 100], [",", "\t", "|"])
  func aLongFieldHidesNoDelimiter(_ records: Int, _ delimiter: String) {
    let before = "id,b\n" + String(repeating: "5,k\n", count: records - 1)
    for line in ["x\n", Self.words + "word;\n", "a, b; c\n", "\n"] {
      let text =
        before + "1,\"" + String(repeating: line, count: 66_000 / line.utf8.count) + "\"\n2,y\n"
      let dump = text.replacing(",", with: delimiter)
      let sniffed = sniff(dump)
      #expect(sniffed.dialect == Dialect(delimiter: delimiter.utf8.first ?? 0), "\(line)")
      #expect(sniffed.fieldCount == 2)
    }
  }

  @Test func aLongFieldOfManyShortLines() {
    for lines in [4093, 4094, 4095, 4096, 5000] {
      let text = "id,b\n1,\"" + String(repeating: "x\n", count: lines) + "\"\n2,y\n"
      #expect(sniff(text).dialect == Dialect(), "\(lines)")
    }
  }

  /// Lines as long as the records before them show the quote to be a bad one.
  @Test func aBadQuoteStaysOne() {
    let rest = (0..<9000).map { "\($0);x y\n" }.joined()
    let sniffed = sniff("id;b\n1;\"x\n" + rest)
    #expect(sniffed.dialect == Dialect(delimiter: UInt8(ascii: ";")))
    #expect(sniffed.reasons.first?.hasSuffix("of 4096 records)") == true, "\(sniffed.reasons)")
  }
}
