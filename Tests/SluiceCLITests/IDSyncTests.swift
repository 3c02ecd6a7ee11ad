// `idsync`: lines, names, rejects and counts of ID synchronisation files, and that the check takes them.

import Foundation
import SluiceTestTools
import Testing

@Suite struct IDSyncTests {
  static let aamID = "12345678901234567890123456789012345678"
  static let gaid = "b56e68ec-34ed-46d5-af0c-1d2401f676c9"

  /// Customers with several IDs each, among them some that are missing or wrong.
  static let dump = #"""
    customer_id,gaid,aam,mail,mail2
    C-1,\#(gaid),\#(aamID), JohnDoe@Example.com ,janedoe@email.com
    C-2,,\#(aamID),name@mydomain.com,
    C-3,\#(gaid.uppercased()),\#(aamID),\#(hashOfName.uppercased()),janedoe@email.com
    C-4,,,,
    ,\#(gaid),\#(aamID),a@example.com,b@example.com
    ann@example.com,\#(gaid),123,nobody,b@example.com
    C:7,"\#(gaid)",\#(aamID)," ",NULL
    "C ""8""",\#(gaid),\#(aamID),a@example.com,nobody

    """#
  /// The receiver's own known answers.
  static let hashOfJohn = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"
  static let hashOfJane = "16d72e3edbeb089b299e0d12fc09522fdc5ece2d11dcb1304ecdd6fab4f7193a"
  static let hashOfName = "feec5debcea411f54462a345a0d90c9975415d2d4862745ff8af00c49b6b4ae6"

  static let devices = "idsync --columns gaid,customer_id --dpids 20914,1234"
  static let hashes =
    "idsync --c2c --columns customer_id --hash mail --hash mail2 --dpids 1234,5678,5678"

  /// Reasons and columns in a rejects file.
  private static func rejects(_ directory: Directory, _ name: String) throws -> [String] {
    try directory.text(name).matches(of: /\n[a-z.]+,([0-9]+),[0-9]+,[0-9]+,([a-z-]+),([a-z_0-9]*),/)
      .map { "\($0.output.1) \($0.output.2) \($0.output.3)" }
  }

  /// Whether the check finds no error in what was written.
  private static func expectTaken(_ directory: Directory, _ outbox: String = "outbox") throws {
    let checked = try directory.sluice("check \(outbox)")
    #expect(checked.ending == .done && checked.text.contains(": no errors"), "\(checked.text)")
  }

  @Test func deviceIDs() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let found = try directory.sluice("\(Self.devices) \(Samples.toFiles) --verify crm.csv")
      #expect(found.ending == .done && found.output.isEmpty, "\(found.errors)")
      let name = "adobe_id_20914_1234_1732240000.sync"
      #expect(
        directory.list("outbox") == ["\(name).gz", "\(name).info", "\(name).rejects.csv"])
      #expect(
        try directory.shell("zcat outbox/\(name).gz").text
          == "\(Self.gaid)\tC-1\n\(Self.gaid)\tC \"8\"\n")
      #expect(
        try Self.rejects(directory, "outbox/\(name).rejects.csv") == [
          "3 id-empty gaid", "4 id-format gaid", "5 id-empty gaid", "7 id-pii customer_id",
          "8 id-format customer_id",
        ])
      #expect(try directory.mode("outbox/\(name).rejects.csv") == 0o600)
      #expect(
        found.errors.replacing(/in [0-9.]+ s \([^)]*\)/, with: "in no time") == """
          input     crm.csv: utf-8, delimiter , (5 fields in 9 of 9 records), quote ", line end LF
          read      8 records, \(Self.dump.utf8.count) bytes in no time
          written   2 records: 2 lines, 84 bytes
          rejected  5 (id-empty 2, id-format 2, id-pii 1)
          no-trait  1
          files     1 in outbox
                    \(name).gz  2 lines, \(try directory.read("outbox/\(name).gz").count) bytes
          verified  each file read back and checked
          rejects   outbox/\(name).rejects.csv
          sluice: warning: 1 rejected IDs would be right in the other case (ID synchronisation changes \
          no IDs, so change the dump)

