// Whether a column holds personal data, by its name and its first values.
//
// For those who would send a column that nobody has named: they had better leave out one too many. Counts what
// passes by and keeps no value; cannot fail.

/// Judges one column of a dump.
public struct ColumnJudge: Sendable {
  /// What its bare digits are.
  public private(set) var sampler: ColumnSampler
  private let nameHint: PersonalDataDetector.Kind?
  /// Values that look personal by themselves, by kind.
  private var personal: [PersonalDataDetector.Kind: Int] = [:]

  /// A column is personal when more than one filled value in this many looks so: more than are
  /// mistaken, fewer than stray addresses in a comment column.
  private static let tolerated = 1_000

  /// What makes a column look like personal data.
  public enum Finding: Sendable, Equatable {
    /// Its name.
    case name(PersonalDataDetector.Kind)
    /// Nearly all of its values are bare numbers of this kind.
    case numbers(PersonalDataDetector.Kind)
    /// So many of its values look like it, most of them like this kind.
    case values(PersonalDataDetector.Kind, count: Int)
  }

  /// Starts on a column.
  /// - Parameter name: nil for values that are of no single column.
  public init(name: String?) {
    nameHint = name.flatMap { PersonalDataDetector.nameSuggestsPersonalData($0) }
    sampler = ColumnSampler(nameHint: nameHint)
  }

  /// Counts a value; those after the first ``ColumnSampler/sampleSize`` filled ones change nothing.
  /// - Parameter isJudged: whether it is looked at by itself as well, for ``finding``.
  public mutating func add(_ value: RawSpan, isJudged: Bool = true) {
    if sampler.isComplete { return }
    sampler.add(value)
    if isJudged, let kind = PersonalDataDetector.kind(of: value) { personal[kind, default: 0] += 1 }
  }

  /// Values that look personal by themselves.
  public var personalCount: Int { personal.values.reduce(0, +) }

  /// Why the column is taken for personal data; nil if it is not.
  public var finding: Finding? {
    if let nameHint { return .name(nameHint) }
    if let kind = sampler.verdict.kind { return .numbers(kind) }
    let kinds = personal.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    guard let (kind, _) = kinds.first, personalCount * Self.tolerated > sampler.count else {
      return nil
    }
    return .values(kind, count: personalCount)
  }
}

extension PersonalDataDetector.ColumnKind {
  /// The kind of personal data that nearly all values of the column are, if so.
  fileprivate var kind: PersonalDataDetector.Kind? {
    switch self {
    case .cards: .paymentCard
    case .phones: .phone
    case .nationalIDs: .nationalID
    case .ordinary, .unsettled: nil
    }
  }
}
