// What a checker can say of a line: errors, which the receiver counts, and notes, which it does not.
//
// Plain values with a stable code for machines and one line for people; never a value's bytes.

/// Why a line is not taken by the receiver, and where it stops being good.
public struct LineError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let kind: Kind
  /// Bytes from the line's start to where it is wrong.
  public let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// One line for people.
  public var description: String { "\(kind) (byte \(offset) of the line)" }

  /// The kinds of errors; raw values are stable codes for machines.
  public enum Kind: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// A line with nothing in it, or blanks only (section 13).
    case blankLine = "blank-line"
    /// More bytes than the receiver takes in one line (section 3).
    case lineTooLong = "line-too-long"
    /// Bytes that are not UTF-8 (section 3).
    case invalidUTF8 = "invalid-utf8"
    /// No ID before the tab (section 5).
    case missingID = "missing-id"
    /// A DPUUID of the wrong form (section 4).
    case invalidUserID = "invalid-user-id"
    /// A UUID that is not 38 digits (sections 4 and 9).
    case invalidAAMID = "invalid-aam-id"
    /// A device ID of the wrong form (sections 4 and 9).
    case invalidDeviceID = "invalid-device-id"
    /// Traits, but no tab between them and the ID (section 5).
    case missingTab = "missing-tab"
    /// A user ID without any trait in `.sync` (section 13).
    case noTraits = "no-traits"
    /// A further tab (section 5).
    case tab
    /// A carriage return, or a newline, inside a line (section 5).
    case lineBreak = "line-break"
    /// A quotation mark that opens and never closes (section 5).
    case unterminatedQuote = "unterminated-quote"
    /// A quotation mark inside an unquoted key or value (section 5).
    case strayQuote = "stray-quote"
    /// Text between a closing quotation mark and the next `=` or `,` (section 5).
    case textAfterQuote = "text-after-quote"
    /// An element that is neither a pair nor a trait (section 5).
    case notATrait = "not-a-trait"
    /// `=` without a key (section 5).
    case emptyKey = "empty-key"
    /// `=` without a value (section 5).
    case emptyValue = "empty-value"
    /// A trait ID that is not digits (section 5).
    case invalidTraitID = "invalid-trait-id"
    /// `ID:N` with an N other than 0 and -1 (section 5).
    case invalidRemoval = "invalid-removal"
    /// Other than as many columns as the file's name has data sources (section 7).
    case columnCount = "column-count"
    /// A tab or a blank at the end of a row, which then is not processed (section 7).
    case trailingBlank = "trailing-blank"
    /// A column without an ID (section 7).
    case emptyColumn = "empty-column"
    /// A hashed address that is not 64 lower-case hex digits (section 7).
    case invalidHash = "invalid-hash"
    /// An ID type other than an IDFA's and an Android ID's (section 2, Oracle Data Cloud).
    case unknownIDType = "unknown-id-type"
    /// Another ID type than that of the data source in the file's name (sections 2 and 4).
    case foreignIDType = "foreign-id-type"
    /// Another ID type than the file began with (section 2).
    case mixedIDTypes = "mixed-id-types"

    /// One line for people.
    public var description: String {
      switch self {
      case .blankLine: "blank line"
      case .lineTooLong: "line is longer than \(Limits.lineBytes) bytes"
      case .invalidUTF8: "bytes that are not UTF-8"
      case .missingID: "no user ID before the tab"
      case .invalidUserID: "user ID has a form that IDs may not have"
      case .invalidAAMID: "UUID is not 38 digits"
      case .invalidDeviceID: "device ID has not its type's form"
      case .missingTab: "no tab between user ID and traits"
      case .noTraits: "user ID without traits"
      case .tab: "tab inside or between traits"
      case .lineBreak: "carriage return or newline inside the line"
      case .unterminatedQuote: "quotation mark never closes"
      case .strayQuote: "quotation mark inside an unquoted key or value"
      case .textAfterQuote: "text after a closing quotation mark"
      case .notATrait: "neither key=value nor a trait"
      case .emptyKey: "'=' without a key"
      case .emptyValue: "'=' without a value"
      case .invalidTraitID: "trait ID is not digits"
      case .invalidRemoval: "trait ID with ':' must be followed by 0 or -1"
      case .columnCount: "not as many columns as the file's name has data sources"
      case .trailingBlank: "tab or blank at the end of the row"
      case .emptyColumn: "column without an ID"
      case .invalidHash: "hashed address is not 64 lower-case hex digits"
      case .unknownIDType: "ID type is neither idfa nor an Android ID's"
      case .foreignIDType: "ID type is not that of the data source in the file's name"
      case .mixedIDTypes: "another ID type than in the lines before"
      }
    }

    /// The term of the receiver's report that lines with this error count under (section 9).
    public var term: ReportTerm {
      switch self {
      case .invalidAAMID: .invalidAAMIDs
      case .invalidDeviceID: .invalidDeviceIDs
      default: .formatErrors
      }
    }
  }
}

