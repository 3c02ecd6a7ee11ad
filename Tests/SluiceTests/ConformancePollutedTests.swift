// The pollutions of the Pollock benchmark, each done to one small dump.

import Testing

@Suite struct ConformancePollutedTests {
  @Test(arguments: whole) func readsWholeFile(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: records) func readsRecords(_ one: ReadingCase) throws { try one.check() }

  private static let header = ["day", "at", "qty", "code", "note"]
  private static let first = ["01/05/2018", "10:00 AM", "3", "P-1", "all \"fine\", so far"]
  private static let second = ["02/05/2018", "11:30 PM", "40", "P-2", "ok"]
  private static let third = ["03/05/2018", "09:15 AM", "5", "P-3", "two\nlines"]
  private static let clean = [header, first, second, third]

  /// Records with every field in quotes.
  private static func text(
    _ rows: [[String]] = clean, _ delimiter: String = ",", quote: String = "\"",
    escape: String? = nil, end: String = "\r\n"
  ) -> String {
    rows.map { row in
      row.map {
        quote + $0.replacing(quote, with: (escape ?? quote) + quote) + quote
      }.joined(separator: delimiter) + end
    }.joined()
  }

  static let whole: [ReadingCase] = [
    ReadingCase("clean", text(), rows: clean),
    ReadingCase("no bytes", "", error: "the input is empty, not even a header"),
    ReadingCase("line feeds", text(end: "\n"), rows: clean),
    ReadingCase("carriage returns", text(end: "\r"), rows: clean),
    ReadingCase("semicolons", text(clean, ";"), "--delimiter ;", rows: clean),
    ReadingCase("bars", text(clean, "|"), "--delimiter |", rows: clean),
    ReadingCase("tabs", text(clean, "\t"), "--delimiter tab", rows: clean),
    ReadingCase("colons", text(clean, ":"), "--delimiter :", rows: clean),
    ReadingCase(
      "blanks", text(clean, " "), "--delimiter 0x20", rows: clean, unclear: "blanks are not sniffed"
    ),
    // Delimiters are single bytes: the second one is an empty field, or a field's first blank.
    ReadingCase(
      "two tabs", "a\t\tb\n1\t\t2\n", "--delimiter tab", rows: [["a", "", "b"], ["1", "", "2"]]),
    ReadingCase(
      "comma and blank, quoted", "\"a\", \"b\"\n\"1\", \"x\"\n",
      rows: [["a", " \"b\""], ["1", " \"x\""]]),
    ReadingCase(
      "apostrophes", text(clean, quote: "'"), "--quote '", rows: clean),
    ReadingCase(
      "a backslash before quotes", text(escape: "\\"), "--escape \\", rows: clean),
    ReadingCase(
      "quotes and a blank after", "\"a\" ,\"b\" \n\"1\" ,\"x,y\" \n",
      rows: [["a", "b"], ["1", "x,y"]]),
    ReadingCase("UTF-16", bytes: ConformanceCommonsTests.utf16(text()), rows: clean),
    ReadingCase("a byte order mark", "\u{FEFF}" + text(), rows: clean),
    ReadingCase(
      "no header", text([first, second, third]), "--header no", rows: [first, second, third]),
    ReadingCase("one record", text([header, first]), rows: [header, first]),
    ReadingCase("only the header", text([header]), rows: [header]),
    ReadingCase(
      "one column", "note\nall fine\nok\nso so\n",
      rows: [["note"], ["all fine"], ["ok"], ["so so"]]),
    ReadingCase(
      "1024 columns", text([wide("c"), wide("v")], end: "\n"), rows: [wide("c"), wide("v")]),
    ReadingCase(
      "17,000 columns",
      wide("c", 17_000).joined(separator: ",") + "\n" + wide("v", 17_000).joined(separator: ",")
        + "\n",
      rows: [wide("c", 17_000), wide("v", 17_000)]),
    ReadingCase(
      "lines before the header", "Notes\r\n\r\nmore notes\r\n" + text(), "--skip-lines 3",
      rows: clean),
    ReadingCase(
      "delimited lines before the header", "Notes,,,,\r\n,,,,\r\nmore,notes,,,\r\n" + text(),
      "--skip-lines 3", rows: clean),
    ReadingCase(
      "lines after the data", text() + "\r\nNotes\r\nmore notes\r\n", rows: clean,
      rejects: [
        Rejected("field-count", record: 5, line: 7, offset: text().utf8.count + 2),
        Rejected("field-count", record: 6, line: 8, offset: text().utf8.count + 9),
      ]),
    ReadingCase(
      "a second table", text() + "\r\n" + text([["x", "y"], ["1", "2"]]), rows: clean,
      rejects: [
        Rejected("field-count", record: 5, line: 7, offset: text().utf8.count + 2),
        Rejected("field-count", record: 6, line: 8, offset: text().utf8.count + 11),
      ]),
    ReadingCase("the same table again", text() + text(), rows: clean + clean.dropFirst()),
    ReadingCase(
      "names in two records", text([header, header.map { $0 + " (2)" }, first]),
      rows: [header, header.map { $0 + " (2)" }, first]),
    ReadingCase(
      "an empty name", text([["day", "", "qty", "code", "note"], first]),
      rows: [["day", "", "qty", "code", "note"], first]),
    ReadingCase(
      "a name of odd characters", text([["day", "H/%$\r", "qty", "code", "note"], first]),
      rows: [["day", "H/%$\r", "qty", "code", "note"], first]),
    ReadingCase(
      "a name of 600,000 bytes",
      text([["day", long, "qty", "code", "note"], first, second, third], end: "\n"),
      rows: [["day", long, "qty", "code", "note"], first, second, third]),
  ]

