// The contract of block compressors: bounded, independent, repeatable, and one whole when strung
// together.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct BlockCompressorTests {
  /// Sizes at which something changes: words, the margin, stored blocks' 65535, windows, LZ4's 64 K.
  static let sizes = [
    0, 1, 2, 3, 7, 8, 13, 31, 32, 33, 100, 257, 258, 259, 1000, 32767, 32768, 32769, 65534, 65535,
    65536, 131_070, 131_071, 200_000,
  ]

  @Test(arguments: AnyCompressor.all)
  func neverPassesItsBound(_ which: AnyCompressor) throws {
    let compressor = try which.make()
    for sample in Sample.allCases {
      for size in Self.sizes {
        let run = try compressor.run(of: sample.bytes(size))
        #expect(run.count <= compressor.maximumSize(of: size), "\(sample) \(size)")
      }
    }
  }

  @Test(arguments: AnyCompressor.all)
  func emptyBlockIsNothing(_ which: AnyCompressor) throws {
    let compressor = try which.make()
    #expect(try compressor.run(of: []).isEmpty)
    #expect(compressor.maximumSize(of: 0) >= 0)
  }

  @Test(arguments: AnyCompressor.all)
  func sameBlockGivesSameBytesAnywhere(_ which: AnyCompressor) throws {
    let used = try which.make()
    for sample in Sample.allCases {
      for size in [5, 1000, 40_000, 150_000] {
        let block = sample.bytes(size, seed: 3)
        let alone = try which.make().run(of: block)
        _ = try used.run(of: Sample.lines.bytes(90_000, seed: UInt64(size)))
        #expect(try used.run(of: block) == alone, "\(sample) \(size)")
        #expect(try run(of: block, by: used, inBufferOf: 400_000) == Array("kept".utf8) + alone)
      }
    }
  }

  private func run(
    of block: [UInt8], by compressor: any BlockCompressor, inBufferOf capacity: Int
  ) throws -> [UInt8] {
    let output = ByteBuffer(capacity: capacity)
    output.append("kept")
    try block.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      try compressor.compress(bytes, into: output)
    }
    return output.copied()
  }

  @Test(arguments: AnyCompressor.all)
  func blocksInAnyOrderAreOneWhole(_ which: AnyCompressor) throws {
    var random = SeededGenerator(seed: 11)
    let compressors = try (0..<3).map { _ in try which.make() }
    let packaging = which == .lz4 ? Packaging.lz4 : .gzip(.fastest)
    var blocks = Sample.allCases.flatMap { sample in
      [1, 20, 3000, 70_000].map { sample.bytes($0, seed: UInt64($0)) }
    }
    blocks.append([])
    blocks.shuffle(using: &random)
    let stream = try packaging.stream(blocks, by: compressors)
    let decoder: any StreamDecoder = which == .lz4 ? try LZ4FrameDecoder() : try GzipDecoder()
    #expect(decode(stream, by: decoder) == Decoded(bytes: joined(blocks)))
  }

  @Test(arguments: AnyCompressor.deflate)
  func runsRefuseToLookBack(_ which: AnyCompressor) throws {
    // The second block repeats the first; taken alone it must still inflate, final block appended.
    let compressor = try which.make()
    let block = Sample.lines.bytes(50_000)
    _ = try compressor.run(of: block)
    let second = try compressor.run(of: block) + [0x03, 0x00]
    let inflated = try Tool.python("put(zlib.decompress(data, -15))", input: second)
    #expect(inflated == block)
  }

  @Test(arguments: AnyCompressor.all)
  func linesCompress(_ which: AnyCompressor) throws {
    let block = Sample.lines.bytes(200_000)
    #expect(try which.make().run(of: block).count < block.count / 2)
  }

  @Test(arguments: AnyCompressor.all)
  func blockSpansSeveralPieces(_ which: AnyCompressor) throws {
    let block = Sample.mixture.bytes(5_000_000)
    let packaging = which == .lz4 ? Packaging.lz4 : .gzip(.fastest)
    guard which == .lz4 || which == .zlib(1) || which == .lines(ways: 1) else { return }
    let stream = try packaging.stream([block], by: [try which.make()])
    let command = which == .lz4 ? ["lz4", "-dc"] : ["gzip", "-dc"]
    #expect(try Tool.output(of: command, input: stream) == block)
  }

  @Test func levelsGetSmaller() throws {
    let block = Sample.lines.bytes(700_000)
    let sizes = try CompressionLevel.all.map {
      try Packaging.gzip($0).makeCompressor().run(of: block).count
    }
    // Another method begins at level 4, which costs a little on some data: hence the 5 %.
    for (faster, slower) in zip(sizes, sizes.dropFirst()) {
      #expect(Double(slower) < Double(faster) * 1.05, "\(sizes)")
    }
    #expect(sizes[8] < sizes[0] * 9 / 10, "\(sizes)")
    #expect(CompressionLevel.all.map(\.number) == Array(1...9))
    #expect(CompressionLevel(0) == nil)
    #expect(CompressionLevel(10) == nil)
  }

  @Test func levelsNameWhatCompresses() {
    let names = CompressionLevel.all.map(\.description)
    #expect(names[..<3] == (1...3).map { "lines \($0)" }[...])
    #expect(names[3...] == [5, 5, 6, 7, 8, 9].map { "zlib \($0)" }[...])
  }

  @Test func unknownLevelsAreRefused() {
    #expect(throws: CodecError(.libraryFailure, "")) { try ZlibCompressor(level: 10) }
    #expect(throws: CodecError(.libraryFailure, "")) { try ZlibCompressor(level: 0) }
  }

  @Test func plainIsIdentity() throws {
    let block = Sample.noise.bytes(1000)
    #expect(Packaging.plain.isIdentity)
    #expect(!Packaging.lz4.isIdentity)
    #expect(try Packaging.plain.stream([block], by: [PlainCompressor()]) == block)
    #expect(PlainCompressor().maximumSize(of: 1000) == 1000)
  }
}
