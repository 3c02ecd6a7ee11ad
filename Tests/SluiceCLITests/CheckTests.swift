// `sluice check` and `convert --verify` as programs: codes, texts, JSON by its schema.

import Foundation
import Testing

@Suite struct CheckTests {
  static let good = "u1\t\"k\"=\"v\"\nu2\t\"k\"=\"w\",d_sid=24\n"
  static let bad = "u1\t\"k\"=\"v\"\nu2 \"k\"=\"v\"\n"
  static let name = Samples.name

  @Test func goodFilesEndWithNothing() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.good)
      let found = try directory.sluice("check \(Self.name)")
      #expect(found.ending == .done && found.errors == "")
      #expect(
        found.text == """
          \(Self.name)
            data file, 2 lines, 31 bytes
            Records received   2
            Format errors      0
            Invalid AAM ID     0
            Invalid device ID  0
            Stored records     2 at most
            Total signals      2

          1 file: no errors, no warnings, no notes (not known from outside: No matching AAM ID, \
          No trait realized, Total unused signals)

          """)
    }
  }

  @Test func errorsEndWith65() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.bad)
      let found = try directory.sluice("check .")
      #expect(found.ending == .exited(65) && found.errors == "")
      #expect(
        found.text.contains(
          """
            error: no tab between user ID and traits [missing-tab; Format errors, section 5]
              line 2, byte 14: u* "k"="v"

          """))
      let quiet = try directory.sluice("check --quiet .")
      #expect(quiet.ending == .exited(65) && quiet.lines.count == 3)
      try directory.write(Self.name, Self.good)
      #expect(try directory.sluice("check --quiet .").output.isEmpty)
    }
  }

  /// An error of a folder is one with `--quiet`, too.
  @Test func errorsOfFolders() throws {
    try withDirectory { directory in
      _ = try directory.shell("mkdir outbox; ln -s nowhere outbox/\(Self.name)")
      let found = try directory.sluice("check --quiet outbox")
      #expect(found.ending == .exited(65))
      #expect(
        found.text == "error: an inbound file's name on a link that leads to nothing: "
          + "outbox/\(Self.name) [broken-link; section 2]\n")
    }
  }

  @Test func otherCodes() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.good)
      for (arguments, code, error) in [
        ("check nosuch", 66, "no such file: nosuch"),
        ("check", 64, "nothing to check: name files or folders"),
        (
          "check -", 64,
          "stdin and a name go together (sluice check - --name ftp_dpm_1234_1732240000.sync)"
        ),
        (
          "check --lanes 0 .", 64,
          "not a value for --lanes: \"0\" (expected: a whole number from 1 to 256)"
        ),
        ("convert --dpid 1 --id id --verify", 64, "--verify needs --out"),
      ] {
        let found = try directory.sluice(arguments)
        #expect(found.ending == .exited(Int32(code)), "\(arguments)")
        #expect(found.errors == "sluice: error: \(error)\n", "\(arguments)")
        #expect(found.output.isEmpty)
      }
    }
  }

  /// Nothing waits for a pipe that nobody writes to.
  @Test func pipesAreNoFiles() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.good)
      let made = try directory.shell("mkfifo \(Self.name).1")
      #expect(made.ending == .done)
      let named = try directory.shell("timeout 20 sluice check \(Self.name).1")
      #expect(named.ending == .exited(66))
      #expect(
        named.errors
          == "sluice: error: neither a file nor a folder: \(Self.name).1 (for a pipe: sluice check - "
          + "--name NAME < \(Self.name).1)\n")
      let found = try directory.shell("timeout 20 sluice check .")
      #expect(found.ending == .done)
      #expect(
        found.text.contains(
          "note: passed over, because it is neither a file nor a folder: ./\(Self.name).1 [not-a-file; "
        ))
    }
  }

  @Test func fileGivenTwice() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.good)
      let once = try directory.sluice("check \(Self.name)")
      #expect(try directory.sluice("check \(Self.name) \(Self.name)").text == once.text)
      let found = try directory.sluice("check . \(Self.name)")
      #expect(found.ending == .done && found.text == once.text.replacing(/^/, with: "./"))
    }
  }

  /// Without a word of an error nothing was checked: that is said.
  @Test func nothingToCheck() throws {
    try withDirectory { directory in
      _ = try directory.shell("mkdir -p empty/a/b")
      let found = try directory.sluice("check empty")
      #expect(found.ending == .done)
      #expect(
        found.text.hasPrefix(
          "warning: nothing to check: no inbound file in the folder empty, nor in "
            + "AWS_DIRECTORY/PARTNER/date=YYYY-MM-DD/ below it [no-inbound-file; section 2]\n"))
      _ = try directory.shell(
        "mkdir -p empty/a/b/date=2024-11-22 && printf 'u\\td_sid=1\\n' > "
          + "empty/a/b/date=2024-11-22/\(Self.name)")
      #expect(try directory.sluice("check empty").text.contains("1 line, 10 bytes"))
    }
  }

  @Test func stdinByName() throws {
    try withDirectory { directory in
      let good = try directory.sluice("check - --name \(Self.name)", input: Self.good)
      #expect(good.ending == .done && good.text.hasPrefix("- (\(Self.name))\n"))
      let packed = try directory.shell(
        "printf 'u1\\t\"k\"=\"v\"\\n' | gzip | sluice check - --name \(Self.name).gz")
      #expect(packed.ending == .done, "\(packed.text)")
      let wrong = try directory.sluice("check - --name crm.csv", input: Self.good)
      #expect(wrong.ending == .exited(65))
    }
  }

  /// Reports of all sorts of files are what the schema says.
  @Test func jsonIsAsTheSchemaSays() throws {
    try withDirectory { directory in
      try directory.write(Self.name, Self.bad)
      try directory.write("\(Self.name).info", "{")
      try directory.write("ftp_dpm_20914_1_1732240000.sync", "x\ty\n")
      try directory.write("ftp_dpm_1_1732240000.sync.gpg", [0x85, 0])
      try directory.write("ftp_dpm_1_1732240000.sync.gz", [0x1F, 0x8B, 8])
      try directory.write("adobe_id_5_6_1732240000.sync", "a\tb\njo@example.com\tü\u{1}\n")
      let cards = ["4111111111111111", "4012888888881881", "5555555555554444", "378282246310005"]
      try directory.write(
        "ftp_dpm_7_1732240000.sync", cards.map { "\($0)\td_sid=1,d_unsid=1\n" }.joined())
      _ = try directory.shell(
        "mkfifo pipe; (gzip -c ftp_dpm_7_1732240000.sync; printf '\\0\\0') > ftp_dpm_8_1732240000.sync.gz"
      )
      try directory.write("ftp_1234_20915_iter_1486140843000001.sync.gz", "")
      try directory.write("no\"te\\s.txt", "")
      _ = try directory.shell("mkdir empty && cp \(Self.name) empty/x.txt")
      var texts: [String] = []
      for arguments in ["check --json .", "check --json empty", "check --json ./\(Self.name)"] {
        texts.append(try directory.sluice(arguments).text)
      }
      for text in texts { try directory.write("report.json", text) }
      let all = texts.map { $0.replacing("\n", with: "") }.joined(separator: "\n") + "\n"
      try directory.write("reports.jsonl", all)
      let judged = try directory.python(
        """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1], encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        reports = [json.loads(line) for line in open("reports.jsonl", encoding="utf-8")]
        for report in reports:
            for error in Draft202012Validator(schema).iter_errors(report):
                print(error.json_path, error.message[:200])
        first = reports[0]
        print(first["good"], len(first["files"]), first["total"]["recordsReceived"])
        found = {f["code"] for file in first["files"] for f in file["findings"]}
        print(sorted(found & {"id-column-cards", "trait-conflict", "gzip-padding"}))
        """, [repositoryPath("Sources/Sluice/check-report.schema.json")])
      #expect(judged.ending == .done, "\(judged.errors)")
      #expect(
        judged.text == "False 9 13\n['gzip-padding', 'id-column-cards', 'trait-conflict']\n",
        "\(judged.text)")
    }
  }

  @Test func convertedFilesPass() throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1MB --seed 5")
      let mapping = repositoryPath("Benchmarks/jobs/crm-pairs.yaml")
      for options in ["", "--compress none", "--layout s3 --partner acme --mode overwrite"] {
        let converted = try directory.sluice(
          "convert -m \(mapping) --out outbox --split-size 50000 --timestamp 1732240000 --verify "
            + options + " dump.csv")
        #expect(converted.ending == .done, "\(converted.errors)")
        #expect(converted.errors.contains("\nverified  each file read back and checked\n"))
        let checked = try directory.sluice("check outbox")
        #expect(checked.ending == .done, "\(checked.text)")
        _ = try directory.shell("rm -r outbox")
      }
    }
  }
}
