// CRC-32 as gzip has it (RFC 1952, 8), of a block and of blocks strung together.

/// CRC-32 checksums.
public enum Checksum {
  /// The CRC-32 of `bytes`.
  /// - Parameter crc: the checksum of what comes before `bytes`; 0 for nothing.
  public static func crc32(of bytes: RawSpan, continuing crc: UInt32 = 0) -> UInt32 {
    #if ISAL
      ISALChecksum.crc32(of: bytes, continuing: crc)
    #else
      ZlibChecksum.crc32(of: bytes, continuing: crc)
    #endif
  }

  /// The CRC-32 of A followed by B, from those of A and B; takes no look at the bytes.
  /// - Parameter countOfB: bytes in B.
  public static func combine(_ a: UInt32, _ b: UInt32, countOfB: Int) -> UInt32 {
    ZlibChecksum.combine(a, b, countOfSecond: countOfB)
  }
}

/// What a gzip trailer needs to know of a run of bytes.
public struct BlockSummary: Sendable, Hashable {
  /// The CRC-32 of the bytes.
  public var crc32: UInt32
  /// How many bytes there are, before compression.
  public var rawCount: Int

  /// The summary of no bytes.
  public static let empty = BlockSummary(crc32: 0, rawCount: 0)

  /// Makes a summary of known values.
  public init(crc32: UInt32, rawCount: Int) {
    self.crc32 = crc32
    self.rawCount = rawCount
  }

  /// Computes the summary of `bytes`.
  public init(of bytes: RawSpan) {
    self.init(crc32: Checksum.crc32(of: bytes), rawCount: bytes.byteCount)
  }

  /// Takes in the block that follows.
  public mutating func append(_ next: BlockSummary) {
    crc32 = Checksum.combine(crc32, next.crc32, countOfB: next.rawCount)
    rawCount += next.rawCount
  }
}
