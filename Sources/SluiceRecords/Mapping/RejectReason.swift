// Why records are rejected, by the codes that stand in rejects files and reports.

/// Why a record did not become a line. The raw value is the code users see.
public enum RejectReason: String, Sendable, Equatable, CaseIterable {
  /// Not valid UTF-8.
  case encoding
  /// Holds a NUL byte.
  case nul
  /// Something other than a delimiter follows a closing quote.
  case quote
  /// A quoted field does not end within the record size, or before the input does.
  case unterminatedQuote = "unterminated-quote"
  /// Longer than the record size.
  case recordTooLong = "record-too-long"
  /// More or fewer fields than the header.
  case fieldCount = "field-count"
  /// The user ID is empty.
  case idEmpty = "id-empty"
  /// The user ID has not the form of its type.
  case idFormat = "id-format"
  /// The user ID looks like personal data.
  case idPersonalData = "id-pii"
  /// A value is not among those the mapping knows, and `otherwise` says reject.
  case unknownValue = "unknown-value"
  /// A value holds a `"`, and `quoteInValue` says reject.
  case quoteInValue = "quote-in-value"
  /// A value looks like personal data.
  case personalData = "pii"
  /// A value is not an e-mail address and was to be hashed as one.
  case email
  /// The same trait is added and removed.
  case conflict
  /// A pair, or what IDs are tied together, does not fit in a line of the receiver's largest size.
  case pairTooLong = "pair-too-long"

  /// The reason a fault of reading stands for; nil for a comment, which is no reject.
  init?(_ kind: RecordFault.Kind) {
    switch kind {
    case .comment: return nil
    case .encoding: self = .encoding
    case .nul: self = .nul
    case .damage(.quote): self = .quote
    case .damage(.unterminatedQuote): self = .unterminatedQuote
    case .damage(.tooLong): self = .recordTooLong
    }
  }

  /// One line for a person who has not read the manual.
  public var explanation: String {
    switch self {
    case .encoding: "the bytes are not valid UTF-8; give the dump's encoding with --encoding"
    case .nul: "there is a NUL byte in the record"
    case .quote: "a closing quote is followed by something other than a delimiter"
    case .unterminatedQuote: "a quoted field is opened and never closed"
    case .recordTooLong: "the record is longer than --max-record"
    case .fieldCount: "the number of fields is not the header's"
    case .idEmpty: "the ID is empty"
    case .idFormat: "the ID has not the form of its type"
    case .idPersonalData: "the ID looks like personal data"
    case .unknownValue: "the mapping rejects this value"
    case .quoteInValue: "a value holds a double quote"
    case .personalData: "a value looks like personal data"
    case .email: "the value to be hashed is not an e-mail address"
    case .conflict: "the same trait is added and removed"
    case .pairTooLong: "a pair alone, or a line of IDs, is longer than a line may be"
    }
  }
}
