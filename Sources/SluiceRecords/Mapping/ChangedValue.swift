// A value on its way through the transforms of a mapping.
//
// Takes a value's bytes, changes them in memory that is kept for the next value, gives what they have become.
// A transform never makes a value longer, except to the digits of a hash.

import SluiceBytes

/// The value that transforms are at.
struct ChangedValue {
  /// Room for the value, and what is left of others.
  private var memory: [UInt8] = []
  /// Where the value stands in it.
  private var range = 0..<0

  /// Begins with another value.
  mutating func set(_ value: RawSpan) {
    if memory.count < value.byteCount {
      memory = Array(repeating: 0, count: max(value.byteCount, 2 * memory.count))
    }
    range = 0..<value.byteCount
    // SAFETY: there is room for all of `value`, and its bytes are not those of the memory.
    unsafe memory.withUnsafeMutableBytes { target in
      unsafe value.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
    }
  }

  /// Calls `body` with the value.
  @inline(__always)
  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // SAFETY: bytes have no padding.
    body(unsafe memory.span.bytes.extracting(range))
  }

  /// Drops blanks at both ends.
  mutating func trim() {
    let trimmed = withBytes(Blank.trimmed)
    range = range.lowerBound + trimmed.lowerBound..<range.lowerBound + trimmed.upperBound
  }

  /// Makes ASCII letters lower case.
  mutating func lowercase() { changeCase(from: UInt8(ascii: "A")) }

  /// Makes ASCII letters upper case.
  mutating func uppercase() { changeCase(from: UInt8(ascii: "a")) }

  /// Gives the 26 letters from `first` on their other case.
  private mutating func changeCase(from first: UInt8) {
    let range = range
    var bytes = memory.mutableSpan
    for place in range { bytes[place] ^= bytes[place] &- first < 26 ? 0x20 : 0 }
  }

  /// Replaces an e-mail address by its hash.
  mutating func hash() -> EmailHasher.Outcome {
    var digits = EmailHasher.Digits(repeating: 0)
    let outcome = withBytes { EmailHasher.hash($0, into: &digits) }
    switch outcome {
    // SAFETY: bytes have no padding.
    case .hashed, .kept: set(unsafe digits.span.bytes)
    case .empty: range = 0..<0
    case .notAnAddress: break
    }
    return outcome
  }
}

extension RecordMapper {
  /// Calls `body` with what transforms make of a value.
  /// - Parameter transforms: in the plan's list.
  /// - Returns: nil when the value is to be hashed as an e-mail address and is none.
  @inline(__always)
  mutating func withChanged<Result>(
    _ value: RawSpan, by transforms: Range<Int>, _ body: (inout Self, RawSpan) -> Result
  ) -> Result? {
    if transforms.isEmpty { return body(&self, value) }
    guard change(value, by: transforms) else { return nil }
    let changed = changed
    return changed.withBytes { body(&self, $0) }
  }

  /// Changes a value.
  /// - Returns: false when it is to be hashed as an e-mail address and is none.
  private mutating func change(_ value: RawSpan, by transforms: Range<Int>) -> Bool {
    changed.set(value)
    for place in transforms {
      switch plan.transforms[place] {
      case .trim: changed.trim()
      case .lowercase: changed.lowercase()
      case .uppercase: changed.uppercase()
      case .sha256Email:
        switch changed.hash() {
        case .hashed, .empty: break
        case .kept: counts.hashesKept += 1
        case .notAnAddress: return false
        }
      }
    }
    return true
  }
}
