// Small questions about values, answered on views.

import SluiceBytes

extension RawSpan {
  /// Where `text` first stands at or after `start`.
  func firstRange(of text: RawSpan, from start: Int) -> Int? {
    var offset = start
    while offset + text.byteCount <= byteCount {
      var length = 0
      while length < text.byteCount, self[offset + length] == text[length] { length += 1 }
      if length == text.byteCount { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether it is a trait ID: decimal digits, and not zero.
  var isTraitID: Bool {
    var isZero = true
    for offset in 0..<byteCount {
      if !self[offset].isDigit { return false }
      if self[offset] != Ascii.zero { isZero = false }
    }
    return !isZero
  }
}

/// Blanks, as cleaning trims them: spaces, and the breaks that become one.
package enum Blank {
  package static func contains(_ byte: UInt8) -> Bool { byte == Ascii.space || isBreak(byte) }

  /// Whether a byte may not stand in a line and becomes a blank: a tab, a line end, or the NUL that database
  /// dumps write as `\0`, at which a receiver in C would take the line to end.
  static func isBreak(_ byte: UInt8) -> Bool {
    byte == Ascii.tab || byte == Ascii.carriageReturn || byte == Ascii.lineFeed || byte == 0
  }

  /// The part of `text` between the blanks at its ends.
  package static func trimmed(_ text: RawSpan) -> Range<Int> {
    var start = 0
    var end = text.byteCount
    while start < end, contains(text[start]) { start += 1 }
    while end > start, contains(text[end - 1]) { end -= 1 }
    return start..<end
  }
}

extension UInt8 {
  package var isDigit: Bool { self >= Ascii.zero && self <= Ascii.nine }
}

/// Numbers as they stand in dumps.
package enum Decimal {
  /// What is larger counts as this.
  private static let most = 1 << 62

  /// The largest whole number not above the one written in `text`: an optional sign, and digits, perhaps
  /// around a dot; nil if it is no number.
  package static func wholePart(_ text: RawSpan) -> Int? {
    var offset = 0
    let isNegative = text.byteCount > 0 && text[0] == Ascii.dash
    if isNegative || (text.byteCount > 0 && text[0] == UInt8(ascii: "+")) { offset = 1 }
    let start = offset
    let whole = digits(text, at: &offset)
    guard offset < text.byteCount else {
      return offset == start ? nil : isNegative ? -whole : whole
    }
    guard text[offset] == Ascii.dot else { return nil }
    offset += 1
    let fraction = digits(text, at: &offset)
    guard offset == text.byteCount, offset > start + 1 else { return nil }
    return isNegative ? -whole - (fraction > 0 ? 1 : 0) : whole
  }

  private static func digits(_ text: RawSpan, at offset: inout Int) -> Int {
    var number = 0
    while offset < text.byteCount, text[offset].isDigit {
      number = number < most / 10 ? number * 10 + Int(text[offset] - Ascii.zero) : most
      offset += 1
    }
    return number
  }
}

/// The pairs that a split field has written, or the traits of a record, so that each is written once.
struct PairSet {
  private var bytes: [UInt8] = []
  private var pairs: [(hash: UInt64, range: Range<Int>)] = []
  private var places: [Int32] = []

  mutating func removeAll() {
    if pairs.isEmpty { return }
    bytes.removeAll(keepingCapacity: true)
    pairs.removeAll(keepingCapacity: true)
    for place in places.indices { places[place] = -1 }
  }

  /// Adds a pair.
  /// - Returns: false when it was there already.
  mutating func insert(_ pair: RawSpan) -> Bool {
    if pairs.count * 2 >= places.count { grow() }
    let hash = Self.hash(pair)
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] >= 0 {
      let known = pairs[Int(places[place])]
      if known.hash == hash, equals(pair, known.range) { return false }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = Int32(pairs.count)
    let start = bytes.count
    bytes.append(0..<pair.byteCount, of: pair)
    pairs.append((hash, start..<bytes.count))
    return true
  }

  /// Over all bytes, eight at a time: pairs of one field often begin and end alike.
  private static func hash(_ pair: RawSpan) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: pair.byteCount)
    var offset = 0
    while offset < pair.byteCount {
      let end = min(offset + 8, pair.byteCount)
      hash = (hash ^ ByteTables.words(pair.extracting(offset..<end)).low) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
      offset = end
    }
    return hash
  }

  private func equals(_ pair: RawSpan, _ range: Range<Int>) -> Bool {
    guard pair.byteCount == range.count else { return false }
    for offset in 0..<range.count where bytes[range.lowerBound + offset] != pair[offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(16, places.count * 2))
    for (number, pair) in pairs.enumerated() {
      var place = Int(truncatingIfNeeded: pair.hash) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}
