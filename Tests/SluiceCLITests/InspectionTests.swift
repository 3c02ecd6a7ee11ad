// `preview` and `rows`: looking at a dump and at what becomes of it.

import Foundation
import Testing

@Suite struct InspectionTests {
  @Test func preview() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("preview -m map.yaml --count 6 damaged.csv")
      #expect(found.ending == .done && found.errors == "")
      #expect(
        found.text == """
          record 2 (line 2, byte 20)
            id     | u1
            plan   | P
            city   | Oslo
            active | yes
            -> u1\t"plan"="Pro","city"="Oslo"

          record 3 (line 3, byte 34)
            id     | u2
            plan   | F
            city   | Rio, Brazil
            active | yes
            -> u2\t"plan"="Free","city"="Rio, Brazil"

          record 4 (line 4, byte 57)
            id     | u3
            plan   | P
            city   | Rome
            active | no
            -> filtered: `where` leaves it out

          record 5 (line 5, byte 70)
            id     | u4
            plan   |\u{20}
            city   |\u{20}
            active | yes
            -> no-trait: no pair is left

          record 6 (line 6, byte 79)
            id     |\u{20}
            plan   | P
            city   | Bonn
            active | yes
            -> rejected: id-empty, column "id": the ID is empty

          record 7 (line 7, byte 91)
            id   | u6
            plan | P
            city | yes
            -> rejected: field-count: the number of fields is not the header's


          """)
    }
  }

  /// What is no text is shown as it is, and not as a character that is not there.
  @Test func previewNamesInputs() throws {
    try withDirectory { directory in
      try directory.write("a.csv", "id,v\nu1,x\n")
      try directory.write("b.csv", "id,v\nu2,y\n")
      let found = try directory.sluice("preview --dpid 1 --id id a.csv b.csv")
      let heads = found.text.split(separator: "\n").filter { $0.hasPrefix("record") }
      #expect(
        heads == ["record 2 of a.csv (line 2, byte 5)", "record 2 of b.csv (line 2, byte 5)"])
    }
  }

  @Test func previewShowsUndecodableBytes() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        ["preview", "--dpid", "1", "--id", "id"],
        input: Array("id,v\n5,ä".utf8) + [0xFF, 0x62, 0xE2, 0x82, 0x0A] + Array("6,\u{FFFD}\n".utf8)
      )
      #expect(
        found.text.contains("  v  | ä\\xFFb\\xE2\\x82\n  -> rejected: encoding"), "\(found.text)")
      #expect(found.text.contains("  v  | \u{FFFD}\n  -> 6\t\"v\"=\"\u{FFFD}\""))
    }
  }

  @Test func previewShowsFiveAndMasksPersonalData() throws {
    try withDirectory { directory in
      try directory.makeDump("--rows 50")
      let before = directory.list()
      let job = repositoryPath("Benchmarks/jobs/crm.yaml")
      let found = try directory.sluice("preview -m \(job) dump.csv")
      #expect(found.lines.count { $0.hasPrefix("record ") } == 5)
      #expect(!found.text.contains("@mail.example"))
      #expect(directory.list() == before)
      // The lines are the ones that a conversion writes.
      let lines = found.lines.filter { $0.hasPrefix("  -> ") }.map { $0.dropFirst(5) }
      let converted = try directory.sluice("convert -m \(job) --quiet dump.csv")
      #expect(Array(converted.lines.prefix(lines.count)) == lines.map(String.init))
    }
  }

  @Test func rows() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("rows damaged.csv")
      #expect(found.ending == .done)
      #expect(
        found.text == """
          ["id","plan","city","active"]
          ["u1","P","Oslo","yes"]
          ["u2","F","Rio, Brazil","yes"]
          ["u3","P","Rome","no"]
          ["u4","","","yes"]
          ["","P","Bonn","yes"]
          ["a:b","P","Bonn","yes"]
          ["u8","X","Bonn","yes"]

          """)
      #expect(
        found.errors == """
          {"reason":"field-count","input":"damaged.csv","record":7,"line":7,"offset":91}
          {"reason":"quote","input":"damaged.csv","record":10,"line":10,"offset":129}
          {"reason":"unterminated-quote","input":"damaged.csv","record":11,"line":11,"offset":146}

          """)
    }
  }

  @Test(arguments: [
    ("reject", "[\"a\",\"b\"]\n[\"1\",\"2\"]\n"),
    ("pad", "[\"a\",\"b\"]\n[\"1\",\"2\"]\n[\"3\",\"\"]\n[\"4\",\"5\"]\n"),
    ("keep", "[\"a\",\"b\"]\n[\"1\",\"2\"]\n[\"3\"]\n[\"4\",\"5\",\"6\"]\n"),
  ])
  func raggedRows(ragged: String, rows: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice("rows --ragged \(ragged)", input: "a,b\n1,2\n3\n4,5,6\n")
      #expect(found.ending == .done && found.text == rows)
    }
  }

  /// What is no value prints as an empty field, as `\N` of a database dump does; a name stays a name.
  @Test func nullsOfRows() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "rows --null NULL --null -", input: "id,NULL\n1,NULL\n-,NULLS\n3,\"NULL\"\nid,NULL\n")
      #expect(found.ending == .done && found.errors == "")
      #expect(
        found.text
          == "[\"id\",\"NULL\"]\n[\"1\",\"\"]\n[\"\",\"NULLS\"]\n[\"3\",\"\"]\n")
    }
  }

  /// What Python's csv module reads of a dump, `rows` reads too.
  @Test(arguments: ["crm", "quoted", "long", "tiny"])
  func rowsAsAnotherReader(shape: String) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 500kB --shape \(shape)")
      let found = try directory.shell("sluice rows dump.csv > rows.json")
      #expect(found.ending == .done && found.errors == "")
      let judged = try directory.python(
        """
        import csv, json
        csv.field_size_limit(1 << 24)
        rows = [json.loads(line) for line in open("rows.json", encoding="utf-8", newline="\\n")]
        assert rows == list(csv.reader(open("dump.csv", encoding="utf-8", newline="")))
        """)
      #expect(judged.ending == .done, "\(judged.errors)")
    }
  }
}
