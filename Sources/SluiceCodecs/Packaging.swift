// How blocks become one compressed stream: what stands before them, how each is compressed, what
// stands after them.

/// The form in which a stream of blocks is stored.
///
/// `prologue`, the runs of the compressors in order, and `epilogue(_:)` of the summary of all
/// blocks are one whole: for gzip one member, for LZ4 one frame; without any block, an empty one.
public enum Packaging: Sendable, Hashable {
  /// As it is.
  case plain
  /// One gzip member (RFC 1952).
  case gzip(CompressionLevel)
  /// One LZ4 frame of independent blocks.
  case lz4

  /// Whether blocks stay as they are, so that no compressor is needed.
  public var isIdentity: Bool { self == .plain }

  /// Makes a compressor for one lane.
  /// - Throws: ``CodecError`` when the library gets no memory.
  public func makeCompressor() throws(CodecError) -> any BlockCompressor {
    switch self {
    case .plain: return PlainCompressor()
    case .lz4: return LZ4Compressor()
    case .gzip(let level):
      switch level.engine {
      case .lines(let ways): return LineCompressor(ways: ways)
      case .zlib(let own): return try ZlibCompressor(level: own)
      }
    }
  }

  /// The bytes before the first block.
  /// - Throws: ``CodecError`` when the LZ4 library gets no memory.
  public var prologue: [UInt8] {
    get throws(CodecError) {
      switch self {
      case .plain: []
      case .gzip(let level): GzipFormat.header(isSmallest: level == CompressionLevel.all.last)
      case .lz4: try LZ4Blocks.frameHeader()
      }
    }
  }

  /// The bytes after the last block.
  /// - Parameter summary: of all blocks, before compression.
  public func epilogue(_ summary: BlockSummary) -> [UInt8] {
    switch self {
    case .plain: []
    case .gzip: GzipFormat.trailer(summary)
    case .lz4: [0, 0, 0, 0]  // the end mark: a block of size 0
    }
  }
}

/// The fixed parts of a gzip member as we write it.
enum GzipFormat {
  static let magic: [UInt8] = [0x1F, 0x8B]
  static let deflate: UInt8 = 8

  /// A header without time and name, so that the same data gives the same bytes.
  ///
  /// XFL is 2 for the slowest level, 4 for all others, as RFC 1952 has it for deflate. OS is 255,
  /// unknown: nothing in the data depends on where it was written.
  static func header(isSmallest: Bool) -> [UInt8] {
    let flags: UInt8 = 0
    let time: [UInt8] = [0, 0, 0, 0]
    let extraFlags: UInt8 = isSmallest ? 2 : 4
    let unknownSystem: UInt8 = 255
    return magic + [deflate, flags] + time + [extraFlags, unknownSystem]
  }

  /// A final, empty deflate block of the fixed code, then CRC-32 and length modulo 2^32.
  static func trailer(_ summary: BlockSummary) -> [UInt8] {
    let length = UInt32(truncatingIfNeeded: summary.rawCount)
    return [0x03, 0x00] + littleEndian(summary.crc32) + littleEndian(length)
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
