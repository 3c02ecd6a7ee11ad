// Blocks to runs of deflate blocks, by our own deflate and by zlib.
//
// Takes a block of lines, gives a run that ends on a byte boundary, is not final and refers to
// nothing before it. Owns one state, made once and reset for each block.

public import SluiceBytes

/// Compresses with zlib.
public final class ZlibCompressor: BlockCompressor {
  private let deflater: ZlibDeflater

  /// Makes a compressor.
  /// - Parameter level: zlib's own level, 1...9.
  /// - Throws: ``CodecError`` when zlib gets no memory or knows no such level.
  public init(level: Int) throws(CodecError) {
    guard (1...9).contains(level) else {
      throw CodecError(.libraryFailure, "zlib cannot compress at level \(level)")
    }
    deflater = try ZlibDeflater(level: level)
  }

  /// Appends `block` as deflate blocks; see ``BlockCompressor``.
  public func compress(_ block: RawSpan, into output: ByteBuffer) throws(CodecError) {
    try DeflateRun.append(block, to: output, by: deflater.deflate)
  }

  /// The block as stored deflate blocks, and a little.
  public func maximumSize(of rawCount: Int) -> Int { DeflateRun.maximumSize(of: rawCount) }
}

/// Compresses with our own deflate, which knows how lines repeat.
public final class LineCompressor: BlockCompressor {
  private let deflater: LineDeflater

  /// Makes a compressor.
  /// - Parameters:
  ///   - ways: how many earlier places of each kind are tried for a repetition: 1, 2 or 4.
  ///   - kernel: the implementation; all give the same bytes.
  public init(ways: Int, kernel: SymbolKernel = .best) {
    precondition([1, 2, 4].contains(ways), "\(ways) ways")
    deflater = LineDeflater(ways: ways, kernel: kernel)
  }

  /// Appends `block` as deflate blocks; see ``BlockCompressor``.
  public func compress(_ block: RawSpan, into output: ByteBuffer) throws(CodecError) {
    try DeflateRun.append(block, to: output, by: deflater.deflate)
  }

  /// The block as stored deflate blocks, and a little.
  public func maximumSize(of rawCount: Int) -> Int { DeflateRun.maximumSize(of: rawCount) }
}

/// What both have in common: compressed when that fits the bound, stored otherwise.
private enum DeflateRun {
  /// Our own deflate writes in words, and the flush marker must fit in too, so that small blocks are
  /// not stored for their sake.
  static let margin = 32

  static func maximumSize(of rawCount: Int) -> Int { StoredBlocks.size(of: rawCount) + margin }

  /// - Parameter deflate: writes a block into at most the given room, or returns false. It always
  ///   gets the same room for the same size, so that the result does not depend on the buffer.
  static func append(
    _ block: RawSpan, to output: ByteBuffer,
    by deflate: (RawSpan, inout OutputRawSpan, _ room: Int) -> Bool
  ) throws(CodecError) {
    try CompressionLimits.check(block)
    if block.isEmpty { return }
    let start = output.count
    let room = maximumSize(of: block.byteCount)
    let fits = output.withSpareCapacity(minimum: room) { deflate(block, &$0, room) }
    if !fits {
      output.setCount(start)
      StoredBlocks.append(block, to: output)
    }
  }
}
