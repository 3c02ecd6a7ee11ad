// Streams of blocks against the programs that people will read them with.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct PackagingTests {
  static let readers = [
    ["gzip", "-dc"], ["zcat"], ["pigz", "-dc"], ["igzip", "-dc"],
    [
      "python3", "-c",
      "import sys,gzip;sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))",
    ],
  ]

  private static func blocks() -> [[UInt8]] {
    Sample.allCases.flatMap { sample in
      [0, 3, 500, 66_000, 150_000].map { sample.bytes($0, seed: UInt64($0 + 1)) }
    }
  }

  @Test(arguments: readers)
  func allCompressorsInOneMember(_ reader: [String]) throws {
    let compressors = try AnyCompressor.deflate.map { try $0.make() }
    let blocks = Self.blocks()
    let stream = try Packaging.gzip(.fastest).stream(blocks, by: compressors)
    #expect(try Tool.output(of: reader, input: stream) == joined(blocks))
    #expect(try Tool.run(["gzip", "-t"], input: stream).status == 0)
  }

  @Test func oneMemberOnly() throws {
    let compressors = try AnyCompressor.deflate.map { try $0.make() }
    let stream = try Packaging.gzip(.fastest).stream(Self.blocks(), by: compressors)
    let rest = try Tool.python(
      "d = zlib.decompressobj(31); d.decompress(data); put(str((d.eof, len(d.unused_data))).encode())",
      input: stream)
    #expect(String(decoding: rest, as: UTF8.self) == "(True, 0)")
  }

  @Test(arguments: CompressionLevel.all)
  func everyLevelPassesGzipTest(_ level: CompressionLevel) throws {
    let packaging = Packaging.gzip(level)
    let blocks = Self.blocks()
    let stream = try packaging.stream(blocks, by: [try packaging.makeCompressor()])
    #expect(try Tool.output(of: ["gzip", "-dc"], input: stream) == joined(blocks))
  }

  @Test func lz4IsOneFrame() throws {
    let blocks = Self.blocks()
    let stream = try Packaging.lz4.stream(blocks, by: [try Packaging.lz4.makeCompressor()])
    #expect(try Tool.output(of: ["lz4", "-dc"], input: stream) == joined(blocks))
    #expect(try Packaging.lz4.prologue == [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73])
  }

  @Test func emptyStreamsAreValid() throws {
    for packaging in [Packaging.gzip(.fastest), .lz4, .plain] {
      let stream = try packaging.stream([], by: [])
      let reader =
        packaging == .lz4 ? ["lz4", "-dc"] : packaging == .plain ? ["cat"] : ["gzip", "-dc"]
      #expect(try Tool.output(of: reader, input: stream).isEmpty)
    }
  }

  @Test func gzipHeaderIsFixed() throws {
    let fast = try Packaging.gzip(.fastest).prologue
    #expect(fast == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255])
    #expect(try Packaging.gzip(CompressionLevel.all[8]).prologue[8] == 2)
  }

  @Test func trailerCountsModulo() {
    let summary = BlockSummary(crc32: 0x0403_0201, rawCount: (1 << 32) + 5)
    let trailer = Packaging.gzip(.fastest).epilogue(summary)
    #expect(trailer == [3, 0, 1, 2, 3, 4, 5, 0, 0, 0])
  }
}
