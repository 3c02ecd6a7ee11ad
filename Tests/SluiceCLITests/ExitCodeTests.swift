// Exit codes and the one line that says why: the texts are asserted, so that wording changes on
// purpose.

import Foundation
import Testing

@Suite struct ExitCodeTests {
  static let failures: [(arguments: String, code: Int32, error: String)] = [
    (
      "convert", 64,
      "without a mapping both --dpid and --id are needed (or name one with --mapping)"
    ),
    (
      "convert --dpid 1 clean.csv", 64,
      "without a mapping both --dpid and --id are needed (or name one with --mapping)"
    ),
    ("convert --nosuch", 64, "Unknown option '--nosuch' (see sluice convert --help)"),
    ("nosuch", 64, "Unexpected argument 'nosuch' (see sluice --help)"),
    (
      "convert -m map.yaml --compress zip clean.csv", 64,
      "not a value for --compress: \"zip\" (expected: gz, none, lz4)"
    ),
    (
      "convert -m map.yaml --compress lz4 --out outbox clean.csv", 64,
      "--compress lz4 goes to stdout only: Audience Manager takes gzip or plain files"
    ),
    (
      "rows --delimiter ; --quote ; clean.csv", 64,
      "delimiter and quote are the same character: ; (name another --delimiter or --quote)"
    ),
    (
      "rows --delimiter , --comment , clean.csv", 64,
      "delimiter and comment are the same character: , (name another --delimiter or --comment)"
    ),
    (
      "rows --quote ! --comment ! clean.csv", 64,
      "quote and comment are the same character: ! (name another --quote or --comment)"
    ),
    (
      "convert -m map.yaml --out outbox --verify --encrypt-to someone clean.csv", 64,
      "--verify cannot read what --encrypt-to has encrypted (leave out one of them)"
    ),
    (
      "convert -m map.yaml --level 10 clean.csv", 64,
      "not a value for --level: \"10\" (expected: a whole number from 1 to 9)"
    ),
    (
      "convert -m map.yaml --lanes 0 clean.csv", 64,
      "not a value for --lanes: \"0\" (expected: a whole number from 1 to 256)"
    ),
    (
      "convert -m map.yaml --mode add clean.csv", 64,
      "not a value for --mode: \"add\" (expected: sync, overwrite)"
    ),
    (
      "convert -m map.yaml --out outbox --timestamp 12 clean.csv", 64,
      "not a value for --timestamp: \"12\" (expected: 10 digits, UTC seconds)"
    ),
    (
      "convert -m map.yaml --out outbox --split-size 2GB clean.csv", 64,
      "--split-size 2GB is more than Audience Manager takes (at most 1GB; --allow-large allows 3GB)"
    ),
    (
      "convert -m map.yaml --out outbox --split-size 4GB --allow-large clean.csv", 64,
      "--split-size 4GB is more than Audience Manager takes (at most 3GB)"
    ),
    (
      "convert -m map.yaml --out outbox --split-raw-size 6GB clean.csv", 64,
      "--split-raw-size 6GB is more than Audience Manager takes (at most 5GB)"
    ),
    (
      "convert -m map.yaml --out outbox --split-size lots clean.csv", 64,
      "not a value for --split-size: \"lots\" (expected: a size such as 250MB, 250MiB, 1GB or a "
        + "number of bytes)"
    ),
    ("convert -m map.yaml --layout s3 clean.csv", 64, "--layout needs --out"),
    ("convert -m map.yaml --partner acme clean.csv", 64, "--partner needs --out and --layout s3"),
    (
      "convert -m map.yaml --out outbox --layout s3 clean.csv", 64,
      "--layout s3 needs --partner NAME"
    ),
    (
      "convert -m map.yaml --out outbox --partner acme clean.csv", 64,
      "--partner goes with --layout s3"
    ),
    (
      "convert -m map.yaml --max-rejects few clean.csv", 64,
      "not a value for --max-rejects: \"few\" (expected: a number of records or a percentage such "
        + "as 0.5%)"
    ),
    (
      "convert -m map.yaml --delimiter ab clean.csv", 64,
      "not a value for --delimiter: \"ab\" (expected: one ASCII character, tab, or 0x01 to "
        + "0x7F)"
    ),
    (
      "convert -m map.yaml --encoding iso-8859-1 --delimiter 0xa7 clean.csv", 64,
      "not a value for --delimiter: \"0xa7\" (expected: one ASCII character, tab, or 0x01 to "
        + "0x7F)"
    ),
    (
      "rows --quote 0x80 clean.csv", 64,
      "not a value for --quote: \"0x80\" (expected: one ASCII character, 0x01 to 0x7F, or none)"
    ),
    (
      "rows --escape 0xFF clean.csv", 64,
      "not a value for --escape: \"0xFF\" (expected: one ASCII character, 0x01 to 0x7F, or none)"
    ),
    (
      "rows --ragged foo clean.csv", 64,
      "not a value for --ragged: \"foo\" (expected: reject, pad, or keep for sluice rows)"
    ),
    (
      "convert -m map.yaml --ragged keep clean.csv", 64,
      "--ragged keep is for sluice rows (expected: reject, pad)"
    ),
    (
      "preview -m map.yaml --ragged keep clean.csv", 64,
      "--ragged keep is for sluice rows (expected: reject, pad)"
    ),
    (
      "convert -m map.yaml --encoding nosuch clean.csv", 64,
      "unknown encoding: nosuch (`iconv -l` lists the names)"
    ),
    (
      "preview -m map.yaml --count 0 clean.csv", 64,
      "not a value for --count: \"0\" (expected: a whole number from 1 to 1000000)"
    ),
    (
      "convert -m map.yaml --strict damaged.csv", 65,
      "the ID is empty (id-empty): damaged.csv: record 6 (line 6, byte 79), column \"id\""
    ),
    (
      "convert -m map.yaml --max-rejects 5 damaged.csv", 65,
      "6 records rejected, allowed are 5: damaged.csv: record 11 (line 11, byte 146)"
    ),
    (
      "convert -m map.yaml --max-rejects 2 damaged.csv", 65,
      "6 records rejected, allowed are 2: damaged.csv: record 8 (line 8, byte 100)"
    ),
    (
      "convert -m map.yaml empty.csv", 65,
      "the input is empty, not even a header: empty.csv (is the export complete?)"
    ),
    ("convert -m map.yaml nosuch.csv", 66, "no such file: nosuch.csv"),
    ("convert -m map.yaml .", 66, "is a directory: . (name the files in it)"),
    (
      "convert -m nosuch.yaml clean.csv", 66,
      "the mapping cannot be read: nosuch.yaml (no such file)"
    ),
    ("convert -m . clean.csv", 66, "the mapping cannot be read: . (is a directory)"),
    (
      "convert -m map.yaml --rejects - clean.csv", 64,
      "not a value for --rejects: \"-\" (name a file, or /dev/stderr; ./- is a file of that name)"
    ),
    (
      "convert --dpid 1 --id id --header no clean.csv", 64,
      "column \"id\" for the user ID is not in the header: clean.csv (by --header no the columns are "
        + "column1 to column4; --columns names them)"
    ),
    ("preview -m map.yaml nosuch.csv", 66, "no such file: nosuch.csv"),
    ("rows nosuch.csv", 66, "no such file: nosuch.csv"),
    (
      "convert -m columns.yaml clean.csv", 78,
      "columns.yaml:3:19: column \"plann\" for a field is not in the header: clean.csv "
        + "(did you mean \"plan\"?)"
    ),
    (
      "convert --dpid 1 --id nosuch clean.csv", 78,
      "column \"nosuch\" for the user ID is not in the header: clean.csv"
    ),
  ]

