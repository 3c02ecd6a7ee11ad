// The same bytes whatever the lanes, the chunks' arrival and the kind of input; and the right ones, by
// an independent converter.

import Foundation
import Testing

@Suite struct SamenessTests {
  /// A dump of several chunks with everything in it that can go wrong, and rejects among it.
  static func makeDump(_ directory: Directory) throws {
    try directory.makeDump("--size 2MB --seed 3")
    _ = try directory.python(
      """
      lines = open("dump.csv", "rb").read().split(b"\\n")
      for place in range(500, len(lines) - 500, 997):
          lines[place] += [b"", b",surplus", b"\\r", b"\\xff", b'"', b',"never closed'][place % 6]
      open("dump.csv", "wb").write(b"\\n".join(lines))
      """)
  }

  /// A hash of each output file by name.
  static func hashes(_ directory: Directory, _ outbox: String) throws -> String {
    try directory.shell("cd \(outbox) && sha256sum -- * && rm -r -- ../\(outbox)").text
  }

  static let options =
    "-m \(repositoryPath("Benchmarks/jobs/crm.yaml")) --split-size 200000 --timestamp 1732240000 --quiet"

  @Test func lanes() throws {
    try withDirectory { directory in
      try Self.makeDump(directory)
      let found = try [1, 2, 3, 8].map { lanes in
        let ran = try directory.sluice(
          "convert \(Self.options) --out out --lanes \(lanes) dump.csv")
        #expect(ran.ending == .done, "\(ran.errors)")
        return try Self.hashes(directory, "out")
      }
      #expect(found[0].split(separator: "\n").count > 4)
      #expect(found[0].contains(".rejects.csv"))
      #expect(Set(found).count == 1)
    }
  }

  /// Pieces of random size, from one byte up, with pauses: chunks do not depend on how reads return.
  @Test func pipes() throws {
    try withDirectory { directory in
      try Self.makeDump(directory)
      _ = try directory.shell("mv dump.csv stdin")
      try directory.write(
        "dribble.py",
        """
        import os, random, time
        pieces, data = random.Random(5), open("stdin", "rb").read()
        place = 0
        while place < len(data):
            size = 1 if place < 300 else int(2 ** pieces.uniform(0, 17))
            os.write(1, data[place:place + size])
            place += size
            if pieces.random() < 0.01: time.sleep(0.002)
        """)
      var found: [String] = []
      for input in [
        "stdin", "- < stdin", "< <(cat stdin)", "< <(python3 dribble.py)", "< <(gzip -1c stdin)",
        "< <(lz4 -qc < stdin)",
      ] {
        let ran = try directory.shell(
          "sluice convert \(Self.options) --rejects out.rejects --lanes 2 --out out \(input)")
        #expect(ran.ending == .done, "\(ran.errors)")
        _ = try directory.shell("mv out.rejects out/")
        found.append(try Self.hashes(directory, "out"))
      }
      #expect(found[0].split(separator: "\n").count > 4)
      #expect(Set(found).count == 1)
    }
  }

  @Test func rowsOnAnyLanes() throws {
    try withDirectory { directory in
      try Self.makeDump(directory)
      let found = try [1, 2, 5].map { try directory.sluice("rows --lanes \($0) dump.csv") }
      #expect(found[0].output.count > 1_000_000 && !found[0].errors.isEmpty)
      for other in found {
        #expect(other.output == found[0].output && other.errors == found[0].errors)
      }
    }
  }

  @Test(arguments: [
    ("crm", "crm", ""), ("crm", "quoted", ""), ("crm-pairs", "crm", "--line-end crlf"),
    ("wide", "wide", ""), ("tiny", "tiny", ""), ("long", "long", ""),
    ("crm", "crm", "--delimiter ';'"),
  ])
  func independentConverter(job: String, shape: String, dialect: String) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1MB --seed 9 --shape \(shape) \(dialect)")
      let job = repositoryPath("Benchmarks/jobs/\(job).yaml")
      let delimiter = dialect.contains("delimiter") ? "--delimiter ';'" : ""
      let expected = try directory.shell(
        "python3 \(repositoryPath("scripts/reference-convert.py")) \(job) dump.csv \(delimiter)")
      #expect(expected.ending == .done, "\(expected.errors)")
      // The delimiter is for the program to find.
      let found = try directory.shell("sluice convert -m \(job) --quiet dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.output == expected.output && !found.output.isEmpty)
    }
  }
}
