// Several inputs as one dump: marks, `sep=` lines, encodings and compressions, each input by itself.

import Foundation
import Testing

@Suite struct SeveralInputsTests {
  /// Bytes read are those of the decoded inputs, also those of them that no record keeps.
  @Test func bytesRead() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let long = "u5,P,\(String(repeating: "x", count: 3_000_000)),yes\n"
      try directory.write("long.csv", "made today\n\n" + Samples.clean + long + "u6,P,Rome,yes")
      let blank = String(repeating: "\n", count: 2_000_000)
      try directory.write("blank.csv", "made today\n" + blank + Samples.clean)
      _ = try directory.shell("gzip < blank.csv > blank.csv.gz")
      let sizes = try ["long.csv", "blank.csv", "blank.csv"].map { try directory.read($0).count }
      let found = try directory.sluice(
        "convert -m map.yaml --skip-lines 1 --report run.json --quiet long.csv blank.csv.gz blank.csv"
      )
      #expect(found.ending == .done, "\(found.errors)")
      let report = try ReportFileTests.report(directory, "run.json")
      #expect(report["inputBytes"] as? Int == sizes.reduce(0, +))
      #expect((report["counts"] as? [String: Int])?["records"] == 14)
    }
  }

  /// Exports that were strung together before they came here: each brings its mark and its header.
  @Test(arguments: [
    ("utf-8-sig", "cat a b > dump"), ("utf-8-sig", "gzip a b; cat a.gz b.gz > dump"),
    ("utf-16", "cat a b > dump"), ("utf-32", "gzip a b; cat a.gz b.gz > dump"),
  ])
  func exportsStrungTogether(encoding: String, joined: String) throws {
    try withDirectory { directory in
      let made = try directory.python(
        """
        for name, quote in (("a", ""), ("b", "")):
            rows = [("id", "v"), (name + "1", "ü")]
            open(name, "wb").write("".join(f"{a},{b}\\r\\n" for a, b in rows).encode("\(encoding)"))
        """)
      #expect(made.ending == .done, "\(made.errors)")
      _ = try directory.shell(joined)
      let rows = try directory.sluice("rows dump")
      #expect(try rows.rows() == [["id", "v"], ["a1", "ü"], ["b1", "ü"]], "\(rows.errors)")
      let found = try directory.sluice("convert --dpid 1 --id id dump")
      #expect(found.lines == ["a1\t\"v\"=\"ü\"", "b1\t\"v\"=\"ü\""])
      #expect(found.errors.contains("\nheaders   1\n"), "\(found.errors)")
    }
  }

  /// One dump in parts of every make: each is read by its own dialect, encoding and compression.
  @Test func everyInputIsReadByItself() throws {
    try withDirectory { directory in
      let made = try directory.shell(
        """
        printf 'id,v\\n1,x\\n' > a
        printf '\\357\\273\\277v;id\\r\\n"ä;b";2\\r\\n' > b
        printf 'sep=|\\r\\nid|v\\r\\n3|z\\r\\n' > c
        printf 'sep=;\\nv;id\\nö;4\\n' | iconv -f utf-8 -t utf-16 > d
        printf 'v\\tid\\nü\\t5\\n' | iconv -f utf-8 -t utf-16be | gzip > e
        printf '\\357\\273\\277sep=,\\nid,v\\n6,"q, r"\\n' | lz4 -q > f
        printf 'id,v\\n' > g; printf 'id,v\\r7,mac\\r' > h
        """)
      #expect(made.ending == .done, "\(made.errors)")
      for lanes in [1, 3] {
        let found = try directory.sluice(
          "convert --dpid 1 --id id --quiet --lanes \(lanes) a b c d e f g h")
        #expect(found.ending == .done && found.errors.isEmpty)
        #expect(
          found.lines == [
            "1\t\"v\"=\"x\"", "2\t\"v\"=\"ä;b\"", "3\t\"v\"=\"z\"", "4\t\"v\"=\"ö\"",
            "5\t\"v\"=\"ü\"",
            "6\t\"v\"=\"q, r\"", "7\t\"v\"=\"mac\"",
          ])
      }
    }
  }

  @Test func linesAreSkippedInEachInput() throws {
    try withDirectory { directory in
      try directory.write("a", "made by x\nid,v\n1,x\n")
      try directory.write("b", "made by y, in parts\r\nid;v\r\n2;y\r\n3\r\n")
      let found = try directory.sluice("rows --skip-lines 1 a b")
      #expect(try found.rows() == [["id", "v"], ["1", "x"], ["2", "y"]])
      #expect(
        try found.rejects() == [
          RowReject(reason: "field-count", input: "b", record: 3, line: 4, offset: 32)
        ])
    }
  }

  @Test(arguments: ["", "\u{FEFF}", "\n\n"])
  func anEmptyInputIsAnError(content: String) throws {
    try withDirectory { directory in
      try directory.write("a", "id,v\n1,x\n")
      try directory.write("b", content)
      _ = try directory.shell("gzip -c b > c; lz4 -q -c b > d")
      for name in ["b", "c", "d"] {
        let found = try directory.sluice("convert --dpid 1 --id id --out outbox a \(name) a")
        #expect(found.ending == .exited(65))
        #expect(
          found.errors == "sluice: error: the input is empty, not even a header: \(name) "
            + "(is the export complete?)\n")
        #expect(directory.list("outbox") == [])
      }
      let named = try directory.sluice(
        "convert --dpid 1 --id id --quiet --columns id,v --header no b", input: "")
      #expect(named.ending == .done && named.text.isEmpty)
    }
  }

  @Test(arguments: [
    ("id,w", "it lacks \"v\" and has \"w\""), ("id", "it lacks \"v\""),
    ("v,id,extra,more", "it has \"extra\", \"more\""), ("id,v,v", "it has \"v\" 2 times"),
  ])
  func otherColumnsAreNamed(header: String, difference: String) throws {
    try withDirectory { directory in
      try directory.write("a", "id,v\n1,x\n")
      try directory.write("b", header + "\n2,y\n")
      let found = try directory.sluice("convert --dpid 1 --id id --out outbox a b")
      #expect(found.ending == .exited(65))
      #expect(
        found.errors == "sluice: error: inputs have different columns: b: \(difference), unlike a "
          + "(convert them in runs of their own)\n")
      #expect(directory.list("outbox") == [])
    }
  }

  /// What is wrong with a later input ends the run as if it were the first.
  @Test func aDamagedSecondInput() throws {
    try withDirectory { directory in
      try directory.write("a", "id,v\n1,x\n")
      _ = try directory.shell("gzip -c a | head -c 20 > b; zstd -q -c a > c")
      for (name, message) in [
        ("b", "gzip data ends inside member 1: b, stored byte 20"), ("c", "zstd data is not read"),
        ("nosuch", "no such file: nosuch"),
      ] {
        let found = try directory.sluice("convert --dpid 1 --id id --out outbox a \(name)")
        #expect(found.ending == .exited(name == "nosuch" ? 66 : 65))
        #expect(found.errors.hasPrefix("sluice: error: \(message)"))
        #expect(directory.list("outbox") == [])
      }
    }
  }

  @Test func stdinIsReadOnce() throws {
    try withDirectory { directory in
      for command in ["convert --dpid 1 --id id", "rows"] {
        let found = try directory.sluice("\(command) - -", input: "id,v\nu1,x\n")
        #expect(found.ending == .exited(64) && found.output.isEmpty)
        #expect(found.errors.contains("stdin can be read only once"), "\(found.errors)")
      }
    }
  }

  /// A file that is named twice, by whatever path, is read twice, and that is said.
  @Test func aFileNamedTwice() throws {
    try withDirectory { directory in
      try directory.write("a.csv", "id,v\nu1,x\n")
      let found = try directory.sluice("convert --dpid 1 --id id a.csv ./a.csv a.csv")
      #expect(
        found.ending == .done && found.text == String(repeating: "u1\t\"v\"=\"x\"\n", count: 3))
      #expect(
        found.errors.contains(
          "warning: named more than once: ./a.csv (the records count as often)"),
        "\(found.errors)")
    }
  }

  /// Columns' names that look like personal data are masked in what is said of other inputs.
  @Test(arguments: ["rows", "convert --dpid 1 --id id"])
  func personalNamesOfColumnsAreMasked(command: String) throws {
    try withDirectory { directory in
      try directory.write("a.csv", "id,ann@example.com,ann@example.com,x\n1,a,b,c\n")
      try directory.write("b.csv", "id,ann@example.com,x,x\n1,a,b,c\n")
      let found = try directory.sluice("\(command) a.csv b.csv")
      #expect(found.ending == .exited(65))
      #expect(found.errors.contains("has \"x\" 2 times"), "\(found.errors)")
      #expect(!found.errors.contains("ann@"), "\(found.errors)")
    }
  }

  /// `rows` matches columns by their names, as `convert` does, and refuses others.
  @Test func headersOfFurtherInputsInRows() throws {
    try withDirectory { directory in
      try directory.write("a.csv", "x,y\n1,2\n")
      try directory.write("b.csv", "x,y\n3,4\n")
      try directory.write("c.csv", "y,x\n6,5\n")
      try directory.write("d.csv", "x,z\n7,8\n")
      let found = try directory.sluice("rows a.csv b.csv c.csv")
      #expect(
        found.text
          == #"["x","y"]"# + "\n" + #"["1","2"]"# + "\n" + #"["3","4"]"# + "\n" + #"["5","6"]"#
          + "\n")
      let other = try directory.sluice("rows a.csv d.csv")
      #expect(other.ending == .exited(65))
      #expect(other.errors.contains("lacks \"y\" and has \"z\""), "\(other.errors)")
      let kept = try directory.sluice("rows --ragged keep a.csv b.csv d.csv c.csv")
      #expect(
        try kept.rows() == [
          ["x", "y"], ["1", "2"], ["3", "4"], ["x", "z"], ["7", "8"], ["y", "x"], ["6", "5"],
        ])
    }
  }

  /// What is no value is none wherever its column stands, and a record that lacks fields is filled up.
  @Test func nullsOfColumnsInAnotherOrder() throws {
    try withDirectory { directory in
      try directory.write("a.csv", "x,y\n1,NULL\n")
      try directory.write("b.csv", "y,x\nNULL,2\nNULL\n3,NULL\n")
      let found = try directory.sluice("rows --null NULL --ragged pad a.csv b.csv")
      #expect(
        try found.rows() == [["x", "y"], ["1", ""], ["2", ""], ["", ""], ["", "3"]],
        "\(found.errors)")
    }
  }
}
