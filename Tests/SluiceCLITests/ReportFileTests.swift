// `--report`: real runs' reports against the schema and against what the runs wrote.

import Foundation
import SluiceTestTools
import Testing

@Suite struct ReportFileTests {
  /// Checks reports by Python's jsonschema; prints what is wrong with them.
  static func invalid(_ directory: Directory, _ reports: [String]) throws -> String {
    let found = try directory.python(
      """
      import json, sys
      from jsonschema import Draft202012Validator
      schema = json.load(open(sys.argv[1]))
      Draft202012Validator.check_schema(schema)
      for path in sys.argv[2:]:
          for error in Draft202012Validator(schema).iter_errors(json.load(open(path))):
              print(path, list(error.path), error.message)
      """, [repositoryPath("Sources/Sluice/convert-report.schema.json")] + reports)
    #expect(found.ending == .done)
    return found.text + found.errors
  }

  static func report(_ directory: Directory, _ name: String) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data(directory.read(name))) as? [String: Any])
  }

  @Test func everySortOfRunByTheSchema() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.makeDump("--size 300kB")
      let job = "-m \(PartsTests.job)"
      let runs = [
        ("\(job) --out several --split-size 20000 dump.csv", 0), ("-m map.yaml damaged.csv", 0),
        ("-m map.yaml --out one damaged.csv clean.csv", 0),
        ("--dpid 20914 --target 5 --id id --dry-run --out dry clean.csv", 0),
        ("-m map.yaml --out none header.csv", 0), ("-m map.yaml --strict damaged.csv", 65),
        ("-m map.yaml --out failed --max-rejects 5% damaged.csv", 65),
        ("-m map.yaml empty.csv", 65),
      ]
      for (place, run) in runs.enumerated() {
        let found = try directory.sluice("convert --quiet --report \(place).json \(run.0)")
        #expect(found.ending == .exited(Int32(run.1)), "\(run.0): \(found.errors)")
      }
      let names = runs.indices.map { "\($0).json" }
      #expect(try Self.invalid(directory, names) == "")
      let outcomes = try names.map { try Self.report(directory, $0)["outcome"] as? String }
      #expect(
        outcomes == ["done", "done", "done", "dry-run", "done", "failed", "failed", "failed"])
      #expect(!directory.has("dry") && directory.list("failed") == [])
      let failure = try Self.report(directory, "5.json")["failure"] as? String
      #expect(failure?.hasPrefix("the ID is empty (id-empty): damaged.csv: record 6") == true)
    }
  }

  /// The report says what the transfer-control file and the rejects file say.
  @Test func agreesWithTheFiles() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --report sub/run.json damaged.csv")
      #expect(found.ending == .done)
      let report = try Self.report(directory, "sub/run.json")
      let info = try Self.report(directory, "outbox/\(Samples.name).info")
      let file = try #require((info["Files"] as? [[String: Any]])?.first)
      let part = try #require((report["parts"] as? [[String: Any]])?.first)
      #expect(part["name"] as? String == file["FileName"] as? String)
      #expect(part["md5"] as? String == file["md5"] as? String)
      #expect(part["bytes"] as? Int == file["FileByteSize"] as? Int)
      #expect(part["lines"] as? Int == file["FileLineCount"] as? Int)
      #expect(part["lineBytes"] as? Int == Samples.lines.utf8.count)
      #expect((report["transfer"] as? [String: Any])?["timestamp"] as? Int == 1_732_240_000)
      let rejects = try #require(report["rejects"] as? [[String: Any]])
      let rows = try directory.text("outbox/\(Samples.name).rejects.csv")
        .matches(of: /\n([^,]*),([0-9]+),([0-9]+),([0-9]+),([a-z-]+),/)
        .map { "\($0.output.1) \($0.output.2) \($0.output.3) \($0.output.4) \($0.output.5)" }
      let places = rejects.flatMap { group in
        (group["first"] as? [[String: Any]] ?? []).map { place in
          "\(place["input"] ?? "") \(place["record"] ?? "") \(place["line"] ?? "") "
            + "\(place["byte"] ?? "") \(group["reason"] ?? "")"
        }
      }
      #expect(places.count == 6 && Set(places) == Set(rows))
      #expect(rejects.compactMap { $0["count"] as? Int }.reduce(0, +) == 6)
    }
  }

  /// A run's report and the check of its files say the same in the receiver's terms, and what a third
  /// reader counts.
  @Test func sameTermsAsTheCheck() throws {
    try withDirectory { directory in
      try directory.write(
        "crm.csv", "id,plan,news,segs,code,age\n1,P,Y,\"24,25\",x y,30\n2,F,N,,,17\n3,,?,024,7,\n")
      try directory.write(
        "crm.yaml",
        """
        dataSource: {dpid: 1234}
        id: {column: id}
        fields:
          - {column: plan}
          - {column: news, traits: {Y: [24, 25, -26], N: -24}, otherwise: keep}
          - {column: segs, as: sid, split: ","}
          - {column: code, as: ic}
          - {column: age, key: age, bands: [18]}
          - constant: {key: source, value: crm}
        """)
      try directory.write(
        "odc.csv",
        "id,segs\nB56E68EC-34ED-46D5-AF0C-1D2401F676C9,1|2|3\nB56E68EC-34ED-46D5-AF0C-1D2401F676CA,4\n"
      )
      try directory.write(
        "odc.yaml",
        "dataSource: {dpid: 20915, target: 5}\nid: {column: id}\nfields: [{column: segs, as: sid, split: '|'}]\n"
      )
      for (job, signals, traits) in [("crm", 8, 7), ("odc", 0, 4)] {
        let run = try directory.sluice(
          "convert -m \(job).yaml --out \(job) \(job == "odc" ? "--odc" : "") --quiet "
            + "--report \(job).json --verify \(job).csv")
        #expect(run.ending == .done, "\(run.errors)")
        try directory.write("check.json", try directory.sluice("check --json \(job)").output)
        let report = try Self.report(directory, "\(job).json")
        let checked = try Self.report(directory, "check.json")
        let terms = try #require(report["receiver"] as? [String: Int])
        #expect(terms == checked["total"] as? [String: Int])
        #expect(terms["totalSignals"] == signals)
        let counts = try #require(report["counts"] as? [String: Int])
        #expect(counts["traits"] == traits && counts["pairs"] == signals + traits)
        let counted = try directory.shell(
          "zcat \(job)/*.gz | cut -f 2- | tr ',' '\\n' | grep -c '^\"' || true")
        #expect(counted.text == "\(signals)\n")
      }
      #expect(try Self.invalid(directory, ["crm.json", "odc.json"]) == "")
    }
  }

  @Test func pageOfARun() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --quiet --report run.html damaged.csv")
      #expect(found.ending == .done)
      let page = try directory.text("run.html")
      #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
      #expect(page.contains("<code>\(Samples.name).gz</code>") && page.contains("unknown-value"))
      // A value of the dump, which no report shows.
      #expect(!page.contains("Bonn") && !page.contains("u8"))
    }
  }

  @Test func refusedBeforeAnyWork() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("there.json", "mine")
      let cases = [
        (
          "run.txt", 64,
          "not a name for --report: \"run.txt\" (expected: a file ending in .json or .html)"
        ),
        ("there.json", 73, "file exists: there.json (--force replaces it)"),
        ("map.yaml/run.json", 73, ""),
        (
          "same.json --rejects same.json", 64,
          "--report and --rejects name the same file: same.json"
        ),
      ]
      for (options, code, error) in cases {
        // The input that is not there is not asked for.
        let found = try directory.sluice(
          "convert -m map.yaml --out outbox --report \(options) nosuch.csv")
        #expect(found.ending == .exited(Int32(code)), "\(options)")
        #expect(error.isEmpty || found.errors == "sluice: error: \(error)\n")
        #expect(directory.list("outbox") == [])
      }
      #expect(try directory.text("there.json") == "mine")
      let forced = try directory.sluice(
        "convert -m map.yaml --report there.json --force --quiet clean.csv")
      #expect(forced.ending == .done)
      #expect(try Self.report(directory, "there.json")["outcome"] as? String == "done")
    }
  }

  /// A run that ends for other reasons than the data leaves no report.
  @Test func noReport() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let missing = try directory.sluice("convert -m map.yaml --report run.json nosuch.csv")
      #expect(missing.ending == .exited(66))
      try SignalTests.withEndlessRun(directory, "--report run.json") { running in
        running.kill(SIGTERM)
        let found = try running.finish()
        #expect(found.ending == .exited(143))
      }
      #expect(!directory.list().contains { $0.hasPrefix(".sluice-") || $0 == "run.json" })
    }
  }

  @Test(.enabled(if: GpgHome.isInstalled)) func encryptedRun() throws {
    try withDirectory { directory in
      let home = try GpgHome()
      try directory.writeSamples()
      let found = try EncryptTests.convert(
        directory, home, "--quiet --report run.json", job: "map.yaml", input: "clean.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(try Self.invalid(directory, ["run.json"]) == "")
      let key = try Self.report(directory, "run.json")["encryptedFor"] as? [String: String]
      #expect(key?["recipient"] == GpgHome.recipient && key?["fingerprint"]?.count == 40)
    }
  }
}
