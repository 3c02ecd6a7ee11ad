// What a plan is for, beside the mapping and the header: the form of the lines, the records they are
// made of, and what is known of the columns. Plain values.

public import AudienceManager

/// Which lines a plan is for, and what the values of a dump tell of its columns.
public struct PlanPurpose: Sendable {
  /// What the lines are made of.
  public var form: LineForm
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
    form: LineForm = .data(.standard), route: IDRoute = .all,
    idKind: PersonalDataDetector.ColumnKind? = nil,
    fieldKinds: [PersonalDataDetector.ColumnKind] = [],
    columnKinds: [PersonalDataDetector.ColumnKind] = []
  ) {
    self.form = form
    self.route = route
    self.idKind = idKind
    self.fieldKinds = fieldKinds
    self.columnKinds = columnKinds
  }
}
