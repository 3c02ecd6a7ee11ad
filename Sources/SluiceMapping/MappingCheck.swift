// What must hold of a mapping when options of the command line have been applied to it.
//
// Takes a mapping from anywhere, gives one line for each problem, in the order of a mapping's
// parts. Nothing else about it is checked: the reader of mapping files has done so.

public import SluiceRecords

/// The check of a mapping as it will be used.
public enum MappingCheck {
  /// What stands against using `mapping`.
  ///
  /// Checked: a data source and an ID column are named, a global data source has a target, the
  /// ID's type is known and is the global data source's, and nothing is removed in overwrite
  /// mode.
  ///
  /// - Parameter mapping: The mapping with all options applied.
  /// - Returns: One line a problem; empty when there is none.
  public static func problems(of mapping: Mapping) -> [String] {
    var problems: [String] = []
    if let problem = MappingRules.missingOwner(mapping.id, mapping.dataSource) {
      problems.append("\(problem) (name it in the mapping or give --target)")
    }
    if mapping.dataSource.dpid == nil, !mapping.id.isAutomatic {
      problems.append("no data source (name \"dataSource.dpid\" in the mapping or give --dpid)")
    }
    if let problem = MappingRules.missingTarget(mapping.dataSource) {
      problems.append("\(problem) (name it in the mapping or give --target)")
    }
    if mapping.id.column == nil {
      problems.append("no ID column (name \"id.column\" in the mapping or give --id)")
    }
    problems += typeProblems(mapping)
    if mapping.dataSource.mode == .overwrite { problems += removals(mapping.fields) }
    return problems
  }

  private static func typeProblems(_ mapping: Mapping) -> [String] {
    let known = MappingRules.idTypes + [MappingRules.automaticType]
    if let type = mapping.id.type, !known.contains(type) {
      let hint = Wording.choiceHint(type, allowed: known)
      return ["unknown ID type \(Wording.quoted(type)) (\(hint))"]
    }
    return MappingRules.wrongType(mapping.id, mapping.dataSource).map { ["ID type \($0)"] } ?? []
  }

  private static func removals(_ fields: [Mapping.Field]) -> [String] {
    fields.flatMap { field -> [String] in
      guard case .column(let column) = field.source else { return [] }
      let place = "column \(Wording.quoted(column)): "
      switch field.rule {
      case .unsid: return [place + MappingRules.removalInOverwrite()]
      case .traits(let traits):
        let removed = Set(traits.values.joined().filter { $0 < 0 })
        return removed.sorted(by: >).map { place + MappingRules.removalInOverwrite(of: -$0) }
      default: return []
      }
    }
  }
}
