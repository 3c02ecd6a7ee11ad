// Rules between the parts of a mapping, with the texts in which they are reported.
//
// Pure functions over a mapping to which options have been applied. Source: the inbound format, sections 2, 4
// and 5.

import AudienceManager
import SluiceRecords

enum MappingRules {
  /// The types that an ID can have, by their names.
  static let idTypes = IDType.allCases.map(\.rawValue)

  /// The type of all IDs of a data source, by its name; nil if that is a customer's own.
  static func fixedType(of dpid: Int) -> String? { IDType.fixed(by: dpid)?.rawValue }

  /// What is wrong between the parts of a mapping, in the order of its parts.
  static func problems(of mapping: Mapping) -> [MappingProblem] {
    sourceProblems(mapping.id, mapping.dataSource)
      + [missingColumn(mapping.id), unknownType(mapping.id)].compactMap(\.self)
      + [wrongType(mapping.id, mapping.dataSource)].compactMap(\.self)
      + (mapping.dataSource.mode == .overwrite ? removals(mapping.fields) : [])
  }

  private static func sourceProblems(
    _ id: Mapping.Identity, _ source: Mapping.DataSource
  ) -> [MappingProblem] {
    let target = ["dataSource", "target"]
    let hint = "(name it in the mapping or give --target)"
    if source.target == nil, let dpid = source.dpid, let type = fixedType(of: dpid) {
      // A global data source has no traits of its own.
      return [
        MappingProblem(
          part: ["dataSource", "dpid"],
          description: "\(dpid) is a global data source (\(type)): \"target\" is required \(hint)")
      ]
    }
    if source.dpid != nil || id.isAutomatic && source.target != nil { return [] }
    if id.isAutomatic {
      // IDs that tell their own type are a global data source's, whose traits are somebody else's.
      let text = "with ID type auto, \"target\" says whose traits are set \(hint)"
      return [MappingProblem(part: target, description: text, isAbsence: true)]
    }
    let text = "no data source (name \"dataSource.dpid\" in the mapping or give --dpid)"
    return [MappingProblem(part: ["dataSource", "dpid"], description: text, isAbsence: true)]
  }

  private static func missingColumn(_ id: Mapping.Identity) -> MappingProblem? {
    if id.column != nil { return nil }
    let text = "no ID column (name \"id.column\" in the mapping or give --id)"
    return MappingProblem(part: ["id", "column"], description: text, isAbsence: true)
  }

  private static func unknownType(_ id: Mapping.Identity) -> MappingProblem? {
    let known = Mapping.Identity.typeNames
    guard let type = id.type, !known.contains(type) else { return nil }
    let hint = Wording.choiceHint(type, allowed: known)
    return MappingProblem(
      part: ["id", "type"], description: "unknown ID type \(Wording.quoted(type)) (\(hint))")
  }

  /// A global data source holds IDs of one type.
  private static func wrongType(
    _ id: Mapping.Identity, _ source: Mapping.DataSource
  ) -> MappingProblem? {
    guard let dpid = source.dpid, let expected = fixedType(of: dpid), let type = id.type,
      idTypes.contains(type), type != expected
    else { return nil }
    return MappingProblem(
      part: ["id", "type"],
      description: "ID type \(type) contradicts data source \(dpid), whose IDs are \(expected)")
  }

  /// In overwrite mode the receiver ignores removals, so they are not what is wanted.
  private static func removals(_ fields: [Mapping.Field]) -> [MappingProblem] {
    fields.enumerated().flatMap { number, field -> [MappingProblem] in
      guard case .column(let column) = field.source else { return [] }
      let part = ["fields", "\(number)"]
      switch field.rule {
      case .unsid: return [removal("a trait", column, part + ["as"])]
      case .traits(let traits):
        return traits.sorted { $0.key < $1.key }.flatMap { value, ids in
          ids.enumerated().filter { $0.element < 0 }.map { place, id in
            removal("trait \(-id)", column, part + ["traits", value, "\(place)"])
          }
        }
      default: return []
      }
    }
  }

  private static func removal(
    _ trait: String, _ column: String, _ part: Mapping.Path
  ) -> MappingProblem {
    MappingProblem(
      part: part,
      description: "column \(Wording.quoted(column)): \(trait) cannot be removed in overwrite mode "
        + "(the receiver ignores it)")
  }
}
