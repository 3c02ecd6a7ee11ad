// The definition of reading itself, rule by rule: what the public collections do not ask.

import Testing

@Suite struct ConformanceDialectTests {
  @Test(arguments: rules) func readsRules(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: databases) func readsDatabases(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: tops) func readsTops(_ one: ReadingCase) throws { try one.check() }

  static let rules: [ReadingCase] = [
    ReadingCase(
      "inches change nothing about what follows",
      "id,size\n1,5\" pipe\n2,\"6\"\" pipe\"\n3,7\"\n4,x\n",
      rows: [["id", "size"], ["1", "5\" pipe"], ["2", "6\" pipe"], ["3", "7\""], ["4", "x"]]),
    ReadingCase(
      "one bad quote costs one line", "id,note\n1,\"fine, too\"\n2,\"never closed\n3,fine\n",
      rows: [["id", "note"], ["1", "fine, too"], ["3", "fine"]],
      rejects: [
        Rejected("unterminated-quote", record: 3, line: 3, after: "id,note\n1,\"fine, too\"\n")
      ]),
    ReadingCase(
      "a bad quote in a field of several lines", "id,note\n1,\"one\ntwo\"x\n2,y\n",
      rows: [["id", "note"], ["2", "y"]],
      rejects: [
        Rejected("quote", record: 2, line: 2, after: "id,note\n"),
        Rejected("field-count", record: 3, line: 3, after: "id,note\n1,\"one\n"),
      ]),
    ReadingCase(
      "lines within fields count", "id,note\n1,\"a\nb\nc\"\n2\n\n3,\"d\r\ne\"\n4\n",
      rows: [["id", "note"], ["1", "a\nb\nc"], ["3", "d\r\ne"]],
      rejects: [
        Rejected("field-count", record: 3, line: 5, after: "id,note\n1,\"a\nb\nc\"\n"),
        Rejected(
          "field-count", record: 5, line: 9, after: "id,note\n1,\"a\nb\nc\"\n2\n\n3,\"d\r\ne\"\n"),
      ]),
    ReadingCase(
      "blanks and tabs behind a closing quote", "a,b\n\"1\" \t,\"2\"\t\n\"3\" x,4\n",
      rows: [["a", "b"], ["1", "2"]],
      rejects: [Rejected("quote", record: 3, line: 3, after: "a,b\n\"1\" \t,\"2\"\t\n")]),
    ReadingCase(
      "a tab behind a closing quote is a delimiter first", "a\tb\n\"1\"\t2\n\"3\" \t4\n",
      "--delimiter tab", rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "two bad records in a row", "a,b\n\"1\"x,2\n\"3\"x,4\n5,6\n",
      rows: [["a", "b"], ["5", "6"]],
      rejects: [
        Rejected("quote", record: 2, line: 2, after: "a,b\n"),
        Rejected("quote", record: 3, line: 3, after: "a,b\n\"1\"x,2\n"),
      ]),
    ReadingCase(
      "the header met again counts", "a,b\n1,2\na,b\n3\n", rows: [["a", "b"], ["1", "2"]],
      rejects: [Rejected("field-count", record: 4, line: 4, after: "a,b\n1,2\na,b\n")]),
    ReadingCase(
      "the header met again in other quotes",
      "a,\"b, c\",d\"\n1,2,3\n\"a\" ,\"b, c\",\"d\"\"\"\n\"a\",\"b, c\",d\n\"a\n3,4,5\n",
      rows: [["a", "b, c", "d\""], ["1", "2", "3"], ["a", "b, c", "d"], ["3", "4", "5"]],
      rejects: [
        Rejected(
          "unterminated-quote", record: 5, line: 5,
          after:
            "a,\"b, c\",d\"\n1,2,3\n\"a\" ,\"b, c\",\"d\"\"\"\n\"a\",\"b, c\",d\n")
      ]),
    ReadingCase(
      "the header met again behind a byte order mark",
      "\u{FEFF}a,b\n1,2\n\u{FEFF}a,b\n3\n\u{FEFF}\u{FEFF}a,b\r\n\u{FEFF}4,5\n",
      rows: [["a", "b"], ["1", "2"], ["4", "5"]],
      rejects: [Rejected("field-count", record: 4, line: 4, after: "a,b\n1,2\n\u{FEFF}a,b\n")]),
    ReadingCase(
      "the header in quotes met again behind a byte order mark",
      "\u{FEFF}\"a\",\"b, c\"\n1,2\n\u{FEFF}\"a\",\"b, c\"\n3\n\u{FEFF}\"4\",5\n",
      rows: [["a", "b, c"], ["1", "2"], ["4", "5"]],
      rejects: [
        Rejected(
          "field-count", record: 4, line: 4, after: "\"a\",\"b, c\"\n1,2\n\u{FEFF}\"a\",\"b, c\"\n")
      ]),
    ReadingCase(
      "a byte order mark belongs to no record",
      "a,b\n\u{FEFF}\n\u{FEFF}1\n\u{FEFF}#x\n2,\u{FEFF}\n\u{FEFF}\"3\"x,4\n\"5\",\"\n\u{FEFF}6\"\n\u{FEFF}",
      "--comment #", rows: [["a", "b"], ["2", "\u{FEFF}"], ["5", "\n\u{FEFF}6"]],
      rejects: [
        Rejected("field-count", record: 2, line: 3, after: "a,b\n\u{FEFF}\n\u{FEFF}"),
        Rejected(
          "quote", record: 4, line: 6,
          after: "a,b\n\u{FEFF}\n\u{FEFF}1\n\u{FEFF}#x\n2,\u{FEFF}\n\u{FEFF}"),
      ]),
    ReadingCase(
      "the line end is not counted",
      "a,b\r\n12345678,9\r\n\"123456\",9\r\n123456789,\n123456789,\r\n123456789,0\r\n12345678,\r\r\n",
      "--max-record 10",
      rows: [
        ["a", "b"], ["12345678", "9"], ["123456", "9"], ["123456789", ""], ["123456789", ""],
        ["12345678", ""],
      ],
      rejects: [
        Rejected(
          "record-too-long", record: 6, line: 6,
          after:
            "a,b\r\n12345678,9\r\n\"123456\",9\r\n123456789,\n123456789,\r\n")
      ]),
    ReadingCase(
      "comments do not count, lines do", "a,b\n#x\n1\n#y\n2,3\n4\n", "--comment #",
      rows: [["a", "b"], ["2", "3"]],
      rejects: [
        Rejected("field-count", record: 2, line: 3, after: "a,b\n#x\n"),
        Rejected("field-count", record: 4, line: 6, after: "a,b\n#x\n1\n#y\n2,3\n"),
      ]),
    ReadingCase(
      "a quote in a comment opens nothing", "a,b\n#\"x\n1,2\n#,\"\n3,4\n", "--comment #",
      rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "an unreadable header", "\"a\"x,b\n1,2\n", error: "the header cannot be read"),
    ReadingCase(
      "carets", "id^name\n1^a, b\n2^c\n", "--delimiter ^",
      rows: [["id", "name"], ["1", "a, b"], ["2", "c"]]),
    ReadingCase(
      "Hive's delimiter", "1\u{1}a b\u{1}x:y\n2\u{1}c\u{1}z:w\n", "--header no --delimiter 0x01",
      rows: [["1", "a b", "x:y"], ["2", "c", "z:w"]]),
    ReadingCase(
      "colons", "login:uid:home\nann:1001:/home/ann\nbo:1002:/home/bo\n", "--delimiter :",
      rows: [["login", "uid", "home"], ["ann", "1001", "/home/ann"], ["bo", "1002", "/home/bo"]]),
    ReadingCase(
      "no bad quote in tabs switches quotes off",
      "\"id\"\t\"name\"\n\"1\"\t\"x\"y\n\"2\"\t\"b\"\n\"3\"\t\"c\"\n", "--delimiter tab",
      rows: [["id", "name"], ["2", "b"], ["3", "c"]],
      rejects: [Rejected("quote", record: 2, line: 2, after: "\"id\"\t\"name\"\n")]),
  ]

