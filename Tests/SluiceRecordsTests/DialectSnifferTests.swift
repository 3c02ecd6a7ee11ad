// Dumps of every kind must be taken for what they are. Generated ones are judged by what comes out:
// the sniffed dialect must read the whole dump into the fields that went in. The hand-made ones are of
// kinds that are known to mislead.

import SluiceBytes
import SluiceRecords
import Testing

@Suite struct GeneratedDialectTests {
  private static let dumpsOfAStyle = 350
  private static let damagedDumpsOfAStyle = 80
  /// Records among which one is a slip of the pen.
  private static let manyRows = 20
  /// Wrong guesses allowed, one in so many.
  private static let rare = 200

  @Test(arguments: SnifferDump.Style.allCases)
  func readsWhatWasWritten(_ style: SnifferDump.Style) {
    var failures: [String] = []
    var dumps = 0
    for seed in 0..<UInt64(Self.dumpsOfAStyle) {
      var random = SeededGenerator(seed: seed &* 31 &+ UInt64(style.rawValue))
      let dump = SnifferDump(style, &random)
      guard dump.isFair else { continue }
      dumps += 1
      let sniffed = dump.sniff()
      if !dump.isRead(by: sniffed) {
        failures.append("\(seed) \(dump.summary): \(sniffed.reasons)\n\(dump.opening)")
      }
    }
    #expect(dumps * 2 > Self.dumpsOfAStyle)
    #expect(failures.count * Self.rare <= dumps, "\(failures.joined(separator: "\n"))")
  }

  /// One bad quote in the head costs one record and not the dialect.
  @Test(arguments: SnifferDump.Style.allCases.filter { $0 != .database })
  func staysWithOneBadQuote(_ style: SnifferDump.Style) {
    var failures: [String] = []
    var dumps = 0
    for seed in 0..<UInt64(Self.damagedDumpsOfAStyle) {
      var random = SeededGenerator(seed: seed &* 37 &+ UInt64(style.rawValue))
      let dump = SnifferDump(style, &random)
      let before = dump.sniff()
      guard dump.isFair, dump.rows.count >= Self.manyRows, dump.isRead(by: before),
        let damaged = dump.withBadQuote(&random)
      else { continue }
      dumps += 1
      let after = damaged.sniff()
      if after.dialect != before.dialect {
        failures.append("\(seed) \(dump.summary): \(before.reasons) \(after.reasons)")
      }
    }
    #expect(dumps * 5 > Self.damagedDumpsOfAStyle)
    #expect(failures.count * Self.rare <= dumps, "\(failures.joined(separator: "\n"))")
  }

  @Test func isTheSameEachTime() {
    for seed in 0..<UInt64(20) {
      var random = SeededGenerator(seed: seed)
      let dump = SnifferDump(.minimal, &random)
      #expect(dump.sniff() == dump.sniff())
    }
  }

  @Test func survivesAnything() {
    let bytes = Array("a1 ,;\t|:^\u{1}\"'\\\n\r#=".utf8)
    for seed in 0..<UInt64(500) {
      var random = SeededGenerator(seed: seed)
      let head = (0..<random.below(400)).map { _ in bytes[random.below(bytes.count)] }
      let sniffed = head.withRawBytes {
        DialectSniffer.sniff($0, isWhole: random.chance(50), settings: DialectSettings())
      }
      #expect(sniffed.skipBytes <= head.count)
      #expect(sniffed.dialect.delimiter != sniffed.dialect.quote)
    }
  }
}

@Suite struct DialectCaseTests {
  private static func sniff(
    _ text: String, isWhole: Bool = true, _ set: (inout DialectSettings) -> Void = { _ in }
  ) -> SniffedDialect {
    var settings = DialectSettings()
    set(&settings)
    return Array(text.utf8).withRawBytes {
      DialectSniffer.sniff($0, isWhole: isWhole, settings: settings)
    }
  }

