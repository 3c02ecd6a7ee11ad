// Line ends that a backslash makes text, as databases write them, in dumps of which nothing is told.

import Foundation
import Testing

@Suite struct EscapedLineEndTests {
  /// MySQL escapes the first byte of the line end only, and so the whole line end.
  @Test func escapedLineEndsOfTwo() throws {
    try withDirectory { directory in
      let made = try directory.python(
        """
        import json, random, re
        pick = random.Random(3)
        words = ["x", "two words", "a\\r\\nb", "a\\tb", "c:\\\\new", "\\r\\n", "\\r", "\\r\\r\\n\\r"]
        rows = [["id", "v", "w"]] + [[str(n), pick.choice(words), pick.choice(words)] for n in range(60)]
        with open("dump", "w", newline="") as dump:
            for row in rows:
                escaped = [re.sub(r"([\\\\\\t\\r])", r"\\\\\\1", field) for field in row]
                dump.write("\\t".join(escaped) + "\\r\\n")
        print(json.dumps(rows))
        """)
      #expect(made.ending == .done, "\(made.errors)")
      let rows = try JSONDecoder().decode([[String]].self, from: Data(made.output))
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
      let made = try directory.python(
        """
        import json, random, re
        pick = random.Random(7)
        words = ["", "x", "Two words", "a\\tb", "a\\nb", "C:\\\\new", "5\\" pipe", "\\n", "\\rx",
                 "a\\r\\nb"]
        rows = [["id", "v", "w"]] + [[str(n), pick.choice(words), pick.choice(words)] for n in range(50)]
        with open("dump", "w", newline="") as dump:
            for row in rows:
                escaped = [re.sub(r"([\\\\\\t\\r\\n])", r"\\\\\\1", field) for field in row]
                dump.write("\\t".join(escaped) + "\(lineEnd)")
        print(json.dumps(rows))
        """)
      #expect(made.ending == .done, "\(made.errors)")
      let rows = try JSONDecoder().decode([[String]].self, from: Data(made.output))
      let found = try directory.sluice("rows dump")
      #expect(try found.rows() == rows, "\(found.errors)")
    }
  }
}
