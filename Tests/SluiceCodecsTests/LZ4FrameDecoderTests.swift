// The LZ4 frame decoder against the lz4 program: every frame option, cuts and damage.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct LZ4FrameDecoderTests {
  static let options: [[String]] = [
    [], ["-9"], ["-B4"], ["-B5"], ["-B7"], ["-B4", "-BD"], ["-BX"], ["--no-frame-crc"],
    ["--content-size"], ["-B4", "-BD", "-BX", "--content-size"], ["-B6"], ["-B5", "-BI"],
    ["-BD", "--no-frame-crc"], ["-12", "--favor-decSpeed"], ["--fast=5"],
    ["-B7", "-BD", "-BX", "--content-size", "--no-frame-crc"],
  ]
  static let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6]

  static func lz4(_ content: [UInt8], _ options: [String] = []) throws -> [UInt8] {
    try Tool.output(of: ["lz4", "-c"] + options, input: content)
  }

  @Test(arguments: options)
  func readsEveryFrameOption(_ options: [String]) throws {
    for sample in Sample.allCases {
      let content = sample.bytes(400_000)
      let stored = try Self.lz4(content, options)
      for (piece, room) in [(.max, 1 << 20), (4096, 70_000), (60_000, 333), (100, 65536)] {
        let decoder = try LZ4FrameDecoder()
        let decoded = decode(stored, by: decoder, piece: piece, room: room)
        #expect(decoded == Decoded(bytes: content), "\(sample) \(piece) \(room)")
        #expect(decoder.storedCount == stored.count)
        #expect(decoder.decodedCount == content.count)
      }
    }
  }

  /// Frames of several kinds, one skippable, one empty.
  static func small() throws -> (stored: [UInt8], content: [UInt8]) {
    let first = Array("12345\t\"gender\"=\"f\",\"plan\"=\"Pro\"\n".utf8)
    let second = Array(String(repeating: "abcabcabd\n", count: 12).utf8)
    let emptySkippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]
    let stored =
      try lz4(first, ["--content-size"]) + skippable + lz4(second, ["-BX"]) + emptySkippable
      + lz4([])
    return (stored, first + second)
  }

  @Test func everySplitGivesTheSame() throws {
    let (stored, content) = try Self.small()
    for first in 0...stored.count {
      for second in stride(from: first, through: stored.count, by: 5) {
        let pieces = [
          Array(stored[..<first]), Array(stored[first..<second]), Array(stored[second...]),
        ]
        #expect(decode(pieces, by: try LZ4FrameDecoder()) == Decoded(bytes: content))
      }
    }
    for piece in 1...20 {
      for room in [1, 2, 3, 5, 8, 100] {
        let decoded = decode(stored, by: try LZ4FrameDecoder(), piece: piece, room: room)
        #expect(decoded == Decoded(bytes: content))
      }
    }
  }

  @Test func everyTruncationIsNoticed() throws {
    let (stored, content) = try Self.small()
    var ends = 0
    for count in 0..<stored.count {
      let decoded = decode(Array(stored[..<count]), by: try LZ4FrameDecoder())
      #expect(content.starts(with: decoded.bytes))
      if decoded.error == nil {
        ends += 1
      } else {
        #expect(decoded.error?.code == .truncated)
        #expect(decoded.error?.storedOffset == count)
      }
    }
    #expect(ends == 4, "after each frame but the last")
  }

  @Test func whatFollowsAFrame() throws {
    let frame = try Self.lz4(Array("x".utf8))
    func end(_ rest: [UInt8]) throws -> CodecError? {
      decode(frame + rest, by: try LZ4FrameDecoder()).error
    }
    #expect(try end(Self.skippable) == nil)
    let garbage = try end(Array("garbage".utf8))
    #expect(garbage?.code == .trailingData)
    #expect(garbage?.reason == "data that is not LZ4 after frame 1")
    #expect(try end([0, 0, 0, 0])?.code == .trailingData)
    #expect(try end([4, 0x22])?.code == .truncated)
  }

  @Test func refusesWhatItDoesNotRead() throws {
    func error(_ stored: [UInt8]) throws -> CodecError? {
      decode(stored, by: try LZ4FrameDecoder()).error
    }
    let legacy = try error(try Self.lz4(Array("text".utf8), ["-l"]))
    #expect(legacy?.code == .unsupported)
    #expect(legacy?.reason == "legacy LZ4 format (lz4 -l) is not supported")
    #expect(
      try error(Array("text, nothing else".utf8))?.description == "not LZ4 data at stored byte 3")
    var dictionary = try Self.lz4(Array("text".utf8))
    dictionary[4] |= 1
    #expect(try error(dictionary)?.reason == "LZ4 frame needs a dictionary")
  }

  @Test func damageIsNeverTakenForData() throws {
    var random = SeededGenerator(seed: 6)
    let large = Sample.mixture.bytes(200_000)
    for (content, options, rounds) in [
      (Sample.lines.bytes(300), [], 2000), (large, ["-B4", "-BD"], 200), (large, ["-BX"], 200),
    ] {
      let stored = try Self.lz4(content, options)
      for _ in 0..<rounds {
        var damaged = stored
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        let piece = [7, 1000, .max].randomElement(using: &random) ?? 1
        let decoded = decode(damaged, by: try LZ4FrameDecoder(), piece: piece, room: 65536)
        if decoded.error == nil { #expect(decoded.bytes == content) }
      }
    }
  }
}
