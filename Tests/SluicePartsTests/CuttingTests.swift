// Where parts are cut: both bounds exactly, greedily, at block ends, never inside a user's
// lines unless they alone are more than a part.

import Foundation
import Testing

@testable import SluiceParts

@Suite struct CuttingTests {
  private let frame = 3 + 8

  /// The blocks of each part, by comparing what was written with what was given.
  private func blocksByPart(
    _ blocks: [TestBlock], _ parts: [PublishedPart], in scratch: ScratchDirectory
  ) -> [[TestBlock]] {
    var rest = blocks[...]
    return parts.map { part in
      let file = scratch.read(part.name)
      #expect(file.count == part.byteCount)
      #expect(Array(file.prefix(3)) == PartFraming.test.prologue)
      var content = file.dropFirst(3).dropLast(8)
      var taken: [TestBlock] = []
      while !content.isEmpty, let block = rest.popFirst() {
        #expect(Array(content.prefix(block.stored.count)) == block.stored)
        content = content.dropFirst(block.stored.count)
        taken.append(block)
      }
      let raw = taken.flatMap(\.raw)
      #expect(part.rawCount == raw.count)
      #expect(part.lineCount == taken.reduce(0) { $0 + $1.numbers.lineCount })
      #expect(Array(file.suffix(8)) == PartFraming.test.epilogue(NaiveCRC.of(raw), raw.count))
      return taken
    }
  }

  private func fits(_ blocks: [TestBlock], _ bounds: PartBounds) -> Bool {
    blocks.reduce(frame) { $0 + $1.stored.count } <= bounds.storedLimit
      && blocks.reduce(0) { $0 + $1.raw.count } <= bounds.rawLimit
  }

  @Test(arguments: 0..<150) func keepsEveryRule(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let largest = [5, 60, 400][seed % 3]
    let newUserOdds = [0, 1, 2, 9][seed % 4]
    let blocks = (0..<Int.random(in: 1...60, using: &random)).map { _ in
      var block = TestBlock.random(1...largest, using: &random)
      block.startsNewUser = Int.random(in: 0...9, using: &random) <= newUserOdds
      block.hasOneUser = Bool.random(using: &random)
      return block
    }
    let bounds = PartBounds(
      storedLimit: frame + largest + .random(in: 0...largest * 5, using: &random),
      rawLimit: largest + .random(in: 0...largest * 5, using: &random))
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(
      in: scratch.path, stored: bounds.storedLimit, raw: bounds.rawLimit)
    for block in blocks { try set.append(block) }
    let parts = try set.finish()

    let byPart = blocksByPart(blocks, parts, in: scratch)
    #expect(byPart.reduce(0) { $0 + $1.count } == blocks.count)
    #expect(byPart.allSatisfy { !$0.isEmpty && fits($0, bounds) })
    #expect(parts.map(\.sequenceNumber) == Array(1...parts.count))
    #expect(
      parts.map(\.name)
        == (parts.count == 1
          ? [testRoot + ".gz"] : (1...parts.count).map { "\(testRoot).\($0).gz" }))
    checkCuts(byPart, bounds, torn: set.tornUsers)
    try checkRehearsal(blocks, bounds, parts, torn: set.tornUsers)
  }

  /// Without writing the same parts come out.
  private func checkRehearsal(
    _ blocks: [TestBlock], _ bounds: PartBounds, _ parts: [PublishedPart], torn: Int
  ) throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let rehearsal = try PartRehearsal(
      directory: scratch["not/made"], sequences: [.test], bounds: bounds, framing: .test)
    for block in blocks { try rehearsal.append(block) }
    let planned = try rehearsal.finish()
    #expect(planned.map(\.name) == parts.map(\.name))
    #expect(planned.map(\.byteCount) == parts.map(\.byteCount))
    #expect(planned.map(\.rawCount) == parts.map(\.rawCount))
    #expect(planned.map(\.lineCount) == parts.map(\.lineCount))
    #expect(rehearsal.tornUsers == torn && scratch.names.isEmpty)
  }

  /// Each cut was needed, and stands where it may; a user who fills parts is counted once.
  private func checkCuts(_ byPart: [[TestBlock]], _ bounds: PartBounds, torn: Int) {
    var tornUsers = 0
    for (index, part) in byPart.enumerated().dropLast() {
      let following = Array(byPart[(index + 1)...].joined())
      if following[0].startsNewUser {
        let run = following.prefix(1) + following.dropFirst().prefix { !$0.startsNewUser }
        #expect(!fits(part + run, bounds), "the next user's lines would have fitted")
      } else {
        if index == 0 || part.contains(where: { $0.startsNewUser || !$0.hasOneUser }) {
          tornUsers += 1
        }
        #expect(!fits(part + following.prefix(1), bounds), "the next block would have fitted")
        #expect(part.dropFirst().allSatisfy { !$0.startsNewUser }, "another cut was possible")
      }
    }
    #expect(torn == tornUsers)
  }

  @Test func boundIsKeptToTheByte() throws {
    for (limit, parts) in [(frame + 20, 1), (frame + 19, 2)] {
      let scratch = try ScratchDirectory(inMemory: true)
      let set = try makeSet(in: scratch.path, stored: limit)
      try set.append("0123456789")
      try set.append("0123456789")
      #expect(try set.finish().count == parts)
    }
    for (limit, parts) in [(20, 1), (19, 2)] {
      let scratch = try ScratchDirectory(inMemory: true)
      let set = try makeSet(in: scratch.path, raw: limit)
      try set.append("0123456789")
      try set.append("0123456789")
      #expect(try set.finish().count == parts)
    }
  }

  @Test func blockThatFitsNoPartIsRefused() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(in: scratch.path, stored: frame + 9)
    let error = #expect(throws: PartError.self) { try set.append("0123456789") }
    #expect(error?.kind == .usage)
    #expect(
      error?.description
        == "parts of at most 20 bytes as stored and 1000000 before compression are too small for their "
        + "lines, some of which need 21 and 10 (raise --split-size or --split-raw-size): nothing was published"
    )
    set.discard()
    #expect(scratch.names.isEmpty)
  }

  /// Users' lines that were written to the file long before they have to move.
  @Test func movesMoreThanTheBufferHolds() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let size = 300_000
    var random = SeededGenerator(seed: 7)
    let blocks = (0..<13).map { index in
      var block = TestBlock(
        stored: [], raw: [UInt8(index)], startsNewUser: index == 0 || index == 3)
      block.stored = random.bytes(size)
      return block
    }
    let set = try makeSet(in: scratch.path, stored: size * 12)
    for block in blocks { try set.append(block) }
    let parts = try set.finish()
    let byPart = blocksByPart(blocks, parts, in: scratch)
    #expect(byPart.map(\.count) == [3, 10])
    #expect(set.tornUsers == 0)
    for part in parts {
      #expect(try Tool.run(["md5sum", scratch[part.name]]).text.hasPrefix(part.md5 + " "))
    }
  }

  @Test func manySmallPartsNeedFewDescriptors() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(in: scratch.path, stored: frame + 1)
    let open = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
    let before = try open()
    for _ in 0..<200 { try set.append("x") }
    #expect(try open() - before < 100, "other tests run beside this one")
    #expect(try set.finish().count == 200)
    #expect(scratch.names.count == 201)
  }
}
