// What the tests of Python's csv module ask: quotes where they do not belong, escapes, its sniffer.

import Testing

@Suite struct ConformancePythonTests {
  @Test(arguments: excel) func readsExcel(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: escapes) func readsEscapes(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: sniffer) func readsSniffer(_ one: ReadingCase) throws { try one.check() }

  private static let bare = ReadingCase.bare

  static let excel: [ReadingCase] = [
    ReadingCase("one word", "word", bare, rows: [["word"]]),
    ReadingCase("numbers", "5,4,3,2,1", bare, rows: [["5", "4", "3", "2", "1"]]),
    // Python gives no rows; a dump without even a header is more likely a failed export.
    ReadingCase("nothing", "", error: "the input is empty, not even a header"),
    ReadingCase("nothing, but the columns are known", "", "--columns a,b", rows: []),
    ReadingCase("two empty fields", ",", bare, rows: [["", ""]]),
    ReadingCase("an empty quoted field", "\"\"", bare, rows: [[""]]),
    ReadingCase("an empty quoted field and another", "\"\",", bare, rows: [["", ""]]),
    ReadingCase("an empty quoted field at the end", ",\"\"", bare, rows: [["", ""]]),
    ReadingCase("a quote in quotes", "\"\"\"\"", bare, rows: [["\""]]),
    ReadingCase("two quotes in quotes", "\"\"\"\"\"\"", bare, rows: [["\"\""]]),
    ReadingCase("two quotes inside a word", "w\"\"x", bare, rows: [["w\"\"x"]]),
    ReadingCase("a word in quotes inside a word", "w\"x\"y", bare, rows: [["w\"x\"y"]]),
    ReadingCase("one quote inside a word", "w\"x", bare, rows: [["w\"x"]]),
    // Python joins what follows a closing quote to the field; here it makes the record bad.
    ReadingCase(
      "text after a closing quote", "\"w\"x", bare,
      rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after a closing quote in one column", "w\nx\n\"y\"z\n\"1\"\n", bare,
      rows: [["w"], ["x"], ["1"]],
      rejects: [Rejected("quote", record: 3, line: 3, after: "w\nx\n")]),
    ReadingCase(
      "two quoted words in a field", "\"w\" \"x\"", bare,
      rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase("a blank before the quote", " \"w\"", bare, rows: [[" \"w\""]]),
    ReadingCase(
      "a quoted sentence", "4,5,\"Well, I never\",6,7", bare,
      rows: [["4", "5", "Well, I never", "6", "7"]]),
    ReadingCase(
      "quotes at the start of a quoted sentence",
      "4,\"\"\"Yes,\"\" she said to him\",\"and then, no\"", bare,
      rows: [["4", "\"Yes,\" she said to him", "and then, no"]]),
    ReadingCase(
      "line feeds in both", "4,\"\"\"Yes,\"\"\nshe said\",\"and\nno\"\n1,2,3", bare,
      rows: [["4", "\"Yes,\"\nshe said", "and\nno"], ["1", "2", "3"]]),
    ReadingCase(
      "inches at the end of a field", "10,10,2\",", bare, rows: [["10", "10", "2\"", ""]]),
    ReadingCase(
      "blank lines between records", "1,2\r\n\r\n3,4\r\n", bare, rows: [["1", "2"], ["3", "4"]]),
    ReadingCase(
      "too many values for the names", "f,g\r\n1,2,x,4\r\n", rows: [["f", "g"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "f,g\r\n")]),
    ReadingCase(
      "too many values, ignored", "f,g\r\n1,2,x,4\r\n", "--ragged pad",
      rows: [["f", "g"], ["1", "2"]]),
    ReadingCase(
      "too few values, filled", "f,g,h\r\n1,2\r\n", "--ragged pad",
      rows: [["f", "g", "h"], ["1", "2", ""]]),
    ReadingCase(
      "given names", "5;6;w\r\n", "--columns f,g,h --delimiter ;", rows: [["5", "6", "w"]]),
    ReadingCase(
      "a field of 70,000 bytes", "f,g\n" + String(repeating: "w", count: 70_000) + ",1\n",
      rows: [["f", "g"], [String(repeating: "w", count: 70_000), "1"]]),
    ReadingCase(
      "a quoted field of 70,000 bytes",
      "f,g\n\"" + String(repeating: "w,\n", count: 23_000) + "\",1\n",
      rows: [["f", "g"], [String(repeating: "w,\n", count: 23_000), "1"]]),
    // Python refuses NUL or takes it, by its version; here it makes its record bad.
    ReadingCase(
      "NUL", "f,g\n1,w\0x\n2,y\n", rows: [["f", "g"], ["2", "y"]],
      rejects: [Rejected("nul", record: 2, line: 2, after: "f,g\n")]),
    ReadingCase(
      "NUL in quotes", "f,g\n\"1\0\",w\n2,y\n", rows: [["f", "g"], ["2", "y"]],
      rejects: [Rejected("nul", record: 2, line: 2, after: "f,g\n")]),
    ReadingCase(
      "the text ends in a quoted field", "w,\"", bare + " --delimiter ,",
      rejects: [Rejected("unterminated-quote", record: 1, line: 1, after: "")],
      unclear: "no record is good"),
    ReadingCase(
      "the text ends in a quoted field after a good record", "w,x\n1,\"y\n", rows: [["w", "x"]],
      rejects: [Rejected("unterminated-quote", record: 2, line: 2, after: "w,x\n")]),
    ReadingCase(
      "a line end in the middle of what is not quoted", "w\r\nx\r\n", bare, rows: [["w"], ["x"]]),
  ]

  static let escapes: [ReadingCase] = [
    ReadingCase(
      "an escaped delimiter", "w\\,x\r\n", bare + " --delimiter , --quote none --escape \\",
      rows: [["w,x"]], unclear: "one line with one comma"),
    ReadingCase(
      "an escaped delimiter in quotes", "\"w\\,x\"\r\n", bare + " --escape \\", rows: [["w,x"]],
      unclear: "in quotes a backslash may just be one"),
    // The escape takes any byte literally; the names of control characters are for database dumps.
    ReadingCase(
      "an escaped letter", "w,\\x,y", bare + " --escape \\", rows: [["w", "x", "y"]],
      unclear: "a single backslash is text"),
    ReadingCase(
      "an escaped quote", "w,\"x,\\\"\"\n", bare + " --escape \\", rows: [["w", "x,\""]]),
    ReadingCase(
      "an escaped quote is no closing quote", "w,\"x,y\\\"", bare + " --delimiter , --escape \\",
      rejects: [Rejected("unterminated-quote", record: 1, line: 1, after: "")],
      unclear: "without the escape the field closes"),
    ReadingCase(
      "an escaped quote outside quotes", "\\\"w,x\n", bare + " --escape \\",
      rows: [["\"w", "x"]], unclear: "a single backslash is text"),
    ReadingCase(
      "the text ends in an escape", "w,x\\", bare + " --escape \\", rows: [["w", "x\\"]],
      unclear: "a single backslash is text"),
    ReadingCase(
      "an escaped escape", "\"w\\\\\",x\n", bare + " --escape \\", rows: [["w\\", "x"]],
      unclear: "in quotes a backslash may just be one"),
    ReadingCase(
      "an escaped line feed", "w\\\nx,y\nz,1\n", bare + " --quote none --escape \\",
      rows: [["w\nx", "y"], ["z", "1"]]),
    ReadingCase(
      "another escape", "f,g\n1,\"a^\"b\"\n2,c\n", "--escape ^",
      rows: [["f", "g"], ["1", "a\"b"], ["2", "c"]], unclear: "only backslashes are sniffed"),
    ReadingCase(
      "doubled quotes and an escape", "\"w\\\"x\",\"y\"\"z\"\n", bare + " --escape \\",
      rows: [["w\"x", "y\"z"]]),
    ReadingCase(
      "quotes switched off", "f,g\n\"1,w\"\n", "--quote none",
      rows: [["f", "g"], ["\"1", "w\""]],
      unclear: "one quoted field is as likely"),
    ReadingCase(
      "quotes switched off before a line end", "f,g\n1,\"\n2,w\n", "--quote none",
      rows: [["f", "g"], ["1", "\""], ["2", "w"]], unclear: "one bad quote is as likely"),
    ReadingCase(
      "another quote", "f,g\n1,*w,x*\n2,*y**z*\n", "--quote *",
      rows: [["f", "g"], ["1", "w,x"], ["2", "y*z"]], unclear: "only \" and ' are sniffed"),
    ReadingCase(
      "blanks as delimiters", "f g\n1 \"w x\"\n2 y\n", "--delimiter 0x20",
      rows: [["f", "g"], ["1", "w x"], ["2", "y"]], unclear: "blanks are not sniffed"),
    // There is no way to skip blanks before a quote: they are the field's.
    ReadingCase(
      "blanks after delimiters", "f, g\n1, w\n", rows: [["f", " g"], ["1", " w"]]),
  ]

  static let sniffer: [ReadingCase] = [
    ReadingCase(
      "commas, apostrophes and slashes",
      "Bob's, Elk Grove, IL, 3/4/05, Ann Poe\nRed Lion, Oak Park, IL, 11/9/06, Nobody/Else\n",
      bare + " --delimiter , --quote \"",
      rows: [
        ["Bob's", " Elk Grove", " IL", " 3/4/05", " Ann Poe"],
        ["Red Lion", " Oak Park", " IL", " 11/9/06", " Nobody/Else"],
      ]),
    ReadingCase(
      "colons and apostrophes as quotes",
      "'Bob''s':'Elk Grove':'IL':'3/4/05'\n'Red Lion':'Oak Park':'IL':'11/9/06'\n",
      bare + " --delimiter : --quote '",
      rows: [["Bob's", "Elk Grove", "IL", "3/4/05"], ["Red Lion", "Oak Park", "IL", "11/9/06"]]),
    ReadingCase(
      "question marks", "1/2/03?1/2/03\n4/5/06?4/5/06\n", bare + " --delimiter ?",
      rows: [["1/2/03", "1/2/03"], ["4/5/06", "4/5/06"]], unclear: "? is not sniffed"),
    ReadingCase(
      "semicolons and numbers", "4294967296;7.5e3;19;p;q\n429496729;7.5;190;p;q\n",
      bare + " --delimiter ;",
      rows: [["4294967296", "7.5e3", "19", "p", "q"], ["429496729", "7.5", "190", "p", "q"]]),
    ReadingCase(
      "tabs with empty fields", "xxx\tyyy\r\nXXX\t\r\nYYY\t\r\n", bare + " --delimiter tab",
      rows: [["xxx", "yyy"], ["XXX", ""], ["YYY", ""]]),
    ReadingCase(
      "bars", "r|s|t\r\nu|v|w\r\n", bare + " --delimiter |",
      rows: [["r", "s", "t"], ["u", "v", "w"]]),
    ReadingCase(
      "bars and apostrophes around some", "'r'|'s'|'t'\r\n'u'|v|w\r\n",
      bare + " --delimiter | --quote '", rows: [["r", "s", "t"], ["u", "v", "w"]]),
    ReadingCase(
      "plus signs", "Bob's+ Elk Grove+ IL\nRed Lion+ Oak Park+ IL\n", bare + " --delimiter +",
      rows: [["Bob's", " Elk Grove", " IL"], ["Red Lion", " Oak Park", " IL"]],
      unclear: "+ is not sniffed"),
    ReadingCase(
      "quoted names and complex numbers", "\"t\",\"force\"\n2,2.5\n0.5,3+0j\n0,0\n",
      rows: [["t", "force"], ["2", "2.5"], ["0.5", "3+0j"], ["0", "0"]]),
    ReadingCase(
      "a delimiter in apostrophes on one line", "'345;6';", bare + " --delimiter ; --quote '",
      rows: [["345;6", ""]], unclear: "two apostrophes in one line"),
  ]
}
