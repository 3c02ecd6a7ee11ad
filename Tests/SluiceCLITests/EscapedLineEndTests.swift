// Line ends that a backslash makes text, as databases write them, in dumps of which nothing is told.

import Foundation
import Testing

@Suite struct EscapedLineEndTests {
  /// MySQL escapes the first byte of the line end only, and so the whole line end.
  @Test func escapedLineEndsOfTwo() throws {
    try withDirectory { directory in
      let rows = try makeDump(
        in: directory, lineEnd: "\\r\\n", escaped: "\\\\\\t\\r",
        words: #""x", "two words", "a\r\nb", "a\tb", "c:\\new", "\r\n", "\r", "\r\r\n\r""#)
      for options in ["", "--delimiter tab --quote none --escape \\"] {
        let found = try directory.sluice("rows \(options) dump")
        #expect(try found.rows() == rows, "\(found.errors)")
      }
    }
  }

  /// What a backslash takes for text ends no record, whichever of the line ends it is.
  @Test(arguments: ["\\r", "\\r\\n", "\\n"])
  func everyLineEndEscapesItsOwnAndOthers(lineEnd: String) throws {
    try withDirectory { directory in
      let rows = try makeDump(
        in: directory, lineEnd: lineEnd, escaped: "\\\\\\t\\r\\n",
        words: #"""
          "", "x", "Two words", "a\tb", "a\nb", "C:\\new", "5\" pipe", "\n", "\rx", "a\r\nb"
          """#)
      let found = try directory.sluice("rows dump")
      #expect(try found.rows() == rows, "\(found.errors)")
    }
  }

  /// Writes a file `dump` as a database does, and gives what it says.
  /// - Parameters:
  ///   - lineEnd: as Python writes it.
  ///   - escaped: the bytes that get a backslash, as in a class of a regular expression.
  ///   - words: the values, as Python writes them.
  private func makeDump(
    in directory: Directory, lineEnd: String, escaped: String, words: String
  ) throws -> [[String]] {
    let made = try directory.python(
      """
      import json, random, re
      pick = random.Random(3)
      words = [\(words)]
      rows = [["id", "v", "w"]] + [[str(n), pick.choice(words), pick.choice(words)] for n in range(60)]
      with open("dump", "w", newline="") as dump:
          for row in rows:
              fields = [re.sub(r"([\(escaped)])", r"\\\\\\1", field) for field in row]
              dump.write("\\t".join(fields) + "\(lineEnd)")
      print(json.dumps(rows))
      """)
    #expect(made.ending == .done, "\(made.errors)")
    return try JSONDecoder().decode([[String]].self, from: Data(made.output))
  }
}
