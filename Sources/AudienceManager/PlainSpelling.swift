// Texts with the blanks and dashes of typography, as ASCII has them.
//
// Word processors, spreadsheets and web pages write no-break blanks and hyphens into numbers and around
// addresses. Takes a view of a text, gives the text in plain spelling. Allocates only for texts that have such
// signs.

/// Signs of typography that mean an ASCII blank or dash, or nothing that can be seen.
enum PlainSpelling {
  /// What a sign becomes.
  enum Meaning {
    case blank
    case dash
    /// Neither: joiners, marks of direction, soft hyphens.
    case nothing
  }

  /// Bytes of the longest sign.
  private static let mostBytes = 3

  /// The text with its signs replaced, and without blanks around it.
  static func plain(_ text: RawSpan) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.byteCount)
    var position = 0
    while let sign = nextSign(in: text, from: position) {
      append(text.extracting(position..<sign.range.lowerBound), to: &plain)
      switch sign.meaning {
      case .blank: plain.append(Ascii.blank)
      case .dash: plain.append(Ascii.dash)
      case .nothing: break
      }
      position = sign.range.upperBound
    }
    append(text.extracting(position..<text.byteCount), to: &plain)
    let start = plain.firstIndex { $0 != Ascii.blank } ?? plain.endIndex
    let end = plain.lastIndex { $0 != Ascii.blank } ?? start
    return start < plain.endIndex ? Array(plain[start...end]) : []
  }

  /// Whether there is a sign anywhere.
  static func holdsSigns(_ text: RawSpan) -> Bool { nextSign(in: text, from: 0) != nil }

  /// Whether a sign may stand in a number inside a text: behind a digit, a `+` or a parenthesis and before a digit, with
  /// nothing but separators and other signs between. Without such a sign the numbers inside a text are the same
  /// in plain spelling: signs before and behind one end it as well as what they mean does.
  static func holdsSignsOfNumbers(_ text: RawSpan) -> Bool {
    var position = 0
    while let start = NumbersInText.nextBeginning(in: text, from: position) {
      position = max(start + 1, NumbersInText.endOfDigits(text, from: start))
      var hasSign = false
      while position < text.byteCount {
        if let sign = sign(in: text, at: position) {
          hasSign = true
          position += sign.length
        } else if NumbersInText.isSeparator(text.byte(at: position)) {
          position += 1
        } else {
          break
        }
      }
      if hasSign, position < text.byteCount, Ascii.isDigit(text.byte(at: position)) { return true }
    }
    return false
  }

  private static func append(_ bytes: RawSpan, to array: inout [UInt8]) {
    // SAFETY: the bytes are copied while the span lives.
    unsafe bytes.withUnsafeBytes { unsafe array.append(contentsOf: $0) }
  }

  /// What is left of a text when ASCII's white space and signs that are no dashes are taken from both ends.
  static func trimmed(_ text: RawSpan, isSpace: (UInt8) -> Bool) -> Range<Int> {
    var lower = 0
    var upper = text.byteCount
    while lower < upper {
      if isSpace(text.byte(at: lower)) {
        lower += 1
      } else if let sign = sign(in: text, at: lower), sign.meaning != .dash {
        lower += sign.length
      } else {
        break
      }
    }
    while upper > lower {
      if isSpace(text.byte(at: upper - 1)) {
        upper -= 1
      } else if let length = signLength(in: text, before: upper, from: lower) {
        upper -= length
      } else {
        break
      }
    }
    return lower..<upper
  }

  /// The bytes of a sign that is no dash and ends at `end`.
  private static func signLength(in text: RawSpan, before end: Int, from start: Int) -> Int? {
    for length in 2...mostBytes where end - length >= start {
      if let sign = sign(in: text, at: end - length), sign.length == length, sign.meaning != .dash {
        return length
      }
    }
    return nil
  }

  /// The first sign at or behind a place.
  private static func nextSign(in text: RawSpan, from start: Int) -> (
    meaning: Meaning, range: Range<Int>
  )? {
    var position = start
    while let lead = text.firstOffset(from: position, leads) {
      if let sign = sign(in: text, at: lead) {
        return (sign.meaning, lead..<lead + sign.length)
      }
      position = lead + 1
    }
    return nil
  }

  /// The high bit of each lane that holds a byte with which signs begin.
  private static func leads(_ word: UInt64) -> UInt64 {
    if word & Lanes.highBits == 0 { return 0 }
    return Lanes.equal(word, 0xC2) | Lanes.equal(word, 0xE2) | Lanes.equal(word, 0xE3)
      | Lanes.equal(word, 0xEF)
  }

  /// The sign that begins at a place.
  private static func sign(in text: RawSpan, at position: Int) -> (meaning: Meaning, length: Int)? {
    let lead = text.byte(at: position)
    if lead == 0xC2, position + 2 <= text.byteCount {
      switch text.byte(at: position + 1) {
      case 0xA0: return (.blank, 2)  // U+00A0
      case 0xAD: return (.nothing, 2)  // U+00AD
      default: return nil
      }
    }
    guard lead >= 0xE2, position + mostBytes <= text.byteCount else { return nil }
    let rest = UInt16(text.byte(at: position + 1)) << 8 | UInt16(text.byte(at: position + 2))
    return meaning(lead, rest).map { ($0, mostBytes) }
  }

  private static func meaning(_ lead: UInt8, _ rest: UInt16) -> Meaning? {
    switch (lead, rest) {
    case (0xE2, 0x8080...0x808A), (0xE2, 0x80AF), (0xE2, 0x819F), (0xE3, 0x8080):
      .blank  // U+2000...200A, 202F, 205F, 3000
    case (0xE2, 0x8090...0x8095), (0xE2, 0x8892), (0xEF, 0xB9A3), (0xEF, 0xBC8D):
      .dash  // U+2010...2015, 2212, FE63, FF0D
    case (0xE2, 0x808B...0x808F), (0xE2, 0x80AA...0x80AE), (0xE2, 0x81A0...0x81A4),
      (0xE2, 0x81A6...0x81A9), (0xEF, 0xBBBF):
      .nothing  // U+200B...200F, 202A...202E, 2060...2064, 2066...2069, FEFF
    default: nil
    }
  }
}
