// The sum that must add up, and the records that were rejected.

public import AudienceManager

/// Counts of one stretch of a dump; added up in input order they are the run's summary.
public struct RecordCounts: Sendable, Equatable {
  /// Data records: everything but headers, comments and blank lines.
  public var records = 0
  /// Records that became a line (or more than one).
  public var written = 0
  /// Records left out by `where`.
  public var filtered = 0
  /// Records of which no pair was left.
  public var withoutTrait = 0
  /// Records rejected, by reason in the order of `RejectReason.allCases`.
  public var rejected = [Int](repeating: 0, count: RejectReason.allCases.count)
  /// Headers met again after the first record.
  public var repeatedHeaders = 0
  /// Values in which line ends, tabs or outer blanks were changed.
  public var sanitised = 0
  /// Values in which a `"` was replaced or dropped.
  public var quotesReplaced = 0
  /// Values left out because the rule of their field does not know them (`otherwise: drop`).
  public var droppedValues = 0
  /// Values left out because they look like personal data.
  public var personalValuesDropped = 0
  /// Values to be hashed that were hashes already, and were kept.
  public var hashesKept = 0
  /// User IDs that would have the form of their type in the other case; they are rejected.
  public var idsInOtherCase = 0
  /// User IDs that would have the form of their type without their dashes; they are rejected.
  public var idsWithDashes = 0
  /// Good user IDs that look like a mistake, by kind in the order of `IDSuspicion.allCases`.
  public var suspectIDs = [Int](repeating: 0, count: IDSuspicion.allCases.count)
  /// Lines written, further lines of users with too many pairs for one included.
  public var lines = 0
  /// Key-values and traits in those lines.
  public var pairs = 0
  /// Traits and integration codes among them; the others are signals.
  public var traits = 0

  /// All zero.
  public init() {}

  /// All zero; takes no memory of its own until something is counted by reason.
  public static let zero = RecordCounts()

  /// All rejected records.
  public var rejectedTotal: Int { rejected.reduce(0, +) }

  /// Whether every record is accounted for.
  public var addsUp: Bool { records == written + filtered + withoutTrait + rejectedTotal }

  /// Records rejected for `reason`.
  public subscript(reason: RejectReason) -> Int {
    get { rejected[reason.place] }
    set { rejected[reason.place] = newValue }
  }

  /// Good user IDs that look like one kind of mistake.
  public subscript(suspicion: IDSuspicion) -> Int {
    get { suspectIDs[suspicion.place] }
    set { suspectIDs[suspicion.place] = newValue }
  }

  /// Adds another stretch's counts.
  public static func += (total: inout RecordCounts, part: RecordCounts) {
    total.records += part.records
    total.written += part.written
    total.filtered += part.filtered
    total.withoutTrait += part.withoutTrait
    for place in total.rejected.indices { total.rejected[place] += part.rejected[place] }
    total.repeatedHeaders += part.repeatedHeaders
    total.sanitised += part.sanitised
    total.quotesReplaced += part.quotesReplaced
    total.droppedValues += part.droppedValues
    total.personalValuesDropped += part.personalValuesDropped
    total.hashesKept += part.hashesKept
    total.idsInOtherCase += part.idsInOtherCase
    total.idsWithDashes += part.idsWithDashes
    for place in total.suspectIDs.indices { total.suspectIDs[place] += part.suspectIDs[place] }
    total.lines += part.lines
    total.pairs += part.pairs
    total.traits += part.traits
  }
}

extension RejectReason {
  private static let places: [RejectReason: Int] = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
  fileprivate var place: Int { Self.places[self] ?? 0 }
}

extension IDSuspicion {
  fileprivate var place: Int {
    switch self {
    case .urlEncoded: 0
    case .quoted: 1
    case .allZeros: 2
    case .placeholder: 3
    }
  }
}

/// One rejected record, as its lane knows it: places are relative to the chunk.
public struct Reject: Sendable, Equatable {
  /// Why.
  public var reason: RejectReason
  /// The column, by its number, where the reason lies in one.
  public var column: Int?
  /// What exactly is wrong with the user ID, where that is the reason.
  public var idProblem: IDProblem?
  /// Records before it in the chunk, headers included, blank lines and comments not.
  public var recordsBefore: Int
  /// Line ends before it in the chunk.
  public var linesBefore: Int
  /// Where it starts, in bytes from the chunk's start.
  public var offset: Int
  /// Its bytes, without the line end, as a range of the chunk.
  public var range: Range<Int>

  /// One line for a person: why, and for an ID that is right but for its case, the way out.
  public var explanation: String {
    switch idProblem {
    case .wrongCase:
      reason.explanation + ", but would have it in the other case"
        + " (only the `transform` of a mapping's id changes IDs)"
    case .dashes: reason.explanation + ", but would have it without its dashes"
    default: reason.explanation
    }
  }
}
