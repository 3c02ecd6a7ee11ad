// CRC-32 of a whole is that of its parts combined, and is what others say it is.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct ChecksumTests {
  @Test func knownAnswers() {
    #expect(Array("123456789".utf8).withRawBytes { Checksum.crc32(of: $0) } == 0xCBF4_3926)
    #expect([UInt8]().withRawBytes { Checksum.crc32(of: $0) } == 0)
    #expect([UInt8]().withRawBytes { Checksum.crc32(of: $0, continuing: 77) } == 77)
  }

  @Test(arguments: Sample.allCases)
  func bothLibrariesAgree(_ sample: Sample) {
    for count in [0, 1, 7, 8, 15, 16, 255, 256, 4096, 70_001] {
      let bytes = sample.bytes(count)
      let ours = bytes.withRawBytes { Checksum.crc32(of: $0, continuing: 5) }
      #expect(ours == bytes.withRawBytes { ZlibChecksum.crc32(of: $0, continuing: 5) })
    }
  }

  @Test func pythonAgrees() throws {
    let bytes = Sample.mixture.bytes(100_003)
    let theirs = try Tool.python("put(str(zlib.crc32(data)).encode())", input: bytes)
    let ours = bytes.withRawBytes { Checksum.crc32(of: $0) }
    #expect(String(decoding: theirs, as: UTF8.self) == "\(ours)")
  }

  @Test func wholeIsPartsCombined() {
    var random = SeededGenerator(seed: 7)
    for round in 0..<200 {
      let bytes = Sample.noise.bytes(Int.random(in: 0...5000, using: &random), seed: UInt64(round))
      var summary = BlockSummary.empty
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 0...1500, using: &random))
        summary.append(Array(bytes[start..<end]).withRawBytes { BlockSummary(of: $0) })
        start = end
      }
      #expect(summary == bytes.withRawBytes { BlockSummary(of: $0) })
    }
  }

  @Test func combinesOverGigabytes() {
    // A of nothing and B of nothing but a count: the combination with zero bytes' CRC 0.
    let large = 5_000_000_000
    #expect(Checksum.combine(0, 0x1234_5678, countOfB: large) == 0x1234_5678)
    let halves = Checksum.combine(
      Checksum.combine(9, 0, countOfB: large / 2), 0, countOfB: large / 2)
    #expect(Checksum.combine(9, 0, countOfB: large) == halves)
  }
}