  @Test(arguments: [
    (";", "name;price;share\nbolt;1,50;0,25\nnut;2,75;0,10\nscrew;13,00;1,05\n"),
    (";", "1,5;33,2\n2,5;25,4\n3,5;16,7\n"),
    (";", "4,000000 ; 2,04582E+05 ; 1,7\n5,250000 ; 3,11070E+05 ; 1,8\n"),
    (";", "id;total\n1;1.234,50 €\n2;12.000,00 €\n3;999,99 €\n"),
    (",", "id,at\n1,10:15:00\n2,11:30:59\n3,23:59:59\n"),
    (",", "07:30,16:00\n08:00,17:15\n09:45,18:30\n"),
    (",", "id,from,total\n1,09:15,\"1,250\"\n2,10:20,\"13,075\"\n"),
    (",", "id,site\n7,http://a.example/x?y=1;z=2\n8,https://b.example:81/\n"),
    (
      ",",
      "id,attributes\n1,\"{\"\"a\"\": 1, \"\"b\"\": \"\"x\"\"}\"\n2,\"{\"\"a\"\": 2, \"\"b\"\": \"\"y\"\"}\"\n"
    ),
    ("\t", "id\tattributes\n1\t{\"a\":1,\"b\":2}\n2\t{\"a\":3,\"b\":4}\n"),
    (",", "id,tags\n1,red|green|blue\n2,red|white|blue\n3,a|b|c\n"),
    ("|", "id|name|city\n1|Lee, Ann|York\n2|Roe, Jane|Hull\n3|Poe, Sam|Bath\n"),
    ("|", "Lee, Ann|York|1\nRoe, Jane|Hull|2\nPoe, Sam|Bath|3\n"),
    ("|", "p|q,r|s\nt|u,v|w\n"),
    (";", "\"Last, First, Title\";Born;City\n\"Lee, Ann, Dr\";1970;York\n"),
    (",", "mac,seen\n00:1a:2b:3c:4d:5e,1\n00:1a:2b:3c:4d:5f,2\n"),
    (":", "login:uid:shell\nann:1001:/bin/sh\nsam:1002:/bin/zsh\n"),
    ("^", "a^b\n1^x, y\n2^z\n"),
    ("\u{1}", "1\u{1}x:y\u{1}3,5\n2\u{1}z:q\u{1}4,5\n"),
    ("\t", "a,b\tc\n1,5\t2\n3,5\t4\n"),
    (
      ",",
      "bytes(b'x y'),20:53:06,2019-09-01T19:28:21\nbytes(b'x z'),19:33:15,2005-02-15T19:10:31\n"
    ),
    (",", "Joe's, Elm Park, IL, 2/1/03, Ann Day\nThe Reef, Oak Dale, IL, 12/8/02, Two\n"),
    (",", "a,b,c\n1,2,3\n4,5,6|7|8|9\n"),
    (",", "# written by hand: x; y\n# 2020-01-01\nid,n\n1,2\n3,4\n"),
    (",", "email\na@x.example\nb@x.example\n"),
    (",", "site\nhttp://a.example/x\nhttp://b.example/y\nhttp://c.example/z\n"),
    (";", "a;b\n"), ("\t", "x\ty\r\nz\t\r\n"), (",", ""), (",", "\n\n"), (",", "word"),
  ])
  func delimiter(_ expected: String, _ text: String) {
    let sniffed = Self.sniff(text)
    #expect(sniffed.dialect.delimiter == expected.utf8.first, "\(sniffed.reasons)")
  }

  @Test func decimalsInOneColumnAreOneColumn() {
    let sniffed = Self.sniff("share\n1,5\n12,25\n0,75\n")
    #expect(sniffed.dialect.delimiter != Ascii.comma)
    #expect(sniffed.reasons.first?.contains("1 field in 4 of 4") == true, "\(sniffed.reasons)")
  }

  @Test func databaseDumpsHaveNoQuotes() {
    for text in [
      "1\t\\N\tx\n2\ty\t\\N\n", "a\tb\nC:\\\\dir\t1\n\"odd\t2\n", "1\tone\\ttwo\n2\tone\\nline\n",
    ] {
      let dialect = Self.sniff(text).dialect
      #expect(dialect.delimiter == Ascii.tab && dialect.quote == nil, "\(text)")
      #expect(dialect.escape == Ascii.backslash, "\(text)")
    }
  }

  @Test func tabsKeepTheirQuotes() {
    for text in ["a\tb\n1\t2\n", "a\tb\n\"x\ty\"\t2\n", "a\tb\nC:\\new\t1\nD:\\tmp\t2\n"] {
      let dialect = Self.sniff(text).dialect
      #expect(dialect.quote == Ascii.quote && dialect.escape == nil, "\(text)")
    }
  }

  @Test func unbalancedQuotesInTabsAreText() {
    let dialect = Self.sniff("a\tb\n\"Big\" Joe\t1\n\"Al\tx\ny\t2\n\"Z\" man\t3\n").dialect
    #expect(dialect.delimiter == Ascii.tab && dialect.quote == nil && dialect.escape == nil)
  }