  private static let long = String(repeating: "HEADER", count: 100_000)

  private static func wide(_ name: String, _ count: Int = 1024) -> [String] {
    (1...count).map { "\(name)\($0)" }
  }

  /// Where the second record begins, and the third.
  private static let secondRecord = text([header])
  private static let thirdRecord = text([header, first])

  static let records: [ReadingCase] =
    [
      ReadingCase(
        "an empty record", text([header, first]) + "\r\n" + text([second, third]), rows: clean),
      ReadingCase(
        "a record of fifteen fields", text([header, first, first + first + first, third]),
        rows: [header, first, third],
        rejects: [Rejected("field-count", record: 3, line: 3, after: thirdRecord)]),
      ReadingCase(
        "a record of three fields", text([header, Array(first.prefix(3)), second, third]),
        rows: [header, second, third],
        rejects: [Rejected("field-count", record: 2, line: 2, after: secondRecord)]),
      ReadingCase(
        "a last record of three fields", text([header, first, Array(second.prefix(3))]),
        rows: [header, first],
        rejects: [Rejected("field-count", record: 3, line: 3, after: thirdRecord)]),
      ReadingCase(
        "a header of three fields", text([Array(header.prefix(3)), first, second]), "--ragged pad",
        rows: [Array(header.prefix(3)), Array(first.prefix(3)), Array(second.prefix(3))]),
      ReadingCase(
        "a line feed after one record", text([header]) + text([first], end: "\n") + text([second]),
        rows: [header, first, second]),
      ReadingCase(
        "a line feed after the header", text([header], end: "\n") + text([first, second]),
        rows: [header, first, second]),
      ReadingCase(
        "other delimiters in one record",
        text([header]) + text([first], ";") + text([second, third]),
        rows: [header, second, third],
        rejects: [Rejected("quote", record: 2, line: 2, after: secondRecord)]),
      ReadingCase(
        "other quotes in one record",
        text([header, first]) + text([second], quote: "'") + text([third]),
        rows: [header, first, second.map { "'\($0)'" }, third]),
      ReadingCase(
        "other quotes around a delimiter in one record",
        text([header]) + text([first], quote: "'") + text([second, third]),
        rows: [header, second, third],
        rejects: [Rejected("field-count", record: 2, line: 2, after: secondRecord)]),
      ReadingCase(
        "a backslash before quotes in one record",
        text([header]) + text([first], escape: "\\") + text([second, first, third, first]),
        "--escape none", rows: [header, second, first, third, first],
        rejects: [Rejected("quote", record: 2, line: 2, after: secondRecord)],
        unclear: "an escape beside doubled quotes reads all of it"),
      ReadingCase(
        "a backslash before quotes in one record, told",
        text([header]) + text([first], escape: "\\") + text([second, first, third, first]),
        rows: [header, first, second, first, third, first]),
    ]
    + (0..<5).map { column in
      // A quote too many at the start of each field in turn: `""02/05/2018",...`.
      var fields = second.map { "\"\($0)\"" }
      fields[column] = "\"" + fields[column]
      return ReadingCase(
        "one quote too many before field \(column + 1)",
        text([header, first]) + fields.joined(separator: ",") + "\r\n" + text([third]),
        rows: [header, first, third],
        rejects: [Rejected("quote", record: 3, line: 3, after: thirdRecord)])
    }
    + (0..<5).map { column in
      var fields = second.map { "\"\($0)\"" }
      fields[column].removeLast()
      // The last one's closing quote is the first of the next record's.
      return ReadingCase(
        "no closing quote after field \(column + 1)",
        text([header, first]) + fields.joined(separator: ",") + "\r\n" + text([third]),
        rows: [header, first, third],
        rejects: [Rejected("quote", record: 3, line: 3, after: thirdRecord)])
    }
}
