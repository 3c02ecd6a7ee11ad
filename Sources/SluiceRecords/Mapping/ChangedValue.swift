// A value on its way through the transforms of a mapping.
//
// Takes a value's bytes, changes them in memory that is kept for the next value, gives what they have become.

import SluiceBytes

/// The value that transforms are at.
struct ChangedValue {
  /// Room for the value and a word after it, and what is left of others.
  private var memory: [UInt8] = []
  /// Where the value stands in it.
  private var range = 0..<0

  /// Begins with another value.
  mutating func set(_ value: RawSpan) {
    if memory.count < value.byteCount + 8 {
      memory = Array(repeating: 0, count: 2 * value.byteCount + 8)
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

  /// Gives the 26 letters from `first` on their other case.
  mutating func changeCase(from first: UInt8) {
    let range = range
    unsafe memory.withUnsafeMutableBytes { bytes in
      // SAFETY: the value lies within the memory, and a word after it does as well.
      guard let start = bytes.baseAddress else { return }
      unsafe LetterCase.change(start + range.lowerBound, range.count, from: first)
    }
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

/// ASCII letters in their other case.
enum LetterCase {
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// Gives the 26 letters from `first` on their other case, eight bytes at a time.
  /// - Parameter text: has readable and writable bytes, up to seven, after the last of `count`, which may be
  ///   changed as well.
  @unsafe @inline(__always)
  static func change(_ text: UnsafeMutableRawPointer, _ count: Int, from first: UInt8) {
    var offset = 0
    while offset < count {
      let word = unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      unsafe text.storeBytes(of: changed(word, from: first), toByteOffset: offset, as: UInt64.self)
      offset &+= 8
    }
  }

  /// The same for eight bytes, in whatever order.
  @inline(__always)
  private static func changed(_ word: UInt64, from first: UInt8) -> UInt64 {
    // The high bit of each byte: at least the first letter, behind the last one. No sum leaves its byte.
    let low = word & (0x7F &* ones)
    let atLeast = low &+ UInt64(0x80 &- first) &* ones
    let behind = low &+ UInt64(0x80 &- 26 &- first) &* ones
    return word ^ (atLeast & ~behind & ~word & (0x80 &* ones)) >> 2
  }
}

extension Mapping.Transform {
  /// The first of the 26 letters that a change of case gives their other one.
  var firstLetter: UInt8 { self == .lowercase ? UInt8(ascii: "A") : UInt8(ascii: "a") }
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
      case .lowercase, .uppercase: changed.changeCase(from: plan.transforms[place].firstLetter)
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
