// What DuckDB's CSV tests ask: dialects found by themselves, ragged rows, NUL, mixed line ends, rejects.

import Testing

@Suite struct ConformanceDuckTests {
  @Test(arguments: sniffed) func readsSniffed(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: faults) func readsFaults(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: lineEnds) func readsLineEnds(_ one: ReadingCase) throws { try one.check() }

  private static let bare = ReadingCase.bare

  static let sniffed: [ReadingCase] = [
    ReadingCase(
      "commas", "321,T1,a blank\n543,T1,blank_at_end \n765,T1,none\n", bare,
      rows: [["321", "T1", "a blank"], ["543", "T1", "blank_at_end "], ["765", "T1", "none"]]),
    ReadingCase(
      "commas and quotes", "321,T2,\"a blank\"\n543,T2,\"comma_at_end,\"\n765,T2,\"no\"\"blank\"\n",
      bare,
      rows: [
        ["321", "T2", "a blank"], ["543", "T2", "comma_at_end,"], ["765", "T2", "no\"blank"],
      ]),
    ReadingCase(
      "blanks before numbers", "321,T3,x1\n  543,T3,x2\n765,T3,x3\n", bare,
      rows: [["321", "T3", "x1"], ["  543", "T3", "x2"], ["765", "T3", "x3"]]),
    ReadingCase(
      "bars", "321|T4|x1\n543|T4|x2\n765|T4|x3\n", bare,
      rows: [["321", "T4", "x1"], ["543", "T4", "x2"], ["765", "T4", "x3"]]),
    ReadingCase(
      "bars and quotes", "321|T5|x1\n543|T5|\"x2|\"\n765|T5|x3\n", bare,
      rows: [["321", "T5", "x1"], ["543", "T5", "x2|"], ["765", "T5", "x3"]]),
    ReadingCase(
      "bars and doubled quotes", "321|T6|x1\n543|T6|\"x\"\"2\"\"x\"\n765|T6|x3\n", bare,
      rows: [["321", "T6", "x1"], ["543", "T6", "x\"2\"x"], ["765", "T6", "x3"]]),
    ReadingCase(
      "bars and escaped quotes", "321|T7|x1\n543|T7|\"x\\\"2\\\"\"\n765|T7|x3\n", bare,
      rows: [["321", "T7", "x1"], ["543", "T7", "x\"2\""], ["765", "T7", "x3"]]),
    ReadingCase(
      "bars and escaped apostrophes", "321|T8|x1\n543|T8|'x\\'2\\'x'\n765|T8|x3\n",
      bare + " --delimiter | --quote ' --escape \\",
      rows: [["321", "T8", "x1"], ["543", "T8", "x'2'x"], ["765", "T8", "x3"]],
      unclear: "one field in apostrophes"),
    ReadingCase(
      "bars and escaped apostrophes throughout",
      "'321'|'T8'|'x1'\n'543'|'T8'|'x\\'2\\'x'\n'765'|'T8'|'x3'\n",
      bare + " --delimiter | --quote ' --escape \\",
      rows: [["321", "T8", "x1"], ["543", "T8", "x'2'x"], ["765", "T8", "x3"]]),
    ReadingCase(
      "semicolons", "321;T9;x1\n543;T9;x2\n765;T9;x3\n", bare,
      rows: [["321", "T9", "x1"], ["543", "T9", "x2"], ["765", "T9", "x3"]]),
    ReadingCase(
      "semicolons and quotes", "321;T10;x1\n543;T10;\"x2\"\n765;T10;\"x;3\"\n", bare,
      rows: [["321", "T10", "x1"], ["543", "T10", "x2"], ["765", "T10", "x;3"]]),
    ReadingCase(
      "semicolons and doubled quotes", "321;T11;x1\n543;T11;x2\n765;T11;\"x\"\"3\"\n", bare,
      rows: [["321", "T11", "x1"], ["543", "T11", "x2"], ["765", "T11", "x\"3"]]),
    ReadingCase(
      "tabs", "321\tT12\tx1\n543\tT12\tx2\n765\tT12\tx3\n", bare,
      rows: [["321", "T12", "x1"], ["543", "T12", "x2"], ["765", "T12", "x3"]]),
    ReadingCase(
      "tabs and apostrophes", "'321'\t'T13'\t'x1'\n'543'\t'T13'\t'x\t2'\n'765'\t'T13'\t'x3'\n",
      bare + " --delimiter tab --quote '",
      rows: [["321", "T13", "x1"], ["543", "T13", "x\t2"], ["765", "T13", "x3"]]),
    ReadingCase(
      "empty lines at the end", "a,b\n1,2\n1,2\n\n\n\n\n",
      rows: [["a", "b"], ["1", "2"], ["1", "2"]]),
    ReadingCase(
      "JSON between bars",
      "tool|day|how|at\nU|2012-11-29|{\"at\": \"10:01\", \"n\": 1}|0.5\nV|2012-11-30|{\"at\": \"10:02\", \"n\": 2}|0.75\n",
      rows: [
        ["tool", "day", "how", "at"], ["U", "2012-11-29", "{\"at\": \"10:01\", \"n\": 1}", "0.5"],
        ["V", "2012-11-30", "{\"at\": \"10:02\", \"n\": 2}", "0.75"],
      ]),
    ReadingCase(
      "dates and times in several forms",
      "a,t,d,ts\n1,12:12:12,2000.01.01,2000.01.01 12:12:00\n2,14:15:30,2002.02.02,2002.02.02 14:15:00\n",
      rows: [
        ["a", "t", "d", "ts"], ["1", "12:12:12", "2000.01.01", "2000.01.01 12:12:00"],
        ["2", "14:15:30", "2002.02.02", "2002.02.02 14:15:00"],
      ]),
    ReadingCase(
      "a bar at each line's end", "1|x|2.5|\n2|y|3.5|\n", bare,
      rows: [["1", "x", "2.5", ""], ["2", "y", "3.5", ""]]),
    ReadingCase(
      "one column of numbers", "1\n2\n3\n", "--header no", rows: [["1"], ["2"], ["3"]]),
    ReadingCase(
      "one column of dates and times", "2020-01-01 10:00:00\n2020-01-02 11:00:00\n", "--header no",
      rows: [["2020-01-01 10:00:00"], ["2020-01-02 11:00:00"]]),
    ReadingCase(
      "a quoted name with line feeds", "\"a\nlong\nname\",b\n1,2\n3,4\n",
      rows: [["a\nlong\nname", "b"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "names with doubled quotes", "\"foo \"\"bar\",\"name\"\n1,rob\n",
      rows: [["foo \"bar", "name"], ["1", "rob"]]),
    ReadingCase(
      "an empty first value", "a,b\n,2\n,4\n", rows: [["a", "b"], ["", "2"], ["", "4"]]),
    ReadingCase(
      "times of day beside commas in quotes", "at,what\n10:00,\"a, b\"\n11:30,\"c, d\"\n",
      rows: [["at", "what"], ["10:00", "a, b"], ["11:30", "c, d"]]),
    ReadingCase(
      "UTF-16, big end first",
      bytes: [0xFE, 0xFF] + "a;b\n1;ü\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
      rows: [["a", "b"], ["1", "ü"]]),
    ReadingCase(
      "an escape that is the quote", "a,b\n1,\"x\"\"y\"\n", "--escape \"",
      rows: [["a", "b"], ["1", "x\"y"]]),
    ReadingCase(
      "a bracket as escape", "a,b\n1,\"]\"x]\"\"\n", "--escape ]",
      rows: [["a", "b"], ["1", "\"x\""]],
      unclear: "only backslashes are sniffed"),
  ]

  static let faults: [ReadingCase] = [
    ReadingCase(
      "NUL in a value", "c1|c2|c3\nv1|v\0|v3\n", "--delimiter |", rows: [["c1", "c2", "c3"]],
      rejects: [Rejected("nul", record: 2, line: 2, after: "c1|c2|c3\n")]),
    ReadingCase(
      "NUL in the header", "c1|c\0\nv1|v2\n",
      error: "the header cannot be read"),
    // A field of just NUL is empty in UTF-16 exports only.
    ReadingCase(
      "NUL for an empty value", "c1,c2\nv1,\0\n", rows: [["c1", "c2"]],
      rejects: [Rejected("nul", record: 2, line: 2, after: "c1,c2\n")]),
    ReadingCase(
      "NUL for an empty value in UTF-16",
      bytes: ConformanceCommonsTests.utf16("c1,c2\nv1,\0\n\"\0\",v2\nv\0,x\n"),
      rows: [["c1", "c2"], ["v1", ""], ["", "v2"]],
      rejects: [Rejected("nul", record: 4, line: 4, after: "c1,c2\nv1,\0\n\"\0\",v2\n")]),
    ReadingCase(
      "not UTF-8 in one record",
      bytes: Array("a,b\n1,x\n2,".utf8) + [0xFF, 0xFE] + Array("\n3,z\n".utf8),
      rows: [["a", "b"], ["1", "x"], ["3", "z"]],
      rejects: [Rejected("encoding", record: 3, line: 3, after: "a,b\n1,x\n")]),
    ReadingCase(
      "not UTF-8 and too many fields",
      bytes: Array("a,b\n1,".utf8) + [0xE2, 0x82] + Array(",9\n3,z\n".utf8),
      rows: [["a", "b"], ["3", "z"]],
      rejects: [Rejected("encoding", record: 2, line: 2, after: "a,b\n")]),
    ReadingCase(
      "not UTF-8 and a bad quote",
      bytes: Array("a,b\n\"1\"".utf8) + [0xC0] + Array(",9\n3,z\n".utf8),
      rows: [["a", "b"], ["3", "z"]],
      rejects: [Rejected("quote", record: 2, line: 2, after: "a,b\n")]),
    ReadingCase(
      "surrogates, overlong forms and what is beyond Unicode",
      bytes: Array("a,b\n1,".utf8) + [0xED, 0xA0, 0x80, 0x0A] + Array("2,".utf8)
        + [0xC0, 0xAF, 0x0A] + Array("3,".utf8) + [0xF4, 0x90, 0x80, 0x80, 0x0A]
        + Array("4,\u{10FFFF}\n".utf8),
      rows: [["a", "b"], ["4", "\u{10FFFF}"]],
      rejects: [
        Rejected("encoding", record: 2, line: 2, offset: 4),
        Rejected("encoding", record: 3, line: 3, offset: 10),
        Rejected("encoding", record: 4, line: 4, offset: 15),
      ]),
    ReadingCase(
      "fewer and more fields", "a,b,c\n1,2\n1,2,3\n1\n1,2,3,4\n4,5,6\n",
      rows: [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]],
      rejects: [
        Rejected("field-count", record: 2, line: 2, after: "a,b,c\n"),
        Rejected("field-count", record: 4, line: 4, after: "a,b,c\n1,2\n1,2,3\n"),
        Rejected("field-count", record: 5, line: 5, after: "a,b,c\n1,2\n1,2,3\n1\n"),
      ]),
    ReadingCase(
      "fewer and more fields, filled and cut", "a,b,c\n1,2\n1,2,3\n1\n1,2,3,4\n", "--ragged pad",
      rows: [["a", "b", "c"], ["1", "2", ""], ["1", "2", "3"], ["1", "", ""], ["1", "2", "3"]]),
    ReadingCase(
      "fewer and more fields, kept", "a,b,c\n1,2\n1,2,3\n1\n1,2,3,4\n", "--ragged keep",
      rows: [["a", "b", "c"], ["1", "2"], ["1", "2", "3"], ["1"], ["1", "2", "3", "4"]]),
    ReadingCase(
      "the first record counts without a header", "1,2\n3\n4,5,6\n7,8\n", "--header no",
      rows: [["1", "2"], ["7", "8"]],
      rejects: [
        Rejected("field-count", record: 2, line: 2, after: "1,2\n"),
        Rejected("field-count", record: 3, line: 3, after: "1,2\n3\n"),
      ]),
    ReadingCase(
      "a bad first record does not count without a header", "\"1\"x,2\n3,4\n5,6\n", "--header no",
      rows: [["3", "4"], ["5", "6"]], rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after quotes in the last field", "a,b\n1,\"x\"y\n2,z\n",
      rows: [["a", "b"], ["2", "z"]],
      rejects: [Rejected("quote", record: 2, line: 2, after: "a,b\n")]),
    ReadingCase(
      "a quote that never closes in the last record", "a,b\n1,x\n2,\"z\n",
      rows: [["a", "b"], ["1", "x"]],
      rejects: [Rejected("unterminated-quote", record: 3, line: 3, after: "a,b\n1,x\n")]),
    ReadingCase(
      "a record of the largest size", "a,b\n1,456\n", "--max-record 5",
      rows: [["a", "b"], ["1", "456"]]),
    ReadingCase(
      "a record over the largest size", "a,b\n1,4567\n2,x\n", "--max-record 5",
      rows: [["a", "b"], ["2", "x"]],
      rejects: [Rejected("record-too-long", record: 2, line: 2, after: "a,b\n")]),
    ReadingCase(
      "a quoted record over the largest size", "a,b\n1,\"4\n6\"\n2,x\n", "--max-record 6",
      rows: [["a", "b"], ["2", "x"]],
      rejects: [
        Rejected("unterminated-quote", record: 2, line: 2, after: "a,b\n"),
        Rejected("field-count", record: 3, line: 3, after: "a,b\n1,\"4\n"),
      ]),
    ReadingCase(
      "a quoted record of the largest size", "a,b\n1,\"4\n6\"\n2,x\n", "--max-record 7",
      rows: [["a", "b"], ["1", "4\n6"], ["2", "x"]]),
  ]

  static let lineEnds: [ReadingCase] = [
    ReadingCase(
      "CRLF and line feeds", "a,b\r\n1,2\n3,4\r\n5,6\n",
      rows: [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    // A carriage return alone ends records only where there are no line feeds.
    ReadingCase(
      "line feeds and a carriage return", "a,b\n1,2\r3,4\n5,6\n", "--ragged keep",
      rows: [["a", "b"], ["1", "2\r3", "4"], ["5", "6"]]),
    ReadingCase(
      "carriage returns and one line feed in quotes", "a,b\r1,\"x\ny\"\r3,4\r",
      rows: [["a", "b"], ["1", "x\ny"], ["3", "4"]]),
    ReadingCase(
      "two carriage returns before each line feed", "a,b\r\r\n1,2\r\r\n",
      rows: [["a", "b"], ["1", "2"]]),
    ReadingCase(
      "two carriage returns after quotes", "a,\"b\"\r\r\n1,\"2\"\r\r\n",
      rows: [["a", "b"], ["1", "2"]]),
    ReadingCase(
      "a line feed first", "\na,b\n1,2\n", rows: [["a", "b"], ["1", "2"]]),
    ReadingCase(
      "CRLF in quotes at a line's end", "a,b\r\n1,\"x\r\n\"\r\n2,\"\r\ny\"\r\n",
      rows: [["a", "b"], ["1", "x\r\n"], ["2", "\r\ny"]]),
    ReadingCase(
      "a carriage return between quote and delimiter", "a,b\r\n\"1\"\r,2\r\n3,4\r\n",
      rows: [["a", "b"], ["3", "4"]],
      rejects: [Rejected("quote", record: 2, line: 2, after: "a,b\r\n")]),
    ReadingCase(
      "a carriage return at the end", "a,b\n1,2\r", rows: [["a", "b"], ["1", "2"]]),
    ReadingCase(
      "line feeds and carriage returns in the wrong order", "a,b\n\r1,2\n\r3,4\n",
      rows: [["a", "b"], ["\r1", "2"], ["\r3", "4"]]),
  ]
}
