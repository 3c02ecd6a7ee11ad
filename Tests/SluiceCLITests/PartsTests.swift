// Named, split files: names, bounds, manifest, what gunzips them, and what is never left behind.

import Foundation
import Testing

@Suite struct PartsTests {
  static let job = repositoryPath("Benchmarks/jobs/crm.yaml")

  /// A run into `outbox`, and the parts' names as the manifest lists them.
  static func convert(
    _ directory: Directory, _ options: String, mapping: String = job, input: String = "dump.csv"
  ) throws -> [String] {
    let found = try directory.sluice(
      "convert -m \(mapping) \(Samples.toFiles) --quiet \(options) \(input)")
    #expect(found.ending == .done, "\(found.errors)")
    return try names(directory)
  }

  static func names(_ directory: Directory, _ outbox: String = "outbox") throws -> [String] {
    let info = try JSONSerialization.jsonObject(
      with: Data(directory.read("\(outbox)/\(Samples.name).info")))
    let files = (info as? [String: Any])?["Files"] as? [[String: Any]] ?? []
    return files.compactMap { $0["FileName"] as? String }
  }

  @Test(arguments: [("", ".gz"), ("--compress none", ""), ("--compress gz --level 9", ".gz")])
  func onePartHasNoNumber(options: String, suffix: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let names = try Self.convert(directory, options, mapping: "map.yaml", input: "clean.csv")
      #expect(names == [Samples.name + suffix])
      #expect(directory.list("outbox") == ([Samples.name + ".info"] + names).sorted())
      let reader = suffix.isEmpty ? "cat" : "zcat"
      #expect(try directory.shell("\(reader) outbox/\(names[0])").text == Samples.lines)
    }
  }

  @Test(arguments: [
    ("--split-size 100000", 100_000, Int.max), ("--split-raw-size 1MB", .max, 1_000_000),
    ("--split-size 20000 --split-raw-size 100000 --level 6", 20_000, 100_000),
    ("--split-size 300000 --compress none", 300_000, 300_000),
    ("--split-raw-size 300000 --compress none", 300_000, 300_000),
  ])
  func severalPartsKeepBothBounds(options: String, stored: Int, raw: Int) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1500kB")
      let names = try Self.convert(directory, options)
      let suffix = options.contains("none") ? "" : ".gz"
      #expect(names.count > 1)
      #expect(names == (1...names.count).map { "\(Samples.name).\($0)\(suffix)" })
      #expect(Set(directory.list("outbox")) == Set(names + [Samples.name + ".info"]))
      let judged = try directory.python(Self.judge, ["outbox", "\(stored)", "\(raw)"])
      #expect(judged.ending == .done, "\(judged.errors)")
      let whole = try directory.sluice("convert -m \(Self.job) --quiet dump.csv")
      #expect(judged.output == whole.output)
    }
  }

  /// Checks the parts against the manifest and the bounds with Python's zlib, gzip and md5sum, and
  /// prints all lines.
  static let judge = """
    import hashlib, json, pathlib, subprocess, sys, zlib
    directory, stored_bound, raw_bound = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    root = next(directory.glob("*.info"))
    info = json.loads(root.read_text())
    assert set(info) == {"Files", "Totals"}, info
    lines = size = 0
    for number, file in enumerate(info["Files"], 1):
        assert set(file) == {
            "FileByteSize", "FileLineCount", "FileName", "FileSequenceNumber", "md5"}, file
        assert file["FileSequenceNumber"] == number, file
        path = directory / file["FileName"]
        stored = path.read_bytes()
        assert 0 < len(stored) == file["FileByteSize"] <= stored_bound, file
        md5 = subprocess.run(["md5sum", path], capture_output=True, check=True, text=True).stdout
        assert md5.split()[0] == file["md5"] == hashlib.md5(stored).hexdigest(), file
        raw = stored
        if path.suffix == ".gz":
            subprocess.run(["gzip", "-t", path], check=True)
            member = zlib.decompressobj(31)
            raw = member.decompress(stored)
            assert member.eof and member.unused_data == b"", file
        assert 0 < len(raw) <= raw_bound and raw.endswith(b"\\n"), file
        assert raw.count(b"\\n") == file["FileLineCount"], file
        lines, size = lines + file["FileLineCount"], size + len(stored)
        sys.stdout.buffer.write(raw)
    assert info["Totals"] == {
        "FileName": root.stem, "TotalByteSize": size, "TotalNumberFiles": len(info["Files"]),
        "TotalNumberLines": lines}, info["Totals"]
    """

  /// The S3 date follows from the name's time, in UTC.
  @Test func s3Layout() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.sluice(
        "convert -m map.yaml --out outbox --timestamp 1732319999 --layout s3 --partner acme clean.csv"
      )
      #expect(directory.list("outbox") == ["acme"])
      #expect(directory.list("outbox/acme") == ["date=2024-11-22"])
      #expect(
        directory.list("outbox/acme/date=2024-11-22") == [
          "ftp_dpm_1234_1732319999.sync.gz", "ftp_dpm_1234_1732319999.sync.info",
        ])
    }
  }

  @Test func namesHaveTheTimeOfTheRun() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let before = Int(Date().timeIntervalSince1970)
      _ = try directory.sluice("convert -m map.yaml --out outbox clean.csv")
      let name = try #require(
        directory.list("outbox").first?.firstMatch(of: /ftp_dpm_1234_(\d{10})\.sync\.gz/))
      let time = try #require(Int(name.output.1))
      #expect((before...Int(Date().timeIntervalSince1970)).contains(time))
    }
  }

  @Test func forceReplaces() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let name = try Self.convert(directory, "", mapping: "map.yaml", input: "clean.csv")[0]
      try directory.write("outbox/" + name, "mine")
      try directory.write("outbox/\(Samples.name).7.gz", "from a run with more parts")
      _ = try Self.convert(directory, "--force", mapping: "map.yaml", input: "clean.csv")
      #expect(try directory.shell("zcat outbox/\(name)").text == Samples.lines)
    }
  }

  @Test(arguments: ["header.csv", "filtered.csv"])
  func noLineMeansNoFile(input: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("filtered.csv", "id,plan,city,active\nu1,P,Oslo,no\n")
      let found = try directory.sluice("convert -m map.yaml \(Samples.toFiles) \(input)")
      #expect(found.ending == .done)
      #expect(
        found.errors.hasSuffix("sluice: warning: no line came out, so no file was written\n"))
      #expect(directory.list("outbox") == [])
      let stream = try directory.sluice("convert -m map.yaml \(input)")
      #expect(stream.errors.hasSuffix("sluice: warning: no line came out\n"))
    }
  }

  @Test func dryRunWritesNothing() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let before = directory.list()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --rejects bad.csv --dry-run damaged.csv")
      #expect(found.ending == .done && found.output.isEmpty)
      #expect(found.errors.contains("written   2 records"))
      #expect(found.errors.contains("rejected  6 ("))
      #expect(
        found.errors.contains("files     1 in outbox\n          \(Samples.name).gz  2 lines, "))
      #expect(found.errors.hasSuffix("dry run   nothing was written\n"))
      #expect(directory.list() == before)
      #expect(
        try directory.sluice("convert -m map.yaml --dry-run --quiet clean.csv").output.isEmpty)
      let strict = try directory.sluice("convert -m map.yaml --dry-run --strict damaged.csv")
      #expect(strict.ending == .exited(65))
    }
  }

  /// A dry run ends as the run would, and before any work where the run does.
  @Test(
    arguments: [
      ("--out outbox", 73, "file exists: outbox/\(Samples.name).gz (--force replaces it)"),
      ("--out clean.csv", 73, "not a directory: clean.csv"),
      ("--out clean.csv/below", 73, "not a directory: clean.csv/below"),
      ("--out /proc/nosuch", 73, "no such file or directory: /proc/nosuch"),
      ("--out other --rejects clean.csv/bad", 73, "not a directory: clean.csv/bad"),
      ("--rejects map.json", 73, "file exists: map.json (--force replaces it)"),
      (
        "--out outbox --layout s3 --partner acme", 73,
        "not a directory: outbox/acme/date=2024-11-22"
      ),
    ] as [(String, Int32, String)])
  func dryRunFindsWhatIsInTheWay(options: String, code: Int32, error: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("map.json", "{}")
      _ = try directory.shell("mkdir outbox; touch outbox/\(Samples.name).gz outbox/acme")
      let typed = "convert -m map.yaml --timestamp 1732240000 \(options)"
      let found = try directory.sluice("\(typed) --dry-run nosuch.csv")
      #expect(found.ending == .exited(code))
      #expect(found.errors == "sluice: error: \(error)\n")
      #expect(!directory.has("other"))
      #expect(try directory.sluice("\(typed) nosuch.csv").ending == .exited(code))
    }
  }

  @Test func dryRunOfPartsTooSmall() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      for dry in ["--dry-run", ""] {
        let found = try directory.sluice(
          "convert -m map.yaml \(Samples.toFiles) --split-size 1 \(dry) clean.csv")
        #expect(found.ending == .exited(64) && found.errors.contains("too small for their lines"))
      }
    }
  }

  /// The files that are named are those that the run then writes.
  @Test(arguments: [
    "", "--split-size 60000", "--split-raw-size 300000 --compress none",
    "--split-size 5000 --level 9",
  ])
  func dryRunNamesTheParts(options: String) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1500kB")
      let typed =
        "convert -m \(Self.job) \(Samples.toFiles) \(options) --report run.json --force dump.csv"
      let dry = try directory.sluice("\(typed) --dry-run")
      #expect(dry.ending == .done && !directory.has("outbox"))
      let planned = try ReportFileTests.report(directory, "run.json")["parts"] as? [[String: Any]]
      let real = try directory.sluice(typed)
      #expect(real.ending == .done)
      let files = try ReportFileTests.report(directory, "run.json")["parts"] as? [[String: Any]]
      #expect(Self.facts(planned) == Self.facts(files) && Self.facts(files).count > 0)
      #expect(Self.files(dry) == Self.files(real) && !Self.files(real).isEmpty)
    }
  }

  private static func facts(_ parts: [[String: Any]]?) -> [[String]] {
    (parts ?? []).map { part in ["name", "bytes", "lineBytes", "lines"].map { "\(part[$0] ?? "")" }
    }
  }

  /// The lines of a summary that name files.
  private static func files(_ run: Finished) -> [String] {
    run.errors.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("files") || $0.contains(Samples.name) }
  }

  /// One user in many parts is one user, and users in between have nothing to do with it.
  @Test func usersInSeveralParts() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let lines = (0..<3000).map { line in
        let user = line < 1000 ? "big" : line < 2000 ? "u\(line)" : "huge"
        return "\(user),P,city \(line * 7919 % 10_007),yes\n"
      }
      try directory.write("many.csv", "id,plan,city,active\n" + lines.joined())
      for (options, users) in [("--split-size 5000", "2 users'"), ("--split-size 1MB", "")] {
        let found = try directory.sluice(
          "convert -m map.yaml \(Samples.toFiles) --force \(options) many.csv")
        #expect(found.ending == .done)
        #expect(
          found.errors.contains("\(users) lines stand in two parts or more") == !users.isEmpty)
      }
    }
  }

  /// Names of a run that wrote nothing are not left to look like its outcome.
  @Test func forceRemovesWhatNothingReplaces() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let typed = "convert -m map.yaml \(Samples.toFiles) --quiet"
      #expect(try directory.sluice("\(typed) damaged.csv").ending == .done)
      try directory.write("outbox/other.csv", "mine")
      #expect(directory.list("outbox").count == 4)
      #expect(try directory.sluice("\(typed) --force header.csv").ending == .done)
      #expect(directory.list("outbox") == ["other.csv"])
    }
  }

  /// A failure after parts were written leaves none of them.
  @Test(arguments: ["--strict", "--max-rejects 0", "--max-rejects 0%"])
  func allOrNothing(options: String) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1500kB")
      _ = try directory.shell("echo ',,,' >> dump.csv")
      let found = try directory.sluice(
        "convert -m \(Self.job) \(Samples.toFiles) --split-size 50000 \(options) dump.csv")
      #expect(found.ending == .exited(65))
      #expect(directory.list("outbox") == [])
    }
  }
}
