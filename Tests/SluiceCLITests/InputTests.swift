// What stands before the records, and in which encoding they are: skipped lines, marks, `sep=` lines.

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

  /// Blank lines and comments that are all of the sample, or all of it that is looked at.
  @Test(arguments: ["# a comment, \"no\" more", "#", ""], [3000, 6000, 70_000])
  func idleLinesHideNoDialect(line: String, count: Int) throws {
    try withDirectory { directory in
      for lineEnd in ["\n", "\r\n", "\r"] {
        let table = "id;b\n1;x,y\n2\n".replacing("\n", with: lineEnd)
        let lines = String(repeating: line + lineEnd, count: count)
        let found = try directory.sluice(
          ["rows", "--comment", "#"], input: Array((lines + table).utf8))
        #expect(try found.rows() == [["id", "b"], ["1", "x,y"]])
        let reject = try #require(try found.rejects().first)
        #expect(reject.record == 3 && reject.line == count + 3)
        #expect(reject.offset == (lines + table).utf8.count - 1 - lineEnd.utf8.count)
        // Only a first line names the delimiter.
        let named = try directory.sluice(
          ["rows", "--comment", "#"],
          input: Array((lines + "sep=;\(lineEnd)1;2\(lineEnd)").utf8))
        #expect(try named.rows().first == ["sep=", ""])
      }
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

  /// The line end shows in none of the bytes that are looked at, or only in the last.
  @Test(arguments: [64 << 10, (64 << 10) - 1, 200_000], ["\r", "\n", "\r\n"])
  func theFirstLineIsLongerThanTheHead(length: Int, lineEnd: String) throws {
    try withDirectory { directory in
      let note = String(repeating: "x", count: length)
      let dump = ([note, "note", "id,v", "1,x", "2", ""]).joined(separator: lineEnd)
      let found = try directory.sluice(["rows", "--skip-lines", "2"], input: Array(dump.utf8))
      #expect(try found.rows() == [["id", "v"], ["1", "x"]])
      let reject = try #require(try found.rejects().first)
      #expect(
        reject.line == 5 && Array(dump.utf8.dropFirst(reject.offset)) == Array("2\(lineEnd)".utf8))
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
      #expect(few.ending == .exited(65))
      #expect(
        few.errors == "sluice: error: there are only 3 lines to skip of the 4 asked for: stdin\n")
    }
  }
}

@Suite struct EncodingTests {
  static let text = "id,näme\r\n1,\"Ünïted, €\"\r\n2,x\r\n3,übel,zuviel\r\n4,ñandú\r\n"

  /// Encodings by Python's name, what is typed, and what the text needs to be written in them.
  static let encodings: [(python: String, option: String, text: String)] = [
    ("utf_8", "", text), ("utf_8_sig", "", text), ("utf_16", "", text),
    ("utf_16_le", "", text), ("utf_16_be", "", text), ("utf_32", "", text),
    ("utf_16_le", "UTF-16LE", text), ("utf_16_be", "utf_16_be", text),
    ("utf_16_be", "utf-16", text),
    ("utf_32_le", "utf-32le", text), ("utf_32_be", "UTF_32BE", text),
    ("cp1252", "windows-1252", text),
    ("latin_1", "iso-8859-1", text.replacing("€", with: "¤")), ("iso8859_15", "latin-9", text),
    ("cp437", "cp437", text.replacing("€", with: "£")), ("mac_roman", "macintosh", text),
    ("cp037", "cp037", text.replacing("€", with: "¢").replacing("\r", with: "")),
    ("koi8_r", "koi8-r", "id,имя\n1,\"Ёж, ёж\"\n2,x\n3,я,лишнее\n4,щука\n"),
    ("cp1251", "windows-1251", "id,имя\n1,\"Ёж, ёж\"\n2,x\n3,я,лишнее\n4,щука\n"),
    ("shift_jis", "shift_jis", "番号,名前\n1,\"東京、表\"\n2,カ\n3,ソ,能\n4,ｶﾅ\n"),
    ("euc_jp", "euc-jp", "番号,名前\n1,\"東京、表\"\n2,カ\n3,ソ,能\n4,ｶﾅ\n"),
    ("iso2022_jp", "iso-2022-jp", "番号,名前\n1,\"東京、表\"\n2,カ\n3,ソ,能\n4,x\n"),
    ("gb18030", "gb18030", "编号,名称\n1,\"北京,市😀\"\n2,x\n3,a,多\n4,鎔\n"),
    ("big5", "big5", "編號,名稱\n1,\"許功蓋\"\n2,x\n3,a,多\n4,功\n"),
    ("euc_kr", "euc-kr", "번호,이름\n1,\"서울\"\n2,x\n3,a,다\n4,부산\n"),
  ]

