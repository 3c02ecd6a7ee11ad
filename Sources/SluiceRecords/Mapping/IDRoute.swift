// Where IDs of several types in one dump go. A plain value.

public import AudienceManager

/// Which records a plan is for, where IDs of several types stand in one dump.
///
/// A dump is then mapped once for each type. The first mapping also accounts for all
/// records that go to none of them; the others say nothing of records that are not theirs.
public enum IDRoute: Sendable, Equatable {
  /// All of them: IDs are of one type.
  case all
  /// Those with IDs of this type, and what no route takes.
  case first(IDType, further: [IDType])
  /// Those with IDs of this type.
  case further(IDType)

  /// The types that routes are for, those of `IDType.detect`.
  public static let types: [IDType] = [.idfa, .gaid, .uuid]

  /// The type of the route's IDs; nil for all.
  public var type: IDType? {
    switch self {
    case .all: nil
    case .first(let type, _), .further(let type): type
    }
  }

  /// Whether records with IDs of a type that is not this route's, or of none, are not its to reject.
  func leaves(_ type: IDType?) -> Bool {
    switch self {
    case .all: false
    case .first(_, let others): type.map(others.contains) ?? false
    case .further: true
    }
  }

  var isFurther: Bool { if case .further = self { true } else { false } }
}
