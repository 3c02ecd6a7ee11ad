// How many rejects a run may have. A plain value.

/// How many rejects end a run.
public enum RejectLimit: Sendable, Equatable {
  /// None does.
  case none
  /// More than this many.
  case count(Int)
  /// More than this many in a hundred records, counted at the end.
  case percent(Double)

  /// Whether a run may go on with so many.
  func allows(_ rejects: Int, of records: Int) -> Bool {
    switch self {
    case .none: true
    case .count(let most): rejects <= most
    case .percent(let most): Double(rejects) * 100 <= most * Double(records)
    }
  }
}
