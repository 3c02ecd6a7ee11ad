// How lines of inbound data files are spelled: the writer's side of section 5.
//
// What may be written without quotation marks is far less than what a reader accepts: only
// bytes that can never be taken for syntax.

/// The spelling of lines: `ID<TAB>element,element,...` (section 5).
public enum LineSyntax {
  /// The byte between the user ID and the traits.
  public static let idSeparator = Ascii.tab
  /// The byte around keys and values.
  public static let quote = Ascii.quote
  /// The byte that ends a line.
  public static let lineEnd = Ascii.lineFeed
  /// What stands before the ID of a trait to qualify for.
  public static let addTraitPrefix = "d_sid="
  /// What stands before the ID of a trait to remove from; ignored in `.overwrite`.
  public static let removeTraitPrefix = "d_unsid="
  /// What stands before the code of a trait whose rule is `ic == "code"`.
  public static let integrationCodePrefix = "ic="
  /// Keys that a reader takes for trait forms, enclosed in quotation marks or not.
  public static let reservedKeys = ["d_sid", "d_unsid", "ic"]

  /// Whether a byte can never be read as syntax: ASCII letters and digits, `-`, `.`, `/`, `_`.
  public static func isSafe(_ byte: UInt8) -> Bool {
    Ascii.isLetter(byte) || (byte >= 0x2d && byte <= 0x39) || byte == 0x5f
  }

  /// Whether a value must be enclosed in quotation marks under `quoting: minimal`.
  public static func valueNeedsQuotes(_ value: RawSpan) -> Bool {
    value.byteCount == 0 || !isSafe(value)
  }

  /// Whether a key must be enclosed in quotation marks under `quoting: minimal`: what a value
  /// must, and digits alone, which could be read as an integration code.
  public static func keyNeedsQuotes(_ key: RawSpan) -> Bool {
    key.byteCount == 0 || !isSafe(key) || isDigits(key)
  }

  /// Whether an integration code can be written behind `ic=` as it is, or needs quotation marks.
  public static func codeNeedsQuotes(_ code: RawSpan) -> Bool { valueNeedsQuotes(code) }

  /// Whether a trait ID is one: digits only (section 5).
  public static func isTraitID(_ text: RawSpan) -> Bool { text.byteCount > 0 && isDigits(text) }

  /// What is wrong with a key that a mapping gives; nil when it can be written.
  public static func problem(inKey key: String) -> KeyProblem? {
    let bytes = key.utf8
    if bytes.isEmpty { return .empty }
    if bytes.contains(Ascii.quote) { return .quote }
    if bytes.contains(where: Ascii.isControl) { return .control }
    if bytes.first == Ascii.dash { return .leadingDash }
    if bytes.first == Ascii.blank || bytes.last == Ascii.blank { return .blankAtEnd }
    if reservedKeys.contains(key.lowercased()) { return .reserved }
    return nil
  }

  private static func unwritable(_ word: UInt64) -> UInt64 {
    Lanes.containsControl(word) | Lanes.contains(word, Ascii.quote)
      | Lanes.contains(word, Ascii.delete)
  }

  private static func isSafe(_ text: RawSpan) -> Bool {
    var position = 0
    while position + 8 <= text.byteCount {
      if safe(text.word(at: position)) != Lanes.highBits { return false }
      position += 8
    }
    let padding = Lanes.all(Ascii.dash) << UInt64(8 * (text.byteCount - position))
    return safe(text.lastWord(from: position) | padding) == Lanes.highBits
  }

  private static func safe(_ word: UInt64) -> UInt64 {
    Lanes.inRange(word, 0x2d, 0x39) | Lanes.inRange(word, 0x41, 0x5a)
      | Lanes.inRange(word, 0x61, 0x7a) | Lanes.equal(word, 0x5f)
  }

  static func isDigits(_ text: RawSpan) -> Bool {
    for offset in 0..<text.byteCount where !Ascii.isDigit(text.byte(at: offset)) { return false }
    return true
  }
}

/// Why a key cannot be the key of a pair (section 5).
public enum KeyProblem: String, Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// Nothing there.
  case empty = "key-empty"
  /// A `"`, for which there is no escape.
  case quote = "key-quote"
  /// A tab, a newline or another control byte.
  case control = "key-control"
  /// A dash in front, which the receiver ignores.
  case leadingDash = "key-leading-dash"
  /// A blank at one end, which the receiver takes for one around the `=`.
  case blankAtEnd = "key-blank-at-end"
  /// A key that is read as a trait form.
  case reserved = "key-reserved"

  /// A stable name for machines.
  public var code: String { rawValue }

  /// One line for people.
  public var description: String {
    switch self {
    case .empty: "key is empty"
    case .quote: "key has a '\"', which cannot be written in a key"
    case .control: "key has a tab, newline or other control byte"
    case .leadingDash: "key begins with '-', which the receiver ignores"
    case .blankAtEnd: "key has a blank at its start or end"
    case .reserved: "key would be read as a trait, not as a pair (d_sid, d_unsid, ic)"
    }
  }
}
