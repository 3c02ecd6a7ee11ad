// What Apache commons-csv, the W3C's CSV on the Web and Miller are tested for.

import Testing

@Suite struct ConformanceCommonsTests {
  @Test(arguments: commons) func readsCommons(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: web) func readsWeb(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: miller) func readsMiller(_ one: ReadingCase) throws { try one.check() }

  private static let bare = ReadingCase.bare
  /// Apostrophes for quotes, a slash for an escape.
  private static let slashed = bare + " --delimiter , --quote ' --escape /"
  private static let slashEscape = "slashes are not sniffed"

  static let commons: [ReadingCase] = [
    ReadingCase("empty quoted fields", "'',''\n", slashed, rows: [["", ""]], unclear: slashEscape),
    ReadingCase(
      "escaped quotes in plain text", "/',/'\n", slashed, rows: [["'", "'"]], unclear: slashEscape),
    ReadingCase(
      "escaped quotes in quotes", "'/'','/''\n", slashed, rows: [["'", "'"]], unclear: slashEscape),
    ReadingCase(
      "doubled quotes beside an escape", "'''',''''\n", slashed, rows: [["'", "'"]],
      unclear: slashEscape),
    ReadingCase(
      "escaped delimiters", "/,,/,\n", slashed, rows: [[",", ","]], unclear: slashEscape),
    ReadingCase("escaped escapes", "//,//\n", slashed, rows: [["/", "/"]], unclear: slashEscape),
    ReadingCase(
      "escaped escapes in quotes", "'//','//'\n", slashed, rows: [["/", "/"]],
      unclear: slashEscape),
    ReadingCase(
      "blanks and other quotes", "   7   ,   \"so \"\"it\"\" /\" // is\"   \n", slashed,
      rows: [["   7   ", "   \"so \"\"it\"\" \" / is\"   "]], unclear: slashEscape),
    ReadingCase(
      "an escaped line feed", "7,   /\n   \n8,x\n", slashed,
      rows: [["7", "   \n   "], ["8", "x"]],
      unclear: slashEscape),
    ReadingCase(
      "records as spreadsheets write them",
      "v1,v2,v3,v4\r\na,b,c,d\r\n  x,,,\r\n\r\n\"\"\"yo\"\"\",\"  \"\"you\"\"\",\"ab\ncd\",\r\n",
      rows: [
        ["v1", "v2", "v3", "v4"], ["a", "b", "c", "d"], ["  x", "", "", ""],
        ["\"yo\"", "  \"you\"", "ab\ncd", ""],
      ]),
    ReadingCase(
      "carriage returns and an empty first field", "p\rq,\rr,s\r,t", bare,
      rows: [["p"], ["q", ""], ["r", "s"], ["", "t"]]),
    ReadingCase(
      "CRLF and an empty first field", "p\r\nq,\r\nr,s\r\n,t", bare,
      rows: [["p"], ["q", ""], ["r", "s"], ["", "t"]]),
    ReadingCase(
      "an empty field before the end", "p,\r\n\r\nq,\"\"", bare, rows: [["p", ""], ["q", ""]]),
    ReadingCase(
      "an empty field, ended", "p,\n\nq,\"\"\n", bare, rows: [["p", ""], ["q", ""]]),
    ReadingCase(
      "more names than data", "A,B,C,,\r\na,b,c,d,e\r\n",
      rows: [["A", "B", "C", "", ""], ["a", "b", "c", "d", "e"]]),
    // The places of records count bytes of the decoded stream.
    ReadingCase(
      "places after characters of several bytes", "é,ü\n漢,字\n😀\nx,y\n",
      rows: [["é", "ü"], ["漢", "字"], ["x", "y"]],
      rejects: [Rejected("field-count", record: 3, line: 3, after: "é,ü\n漢,字\n")]),
    ReadingCase(
      "places after a byte order mark", "\u{FEFF}p,q\n1\n2,3\n", rows: [["p", "q"], ["2", "3"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "p,q\n")]),
    ReadingCase(
      "places in UTF-16", bytes: utf16("p,é\n1\n2,3\n"), rows: [["p", "é"], ["2", "3"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "p,é\n")]),
    ReadingCase(
      "comments before the header and after the data",
      "# two\r\n# lines\r\nA,B\r\n1,2\r\n# end", "--comment #", rows: [["A", "B"], ["1", "2"]]),
    ReadingCase(
      "\\N and the text \\N of database dumps", "\\N\t\\\\N\nx\ty\n",
      bare + " --delimiter tab --quote none --escape \\", rows: [["", "\\N"], ["x", "y"]]),
  ]