  @Test(arguments: failures)
  func failure(arguments: String, code: Int32, error: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let before = directory.list()
      let found = try directory.sluice(arguments)
      #expect(found.ending == .exited(code))
      #expect(found.errors == "sluice: error: \(error)\n")
      #expect(directory.list().filter { $0 != "outbox" } == before)
      #expect(directory.list("outbox") == [])
    }
  }

  @Test func rejectLimitInPercent() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      #expect(
        try directory.sluice("convert -m map.yaml --max-rejects 60% damaged.csv").ending == .done)
      let found = try directory.sluice("convert -m map.yaml --max-rejects 59.9% damaged.csv")
      #expect(found.ending == .exited(65))
      #expect(
        found.errors == "sluice: error: 6 of 10 records rejected, allowed are 59.9 %: damaged.csv: "
          + "record 11 (line 11, byte 146)\n")
    }
  }

  /// The place is that of the reject with which the share went over for good, whatever came before.
  @Test func placeOfTheRejectTooMany() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let good = String(repeating: "u1,P,Oslo,yes\n", count: 98)
      let bad = ",P,Oslo,yes\n"
      try directory.write("one.csv", "id,plan,city,active\n" + bad + good)
      try directory.write("two.csv", "id,plan,city,active\n" + bad + good + bad + bad)
      let found = try directory.sluice("convert -m map.yaml --max-rejects 1.5% one.csv two.csv")
      #expect(found.ending == .exited(65))
      let place = "record 101 (line 101, byte \(20 + bad.utf8.count + good.utf8.count))"
      #expect(
        found.errors
          == "sluice: error: 4 of 200 records rejected, allowed are 1.5 %: two.csv: \(place)\n")
    }
  }

  /// An error is one line, whatever names hold.
  @Test func controlCharactersInNames() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let file = try directory.sluice([
        "convert", "-m", "map.yaml", "no\nsuch\u{1B}[31m\u{202E}\u{85}",
      ])
      #expect(file.ending == .exited(66))
      #expect(
        file.errors == "sluice: error: no such file: no\\nsuch\\u{1b}[31m\\u{202e}\\u{85}\n")
      try directory.write("a\tb.csv", "id,plan,\"ci\nty\",active\nu1,P,x,yes\n")
      let column = try directory.sluice(["convert", "-m", "map.yaml", "a\tb.csv", "clean.csv"])
      #expect(column.ending == .exited(78))
      #expect(
        column.errors.hasPrefix("sluice: error: map.yaml:7:13: column \"city\" for a field is not"))
      #expect(column.errors.contains("a\\tb.csv") && column.errors.count { $0 == "\n" } == 1)
      try directory.write("a\tb.csv", Samples.clean)
      let summary = try directory.sluice(["convert", "-m", "map.yaml", "a\tb.csv"])
      #expect(summary.ending == .done && summary.errors.hasPrefix("input     a\\tb.csv: "))
    }
  }

  /// All errors of a mapping at once, each in a line with its place.
  @Test func everyErrorOfAMapping() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m wrong.yaml clean.csv")
      #expect(found.ending == .exited(78))
      #expect(
        found.errors == """
          sluice: error: wrong.yaml:2:5: no ID column (name "id.column" in the mapping or give --id)
          sluice: error: wrong.yaml:2:6: unknown key "colum" in "id" (did you mean "column"?)
          sluice: error: wrong.yaml:3:22: unknown key "bnds" in a field (did you mean "bands"?)

          """)
    }
  }

  @Test(arguments: [
    "convert -m map.yaml clean.csv", "rows clean.csv", "preview -m map.yaml clean.csv", "--help",
    "--version",
    "convert --help", "--generate-completion-script bash",
  ])
  func fullDisk(command: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.shell("sluice \(command) > /dev/full")
      #expect(found.ending == .exited(74))
      #expect(found.errors.hasPrefix("sluice: error: no space left on device: stdout"))
      #expect(found.errors.count { $0 == "\n" } == 1)
    }
  }

  /// No file gets the place of a closed stream, and with it what is meant for the stream.
  @Test(
    arguments: [
      ("convert -m map.yaml --rejects bad.csv damaged.csv >&-", 74),
      ("convert -m map.yaml --report run.json damaged.csv >&-", 74),
      ("convert -m map.yaml --rejects bad.csv - <&-", 74),
      ("rows clean.csv >&-", 74), ("--version >&-", 74),
      ("convert -m map.yaml --rejects bad.csv \(Samples.toFiles) damaged.csv <&- >&- 2>&-", 0),
    ] as [(String, Int32)])
  func closedStreams(command: String, code: Int32) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let before = directory.list()
      let found = try directory.shell("sluice \(command)")
      #expect(found.ending == .exited(code))
      if code == 0 {
        #expect(try directory.text("bad.csv").hasPrefix("input,record,"))
        #expect(try directory.shell("zcat outbox/*.gz").text == Samples.lines)
      } else {
        #expect(
          found.errors.hasPrefix("sluice: error: ") && found.errors.contains("bad file descriptor"))
        #expect(directory.list() == before)
      }
    }
  }

  @Test(arguments: [
    ("outbox/\(Samples.name).gz", Samples.toFiles),
    ("outbox/\(Samples.name).1.gz", Samples.toFiles),
    ("outbox/\(Samples.name).info", Samples.toFiles),
    ("outbox/\(Samples.name)", Samples.toFiles + " --compress none"),
  ])
  func refusesToOverwrite(existing: String, options: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("mkdir outbox && echo mine > \(existing)")
      // Before any work: an input that never comes is not waited for.
      let endless = Pipe()
      let found = try directory.start(
        Products.sluice,
        ["convert", "-m", "map.yaml"] + options.split(separator: " ").map(String.init),
        input: endless.fileHandleForReading
      ).finish()
      #expect(found.ending == .exited(73))
      #expect(
        found.errors == "sluice: error: file exists: \(existing) (--force replaces it)\n")
      #expect(try directory.text(existing) == "mine\n")
      #expect(directory.list("outbox").count == 1)
    }
  }

  @Test(arguments: ["/proc/nosuch", "clean.csv", "clean.csv/below"])
  func outputThatCannotBeMade(out: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml --out \(out) clean.csv")
      #expect(found.ending == .exited(73))
      #expect(found.errors.hasPrefix("sluice: error: ") && found.errors.contains(out))
      #expect(found.errors.count { $0 == "\n" } == 1)
      #expect(try directory.text("clean.csv") == Samples.clean)
    }
  }

  @Test func damagedCompressedInput() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let cut = try directory.shell(
        "gzip -c clean.csv | head -c 50 | sluice convert -m map.yaml \(Samples.toFiles)")
      #expect(cut.ending == .exited(65))
      #expect(cut.errors.contains("gzip data ends inside member 1: stdin, stored byte 50"))
      let wrong = try directory.shell(
        "(lz4 -c clean.csv; echo junk) | sluice convert -m map.yaml \(Samples.toFiles)")
      #expect(wrong.ending == .exited(65))
      #expect(directory.list("outbox") == [])
    }
  }

  @Test func helpVersionAndCompletion() throws {
    try withDirectory { directory in
      for arguments in ["--help", "convert --help", "preview --help", "rows --help"] {
        let found = try directory.sluice(arguments)
        #expect(found.ending == .done && found.errors.isEmpty)
        #expect(found.text.contains("sluice "))
      }
      #expect(try directory.sluice("--version").text.hasPrefix("sluice "))
      for shell in ["bash", "zsh", "fish"] {
        let found = try directory.sluice("--generate-completion-script \(shell)")
        #expect(found.ending == .done && found.text.contains("sluice"))
      }
    }
  }

  /// Every long option's help has an example that uses it, and so has every flag's.
  @Test(arguments: [("convert", 36), ("check", 5), ("preview", 20), ("rows", 13)])
  func optionsHaveExamples(command: String, count: Int) throws {
    try withDirectory { directory in
      let help = try directory.sluice("\(command) --help").text
      let options = help.matches(of: /\n  (?:-[a-z], )?--([a-z-]+)[ \n]/).map {
        String($0.output.1)
      }
      .filter { $0 != "version" && $0 != "help" }
      #expect(options.count >= count, "\(options)")
      for option in options {
        // The help breaks lines where it likes, also within an example.
        let joined = help.replacing(/\s+/, with: " ")
        #expect(joined.matches(of: try Regex("--\(option)[ )]")).count >= 2, "--\(option)")
      }
    }
  }
}
