import Testing

@testable import AudienceManager

@Suite("Values that look like personal data")
struct PersonalDataTests {
  private typealias Detector = PersonalDataDetector

  static let personal: [(String, PersonalDataDetector.Kind)] = [
    ("john@example.com", .email), ("a@b.de", .email), ("John Doe <john.doe@example.co.uk>", .email),
    ("mailto:x.y+z@mail.example.org", .email), ("müller@köln.de", .email),
    ("see @john, or mail a@b.com", .email), ("https://user@example.com/x", .email),
    ("+4930123456", .phone), ("+49 30 1234567", .phone), ("+49 (0)30 / 1234567", .phone),
    ("+1 202-555-0173", .phone), ("+12025550173", .phone), ("+33 6 12 34 56 78", .phone),
    ("+44 20 7946 0958", .phone), ("+1 (202) 555-0173 x12", .phone), ("tel:+442079460958", .phone),
    ("tel:2025550173", .phone), ("0049 30 1234567", .phone), ("001 202 555 0173", .phone),
    ("(202) 555-0173", .phone), ("202-555-0173", .phone), ("202.555.0173", .phone),
    ("202 555 0173", .phone), ("1-202-555-0173", .phone), ("(202)555-0173", .phone),
    ("(202) 5550173", .phone), ("202-555-0173 ext. 9", .phone), ("202-555-0173ext9", .phone),
    ("030 1234567", .phone), ("030/1234567", .phone), ("0171-1234567", .phone),
    ("(030) 123 45 67", .phone), ("0171 / 12 34 567", .phone), ("01 23 45 67 89", .phone),
    ("01.23.45.67.89", .phone), ("020 7946 0958", .phone), ("06-12345678", .phone),
    ("0412 345 678", .phone), ("090-1234-5678", .phone), ("(11) 91234-5678", .phone),
    ("138 1234 5678", .phone), ("98765 43210", .phone), ("912 34 56 78", .phone),
    ("8 (495) 123-45-67", .phone),
    ("4111 1111 1111 1111", .paymentCard), ("4111-1111-1111-1111", .paymentCard),
    ("5500 0000 0000 0004", .paymentCard), ("3400 000000 00009", .paymentCard),
    ("3782-822463-10005", .paymentCard), ("3000 000000 0004", .paymentCard),
    ("6011 0000 0000 0004", .paymentCard), ("2223 0031 2200 3222", .paymentCard),
    ("123-45-6789", .nationalID), ("899-99-9999", .nationalID), ("123 45 6789", .nationalID),
    ("ann$@example.com", .email), ("{ann}@example.com", .email), ("ann?@example.com", .email),
    ("ann@1x.com", .email), ("ann@3x.de", .email), ("ann@2x.png.de", .email),
    ("ann%4\u{2060}0example.com", .email), ("ann%\u{AD}40b.de 123456", .email),
    ("ann%40example.com", .email), ("https://x.de/?to=ann%2Bx%40example.com&y=1", .email),
    ("4111 111111111111", .paymentCard), ("4111.1111.1111.1111", .paymentCard),
    ("4222 2222 2222 2", .paymentCard), ("4111 1111-1111 1111", .paymentCard),
    ("41 11 11 11 11 11 11 11", .paymentCard),
    ("212-5551234", .phone), ("212 5551234", .phone), ("001-415-555-2671", .phone),
    ("00 33 6 12 34 56 78", .phone), ("91 98765 43210", .phone), ("415-555-2671,", .phone),
    ("'+14155552671", .phone),
  ]

  /// With something before or behind.
  static let inTexts: [(String, PersonalDataDetector.Kind)] = [
    ("card 4111 1111 1111 1111", .paymentCard), ("'4111 1111 1111 1111", .paymentCard),
    ("Visa 4111-1111-1111-1111, exp. 12/27", .paymentCard),
    ("4111 1111 1111 1111 12/27", .paymentCard), ("7 x 4111 1111 1111 1111", .paymentCard),
    ("7 4111 1111 1111 1111 9", .paymentCard), ("AmEx:3782 822463 10005.", .paymentCard),
    ("SSN 123-45-6789", .nationalID), ("[123-45-6789]", .nationalID),
    ("his SSN is 123-45-6789; ask 5 times", .nationalID),
    ("call 415-555-2671", .phone), ("call (415) 555-2671 now", .phone),
    ("Tel.415.555.2671", .phone),
    ("call +49 30 1234567", .phone), ("tel. +4930123456, from 8 to 17", .phone),
    ("\u{30c6}+81 3 1234 5678", .phone), ("a: +1 415 555 2671 / +1 415 555 2672", .phone),
    ("2024-12-31 10:00 call 415-555-2671", .phone), ("2024-12-31 10:11:12 +49 30 1234567", .phone),
    (String(repeating: "word ", count: 30) + "415-555-2671", .phone),
  ]