  /// Lines within quotes are none that a delimiter has to be in, however many they are.
  @Test(arguments: [",", ";", "\t"], [2, 3, 5, 8])
  func longTextsHideNoDelimiter(_ delimiter: String, _ columns: Int) {
    for lines in [15, 22, 50, 110, 200] {
      for line in ["the order was late", "late, again", "late; again"] {
        let text = "\"" + String(repeating: line + "\n", count: lines) + "\""
        let header = (["id", "body", "lang", "c", "d", "e", "f", "g"])[..<columns]
        let rows = (0..<12).map { row in
          (["\(row)", text, "en"] + Array(repeating: "v", count: 5))[..<columns]
        }
        let dump = ([header] + rows).map { $0.joined(separator: delimiter) + "\n" }.joined()
        let sniffed = Self.sniff(String(dump.prefix(DialectSniffer.headSize)), isWhole: false)
        let expected = Dialect(delimiter: delimiter.utf8.first ?? 0)
        #expect(sniffed.dialect == expected, "\(lines) \(line)")
        #expect(sniffed.fieldCount == columns)
      }
    }
  }

  /// Nor are comments and blank lines.
  @Test func linesThatAreNoRecordsDoNotCount() {
    for filler in ["#c, d\n", "\n", "\r\n"] {
      let between = String(repeating: filler, count: 300)
      let sniffed = Self.sniff("id;price\n" + between + "0;0,50\n1;2,50\n2;3,75\n") {
        $0.comment = UInt8(ascii: "#")
      }
      #expect(sniffed.dialect.delimiter == UInt8(ascii: ";") && sniffed.fieldCount == 2)
    }
  }

  /// A byte that the only name of the header lacks makes no table of the values.
  @Test(arguments: [
    "crm:0", "1|2", "1;2", "x^1", "1,2,1", "Doe, J", "16:9", "urn:uuid:1", "host:80",
  ])
  func oneColumnStaysOne(_ value: String) {
    for count in [3, 8, 40] {
      let values = String(repeating: value + "\n", count: count)
      #expect(Self.sniff("user_id\n" + values).fieldCount == 1)
      #expect(Self.sniff("\"user_id\"\n" + values).fieldCount == 1)
    }
  }

  @Test func aTitleOverATableIsNoColumn() {
    let table = "id,name,n\n1,Ann,3\n2,Bob,4\n"
    #expect(Self.sniff("Report\n" + table).fieldCount == 3)
    #expect(Self.sniff("Report of 2024\n" + table).fieldCount == 3)
    #expect(Self.sniff("x\na:1\nb:2\n") { $0.hasHeader = false }.fieldCount == 2)
  }

  @Test func oneBadQuoteCostsOneRecordOnly() {
    let good = (0..<50).map { "\($0),\"a, b\"\n" }.joined()
    #expect(Self.sniff("id,t\n1,\"x\" y\n" + good).dialect == Dialect())
    #expect(Self.sniff("id,t\n1,\"x\" y\n2,z\n3,z\n").dialect == Dialect())
  }

  @Test func apostrophesNeedEvidence() {
    let enclosed = Self.sniff("'Joe''s':'Elm, Park':'2/1'\n'Reef':'Oak':'12/8'\n").dialect
    #expect(enclosed.delimiter == UInt8(ascii: ":") && enclosed.quote == Ascii.apostrophe)
    let mixed = Self.sniff("'a'|'b'|'c'\r\n'd'|e|f\r\n").dialect
    #expect(mixed.delimiter == UInt8(ascii: "|") && mixed.quote == Ascii.apostrophe)
    let text = Self.sniff("id,say\n1,'tis\n2,rock 'n' roll\n3,'twas, 'tis\n4,don't\n").dialect
    #expect(text.quote == Ascii.quote)
    #expect(Self.sniff("id,zip\n1,'00123\n2,'00456\n3,'07890\n").dialect.quote == Ascii.quote)
  }

  @Test func backslashesNeedEvidence() {
    let escaped = Self.sniff("id,say\n1,\"a \\\"b\\\", c\"\n2,\"d\"\n").dialect
    #expect(escaped == Dialect(escape: Ascii.backslash))
    #expect(Self.sniff("id,dir\n1,\"C:\\x\\\"\n2,\"D:\\\"\n").dialect == Dialect())
    let json = "id,j\n1,\"{\"\"a\"\":\"\"x\\\"\"y\"\"}\"\n2,\"{\"\"a\"\":\"\"z\"\"}\"\n"
    #expect(Self.sniff(json).dialect == Dialect())
  }

  @Test func carriageReturnsEndRecordsOnlyWithoutLineFeeds() {
    #expect(Self.sniff("a,b\r1,2\r3,4\r").dialect.lineEnd == Ascii.carriageReturn)
    #expect(Self.sniff("a,b\r1,\"x\ny\"\r3,4\r").dialect.lineEnd == Ascii.carriageReturn)
    #expect(Self.sniff("a,b\r\n1,2\r\n").dialect.lineEnd == Ascii.lineFeed)
    #expect(Self.sniff("a,b\r\n1,\"x\ry\"\r\n").dialect.lineEnd == Ascii.lineFeed)
    #expect(Self.sniff("a,b\r", isWhole: false).dialect.lineEnd == Ascii.lineFeed)
  }

