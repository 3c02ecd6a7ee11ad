// How the dump is written: delimiter, line end, and whether every field is quoted.

/// The text format of a dump, RFC 4180 but for the delimiter.
struct DumpDialect: Sendable {
  /// The byte between fields; never a letter, a digit, the quote, CR or LF.
  var delimiter = UInt8(ascii: ",")
  /// What ends a record.
  var lineEnd = LineEnd.lf
  /// Whether fields are quoted that need not be.
  var quotesEverything = false

  static let quote = UInt8(ascii: "\"")
  static let carriageReturn = UInt8(ascii: "\r")
  static let lineFeed = UInt8(ascii: "\n")

  enum LineEnd: String, Sendable, CaseIterable {
    case lf
    case crlf
  }

  /// Whether a field that holds `byte` has to be quoted.
  func needsQuotes(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == Self.quote || byte == Self.carriageReturn || byte == Self.lineFeed
  }

  /// Whether `byte` can stand between fields: generated numbers and words are never looked
  /// through for it.
  static func isUsableDelimiter(_ byte: UInt8) -> Bool {
    let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    let isReserved = byte == quote || byte == carriageReturn || byte == lineFeed || byte == 0
    return byte < 0x80 && !isLetter && !isDigit && !isReserved
  }
}
