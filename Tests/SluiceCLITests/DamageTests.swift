// Damaged dumps through the real binary: one bad quote costs one record; `rows` and `preview` say where.

import Foundation
import Testing

@Suite struct DamageTests {
  /// Hundreds of thousands of records and a bad one in the middle, converted.
  @Test func oneBadQuoteCostsOneRecordOfMany() throws {
    try withDirectory { directory in
      let block = (0..<1000).map { "u\($0),\"Oslo, N\"\r\n" }.joined()
      let half = "id,city\r\n" + String(repeating: block, count: 200)
      let dump = half + "u7,\"Rome\r\n" + String(repeating: block, count: 200)
      try directory.write("dump.csv", dump)
      let found = try directory.sluice(
        "convert --dpid 1 --id id --rejects bad.csv --lanes 2 dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.output.count { $0 == 0x0A } == 400_000)
      #expect(found.errors.contains("rejected  1 (quote 1)\n"))
      let rejects = try RejectTests.read(directory, "bad.csv").dropFirst()
      let offset = "\(half.utf8.count)"
      #expect(rejects == [["dump.csv", "200002", "200002", offset, "quote", "", "u7,\"Rome"]])
    }
  }

  /// Each input counts from its own start, with its own line ends, and names itself.
  @Test func rowsOfSeveralInputs() throws {
    try withDirectory { directory in
      try directory.write("one.csv", "id,v\n1,\"a\nb\"\n2\n3,\"c\"d\n")
      try directory.write("two.csv", "\u{FEFF}id;v\r\n\r\n4\r\n5;\"e\r\n6;f\r\n")
      let found = try directory.sluice(
        "rows --lanes 3 one.csv - two.csv", input: "id\tv\n7\t\0\n8\tg\n")
      #expect(found.ending == .done)
      #expect(
        found.text == """
          ["id","v"]
          ["1","a\\nb"]
          ["8","g"]
          ["6","f"]

          """)
      #expect(
        found.errors == """
          {"reason":"field-count","input":"one.csv","record":3,"line":4,"offset":13}
          {"reason":"quote","input":"one.csv","record":4,"line":5,"offset":15}
          {"reason":"nul","input":"stdin","record":2,"line":2,"offset":5}
          {"reason":"field-count","input":"two.csv","record":2,"line":3,"offset":8}
          {"reason":"unterminated-quote","input":"two.csv","record":3,"line":4,"offset":11}

          """)
    }
  }

  /// Kept, records are printed whatever their length; what cannot be read is still told.
  @Test(arguments: [
    ("--ragged keep", "[\"a\",\"b\"]\n[\"1\"]\n[\"2\",\"3\",\"4\"]\n"),
    ("--ragged keep --header no", "[\"a\",\"b\"]\n[\"1\"]\n[\"2\",\"3\",\"4\"]\n[\"a\",\"b\"]\n"),
  ])
  func keptRows(options: String, rows: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice("rows \(options)", input: "a,b\n1\n\"x\"y,2\n2,3,4\na,b\n")
      #expect(found.ending == .done && found.text == rows)
      #expect(
        found.errors
          == "{\"reason\":\"quote\",\"input\":\"stdin\",\"record\":3,\"line\":3,\"offset\":6}\n")
    }
  }

  /// Without a header every record is one, the first too, and a bad first record costs only itself.
  @Test func rowsWithoutAHeader() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "rows --header no", input: "\"1\"x,a\n2,b\n3\n2,b\n")
      #expect(found.ending == .done && found.text == "[\"2\",\"b\"]\n[\"2\",\"b\"]\n")
      #expect(
        found.errors == """
          {"reason":"quote","input":"stdin","record":1,"line":1,"offset":0}
          {"reason":"field-count","input":"stdin","record":3,"line":3,"offset":11}

          """)
    }
  }

  /// The header's places are the dump's own: lines skipped, comments, `sep=`, UTF-16.
  @Test(arguments: [
    ("x\ny\nid,v\n1\n", "--skip-lines 2", 2, 4, 9), ("sep=;\nid;v\n1\n", "", 2, 3, 11),
    ("#x\nid,v\n#y\n1\n", "--comment #", 2, 4, 11), ("\u{FEFF}id,v\n1\n", "", 2, 2, 5),
  ])
  func places(dump: String, options: String, record: Int, line: Int, offset: Int) throws {
    try withDirectory { directory in
      let found = try directory.sluice("rows \(options)", input: dump)
      #expect(found.text == "[\"id\",\"v\"]\n")
      #expect(
        found.errors == "{\"reason\":\"field-count\",\"input\":\"stdin\",\"record\":\(record),"
          + "\"line\":\(line),\"offset\":\(offset)}\n")
    }
  }

  /// `preview` shows bad records among the first ones, with the places that `rows` tells.
  @Test func previewOfDamage() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", "id,v\n\nu1,\"a\nb\"\nu2,\"c\"d\nu3,\0\nu4\nu5,e\n")
      let found = try directory.sluice("preview --dpid 1 --id id --count 5 dump.csv")
      let places = found.lines.filter { $0.hasPrefix("record ") }
      #expect(
        places == [
          "record 2 (line 3, byte 6)", "record 3 (line 5, byte 15)", "record 4 (line 6, byte 23)",
          "record 5 (line 7, byte 28)", "record 6 (line 8, byte 31)",
        ])
      let outcomes = found.lines.filter { $0.hasPrefix("  -> ") }.map { $0.prefix(27) }
      #expect(
        outcomes == [
          "  -> u1\t\"v\"=\"a b\"", "  -> rejected: quote: a clo", "  -> rejected: nul: there i",
          "  -> rejected: field-count:", "  -> u5\t\"v\"=\"e\"",
        ])
      let told = try directory.sluice("rows dump.csv").errors.split(separator: "\n")
      #expect(
        told.map(String.init) == [
          #"{"reason":"quote","input":"dump.csv","record":3,"line":5,"offset":15}"#,
          #"{"reason":"nul","input":"dump.csv","record":4,"line":6,"offset":23}"#,
          #"{"reason":"field-count","input":"dump.csv","record":5,"line":7,"offset":28}"#,
        ])
    }
  }

  /// A record just as long as it may be, and one byte more.
  @Test(arguments: [("8", 2), ("7", 1)])
  func largestRecord(size: String, rows: Int) throws {
    try withDirectory { directory in
      let found = try directory.sluice("rows --max-record \(size)", input: "id,v\n1,\"a\nbc\"")
      #expect(found.ending == .done && found.lines.count == rows)
      #expect(found.errors.contains("unterminated-quote") == (rows == 1))
    }
  }
}
