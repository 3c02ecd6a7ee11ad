// Personal data as messages and reports may show it: the shape, not the content.

extension PersonalDataDetector {
  /// Characters of a masked text at most; what is longer ends in an ellipsis.
  static let mostMaskedCharacters = 64

  /// A text as messages may show it: of an address `j***@e***`, else every digit as `*`, and of each
  /// run of letters its first one only. On one line, cut after 64 characters.
  public static func mask(_ text: String) -> String {
    let masked = maskAddress(text) ?? maskShape(text)
    if masked.count <= mostMaskedCharacters { return masked }
    return masked.prefix(mostMaskedCharacters) + "…"
  }

  /// The same for bytes, decoded as UTF-8.
  public static func mask(_ value: RawSpan) -> String {
    let text = unsafe value.withUnsafeBytes { bytes in
      // SAFETY: the bytes outlive the call, which copies them.
      unsafe String(decoding: bytes, as: UTF8.self)
    }
    return mask(text)
  }

  /// The kind of personal data that a name of a column or a key is itself: of a dump without a header
  /// the first record's values may be taken for names. A name has no column to be judged by, so bare
  /// digits count where they could be a card's or phone number.
  public static func kind(ofName name: String) -> Kind? {
    // SAFETY: bytes have no padding.
    let bytes = Array(name.utf8)
    let value = unsafe bytes.span.bytes
    let text = value.extracting(value.trimmingBlanks(0..<value.byteCount))
    return kind(of: text, columnHint: .unsettled) ?? (looksLikeBarePhone(text) ? .phone : nil)
  }

  /// A name as messages and reports may show it: as it is, or masked if it is personal data itself.
  public static func shown(_ name: String) -> String {
    kind(ofName: name) == nil ? name : mask(name)
  }

  /// First letters of local part and domain, when the whole text is one address.
  private static func maskAddress(_ text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let local = parts[0].first, let domain = parts[1].first,
      !text.contains(where: \.isWhitespace)
    else { return nil }
    return "\(initial(local))***@\(initial(domain))***"
  }

  private static func initial(_ character: Character) -> Character {
    character.isLetter ? character : "*"
  }

  private static func maskShape(_ text: String) -> String {
    var result = ""
    var isInWord = false
    for character in text {
      if character.isLetter {
        result.append(isInWord ? "*" : character)
        isInWord = true
      } else {
        isInWord = false
        result.append(shape(of: character))
      }
    }
    return result
  }

  private static func shape(of character: Character) -> Character {
    if character.isNumber { return "*" }
    let isControl = character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
    return isControl || character.isNewline ? " " : character
  }
}