  private static let database = "--delimiter tab --quote none --escape \\"

  static let databases: [ReadingCase] = [
    ReadingCase(
      "named control characters", "id\tt\n1\ta\\tb\\nc\\rd\n2\t\\\\\n", database,
      rows: [["id", "t"], ["1", "a\tb\nc\rd"], ["2", "\\"]]),
    ReadingCase(
      "backspace", "id\tt\n1\ta\\b\\\\\n", database, rows: [["id", "t"], ["1", "a\u{8}\\"]]),
    ReadingCase(
      "nothing, and what looks like it", "id\tt\n\\N\t\\N\n1\t\\Nx\n2\tx\\N\n3\t\\\\N\n", database,
      rows: [["id", "t"], ["", ""], ["1", "Nx"], ["2", "xN"], ["3", "\\N"]]),
    ReadingCase(
      "a real tab and a real line feed, escaped", "id\tt\n1\ta\\\tb\n2\tc\\\nd\n", database,
      rows: [["id", "t"], ["1", "a\tb"], ["2", "c\nd"]]),
    ReadingCase(
      "an escaped carriage return before the line end", "id\tt\n1\ta\\\r\n2\t\\N\n", database,
      rows: [["id", "t"], ["1", "a\r"], ["2", ""]], unclear: "it could be a backslash before CRLF"),
    ReadingCase(
      "an escaped line end of two", "id\tt\tz\r\n1\tfirst\\\r\nsecond\tq\r\n2\tx\ty\\\r\n\r\n3\r\n",
      database,
      rows: [["id", "t", "z"], ["1", "first\r\nsecond", "q"], ["2", "x", "y\r\n"]],
      rejects: [
        Rejected(
          "field-count", record: 4, line: 6,
          after: "id\tt\tz\r\n1\tfirst\\\r\nsecond\tq\r\n2\tx\ty\\\r\n\r\n")
      ]),
    ReadingCase(
      "an escaped escape before a line end of two", "id\tt\r\n1\ta\\\\\r\n2\tb\r\n", database,
      rows: [["id", "t"], ["1", "a\\"], ["2", "b"]]),
    ReadingCase(
      "an escape ends the text", "id\tt\n1\t2\\", database, rows: [["id", "t"], ["1", "2\\"]],
      unclear: "a single backslash is text"),
    ReadingCase(
      "an escaped line end ends the text", "id\tt\n1\t2\\\n", database,
      rows: [["id", "t"], ["1", "2\n"]], unclear: "a single backslash is text"),
    ReadingCase(
      "an escaped line end of two ends the text", "id\tt\r\n1\t2\\\r\n", database,
      rows: [["id", "t"], ["1", "2\r\n"]], unclear: "a single backslash is text"),
    ReadingCase(
      "quotes are text", "id\tt\n1\t\"a\n2\tb\"\\N\n3\t\\N\n", database,
      rows: [["id", "t"], ["1", "\"a"], ["2", "b\"N"], ["3", ""]]),
    ReadingCase(
      "lines in escaped fields count", "id\tt\n1\ta\\\nb\n2\n", database,
      rows: [["id", "t"], ["1", "a\nb"]],
      rejects: [Rejected("field-count", record: 3, line: 4, after: "id\tt\n1\ta\\\nb\n")]),
    ReadingCase(
      "an escaped delimiter that is a bar", "id|t\n1|a\\|b\n2|c\\|d\n",
      "--delimiter | --quote none --escape \\", rows: [["id", "t"], ["1", "a|b"], ["2", "c|d"]]),
  ]

