// How a dump's bytes are cut into records and fields.

/// The dialect of one dump, decided before its first record is read.
public struct Dialect: Sendable, Equatable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// The byte that encloses fields in which delimiters and line ends are text; nil: there is none.
  public var quote: UInt8?
  /// The byte that takes the next one literally; nil: there is none.
  public var escape: UInt8?
  /// The byte that makes a line a comment when it begins one; nil: there is none.
  public var comment: UInt8?
  /// The byte that ends a record: a line feed, or a carriage return in old Mac exports.
  public var lineEnd: UInt8
  /// Bytes from a record's start within which its quoted fields, and the record itself, must end; its line
  /// end, a carriage return before the line feed included, is not counted.
  public var maxRecord: Int
  /// With so many bytes from where a record starts, and without a line end among them, it is known to be too
  /// long: a byte order mark, the record, a carriage return, and one byte more.
  public var decisiveCount: Int { ByteOrderMark.size + maxRecord + 2 }

  /// Whether lines end in a carriage return and a line feed, so that an escape before both makes both text; in
  /// dumps of other line ends it takes the carriage return alone.
  public var hasPairedLineEnds = false

  /// Whether a field of just a NUL is an empty one, as UTF-16 exports of SQL Server have it; else, and
  /// anywhere else, a NUL makes its record bad.
  public var nulIsEmpty = false

  /// The most bytes of a record unless asked otherwise.
  public static let defaultMaxRecord = 1 << 20

  /// Makes a dialect; RFC 4180 CSV unless told otherwise.
  public init(
    delimiter: UInt8 = Ascii.comma, quote: UInt8? = Ascii.quote, escape: UInt8? = nil,
    comment: UInt8? = nil, lineEnd: UInt8 = Ascii.lineFeed, maxRecord: Int = defaultMaxRecord
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.escape = escape == quote ? nil : escape
    self.comment = comment
    self.lineEnd = lineEnd
    self.maxRecord = maxRecord
  }

  /// Whether a byte may stand between a closing quote and the delimiter without harm.
  func isBlank(_ byte: UInt8) -> Bool {
    byte != delimiter && (byte == Ascii.space || byte == Ascii.tab)
  }
}

/// The bytes that have a meaning here, by name.
public enum Ascii {
  /// U+0009, the delimiter of TSV and of inbound lines.
  public static let tab: UInt8 = 0x09
  /// U+000A.
  public static let lineFeed: UInt8 = 0x0A
  /// U+000D.
  public static let carriageReturn: UInt8 = 0x0D
  /// U+0020.
  public static let space: UInt8 = 0x20
  /// `"`.
  public static let quote: UInt8 = 0x22
  /// `'`.
  public static let apostrophe: UInt8 = 0x27
  /// `,`.
  public static let comma: UInt8 = 0x2C
  /// `-`.
  public static let dash: UInt8 = 0x2D
  /// `.`.
  public static let dot: UInt8 = 0x2E
  /// `0`.
  public static let zero: UInt8 = 0x30
  /// `9`.
  public static let nine: UInt8 = 0x39
  /// `\`.
  public static let backslash: UInt8 = 0x5C
}
