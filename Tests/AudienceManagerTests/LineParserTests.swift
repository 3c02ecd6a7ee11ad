import Foundation
import Testing

@testable import AudienceManager

@Suite("Lines of inbound data files (sections 5 and 13)")
struct LineParserTests {
  private func parse(
    _ line: String, _ mode: TransferMode = .sync, _ type: IDType = .dpuuid
  ) -> LineReading {
    with(line) { LineParser(mode: mode, idType: type).parse($0) }
  }

  /// Good lines: signals, traits added, traits removed, notes.
  static let good: [(String, Int, Int, Int, [LineNote])] = [
    ("u1\td_sid=24", 0, 1, 0, []),
    ("u1\td_unsid=24", 0, 0, 1, []),
    ("u1\t24:0,24:-1", 0, 0, 2, []),
    ("u1\tic=52,52", 0, 2, 0, []),
    ("u1\tic=A7-x", 0, 1, 0, []),
    ("u1\t\"d_sid\"=\"24\",\"ic\"=\"52\"", 0, 2, 0, []),
    ("u1\tkey=value,\"key\"=value,key=\"value\",\"key\"=\"value\"", 4, 0, 0, []),
    ("u1\tk = v, \"k\" = \"v\",  d_sid = 24", 2, 1, 0, []),
    ("u1\t a=b", 1, 0, 0, []),
    ("u1\t\"product\"=\"tablet\",\"product\"=\"phone\"", 2, 0, 0, []),
    ("u1\tk=\"a,b=c\",x=1", 2, 0, 0, []),
    ("u1\ta=b=c", 1, 0, 0, []),
    ("u1\ta:b=c", 1, 0, 0, []),
    ("u1\t-product=x,\"-a\"=\"b\"", 2, 0, 0, [.leadingDash]),
    ("u1\ta=b,,c=d", 2, 0, 0, [.emptyElement]),
    ("u1\t,a=b", 1, 0, 0, [.emptyElement]),
    ("u1\ta=b,", 1, 0, 0, [.emptyElement]),
    ("u1\ta=b, ", 1, 0, 0, [.emptyElement]),
    ("u1\t\"a\"=\"b\",", 1, 0, 0, [.emptyElement]),
    ("u1\ta=b ,c=\"d\" ,52 ,e=f", 3, 1, 0, [.blankBeforeComma]),
    ("u1\ta=\"\"", 1, 0, 0, [.emptyValue]),
    ("u1\ta=b\r", 1, 0, 0, [.crlf]),
    ("u1\t“key”=“value”", 1, 0, 0, [.typographicQuotes]),
    ("u1\tkey=„value“", 1, 0, 0, [.typographicQuotes]),
    ("u1\t\"key\"=\"say “hi”\"", 1, 0, 0, []),
    ("u1\t\"ort\"=\"Köln\",\"x\"=\"日本\"", 2, 0, 0, []),
    ("u1\ta=\"x\u{1}y\"", 1, 0, 0, [.controlByte]),
    ("a%20b\ta=b", 1, 0, 0, [.idURLEncoded]),
    ("\"u1\"\ta=b", 1, 0, 0, [.idQuoted]),
    ("aGVsbG8=\ta=b", 1, 0, 0, []),
    (
      "u1\t\"ACCOUNT_TYPE\"=\"HAC\",\"Plans\"=\"1|2 3\",\"ServiceExpiryDate\"=\"2013-01-26 00:00:00.000\"",
      3, 0, 0, []
    ),
  ]

  @Test("every documented form is taken and counted", arguments: good)
  func accepts(_ line: String, _ signals: Int, _ added: Int, _ removed: Int, _ notes: [LineNote]) {
    let reading = parse(line)
    #expect(reading.error == nil)
    #expect(reading.signals == signals)
    #expect(reading.traitsAdded == added)
    #expect(reading.traitsRemoved == removed)
    #expect(reading.notes.all == notes)
  }