  @Test("are found in texts", arguments: inTexts)
  func foundInText(_ value: String, _ kind: PersonalDataDetector.Kind) {
    #expect(with(value) { Detector.kind(of: $0) } == kind)
    let begins = value.utf8.first.map(Detector.mayBeginNumber) ?? false
    #expect(begins || with(value, Detector.mayHoldNumber))
    #expect(!Detector.mask(value).contains { $0.isNumber })
  }

  @Test("are found", arguments: personal)
  func found(_ value: String, _ kind: PersonalDataDetector.Kind) {
    #expect(with(value) { Detector.kind(of: $0) } == kind)
  }

  static let harmless = [
    "", "a", "@", "@john", "john@", "user@localhost", "a@b.1", "logo@2x.png", "logo@3X.JPEG",
    "a/b@1x.webp?v=2", "react@18.2.0", "https://social.example/@ann.lee", "@ann.lee|@bob.lee",
    "{@user.name}", "{{@index.html}}", "*@example.com", "https://t.me/*@b.co", "$@foo.com",
    "4111111111111111", "2025550173", "+49", "+123", "+00012345678", "+28123456789",
    "+1.234.567.890", "+12345678.90", "+1 234 567 890", "+1234567", "1234567890123",
    "4111 1111 1111 1112", "1111 1111 1111 1117",
    "000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567",
    "123-45-0000", "123 45 0000", "112-555-0173", "202-155-0173", "211-555-0173", "202-411-0173",
    "2013-01-26", "26.01.2013", "01.02.2013 12.34", "01/02/2013", "01-02-2013 1234",
    "05/2013-06/2013", "2013-01-26 00:00:00.000", "2013-01-26T12:34:56+01:00", "20130126123456",
    "1.234.567.890", "1 234 567 890", "-12,345,678.90", "0.123456789", "05.123456789",
    "192.168.100.200", "010.020.030.040", "02134-1234", "01310-100", "012-345-678",
    "0123-4567-8901",
    "978-3-16-148410-0", "0-306-40615-2", "0524/001234", "100-1234567-1234567", "1.2.3-456789",
    "12345-67890", "6d92078a-8246-4ba4-ae5b-76104861e7dc", "DE89 3704 0044 0532 0130 00",
    "sport & cars", "x12345678x", "tel:", "text 12345678", "(1,234,567.89)", "++4930123456",
    "+49 30 12345678901234567890", "0000-000000", "00 12 34 56 78 90", "100%", "a%4", "a%40b",
    "a%40",
    "order 4111 1111 1111 1112", "SKU AB-123-45-6789", "SKU 123-45-6789-1", "at 123-45-67890 m",
    "v1.415.555.2671", "no. 415-555-26711", "call 115-555-2671", "C++ 12345678901",
    "x+49 30 1234567",
    "id 2024-12-31 10:11 12345", "from 26.01.2013 12.34 to 27.01.2013 12.34",
    "1 of 100 200 300 400",
    "Invoice 2024-123456 of 31.12.2024, total 1.234.567,89", "192.168.100.200 and 10.20.30.40",
    "urn:uuid:6d92078a-8246-4ba4-ae5b-76104861e7dc", "part 978-3-16-148410-0, 2 pieces",
    "4.123.456.789.012", "0045-1234-5678", "4202595556.562", "4295160726.537",
    "1234567\u{A0}€ of 12345678", "3–5 items of 20241231",
  ]

  @Test("are not seen in other values", arguments: harmless)
  func notFound(_ value: String) {
    #expect(with(value) { Detector.kind(of: $0) } == nil)
  }

  @Test(
    "are found with the blanks and dashes of typography",
    arguments: [
      ("4111\u{A0}1111\u{A0}1111\u{A0}1111", PersonalDataDetector.Kind.paymentCard),
      ("+49\u{2011}30\u{2011}901820", .phone), ("123\u{2010}45\u{2010}6789", .nationalID),
      ("01\u{202F}23\u{202F}45\u{202F}67\u{202F}89", .phone),
      ("\u{FEFF}+49 30 901820\u{200B}", .phone),
      ("call 415\u{2212}555\u{2212}2671", .phone),
    ])
  func typography(_ value: String, _ kind: PersonalDataDetector.Kind) {
    #expect(with(value) { Detector.kind(of: $0) } == kind)
  }

