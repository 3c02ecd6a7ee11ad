import Testing

@testable import AudienceManager

@Suite("Spelling of lines (section 5)")
struct LineSyntaxTests {
  @Test("what is safe without quotation marks")
  func safeBytes() {
    for byte in UInt8.min...UInt8.max {
      let isExpected = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./_".utf8
        .contains(byte)
      #expect(LineSyntax.isSafe(byte) == isExpected)
    }
  }

  @Test("spans need quotes when one byte does, at every length and place")
  func needsQuotes() {
    #expect(with("", LineSyntax.valueNeedsQuotes))
    for length in 1...20 {
      #expect(!with(String(repeating: "a", count: length), LineSyntax.valueNeedsQuotes))
      for place in 0..<length {
        for byte in UInt8.min...UInt8.max {
          var value = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          value[place] = byte
          #expect(
            with(bytes: value, LineSyntax.valueNeedsQuotes) == !LineSyntax.isSafe(byte))
        }
      }
    }
    #expect(!with("123", LineSyntax.valueNeedsQuotes))
    #expect(with("123", LineSyntax.keyNeedsQuotes))
    #expect(!with("a123", LineSyntax.keyNeedsQuotes))
  }

  static let keys: [(String, KeyProblem?)] = [
    ("gender", nil), ("Service Expiry", nil), ("a=b", nil), ("a,b", nil), ("123", nil),
    ("größe", nil), ("d_sid2", nil), ("", .empty), ("a\"b", .quote), ("a\tb", .control),
    ("a\nb", .control), ("a\rb", .control), ("-product", .leadingDash), (" a", .blankAtEnd),
    ("a ", .blankAtEnd), ("d_sid", .reserved), ("d_unsid", .reserved), ("ic", .reserved),
    ("IC", .reserved), ("D_Sid", .reserved),
  ]

  @Test("keys that a mapping may give", arguments: keys)
  func key(_ key: String, _ expected: KeyProblem?) {
    #expect(LineSyntax.problem(inKey: key) == expected)
  }

  @Test("trait IDs are digits only")
  func traitIDs() {
    #expect(with("24", LineSyntax.isTraitID))
    for bad in ["", "-24", "2 4", "24a", "٢"] { #expect(!with(bad, LineSyntax.isTraitID)) }
  }
}

@Suite("Limits (sections 3, 7 and 9)")
struct LimitsTests {
  @Test("the figures of the pages")
  func figures() {
    #expect(Limits.lineBytes == 102_400)
    #expect(Limits.linesPerUserAndFile == 200)
    #expect(Limits.compressedFileBytes == 1_000_000_000)
    #expect(Limits.largeCompressedFileBytes == 3_000_000_000)
    #expect(Limits.uncompressedFileBytes == 5_000_000_000)
    #expect(Limits.bestCompressedFileBytes.contains(300_000_000))
    #expect(Limits.hashesPerUser == 10)
    #expect(String(Limits.timestamps.lowerBound).count == Limits.timestampDigits)
    #expect(String(Limits.timestamps.upperBound).count == Limits.timestampDigits)
  }
}