/// Something odd about a line that the receiver takes all the same.
public enum LineNote: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// The line ends in CRLF (section 13).
  case crlf
  /// Nothing between two commas (section 13).
  case emptyElement = "empty-element"
  /// A value of nothing between quotation marks.
  case emptyValue = "empty-quoted-value"
  /// Curly quotation marks where straight ones belong: they are text (section 5).
  case typographicQuotes = "typographic-quotes"
  /// A dash before a key, which is ignored (section 5).
  case leadingDash = "leading-dash"
  /// A user ID without traits in `.overwrite`, which clears the user (section 13).
  case idAlone = "id-alone"
  /// A removal in `.overwrite`, where it is ignored (section 5).
  case removalIgnored = "removal-ignored"
  /// A blank before a comma; documented are those around `=` and after `,` (section 5).
  case blankBeforeComma = "blank-before-comma"
  /// A NUL or another control byte in the traits.
  case controlByte = "control-byte"
  /// A user ID that looks URL-encoded (section 4).
  case idURLEncoded = "id-url-encoded"
  /// A user ID within quotation marks, which count as part of it.
  case idQuoted = "id-quoted"
  /// A device ID of zeros only.
  case idAllZeros = "id-all-zeros"
  /// A user ID that is a word for nothing.
  case idPlaceholder = "id-placeholder"
  /// An ID in the first column of an `adobe_id` file that no device has (sections 7 and 13).
  case masterNotADevice = "master-not-a-device"

  /// A stable name for machines.
  public var code: String { rawValue }

  /// One line for people.
  public var description: String {
    switch self {
    case .crlf: "line ends in CRLF"
    case .emptyElement: "nothing between two commas, or at an end of the traits"
    case .emptyValue: "empty value"
    case .typographicQuotes: "curly quotation marks, which are not quotation marks to the receiver"
    case .leadingDash: "dash before a key, which is ignored"
    case .idAlone: "user ID alone, which clears the user's traits"
    case .removalIgnored: "removal from a trait, which is ignored in .overwrite"
    case .blankBeforeComma: "blank before a comma"
    case .controlByte: "control byte in the traits"
    case .idURLEncoded: IDSuspicion.urlEncoded.description
    case .idQuoted: IDSuspicion.quoted.description
    case .idAllZeros: IDSuspicion.allZeros.description
    case .idPlaceholder: IDSuspicion.placeholder.description
    case .masterNotADevice: "first column holds another than a device ID, which ties IDs wrongly"
    }
  }

  init(_ suspicion: IDSuspicion) {
    switch suspicion {
    case .urlEncoded: self = .idURLEncoded
    case .quoted: self = .idQuoted
    case .allZeros: self = .idAllZeros
    case .placeholder: self = .idPlaceholder
    }
  }

  /// The bit that stands for the note in a set.
  fileprivate var bit: UInt16 {
    switch self {
    case .crlf: 1
    case .emptyElement: 1 << 1
    case .emptyValue: 1 << 2
    case .typographicQuotes: 1 << 3
    case .leadingDash: 1 << 4
    case .idAlone: 1 << 5
    case .removalIgnored: 1 << 6
    case .blankBeforeComma: 1 << 7
    case .controlByte: 1 << 8
    case .idURLEncoded: 1 << 9
    case .idQuoted: 1 << 10
    case .idAllZeros: 1 << 11
    case .masterNotADevice: 1 << 12
    case .idPlaceholder: 1 << 13
    }
  }
}

/// A set of notes that takes no allocation.
public struct LineNotes: Sendable, Hashable {
  private var bits: UInt16 = 0

  /// Makes a set.
  public init(_ notes: LineNote...) {
    for note in notes { insert(note) }
  }

  /// Whether there is none.
  public var isEmpty: Bool { bits == 0 }

  /// Whether a note is among them.
  public func contains(_ note: LineNote) -> Bool { bits & note.bit != 0 }

  /// Adds a note.
  public mutating func insert(_ note: LineNote) { bits |= note.bit }

  /// Adds another set's notes.
  public mutating func formUnion(_ other: LineNotes) { bits |= other.bits }

  /// The notes as a list.
  public var all: [LineNote] { LineNote.allCases.filter(contains) }
}
