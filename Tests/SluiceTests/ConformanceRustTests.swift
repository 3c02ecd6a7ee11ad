// What rust-csv asks of its core reader, and what xsv and qsv do with dumps.

import Testing

@Suite struct ConformanceRustTests {
  @Test(arguments: ends) func readsEnds(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: fields) func readsFields(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: tools) func readsTools(_ one: ReadingCase) throws { try one.check() }

  private static let bare = ReadingCase.bare

  /// One and two records with every line end, ended and not, with and without an empty last field.
  static let ends: [ReadingCase] = ["", "\n", "\r\n", "\r"].flatMap { end -> [ReadingCase] in
    let name = end.unicodeScalars.map { $0 == "\n" ? "LF" : "CR" }.joined()
    let between = end.isEmpty ? "\n" : end
    return [
      ReadingCase("a field\(name)", "w" + end, bare, rows: [["w"]]),
      ReadingCase("fields\(name)", "w,x,y" + end, bare, rows: [["w", "x", "y"]]),
      ReadingCase("fields and an empty one\(name)", "w,x," + end, bare, rows: [["w", "x", ""]]),
      ReadingCase(
        "two records of a field\(name)", "w\(between)x\(end)", bare, rows: [["w"], ["x"]]),
      ReadingCase(
        "two records\(name)", "w,x,y\(between)1,2,3\(end)", bare,
        rows: [["w", "x", "y"], ["1", "2", "3"]]),
      ReadingCase(
        "two records and an empty field\(name)", "w,x,\(between)1,2,\(end)", bare,
        rows: [["w", "x", ""], ["1", "2", ""]]),
      ReadingCase(
        "blank lines around\(name)",
        String(repeating: between, count: 3) + "w,x" + between + "1,2"
          + String(repeating: between, count: 3), bare, rows: [["w", "x"], ["1", "2"]]),
      ReadingCase(
        "blank lines between\(name)",
        "w,x" + String(repeating: between, count: 3) + "1,2" + String(repeating: between, count: 2)
          + "3,4" + end, bare, rows: [["w", "x"], ["1", "2"], ["3", "4"]]),
      ReadingCase(
        "nothing but blank lines\(name)", String(repeating: between, count: 4),
        error: "the input is empty, not even a header"),
    ]
  }