  /// Bad lines: what is wrong, and at which byte.
  static let bad: [(String, LineError.Kind, Int)] = [
    ("", .blankLine, 0), ("\r", .blankLine, 0), ("  ", .blankLine, 0), ("\t", .blankLine, 0),
    (" \t ", .blankLine, 0),
    ("\ta=b", .missingID, 0),
    ("u:1\ta=b", .invalidUserID, 0), ("u%3A1\ta=b", .invalidUserID, 0),
    (" u1\ta=b", .invalidUserID, 0), ("u1 \ta=b", .invalidUserID, 0),
    ("u\r1\ta=b", .invalidUserID, 0), ("u\u{0}\ta=b", .invalidUserID, 0),
    ("u1", .noTraits, 2), ("u1\t", .noTraits, 3), ("u1\t ", .noTraits, 4),
    ("u1\t,,", .noTraits, 5), ("aGVsbG8=", .noTraits, 8),
    ("u1 a=b", .missingTab, 2), ("u1,a=b", .missingTab, 2), ("u1 \"a\"=\"b\"", .missingTab, 3),
    ("u1\t\ta=b", .tab, 3), ("u1\ta=b\tc=d", .tab, 6), ("u1\ta=\t,c=d", .tab, 5),
    ("u1\t\"a\tb\"=c", .tab, 5), ("u1\ta=b\t", .tab, 6),
    ("u1\ta=\"x\ry\"", .lineBreak, 7), ("u1\ta=b\r\r", .lineBreak, 6),
    ("u1\ta=\"x\ny\"", .lineBreak, 7),
    ("u1\t\"a", .unterminatedQuote, 3), ("u1\ta=\"b", .unterminatedQuote, 5),
    ("u1\t\"a\"=\"b\",\"c", .unterminatedQuote, 11), ("u1\ta=\"", .unterminatedQuote, 5),
    ("u1\ta\"b=c", .strayQuote, 4), ("u1\ta=b\"c", .strayQuote, 6),
    ("u1\t\"a\"b=c", .textAfterQuote, 6), ("u1\ta=\"b\"c", .textAfterQuote, 8),
    ("u1\t\"a\"=\"b\"\"c\"=\"d\"", .textAfterQuote, 10), ("u1\ta=\"b\" c", .textAfterQuote, 9),
    ("u1\t\"say \"\"hi\"\"\"=x", .textAfterQuote, 9),
    ("u1\tabc", .notATrait, 3), ("u1\t\"abc\"", .notATrait, 8), ("u1\t\"52\",a=b", .notATrait, 7),
    ("u1\ta=b,5x", .notATrait, 7), ("u1\tx:0", .notATrait, 3), ("u1\t:0", .notATrait, 3),
    ("u1\t24 25", .notATrait, 3),
    ("u1\t=b", .emptyKey, 3), ("u1\t\"\"=\"b\"", .emptyKey, 4), ("u1\t-=b", .emptyKey, 4),
    ("u1\ta=", .emptyValue, 5), ("u1\ta=,b=c", .emptyValue, 5), ("u1\ta= ", .emptyValue, 6),
    ("u1\td_sid=x", .invalidTraitID, 9), ("u1\td_sid=-24", .invalidTraitID, 9),
    ("u1\td_unsid=2 4", .invalidTraitID, 11), ("u1\td_sid=\"\"", .invalidTraitID, 10),
    ("u1\t24:1", .invalidRemoval, 6), ("u1\t24:", .invalidRemoval, 6),
    ("u1\t24:-10", .invalidRemoval, 6),
  ]

  @Test("every breach is found where it is", arguments: bad)
  func refuses(_ line: String, _ kind: LineError.Kind, _ offset: Int) {
    let reading = parse(line)
    #expect(reading.error?.kind == kind)
    #expect(reading.error?.offset == offset)
    #expect(reading.signals + reading.traitsAdded + reading.traitsRemoved == 0)
    #expect(reading.term == .formatErrors)
  }

