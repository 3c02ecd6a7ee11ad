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

@Suite struct HeadLineEndTests {
  private static let carriageReturn = Ascii.carriageReturn

  /// Wherever the sample ends, a field of several lines is one.
  @Test func carriageReturnsWithAFieldCutOff() {
    let rows = (1...3000).map { "\"\($0)\",\"line1\nline2 of note\"\r" }.joined()
    for shift in 0..<36 {
      let header = "\"id\",\"b" + String(repeating: "x", count: shift) + "\"\r"
      #expect(sniff(header + rows).dialect.lineEnd == Self.carriageReturn, "\(shift)")
    }
    let text = String(repeating: "word\n", count: 20_000)
    #expect(sniff("id,b\r1,\"" + text + "\"\r").dialect.lineEnd == Self.carriageReturn)
    // Without a line end before it nobody can tell.
    #expect(sniff("id,\"" + text + "\"\r").dialect.lineEnd == Ascii.lineFeed)
    // A quote that nothing closes is a bad one, and what is behind it no field.
    #expect(sniff("id,b\r1,\"x\ny\r").dialect.lineEnd == Ascii.lineFeed)
  }

  /// Only the delimiter that is asked for begins fields.
  @Test func delimitersThatAreNamed() {
    let dump = "id~b\r1~\"x\ny\"\r2~z\r"
    #expect(sniff("sep=~\r" + dump).dialect.lineEnd == Self.carriageReturn)
    let asked = sniff(dump) { $0.delimiter = UInt8(ascii: "~") }
    #expect(asked.dialect.lineEnd == Self.carriageReturn)
    let other = sniff("id~b\r1~a,\"x\ny\"\r") { $0.delimiter = UInt8(ascii: "~") }
    #expect(other.dialect.lineEnd == Ascii.lineFeed)
    let blank = sniff("id~b\r\"x\ny\"\t~1\r") { $0.delimiter = UInt8(ascii: "~") }
    #expect(blank.dialect.lineEnd == Self.carriageReturn)
  }

  @Test(arguments: [
    ("\"\nid,b\n,x\"\r\"", 1, Ascii.lineFeed), ("title\nof it\rid,b\r1,2\r", 1, carriageReturn),
    ("title\r\"\rid,b\r1,\"x\ny\"\r", 2, carriageReturn), ("a\rb\nid,b\n1,2\n", 1, Ascii.lineFeed),
    ("note\n", 1, Ascii.lineFeed), ("note\r", 5, Ascii.lineFeed), ("a\rb\r", 9, carriageReturn),
    ("note\r\nid,b\r\n1,\"x\ry\"\r\n", 1, Ascii.lineFeed),
  ])
  func skippedLinesHaveNoSay(_ text: String, _ count: Int, _ expected: UInt8) {
    let lineEnd = Array(text.utf8).withRawBytes {
      DialectSniffer.lineEnd(
        $0, isWhole: true, skipping: count, settings: DialectSettings())
    }
    #expect(lineEnd == expected)
  }
}

@Suite struct EscapeEvidenceTests {
  /// A backslash at the text's end could only escape what is not there.
  @Test(arguments: ["\n", "\r\n", "\r", "", "\n\n"])
  func theLastBackslashIsText(_ end: String) {
    let lineEnd = end == "" || end == "\n\n" ? "\n" : end
    let text = "id|b\(lineEnd)1|x\(lineEnd)2|y\\\(end)"
    #expect(sniff(text).dialect.escape == nil)
    #expect(sniff("id|b\(lineEnd)1|x\\\(lineEnd)z\(lineEnd)2|y\(end)").dialect.escape != nil)
  }

  @Test func pathsOfServersAreText() {
    for path in ["\\\\srv\\new", "\\\\srv-1.example\\temp\\x", "\"\\\\srv\\n\"", "at \\\\srv\\t"] {
      let sniffed = sniff("id\tpath\n1\t\(path)\n2\t\(path)\n")
      #expect(sniffed.dialect == Dialect(delimiter: Ascii.tab), "\(path)")
    }
    for path in ["\\\\\\\\srv\\\\new", "\\\\srv\\\\new", "\\\\srv", "a\\\\b\\tc"] {
      let sniffed = sniff("id\tpath\n1\t\(path)\n2\t\(path)\n")
      #expect(sniffed.dialect.escape == Ascii.backslash && sniffed.dialect.quote == nil, "\(path)")
    }
  }
}
