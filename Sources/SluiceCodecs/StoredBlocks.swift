// Deflate's way out for bytes that do not compress: stored blocks (RFC 1951, 3.2.4).
//
// This is what makes the compressors' upper bound a fact and not an estimate: a run that would
// grow past it is thrown away and written as stored blocks instead.

import SluiceBytes

enum StoredBlocks {
  /// The most bytes one stored block holds: its length has 16 bits.
  static let maximumContent = 0xFFFF
  /// The 3 header bits padded to a byte, the length, its complement.
  static let headerSize = 5

  /// The size of `rawCount` bytes as stored blocks.
  static func size(of rawCount: Int) -> Int {
    rawCount + (rawCount + maximumContent - 1) / maximumContent * headerSize
  }

  /// Appends `block` as stored blocks, none of them final, ending on a byte boundary.
  static func append(_ block: RawSpan, to output: ByteBuffer) {
    output.reserve(size(of: block.byteCount))
    var start = 0
    while start < block.byteCount {
      let content = block.extracting(start..<min(start + maximumContent, block.byteCount))
      let length = UInt16(content.byteCount)
      output.append(0)
      output.append(littleEndian: length)
      output.append(littleEndian: ~length)
      output.append(content)
      start += content.byteCount
    }
  }
}

extension ByteBuffer {
  /// Appends the bytes of `value`, the lowest first.
  func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
