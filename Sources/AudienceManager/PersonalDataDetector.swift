// Values that look like personal data: e-mail addresses, phone and card numbers, US SSNs.
//
// Takes a view of one value, gives the kind it looks like or nil. Runs for every value, so a
// cheap screen comes first: nothing without an `@` (or `%40`, as URLs have it) and with few digits is
// looked at again. Allocates nothing, but for numbers with the blanks and dashes of typography. Values are
// judged as they are: trimmed ones.

/// Finds values that may not be sent as IDs or traits (section 1, and the mapping's rule on PII).
public enum PersonalDataDetector {
  /// What a value, or a column by its name, looks like.
  public enum Kind: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// An e-mail address, anywhere in the value.
    case email
    /// A phone number: the whole value; with `+`, or in the North American form, anywhere in it.
    case phone
    /// A payment card's number: the whole value, or anywhere in it with separators.
    case paymentCard = "payment-card"
    /// A US social security number; as a column's name, other national numbers as well.
    case nationalID = "national-id"
    /// A bank account's IBAN; by column names only.
    case iban
    /// A person's name; by column names only.
    case personName = "person-name"
    /// A postal address or its street; by column names only.
    case postalAddress = "postal-address"
    /// A date of birth; by column names only.
    case birthDate = "birth-date"

