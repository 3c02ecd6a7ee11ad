// Our deflate for lines: every kernel the same bytes, and another's inflate the same lines.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct LineCompressorTests {
  /// Sizes around registers, margins, stretches and windows; the last is of two segments.
  private static let sizes = [
    1, 31, 32, 63, 64, 65, 95, 96, 97, 127, 128, 129, 1023, 1024, 1025, 32768, 70_000, 1_100_000,
  ]

  @Test(arguments: [1, 2, 4])
  func kernelsGiveTheSame(ways: Int) throws {
    let portable = LineCompressor(ways: ways, kernel: try #require(SymbolKernel.available.last))
    for sample in Sample.allCases {
      for size in Self.sizes {
        let block = sample.bytes(size, seed: UInt64(size))
        let expected = try portable.run(of: block)
        for kernel in SymbolKernel.available {
          let run = try LineCompressor(ways: ways, kernel: kernel).run(of: block)
          #expect(run == expected, "\(kernel.name), \(sample) \(size)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 4])
  func zlibUnpacksBlocksOfAllSizes(ways: Int) throws {
    let compressor = LineCompressor(ways: ways)
    let blocks = Sample.allCases.flatMap { sample in
      Self.sizes.map { sample.bytes($0, seed: UInt64($0)) }
    }
    let stream = try Packaging.gzip(.fastest).stream(blocks, by: [compressor])
    #expect(try Tool.output(of: ["gzip", "-dc"], input: stream) == Array(blocks.joined()))
  }

  @Test func linesOfManyColumnsAreSmallerThanTheirValues() throws {
    // Keys cost little: the same values behind keys twenty times as long.
    func lines(_ key: String) -> [UInt8] {
      var random = SeededGenerator(seed: 3)
      return Array(
        (0..<4000).map { number in
          let pairs = (0..<8).map {
            "\"\(key)\($0)\"=\"\(UInt32.random(in: 0..<1000, using: &random))\""
          }
          return "u\(number)\t\(pairs.joined(separator: ","))\n"
        }.joined().utf8)
    }
    let (short, long) = (lines("k"), lines("a_key_of_twenty_char"))
    let compressor = LineCompressor(ways: 1)
    let sizes = try (compressor.run(of: short).count, compressor.run(of: long).count)
    #expect(long.count > short.count * 2)
    #expect(sizes.1 < sizes.0 * 12 / 10, "\(sizes)")
    #expect(sizes.0 < (try ZlibCompressor(level: 3).run(of: short).count), "\(sizes)")
  }

  @Test func moreWaysAreSmaller() throws {
    let block = Sample.lines.bytes(200_000)
    let sizes = try [1, 2, 4].map { try LineCompressor(ways: $0).run(of: block).count }
    #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2], "\(sizes)")
  }
}
