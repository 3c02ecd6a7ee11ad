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
      #expect(found.errors.hasSuffix("dry run   nothing was written\n"))
      #expect(directory.list() == before)
      #expect(
        try directory.sluice("convert -m map.yaml --dry-run --quiet clean.csv").output.isEmpty)
      let strict = try directory.sluice("convert -m map.yaml --dry-run --strict damaged.csv")
      #expect(strict.ending == .exited(65))
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
