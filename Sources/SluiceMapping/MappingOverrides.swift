// What options say over a mapping file.
//
// Plain values; options win, and what they take the place of is not judged.

public import AudienceManager
public import SluiceRecords

/// Settings that take the place of a mapping's; nil leaves the mapping's.
public struct MappingOverrides: Sendable, Equatable {
  /// The data source of the IDs.
  public var dpid: Int?
  /// The data source that owns the traits.
  public var target: Int?
  /// The transfer mode.
  public var mode: TransferMode?
  /// The ID's column.
  public var idColumn: String?
  /// The ID's type, by its name.
  public var idType: String?
  /// The field contents that are no value.
  public var nulls: [String]?
  /// Settings of the dialect.
  public var dialect = DialectSettings()

  /// Makes overrides of nothing.
  public init() {}

  /// Puts the settings into a mapping.
  public func apply(to mapping: inout Mapping) {
    if let dpid { mapping.dataSource.dpid = dpid }
    if let target { mapping.dataSource.target = target }
    if let mode { mapping.dataSource.mode = mode }
    if let idColumn { mapping.id.column = idColumn }
    if let idType { mapping.id.type = idType }
    if let nulls { mapping.nulls = nulls }
    mapping.dialect = dialect.over(mapping.dialect)
  }

  /// The parts of a mapping that they take the place of, and that problems can lie in.
  var parts: Set<Mapping.Path> {
    var parts: Set<Mapping.Path> = []
    if dpid != nil { parts.insert(["dataSource", "dpid"]) }
    if idColumn != nil { parts.insert(["id", "column"]) }
    if idType != nil { parts.insert(["id", "type"]) }
    return parts
  }
}
