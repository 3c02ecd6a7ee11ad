// Compressed bytes as bits, the lowest first, as far as block headers are concerned.
//
// Takes bytes from the input of one call, keeps those bits that were taken and not used; the kernel takes these
// over, and gives back what it has not used.

import SluiceBytes

/// Bits that were read and not used, and how far the input of this call was read.
struct InflateBits {
  /// The next bit is the lowest; zeros from `count` on.
  var bits: UInt64 = 0
  var count = 0
  /// Bytes of the input that were read.
  var taken = 0

  /// What `fill` gets to, as long as there is input.
  private static let filled = 56

  /// Reads whole bytes, until no further one fits.
  mutating func fill(from input: RawSpan) {
    while count < Self.filled, taken < input.byteCount {
      bits |= UInt64(input.byte(at: taken)) << UInt64(count)
      taken += 1
      count += 8
    }
  }

  /// The next bits, zeros for those that are not there yet.
  func low(_ wanted: Int) -> UInt64 { bits & (1 << UInt64(wanted) - 1) }

  /// Takes bits, 32 at most.
  /// - Returns: nil when there are not enough yet.
  mutating func take(_ wanted: Int, _ input: RawSpan) -> Int? {
    fill(from: input)
    guard count >= wanted else { return nil }
    let value = low(wanted)
    drop(wanted)
    return Int(value)
  }

  /// Goes to the next byte.
  mutating func align() { drop(count % 8) }

  private mutating func drop(_ bits: Int) {
    self.bits >>= UInt64(bits)
    count -= bits
  }
}