    /// The kind in words.
    public var description: String {
      switch self {
      case .email: "e-mail address"
      case .phone: "phone number"
      case .paymentCard: "payment card number"
      case .nationalID: "social security number"
      case .iban: "bank account number"
      case .personName: "person's name"
      case .postalAddress: "postal address"
      case .birthDate: "date of birth"
      }
    }
  }

  /// What is known of a value's column: decides about bare digits, which values cannot.
  public enum ColumnKind: String, Sendable, Hashable, CaseIterable {
    /// Nothing, or that it is neither of the others: bare digits are just numbers.
    case ordinary
    /// Nearly all of its values are card numbers.
    case cards
    /// Nearly all of its values are phone numbers.
    case phones
    /// Its name says that it holds social security numbers, and nearly all of its values have as many digits.
    case nationalIDs = "national-ids"
    /// Too few of its values were seen to tell: bare digits count where they are a card's.
    case unsettled

    /// Whether bare digits in it are personal data.
    public var isPersonal: Bool {
      switch self {
      case .cards, .phones, .nationalIDs: true
      case .ordinary, .unsettled: false
      }
    }
  }

  /// Bytes of the shortest number that counts by itself: a phone number of eight digits with `+`.
  public static let fewestNumberBytes = 9

  /// Bytes of the shortest number that counts inside a longer text: a social security number.
  public static let fewestNumberBytesInText = 11

  /// Whether a value may hold a number behind something else: there are digits enough. For callers that
  /// know of a value that it has no `@`, and that it does not begin with a number.
  public static func mayHoldNumber(_ value: RawSpan) -> Bool {
    value.byteCount > fewestNumberBytesInText
      && Screen.hasDigits(value, Screen.fewestDigitsInText)
  }

  /// Whether a value, or any piece of it, may be or hold a number that counts: there are digits enough. For callers
  /// that know of a value that it has no `@`.
  public static func hasDigitsOfNumber(_ value: RawSpan) -> Bool {
    Screen.hasDigits(value, Screen.fewestDigits)
  }

  /// Whether a number that counts by itself may begin with this byte: a digit, `+`, `(`, or the t
  /// of `tel:`. For callers that know of a value that it has no `@`.
  @inlinable @inline(__always)
  public static func mayBeginNumber(_ byte: UInt8) -> Bool {
    byte &- 0x28 < 0x12 || byte | 0x20 == 0x74
  }

  /// The kind of personal data that a value looks like; nil for most values.
  /// - Parameters:
  ///   - value: the value, without anything around it.
  ///   - columnHint: what is known of its column.
  public static func kind(of value: RawSpan, columnHint: ColumnKind = .ordinary) -> Kind? {
    if value.byteCount < Screen.fewestBytes { return nil }
    if columnHint != .ordinary {
      let number = unwrapped(value)
      if number.count < value.byteCount {
        return kind(of: value.extracting(number), columnHint: columnHint)
      }
    } else if Screen.isToken(value) {
      return nil
    }
    let screen = Screen(value)
    if !screen.hasAt, screen.encodedAt == nil, isTimestamp(value) { return nil }
    if let kind = kind(of: value, screen, columnHint) { return kind }
    guard screen.isForeign else { return nil }
    let mayHideAddress = screen.hasPercent && mayHideEncodedAt(value)
    guard mayHideAddress || screen.digitCount >= Screen.fewestDigits else { return nil }
    // In a text that is no number itself and holds no address, only numbers matter.
    let isText =
      columnHint == .ordinary && !screen.hasAt && screen.encodedAt == nil && !mayHideAddress
      && isLongerThanNumbers(value)
    let isChanged =
      isText ? PlainSpelling.holdsSignsOfNumbers(value) : PlainSpelling.holdsSigns(value)
    if !isChanged { return nil }
    let plain = PlainSpelling.plain(value)
    return kind(of: unsafe plain.span.bytes, columnHint: columnHint)
  }

  /// Whether a value is a date and a time as ISO writes them, `2024-12-31 10:11`, which has room for nothing more: not
  /// for the nine bytes of a number behind the hour's colon, nor behind that of the minute. Many columns have nothing
  /// else. Digits behind the first are known by their upper halves.
  static func isTimestamp(_ value: RawSpan) -> Bool {
    let (hour, minute) = (13, 16)
    guard value.byteCount > hour, value.byteCount <= minute + fewestNumberBytes,
      value.byte(at: 0) <= Ascii.nine,
      value.word(at: 0) & 0xFFF0_F0FF_F0F0_F0F0 == 0x2D30_302D_3030_3030,
      value.word(at: 6) & 0xFFF0_F000_F0F0_FFF0 == 0x3A30_3000_3030_2D30
    else { return false }
    return value.byteCount <= hour + fewestNumberBytes || value.byte(at: minute) == Ascii.colon
  }

  /// The kind of a value spelled plainly.
  private static func kind(
    of value: RawSpan, _ screen: Screen, _ columnHint: ColumnKind
  ) -> Kind? {
    if screen.hasAt, containsAddress(value) { return .email }
    if let at = screen.encodedAt, containsEncodedAddress(value, from: at) { return .email }
    if screen.isNumberPossible {
      if screen.isBare, columnHint == .ordinary { return nil }
      if isWrittenLikeNumber(value), let kind = numberKind(of: value, columnHint) { return kind }
    }
    let isTextPossible =
      screen.digitCount >= Screen.fewestDigitsInText && value.byteCount >= fewestNumberBytesInText
    return isTextPossible ? NumbersInText.kind(in: value) : nil
  }

  /// Whether bare digits are a card number: issuer's range, length and check digit. One customer
  /// number in some hundred is that by chance, so it says something about columns only.
  static func looksLikeBareCard(_ value: RawSpan) -> Bool {
    guard let number = DigitGroups(value), number.isBare else { return false }
    return CardForm.isCard(number)
  }

  /// Whether bare digits have the form of a phone number; says something about columns only.
  public static func looksLikeBarePhone(_ value: RawSpan) -> Bool {
    guard let number = DigitGroups(value), number.isBare else { return false }
    return PhoneForm.isBarePhone(number)
  }

  /// A number without what exports put around it: the apostrophe by which spreadsheets tell digits that are
  /// text, `="..."`, quotation marks, brackets, a comma behind, or the `.0` of one that was a decimal. All of the
  /// value if it is no digits within that.
  static func unwrapped(_ value: RawSpan) -> Range<Int> {
    let all = 0..<value.byteCount
    var lower = 0
    while lower < min(2, all.count), openers.contains(value.byte(at: lower)) { lower += 1 }
    var upper = lower
    while upper < all.count, Ascii.isDigit(value.byte(at: upper)) { upper += 1 }
    var end = upper
    if end + 2 <= all.count, value.byte(at: end) == Ascii.dot,
      value.byte(at: end + 1) == Ascii.zero
    {
      end += 2
    }
    var closers = 0
    while end < all.count, closers < 2, Self.closers.contains(value.byte(at: end)) {
      end += 1
      closers += 1
    }
    return upper > lower && end == all.count ? lower..<upper : all
  }

  private static let openers = Array("'\"=([".utf8)
  private static let closers = Array("'\")],;.".utf8)

  private static func containsAddress(_ value: RawSpan) -> Bool {
    var start = 0
    while let at = value.firstOffset(of: Ascii.at, from: start) {
      if AddressForm.range(in: value, around: at..<at + 1) != nil { return true }
      start = at + 1
    }
    return false
  }

  /// The same where the `@` is written as in URLs; at the first such place or behind it.
  private static func containsEncodedAddress(_ value: RawSpan, from first: Int) -> Bool {
    var next: Int? = first
    while let at = next {
      if AddressForm.range(in: value, around: at..<at + 3) != nil { return true }
      next = Screen.nextEncodedAt(in: value, from: at + 1)
    }
    return false
  }

  /// Whether a value in plain spelling is longer than any number: each of its ASCII bytes stays, but for blanks
  /// around it.
  private static func isLongerThanNumbers(_ value: RawSpan) -> Bool {
    let range = PlainSpelling.trimmed(value, isSpace: { $0 == Ascii.blank })
    return value.extracting(range).countASCII() > Screen.mostNumberBytes
  }

  /// Whether a `%40` may be one once signs are taken out of it.
  private static func mayHideEncodedAt(_ value: RawSpan) -> Bool {
    var start = 0
    while let percent = value.firstOffset(of: Ascii.percent, from: start) {
      start = percent + 1
      let next = start < value.byteCount && value.byte(at: start) == 0x34 ? start + 1 : start
      if next < value.byteCount, value.byte(at: next) >= 0x80 { return true }
    }
    return false
  }

  /// Whether the bytes are those of numbers, or there is an `x` or a `tel:` to explain the others.
  private static func isWrittenLikeNumber(_ value: RawSpan) -> Bool {
    var position = 0
    var numeric = Lanes.highBits
    while position + 8 <= value.byteCount {
      numeric &= numericLanes(value.word(at: position))
      position += 8
    }
    let padding = Lanes.all(Ascii.blank) << UInt64(8 * (value.byteCount - position))
    numeric &= numericLanes(value.lastWord(from: position) | padding)
    if numeric == Lanes.highBits { return true }
    return value.byte(at: 0) | 0x20 == 0x74 || value.firstOffset(of: 0x78, or: 0x58, from: 0) != nil
  }

  /// Digits, blanks and `()*+,-./`.
  private static func numericLanes(_ word: UInt64) -> UInt64 {
    Lanes.inRange(word, 0x28, 0x39) | Lanes.equal(word, Ascii.blank)
  }

  private static func numberKind(of value: RawSpan, _ columnHint: ColumnKind) -> Kind? {
    guard let number = DigitGroups(value) else { return nil }
    if number.isBare {
      switch columnHint {
      case .ordinary: return nil
      case .cards, .unsettled: return CardForm.isCard(number) ? .paymentCard : nil
      case .phones: return PhoneForm.subscriberDigits.contains(number.count) ? .phone : nil
      case .nationalIDs: return number.count == SocialSecurityForm.digits ? .nationalID : nil
      }
    }
    if SocialSecurityForm.matches(number) { return .nationalID }
    if CardForm.isGrouped(number), CardForm.isCard(number) { return .paymentCard }
    return PhoneForm.isPhone(number) ? .phone : nil
  }
}

