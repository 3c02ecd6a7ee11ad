// A number as people write it: groups of digits with separators between them.
//
// Takes a view of a value, gives its digits, the groups' lengths and separators, or nil when the
// value is something else. Fixed size, no allocation.

/// The digits of a value and how they are grouped.
struct DigitGroups {
  /// The longest number looked at: international prefix and 15 digits, or a card's 19.
  static let mostDigits = 20
  /// The most groups looked at: `+49 (0) 30 12 34 56 78` and one more.
  static let mostGroups = 8

  /// Digits in all.
  private(set) var count = 0
  /// Groups of digits.
  private(set) var groupCount = 0
  /// Whether a `+` stands in front.
  private(set) var hasPlus = false
  /// Whether the first group is in parentheses.
  private(set) var isFirstInParentheses = false
  /// Whether `tel:` stands in front.
  private(set) var hasScheme = false

  private var digits = InlineArray<20, UInt8>(repeating: 0)
  private var lengths = InlineArray<8, UInt8>(repeating: 0)
  /// What stands before each group: a dash, dot, slash, or parenthesis if there is one, else a blank.
  private var separators = InlineArray<8, UInt8>(repeating: 0)

  /// Reads digits in groups, an extension behind them left out; nil for anything else.
  init?(_ value: RawSpan) {
    var position = Self.schemeLength(value)
    hasScheme = position > 0
    if position < value.byteCount, value.byte(at: position) == 0x2b {
      hasPlus = true
      position += 1
    }
    var separator: UInt8 = 0
    while position < value.byteCount {
      let byte = value.byte(at: position)
      if Ascii.isDigit(byte) {
        if separator != 0 || groupCount == 0 {
          guard startGroup(after: separator) else { return nil }
          separator = 0
        }
        guard append(byte) else { return nil }
      } else if Self.isSeparator(byte) {
        if separator == 0 || separator == Ascii.blank { separator = byte }
      } else if isExtension(value, at: position) {
        break
      } else {
        return nil
      }
      position += 1
    }
    if count == 0 || separator != 0 && separator != Ascii.blank && separator != 0x29 { return nil }
  }

  /// Whether there are just digits.
  var isBare: Bool { groupCount == 1 && !hasPlus && !isFirstInParentheses && !hasScheme }

  /// The digit at a place, as a number.
  func digit(_ index: Int) -> Int { Int(digits[index]) }

  /// The digits from one place on, as a number.
  func number(_ index: Int, _ length: Int) -> Int {
    (index..<index + length).reduce(0) { $0 * 10 + digit($1) }
  }

  /// A group's length.
  func length(_ group: Int) -> Int { Int(lengths[group]) }

  /// What stands before a group; 0 before the first one.
  func separator(before group: Int) -> UInt8 { separators[group] }

  /// The lengths as decimal digits, the first group's first; 0 when a group has more than nine
  /// digits. `3-2-4` is 324.
  var shape: Int {
    var shape = 0
    for group in 0..<groupCount {
      if lengths[group] > 9 { return 0 }
      shape = shape * 10 + length(group)
    }
    return shape
  }

  /// Whether all groups from one on have the same separator before them; that one, else nil.
  var uniformSeparator: UInt8? {
    if groupCount < 2 { return nil }
    for group in 1..<groupCount where separators[group] != separators[1] { return nil }
    return separators[1]
  }

  /// One dot, before the last group: a number with decimals.
  var looksLikeDecimal: Bool {
    separatorCount(Ascii.dot) == 1 && separator(before: groupCount - 1) == Ascii.dot
  }

  /// Whether all groups are of one length: addresses of computers, serial numbers.
  var hasEqualGroups: Bool {
    for group in 1..<max(1, groupCount) where lengths[group] != lengths[0] { return false }
    return true
  }

  /// How often a separator stands between groups.
  func separatorCount(_ separator: UInt8) -> Int {
    var found = 0
    for group in 0..<groupCount where separators[group] == separator { found += 1 }
    return found
  }

  private mutating func startGroup(after separator: UInt8) -> Bool {
    if groupCount == Self.mostGroups { return false }
    if groupCount == 0, separator != 0 {
      // Only a parenthesis may stand before the first group.
      if separator != 0x28 { return false }
      isFirstInParentheses = true
    }
    separators[groupCount] = separator
    groupCount += 1
    return true
  }

  private mutating func append(_ byte: UInt8) -> Bool {
    if count == Self.mostDigits { return false }
    digits[count] = byte - Ascii.zero
    count += 1
    lengths[groupCount - 1] += 1
    return true
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case Ascii.blank, Ascii.dash, Ascii.dot, 0x2f, 0x28, 0x29: true
    default: false
    }
  }

  /// The length of a `tel:` in front.
  private static func schemeLength(_ value: RawSpan) -> Int {
    guard value.byteCount > 4, value.byte(at: 3) == Ascii.colon else { return 0 }
    return value.halfWord(at: 0) | 0x0020_2020 == 0x3a6c_6574 ? 4 : 0
  }

  /// Whether an extension begins at a place and goes to the end: `x12`, `ext. 12`.
  private func isExtension(_ value: RawSpan, at offset: Int) -> Bool {
    if groupCount < 2 && !hasPlus { return false }
    var position = offset
    if value.extracting(offset..<min(offset + 3, value.byteCount)).equals("ext") { position += 2 }
    guard value.byte(at: position) | 0x20 == (position == offset ? 0x78 : 0x74) else {
      return false
    }
    position += 1
    while position < value.byteCount, Self.isSeparator(value.byte(at: position)) { position += 1 }
    let digits = value.byteCount - position
    guard (1...6).contains(digits) else { return false }
    return LineSyntax.isTraitID(value.extracting(position..<value.byteCount))
  }
}
