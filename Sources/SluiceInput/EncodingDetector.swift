// Which encoding the first bytes of a text are in: by the user's word, a byte order mark, or zeros.
//
// Pure: takes the first bytes and what was asked for, gives a choice; looks at nothing else.

import SluiceBytes

/// An encoding decided on.
struct EncodingChoice: Equatable {
  /// `utf-8`, `utf-16le`, ... or the name that was asked for.
  var name: String
  /// Bytes of the byte order mark at the start.
  var markSize = 0

  /// Whether the bytes need no conversion.
  var isUTF8: Bool { name == EncodingDetector.utf8 }
}

enum EncodingDetector {
  static let utf8 = "utf-8"
  static let utf16LE = "utf-16le"
  static let utf16BE = "utf-16be"
  /// Bytes that ``choose(requested:head:)`` looks at.
  static let lookahead = 4096

  /// The byte order marks; UTF-32LE's begins with UTF-16LE's, so it comes first.
  private static let marks: [(bytes: [UInt8], name: String)] = [
    ([0xEF, 0xBB, 0xBF], utf8), ([0xFF, 0xFE, 0, 0], "utf-32le"), ([0, 0, 0xFE, 0xFF], "utf-32be"),
    ([0xFF, 0xFE], utf16LE), ([0xFE, 0xFF], utf16BE),
  ]

  /// Other spellings of the encodings in which a byte order mark counts.
  private static let aliases = [
    "utf8": utf8, "utf-8-sig": utf8, "utf8-bom": utf8,
    "utf16": "utf-16", "unicode": "utf-16", "ucs2": "utf-16", "ucs-2": "utf-16",
    "utf16le": utf16LE, "utf-16-le": utf16LE, "ucs-2le": utf16LE,
    "utf16be": utf16BE, "utf-16-be": utf16BE, "ucs-2be": utf16BE,
    "utf32": "utf-32", "utf32le": "utf-32le", "utf-32-le": "utf-32le",
    "utf32be": "utf-32be", "utf-32-be": "utf-32be",
  ]

  /// The name that is used for `encoding` here.
  static func canonical(_ encoding: String) -> String {
    let name = encoding.lowercased().replacing("_", with: "-")
    let isOurs = marks.contains { $0.name == name } || ["utf-16", "utf-32"].contains(name)
    return aliases[name] ?? (isOurs ? name : encoding)
  }

  /// Decides the encoding of a text.
  /// - Parameters:
  ///   - requested: what the user asked for; it wins over what the bytes look like.
  ///   - head: the first ``lookahead`` bytes, fewer when there are no more.
  static func choose(requested: String?, head: RawSpan) -> EncodingChoice {
    let marked = mark(of: head)
    guard let requested else {
      let found = marked ?? utf16ByZeros(head).flatMap { fitsFirstLine($0, head) ? $0 : nil }
      return found ?? EncodingChoice(name: utf8)
    }
    let name = canonical(requested)
    if let marked, marked.name.hasPrefix(name) { return marked }
    switch name {
    case "utf-16": return utf16ByZeros(head) ?? EncodingChoice(name: utf16LE)
    case "utf-32": return EncodingChoice(name: "utf-32le")
    default: return EncodingChoice(name: name)
    }
  }

  private static func mark(of head: RawSpan) -> EncodingChoice? {
    let found = marks.first { mark in
      head.byteCount >= mark.bytes.count
        && mark.bytes.indices.allSatisfy { head.byte(at: $0) == mark.bytes[$0] }
        && (mark.name != "utf-32le" || isPlausibleUTF32LE(head))
    }
    return found.map { EncodingChoice(name: $0.name, markSize: $0.bytes.count) }
  }

  /// A UTF-16LE text may begin with U+0000 (an empty first field as SQL Server writes it), which
  /// makes its mark look like UTF-32LE's: in UTF-32 the first character must be one.
  private static func isPlausibleUTF32LE(_ head: RawSpan) -> Bool {
    if head.byteCount < 8 { return head.byteCount == 4 }
    let highestPlane = 0x10
    return head.byte(at: 7) == 0 && Int(head.byte(at: 6)) <= highestPlane
  }

  /// UTF-16 without a mark shows in the zero halves of its ASCII characters: at least half of all
  /// units have one, and nearly none a zero in the other half; and where there are bytes of line ends, some are those
  /// of characters. No text in UTF-8 looks like it, also with a zero in many fields.
  private static func utf16ByZeros(_ head: RawSpan) -> EncodingChoice? {
    let units = min(head.byteCount, lookahead) / 2
    guard units >= 2 else { return nil }
    var zeros = (first: 0, second: 0)
    for unit in 0..<units {
      if head.byte(at: unit * 2) == 0 { zeros.first += 1 }
      if head.byte(at: unit * 2 + 1) == 0 { zeros.second += 1 }
    }
    func isUnmistakable(_ many: Int, _ few: Int) -> Bool { many * 2 >= units && few * 10 <= many }
    if isUnmistakable(zeros.second, zeros.first) {
      return hasLineEnds(head, units, half: 0) ? EncodingChoice(name: utf16LE) : nil
    }
    if isUnmistakable(zeros.first, zeros.second) {
      return hasLineEnds(head, units, half: 1) ? EncodingChoice(name: utf16BE) : nil
    }
    return nil
  }

  /// Whether the first line is such a text too, as it is not where only values have zeros in them: one of its
  /// characters at least is ASCII, and all are, or the first line feed is one. Carriage returns count where
  /// there are no line feeds: 0x0D is half of a common character (U+540D).
  private static func fitsFirstLine(_ choice: EncodingChoice, _ head: RawSpan) -> Bool {
    let units = min(head.byteCount, lookahead) / 2
    let zero = choice.name == utf16LE ? 1 : 0
    let places = 0..<units * 2
    let feed = places.first { head.byte(at: $0) == lineEnds[0] }
    guard let end = feed ?? places.first(where: { head.byte(at: $0) == lineEnds[1] }) else {
      return true
    }
    let unit = end / 2
    let zeros = (0..<unit).count { head.byte(at: $0 * 2 + zero) == 0 }
    let isLineEnd = end % 2 != zero && head.byte(at: end ^ 1) == 0
    return zeros > 0 && (zeros == unit || isLineEnd)
  }

  /// A line feed and a carriage return.
  private static let lineEnds: [UInt8] = [0x0A, 0x0D]

  /// Whether a byte of a line end stands as a character's lower half, or there is none at all.
  private static func hasLineEnds(_ head: RawSpan, _ units: Int, half: Int) -> Bool {
    var hasBytes = false
    for place in 0..<units * 2 where lineEnds.contains(head.byte(at: place)) {
      if place % 2 == half, head.byte(at: place ^ 1) == 0 { return true }
      hasBytes = true
    }
    return !hasBytes
  }
}
