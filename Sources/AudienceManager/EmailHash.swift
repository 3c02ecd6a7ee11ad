// E-mail addresses before and after hashing (section 7): trim, lower-case, and what a hash looks like.
//
// Takes views of bytes; hashing itself is done elsewhere.

/// The rule by which e-mail addresses are prepared for hashing, and the form of hashes (section 7).
public enum EmailHash {
  /// Digits of a SHA-256 in hex.
  public static let hexDigits = 64

  /// What is left of an address when white space (blank, tab, CR, LF, and those of typography) and signs that
  /// cannot be seen are dropped at both ends.
  public static func trimmed(_ address: RawSpan) -> Range<Int> {
    PlainSpelling.trimmed(address, isSpace: isSpace)
  }

  /// Bytes of room that ``appendNormalized(_:to:)`` may need: Unicode's lower case of a letter of
  /// two bytes can have three.
  /// - Parameter byteCount: bytes of the address.
  public static func normalizedCapacity(_ byteCount: Int) -> Int { byteCount + byteCount / 2 + 1 }

  /// Appends an address as it is to be hashed: trimmed and in lower case.
  ///
  /// ASCII letters are lower-cased byte by byte. An address with other letters is lower-cased by
  /// Unicode's rules without regard to locale, as the usual functions of other languages do, so
  /// that equal addresses get equal hashes everywhere; only that allocates.
  /// - Parameters:
  ///   - address: valid UTF-8.
  ///   - output: with room for ``normalizedCapacity(_:)`` bytes.
  public static func appendNormalized(_ address: RawSpan, to output: inout OutputRawSpan) {
    let text = address.extracting(trimmed(address))
    if text.firstOffset(from: 0, { $0 & Lanes.highBits }) != nil {
      return appendLowercased(text, to: &output)
    }
    var position = 0
    while position + 8 <= text.byteCount {
      // SAFETY: a word has no padding.
      unsafe output.append(lowercased(text.word(at: position)).littleEndian, as: UInt64.self)
      position += 8
    }
    var rest = lowercased(text.lastWord(from: position))
    for _ in position..<text.byteCount {
      output.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  private static func lowercased(_ word: UInt64) -> UInt64 {
    word | Lanes.inRange(word, 0x41, 0x5A) >> 2
  }

  /// Whether the bytes have the form of one e-mail address: a local part of 1 to 64 bytes, one
  /// `@`, a domain with a dot and a last label of letters; 254 bytes at most. Blanks around it are
  /// not part of an address: trim first.
  public static func isPlausibleAddress(_ address: RawSpan) -> Bool {
    guard let at = address.firstOffset(of: Ascii.at, from: 0), !PlainSpelling.holdsSigns(address)
    else { return false }
    return AddressForm.range(in: address, around: at..<at + 1) == 0..<address.byteCount
      && (0..<at).allSatisfy { AddressForm.isUsual(address.byte(at: $0)) }
  }

  /// What is wrong with a hashed address; nil when it is 64 lower-case hex digits.
  public static func problem(in hash: RawSpan) -> IDProblem? {
    if hash.byteCount == 0 { return .empty }
    guard hash.byteCount == hexDigits else { return .wrongForm }
    var lower = Lanes.highBits
    var either = Lanes.highBits
    for position in stride(from: 0, to: hexDigits, by: 8) {
      let word = hash.word(at: position)
      let small = Lanes.digits(word) | Lanes.inRange(word, 0x61, 0x66)
      lower &= small
      either &= small | Lanes.inRange(word, 0x41, 0x46)
    }
    if lower == Lanes.highBits { return nil }
    return either == Lanes.highBits ? .wrongCase : .wrongForm
  }

  /// Whether a hash stands for no address: that of an empty text, which exports make of missing addresses, or
  /// nothing but zeros.
  public static func isOfNothing(_ hash: RawSpan) -> Bool {
    hash.equals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
      || hash.byteCount == hexDigits
        && (0..<hexDigits).allSatisfy { hash.byte(at: $0) == Ascii.zero }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == Ascii.blank || byte == Ascii.tab || byte == Ascii.carriageReturn
      || byte == Ascii.lineFeed
  }

  private static func appendLowercased(_ address: RawSpan, to output: inout OutputRawSpan) {
    let text = unsafe address.withUnsafeBytes { bytes in
      // SAFETY: the bytes outlive the call, which copies them.
      unsafe String(decoding: bytes, as: UTF8.self)
    }
    for byte in text.lowercased().utf8 { output.append(byte) }
  }
}

/// The form of e-mail addresses, looked for around an `@`.
enum AddressForm {
  private static let mostLocalBytes = 64
  private static let mostBytes = 254

  /// The range of the address that an `@`, or what stands for it, is in; nil when there is none
  /// around it.
  static func range(in text: RawSpan, around at: Range<Int>) -> Range<Int>? {
    var lower = at.lowerBound
    while lower > 0, at.lowerBound - lower <= mostLocalBytes, isLocal(text.byte(at: lower - 1)) {
      lower -= 1
    }
    var upper = at.upperBound
    while upper < text.byteCount, isDomain(text.byte(at: upper)) { upper += 1 }
    while upper > at.upperBound, isPunctuation(text.byte(at: upper - 1)) { upper -= 1 }
    while lower < at.lowerBound, isDecoration(text.byte(at: lower)) { lower += 1 }
    guard (1...mostLocalBytes).contains(at.lowerBound - lower), upper - lower <= mostBytes else {
      return nil
    }
    return isDomainName(text, at.upperBound..<upper) ? lower..<upper : nil
  }

  /// Labels of 1 to 63 bytes between dots, at least two, the last one of two letters or more.
  private static func isDomainName(_ text: RawSpan, _ domain: Range<Int>) -> Bool {
    var start = domain.lowerBound
    var labels = 0
    while let dot = text.firstOffset(of: Ascii.dot, from: start), dot < domain.upperBound {
      if !isLabel(text, start..<dot) { return false }
      start = dot + 1
      labels += 1
    }
    let last = start..<domain.upperBound
    guard labels > 0, last.count >= 2, isLabel(text, last) else { return false }
    return isTopLevel(text, last) && !isPicture(text, domain, suffix: last)
  }

  /// `logo@2x.png` is a picture for dense screens; `ann@2x.com` is an address.
  private static func isPicture(
    _ text: RawSpan, _ domain: Range<Int>, suffix: Range<Int>
  ) -> Bool {
    guard Ascii.isDigit(text.byte(at: domain.lowerBound)),
      text.byte(at: domain.lowerBound + 1) | 0x20 == 0x78,
      text.byte(at: domain.lowerBound + 2) == Ascii.dot
    else { return false }
    return pictureSuffixes.contains { equalsIgnoringCase(text.extracting(suffix), $0) }
  }

  /// Suffixes of pictures' files; none is a top-level domain.
  private static let pictureSuffixes: [StaticString] = [
    "png", "jpg", "jpeg", "jpe", "gif", "webp", "svg", "avif", "apng", "bmp", "ico", "tif", "tiff",
    "heic", "heif", "jxl",
  ]

  private static func equalsIgnoringCase(_ text: RawSpan, _ lower: StaticString) -> Bool {
    guard text.byteCount == lower.utf8CodeUnitCount else { return false }
    // SAFETY: a static string's UTF-8 is valid for `utf8CodeUnitCount` bytes and for ever.
    let bytes = unsafe UnsafeRawBufferPointer(start: lower.utf8Start, count: text.byteCount).bytes
    for offset in 0..<text.byteCount where text.byte(at: offset) | 0x20 != bytes.byte(at: offset) {
      return false
    }
    return true
  }

  private static func isLabel(_ text: RawSpan, _ label: Range<Int>) -> Bool {
    (1...63).contains(label.count) && text.byte(at: label.lowerBound) != Ascii.dash
      && text.byte(at: label.upperBound - 1) != Ascii.dash
  }

  /// Letters, or an encoded name (`xn--...`), which begins with letters.
  private static func isTopLevel(_ text: RawSpan, _ label: Range<Int>) -> Bool {
    let isEncoded =
      label.count > 4 && text.extracting(label.lowerBound..<label.lowerBound + 4).equals("xn--")
    if isEncoded { return true }
    for offset in label {
      let byte = text.byte(at: offset)
      if !Ascii.isLetter(byte), byte < 0x80 { return false }
    }
    return true
  }

  /// Bytes of local parts that are in use: digits and `!#%&'+-.` here, letters and `_~` below.
  @inline(__always)
  static func isUsual(_ byte: UInt8) -> Bool {
    isOne(byte, of: 0x03FF_68EA_0000_0000, 0x47FF_FFFE_87FF_FFFE)
  }

  /// The same, and bytes that local parts may have (RFC 5322, `atext`) and hardly ever do: ``$*?^`{}``. Not `/`, `=`
  /// and `|`, which stand before the `@` of handles (`https://social.example/@ann.lee`).
  @inline(__always)
  private static func isLocal(_ byte: UInt8) -> Bool {
    isOne(byte, of: 0x83FF_6CFA_0000_0000, 0x6FFF_FFFF_C7FF_FFFE)
  }

  /// Digits and `-.`, letters.
  @inline(__always)
  private static func isDomain(_ byte: UInt8) -> Bool {
    isOne(byte, of: 0x03FF_6000_0000_0000, 0x07FF_FFFE_07FF_FFFE)
  }

  /// Whether a byte is no ASCII, or has its bit set: in the first word below 64, else in the second. This is asked of
  /// every byte of an address, where branches by what it is could not be foreseen.
  @inline(__always)
  private static func isOne(_ byte: UInt8, of low: UInt64, _ high: UInt64) -> Bool {
    byte >= 0x80 || (byte < 64 ? low : high) &>> UInt64(byte) & 1 != 0
  }

  /// What no local part begins with: a dot, and what is not usual in one.
  private static func isDecoration(_ byte: UInt8) -> Bool { byte == Ascii.dot || !isUsual(byte) }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    byte == Ascii.dot || byte == Ascii.dash
  }
}
