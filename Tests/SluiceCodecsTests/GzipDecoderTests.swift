// The gzip decoder against gzip's own rules: members, header fields, padding, cuts and damage.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct GzipDecoderTests {
  /// The stored bytes of `content` by Python's zlib.
  /// - Parameter strategy: 0 default, 2 Huffman only, 3 runs, 4 fixed codes.
  static func gzip(_ content: [UInt8], level: Int = 6, strategy: Int = 0) throws -> [UInt8] {
    try Tool.python(
      """
      c = zlib.compressobj(int(sys.argv[1]), 8, 31, 8, int(sys.argv[2]))
      put(c.compress(data) + c.flush())
      """, arguments: ["\(level)", "\(strategy)"], input: content)
  }

  /// A member of a stored block with every combination of header fields.
  static func member(_ content: [UInt8], flags: UInt8 = 0) -> [UInt8] {
    var header: [UInt8] = [0x1F, 0x8B, 8, flags, 1, 2, 3, 4, 0, 3]
    if flags & 4 != 0 { header += [5, 0] + Array("extra".utf8) }
    if flags & 8 != 0 { header += Array("name.csv\0".utf8) }
    if flags & 16 != 0 { header += Array("a comment\0".utf8) }
    if flags & 2 != 0 {
      let crc = header.withRawBytes { Checksum.crc32(of: $0) }
      header += [UInt8(truncatingIfNeeded: crc), UInt8(truncatingIfNeeded: crc >> 8)]
    }
    let run = ByteBuffer(capacity: 0)
    content.withRawBytes { StoredBlocks.append($0, to: run) }
    let summary = content.withRawBytes { BlockSummary(of: $0) }
    return header + run.copied() + GzipFormat.trailer(summary)
  }

  @Test(arguments: InflateEngine.allCases, Sample.allCases)
  func readsEveryKindOfBlock(_ engine: InflateEngine, _ sample: Sample) throws {
    let content = sample.bytes(150_000)
    for (level, strategy) in [(0, 0), (1, 0), (9, 0), (6, 2), (6, 3), (6, 4)] {
      let stored = try Self.gzip(content, level: level, strategy: strategy)
      for (piece, room) in [(.max, 1 << 20), (1000, 70_000), (4096, 3333), (777, 32768)] {
        let decoder = try GzipDecoder(engine: engine)
        let decoded = decode(stored, by: decoder, piece: piece, room: room)
        #expect(decoded == Decoded(bytes: content), "\(level) \(strategy) \(piece) \(room)")
        #expect(decoder.storedCount == stored.count)
        #expect(decoder.decodedCount == content.count)
      }
    }
  }

  /// Two members with all header fields, then padding; small enough to try every cut.
  static func small() throws -> (stored: [UInt8], content: [UInt8]) {
    let first = Array("12345\t\"gender\"=\"f\",\"plan\"=\"Pro\"\n".utf8)
    let second = Array(String(repeating: "abcabcabd\n", count: 12).utf8)
    let stored =
      member(first, flags: 2 | 4 | 8 | 16) + (try gzip(second)) + member([]) + [0, 0, 0, 0, 0]
    return (stored, first + second)
  }

  @Test(arguments: InflateEngine.allCases)
  func everySplitGivesTheSame(_ engine: InflateEngine) throws {
    let (stored, content) = try Self.small()
    let whole = Decoded(bytes: content)
    for first in 0...stored.count {
      for second in stride(from: first, through: stored.count, by: 5) {
        let pieces = [
          Array(stored[..<first]), Array(stored[first..<second]), Array(stored[second...]),
        ]
        #expect(decode(pieces, by: try GzipDecoder(engine: engine)) == whole)
      }
    }
  }

  @Test(arguments: InflateEngine.allCases)
  func everyPieceAndRoomGivesTheSame(_ engine: InflateEngine) throws {
    let (stored, content) = try Self.small()
    for piece in 1...20 {
      for room in [1, 2, 3, 5, 8, 13, 100] {
        let decoder = try GzipDecoder(engine: engine)
        #expect(decode(stored, by: decoder, piece: piece, room: room) == Decoded(bytes: content))
      }
    }
  }

  @Test(arguments: InflateEngine.allCases)
  func everyTruncationIsNoticed(_ engine: InflateEngine) throws {
    let (stored, content) = try Self.small()
    let padding = 5
    var ends = 0
    for count in 0..<stored.count - padding {
      let decoded = decode(Array(stored[..<count]), by: try GzipDecoder(engine: engine))
      #expect(content.starts(with: decoded.bytes))
      if decoded.error == nil {
        ends += 1
      } else {
        #expect(decoded.error?.code == .truncated)
        #expect(decoded.error?.storedOffset == count)
      }
    }
    #expect(ends == 2, "after the first and the second of three members")
  }

  @Test(arguments: InflateEngine.allCases)
  func paddingIsCounted(_ engine: InflateEngine) throws {
    let (stored, _) = try Self.small()
    for (padding, expected) in [(0, 5), (1, 6), (1000, 1005)] {
      let decoder = try GzipDecoder(engine: engine)
      let padded = stored + [UInt8](repeating: 0, count: padding)
      #expect(decode(padded, by: decoder, piece: 7).error == nil)
      #expect(decoder.paddingCount == expected && decoder.completeMembers == 3)
    }
  }

  @Test(arguments: InflateEngine.allCases, 0..<32)
  func readsEveryHeader(_ engine: InflateEngine, _ fields: Int) throws {
    let flags = UInt8(fields)
    let stored = Self.member(Array("content".utf8), flags: flags)
    #expect(try Tool.run(["gzip", "-t"], input: stored).status == 0)
    for piece in [1, 3, .max] {
      let decoded = decode(stored, by: try GzipDecoder(engine: engine), piece: piece)
      #expect(decoded == Decoded(bytes: Array("content".utf8)))
    }
  }

  @Test func namesWhatIsWrongInAHeader() throws {
    func reason(_ change: (inout [UInt8]) -> Void) throws -> String {
      var stored = Self.member(Array("x".utf8), flags: 2)
      change(&stored)
      return decode(stored, by: try GzipDecoder()).error?.description ?? "none"
    }
    #expect(try reason { $0[0] = 0 } == "not gzip data at stored byte 0")
    #expect(try reason { $0[1] = 0 } == "not gzip data at stored byte 1")
    #expect(try reason { $0[2] = 7 } == "unknown gzip compression method 7 at stored byte 2")
    #expect(try reason { $0[3] |= 0x80 } == "unknown gzip header flags at stored byte 3")
    #expect(try reason { $0[4] ^= 1 } == "gzip header checksum does not match at stored byte 10")
  }

  @Test func emptyExtraField() throws {
    var stored = Self.member(Array("x".utf8), flags: 4)
    stored.replaceSubrange(10..<17, with: [0, 0])
    #expect(decode(stored, by: try GzipDecoder(), piece: 1) == Decoded(bytes: Array("x".utf8)))
  }

  @Test(arguments: InflateEngine.allCases)
  func whatFollowsAMember(_ engine: InflateEngine) throws {
    let member = Self.member(Array("x".utf8))
    func end(_ rest: [UInt8]) throws -> CodecError? {
      decode(member + rest, by: try GzipDecoder(engine: engine)).error
    }
    #expect(try end([]) == nil)
    #expect(try end([UInt8](repeating: 0, count: 600_000)) == nil)
    #expect(try end(member) == nil)
    let garbage = try end(Array("garbage".utf8))
    #expect(garbage?.code == .trailingData)
    #expect(
      garbage?.description == "data that is not gzip after member 1 at stored byte \(member.count)")
    #expect(try end([0x1F, 0x8C])?.code == .trailingData)
    #expect(try end([0x1F])?.code == .truncated)
    #expect(try end([0, 0] + member)?.code == .trailingData)
    #expect(try end([0, 0, 1])?.storedOffset == member.count + 2)
  }

  @Test(arguments: InflateEngine.allCases)
  func checksumAndLengthAreVerified(_ engine: InflateEngine) throws {
    let stored = Self.member(Array("content".utf8))
    for offset in 1...8 {
      var damaged = stored
      damaged[stored.count - offset] ^= 0x10
      let decoded = decode(damaged, by: try GzipDecoder(engine: engine), piece: 5)
      #expect(decoded.error?.code == .corrupt)
      let word = offset > 4 ? "checksum" : "length"
      #expect(decoded.error?.reason == "\(word) of gzip member 1 does not match")
    }
  }

  @Test func positionIsThatOfTheDamage() throws {
    let content = Sample.noise.bytes(60_000)
    var stored = Self.member(content) + Self.member(content)
    let second = stored.count / 2
    stored[second + 10] = 0x07  // the reserved block type
    for engine in InflateEngine.allCases {
      let error = decode(stored, by: try GzipDecoder(engine: engine)).error
      #expect(error?.code == .corrupt)
      let distance = (error?.storedOffset ?? 0) - (second + 10)
      #expect((0...16).contains(distance), "\(engine) \(distance)")
    }
  }

  @Test(arguments: InflateEngine.allCases)
  func membersOfAllToolsInOneFile(_ engine: InflateEngine) throws {
    var stored: [UInt8] = []
    var content: [UInt8] = []
    let tools = [
      ["gzip", "-1"], ["gzip", "-9"], ["pigz", "-p", "2", "-b", "128"], ["igzip", "-0"],
      ["igzip", "-3"],
    ]
    for (index, tool) in tools.enumerated() {
      let part = Sample.mixture.bytes(300_000 + index, seed: UInt64(index))
      stored += try Tool.output(of: tool + ["-c"], input: part)
      content += part
    }
    for piece in [4096, 50_001, .max] {
      let decoded = decode(stored, by: try GzipDecoder(engine: engine), piece: piece, room: 99_999)
      #expect(decoded == Decoded(bytes: content))
    }
  }

  @Test(arguments: InflateEngine.allCases)
  func damageIsNeverTakenForData(_ engine: InflateEngine) throws {
    let (stored, content) = try Self.small()
    let larger = Sample.mixture.bytes(30_000)
    try damage(stored, content, engine, rounds: 3000, pieces: [1, 7, .max])
    try damage(try Self.gzip(larger), larger, engine, rounds: 300, pieces: [1000, .max])
    let fixedCodes = try Self.gzip(larger, strategy: 4)
    try damage(fixedCodes, larger, engine, rounds: 300, pieces: [1000, .max])
  }

  /// Flips, overwrites, removes or doubles bytes: whatever still decodes is the content, or whole
  /// members of it.
  private func damage(
    _ stored: [UInt8], _ content: [UInt8], _ engine: InflateEngine, rounds: Int, pieces: [Int]
  ) throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<rounds {
      var damaged = stored
      let place = Int.random(in: 0..<damaged.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: damaged[place] = UInt8.random(in: 0...255, using: &random)
      case 2: damaged.remove(at: place)
      default: damaged.insert(damaged[place], at: place)
      }
      let piece = pieces.randomElement(using: &random) ?? 1
      let room = [16 * content.count / 100, 65536].randomElement(using: &random) ?? 16
      let decoder = try GzipDecoder(engine: engine)
      let decoded = decode(damaged, by: decoder, piece: piece, room: room)
      if decoded.error == nil { #expect(decoded.bytes == content) }
    }
  }

  @Test(arguments: InflateEngine.allCases)
  func noiseIsRefused(_ engine: InflateEngine) throws {
    var random = SeededGenerator(seed: 9)
    let header = try Packaging.gzip(.fastest).prologue
    for _ in 0..<500 {
      let noise = (0..<Int.random(in: 1...400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(decode(header + noise, by: try GzipDecoder(engine: engine)).error != nil)
    }
  }

  @Test func statesSayWhatIsNeeded() throws {
    let decoder = try GzipDecoder()
    let stored = Self.member(Array("abcdef".utf8))
    let output = ByteBuffer(capacity: 0)
    func step(_ bytes: [UInt8], room: Int) throws -> DecodeProgress {
      try bytes.withRawBytes { (bytes: RawSpan) throws(CodecError) in
        output.removeAll()
        let memory = ByteBuffer(capacity: room)
        return try memory.withSpareCapacity(minimum: 0) {
          (room: inout OutputRawSpan) throws(CodecError) in try decoder.decode(bytes, into: &room)
        }
      }
    }
    #expect(
      try step(stored, room: 0) == DecodeProgress(consumed: 0, produced: 0, state: .needsOutput))
    #expect(
      try step(Array(stored[..<10]), room: 4)
        == DecodeProgress(consumed: 10, produced: 0, state: .needsInput))
    #expect(throws: CodecError(.truncated, "")) { try decoder.finish() }
    let full = try step(Array(stored[10...]), room: 4)
    #expect(full.produced == 4)
    #expect(full.state == .needsOutput)
    let rest = try step(Array(stored[(10 + full.consumed)...]), room: 4)
    #expect(rest.produced == 2)
    #expect(rest.state == .finished)
    try decoder.finish()
  }
}
