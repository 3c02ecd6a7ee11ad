// Rejected records: where they go, what is said of them, and who may read it.

import Foundation
import Testing

@Suite struct RejectTests {
  /// The damaged sample's rejects as Python's csv module reads them.
  static let rejects = [
    ["input", "record", "line", "offset", "reason", "column", "content"],
    ["damaged.csv", "6", "6", "79", "id-empty", "id", ",P,Bonn,yes"],
    ["damaged.csv", "7", "7", "91", "field-count", "", "u6,P,yes"],
    ["damaged.csv", "8", "8", "100", "id-format", "id", "a:b,P,Bonn,yes"],
    ["damaged.csv", "9", "9", "115", "unknown-value", "plan", "u8,X,Bonn,yes"],
    ["damaged.csv", "10", "10", "129", "quote", "", "u9,\"P\"x,Bonn,yes"],
    ["damaged.csv", "11", "11", "146", "unterminated-quote", "", "u10,P,\"Bonn,yes"],
  ]

  static func read(_ directory: Directory, _ name: String) throws -> [[String]] {
    let found = try directory.python(
      "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='')))))",
      [name])
    return try JSONDecoder().decode([[String]].self, from: Data(found.output))
  }

  @Test func defaultPlaceWhenThereAreRejects() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml \(Samples.toFiles) damaged.csv")
      let name = "outbox/\(Samples.name).rejects.csv"
      #expect(try Self.read(directory, name) == Self.rejects)
      #expect(try directory.mode(name) == 0o600)
      #expect(found.errors.contains("rejects   \(name)\n"))
      // What is sent on is not secret to those who may read the directory.
      #expect(try directory.mode("outbox/\(Samples.name).gz") != 0o600)
    }
  }

  @Test func noRejectsNoFile() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.sluice("convert -m map.yaml \(Samples.toFiles) clean.csv")
      #expect(!directory.has("outbox/\(Samples.name).rejects.csv"))
    }
  }

  @Test(arguments: ["", Samples.toFiles])
  func namedPlace(output: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.sluice("convert -m map.yaml \(output) --rejects bad.csv damaged.csv")
      #expect(try Self.read(directory, "bad.csv") == Self.rejects)
      #expect(try directory.mode("bad.csv") == 0o600)
      #expect(!directory.has("outbox/\(Samples.name).rejects.csv"))
    }
  }

  @Test func namedFileIsThereEvenWhenEmpty() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.sluice("convert -m map.yaml --rejects bad.csv clean.csv")
      #expect(try directory.text("bad.csv") == "input,record,line,offset,reason,column,content\n")
      #expect(try directory.mode("bad.csv") == 0o600)
    }
  }

  @Test func namedFileIsNotReplaced() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("bad.csv", "mine")
      let found = try directory.sluice("convert -m map.yaml --rejects bad.csv damaged.csv")
      #expect(found.ending == .exited(73))
      #expect(found.errors == "sluice: error: file exists: bad.csv (--force replaces it)\n")
      #expect(found.output.isEmpty)
      #expect(try directory.text("bad.csv") == "mine")
      _ = try directory.sluice("convert -m map.yaml --rejects bad.csv --force damaged.csv")
      #expect(try Self.read(directory, "bad.csv") == Self.rejects)
    }
  }

  @Test(arguments: [[], ["--dry-run"], ["--out", "outbox"], ["--report", "run.json"]])
  func emptyName(options: [String]) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        ["convert", "-m", "map.yaml", "--rejects", "", "clean.csv"] + options)
      #expect(found.ending == .exited(64))
      #expect(found.errors == "sluice: error: not a path of a file: \n")
    }
  }

  @Test func strictStopsAtTheFirst() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --strict damaged.csv")
      #expect(found.ending == .exited(65))
      #expect(directory.list("outbox") == [])
    }
  }

  /// The reject that ends a run is accounted for like those before it, whichever option ends it.
  @Test(arguments: [
    "--strict", "--max-rejects 0", "--max-rejects 0%", "--strict --max-rejects 100",
  ])
  func theRejectThatEndsTheRun(option: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --rejects bad.csv --report run.json \(option) damaged.csv"
      )
      #expect(found.ending == .exited(65))
      #expect(found.errors.contains("damaged.csv: record 6 (line 6, byte 79)"))
      #expect(directory.list("outbox") == [])
      #expect(try Self.read(directory, "bad.csv") == Self.rejects)
      let report = try ReportFileTests.report(directory, "run.json")
      let counts = try #require(report["counts"] as? [String: Int])
      #expect(counts["records"] == 10 && counts["rejected"] == 6 && counts["written"] == 2)
      #expect((report["rejects"] as? [[String: Any]])?.count == 6)
      #expect(report["rejectsFile"] as? String == "bad.csv")
    }
  }

  @Test(arguments: [("6", Ending.done), ("5", .exited(65)), ("60%", .done), ("59%", .exited(65))])
  func limit(limit: String, ending: Ending) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --max-rejects \(limit) damaged.csv")
      #expect(found.ending == ending)
      #expect(directory.list("outbox").isEmpty == (ending != .done))
    }
  }

  /// A bad quote costs the line it began on; records have numbers, lines and bytes of their own.
  @Test func placesCountLinesWithinFields() throws {
    try withDirectory { directory in
      try directory.write(
        "m.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: v}]\n")
      let found = try directory.sluice(
        "convert -m m.yaml --rejects bad.csv --quiet -", input: "id,v\n1,\"a\nb\"\n2,\"c\n3,d\n4\n")
      #expect(found.text == "1\t\"v\"=\"a b\"\n3\t\"v\"=\"d\"\n")
      #expect(
        try Self.read(directory, "bad.csv").dropFirst() == [
          ["stdin", "3", "4", "13", "unterminated-quote", "", "2,\"c"],
          ["stdin", "5", "6", "22", "field-count", "", "4"],
        ])
    }
  }
}
