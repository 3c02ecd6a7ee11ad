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
      # Always filled, 4 values, all different: c1, c2, c3, ….
      column: customer_id

    fields:
      # Left out: Name (personal data by its name: person's name). Always filled, 4 values, all different: "A** L**", "B** R**", "C* O**", ….
      # Left out: e-mail (personal data by its name: e-mail address). Always filled, 4 values, all different: "a***@e***", "b***@e***", "c***@e***", ….
      # - column: e-mail
      #   key: email_hash
      #   transform: [sha256-email]
      # Always filled, 2 values: P (75 %), F (25 %).
      - column: plan
        # values: {P: P, F: F}
      # 75 % filled, 3 values, all different: "2024-02-29", "2023-12-31", "2021-07-01".
      - column: signup
        # date: {in: yyyy-MM-dd, out: yyyy-MM}
      # 75 % filled, 3 values, all different: "a|b", b, "a|c".
      - column: tags
      # Always filled, 2 values: "Y" (75 %), "N" (25 %).
      - column: newsletter
        # traits: {"Y": TRAIT, "N": -TRAIT}   # TRAIT: the number of yours
      # Always filled, 4 values, all different: "17", "18", "19", ….
      - column: score
      # 75 % filled, 2 values: Oslo (67 %), "Rio, Brazil" (33 %).
      - column: " city "
        key: city
        # values: {Oslo: Oslo, "Rio, Brazil": "Rio, Brazil"}
      # 50 % filled, 2 values, all different: "N/A", x.
      - column: NULLS
      # Left out: comment (personal data by 1 value: phone number). 50 % filled, 2 values, all different: "s*** \"n*\" t****", "c*** +* *** *** ****".

    # Taken as no value: "NULL" (2 times).
    nulls: ["", "NULL"]
    # Taken as values: "N/A" (1 time). If they mean nothing, name them in `nulls`.
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

  // MARK: The ID

  /// A header, a record's fields by its number, and what becomes of it.
  struct IDCase: CustomTestStringConvertible, Sendable {
    var columns: KeyValuePairs<String, @Sendable (Int) -> String>
    var records = 60
    var options = ""
    var expected: String

    var testDescription: String { expected }

    static let all: [IDCase] = [
      IDCase(
        columns: ["order_id": { "O\($0)" }, "customer_id": { "C\($0 % 20)" }],
        expected: "  column: customer_id\n"),
      IDCase(
        columns: ["rechnung_nr": { "R\($0)" }, "Kundennummer": { "K\($0 % 20)" }],
        expected: "  column: Kundennummer\n"),
      IDCase(columns: ["hash": { "h\($0)" }, "v": { _ in "x" }], expected: "  column: hash\n"),
      IDCase(columns: ["v": { _ in "x" }, "amount": { "\($0).50" }], expected: "  column:\n"),
      IDCase(columns: ["note": { "a note, \($0)" }, "v": { _ in "x" }], expected: "  column:\n"),
      IDCase(
        columns: ["user_id": { "a:\($0)" }, "v": { _ in "x" }],
        expected:
          "id:\n  # Not user_id: not all of its values are text without ':', '%3A' and control "
          + "bytes.\n"),
      IDCase(
        columns: ["v": { _ in "x" }, "email": { "u\($0 % 11_900)@example.com" }], records: 12_000,
        expected: "  column: email\n  transform: [sha256-email]\n"),
      IDCase(
        columns: ["customer_id": { " C\($0)" }, "v": { _ in "x" }],
        expected: "  column: customer_id\n  transform: [trim]\n"),
      IDCase(
        columns: ["idfa": { device($0, isUpper: $0 % 2 == 0) }, "v": { _ in "x" }],
        expected:
          "  dpid: 20915\n  # The number of the data source of the traits: your own.\n  target:\n"),
      IDCase(
        columns: ["idfa": { device($0, isUpper: $0 % 2 == 0) }, "v": { _ in "x" }],
        expected: "  column: idfa\n  type: idfa\n  transform: [uppercase]\n"),
      IDCase(
        columns: ["device_id": { device($0, isUpper: $0 % 2 == 0) }, "v": { _ in "x" }],
        expected: "  column: device_id\n  type: auto\n"),
      IDCase(
        columns: ["gaid": { device($0, isUpper: false) }, "v": { _ in "x" }],
        options: "--dpid 1234", expected: "dataSource:\n  dpid: 1234\nid:\n"),
      IDCase(
        columns: ["id": { "u\($0)" }, "v": { _ in "x" }], options: "--dpid 20915",
        expected:
          "  # Not all of its values are 8-4-4-4-12 upper-case hex digits, as idfa IDs are.\n"),
    ]

    private static func device(_ row: Int, isUpper: Bool) -> String {
      let text = "b56e68ec-34ed-46d5-af0c-1d24\(10_000_000 + row)"
      return isUpper ? text.uppercased() : text
    }
  }

  @Test(arguments: IDCase.all) func theID(_ trial: IDCase) throws {
    try withDirectory { directory in
      let rows = (0..<trial.records).map { row in trial.columns.map { $0.value(row) } }
      let dump = ([trial.columns.map(\.key)] + rows).map { $0.joined(separator: ";") + "\n" }
      let found = try directory.sluice("draft --quiet \(trial.options)", input: dump.joined())
      #expect(found.ending == .done && found.errors == "")
      #expect(found.text.contains(trial.expected), "\(found.text)")
      #expect(!found.text.contains("example.com"))
    }
  }

  // MARK: Suggestions

  /// A column's name, its values in turn, what is suggested, and what a line has of the first value then.
  struct SuggestionCase: CustomTestStringConvertible, Sendable {
    var name = "v"
    var values: [String]
    var suggested: String?
    var pairs = ""

    var testDescription: String { suggested ?? "nothing for \(values[0])" }

    static let all: [SuggestionCase] = [
      SuggestionCase(
        values: ["P", "F", "F"], suggested: "values: {F: F, P: P}", pairs: "\"v\"=\"P\""),
      SuggestionCase(
        values: ["P  ", "F", "F"], suggested: "transform: [trim]\n    # values: {F: F, P: P}",
        pairs: "\"v\"=\"P\""),
      SuggestionCase(
        values: ["ja ", "nein"],
        suggested: "transform: [trim]\n    # traits: {ja: TRAIT, nein: -TRAIT}", pairs: "d_sid=24"),
      SuggestionCase(
        values: ["0", "1"], suggested: "traits: {\"0\": -TRAIT, \"1\": TRAIT}", pairs: "d_unsid=24"),
      SuggestionCase(
        values: ["1", "2"], suggested: "values: {\"1\": \"1\", \"2\": \"2\"}",
        pairs: "\"v\"=\"1\""),
      SuggestionCase(values: ["x"]),
      SuggestionCase(
        values: (0..<40).map { "\(20 + $0)" }, suggested: "bands: [30, 40, 50]   # from 20 to 59",
        pairs: "\"v\"=\"-29\""),
      SuggestionCase(
        values: (0..<60).map { "\($0).75" }, suggested: "bands: [15, 30, 45]   # from 0 to 59",
        pairs: "\"v\"=\"-14\""),
      SuggestionCase(
        values: (0..<40).map { $0 == 39 ? "n.a." : "\(20 + $0)" },
        suggested: "bands: [29, 39, 49]   # from 20 to 58; 3 values are no numbers, and dropped",
        pairs: "\"v\"=\"-28\""),
      SuggestionCase(values: (0..<40).map { "0\(1 + $0 % 9).20\(10 + $0)" }),
      SuggestionCase(
        values: (0..<40).map { $0 == 0 ? "12/31/2023" : "0\(1 + $0 % 9)/0\(1 + $0 % 8)/2023" },
        suggested: "date: {in: \"MM/dd/yyyy\", out: yyyy-MM}", pairs: "\"v\"=\"2023-12\""),
      SuggestionCase(name: "zip", values: (0..<40).map { "\(20_000 + $0)" }),
      SuggestionCase(values: (0..<40).map { "0\(1000 + $0)" }),
      SuggestionCase(values: (0..<120).map { "\(5_000 + $0)" }),
      SuggestionCase(values: (0..<40).map { "\(17_000_000_000 + $0)" }),
      SuggestionCase(values: (0..<120).map { $0 < 92 ? "0" : "\($0)" }),
      SuggestionCase(
        values: ["2024-02-29", "2023-01-02"], suggested: "date: {in: yyyy-MM-dd, out: yyyy-MM}",
        pairs: "\"v\"=\"2024-02\""),
      SuggestionCase(
        values: ["03/04/2024", "11/12/2023"],
        suggested: "date: {in: \"dd/MM/yyyy\", out: yyyy-MM}   # or \"MM/dd/yyyy\"",
        pairs: "\"v\"=\"2024-04\""),
      SuggestionCase(
        values: (0..<40).map { $0 < 2 ? "0000-00-00" : "2024-01-1\($0 % 10)" },
        suggested: "date: {in: yyyy-MM-dd, out: yyyy-MM}"),
      SuggestionCase(
        values: ["2024-02", "2023-01"],
        suggested: "values: {\"2024-02\": \"2024-02\", \"2023-01\": \"2023-01\"}",
        pairs: "\"v\"=\"2024-02\""),
      SuggestionCase(
        values: ["a|b", "b|c|a", "c", "a", "c|a", "b|a"], suggested: "split: \"|\"",
        pairs: "\"v\"=\"a\",\"v\"=\"b\""),
      SuggestionCase(values: (0..<30).map { "\($0),50" }),
      SuggestionCase(values: (0..<30).map { "Lee\($0 % 5),Ann\($0 % 6)" }),
      SuggestionCase(values: (0..<30).map { "Rio \($0 % 5), Brazil, \($0 % 6)" }),
    ]
  }

  /// What is suggested is taken when its sign goes.
  @Test(arguments: SuggestionCase.all) func suggestions(_ trial: SuggestionCase) throws {
    try withDirectory { directory in
      let rows = (0..<120).map { "u\($0);\"\(trial.values[$0 % trial.values.count])\"\n" }
      try directory.write("a.csv", "id;\(trial.name)\n" + rows.joined())
      let text = try directory.sluice("draft --dpid 1 a.csv").text
      let entry = try #require(text.split(separator: "  - column: \(trial.name)\n").last)
      // A blank line ends the fields.
      let lines = entry.hasPrefix("\n") ? "" : entry
      let suggested = trial.suggested.map { "    # \($0)" } ?? ""
      #expect(lines.hasPrefix(suggested) && lines.isEmpty == suggested.isEmpty, "\(text)")
      let taken = text.replacing(/\n    # (?=\w+: [\[{"])/, with: "\n    ").replacing(
        "TRAIT", with: "24")
      try directory.write("a.yaml", taken)
      let found = try directory.sluice("convert -m a.yaml --quiet --strict a.csv")
      #expect(found.ending == .done && found.errors == "", "\(taken)")
      if !trial.pairs.isEmpty { #expect(found.lines.first == "u0\t\(trial.pairs)") }
    }
  }

  /// All of them at once, and the hash of addresses.
  @Test func everySuggestionForTheUsualDump() throws {
    try withDirectory { directory in
      try directory.makeDump("--rows 3000")
      let text = try directory.sluice("draft --dpid 1 dump.csv").text
      let taken = text.replacing(/\n    # (?=\w+: [\[{"])/, with: "\n    ")
        .replacing(/\n  # (?=- column|  key|  transform)/, with: "\n  ").replacing(
          "TRAIT", with: "24")
      #expect(
        taken.contains("\n    transform: [sha256-email]\n") && taken.contains("\n    split: "))
      try directory.write("taken.yaml", taken)
      let found = try directory.sluice("convert -m taken.yaml --quiet --strict dump.csv")
      #expect(found.ending == .done && found.errors == "", "\(taken)")
      #expect(found.text.contains("d_sid=24") && found.text.contains("\"email_hash\"=\""))
    }
  }

  // MARK: The rest

  @Test func nothingToSend() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "draft --dpid 1", input: "id,email\nu1,ann@example.com\nu2,bob@example.com\n")
      #expect(found.text.contains("\n# fields:\n  # Left out: email "))
      let taken = found.text.replacing("\n# fields:", with: "\nfields:")
        .replacing(/\n  # (?=- column|  key|  transform)/, with: "\n  ")
      try directory.write("a.yaml", taken)
      let converted = try directory.sluice(
        "convert -m a.yaml --quiet", input: "id,email\nu1,ann@example.com\n")
      #expect(converted.text.hasPrefix("u1\t\"email_hash\"=\""))
    }
  }

  /// Names that are personal data are not in the draft, nor are entries that no mapping can have.
  @Test func columnsThatCannotBeNamed() throws {
    try withDirectory { directory in
      let values = try directory.sluice(
        "draft", input: "ann@example.com,17\nbob@example.com,18\ncy@example.com,19\n")
      #expect(!values.text.contains("example.com") && values.text.contains("\n  column:\n"))
      let twice = try directory.sluice(
        "draft",
        input: "id,email,email\n1,a@example.com,b@example.com\n2,c@example.com,d@example.com\n")
      #expect(!twice.text.contains("- column: email"))
      let padded = try directory.sluice("draft", input: "id, news \n1,Y\n2,N\n3,Y\n")
      #expect(padded.text.contains("    key: news\n    # values: {\"Y\": \"Y\", \"N\": \"N\"}\n"))
    }
  }

  @Test func hints() throws {
    try withDirectory { directory in
      let nulls = try directory.sluice("draft --null none", input: "id,v\nu1,x\nu2,Null\n")
      #expect(nulls.text.contains("\nnulls: [\"\", none, Null]\n") == false)
      #expect(nulls.text.contains("\nnulls: [\"\", none, \"Null\"]\n"), "\(nulls.text)")
      let values = try directory.sluice(
        "draft", input: "u1,17,ann@example.com\nu2,18,bob@example.com\n")
      #expect(values.text.contains("\n# Is the first record a header? If it is not: --header no\n"))
      let latin = try directory.sluice(
        ["draft"], input: Array("id,v\nu1,x\nu2,".utf8) + [0xE4] + Array("\n".utf8))
      #expect(latin.text.contains("Mostly it is windows-1252.\n"))
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
        none.text.contains(
          "  # No column looks like one of user IDs. The name of the one that is:\n  column:\n"))
      let empty = try directory.sluice("draft", input: "")
      #expect(empty.ending == .exited(65) && empty.output.isEmpty)
    }
  }
}
