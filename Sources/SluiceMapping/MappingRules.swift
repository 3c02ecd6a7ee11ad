// Rules between the parts of a mapping, with the texts in which they are reported.
//
// Checked twice: on a file, at positions, and again on the mapping after options were applied.
// Pure functions over plain values. Source: the inbound format, sections 2, 4 and 5.

import SluiceRecords

enum MappingRules {
  /// The ID types that a mapping can name.
  static let idTypes = [
    "uuid", "dpuuid", "idfa", "gaid", "rida", "maid", "tifa", "firetv", "lgudid", "vizio",
  ]

  /// Names the ID type that the data source has.
  static let automaticType = "auto"

  /// The global data sources, shared by all customers, and the type of their IDs.
  static let globalDataSources = [
    20914: "gaid", 20915: "idfa", 121963: "rida", 389146: "maid", 488258: "firetv",
    963906: "tifa", 1_171_485: "lgudid", 1_171_489: "vizio",
  ]

  /// A global data source has no traits of its own.
  static func missingTarget(_ source: Mapping.DataSource) -> String? {
    guard let dpid = source.dpid, source.target == nil, let type = globalDataSources[dpid] else {
      return nil
    }
    return "\(dpid) is a global data source (\(type)): \"target\" is required"
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
