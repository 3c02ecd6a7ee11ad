// What stands in the directory after a run, and what a run refuses to touch.

import Foundation
import Testing

@testable import SluiceParts

@Suite struct PublishingTests {
  private let part1 = testRoot + ".1.gz"
  private let info = testRoot + ".info"
  private let rejects = testRoot + ".rejects.csv"

  @Test func onePartHasNoSplitNumber() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path, framing: .none)
    try set.append("u1\ta\n")
    try set.append("u2\tb\n")
    #expect(scratch.names.allSatisfy { $0.hasPrefix(".sluice-") })
    let parts = try set.finish()
    #expect(scratch.names == [testRoot + ".gz", info])
    #expect(scratch.read(testRoot + ".gz") == Array("u1\ta\nu2\tb\n".utf8))
    #expect(scratch.read(info) == infoText(parts))
  }

  @Test func noBlockMeansNoFile() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path)
    #expect(try set.finish().isEmpty)
    #expect(scratch.names.isEmpty)
  }

  @Test func companionsArePublishedWithoutParts() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path)
    try set.makeCompanion(named: rejects).append("reason\n")
    #expect(try set.finish().isEmpty)
    #expect(scratch.contents == [rejects: Array("reason\n".utf8)])
  }

  @Test func emptyCompanionLeavesNoFile() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path)
    _ = try set.makeCompanion(named: rejects)
    try set.append("x")
    _ = try set.finish()
    #expect(scratch.names == [testRoot + ".gz", info])
  }

  @Test func permissions() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path, stored: 12)
    let companion = try set.makeCompanion(named: rejects)
    try companion.append("r")
    for text in ["a", "b"] { try set.append(text) }
    for name in scratch.names { #expect(try scratch.mode(name) == 0o600, "\(name)") }
    _ = try set.finish { parts in
      for part in parts {
        let facts = try FileManager.default.attributesOfItem(atPath: part.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
      }
    }
    let ordinary = try Tool.run(["python3", "-c", "import os; print(0o666 & ~os.umask(0))"]).text
    let mode = try #require(Int(ordinary.trimmingCharacters(in: .newlines)))
    for name in [part1, testRoot + ".2.gz", info] { #expect(try scratch.mode(name) == mode) }
    #expect(try scratch.mode(rejects) == 0o600)
  }

  @Test func verificationSeesWholeFilesAndCanRefuse() throws {
    struct Refusal: Error {}
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path)
    try set.append("hello")
    #expect(throws: Refusal.self) {
      try set.finish { parts in
        #expect(parts.count == 1)
        #expect(parts[0].part.name == testRoot + ".gz")
        #expect(FileManager.default.contents(atPath: parts[0].path)?.count == 16)
        #expect(try Tool.run(["md5sum", parts[0].path]).text.hasPrefix(parts[0].part.md5))
        throw Refusal()
      }
    }
    set.discard()
    #expect(scratch.names.isEmpty)
  }

  @Test func makesTheDirectoryAndItsParents() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch["a/b/date=2024-11-22/"])
    try set.append("x")
    #expect(try set.finish().count == 1)
    #expect(FileManager.default.fileExists(atPath: scratch["a/b/date=2024-11-22/\(info)"]))
  }

  @Test(arguments: [
    "", ".gz", ".gpg", ".pgp", ".1", ".17.gz", ".2.gpg", ".info", ".rejects.csv",
  ])
  func refusesASequenceThatIsThere(ending: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(testRoot + ending, "old")
    let error = #expect(throws: PartError.self) { try makeSet(in: scratch.path) }
    #expect(error?.kind == .exists)
    #expect(
      error?.description == "file exists: \(scratch[testRoot + ending]) (--force replaces it)")
    #expect(scratch.names == [testRoot + ending])
  }

  @Test(arguments: ["x", ".01.gz", ".0.gz", ".1.gz.tmp", ".1.2.gz", ".zip", "..gz", ".info.gz"])
  func otherFilesAreNoneOfTheSequence(ending: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(testRoot + ending, "other")
    let set = try makeSet(in: scratch.path, replaceExisting: true)
    try set.append("x")
    _ = try set.finish()
    #expect(scratch.read(testRoot + ending) == Array("other".utf8))
    #expect(throws: PartError.self) { try makeSet(in: scratch.path) }
  }

  @Test func replacingRemovesTheWholeOldSequence() throws {
    let scratch = try ScratchDirectory()
    for number in 1...4 { try scratch.write("\(testRoot).\(number).gz", "old \(number)") }
    try scratch.write(testRoot, "old unsplit")
    try scratch.write(rejects, "old rejects")
    try scratch.write(info, "old info")
    let set = try makeSet(in: scratch.path, stored: 12, framing: .none, replaceExisting: true)
    for text in ["first part\n", "second one\n", "third\n"] { try set.append(text) }
    #expect(scratch.read(part1) == Array("old 1".utf8), "untouched until all is right")
    let leaving = try SystemCalls().files(of: [.test], in: scratch.path)
    #expect(leaving.first == info, "what is left is not taken for a whole set")
    #expect(leaving.count == 7)
    let parts = try set.finish()
    #expect(
      scratch.contents == [
        part1: Array("first part\n".utf8), testRoot + ".2.gz": Array("second one\n".utf8),
        testRoot + ".3.gz": Array("third\n".utf8), info: infoText(parts),
      ])
    #expect(scratch.temporaries.isEmpty)
  }

  /// What is left under the names of a run is taken for its outcome.
  @Test func replacingByNothingRemovesTheOldSequence() throws {
    let scratch = try ScratchDirectory()
    for name in [part1, rejects, info, "other.gz"] { try scratch.write(name, "old") }
    let set = try makeSet(in: scratch.path, replaceExisting: true)
    #expect(try set.finish().isEmpty)
    #expect(scratch.contents == ["other.gz": Array("old".utf8)])
    #expect(scratch.temporaries.isEmpty)
  }

  @Test func directoryInTheWayIsRefusedAtOnce() throws {
    let scratch = try ScratchDirectory()
    try FileManager.default.createDirectory(
      atPath: scratch[part1], withIntermediateDirectories: false)
    let error = #expect(throws: PartError.self) {
      try makeSet(in: scratch.path, replaceExisting: true)
    }
    #expect(error?.kind == .exists)
    #expect(scratch.names == [part1])
  }

  @Test func fileMadeDuringTheRunIsNotReplaced() throws {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path, stored: 12)
    for text in ["a", "b", "c"] { try set.append(text) }
    let error = #expect(throws: PartError.self) {
      try set.finish { _ in try scratch.write(testRoot + ".3.gz", "theirs") }
    }
    #expect(error?.kind == .exists)
    #expect(
      error?.description == "file exists: \(scratch[testRoot + ".3.gz"]): "
        + "it was made during the run; nothing was published")
    set.discard()
    #expect(scratch.contents == [testRoot + ".3.gz": Array("theirs".utf8)])
    #expect(scratch.temporaries.isEmpty)
  }

  @Test func directoryThatCannotBeMade() throws {
    let scratch = try ScratchDirectory()
    try scratch.write("file", "x")
    let error = #expect(throws: PartError.self) { try makeSet(in: scratch["file/out"]) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.description == "not a directory: \(scratch["file/out"])")
  }

  @Test func inconsistentNamingIsRefused() throws {
    let scratch = try ScratchDirectory()
    for name in ["../x", "other", "root.1.zip"] {
      let error = #expect(throws: PartError.self) {
        try PartSet(
          directory: scratch.path,
          sequences: [PartNaming(root: "root", info: infoText) { _ in name }],
          bounds: PartBounds(storedLimit: 9, rawLimit: 9), framing: .none)
      }
      #expect(error?.kind == .usage)
    }
    #expect(scratch.names.isEmpty)
  }

  /// Sequences of one run are named together, each numbered by itself; one without a block leaves
  /// nothing.
  @Test func severalSequencesAreOneSet() throws {
    let scratch = try ScratchDirectory()
    let roots = ["a.sync", "b.sync", "c.sync"]
    let namings = roots.map { root in
      PartNaming(root: root, info: infoText) { root + ($0.map { ".\($0)" } ?? "") }
    }
    func makeSet(replacing: Bool = false) throws -> PartSet {
      try PartSet(
        directory: scratch.path, sequences: namings,
        bounds: PartBounds(storedLimit: 4, rawLimit: 4), framing: .none,
        replaceExisting: replacing)
    }
    let set = try makeSet()
    for (text, sequence) in [("a1\n", 0), ("c1\n", 2), ("c2\n", 2), ("c3\n", 2)] {
      try set.append(text, to: sequence)
    }
    #expect(scratch.contents.isEmpty)
    let parts = try set.finish()
    #expect(parts.map(\.name) == ["a.sync", "c.sync.1", "c.sync.2", "c.sync.3"])
    #expect(parts.map(\.sequenceNumber) == [1, 1, 2, 3])
    #expect(
      scratch.names.sorted() == (parts.map(\.name) + ["a.sync.info", "c.sync.info"]).sorted())
    #expect(scratch.read("c.sync.info") == infoText(Array(parts.dropFirst())))
    #expect(throws: PartError.self) { try makeSet() }

    let second = try makeSet(replacing: true)
    try second.append("b1\n", to: 1)
    _ = try second.finish()
    #expect(scratch.names == ["b.sync", "b.sync.info"])
  }

  /// Blocks that zlib flushed make one gzip member a part, which every gunzip reads.
  @Test func gzipMembersFromFlushedBlocks() throws {
    let scratch = try ScratchDirectory()
    let script = """
      import random, sys, zlib
      random.seed(5)
      for n in range(40):
        lines = [b"user%d\\tk=%d\\n" % (n, random.randrange(99)) for _ in range(300)]
        raw = b"".join(lines)
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        open(f"{sys.argv[1]}/raw{n}", "wb").write(raw)
        block = deflate.compress(raw) + deflate.flush(zlib.Z_FULL_FLUSH)
        open(f"{sys.argv[1]}/def{n}", "wb").write(block)
      """
    #expect(try Tool.run(["python3", "-c", script, scratch.path]).status == 0)
    let gzip = PartFraming(
      prologue: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255],
      epilogue: { [3, 0] + littleEndian($0) + littleEndian(UInt32(truncatingIfNeeded: $1)) },
      combine: NaiveCRC.combine)
    let set = try makeSet(in: scratch["out"], stored: 6_000, framing: gzip)
    for number in 0..<40 {
      try set.append(
        TestBlock(
          stored: scratch.read("def\(number)"), raw: scratch.read("raw\(number)"),
          startsNewUser: number % 3 == 0))
    }
    let parts = try set.finish()
    #expect(parts.count > 3)
    var text = ""
    for part in parts {
      let path = scratch["out/\(part.name)"]
      #expect(part.byteCount <= 6_000)
      #expect(try Tool.run(["gzip", "-t", path]).status == 0)
      #expect(try Tool.run(["md5sum", path]).text.hasPrefix(part.md5))
      text += try Tool.run(["gzip", "-dc", path]).text
    }
    #expect(Array(text.utf8) == (0..<40).flatMap { scratch.read("raw\($0)") })
  }
}