  @Test("bare digits are judged by their column, whatever is around them")
  func wrapped() {
    for number in [
      "'4111111111111111", "'4111111111111111'", "\"4111111111111111\"", "=\"4111111111111111\"",
      "(4111111111111111)", "4111111111111111.0", "4111111111111111,",
    ] {
      #expect(with(number, { Detector.kind(of: $0, columnHint: .cards) }) != nil, "\(number)")
      #expect(with(number, { Detector.kind(of: $0) }) == nil, "\(number)")
    }
    for other in ["4111111111111111.5", "x4111111111111111", "'''4111111111111111", "''", "='"] {
      #expect(with(other, { Detector.kind(of: $0, columnHint: .cards) }) == nil, "\(other)")
    }
  }

  @Test("bare digits are judged by their column")
  func columnHint() {
    #expect(with("4111111111111111") { Detector.kind(of: $0, columnHint: .cards) } == .paymentCard)
    #expect(with("4111111111111112") { Detector.kind(of: $0, columnHint: .cards) } == nil)
    #expect(with("4111111111111111") { Detector.kind(of: $0, columnHint: .phones) } == nil)
    #expect(with("2025550173") { Detector.kind(of: $0, columnHint: .phones) } == .phone)
    #expect(with("2025550173") { Detector.kind(of: $0, columnHint: .cards) } == nil)
    #expect(with("x", { Detector.kind(of: $0, columnHint: .phones) }) == nil)
    #expect(with("'4111111111111111", { Detector.kind(of: $0, columnHint: .cards) }) != nil)
    #expect(with("'4111111111111111") { Detector.kind(of: $0) } == nil)
    #expect(with("4111111111111111", { Detector.kind(of: $0, columnHint: .unsettled) }) != nil)
    #expect(with("4111111111111112") { Detector.kind(of: $0, columnHint: .unsettled) } == nil)
    #expect(with("2025550173") { Detector.kind(of: $0, columnHint: .unsettled) } == nil)
  }

  @Test("bare cards by issuer, length and check digit")
  func bareCards() {
    for card in ["4111111111111111", "378282246310005", "30569309025904", "6011111111111117"] {
      #expect(with(card, Detector.looksLikeBareCard))
      let last = card.last.flatMap { $0.wholeNumberValue } ?? 0
      #expect(!with(card.dropLast() + String((last + 1) % 10), Detector.looksLikeBareCard))
    }
    #expect(!with("41111111111111110", Detector.looksLikeBareCard))
    #expect(!with("4111 1111 1111 1111", Detector.looksLikeBareCard))
    #expect(!with("9111111111111111", Detector.looksLikeBareCard))
  }

  @Test("bare phones by forms that few other numbers have")
  func barePhones() {
    for phone in ["2025550173", "12025550173", "03012345678", "00493012345678", "4915112345678"] {
      #expect(with(phone, Detector.looksLikeBarePhone), "\(phone)")
    }
    for other in ["1366545717", "4500012345", "123", "", "1025550173", "1366545717000", "000123"] {
      #expect(!with(other, Detector.looksLikeBarePhone), "\(other)")
    }
  }

  @Test("letters and digits alone are none, whether they are looked at as a token or not")
  func tokens() {
    var random = SeededGenerator(seed: 12)
    for alphabet in ["0123456789", "0123456789abcdef", "0123456789extTELX", "0a"] {
      for length in 41...70 {
        for _ in 0..<50 {
          let token = random.text(of: alphabet, count: length)
          for hint in PersonalDataDetector.ColumnKind.allCases {
            let kind = with(token) { Detector.kind(of: $0, columnHint: hint) }
            #expect(kind == nil, "\(token)")
          }
        }
      }
    }
  }

  /// What is let go as one is no number, and holds none, by the rules for all others.
  @Test("dates with times have no room for a number")
  func timestamps() {
    var random = SeededGenerator(seed: 14)
    let signs = "0123456789012345678901234567890123456789+-./() :xet'\u{A0}\u{2011}"
    var found = 0
    for round in 0..<100_000 {
      // Any signs, or digits but for one place.
      let digits = round % 4 == 0 ? signs : "0123456789:?"
      var date = [4, 2, 2].map { random.text(of: digits, count: $0) }.joined(separator: "-")
      date += random.text(of: signs, count: 1) + random.text(of: digits, count: 2)
      let value = date + ":" + random.text(of: signs, count: Int.random(in: 0...11, using: &random))
      guard with(value, Detector.isTimestamp) else { continue }
      found += 1
      for text in [value, String(decoding: with(value, PlainSpelling.plain), as: UTF8.self)] {
        #expect(with(text) { DigitGroups($0) } == nil, "\(text)")
        #expect(with(text) { NumbersInText.kind(in: $0) } == nil, "\(text)")
      }
    }
    #expect(found > 1000)
  }

