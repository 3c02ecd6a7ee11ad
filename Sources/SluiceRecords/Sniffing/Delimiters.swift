// The delimiters that are looked for, and how they are called.
//
// Plain values: each byte with the weight it has before anything of the text is known.

/// The delimiters that sniffing knows.
enum Delimiters {
  /// One of them.
  struct Known {
    let byte: UInt8
    /// How likely it is to be one where it fits, against the others; at most 1.
    let weight: Double
  }

  /// Start of heading, the delimiter of Hive.
  static let hive: UInt8 = 0x01
  static let semicolon = UInt8(ascii: ";")
  static let bar = UInt8(ascii: "|")
  static let colon = UInt8(ascii: ":")
  static let caret = UInt8(ascii: "^")

  /// All of them, the commoner ones first. Tabs and control bytes hardly occur in values; bars
  /// and semicolons separate lists inside values; colons are in times and addresses.
  static let sniffed = [
    Known(byte: Ascii.comma, weight: 1),
    Known(byte: Ascii.tab, weight: 1),
    Known(byte: semicolon, weight: 0.9),
    Known(byte: bar, weight: 0.8),
    Known(byte: colon, weight: 0.4),
    Known(byte: caret, weight: 0.5),
    Known(byte: hive, weight: 1),
  ]

  /// The weight of a text of one column, in which no delimiter counts.
  static let singleColumnWeight = 0.45

  /// What databases dump with, without quotes and with backslashes.
  static func isDatabases(_ delimiter: UInt8) -> Bool {
    delimiter == Ascii.tab || delimiter == hive || delimiter == bar || delimiter == caret
  }

  /// How a byte is called in the summary.
  static func name(_ byte: UInt8) -> String {
    switch byte {
    case Ascii.tab: return "tab"
    case Ascii.space: return "space"
    case 0x21...0x7E: return String(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
  }
}