  static let fields: [ReadingCase] = [
    ReadingCase(
      "blank lines of both kinds", "\n\r\nw,x\r\n\n\r\n1,2\r\n\n\r\n3,4\r\n", bare,
      rows: [["w", "x"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "nothing but blank lines of both kinds", "\r\n\n\r\n\n",
      error: "the input is empty, not even a header"),
    ReadingCase("a byte order mark and a field", "\u{FEFF}w", bare, rows: [["w"]]),
    ReadingCase("a byte order mark in a field", "w\u{FEFF}", bare, rows: [["w\u{FEFF}"]]),
    ReadingCase(
      "a byte order mark at the start of a field", "w,\u{FEFF}x", bare,
      rows: [["w", "\u{FEFF}x"]]),
    ReadingCase("two byte order marks", "\u{FEFF}\u{FEFF}w", bare, rows: [["w"]]),
    ReadingCase(
      "a byte order mark before a quote", "\u{FEFF}\"w,x\",y\n1,2\n",
      rows: [["w,x", "y"], ["1", "2"]]),
    ReadingCase("an empty quoted field and a line feed", "\"\"\n", bare, rows: [[""]]),
    ReadingCase("a quoted blank", "\" \"", bare, rows: [[" "]]),
    ReadingCase("blanks in quotes", "\" w \"", bare, rows: [[" w "]]),
    ReadingCase("blanks around quotes", "  \"w\"  ", bare, rows: [["  \"w\"  "]]),
    ReadingCase("a blank", " ", bare, rows: [[" "]]),
    ReadingCase(
      "a letter as quote", "zwz", bare + " --quote z", rows: [["w"]],
      unclear: "a letter for a quote"),
    ReadingCase(
      "a backslash before a quote that is not escaped", "\"w\\\"x\"", bare + " --escape none",
      rejects: [Rejected("quote", record: 1, line: 1, after: "")],
      unclear: "escaped it would be good"),
    ReadingCase(
      "a backslash before a quote", "\"w\\\"x\"", bare + " --escape \\", rows: [["w\"x"]]),
    ReadingCase(
      "a letter as escape", "\"wz\"x\"", bare + " --escape z", rows: [["w\"x"]],
      unclear: "a letter for an escape"),
    ReadingCase(
      "escaped quotes around a comma", "\"\\\"W,X\\\"\"", bare + " --escape \\",
      rows: [["\"W,X\""]]),
    ReadingCase(
      "no quotes", "\"wx,yz\"", bare + " --quote none", rows: [["\"wx", "yz\""]],
      unclear: "one quoted field is as likely"),
    ReadingCase(
      "a letter as delimiter", "wzx", bare + " --delimiter z", rows: [["w", "x"]],
      unclear: "a letter for a delimiter"),
    ReadingCase("one column of names", "foo\n1\n", rows: [["foo"], ["1"]]),
    ReadingCase(
      "a comment", "foo\n# no\nbar\n", bare + " --comment #", rows: [["foo"], ["bar"]]),
    ReadingCase(
      "a comment after a blank is none", "foo\n # no\nbar\n", bare + " --comment #",
      rows: [["foo"], [" # no"], ["bar"]]),
    ReadingCase(
      "the comment mark in a field", "foo,b#ar,baz", bare + " --comment #",
      rows: [["foo", "b#ar", "baz"]]),
    ReadingCase(
      "the comment mark at the start of a field", "foo,#bar,baz", bare + " --comment #",
      rows: [["foo", "#bar", "baz"]]),
    // A quoted field is no comment, even if the mark comes first in it.
    ReadingCase(
      "the comment mark in quotes", "foo,bar\n\"#1\",\"x\n#y\"\n", "--comment #",
      rows: [["foo", "bar"], ["#1", "x\n#y"]]),
  ]

  static let tools: [ReadingCase] = [
    ReadingCase(
      "fixed to the header's length", "h1,h2,h3\n1\n1,2,3,4\n", "--ragged pad",
      rows: [["h1", "h2", "h3"], ["1", "", ""], ["1", "2", "3"]]),
    ReadingCase(
      "data of uneven length told by its place", "h1,h2\n1,2\n3\n\n4,5\n6,7,8\n",
      rows: [["h1", "h2"], ["1", "2"], ["4", "5"]],
      rejects: [
        Rejected("field-count", record: 3, line: 3, after: "h1,h2\n1,2\n"),
        Rejected("field-count", record: 5, line: 6, after: "h1,h2\n1,2\n3\n\n4,5\n"),
      ]),
    ReadingCase(
      "names that stand twice", "a,b,a,\n1,2,3,4\n",
      rows: [["a", "b", "a", ""], ["1", "2", "3", "4"]]),
    ReadingCase(
      "lines to skip", "made by hand\n\nh1;h2\n1;2\n", "--skip-lines 1",
      rows: [["h1", "h2"], ["1", "2"]]),
    ReadingCase(
      "no headers", "1,2\n3,4\n", "--header no", rows: [["1", "2"], ["3", "4"]]),
    ReadingCase(
      "a header quoted by half", "\"h,1\",h2\n1,2\n", rows: [["h,1", "h2"], ["1", "2"]]),
    ReadingCase(
      "a file of one value and no line end", "7", "--header no", rows: [["7"]]),
    ReadingCase(
      "right-to-left text", "שם,עיר\nדנה,חיפה\n", rows: [["שם", "עיר"], ["דנה", "חיפה"]]),
    // Unicode's own line separators, vertical tabs and form feeds are text.
    ReadingCase(
      "line ends that are none", "h1,h2\na\u{2028}b,c\u{85}d\ne\u{C}f,g\u{B}h\n",
      rows: [["h1", "h2"], ["a\u{2028}b", "c\u{85}d"], ["e\u{C}f", "g\u{B}h"]]),
  ]
}
