// `draft`: what it says of a dump, and that a conversion takes it once it is filled in.

import Foundation
import Testing

@Suite struct DraftTests {
  private static let dump = """
    customer_id;Name;e-mail;plan;signup;tags;newsletter;score; city ;NULLS;comment
    c1;Ann Lee;ann@example.com;P;2024-02-29;a|b;Y;17;Oslo;NULL;
    c2;Bob Ray;bob@example.com;F;2023-12-31;b;N;18;Rio, Brazil;N/A;"said ""no""
    twice"
    c3;Cy Orr;cy@example.com;P;2021-07-01;a|c;Y;19;Oslo;NULL;call +1 212 555 0123
    c4;Di Poe;di@example.com;P;;;Y;20;;x;
    c4;Di Poe;too;few

    """

  private static let draft = #"""
    # A mapping for crm.csv, drafted from 4 records, all of it.
    # Fill in what has nothing behind its colon, go through the fields, and look at what comes of it:
    #   sluice preview --mapping MAPPING.yaml DUMP
    # Rejected: 1 record (field-count: the number of fields is not the header's).

    dataSource:
      # The number of the data source of these IDs.
      dpid:
    id:
      # Always filled, 4 different values: c1, c2, c3, ….
      column: customer_id

    fields:
      # Left out: Name (personal data by its name: person's name). Always filled, 4 different values: "A** L**", "B** R**", "C* O**", ….
      # Left out: e-mail (personal data by its name: e-mail address). Always filled, 4 different values: "a***@e***", "b***@e***", "c***@e***", ….
      # - column: e-mail
      #   key: email_hash
      #   transform: [sha256-email]
      # Always filled, 2 values: P (75 %), F (25 %).
      - column: plan
        # values: {P: P, F: F}
      # 75 % filled, 3 different values: "2024-02-29", "2023-12-31", "2021-07-01".
      - column: signup
        # date: {in: yyyy-MM-dd, out: yyyy-MM}
      # 75 % filled, 3 different values: "a|b", b, "a|c".
      - column: tags
      # Always filled, 2 values: "Y" (75 %), "N" (25 %).
      - column: newsletter
        # traits: {"Y": TRAIT, "N": -TRAIT}   # TRAIT: the number of yours
      # Always filled, 4 different values: "17", "18", "19", ….
      - column: score
      # 75 % filled, 2 values: Oslo (66 %), "Rio, Brazil" (33 %).
      - column: " city "
        key: city
        # values: {Oslo: Oslo, "Rio, Brazil": "Rio, Brazil"}
      # 50 % filled, 2 different values: "N/A", x.
      - column: NULLS
      # Left out: comment (personal data by 1 value: phone number). 50 % filled, 2 different values: "s*** \"n*\" t****", "c*** +* *** *** ****".

    # Taken as no value: "NULL" (2 times).
    nulls: ["", "NULL"]
    # Values as well: "N/A" (1 time). Those that mean nothing belong to the nulls.
    # As it was read: utf-8, delimiter ; (11 fields in 5 of 6 records), quote ", line end LF.
    dialect:
      delimiter: ";"
      quote: "\""