          """)
      try Self.expectTaken(directory)
      let info = try ReportFileTests.report(directory, "outbox/\(name).info")
      #expect((info["Totals"] as? [String: Any])?["TotalNumberLines"] as? Int == 2)
    }
  }

  @Test func hashedAddresses() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let found = try directory.sluice(
        "\(Self.hashes) \(Samples.toFiles) --compress none --null NULL --verify crm.csv")
      #expect(found.ending == .done, "\(found.errors)")
      let name = "c2c_id_1234_5678_5678_1732240000.sync"
      #expect(
        try directory.text("outbox/\(name)") == """
          C-1\t\(Self.hashOfJohn)\t\(Self.hashOfJane)
          C-3\t\(Self.hashOfName)\t\(Self.hashOfJane)

          """)
      // The seventh record has an ID that may not be, before it turns out that there is nothing to tie.
      #expect(
        try Self.rejects(directory, "outbox/\(name).rejects.csv") == [
          "3 id-empty mail2", "6 id-empty customer_id", "7 id-pii customer_id",
          "8 id-format customer_id", "9 email mail2",
        ])
      #expect(found.errors.contains("no-trait  1\nhashes    1\n"))
      try Self.expectTaken(directory)
    }
  }

  /// Hash columns stand where `--columns` has them, and behind it where it has not.
  @Test(arguments: [
    ("--columns id,b --hash b,a --dpids 1,2,3", [0, 2, 1]),
    ("--columns id,a,b --hash b --hash a --dpids 1,2,3", [0, 1, 2]),
    ("--columns id --hash b --hash a --dpids 1,2,3", [0, 2, 1]),
  ])
  func placesOfHashes(options: String, places: [Int]) throws {
    try withDirectory { directory in
      let fields = ["u1", Self.hashOfJohn, Self.hashOfJane]
      let found = try directory.sluice(
        "idsync --c2c \(options) --quiet", input: "id,a,b\n\(fields.joined(separator: ","))\n")
      #expect(found.ending == .done && found.errors == "")
      #expect(found.text == places.map { fields[$0] }.joined(separator: "\t") + "\n")
    }
  }

  /// UUIDs belong to data source 0, other devices to theirs; a customer's own ID may be tied twice.
  @Test func severalColumns() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let found = try directory.sluice(
        "idsync --columns aam,gaid,customer_id,customer_id --dpids 0,20914,1234,5678 "
          + "\(Samples.toFiles) --layout s3 --partner acme --quiet crm.csv")
      #expect(found.ending == .done && found.errors == "")
      let path = "outbox/acme/date=2024-11-22"
      let name = "adobe_id_0_20914_1234_5678_1732240000.sync"
      let own = ["C-1", "C \"8\""].map { "\(Self.aamID)\t\(Self.gaid)\t\($0)\t\($0)\n" }.joined()
      #expect(try directory.shell("zcat \(path)/\(name).gz").text == own)
      #expect(
        try Self.rejects(directory, "\(path)/\(name).rejects.csv") == [
          "3 id-empty gaid", "4 id-format gaid", "5 id-empty aam", "6 id-empty customer_id",
          "7 id-format aam", "8 id-format customer_id",
        ])
      try Self.expectTaken(directory)
    }
  }

  /// Without a header columns have numbers; what stands in other columns does not matter.
  @Test func dialects() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "idsync --header no --columns column2,column1 --dpids 20914,7 --null - --quiet",
        input: "u1,\(Self.gaid),\nu2,-,x@example.com\nu3,\(Self.gaid),y\n")
      #expect(found.ending == .done && found.text == "\(Self.gaid)\tu1\n\(Self.gaid)\tu3\n")
      // Fields that a record lacks are IDs that are missing; what a database writes for nothing is none.
      let ragged = try directory.sluice(
        "idsync --columns gaid,id --dpids 20914,7 --ragged pad --quiet",
        input: "gaid,id,x\n\(Self.gaid),u1,z\n\(Self.gaid)\n\(Self.gaid),u2\n")
      #expect(ragged.lines == ["u1", "u2"].map { "\(Self.gaid)\t\($0)" })
      let escaped = try directory.sluice(
        "idsync --columns gaid,id --dpids 20914,7 --delimiter tab --quote none --escape \\",
        input: "gaid\tid\n\(Self.gaid)\tu\\\\1\n\(Self.gaid)\t\\N\n")
      #expect(escaped.text == "\(Self.gaid)\tu\\1\n" && escaped.errors.contains("no-trait  1\n"))
      let wrong = try directory.sluice(
        "idsync --header no --columns column2,column4 --dpids 20914,7", input: "u1,a,\n")
      #expect(wrong.ending == .exited(64))
      #expect(
        wrong.errors
          == "sluice: error: column \"column4\" for data source 7 is not in the header: stdin "
          + "(by --header no the columns are column1 to column3)\n")
    }
  }

  /// A column of phone numbers is one, though no number of it by itself would be.
  @Test func columnsOfNumbers() throws {
    try withDirectory { directory in
      let rows = (0..<200).map {
        "\(Self.gaid),212\(200 + 131 * $0 % 800)\(1000 + $0),\(5000 + $0)"
      }
      try directory.write("crm.csv", "gaid,n,id\n" + rows.joined(separator: "\n") + "\n")
      for (column, written, rejected) in [("id", 200, "0"), ("n", 0, "200 (id-pii 200)")] {
        let found = try directory.sluice(
          "idsync --columns gaid,\(column) --dpids 20914,1234 crm.csv")
        #expect(found.lines.count == written)
        #expect(found.errors.contains("rejected  \(rejected)\n"), "\(found.errors)")
      }
    }
  }

  /// A line is at most as long as the receiver takes, its end included.
  @Test(arguments: [(102_362, 1, "0"), (102_363, 0, "1 (pair-too-long 1)")])
  func longLines(bytes: Int, lines: Int, rejected: String) throws {
    try withDirectory { directory in
      let id = String(repeating: "x", count: bytes)
      let found = try directory.sluice(
        ["idsync", "--columns", "gaid,id", "--dpids", "20914,1", "--verify", "--out", "outbox"],
        input: Array("gaid,id\n\(Self.gaid),\(id)\n".utf8))
      #expect(found.ending == .done && found.errors.contains("rejected  \(rejected)\n"))
      #expect(found.errors.contains("\(lines) line"))
      if lines > 0 { try Self.expectTaken(directory) }
    }
  }

  /// A warning tells of a master that holds no device IDs; none does of users with many lines.
  @Test func warnings() throws {
    try withDirectory { directory in
      let rows = (0..<300).map { "u1,d\($0)\n" }.joined()
      try directory.write("ids.csv", "id,other\n" + rows)
      let found = try directory.sluice(
        "idsync --columns id,other --dpids 1234,5678 \(Samples.toFiles) ids.csv")
      #expect(found.ending == .done)
      let warnings = found.errors.split(separator: "\n").filter { $0.contains("warning") }
      #expect(
        warnings == [
          "sluice: warning: the master data source 1234 is not one of device IDs, and other IDs in the first "
            + "column tie wrongly (0 is that of UUIDs; the global data sources are those of device IDs)"
        ])
      try Self.expectTaken(directory)
      // What looks like a mistake is sent as it is, in whatever column, and told.
      let odd = try directory.sluice(
        "idsync --columns gaid,id --dpids 20914,7",
        input: "gaid,id\n00000000-0000-0000-0000-000000000000,u%20x\n")
      #expect(odd.lines == ["00000000-0000-0000-0000-000000000000\tu%20x"])
      #expect(
        odd.errors.hasSuffix(
          """
          sluice: warning: 1 IDs look URL-encoded, and IDs are to be sent as they are
          sluice: warning: 1 IDs are all zeros, as of users who opted out of tracking (leave them out of the dump)

