// Eight bytes at a time: what every scanning rule of this module is built from.
//
// Takes views of bytes, gives positions and lane masks; owns nothing, allocates nothing, cannot
// fail. Comparisons of standard library vectors are compiled to byte loops, so the lanes
// live in plain 64-bit words, where a few operations judge eight bytes.

/// The lanes of a word: byte `n` of the text in bits `8n ..< 8n + 8`.
enum Lanes {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080
  static let lowBits: UInt64 = 0x7f7f_7f7f_7f7f_7f7f

  /// The byte in every lane.
  static func all(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  /// The high bit of each lane that holds `byte`; exact.
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ all(byte)
    return ~(((difference & lowBits) &+ lowBits) | difference) & highBits
  }

  /// The high bit of each lane in `lower ... upper`, both ASCII; exact.
  static func inRange(_ word: UInt64, _ lower: UInt8, _ upper: UInt8) -> UInt64 {
    let low = word & lowBits
    let atLeast = low &+ all(0x80 - lower)
    let above = low &+ all(0x7f - upper)
    return atLeast & ~above & ~word & highBits
  }

  /// Not zero when some lane holds `byte`; lanes above the first such one may be wrong.
  static func contains(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ all(byte)
    return (difference &- ones) & ~difference & highBits
  }

  /// Not zero when some lane is a control byte below 0x20; lanes above the first may be wrong.
  static func containsControl(_ word: UInt64) -> UInt64 {
    (word &- all(0x20)) & ~word & highBits
  }

  /// The high bit of each lane that holds a decimal digit.
  static func digits(_ word: UInt64) -> UInt64 {
    let value = word ^ all(0x30)
    return ~(((value & lowBits) &+ all(0x76)) | value) & highBits
  }

  /// The marks of eight lanes, each its lane's high bit, as the low eight bits of a word.
  static func gathered(_ marks: UInt64) -> UInt64 {
    // The product's top byte has bit n from lane n; no two of the shifted copies meet.
    ((marks >> 7) &* 0x0102_0408_1020_4080) >> 56
  }

  /// How many lanes are marked, each by its high bit. The product's top byte is the sum of all lanes: without an
  /// instruction that counts bits, which not all processors have, that is the shorter way.
  static func count(_ marks: UInt64) -> Int {
    Int(truncatingIfNeeded: ((marks &>> 7) &* ones) &>> 56)
  }

  /// How many lanes come before the first marked one; 8 when none is marked.
  static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}

/// The ASCII bytes that rules speak of.
enum Ascii {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0a
  static let carriageReturn: UInt8 = 0x0d
  static let blank: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let percent: UInt8 = 0x25
  static let apostrophe: UInt8 = 0x27
  static let comma: UInt8 = 0x2c
  static let dash: UInt8 = 0x2d
  static let dot: UInt8 = 0x2e
  static let zero: UInt8 = 0x30
  static let nine: UInt8 = 0x39
  static let colon: UInt8 = 0x3a
  static let equals: UInt8 = 0x3d
  static let at: UInt8 = 0x40
  static let delete: UInt8 = 0x7f

  static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
  static func isControl(_ byte: UInt8) -> Bool { byte < blank || byte == delete }
}

extension RawSpan {
  /// The byte at `offset`.
  func byte(at offset: Int) -> UInt8 {
    // SAFETY: the load checks its bounds, and every bit pattern is a UInt8.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The eight bytes at `offset`, all of which must be in the span.
  func word(at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and every bit pattern is a UInt64.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The 32 bytes at `offset`, all of which must be in the span, as four words.
  func words(at offset: Int) -> SIMD4<UInt64> {
    // SAFETY: the load checks its bounds, and every bit pattern is four UInt64.
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
  }

  /// The two bytes at `offset`, both of which must be in the span, the first one lowest.
  func pair(at offset: Int) -> UInt16 {
    // SAFETY: the load checks its bounds, and every bit pattern is a UInt16.
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The four bytes at `offset`, all of which must be in the span.
  func halfWord(at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and every bit pattern is a UInt32.
    UInt64(
      UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// The fewer than eight bytes from `offset` to the end, with zeros in the lanes after them.
  func lastWord(from offset: Int) -> UInt64 {
    if byteCount < 8 { return shortWord(from: offset) }
    // Shifted by 64 bits less those of the rest, which may be all 64: by one less and then by one.
    let unwanted = UInt64(truncatingIfNeeded: 63 &- 8 &* (byteCount &- offset))
    return (word(at: byteCount &- 8) &>> unwanted) &>> 1
  }

  /// The same in a span that is too short to load a word from.
  private func shortWord(from offset: Int) -> UInt64 {
    let length = byteCount - offset
    if length == 0 { return 0 }
    if length >= 4 {
      return halfWord(at: offset) | halfWord(at: byteCount - 4) << UInt64(8 * (length - 4))
    }
    let middle = UInt64(byte(at: offset + length / 2)) << UInt64(8 * (length / 2))
    let last = UInt64(byte(at: byteCount - 1)) << UInt64(8 * (length - 1))
    return UInt64(byte(at: offset)) | middle | last
  }

  /// Where the first byte at or after `offset` stands that `marks` marks in its word. NUL bytes must not be marked,
  /// and marks may be wrong above the first right one.
  @inline(__always)
  func firstOffset(from offset: Int, _ marks: (_ word: UInt64) -> UInt64) -> Int? {
    var position = offset
    while position &+ 8 <= byteCount {
      let marked = marks(word(at: position))
      if marked != 0 { return position + Lanes.first(marked) }
      position &+= 8
    }
    let marked = marks(lastWord(from: position))
    return marked == 0 ? nil : position + Lanes.first(marked)
  }

  /// Where `byte`, which must not be NUL, first stands at or after `offset`.
  func firstOffset(of byte: UInt8, from offset: Int) -> Int? {
    firstOffset(from: offset) { Lanes.contains($0, byte) }
  }

  /// Where one of two bytes, neither NUL, first stands at or after `offset`.
  func firstOffset(of byte: UInt8, or other: UInt8, from offset: Int) -> Int? {
    firstOffset(from: offset) { Lanes.contains($0, byte) | Lanes.contains($0, other) }
  }

  /// Where one of three bytes, none NUL, first stands at or after `offset`.
  func firstOffset(of byte: UInt8, or other: UInt8, or third: UInt8, from offset: Int) -> Int? {
    firstOffset(from: offset) {
      Lanes.contains($0, byte) | Lanes.contains($0, other) | Lanes.contains($0, third)
    }
  }

  /// How many of the bytes are ASCII.
  func countASCII() -> Int {
    var foreign = 0
    var position = 0
    while position + 8 <= byteCount {
      foreign += Lanes.count(word(at: position) & Lanes.highBits)
      position += 8
    }
    return byteCount - foreign - Lanes.count(lastWord(from: position) & Lanes.highBits)
  }

  /// Whether the bytes are those of `text`.
  func equals(_ text: StaticString) -> Bool {
    guard byteCount == text.utf8CodeUnitCount else { return false }
    // SAFETY: a static string's UTF-8 is valid for `utf8CodeUnitCount` bytes and for ever.
    let bytes = unsafe UnsafeRawBufferPointer(start: text.utf8Start, count: byteCount).bytes
    for offset in 0..<byteCount where byte(at: offset) != bytes.byte(at: offset) { return false }
    return true
  }

  /// The range left when blanks at both ends of `range` are dropped.
  func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, byte(at: lower) == Ascii.blank { lower += 1 }
    while upper > lower, byte(at: upper - 1) == Ascii.blank { upper -= 1 }
    return lower..<upper
  }
}
