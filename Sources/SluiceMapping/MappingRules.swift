// Rules between the parts of a mapping, with the texts in which they are reported.
//
// Checked twice: on a file, at positions, and again on the mapping after options were applied.
// Pure functions over plain values. Source: the inbound format, sections 2, 4 and 5.

import AudienceManager
import SluiceRecords

enum MappingRules {
  /// The ID types that a mapping can name.
  static let idTypes = IDType.allCases.map(\.rawValue)

  /// Lets each ID tell its own type.
  static let automaticType = Mapping.Identity.automaticType

  /// The global data sources, shared by all customers, and the type of their IDs.
  static let globalDataSources = [Int: String](
    uniqueKeysWithValues: IDType.allCases.filter(\.isDeviceID).compactMap { type in
      type.dataSource.map { ($0, type.rawValue) }
    })

  /// A global data source has no traits of its own.
  static func missingTarget(_ source: Mapping.DataSource) -> String? {
    guard let dpid = source.dpid, source.target == nil, let type = globalDataSources[dpid] else {
      return nil
    }
    return "\(dpid) is a global data source (\(type)): \"target\" is required"
  }

  /// IDs that tell their own type are a global data source's, whose traits are somebody else's.
  static func missingOwner(_ id: Mapping.Identity, _ source: Mapping.DataSource) -> String? {
    guard id.isAutomatic, source.target == nil,
      globalDataSources[source.dpid ?? 0] != nil || source.dpid == nil
    else { return nil }
    return "with ID type auto, \"target\" says whose traits are set"
  }

  /// A global data source holds IDs of one type.
  static func wrongType(_ id: Mapping.Identity, _ source: Mapping.DataSource) -> String? {
    guard let dpid = source.dpid, let expected = globalDataSources[dpid], let type = id.type,
      type != automaticType, type != expected
    else { return nil }
    return "\(type) contradicts data source \(dpid), whose IDs are \(expected)"
  }

  /// In overwrite mode the receiver ignores removals, so they are not what is wanted.
  static func removalInOverwrite(of trait: Int? = nil) -> String {
    let what = trait.map { "trait \($0)" } ?? "a trait"
    return "\(what) cannot be removed in overwrite mode (the receiver ignores it)"
  }
}