  @Test("bytes that are not UTF-8 are found where they are")
  func utf8() {
    let cases: [([UInt8], Int)] = [
      (Array("u1\ta=\"x".utf8) + [0xff] + Array("\"".utf8), 7),
      ([0x75, 0xc3] + Array("\ta=b".utf8), 1),
      (Array("u1\ta=".utf8) + [0xe2, 0x82], 5),
      (Array("u1\ta=".utf8) + [0xc0, 0xaf], 5),
      (Array("u1\ta=".utf8) + [0xed, 0xa0, 0x80], 5),
    ]
    for (line, offset) in cases {
      let reading = with(bytes: line) { LineParser(mode: .sync).parse($0) }
      #expect(reading.error == LineError(.invalidUTF8, at: offset))
    }
    // An error before the wrong byte comes first.
    let late = Array("u1\tx,a=".utf8) + [0xff]
    #expect(with(bytes: late) { LineParser(mode: .sync).parse($0) }.error?.kind == .notATrait)
  }

  @Test("a line of 102,400 bytes is taken, one of 102,401 is not (section 3)")
  func length() {
    let start = "u1\ta="
    let longest = start + String(repeating: "x", count: Limits.lineBytes - start.utf8.count)
    #expect(parse(longest).error == nil)
    #expect(parse(longest + "\r").error == nil)
    #expect(parse(longest + "x").error == LineError(.lineTooLong, at: Limits.lineBytes))
  }

  @Test("in .overwrite an ID alone clears the user, and removals are ignored")
  func overwrite() {
    for line in ["u1", "u1\t", "u1\t,"] {
      let reading = parse(line, .overwrite)
      #expect(reading.error == nil && reading.notes.contains(.idAlone), "\(line)")
      #expect(reading.userID == 0..<2)
    }
    let removal = parse("u1\td_unsid=24,24:0,a=b", .overwrite)
    #expect(removal.notes.all == [.removalIgnored])
    #expect(removal.traitsRemoved == 2 && removal.signals == 1)
    #expect(parse("u1 a=b", .overwrite).error?.kind == .missingTab)
    #expect(parse("", .overwrite).error?.kind == .blankLine)
  }

  @Test("IDs are judged by their type and counted under its term (sections 4 and 9)")
  func idTypes() {
    let uuid = parse(IDTypeTests.digits38 + "\ta=b", .sync, .uuid)
    #expect(uuid.error == nil && uuid.userID == 0..<38)
    #expect(parse("123\ta=b", .sync, .uuid).term == .invalidAAMIDs)
    #expect(parse(IDTypeTests.upper + "\ta=b", .sync, .idfa).error == nil)
    let wrong = parse(IDTypeTests.lower + "\ta=b", .sync, .idfa)
    #expect(wrong.term == .invalidDeviceIDs && wrong.idProblem == .wrongCase)
    let zeros = parse("00000000-0000-0000-0000-000000000000\ta=b", .sync, .idfa)
    #expect(zeros.error == nil && zeros.notes.all == [.idAllZeros])
  }

  @Test("a parser made from a name takes its mode and ID type")
  func fromName() throws {
    let name = try InboundFileName.read("ftp_dpm_20914_21_1234567890.overwrite").name
    let parser = LineParser(name: name)
    #expect(parser.mode == .overwrite && parser.idType == .gaid)
  }

  @Test("codes are stable, distinct and messages one line")
  func codes() {
    #expect(Set(LineError.Kind.allCases.map(\.rawValue)).count == LineError.Kind.allCases.count)
    for kind in LineError.Kind.allCases { #expect(!kind.description.contains("\n")) }
    for note in LineNote.allCases {
      #expect(LineNotes(note).all == [note])
      #expect(!note.description.contains("\n"))
    }
  }

  @Test("the page on checking has every code with its section")
  func documentedCodes() throws {
    let page = try String(
      contentsOfFile: repositoryPath("Sources/Sluice/Sluice.docc/CheckingFiles.md"),
      encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    let codes =
      LineError.Kind.allCases.map { ($0.rawValue, $0.section) }
      + LineNote.allCases.map { ($0.code, $0.section) }
    for (code, section) in codes {
      let told = rows.filter { $0[0].contains("`\(code)`") }.map { $0[2] }
      #expect(told == ["\(section)"], "\(code)")
    }
  }
}