    """#

  @Test func draft() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let found = try directory.sluice("draft crm.csv")
      #expect(found.ending == .done && found.errors == "")
      #expect(found.text == Self.draft)
      #expect(directory.list() == ["crm.csv"])
    }
  }

  /// Filled in, it gives what a conversion without a mapping does.
  @Test func draftOfTheUsualDumpConverts() throws {
    try withDirectory { directory in
      try directory.makeDump("--rows 3000")
      let found = try directory.sluice("draft dump.csv")
      #expect(found.ending == .done && found.errors == "")
      #expect(!found.text.contains("@mail.example") && found.text.contains("column: customer_id\n"))
      try directory.write("draft.yaml", found.text)
      let refused = try directory.sluice("convert -m draft.yaml dump.csv")
      #expect(refused.ending == .exited(78) && refused.output.isEmpty)
      #expect(
        refused.errors
          == "sluice: error: draft.yaml:7:8: no data source (name \"dataSource.dpid\" in "
          + "the mapping or give --dpid)\n")
      try directory.write("filled.yaml", found.text.replacing("  dpid:\n", with: "  dpid: 1234\n"))
      let plain = try directory.sluice(
        "convert --dpid 1234 --id customer_id --null NULL --quiet dump.csv")
      for options in ["-m filled.yaml", "-m draft.yaml --dpid 1234"] {
        let converted = try directory.sluice("convert \(options) --quiet --strict dump.csv")
        #expect(converted.ending == .done && converted.errors == "")
        #expect(converted.output == plain.output && !plain.output.isEmpty)
      }
    }
  }

  @Test func draftOfAPipeAndOfAnArchive() throws {
    try withDirectory { directory in
      try directory.makeDump("--rows 2000")
      let made = try directory.shell("gzip -k dump.csv")
      #expect(made.ending == .done)
      func body(_ found: Finished) -> [String] {
        found.lines.filter { !$0.hasPrefix("# A mapping") && !$0.hasPrefix("# As it was read") }
      }
      let plain = try directory.sluice("draft --sample 100000 dump.csv")
      let piped = try directory.sluice(
        ["draft", "--sample", "100000"], input: directory.read("dump.csv"))
      let packed = try directory.sluice("draft --sample 100000 dump.csv.gz")
      #expect(plain.text.contains("records, its first 100 kB."))
      #expect(body(plain) == body(piped) && body(plain) == body(packed))
    }
  }

  @Test func deviceIDs() throws {
    try withDirectory { directory in
      try directory.write(
        "ids.csv",
        """
        segment,idfa
        a,b56e68ec-34ed-46d5-af0c-1d2401f676c9
        b,b56e68ec-34ed-46d5-af0c-1d2401f676ca

        """)
      let found = try directory.sluice("draft ids.csv")
      #expect(
        found.text.contains(
          """
          dataSource:
            # That of all idfa IDs.
            dpid: 20915
            # The number of the data source of the traits: your own.
            target:
          id:

          """))
      #expect(found.text.contains("  column: idfa\n  type: idfa\n  transform: [uppercase]\n"))
      try directory.write("ids.yaml", found.text)
      let converted = try directory.sluice("convert -m ids.yaml --target 7 --quiet ids.csv")
      #expect(converted.lines.first == "B56E68EC-34ED-46D5-AF0C-1D2401F676C9\t\"segment\"=\"a\"")
    }
  }

  /// Where only an address tells users apart, it is hashed.
  @Test func addressesAsIDs() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "draft --dpid 5",
        input: "plan,email\nP,ann@example.com\nP,bob@example.com\nF,cy@example.com\n")
      #expect(found.text.contains("  column: email\n  transform: [sha256-email]\n"))
      #expect(found.text.contains("  dpid: 5\n") && !found.text.contains("example.com"))
    }
  }

  @Test(arguments: [
    ("draft --id cust", 78, "column \"cust\" for the user ID is not in the header: stdin"),
    ("draft --id a", 78, "column \"a\" for the user ID stands 2 times in the header: stdin"),
    ("draft --ragged keep", 64, "--ragged keep is for sluice rows (expected: reject, pad)"),
    ("draft --sample 1XB", 64, "not a value for --sample: \"1XB\""),
    ("draft nosuch.csv", 66, "no such file"),
  ])
  func errors(command: String, code: Int, text: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice(command, input: "a,a,b\n1,2,3\n")
      #expect(found.ending == .exited(Int32(code)) && found.output.isEmpty)
      #expect(found.errors.contains(text) && found.errors.hasPrefix("sluice: error: "))
    }
  }

  @Test func noRecordAndNoID() throws {
    try withDirectory { directory in
      let header = try directory.sluice("draft", input: "customer_id,plan\n")
      #expect(header.ending == .done && header.text.contains("  column: customer_id\n"))
      let none = try directory.sluice("draft", input: "plan,city\nP,Oslo\nP,Oslo\nP,Oslo\n")
      #expect(
        none.text.contains("  # No column looks like one of user IDs: its name.\n  column:\n"))
      let empty = try directory.sluice("draft", input: "")
      #expect(empty.ending == .exited(65) && empty.output.isEmpty)
    }
  }
}
