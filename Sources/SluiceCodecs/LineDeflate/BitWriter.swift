// Bits to bytes, the lowest bit first, as deflate has them (RFC 1951, section 3.1.1).
//
// Stores whole words, so up to eight bytes behind the last bit are touched; whoever makes one sees to it
// that there is room. Headers are written here, symbols by the kernel.

import CSluiceScan

/// Writes bits into memory.
///
/// SAFETY: there is room for all bits that are put, rounded up to bytes, and eight bytes more.
@unsafe
struct BitWriter {
  /// For the kernel, which goes on where this ends and the other way round.
  var bits: sluice_bits

  init(at target: UnsafeMutablePointer<UInt8>) {
    unsafe bits = sluice_bits(end: target, open: 0, open_count: 0)
  }

  /// Puts bits behind those before.
  /// - Parameters:
  ///   - word: the bits; zero from `count` on.
  ///   - count: at most 56.
  mutating func put(_ word: UInt64, _ count: UInt64) {
    unsafe bits.open |= word << bits.open_count
    unsafe bits.open_count += count
    let stored = unsafe bits.open.littleEndian
    unsafe UnsafeMutableRawPointer(bits.end).storeBytes(of: stored, as: UInt64.self)
    unsafe bits.end += Int(bits.open_count / 8)
    unsafe bits.open = bits.open >> (bits.open_count & ~7)
    unsafe bits.open_count &= 7
  }

  /// Fills the last byte with zeros.
  mutating func align() {
    unsafe put(0, (8 - bits.open_count) % 8)
  }
}