  static let tops: [ReadingCase] = [
    ReadingCase(
      "sep= names the delimiter", "sep=;\nid;t\n1;a,b\n", rows: [["id", "t"], ["1", "a,b"]]),
    ReadingCase(
      "sep= and a part of a character",
      bytes: Array("sep=".utf8) + [0xA7] + Array("\nid,ç\n1,2\n".utf8),
      error: "the header cannot be read, the bytes are not valid UTF-8"),
    ReadingCase(
      "sep= before CRLF and places after it", "sep=;\r\nid;t\r\n1\r\n2;x\r\n",
      rows: [["id", "t"], ["2", "x"]],
      rejects: [Rejected("field-count", record: 2, line: 3, after: "sep=;\r\nid;t\r\n")]),
    ReadingCase(
      "sep= after a byte order mark", "\u{FEFF}sep=,\nid,t\n1,a;b\n",
      rows: [["id", "t"], ["1", "a;b"]]),
    ReadingCase(
      "sep= and another delimiter asked for", "sep=;\nid,t\n1,a;b\n", "--delimiter ,",
      rows: [["id", "t"], ["1", "a;b"]], unclear: "the first line says otherwise"),
    ReadingCase(
      "skipped lines count", "x\ny\nid,t\n1\n2,b\n", "--skip-lines 2",
      rows: [["id", "t"], ["2", "b"]],
      rejects: [Rejected("field-count", record: 2, line: 4, after: "x\ny\nid,t\n")]),
    ReadingCase(
      "skipped lines with quotes", "\"x\n\"y\nid,t\n1,b\n", "--skip-lines 2",
      rows: [["id", "t"], ["1", "b"]]),
    ReadingCase(
      "more lines to skip than there are", "x\ny\n", "--skip-lines 5",
      error: "there are only 2 lines to skip of the 5 asked for"),
    ReadingCase(
      "a comment and sep=", "sep=|\n#x;y\nid|t\n1|b\n", "--comment #",
      rows: [["id", "t"], ["1", "b"]]),
  ]
}
