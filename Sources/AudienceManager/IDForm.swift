// What a user ID must look like, by its type (section 4).
//
// Takes a view of the ID's bytes, gives the first problem or nil. Runs once per record, so it
// allocates nothing and judges eight bytes at a time; only what looks wrong is looked at again.

extension IDType {
  /// What is wrong with an ID of this type; nil when it is good.
  ///
  /// MAID, TIFA and Vizio IDs are letters and digits by the receiver's table, and it rejects others.
  /// Their vendors give such IDs as UUIDs with dashes too, so those are told by a problem of their own.
  /// - Parameter id: the ID's bytes, without anything around them.
  public func problem(in id: RawSpan) -> IDProblem? {
    if id.byteCount == 0 { return .empty }
    switch self {
    case .dpuuid: return DPUUIDForm.problem(in: id)
    case .uuid: return DigitForm.isUUID(id) ? nil : .wrongForm
    case .idfa: return DashedForm.problem(in: id, letters: .upper)
    case .gaid, .rida, .firetv, .lgudid: return DashedForm.problem(in: id, letters: .lower)
    case .maid, .tifa, .vizio:
      if AlphanumericForm.matches(id) { return nil }
      return DashedForm.matches(id, letters: .either) ? .dashes : .wrongForm
    }
  }

  /// Whether all IDs of this type are of one form, with no room for anything else in them.
  public var hasFixedForm: Bool {
    switch self {
    case .uuid, .idfa, .gaid, .rida, .firetv, .lgudid: true
    case .dpuuid, .maid, .tifa, .vizio: false
    }
  }

  /// What makes a good ID look like a mistake; nil for most IDs.
  /// - Parameter id: an ID in which ``problem(in:)`` found nothing.
  public func suspicion(in id: RawSpan) -> IDSuspicion? {
    if self != .dpuuid { return isDeviceID && ZeroForm.matches(id) ? .allZeros : nil }
    if Self.isSuspectedURLEncoded(id) { return .urlEncoded }
    let isQuoted =
      id.byteCount > 1 && id.byte(at: 0) == Ascii.quote
      && id.byte(at: id.byteCount - 1) == Ascii.quote
    if isQuoted { return .quoted }
    return Placeholder.isOne(id) ? .placeholder : nil
  }

  /// Whether an ID has a `%` with two hex digits behind it. A warning, not a problem: `%` may be
  /// part of an ID.
  public static func isSuspectedURLEncoded(_ id: RawSpan) -> Bool {
    var start = 0
    while let percent = id.firstOffset(of: Ascii.percent, from: start) {
      if percent + 2 < id.byteCount, Ascii.isHexDigit(id.byte(at: percent + 1)),
        Ascii.isHexDigit(id.byte(at: percent + 2))
      {
        return true
      }
      start = percent + 1
    }
    return false
  }

  /// The type that an ID's form gives away, for sorting device IDs: 38 digits are a UUID, the
  /// 8-4-4-4-12 form in upper case an IDFA, in lower case a GAID (Roku, Fire TV and LG give the
  /// same form). Nil for everything else, mixed case and letterless IDs (all zeros) included.
  public static func detect(_ id: RawSpan) -> IDType? {
    if DigitForm.isUUID(id) { return .uuid }
    let isUpper = DashedForm.matches(id, letters: .upper)
    let isLower = DashedForm.matches(id, letters: .lower)
    if isUpper == isLower { return nil }
    return isUpper ? .idfa : .gaid
  }
}

/// Customers' own IDs: anything without a colon, plain or encoded, control bytes, blanks around.
private enum DPUUIDForm {
  static func problem(in id: RawSpan) -> IDProblem? {
    if looksWrong(id), let problem = firstProblem(in: id) { return problem }
    let hasBlank = id.byte(at: 0) == Ascii.blank || id.byte(at: id.byteCount - 1) == Ascii.blank
    return hasBlank ? .blankAtEnd : nil
  }