          """))
    }
  }

  @Test func nothingToTie() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        "\(Self.devices) \(Samples.toFiles)", input: "gaid,customer_id\n\(Self.gaid),\n")
      #expect(found.ending == .done && directory.list("outbox") == [])
      #expect(found.errors.contains("no-trait  1\n"))
      #expect(found.errors.contains("no line came out, so no file was written"))
    }
  }

  @Test func rejectsEndTheRun() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let strict = try directory.sluice("\(Self.devices) \(Samples.toFiles) --strict crm.csv")
      #expect(strict.ending == .exited(65) && directory.list("outbox") == [])
      let line = Self.dump.split(separator: "\n").prefix(2).joined(separator: "\n").utf8.count + 1
      #expect(
        strict.errors
          == "sluice: error: the ID is empty (id-empty): crm.csv: record 3 (line 3, byte \(line)), "
          + "column \"gaid\"\n")
      let other = try directory.sluice(
        "\(Self.devices) --strict", input: "gaid,customer_id\n\(Self.gaid.uppercased()),x\n")
      #expect(
        other.errors.contains(
          "form of its type, but would have it in the other case (only the `transform` of a mapping's id changes "
            + "IDs) (id-format): "))
      let limited = try directory.sluice("\(Self.devices) --max-rejects 4 --quiet crm.csv")
      #expect(limited.ending == .exited(65))
      #expect(
        try directory.sluice("\(Self.devices) --max-rejects 5 --quiet crm.csv").ending == .done)
    }
  }

  @Test func dryRun() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let found = try directory.sluice("\(Self.devices) \(Samples.toFiles) --dry-run crm.csv")
      #expect(found.ending == .done && !directory.has("outbox"))
      #expect(found.errors.contains("adobe_id_20914_1234_1732240000.sync.gz  2 lines"))
      #expect(found.errors.contains("dry run   nothing was written\n"))
      // A file in the way is refused before any work, and replaced when that is asked for.
      _ = try directory.sluice("\(Self.devices) \(Samples.toFiles) crm.csv")
      let again = try directory.sluice("\(Self.devices) \(Samples.toFiles) crm.csv")
      #expect(again.ending == .exited(73))
      let forced = try directory.sluice("\(Self.devices) \(Samples.toFiles) --force crm.csv")
      #expect(forced.ending == .done)
    }
  }

  @Test func streams() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      let plain = try directory.sluice("\(Self.devices) --quiet crm.csv")
      #expect(plain.lines.count == 2 && plain.errors == "")
      for (format, reader) in [("gz", "zcat"), ("lz4", "lz4 -dc")] {
        let packed = try directory.shell(
          "gzip -c crm.csv | sluice \(Self.devices) --compress \(format) --quiet | \(reader)")
        #expect(packed.output == plain.output, "\(packed.errors)")
      }
    }
  }

  @Test func report() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", Self.dump)
      for (name, command) in [("ids", Self.devices), ("hashes", Self.hashes)] {
        let found = try directory.sluice(
          "\(command) --out \(name) --timestamp 1732240000 --report \(name).json crm.csv")
        #expect(found.ending == .done)
      }
      #expect(try ReportFileTests.invalid(directory, ["ids.json", "hashes.json"]) == "")
      let report = try ReportFileTests.report(directory, "hashes.json")
      let transfer = try #require(report["transfer"] as? [String: Any])
      #expect(transfer["dpid"] as? Int == 1234 && transfer["timestamp"] as? Int == 1_732_240_000)
      let sync = try #require(transfer["idSync"] as? [String: Any])
      #expect(sync["kind"] as? String == "c2c_id" && sync["dpids"] as? [Int] == [5678, 5678])
      let counts = try #require(report["counts"] as? [String: Int])
      #expect(counts["records"] == 8 && counts["lines"] == 2 && counts["pairs"] == 0)
      #expect((report["receiver"] as? [String: Int])?["totalSignals"] == 0)
      let page = try directory.shell(
        "sluice \(Self.devices) --report page.html --quiet crm.csv >/dev/null && cat page.html")
      #expect(page.text.contains("<h1>ID synchronisation for data source 20914</h1>"))
      #expect(page.text.contains("<dt>Tied to</dt><dd>1234 (adobe_id)</dd>"))
      #expect(!page.text.contains("example.com") && !page.text.contains(" pairs"))
    }
  }
}
