// How single bytes, characters that can be switched off, and sizes are written.
//
// The same in mapping files and in options. Pure functions over text, both ways; nil is "not
// one".

public import SluiceRecords

/// One byte that is to do two things.
public struct DialectClash: Sendable, Equatable, CustomStringConvertible {
  /// What it is: `delimiter` or `quote`.
  public var role: String
  /// What else: `quote`, `escape` or `comment`.
  public var mark: String
  /// The byte.
  public var byte: UInt8

  /// `delimiter and quote are the same character: ;`
  public var description: String {
    "\(role) and \(mark) are the same character: \(DialectText.text(byte))"
  }
}

extension DialectSettings {
  /// What the delimiter is to do besides, and what else begins a comment. Quote and escape may be the same: that is
  /// the doubled quote.
  public var clashes: [DialectClash] {
    let (delimiter, comment) = (delimiter.map(Mark.byte), comment.map(Mark.byte))
    return [
      clash("delimiter", delimiter, "quote", quote),
      clash("delimiter", delimiter, "escape", escape),
      clash("delimiter", delimiter, "comment", comment), clash("quote", quote, "comment", comment),
    ].compactMap(\.self)
  }

  private func clash(
    _ role: String, _ roleMark: Mark?, _ other: String, _ otherMark: Mark?
  ) -> DialectClash? {
    guard case .byte(let byte) = roleMark, roleMark == otherMark else { return nil }
    return DialectClash(role: role, mark: other, byte: byte)
  }
}

/// Text of dialect settings <-> values.
public enum DialectText {
  /// The most digits before a unit; a thousand million GiB is more than any size, and fits.
  private static let unitDigits = 9

  private static let units = [
    ("KB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
  ]

  /// The byte that `text` names: one ASCII character, `tab`, `\t`, or `0x` and two hexadecimal
  /// digits. NUL and the line ends cannot be named, since records end there or are rejected; nor can bytes
  /// from 0x80 on, since dumps are read as UTF-8, in which they are only parts of characters.
  public static func byte(_ text: String) -> UInt8? {
    let bytes = Array(text.utf8)
    var byte: UInt8?
    if text == "tab" || text == "\\t" {
      byte = 0x09
    } else if bytes.count == 1 {
      byte = bytes[0]
    } else if bytes.count == 4, text.hasPrefix("0x"), text.dropFirst(2).allSatisfy(\.isHexDigit) {
      byte = UInt8(text.dropFirst(2), radix: 16)
    }
    return [0x00, 0x0A, 0x0D].contains(byte) ? nil : byte.flatMap { $0 < 0x80 ? $0 : nil }
  }

  /// The character that `text` names, as `byte` does, or `none`.
  public static func mark(_ text: String) -> DialectSettings.Mark? {
    text == "none" ? DialectSettings.Mark.none : byte(text).map { .byte($0) }
  }

  /// The bytes of a size: `250MB` (10^6 each), `250MiB`, `1GB`, or a number of bytes. Positive.
  public static func size(_ text: String) -> Int? {
    let unit = units.first { text.hasSuffix($0.0) }
    guard let (name, bytes) = unit else { return NumberKind.positive.number(text) }
    let digits = text.dropLast(name.count)
    guard digits.utf8.count <= unitDigits else { return nil }
    return NumberKind.positive.number(String(digits)).map { $0 * bytes }
  }

  /// The text that `byte` reads as `value`.
  public static func text(_ value: UInt8) -> String {
    switch value {
    case 0x09: return "tab"
    case 0x21...0x7E: return String(Unicode.Scalar(value))
    default:
      let digits = String(value, radix: 16, uppercase: true)
      return "0x" + (digits.count < 2 ? "0" : "") + digits
    }
  }

  /// The text that `mark` reads as `value`.
  public static func text(_ value: DialectSettings.Mark) -> String {
    switch value {
    case .none: "none"
    case .byte(let byte): text(byte)
    }
  }

  /// The text that `size` reads as `bytes`, in the greatest unit of two that fits.
  public static func text(size bytes: Int) -> String {
    for (name, unit) in units.reversed()
    where bytes.isMultiple(of: unit) && bytes > 0 && bytes / unit < 1_000_000_000 {
      return "\(bytes / unit)\(name)"
    }
    return "\(bytes)"
  }
}
