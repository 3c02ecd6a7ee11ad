// Blocks to the data blocks of an LZ4 frame.
//
// Takes a block of lines, gives one or more (size, bytes) pieces as the frame format has them,
// each of at most 4 MiB of content and independent of all others. Owns nothing.

public import SluiceBytes

/// Compresses with LZ4, for pipes and temporary files.
public final class LZ4Compressor: BlockCompressor {
  /// The little-endian size in front of each piece.
  private static let sizeField = 4
  /// Set in the size of a piece that is stored as it is.
  private static let storedFlag: UInt32 = 0x8000_0000

  /// Makes a compressor.
  public init() {}

  /// Appends `block` as LZ4 frame data blocks; see ``BlockCompressor``.
  public func compress(_ block: RawSpan, into output: ByteBuffer) throws(CodecError) {
    try CompressionLimits.check(block)
    output.reserve(maximumSize(of: block.byteCount))
    var start = 0
    while start < block.byteCount {
      let end = min(start + LZ4Blocks.maximumContent, block.byteCount)
      appendPiece(block.extracting(start..<end), to: output)
      start = end
    }
  }

  /// The block itself, and a size for every 4 MiB of it.
  public func maximumSize(of rawCount: Int) -> Int {
    let pieces = (rawCount + LZ4Blocks.maximumContent - 1) / LZ4Blocks.maximumContent
    return rawCount + pieces * Self.sizeField
  }

  private func appendPiece(_ content: RawSpan, to output: ByteBuffer) {
    let start = output.count
    output.append(littleEndian: UInt32(0))
    // One byte less than the content: a piece that does not get smaller is stored.
    let fits = output.withSpareCapacity(minimum: content.byteCount) {
      LZ4Blocks.compress(content, into: &$0, room: content.byteCount - 1)
    }
    let compressed = output.count - start - Self.sizeField
    output.setCount(start)
    if fits {
      output.append(littleEndian: UInt32(compressed))
      output.setCount(start + Self.sizeField + compressed)
    } else {
      output.append(littleEndian: UInt32(content.byteCount) | Self.storedFlag)
      output.append(content)
    }
  }
}
