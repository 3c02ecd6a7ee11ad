// What a plan is for, beside the mapping and the header: the form of the lines, the records they are
// made of, and what is known of the columns. Plain values.

public import AudienceManager

/// Which lines a plan is for, and what the values of a dump tell of its columns.
public struct PlanPurpose: Sendable {
  /// The lines' form, which goes with the files' names.
  public var variant: InboundFileName.Variant
  /// Which records become lines.
  public var route: IDRoute
  /// What the IDs are like; nil when only their column is known.
  public var idKind: PersonalDataDetector.ColumnKind?
  /// What each of the mapping's fields writes; empty when only the columns are known.
  public var fieldKinds: [PersonalDataDetector.ColumnKind]
  /// What each column holds, by its place; empty when nothing is known.
  public var columnKinds: [PersonalDataDetector.ColumnKind]

  /// Makes a purpose; the usual one is every record in the standard form.
  public init(
    variant: InboundFileName.Variant = .standard, route: IDRoute = .all,
    idKind: PersonalDataDetector.ColumnKind? = nil,
    fieldKinds: [PersonalDataDetector.ColumnKind] = [],
    columnKinds: [PersonalDataDetector.ColumnKind] = []
  ) {
    self.variant = variant
    self.route = route
    self.idKind = idKind
    self.fieldKinds = fieldKinds
    self.columnKinds = columnKinds
  }
}

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
