// Numbers that belong to persons inside longer texts: `card 4111 1111 1111 1111`, `call 415-555-2671`.
//
// Takes a view of a value with digits enough, gives the kind of the first number in it that counts, or nil.
// Stricter than what is asked of whole values, since texts are full of numbers: only forms with
// separators or a `+` that few others have, and only between signs that end a number. Allocates nothing.

enum NumbersInText {
  /// The most separators between two groups of digits: `) ` and one more.
  private static let mostSeparators = 3

  /// The kind of the first number that counts.
  static func kind(in text: RawSpan) -> PersonalDataDetector.Kind? {
    var position = 0
    while let start = nextBeginning(in: text, from: position) {
      if isFree(text, before: start), let kind = kind(in: text, from: start) { return kind }
      position = max(start + 1, endOfDigits(text, from: start))
    }
    return nil
  }

  /// Where a number may begin at or behind a place: with a digit, a `+` or a parenthesis.
  static func nextBeginning(in text: RawSpan, from start: Int) -> Int? {
    text.firstOffset(from: start) {
      Lanes.digits($0) | Lanes.equal($0, plus) | Lanes.equal($0, 0x28)
    }
  }

  /// The kind of a number that begins at a place, whichever of the groups that follow it ends with.
  private static func kind(in text: RawSpan, from start: Int) -> PersonalDataDetector.Kind? {
    var position = start
    if text.byte(at: start) == plus { position += 1 }
    for _ in 0..<DigitGroups.mostGroups {
      guard let group = nextGroup(text, from: position) else { return nil }
      position = group.upperBound
      let length = position - start
      guard length >= PersonalDataDetector.fewestNumberBytesInText, isFree(text, after: position),
        let number = DigitGroups(text.extracting(start..<position))
      else { continue }
      let isLast = nextGroup(text, from: position) == nil
      if let kind = kind(of: number, isLast: isLast) { return kind }
    }
    return nil
  }

  private static func kind(
    of number: DigitGroups, isLast: Bool
  ) -> PersonalDataDetector.Kind? {
    if number.hasPlus { return PhoneForm.isPhone(number) ? .phone : nil }
    if SocialSecurityForm.matches(number), number.uniformSeparator == Ascii.dash {
      return .nationalID
    }
    let isGrouped = CardForm.isEmbossed(number) || isLast && CardForm.isGrouped(number)
    if isGrouped, CardForm.isCard(number) { return .paymentCard }
    return PhoneForm.isNorthAmericanInText(number) ? .phone : nil
  }

  /// The next group of digits, if nothing but a few separators stands before it.
  private static func nextGroup(_ text: RawSpan, from start: Int) -> Range<Int>? {
    var position = start
    while position < text.byteCount, position - start < mostSeparators,
      isSeparator(text.byte(at: position))
    {
      position += 1
    }
    let end = endOfDigits(text, from: position)
    return end > position ? position..<end : nil
  }

  /// Where the digits end that go on from a place.
  static func endOfDigits(_ text: RawSpan, from start: Int) -> Int {
    var position = start
    while position < text.byteCount, Ascii.isDigit(text.byte(at: position)) { position += 1 }
    return position
  }

  private static let plus: UInt8 = 0x2b

  /// Whether a byte may stand between the groups of a number.
  static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case Ascii.blank, Ascii.dash, Ascii.dot, 0x28, 0x29, 0x2f: true
    default: false
    }
  }

  /// Whether what stands before a place is no part of the number, nor of a code that goes on with it:
  /// `AB-123-45-6789`, `1.415-555-2671`.
  private static func isFree(_ text: RawSpan, before place: Int) -> Bool {
    guard place > 0 else { return true }
    let byte = text.byte(at: place - 1)
    if Ascii.isAlphanumeric(byte) || byte == plus { return false }
    guard isJoint(byte), place > 1 else { return true }
    let before = text.byte(at: place - 2)
    return byte == Ascii.dot ? !Ascii.isDigit(before) : !Ascii.isAlphanumeric(before)
  }

  /// Whether what stands behind a place is no part of the number, nor of a code that goes on.
  private static func isFree(_ text: RawSpan, after place: Int) -> Bool {
    guard place < text.byteCount else { return true }
    let byte = text.byte(at: place)
    if Ascii.isAlphanumeric(byte) || byte == Ascii.at { return false }
    guard isJoint(byte), place + 1 < text.byteCount else { return true }
    let behind = text.byte(at: place + 1)
    return byte == Ascii.dot ? !Ascii.isDigit(behind) : !Ascii.isAlphanumeric(behind)
  }

  /// Signs that join the parts of a code: a dash, dot, slash, plus or underscore.
  private static func isJoint(_ byte: UInt8) -> Bool {
    switch byte {
    case Ascii.dash, Ascii.dot, plus, 0x2f, 0x5f: true
    default: false
    }
  }
}
