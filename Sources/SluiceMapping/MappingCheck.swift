// What must hold of a mapping when options of the command line have been applied to it.
//
// Takes a mapping from anywhere, gives one problem for each thing that is wrong, in the order of a mapping's
// parts, and what is odd in words. The reader of mapping files puts the problems at their places in the file.

public import AudienceManager
public import SluiceRecords

/// Something that stands against using a mapping.
public struct MappingProblem: Sendable, Equatable, CustomStringConvertible {
  /// The part of the mapping that it lies in.
  public var part: Mapping.Path
  /// What is wrong, in one line.
  public var description: String
  /// Whether it is that the part is not there.
  public var isAbsence = false
}

/// The check of a mapping as it will be used.
public enum MappingCheck {
  /// What stands against using `mapping`, whatever the header of the dump.
  ///
  /// A data source and an ID column must be named, a global data source has a target, the ID's type is known
  /// and is the global data source's, nothing is removed in overwrite mode, and the fields can be compiled.
  ///
  /// - Parameters:
  ///   - mapping: The mapping with all options applied.
  ///   - variant: The form of the lines.
  /// - Returns: All problems; empty when there is none.
  public static func problems(
    of mapping: Mapping, variant: InboundFileName.Variant = .standard
  ) -> [MappingProblem] {
    MappingRules.problems(of: mapping) + planProblems(of: mapping, variant)
  }

  /// What only the compiler of mappings knows.
  static func planProblems(
    of mapping: Mapping, _ variant: InboundFileName.Variant
  ) -> [MappingProblem] {
    MappingPlan.problems(of: mapping, variant: variant).map {
      MappingProblem(part: $0.part, description: $0.text())
    }
  }

  /// What is allowed but hardly meant, in one line each.
  public static func warnings(of mapping: Mapping) -> [String] {
    var warnings: [String] = []
    let source = mapping.dataSource
    if let target = source.target, let type = MappingRules.fixedType(of: target) {
      warnings.append(
        "the target \(target) is a global data source (\(type)), which has no traits of its own "
          + "(name the data source that owns the traits)")
    }
    if let dpid = source.dpid, MappingRules.fixedType(of: dpid) == nil,
      let type = mapping.id.type.flatMap(IDType.init), let own = type.dataSource
    {
      warnings.append(
        "IDs of type \(type.rawValue) go into files named for data source \(dpid), but theirs is \(own) "
          + "(perhaps `dpid: \(own)` is meant\(source.target == nil ? ", with `target: \(dpid)`" : ""))"
      )
    }
    return warnings
  }
}