  @Test("any bytes are judged without a trap")
  func anyBytes() {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("0123456789+-./() @xetl:.".utf8)
    for _ in 0..<20_000 {
      let value = (0..<Int.random(in: 0...45, using: &random)).map { _ in
        Int.random(in: 0...9, using: &random) > 0
          ? alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          : UInt8.random(in: 0...255, using: &random)
      }
      for hint in PersonalDataDetector.ColumnKind.allCases {
        _ = with(bytes: value) { Detector.kind(of: $0, columnHint: hint) }
      }
      _ = with(bytes: value, Detector.looksLikeBarePhone)
      _ = with(bytes: value) { Detector.mask($0) }
    }
  }

  static let masks = [
    ("john@example.com", "j***@e***"), ("123-45-6789", "***-**-****"),
    ("+49 30 123", "+** ** ***"), ("John Doe", "J*** D**"), ("", ""), ("a\tb\nc", "a b c"),
    ("Müller 7", "M***** *"), ("1@2.de", "****@****"), ("a @b.de", "a @b.d*"),
  ]

  @Test("masks show the shape only", arguments: masks)
  func mask(_ value: String, _ masked: String) {
    #expect(Detector.mask(value) == masked)
    #expect(with(value) { Detector.mask($0) } == masked)
  }

  @Test("masks are short")
  func longMask() {
    #expect(Detector.mask(String(repeating: "x", count: 500)).count == 65)
  }
}

@Suite("Ordinary columns are not taken for personal data")
struct FalsePositiveTests {
  private static let valuesPerColumn = 10_000