  static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  static let web: [ReadingCase] = [
    ReadingCase(
      "one quoted field", "First,\"Last\"\nAda,Poe\n", rows: [["First", "Last"], ["Ada", "Poe"]]),
    // Never trimmed: a mapping's transform does that.
    ReadingCase(
      "blanks around each field", " First , Last \n Ada , Poe \n",
      rows: [[" First ", " Last "], [" Ada ", " Poe "]]),
    ReadingCase(
      "a list in a field", "no,names,seat\n7,\"Ada,Bo\",3\n8,Cy,4\n",
      rows: [["no", "names", "seat"], ["7", "Ada,Bo", "3"], ["8", "Cy", "4"]]),
    ReadingCase(
      "dates as people write them", "no,when\n7,\"Jan 10, 2012, 11pm\"\n8,\"Feb 1, 2013, 9am\"\n",
      rows: [["no", "when"], ["7", "Jan 10, 2012, 11pm"], ["8", "Feb 1, 2013, 9am"]]),
    ReadingCase(
      "countries",
      "code,lat,lon,name\nAD,42.546245,1.601554,Andorra\nAF,33.93911,67.709953,Afghanistan\n",
      rows: [
        ["code", "lat", "lon", "name"], ["AD", "42.546245", "1.601554", "Andorra"],
        ["AF", "33.93911", "67.709953", "Afghanistan"],
      ]),
    ReadingCase(
      "no header line", "7,Oak Ave,Elm\n8,Fir Ave,Yew\n", "--header no",
      rows: [["7", "Oak Ave", "Elm"], ["8", "Fir Ave", "Yew"]]),
    ReadingCase(
      "names given for a header to skip", "GID,On\n7,Oak\n8,Fir\n",
      "--skip-lines 1 --columns id,street",
      rows: [["7", "Oak"], ["8", "Fir"]]),
    ReadingCase(
      "names given for a header that is there", "GID,On\n7,Oak\n8,Fir\n",
      "--header yes --columns id,street", rows: [["GID", "On"], ["7", "Oak"], ["8", "Fir"]]),
    ReadingCase(
      "tabs", "GID\tOn\n7\tOak, Elm\n8\tFir, Yew\n", "--delimiter tab",
      rows: [["GID", "On"], ["7", "Oak, Elm"], ["8", "Fir, Yew"]]),
    ReadingCase(
      "comments in the data", "GID,On\n#one\n7,Oak\n#two\n8,Fir\n", "--comment #",
      rows: [["GID", "On"], ["7", "Oak"], ["8", "Fir"]]),
    // A record of empty fields is not a blank line.
    ReadingCase(
      "records of empty fields", "GID,On\n,\n7,Oak\n,\n",
      rows: [["GID", "On"], ["", ""], ["7", "Oak"], ["", ""]]),
    ReadingCase(
      "lines before a header", "a title;;\n;;\nGID;On;At\n7;Oak;Elm\n", "--skip-lines 2",
      rows: [["GID", "On", "At"], ["7", "Oak", "Elm"]]),
  ]

  static let miller: [ReadingCase] = [
    ReadingCase(
      "an implicit header", "3,4\n5,6\n", "--header no", rows: [["3", "4"], ["5", "6"]]),
    ReadingCase(
      "ragged", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n", "--ragged pad",
      rows: [["a", "b", "c"], ["1", "2", "3"], ["4", "5", ""], ["6", "7", "8"]]),
    // Another header after a blank line is no header; only the same one is known again.
    ReadingCase(
      "two tables with a blank line between", "a,b\n1,2\n\nb,c\n3,4\n",
      rows: [["a", "b"], ["1", "2"], ["b", "c"], ["3", "4"]]),
    ReadingCase(
      "the same header again", "a,b\n1,2\na,b\n3,4\n",
      rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "the same header again, but in quotes", "a,b\n1,2\n\"a\",b\n3,4\n",
      rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
    ReadingCase(
      "the same header without its line end", "a,b\n1,2\na,b", rows: [["a", "b"], ["1", "2"]]),
    ReadingCase(
      "names that need quotes", "\"a b\",\"c,d\",\"e\"\"f\"\n1,2,3\n",
      rows: [["a b", "c,d", "e\"f"], ["1", "2", "3"]]),
    ReadingCase(
      "empty names", "a,,c\n1,2,3\n", rows: [["a", "", "c"], ["1", "2", "3"]]),
    ReadingCase(
      "a quote in the middle of a name", "a\"b,c\n1,2\n", rows: [["a\"b", "c"], ["1", "2"]]),
    ReadingCase(
      "semicolons and decimal commas", "a;b\n0,5;1,25\n2,75;3\n", "--delimiter ;",
      rows: [["a", "b"], ["0,5", "1,25"], ["2,75", "3"]]),
    ReadingCase(
      "TSV's names of control characters", "a\tb\nx\\ty\tz\\nw\n1\\\\2\tv\n",
      "--delimiter tab --quote none --escape \\",
      rows: [["a", "b"], ["x\ty", "z\nw"], ["1\\2", "v"]]),
    ReadingCase(
      "carriage returns before line feeds in plain text", "a,b\r\n1,2\r\n3,\"4\"\r\n",
      rows: [["a", "b"], ["1", "2"], ["3", "4"]]),
  ]
}