  /// Python encodes and says what there is; the reject's place is in the text as UTF-8.
  @Test(arguments: encodings.indices)
  func pythonsCodecs(_ place: Int) throws {
    let (codec, option, text) = Self.encodings[place]
    try withDirectory { directory in
      try directory.write("text", text)
      let made = try directory.python(
        """
        import csv, io, json, sys
        text = open("text", newline="", encoding="utf-8").read()
        open("dump", "wb").write(text.encode(sys.argv[1]))
        print(json.dumps([row for row in csv.reader(io.StringIO(text, newline="")) if len(row) == 2]))
        """, [codec])
      #expect(made.ending == .done, "\(made.errors)")
      let option = option.isEmpty ? "" : "--encoding \(option)"
      let found = try directory.sluice("rows \(option) dump")
      #expect(
        try found.rows() == JSONDecoder().decode([[String]].self, from: Data(made.output)),
        "\(codec)")
      let start = try #require(text.utf8.firstRange(of: "\n3,".utf8)).lowerBound
      #expect(
        try found.rejects() == [
          RowReject(
            reason: "field-count", input: "dump", record: 4, line: 4,
            offset: text.utf8.distance(from: text.utf8.startIndex, to: start) + 1)
        ])
    }
  }

  /// What is no text costs its record and no other, and nothing is put in its place.
  @Test(arguments: [
    ("windows-1252", "b'id,v\\n1,\\xe4\\n2,\\x81x\\n3,\\x80\\n'", "ä", "€"),
    ("shift_jis", "b'id,v\\n1,\\x8a\\xbf\\n2,\\xff\\xfe\\n3,\\x83\\x5c\\n'", "漢", "ソ"),
    ("utf-8", "b'id,v\\n1,\\xc3\\xa4\\n2,\\xc3\\n3,\\xe2\\x82\\xac\\n'", "ä", "€"),
    (
      "utf-16", "'id,v\\n1,ä\\n2,@\\n3,€\\n'.encode('utf-16').replace(b'@\\0', b'\\0\\xd8')", "ä",
      "€"
    ),
    (
      "utf-16le", "'id,v\\n1,ä\\n2,@\\n3,€\\n'.encode('utf-16le').replace(b'@\\0', b'\\0\\xdc')",
      "ä", "€"
    ),
    (
      "utf-16be", "'id,v\\n1,ä\\n2,@\\n3,€\\n'.encode('utf-16be').replace(b'\\0@', b'\\xd8\\0')",
      "ä", "€"
    ),
    ("utf-7", "b'id,v\\n1,+AOQ-\\n2,+AG!\\n3,+IKw-\\n'", "ä", "€"),
    ("utf-7", "b'id,v\\n1,+AOQ-\\n2,+AGF\\n3,+IKw-\\n'", "ä", "€"),
    (
      "iso-2022-jp",
      "b'id,v\\n1,\\x1b$B4A\\x1b(B\\n2,\\x1b$B\\x24\\n3,\\x1b$B%=\\x1b(B\\n'", "漢", "ソ"
    ),
    (
      "utf-32", "'id,v\\n1,ä\\n2,@\\n3,€\\n'.encode('utf-32').replace(b'@\\0', b'\\0\\xd8')", "ä",
      "€"
    ),
  ])
  func undecodable(_ encoding: String, _ bytes: String, _ first: String, _ third: String) throws {
    try withDirectory { directory in
      _ = try directory.python("open('dump', 'wb').write(\(bytes))")
      let found = try directory.sluice("rows --encoding \(encoding) dump")
      #expect(try found.rows() == [["id", "v"], ["1", first], ["3", third]])
      let offset = "id,v\n1,\(first)\n".utf8.count
      #expect(
        try found.rejects() == [
          RowReject(reason: "encoding", input: "dump", record: 3, line: 3, offset: offset)
        ])
      #expect(!found.text.contains("\u{FFFD}"))
      let strict = try directory.sluice(
        "convert --dpid 1 --id id --strict --encoding \(encoding) --out outbox dump")
      #expect(strict.ending == .exited(65))
      #expect(strict.errors.hasSuffix("dump: record 3 (line 3, byte \(offset))\n"))
      #expect(directory.list("outbox") == [])
    }
  }

  /// The replacement character is a character like others when it is there.
  @Test(arguments: ["utf-8", "utf-16", "utf-16be", "gb18030"])
  func replacementCharactersStay(_ encoding: String) throws {
    try withDirectory { directory in
      try directory.write("dump", "id,v\n1,a\u{FFFD}b\n")
      let found = try directory.shell(
        "iconv -f utf-8 -t \(encoding) dump | sluice rows --encoding \(encoding)")
      #expect(try found.rows() == [["id", "v"], ["1", "a\u{FFFD}b"]])
    }
  }

  @Test func unknownName() throws {
    try withDirectory { directory in
      let found = try directory.sluice("rows --encoding windows1252 nosuch.csv")
      #expect(found.ending == .exited(64))
      #expect(
        found.errors == "sluice: error: unknown encoding: windows1252 (did you mean "
          + "\"windows-1252\"? `iconv -l` lists the names)\n")
    }
  }
}
