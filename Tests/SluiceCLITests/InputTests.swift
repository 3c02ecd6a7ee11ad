// What stands before the records, and what comes in several inputs: skipped lines, marks, `sep=` lines,
// encodings and compressions, each input by itself.

import Foundation
import Testing

/// The rejects that `rows` tells of.
struct RowReject: Decodable, Equatable {
  var reason: String
  var input: String
  var record: Int
  var line: Int
  var offset: Int
}

extension Finished {
  /// The records that `rows` printed.
  func rows() throws -> [[String]] {
    try lines.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
  }

  /// The rejected records that `rows` told of.
  func rejects() throws -> [RowReject] {
    try errors.split(separator: "\n").map {
      try JSONDecoder().decode(RowReject.self, from: Data($0.utf8))
    }
  }
}

@Suite struct SkippedLinesTests {
  static let table = "id;v\n1;x\n2;\"y\nz\"\n3\n"

  /// Notes of many lines and more bytes than are looked at at once; a quote in them means nothing.
  static let notes =
    (1...3000).map { "\"Note \($0), of no use,\n" + String(repeating: "-", count: 40) }
    .joined(separator: "\n") + "\n"

  @Test(arguments: ["\n", "\r\n"])
  func notesLongerThanTheHead(lineEnd: String) throws {
    try withDirectory { directory in
      let notes = Self.notes.replacing("\n", with: lineEnd)
      #expect(notes.utf8.count > 128 << 10)
      let dump = notes + Self.table.replacing("\n", with: lineEnd)
      try directory.write("dump", dump)
      for input in ["dump", "< dump", "<(gzip -c dump)"] {
        let found = try directory.shell("sluice rows --skip-lines 6000 \(input)")
        #expect(try found.rows() == [["id", "v"], ["1", "x"], ["2", "y\(lineEnd)z"]])
        let reject = try #require(try found.rejects().first)
        #expect(reject.reason == "field-count")
        #expect(reject.record == 4 && reject.line == 6005)
        #expect(Array(dump.utf8.dropFirst(reject.offset)) == Array("3\(lineEnd)".utf8))
      }
      let summary = try directory.sluice("convert --dpid 1 --id id --skip-lines 6000 dump").errors
      #expect(summary.hasPrefix("input     dump: utf-8, skipped 6000 lines, delimiter ; (2 fields"))
    }
  }

  @Test func linesOfAnOldMac() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        ["rows", "--skip-lines", "2"], input: Array("note\rnote\rid,v\r1,x\r2\r".utf8))
      #expect(try found.rows() == [["id", "v"], ["1", "x"]])
      #expect(try found.rejects().map(\.line) == [5])
      #expect(try found.rejects().map(\.offset) == [19])
    }
  }

  @Test func theSeparatorLineMayFollow() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "rows --skip-lines 1", input: "note\nsep=|\nid|v,w\n1|x,y\n2\n")
      #expect(try found.rows() == [["id", "v,w"], ["1", "x,y"]])
      #expect(try found.rejects().map(\.line) == [5])
    }
  }

  @Test func positionsInATranscodedStreamAreThoseOfTheTextInUTF8() throws {
    try withDirectory { directory in
      let text = Self.notes.replacing("use", with: "ü–😀") + Self.table
      try directory.write("dump", text)
      let found = try directory.shell(
        "iconv -f utf-8 -t utf-16le dump | sluice rows --skip-lines 6000")
      let reject = try #require(try found.rejects().first)
      #expect(reject.line == 6005 && reject.offset == text.utf8.count - 2)
    }
  }

  @Test func allLinesSkipped() throws {
    try withDirectory { directory in
      let none = try directory.sluice("rows --skip-lines 2", input: "a\nb\n")
      #expect(none.ending == .exited(65))
      #expect(
        none.errors
          == "sluice: error: the input is empty, not even a header: stdin (is the export complete?)\n"
      )
      let few = try directory.sluice("rows --skip-lines 4", input: "a\nb\nc")
      #expect(few.ending == .exited(64))
      #expect(
        few.errors == "sluice: error: there are only 3 lines to skip of the 4 asked for: stdin\n")
    }
  }
}

@Suite struct EscapedLineFeedTests {
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
