// What RFC 4180 and the small public collections of odd CSV files ask of every reader.

import Testing

@Suite struct ConformanceBasicTests {
  @Test(arguments: rfc4180 + spectrum) func readsBasics(_ one: ReadingCase) throws {
    try one.check()
  }

  /// The seven rules of RFC 4180, section 2.
  static let rfc4180: [ReadingCase] = [
    ReadingCase(
      "each record on a line of its own", "u1,ann,oslo\r\nu2,bo,rome\r\n", "--header no",
      rows: [["u1", "ann", "oslo"], ["u2", "bo", "rome"]]),
    ReadingCase(
      "the last record may lack its line end", "u1,ann,oslo\r\nu2,bo,rome", "--header no",
      rows: [["u1", "ann", "oslo"], ["u2", "bo", "rome"]]),
    ReadingCase(
      "a header first", "id,name,city\r\nu1,ann,oslo\r\n",
      rows: [["id", "name", "city"], ["u1", "ann", "oslo"]]),
    ReadingCase(
      "blanks are part of a field", "id, name ,city\r\n u1,ann , oslo \r\n",
      rows: [["id", " name ", "city"], [" u1", "ann ", " oslo "]]),
    ReadingCase(
      "a last field may be empty", "id,name,\r\nu1,ann,\r\n",
      rows: [["id", "name", ""], ["u1", "ann", ""]]),
    ReadingCase(
      "some fields in quotes", "\"u1\",ann,\"oslo\"\r\nu2,bo,rome\r\n", "--header no",
      rows: [["u1", "ann", "oslo"], ["u2", "bo", "rome"]]),
    ReadingCase(
      "line ends, quotes and commas in quotes",
      "\"u1\",\"a\r\nnn\",\"oslo, n\"\r\nu2,bo,\"ro\"\"me\"\r\n", "--header no",
      rows: [["u1", "a\r\nnn", "oslo, n"], ["u2", "bo", "ro\"me"]]),
    ReadingCase(
      "a quoted field of nothing but a line end", "a,b\r\n\"\r\n\",1\r\n",
      rows: [["a", "b"], ["\r\n", "1"]]),
    ReadingCase(
      "a quoted header", "\"id\",\"full name\"\r\n\"u1\",\"ann lee\"\r\n",
      rows: [["id", "full name"], ["u1", "ann lee"]]),
    ReadingCase("only a header", "id,name\r\n", rows: [["id", "name"]]),
    ReadingCase("only a header, not ended", "id,name", rows: [["id", "name"]]),
    ReadingCase(
      "every byte that is neither quote, delimiter nor line end is text",
      "a,b\n!#$%&'()*+-./:;<=>?@[\\]^_`{|}~,\u{7F}\u{1F}\u{8}\u{B}\n",
      rows: [
        ["a", "b"], ["!#$%&'()*+-./:;<=>?@[\\]^_`{|}~", "\u{7F}\u{1F}\u{8}\u{B}"],
      ]),
  ]

  /// One oddity a file, as in csv-spectrum.
  static let spectrum: [ReadingCase] = [
    ReadingCase(
      "simple", "p,q,r\n7,8,9\n", rows: [["p", "q", "r"], ["7", "8", "9"]]),
    ReadingCase(
      "a comma in quotes", "given,street,zip\nPia,\"Main Rd, 4\",01234\n",
      rows: [["given", "street", "zip"], ["Pia", "Main Rd, 4", "01234"]]),
    ReadingCase(
      "empty in quotes", "p,q,r\n7,\"\",\"\"\n8,9,0\n",
      rows: [["p", "q", "r"], ["7", "", ""], ["8", "9", "0"]]),
    ReadingCase(
      "empty in quotes, CRLF", "p,q,r\r\n7,\"\",\"\"\r\n8,9,0\r\n",
      rows: [["p", "q", "r"], ["7", "", ""], ["8", "9", "0"]]),
    ReadingCase(
      "doubled quotes", "p,q\n7,\"so \"\"it\"\" goes\"\n8,9\n",
      rows: [["p", "q"], ["7", "so \"it\" goes"], ["8", "9"]]),
    ReadingCase(
      "JSON in a field", "key,val\n7,\"{\"\"kind\"\": \"\"Dot\"\", \"\"at\"\": [1.5, 2]}\"\n",
      rows: [["key", "val"], ["7", "{\"kind\": \"Dot\", \"at\": [1.5, 2]}"]]),
    ReadingCase(
      "line feeds in quotes", "p,q,r\n7,8,9\n\"Up\non\na hill\",5,6\n",
      rows: [["p", "q", "r"], ["7", "8", "9"], ["Up\non\na hill", "5", "6"]]),
    ReadingCase(
      "CRLF in quotes", "p,q,r\r\n7,8,9\r\n\"Up\r\non\r\na hill\",5,6\r\n",
      rows: [["p", "q", "r"], ["7", "8", "9"], ["Up\r\non\r\na hill", "5", "6"]]),
    ReadingCase(
      "carriage returns end lines and stand in quotes", "p,q,r\r7,8,9\r\"Up\ron\",5,6\r",
      rows: [["p", "q", "r"], ["7", "8", "9"], ["Up\ron", "5", "6"]]),
    ReadingCase(
      "quotes and line feeds", "p,q\n7,\"he \n\"\"said\"\" \nso\"\n8,9\n",
      rows: [["p", "q"], ["7", "he \n\"said\" \nso"], ["8", "9"]]),
    ReadingCase(
      "UTF-8 beyond Latin", "p,q,r\n7,8,ʤ\n4,5,漢字 😀\n",
      rows: [["p", "q", "r"], ["7", "8", "ʤ"], ["4", "5", "漢字 😀"]]),
    ReadingCase(
      "Latin-1 by its name", bytes: Array("p,q\n".utf8) + [0xC9, 0x2C, 0xFC, 0x0A],
      "--encoding iso-8859-1", rows: [["p", "q"], ["É", "ü"]]),
    // Not guessed: a record that is not UTF-8 is rejected.
    ReadingCase(
      "Latin-1 by itself", bytes: Array("p,q\n".utf8) + [0xC9, 0x2C, 0xFC, 0x0A],
      rows: [["p", "q"]], rejects: [Rejected("encoding", record: 2, line: 2, after: "p,q\n")]),
    ReadingCase(
      "minutes and seconds of a place", "at,name\n\"48° 51' 24\"\" N, 2° 21' 3\"\" E\",Paris\n",
      rows: [["at", "name"], ["48° 51' 24\" N, 2° 21' 3\" E", "Paris"]]),
    // A quote in a field that did not begin with one is text.
    ReadingCase(
      "the same without quotes around", "at;name\n48° 51' 24\" N, 2° 21' 3\" E;Paris\n",
      rows: [["at", "name"], ["48° 51' 24\" N, 2° 21' 3\" E", "Paris"]]),
    // What stands for nothing is for the mapping to say.
    ReadingCase(
      "words for nothing", "p,q,r\nnull,NULL,\nNaN,-,undefined\n",
      rows: [["p", "q", "r"], ["null", "NULL", ""], ["NaN", "-", "undefined"]]),
    ReadingCase(
      "trailing line feeds", "p,q\n7,8\n\n\n", rows: [["p", "q"], ["7", "8"]]),
    ReadingCase(
      "a byte order mark", "\u{FEFF}p,q\n7,8\n", rows: [["p", "q"], ["7", "8"]]),
  ]
}