/// The first look at a value: enough to let nearly all values go.
private struct Screen {
  /// Bytes of the longest value that can be a number of interest, separators and extension included.
  static let mostNumberBytes = 40
  /// Bytes of the longest token: a hash. Longer values are texts, as a rule, and are looked at once.
  private static let mostTokenBytes = EmailHash.hexDigits
  /// Digits of the shortest number of interest: a phone number with `+`.
  static let fewestDigits = 8
  /// Digits of the shortest number that counts inside a text.
  static let fewestDigitsInText = 9
  /// Bytes of the shortest address: `a@b.de`.
  static let fewestBytes = 6

  let hasAt: Bool
  /// Where the first `@` is written as in URLs, `%40`.
  let encodedAt: Int?
  let hasPercent: Bool
  /// Whether there is anything but ASCII.
  let isForeign: Bool
  /// Whether all of the value may be a number.
  let isNumberPossible: Bool
  /// Whether there are digits only.
  let isBare: Bool
  let digitCount: Int

  init(_ value: RawSpan) {
    var ats: UInt64 = 0
    var percents: UInt64 = 0
    var foreign: UInt64 = 0
    var digitCount = 0
    var position = 0
    while position &+ 8 <= value.byteCount {
      let word = value.word(at: position)
      ats |= Lanes.contains(word, Ascii.at)
      percents |= Lanes.contains(word, Ascii.percent)
      foreign |= word
      digitCount &+= Lanes.count(Lanes.digits(word))
      position &+= 8
    }
    let word = value.lastWord(from: position)
    hasAt = ats | Lanes.contains(word, Ascii.at) != 0
    hasPercent = percents | Lanes.contains(word, Ascii.percent) != 0
    encodedAt = hasPercent ? Self.nextEncodedAt(in: value, from: 0) : nil
    isForeign = (foreign | word) & Lanes.highBits != 0
    self.digitCount = digitCount &+ Lanes.count(Lanes.digits(word))
    isBare = self.digitCount == value.byteCount
    isNumberPossible =
      self.digitCount >= Self.fewestDigits && value.byteCount <= Self.mostNumberBytes
      && (self.digitCount > Self.fewestDigits || Self.mayBeShort(value))
  }