  /// Realistic columns by name; each gives one random value.
  static let columns: [(String, @Sendable (inout SeededGenerator) -> String)] = [
    ("order number", { "4500" + $0.digits(6) }),
    ("order number of three parts", { "\($0.digits(3))-\($0.digits(7))-\($0.digits(7))" }),
    ("order number by year", { "2024-\($0.digits(6))" }),
    ("padded order number", { "00\($0.digits(8))" }),
    ("invoice", { "RE-\($0.digits(4))/\($0.digits(5))" }),
    ("customer number", { $0.digits(10) }),
    ("ISO date", { date(&$0, "-", isYearFirst: true) }),
    ("German date", { date(&$0, ".", isYearFirst: false) }),
    ("US date", { date(&$0, "/", isYearFirst: false) }),
    ("German moment", { "\(date(&$0, ".", isYearFirst: false)) \(clock(&$0, "."))" }),
    ("ISO moment", { "\(date(&$0, "-", isYearFirst: true)) \(clock(&$0, ":")):00.000" }),
    ("ISO moment with zone", { "\(date(&$0, "-", isYearFirst: true))T\(clock(&$0, ":")):00+0100" }),
    ("compact moment", { "20\($0.digits(2))0126-\($0.digits(6))" }),
    ("UNIX seconds", { "1\($0.digits(9))" }),
    ("UNIX milliseconds", { "1\($0.digits(12))" }),
    (
      "date range",
      { "\(date(&$0, ".", isYearFirst: false))-\(date(&$0, ".", isYearFirst: false))" }
    ),
    ("amount", { "\($0.digits(1)),\($0.digits(3)),\($0.digits(3)).\($0.digits(2))" }),
    ("German amount", { "\($0.digits(2)).\($0.digits(3)).\($0.digits(3)).\($0.digits(3)),00" }),
    ("French amount", { "7\($0.digits(1)) \($0.digits(3)) \($0.digits(3)) \($0.digits(3))" }),
    ("signed amount", { "+\($0.digits(7)).\($0.digits(2))" }),
    ("decimal", { "0.\($0.digits(12))" }),
    ("coordinate", { "\($0.digits(2)).\($0.digits(7))" }),
    ("postcode", { $0.digits(5) }),
    ("ZIP+4", { "\($0.digits(5))-\($0.digits(4))" }),
    ("IPv4", { random in (0..<4).map { _ in octet(&random) }.joined(separator: ".") }),
    (
      "padded IPv4",
      { random in (0..<4).map { _ in pad(octet(&random), 3) }.joined(separator: ".") }
    ),
    ("version", { "\($0.digits(1)).\($0.digits(2)).\($0.digits(3)).\($0.digits(4))" }),
    ("UUID", { uuid(&$0) }),
    ("hash", { $0.text(of: "0123456789abcdef", count: 32) }),
    ("SKU", { "\($0.text(of: "ABCDEFGHIJ", count: 2))-\($0.digits(4))-\($0.digits(5))" }),
    ("SKU of digits", { "\($0.digits(3))-\($0.digits(3))-\($0.digits(3))" }),
    ("EAN", { $0.digits(13) }),
    ("ISBN", { "978-3-\($0.digits(2))-\($0.digits(6))-\($0.digits(1))" }),
    ("IMEI", { $0.digits(15) }),
    ("price list", { "\($0.digits(2)).99|\($0.digits(3)).49" }),
    ("handle", { "@\($0.text(of: "abcdefghij", count: 8))" }),
    ("package", { "@scope/name@\($0.digits(1)).\($0.digits(2)).\($0.digits(1))" }),
    ("words", { $0.text(of: "abcdefghij  &,.", count: 20) }),
    ("share", { "\($0.digits(2)).\($0.digits(1)) %" }),
    ("title with an order", { "Order \($0.digits(3))-\($0.digits(7))-\($0.digits(7)) sent" }),
    ("title with a date", { "Sale of \(date(&$0, ".", isYearFirst: false)), \(clock(&$0, ":"))" }),
    (
      "title with sizes",
      { "\($0.digits(3)) x \($0.digits(3)) x \($0.digits(4)) mm, +\($0.digits(2))" }
    ),
    (
      "title with a SKU",
      { "Bolt \($0.digits(3))-\($0.digits(3))-\($0.digits(3)) (\($0.digits(4)))" }
    ),
    ("URL", { "https://www.example.com/p/\($0.digits(8))-\($0.digits(4))?id=\($0.digits(12))" }),
    ("encoded URL", { "https%3A%2F%2Fexample.com%2F\($0.digits(8))%3Fid%3D\($0.digits(10))" }),
    (
      "user agent",
      { "Mozilla/5.0 (X11; rv:\($0.digits(3)).0) Gecko/\($0.digits(8)) Firefox/\($0.digits(3)).0" }
    ),
    (
      "log line",
      {
        "\(date(&$0, "-", isYearFirst: true)) \(clock(&$0, ":")):11 [\($0.digits(5))] took \($0.digits(4)) ms"
      }
    ),
  ]

  @Test("less than one in ten thousand", arguments: columns.indices)
  func column(_ index: Int) {
    let (name, value) = Self.columns[index]
    var random = SeededGenerator(seed: UInt64(index) + 100)
    var found: [String] = []
    for _ in 0..<Self.valuesPerColumn {
      let text = value(&random)
      if with(text, { PersonalDataDetector.kind(of: $0) }) != nil { found.append(text) }
    }
    #expect(found.count <= 1, "\(name): \(found.prefix(5))")
  }

  @Test("nor are such columns taken for cards or phone numbers", arguments: columns.indices)
  func sampled(_ index: Int) {
    var random = SeededGenerator(seed: UInt64(index) + 200)
    var sampler = ColumnSampler()
    for _ in 0..<2_000 { with(Self.columns[index].1(&random)) { sampler.add($0) } }
    #expect(sampler.verdict == .ordinary)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func octet(_ random: inout SeededGenerator) -> String {
    String(Int.random(in: 0...255, using: &random))
  }

  private static func date(
    _ random: inout SeededGenerator, _ separator: String, isYearFirst: Bool
  ) -> String {
    let day = pad(String(Int.random(in: 1...28, using: &random)), 2)
    let month = pad(String(Int.random(in: 1...12, using: &random)), 2)
    let year = String(Int.random(in: 1950...2029, using: &random))
    let parts = isYearFirst ? [year, month, day] : [day, month, year]
    return parts.joined(separator: separator)
  }

  private static func clock(_ random: inout SeededGenerator, _ separator: String) -> String {
    pad(String(Int.random(in: 0...23, using: &random)), 2) + separator
      + pad(String(Int.random(in: 0...59, using: &random)), 2)
  }

  private static func uuid(_ random: inout SeededGenerator) -> String {
    [8, 4, 4, 4, 12].map { random.text(of: "0123456789abcdef", count: $0) }.joined(separator: "-")
  }
}
