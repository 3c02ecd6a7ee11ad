// Bits to bytes, the lowest bit first, as deflate has them (RFC 1951, section 3.1.1).
//
// Stores whole words, so up to eight bytes behind the last bit are touched; whoever makes one sees to it
// that there is room.

/// Writes bits into memory.
///
/// SAFETY: `target` has room for all bits that are put, rounded up to bytes, and eight bytes more.
@unsafe
struct BitWriter {
  private(set) var target: UnsafeMutableRawPointer
  /// Bits that are not yet a byte, and after `put` those since.
  private var open: UInt64 = 0
  private var openCount: UInt64 = 0

  init(at target: UnsafeMutableRawPointer) { unsafe self.target = target }

  /// Puts bits behind those before.
  /// - Parameters:
  ///   - bits: zero from `count` on.
  ///   - count: at most 56.
  @inline(__always)
  mutating func put(_ bits: UInt64, _ count: UInt64) {
    unsafe open |= bits &<< openCount
    unsafe openCount &+= count
    unsafe target.storeBytes(of: open.littleEndian, as: UInt64.self)
    unsafe target += Int(openCount &>> 3)
    unsafe open = open &>> (openCount & ~7)
    unsafe openCount &= 7
  }

  /// Fills the last byte with zeros.
  mutating func align() {
    unsafe put(0, (8 - openCount) % 8)
  }
}