  /// Whether a byte is there that may be wrong; `%` often is not.
  private static func looksWrong(_ id: RawSpan) -> Bool {
    let count = id.byteCount
    // Lanes behind a short ID are filled with a byte that is never wrong.
    if count < 8 {
      return marks(id.lastWord(from: 0) | Lanes.all(Ascii.dash) << UInt64(8 * count)) != 0
    }
    var found = marks(id.word(at: count - 8))
    var position = 0
    while position + 8 <= count {
      found |= marks(id.word(at: position))
      position += 8
    }
    return found != 0
  }

  private static func marks(_ word: UInt64) -> UInt64 {
    Lanes.containsControl(word) | Lanes.contains(word, Ascii.colon)
      | Lanes.contains(word, Ascii.percent) | Lanes.contains(word, Ascii.delete)
  }

  private static func firstProblem(in id: RawSpan) -> IDProblem? {
    for offset in 0..<id.byteCount {
      let byte = id.byte(at: offset)
      if byte == Ascii.colon { return .colon }
      if Ascii.isControl(byte) { return .control }
      if byte == Ascii.percent, isEncodedColon(id, at: offset) { return .encodedColon }
    }
    return nil
  }

  private static func isEncodedColon(_ id: RawSpan, at offset: Int) -> Bool {
    offset + 2 < id.byteCount && id.byte(at: offset + 1) == 0x33
      && id.byte(at: offset + 2) | 0x20 == 0x61
  }
}

/// Audience Manager's UUIDs: 38 decimal digits.
private enum DigitForm {
  static func isUUID(_ id: RawSpan) -> Bool {
    guard id.byteCount == Limits.uuidDigits else { return false }
    var marks = Lanes.digits(id.word(at: Limits.uuidDigits - 8))
    for position in stride(from: 0, to: Limits.uuidDigits - 8, by: 8) {
      marks &= Lanes.digits(id.word(at: position))
    }
    return marks == Lanes.highBits
  }
}

/// The form 8-4-4-4-12 of hex digits.
private enum DashedForm {
  enum Letters { case upper, lower, either }

  static func problem(in id: RawSpan, letters: Letters) -> IDProblem? {
    if matches(id, letters: letters) { return nil }
    return matches(id, letters: .either) ? .wrongCase : .wrongForm
  }

  static func matches(_ id: RawSpan, letters: Letters) -> Bool {
    guard id.byteCount == 36, id.byte(at: 8) == Ascii.dash, id.byte(at: 13) == Ascii.dash,
      id.byte(at: 18) == Ascii.dash, id.byte(at: 23) == Ascii.dash
    else { return false }
    let marks =
      hexDigits(id.word(at: 0), letters)
      & hexDigits(id.halfWord(at: 9) | id.halfWord(at: 14) << 32, letters)
      & hexDigits(id.halfWord(at: 19) | id.halfWord(at: 32) << 32, letters)
      & hexDigits(id.word(at: 24), letters)
    return marks == Lanes.highBits
  }

  private static func hexDigits(_ word: UInt64, _ letters: Letters) -> UInt64 {
    let digits = Lanes.digits(word)
    switch letters {
    case .upper: return digits | Lanes.inRange(word, 0x41, 0x46)
    case .lower: return digits | Lanes.inRange(word, 0x61, 0x66)
    case .either:
      return digits | Lanes.inRange(word, 0x41, 0x46) | Lanes.inRange(word, 0x61, 0x66)
    }
  }
}

/// ASCII letters and digits.
private enum AlphanumericForm {
  static func matches(_ id: RawSpan) -> Bool {
    for offset in 0..<id.byteCount where !Ascii.isAlphanumeric(id.byte(at: offset)) { return false }
    return true
  }
}

/// Zeros, with or without dashes.
private enum ZeroForm {
  static func matches(_ id: RawSpan) -> Bool {
    for offset in 0..<id.byteCount {
      let byte = id.byte(at: offset)
      if byte != Ascii.zero, byte != Ascii.dash { return false }
    }
    return id.byteCount > 0
  }
}
