// What the core parser and the wrapped parser of PapaParse are tested for.

import Testing

@Suite struct ConformancePapaTests {
  @Test(arguments: quotes) func readsQuotes(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: lines) func readsLines(_ one: ReadingCase) throws { try one.check() }
  @Test(arguments: comments) func readsComments(_ one: ReadingCase) throws { try one.check() }

  private static let bare = ReadingCase.bare

  static let quotes: [ReadingCase] = [
    ReadingCase("a quoted field", "K,\"L\",M", bare, rows: [["K", "L", "M"]]),
    ReadingCase("blanks in quotes", "K,\" L  \",M", bare, rows: [["K", " L  ", "M"]]),
    ReadingCase("a comma in quotes", "K,\"L,L\",M", bare, rows: [["K", "L,L", "M"]]),
    ReadingCase("a line feed in quotes", "K,\"L\nL\",M", bare, rows: [["K", "L\nL", "M"]]),
    ReadingCase("CRLF in quotes", "K,\"L\r\nL\",M", bare, rows: [["K", "L\r\nL", "M"]]),
    ReadingCase("a carriage return in quotes", "K,\"L\rL\",M", bare, rows: [["K", "L\rL", "M"]]),
    ReadingCase(
      "line feeds in two quoted fields", "K,\"L\nL\",\"M\nM\nM\"", bare,
      rows: [["K", "L\nL", "M\nM\nM"]]),
    ReadingCase(
      "a comma and a line feed in the last field", "k,l,\"m,m\nm\"\nn,o,p", bare,
      rows: [["k", "l", "m,m\nm"], ["n", "o", "p"]]),
    ReadingCase(
      "doubled quotes", "K,\"L\"\"L\"\"L\",M", bare, rows: [["K", "L\"L\"L", "M"]]),
    ReadingCase(
      "doubled quotes at both ends", "K,\"\"\"L\"\"\",M", bare, rows: [["K", "\"L\"", "M"]]),
    ReadingCase("a quote at the end of plain text", "K,L\",M", bare, rows: [["K", "L\"", "M"]]),
    ReadingCase(
      "doubled quotes around a comma", "K,\"\"\",\"\"\",M", bare, rows: [["K", "\",\"", "M"]]),
    ReadingCase("doubled quotes after a comma", "K,\",\"\"\",M", bare, rows: [["K", ",\"", "M"]]),
    ReadingCase("doubled quotes before a comma", "K,\"\"\",\",M", bare, rows: [["K", "\",", "M"]]),
    ReadingCase(
      "runs of five quotes", "\"7\",\"nonce=\"\"\"\",cnt=\"\"\"\"\",\"8\"", bare,
      rows: [["7", "nonce=\"\",cnt=\"\"", "8"]]),
    // Blanks before a quote make it text; the quote after is text as well then.
    ReadingCase("blanks around quotes", "K, \"L\" ,M", bare, rows: [["K", " \"L\" ", "M"]]),
    ReadingCase("quotes within text", "K,L \"L\",M", bare, rows: [["K", "L \"L\"", "M"]]),
    // One bad quote costs the line it began on; PapaParse takes the rest of the text for the field.
    ReadingCase(
      "a quote that never closes", "k,\"l,m\nn,o,p", bare, rows: [["n", "o", "p"]],
      rejects: [Rejected("unterminated-quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after a quote that closes at a delimiter", "\"k,\"l,m\"\nn,o,p", bare,
      rows: [["n", "o", "p"]], rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after a quote behind a delimiter", "k,\"l,\"m\nn,o,p", bare, rows: [["n", "o", "p"]],
      rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after a quote before a delimiter", "k,\"l\"m,n\no,p,q", bare, rows: [["o", "p", "q"]],
      rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "text after a quote on the next line", "k,\"l,m\nn\"o,p,q", bare,
      rows: [["n\"o", "p", "q"]], rejects: [Rejected("quote", record: 1, line: 1, after: "")]),
    ReadingCase(
      "quotes that close at a delimiter", "k,\"l\",m\nn,o,p", bare,
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "quotes that close at a line end", "k,l,\"m\"\nn,o,p", bare,
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "quotes that close at the end", "k,l,m\nn,o,\"p\"", bare,
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "a record in a quoted field", "k,\"l,m\nn,o,p\"", bare, rows: [["k", "l,m\nn,o,p"]]),
    ReadingCase(
      "a quoted field first in a line", "k,l,m\n\"n\",o,p", bare,
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "an empty first field after a quoted last one", "k,l,m\n,o,\"p\"\n,\"r\",\"s\"\n,\"u\",\"v\"",
      bare, rows: [["k", "l", "m"], ["", "o", "p"], ["", "r", "s"], ["", "u", "v"]]),
    ReadingCase(
      "an empty first field after a quoted last one, CRLF",
      "k,l,\"m\"\r\nn,o,\"p\"\r\n,\"r\",\"s\"\r\n,\"u\",\"v\"",
      rows: [["k", "l", "m"], ["n", "o", "p"], ["", "r", "s"], ["", "u", "v"]]),
    ReadingCase(
      "doubled quotes at the end of a line", "k,l,\"m\"\"m\"\"\"\nn,o,p", bare,
      rows: [["k", "l", "m\"m\""], ["n", "o", "p"]]),
    ReadingCase(
      "empty quotes at the end", "k,l,\"\"\nn,o,\"\"", bare,
      rows: [["k", "l", ""], ["n", "o", ""]]),
    ReadingCase(
      "blanks between a closing quote and a delimiter", "K,\"L\" ,M,N\r\nO,P,\"Q\"  ,R", bare,
      rows: [["K", "L", "M", "N"], ["O", "P", "Q", "R"]]),
    ReadingCase(
      "blanks between a closing quote and a line end", "K,L,\"M\" \r\nN,O,\"P\"\t \r\nQ,R,S", bare,
      rows: [["K", "L", "M"], ["N", "O", "P"], ["Q", "R", "S"]]),
    ReadingCase(
      "apostrophes as quotes", "k,l,'m,n'", bare + " --quote '", rows: [["k", "l", "m,n"]],
      unclear: "two apostrophes in one line"),
    ReadingCase(
      "escaped quotes", "k,l,\"m\\\"n\\\"o\"", bare + " --escape \\",
      rows: [["k", "l", "m\"n\"o"]]),
    ReadingCase(
      "an escaped quote before the closing one", "k,l,\"m\\\"n\\\"\"", bare + " --escape \\",
      rows: [["k", "l", "m\"n\""]]),
    // PapaParse keeps the escape before what needs none.
    ReadingCase(
      "an escape before a letter", "k,l,\"m\\n\"", bare + " --escape \\", rows: [["k", "l", "mn"]],
      unclear: "in quotes a backslash may just be one"),
    ReadingCase(
      "CRLF in a quoted name, line feeds at line ends",
      "\"k\r\nk\",\"l\"\n\"m\",\"n\"\n\"o\",\"p\"\n",
      rows: [["k\r\nk", "l"], ["m", "n"], ["o", "p"]]),
    ReadingCase(
      "a line feed in a quoted name, CRLF at line ends",
      "\"k\nk\",\"l\"\r\n\"m\",\"n\"\r\n\"o\",\"p\"\r\n",
      rows: [["k\nk", "l"], ["m", "n"], ["o", "p"]]),
  ]

  static let lines: [ReadingCase] = [
    ReadingCase("one record", "K,l,m", bare, rows: [["K", "l", "m"]]),
    ReadingCase(
      "three records", "K,l,m\nn,O,p\nQ,r,s", bare,
      rows: [["K", "l", "m"], ["n", "O", "p"], ["Q", "r", "s"]]),
    ReadingCase(
      "carriage returns", "K,l,m\rn,O,p", bare, rows: [["K", "l", "m"], ["n", "O", "p"]]),
    ReadingCase("CRLF", "K,l,m\r\nn,O,p", bare, rows: [["K", "l", "m"], ["n", "O", "p"]]),
    ReadingCase(
      "blanks and tabs at the edges of plain text", "k,\tl ,m", bare, rows: [["k", "\tl ", "m"]]),
    ReadingCase(
      "several empty fields", "k,l,,,m,n\n,,o,,,p", bare,
      rows: [["k", "l", "", "", "m", "n"], ["", "", "o", "", "", "p"]]),
    ReadingCase(
      "nothing but delimiters", ",,\n,,,", bare, rows: [["", "", ""], ["", "", "", ""]]),
    ReadingCase("one value", "Klm nop", bare, rows: [["Klm nop"]]),
    ReadingCase(
      "one column", "k\nl\nm\nn\no", bare, rows: [["k"], ["l"], ["m"], ["n"], ["o"]]),
    // Blank lines are skipped, in a dump of one column too.
    ReadingCase(
      "one column and blank lines", "k\nl\n\n\nm\nn\n", bare, rows: [["k"], ["l"], ["m"], ["n"]]),
    ReadingCase(
      "a value that begins with a blank", "k\n l\nm", bare, rows: [["k"], [" l"], ["m"]]),
    ReadingCase(
      "a carriage return in plain text", "k,l,m\nn,o,p\rq,r,s\n", bare,
      rows: [["k", "l", "m"], ["n", "o", "p\rq", "r", "s"]]),
    ReadingCase(
      "too few fields", "K,L,M\r\nn,o", rows: [["K", "L", "M"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "K,L,M\r\n")]),
    ReadingCase(
      "too many fields", "K,L,M\r\nn,o,p,q,r\r\ns,t,u", rows: [["K", "L", "M"], ["s", "t", "u"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "K,L,M\r\n")]),
    ReadingCase(
      "too many fields, kept", "K,L,M\r\nn,o,p,q,r\r\ns,t,u", "--ragged keep",
      rows: [["K", "L", "M"], ["n", "o", "p", "q", "r"], ["s", "t", "u"]]),
    ReadingCase(
      "an empty last field", "K,L,M\r\nn,o,", rows: [["K", "L", "M"], ["n", "o", ""]]),
    ReadingCase(
      "names with blanks", "  K , L  ,M\r\nn,o ,p",
      rows: [["  K ", " L  ", "M"], ["n", "o ", "p"]]),
    ReadingCase(
      "tabs", "k\tl\tm\r\nn\to\tp", bare + " --delimiter tab",
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "bars", "k|l|m\r\nn|o|p", bare + " --delimiter |", rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "record separators as delimiters", "k\u{1E}l\r\nm\u{1E}n", bare + " --delimiter 0x1E",
      rows: [["k", "l"], ["m", "n"]], unclear: "0x1E is not sniffed"),
    ReadingCase(
      "unit separators as delimiters", "k\u{1F}l\r\nm\u{1F}n", bare + " --delimiter 0x1F",
      rows: [["k", "l"], ["m", "n"]], unclear: "0x1F is not sniffed"),
    ReadingCase(
      "a blank line first", "\r\nk,l,m\r\nn,o,p", rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase(
      "blank lines last", "k,l,m\nn,o,p\n\n", rows: [["k", "l", "m"], ["n", "o", "p"]]),
    // A line of blanks is a record.
    ReadingCase(
      "a blank in a line", "k,l,m\r\n \r\nn,o,p", rows: [["k", "l", "m"], ["n", "o", "p"]],
      rejects: [Rejected("field-count", record: 2, line: 2, after: "k,l,m\r\n")]),
    ReadingCase(
      "a blank in the first line", " \nk,l,m", bare, rows: [[" "], ["k", "l", "m"]]),
    ReadingCase(
      "an empty first field", "k,l,m\r\n,o,p", rows: [["k", "l", "m"], ["", "o", "p"]]),
    ReadingCase("all fields empty", "k,,m\r\n,,", bare, rows: [["k", "", "m"], ["", "", ""]]),
  ]

  static let comments: [ReadingCase] = [
    ReadingCase("first", "# Note!\nk,l,m", "--comment #", rows: [["k", "l", "m"]]),
    ReadingCase(
      "in the middle", "k,l,m\n# Note\nn,o,p", "--comment #",
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase("last", "k,yes,no\n# Note", "--comment #", rows: [["k", "yes", "no"]]),
    ReadingCase(
      "two in the middle", "k,l,m\n#one\n#two\nn,o,p", "--comment #",
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase("two last", "k,l,m\n#one\n#two", "--comment #", rows: [["k", "l", "m"]]),
    ReadingCase(
      "three first", "#one\n#two\n#three\nk,l,m", "--comment #", rows: [["k", "l", "m"]]),
    ReadingCase(
      "nothing else", "#one\n#two\n#three", "--comment #",
      error: "the input is empty, not even a header"),
    ReadingCase(
      "another mark", "k,l,m\n!Note\nn,o,p", "--comment !",
      rows: [["k", "l", "m"], ["n", "o", "p"]]),
    ReadingCase("no comments asked for", "#a note", bare, rows: [["#a note"]]),
    ReadingCase(
      "many before a quoted delimiter",
      (1...12).map { "#\($0)\n" }.joined() + "one,\"t,w,o\",three\nfour,five,six", "--comment #",
      rows: [["one", "t,w,o", "three"], ["four", "five", "six"]]),
    ReadingCase(
      "many before plain text",
      (1...12).map { "#; \($0)\n" }.joined() + "one,two,three\nfour,five,six", "--comment #",
      rows: [["one", "two", "three"], ["four", "five", "six"]]),
    ReadingCase(
      "before the header", "#Note\nk,l\nm,n\n", "--comment #", rows: [["k", "l"], ["m", "n"]]),
  ]
}
