// A block of lines in, a self-contained run of compressed bytes out: the contract that every
// lane's compressor keeps, so that the writer may string runs together without looking at them.

public import SluiceBytes

/// Compresses blocks one by one, each independent of those before it.
///
/// The runs of any number of compressors of one ``Packaging``, strung together in any order between
/// its prologue and its epilogue, are one gzip member or one LZ4 frame whose content is the blocks
/// strung together. The same block gives the same bytes, whatever was compressed before it.
///
/// A compressor belongs to one lane at a time and has no lock.
public protocol BlockCompressor: AnyObject {
  /// Appends the compressed form of `block` to `output`; nothing for an empty block.
  /// - Throws: ``CodecError`` when the block is over ``CompressionLimits/maximumBlockSize`` or the
  ///   library fails; `output` is then as it was.
  func compress(_ block: RawSpan, into output: ByteBuffer) throws(CodecError)

  /// The most bytes that ``compress(_:into:)`` appends for a block.
  /// - Parameter rawCount: bytes in the block.
  func maximumSize(of rawCount: Int) -> Int
}

/// Limits that all compressors share.
public enum CompressionLimits {
  /// The largest block, in bytes: the libraries count in signed or unsigned 32 bits.
  public static let maximumBlockSize = 1 << 30

  static func check(_ block: RawSpan) throws(CodecError) {
    if block.byteCount > maximumBlockSize {
      throw CodecError(
        .blockTooLarge,
        "block of \(block.byteCount) bytes is over the compressors' \(maximumBlockSize)")
    }
  }
}

/// Leaves blocks as they are.
public final class PlainCompressor: BlockCompressor {
  /// Makes the compressor that does nothing.
  public init() {}

  /// Appends a copy of `block`.
  public func compress(_ block: RawSpan, into output: ByteBuffer) throws(CodecError) {
    output.append(block)
  }

  /// As many bytes as come in.
  public func maximumSize(of rawCount: Int) -> Int { rawCount }
}