  /// Where the first `%40` at or behind a place begins.
  static func nextEncodedAt(in value: RawSpan, from start: Int) -> Int? {
    var start = start
    while let at = value.firstOffset(of: Ascii.percent, from: start), at + 3 <= value.byteCount {
      if value.byte(at: at + 1) == 0x34, value.byte(at: at + 2) == Ascii.zero { return at }
      start = at + 1
    }
    return nil
  }

  /// Whether there are so many digits.
  static func hasDigits(_ value: RawSpan, _ fewest: Int) -> Bool {
    var count = 0
    var position = 0
    while position &+ 8 <= value.byteCount {
      count &+= Lanes.count(Lanes.digits(value.word(at: position)))
      position &+= 8
    }
    return count &+ Lanes.count(Lanes.digits(value.lastWord(from: position))) >= fewest
  }

  /// Whether a value is letters and digits without a sign between: neither an address nor a number
  /// that counts by itself. Most user IDs are.
  @inline(__always)
  static func isToken(_ value: RawSpan) -> Bool {
    if value.byteCount > mostTokenBytes { return false }
    var signs: UInt64 = 0
    var position = 0
    while position &+ 8 <= value.byteCount {
      signs |= self.signs(value.word(at: position))
      position &+= 8
    }
    return signs | self.signs(value.lastWord(from: position)) == 0
  }

  /// The high bit of each lane that holds ASCII from the blank to the slash or from the colon to the
  /// at sign, or no ASCII.
  private static func signs(_ word: UInt64) -> UInt64 {
    (word & Lanes.highBits) | Lanes.inRange(word, Ascii.blank, 0x2F)
      | Lanes.inRange(word, 0x3A, Ascii.at)
  }

  /// Whether a number may have as few as eight digits: it has a country or says what it is.
  private static func mayBeShort(_ value: RawSpan) -> Bool {
    let first = value.byte(at: 0)
    return first == 0x2b || first | 0x20 == 0x74
  }
}