  @Test func namedSeparatorIsSkipped() {
    let sniffed = Self.sniff("sep=;\r\na,1;b\r\n1,5;2,5\r\n")
    #expect(sniffed.dialect.delimiter == UInt8(ascii: ";"))
    #expect(sniffed.skipBytes == 7 && sniffed.skipLines == 1)
    #expect(sniffed.reasons.contains("skipped the sep= line"))
    #expect(Self.sniff("\"SEP=|\"\na|b\n").dialect.delimiter == UInt8(ascii: "|"))
    #expect(Self.sniff("sep=ab\n1,2\n").skipBytes == 0)
    let asked = Self.sniff("sep=;\na,b\n") { $0.delimiter = Ascii.comma }
    #expect(asked.dialect.delimiter == Ascii.comma && asked.skipBytes == 6)
  }

  /// Line feeds that an escape makes text end no line, in quotes or out of them; one that does decides.
  @Test func escapedLineFeedsAreText() {
    let dump = (1...9).map { "\($0)\tx\\\ny\\\tz\t\\N\r" }.joined()
    let sniffed = Self.sniff("a\tb\tc\r" + dump)
    #expect(sniffed.dialect.lineEnd == Ascii.carriageReturn)
    #expect(sniffed.dialect.escape == Ascii.backslash && sniffed.dialect.quote == nil)
    #expect(sniffed.reasons.contains("line end CR"))
    let quoted = Self.sniff("a,b\r1,\"x \\\"5\\\" \n, y\"\r2,\"z\"\r")
    #expect(quoted.dialect.lineEnd == Ascii.carriageReturn)
    let mixed = Self.sniff("a\tb\tc\n" + dump)
    #expect(mixed.dialect.lineEnd == Ascii.lineFeed)
    let path = Self.sniff("a,b\r\n1,C:\\dir\\\r\n2,D:\\\r\n")
    #expect(path.dialect.lineEnd == Ascii.lineFeed && path.reasons.last == "line end CRLF")
    let asked = Self.sniff("a,b\r1,x\\\ny\r") { $0.escape = DialectSettings.Mark.none }
    #expect(asked.dialect.lineEnd == Ascii.lineFeed)
    let other = Self.sniff("a,b\r1,x^\ny\r") { $0.escape = .byte(UInt8(ascii: "^")) }
    #expect(other.dialect.lineEnd == Ascii.carriageReturn)
  }

  @Test func whatWasAskedForIsNotGuessed() {
    let sniffed = Self.sniff("a;b\n'1';'x;y'\n'2';'z'\n") {
      $0.delimiter = UInt8(ascii: "|")
      $0.quote = DialectSettings.Mark.none
      $0.escape = .byte(UInt8(ascii: "^"))
      $0.comment = UInt8(ascii: "#")
      $0.maxRecord = 4096
    }
    #expect(
      sniffed.dialect
        == Dialect(
          delimiter: UInt8(ascii: "|"), quote: nil, escape: UInt8(ascii: "^"),
          comment: UInt8(ascii: "#"), maxRecord: 4096))
    let commented = Self.sniff("%a;b;c\n%d;e;f\n1,2\n3,4\n") { $0.comment = UInt8(ascii: "%") }
    #expect(commented.dialect.delimiter == Ascii.comma)
  }

  @Test func noByteIsGivenASecondMeaning() {
    #expect(Self.sniff("a\"b\n1\"2\n") { $0.delimiter = Ascii.quote }.dialect.quote == nil)
    #expect(Self.sniff("sep=\"\na\"b\n").dialect == Dialect(delimiter: Ascii.quote, quote: nil))
    #expect(Self.sniff("sep=;\na;b\n") { $0.quote = .byte(0x3B) }.dialect.delimiter != 0x3B)
    let escaped = Self.sniff("a b\n") { $0.escape = .byte(Ascii.comma) }.dialect
    #expect(escaped.delimiter != Ascii.comma && escaped.escape == Ascii.comma)
  }

  @Test func reasonsSayWhatWasSeen() {
    let rows = (0..<213).map { "\($0);\"x;\($0)\";y\r\n" }.joined()
    #expect(
      Self.sniff("id;text;z\r\n" + rows).reasons == [
        "delimiter ; (3 fields in 214 of 214 records)", "quote \"", "line end CRLF",
      ])
    #expect(
      Self.sniff("1\t\\N\n2\t\\N\n").reasons == [
        "delimiter tab (2 fields in 2 of 2 records)", "no quote", "escape \\", "line end LF",
      ])
  }
}
