// `idsync`: what makes no sense is refused before any work, each in one line that says what to do.

import Testing

@Suite struct IDSyncUsageTests {
  @Test(
    arguments: [
      (
        "--columns a --dpids 1",
        "no ID synchronisation file can have this name: no data source besides the master (name a further "
          + "column with --columns, or with --c2c --hash)"
      ),
      (
        "--columns a,b --dpids 1",
        "--dpids has 1 data source for 2 columns (expected: one for each of --columns)"
      ),
      (
        "--c2c --columns a --hash b --dpids 1,2,3",
        "--dpids has 3 data sources for 2 columns (expected: one for each of --columns and --hash)"
      ),
      (
        "--columns a,b --dpids 1,1",
        "the master's data source 1 has a further column, which would tie its IDs to themselves"
      ),
      ("--columns a,b,b --dpids 20914,2,2", "column \"b\" is named twice for data source 2"),
      (
        "--columns a,b --dpids 1,x",
        "not a value for --dpids: \"x\" (expected: a whole number from 0 to 999999999999999999)"
      ),
      ("--columns a,b --dpids 1,", "--dpids has an empty entry (expected: numbers, n,m,...)"),
      (
        "--columns a,,b --dpids 1,2",
        "--columns has an empty entry (expected: names, a,b,...)"
      ),
      ("--columns= --dpids 1,2", "--columns has an empty entry (expected: names, a,b,...)"),
      (
        "--c2c --columns a --hash= --dpids 1",
        "--hash has an empty entry (expected: names, a,b,...)"
      ),
      (
        "--columns a,b --hash b --dpids 1,2",
        "--hash goes with --c2c: hashes stand in c2c_id files only"
      ),
      ("--c2c --columns a --hash b --hash b --dpids 1,2", "--hash names a column twice"),
      (
        "--c2c --columns a,b --dpids 1,2",
        "column \"b\" would stand unhashed in a c2c_id file, which ties customer IDs to hashed addresses "
          + "(name it in --hash, or leave out --c2c)"
      ),
      (
        "--c2c --columns a,b --hash a,b --dpids 1,2",
        "--hash names the master's column (the first of --columns holds customer IDs, which are not hashed)"
      ),
      (
        "--c2c --columns a --hash b --dpids 20914,2",
        "no ID synchronisation file can have this name: data source 20914 holds device IDs; c2c_id ties "
          + "customer IDs to hashes (leave out --c2c to tie device IDs)"
      ),
      (
        "--c2c --columns a --hash b --dpids 1,0",
        "no ID synchronisation file can have this name: data source 0 holds device IDs; c2c_id ties "
          + "customer IDs to hashes (leave out --c2c to tie device IDs)"
      ),
      (
        "--c2c --columns a --hash b,c,d,e,f,g,h,i,j,k,l --dpids 1,2,2,2,2,2,2,2,2,2,2,2",
        "no ID synchronisation file can have this name: 11 hash columns, at most 10 in one transfer"
      ),
      (
        "--columns a,b --dpids 20914,1234567890123456789",
        "not a value for --dpids: \"1234567890123456789\" (expected: a whole number from 0 to 999999999999999999)"
      ),
      ("--columns a", "Missing expected argument '--dpids <n,m,...>' (see sluice idsync --help)"),
      ("--dpids 1,2", "Missing expected argument '--columns <a,b,...>' (see sluice idsync --help)"),
      (
        "--columns a,b --dpids 20914,2 --out outbox --encrypt-to x",
        "Unknown option '--encrypt-to' (see sluice idsync --help)"
      ),
      (
        "--columns a,b --dpids 20914,2 --out outbox --compress lz4",
        "--compress lz4 goes to stdout only: Audience Manager takes gzip or plain files"
      ),
      ("--columns a,b --dpids 20914,2 --verify", "--verify needs --out"),
      (
        "--columns a,b --dpids 20914,2 --ragged keep",
        "--ragged keep is for sluice rows (expected: reject, pad)"
      ),
    ] as [(String, String)])
  func refused(options: String, error: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice("idsync \(options) nosuch.csv")
      #expect(found.ending == .exited(64) && found.output.isEmpty)
      #expect(found.errors == "sluice: error: \(error)\n")
      #expect(directory.list() == [])
    }
  }

  /// Of many records that lack an ID a warning tells what to do.
  @Test func missingIDs() throws {
    try withDirectory { directory in
      let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      let found = try directory.sluice(
        "idsync --c2c --columns id --hash email,email2 --dpids 1,2,2",
        input: "id,email,email2\nu1,a@example.com,\nu2,\(nothing),b@example.com\nu3,,\(nothing)\n")
      #expect(found.ending == .done && found.output.isEmpty)
      #expect(
        found.errors.contains(
          "sluice: warning: 2 records without one of the IDs: rejected (if it is a further one, tie the columns in "
            + "runs of their own)\n"), "\(found.errors)")
      #expect(found.errors.contains("no-trait  1\n") && !found.errors.contains("filtered"))
    }
  }

  /// A word for nothing would tie all that have it together.
  @Test func wordsForNothing() throws {
    try withDirectory { directory in
      let dump = "id,v\nNULL,x\nu2,y\nN/A,z\n"
      for command in ["convert --dpid 1 --id id", "idsync --columns v,id --dpids 2,1"] {
        let found = try directory.sluice(command, input: dump)
        #expect(found.ending == .done && found.lines.count == 3)
        let warning =
          "sluice: warning: 2 IDs are words for nothing, such as NULL (name them with --null)\n"
        #expect(found.errors.contains(warning))
        let clean = try directory.sluice("\(command) --null NULL --null N/A", input: dump)
        #expect(clean.lines.count == 1 && !clean.errors.contains("words for nothing"))
      }
    }
  }

  /// The receiver sets no limit to columns, but file systems do to names.
  @Test func longNames() throws {
    try withDirectory { directory in
      let places = 0..<30
      let columns = places.map { "c\($0)" }.joined(separator: ",")
      let dpids = places.map { "\(10_000_000 + $0)" }.joined(separator: ",")
      let arguments = ["idsync", "--columns", columns, "--dpids", dpids, "--quiet"]
      let dump = Array("\(columns)\n\(dpids)\n".utf8)
      let refused = try directory.sluice(arguments + ["--out", "outbox"], input: dump)
      #expect(refused.ending == .exited(64) && directory.list() == [])
      #expect(
        refused.errors.contains("no file can have so long a name, with all data sources in it: "))
      let found = try directory.sluice(arguments, input: dump)
      #expect(found.text == dpids.replacing(",", with: "\t") + "\n")
    }
  }

  @Test func columnsThatAreNotThere() throws {
    try withDirectory { directory in
      try directory.write("crm.csv", "gaid,customer_id,plan,plan\n1,2,3,4\n")
      let found = try directory.sluice(
        "idsync --columns gaidd,customer,plan --dpids 20914,1,2 crm.csv")
      #expect(found.ending == .exited(78) && found.output.isEmpty)
      #expect(
        found.errors == """
          sluice: error: column "gaidd" for data source 20914 is not in the header: crm.csv (did you mean "gaid"?)
          sluice: error: column "customer" for data source 1 is not in the header: crm.csv
          sluice: error: column "plan" for data source 2 stands 2 times in the header: crm.csv

          """)
    }
  }
}
