// Whether the bytes that are not ASCII are UTF-8.
//
// Takes stretches of a text in rising order, tells of each byte at which no valid sequence
// starts, and of byte order marks. Pure; remembers only how far it has looked, because sequences cross stretches.
// Source of the rules: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).

/// The byte order mark, which texts that were strung together have at the start of each. It belongs to no
/// record.
enum ByteOrderMark {
  /// Its bytes in UTF-8.
  static let size = 3
}

extension RawSpan {
  /// Whether there is a byte order mark at `position`.
  @inline(__always)
  func hasMark(at position: Int) -> Bool {
    position + ByteOrderMark.size <= byteCount && self[position] == 0xEF
      && self[position + 1] == 0xBB && self[position + 2] == 0xBF
  }
}

/// Looks for bytes that are not UTF-8, for NUL, and for byte order marks.
struct EncodingCheck {
  /// What there is at a place.
  enum Finding {
    case invalid
    case nul
    case mark
  }

  private var checkedUpTo = 0

  /// Checks the sequences that start at marked bytes and were not checked before.
  /// - Parameters:
  ///   - start: a position not below that of the last call.
  ///   - bits: one for each of the 64 bytes from `start` on, set for NUL and what is not ASCII.
  ///   - report: told of each finding's position, in rising order.
  @inline(__always)
  mutating func check(
    _ text: RawSpan, from start: Int, bits: UInt64,
    report: (_ position: Int, _ finding: Finding) -> Void
  ) {
    var bits = bits
    while bits != 0 {
      let position = start &+ bits.trailingZeroBitCount
      bits &= bits &- 1
      if position < checkedUpTo { continue }
      if Self.isTwoByteSequence(text, at: position) {
        // Its second byte has the next bit, unless that is in the next stretch.
        bits &= bits &- 1
        checkedUpTo = position &+ 2
        continue
      }
      let byte = text[position]
      if byte >= 0x80 {
        let length = Self.sequenceLength(text, at: position)
        if length == 0 { report(position, .invalid) }
        if byte == 0xEF, text.hasMark(at: position) { report(position, .mark) }
        checkedUpTo = position &+ max(length, 1)
      } else if byte == 0 {
        report(position, .nul)
      }
    }
  }

  /// Whether a well-formed sequence of two bytes starts at `position`, as most do in the languages of
  /// most dumps: C2...DF, then 80...BF.
  @inline(__always)
  private static func isTwoByteSequence(_ text: RawSpan, at position: Int) -> Bool {
    guard position &+ 2 <= text.byteCount else { return false }
    // SAFETY: checked on the line above; bytes have no padding.
    let pair = unsafe text.unsafeLoadUnaligned(
      fromUncheckedByteOffset: position, as: UInt16.self
    ).littleEndian
    return pair & 0xC0E0 == 0x80C0 && pair & 0x1E != 0
  }

  /// Bytes of the well-formed sequence of two to four bytes at `position`; 0 when there is none.
  static func sequenceLength(_ text: RawSpan, at position: Int) -> Int {
    let lead = text[position]
    let (length, low, high): (Int, UInt8, UInt8) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xE1...0xEC, 0xEE, 0xEF: (3, 0x80, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    guard length > 0, position + length <= text.byteCount else { return 0 }
    guard text[position + 1] >= low, text[position + 1] <= high else { return 0 }
    var offset = 2
    while offset < length {
      guard text[position + offset] & 0xC0 == 0x80 else { return 0 }
      offset += 1
    }
    return length
  }
}
