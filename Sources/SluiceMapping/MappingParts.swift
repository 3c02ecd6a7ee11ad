// The root of a mapping file -> `Mapping`: data source, ID, conditions and single settings.
//
// Goes through the whole tree whatever it finds, so that all errors are reported; what could not
// be read has its default then, and nobody sees it.

import AudienceManager
import SluiceRecords

extension MappingReader {
  /// Reads a whole mapping.
  mutating func mapping(_ root: DocumentNode) -> Mapping {
    var mapping = Mapping(id: .init())
    guard case .map = root.content else {
      report("expected a mapping, found \(root.found)", at: root.position)
      return mapping
    }
    guard let section = section(root, "", name: "the mapping", keys: MappingKeys.root) else {
      return mapping
    }
    readSource(section, &mapping)
    if let node = section["fields"], let fields = list(node, "fields") {
      // One for each entry, so that its number leads to its place.
      mapping.fields = fields.map { field($0) ?? Mapping.Field(source: .constant("")) }
    }
    if let node = section["where"], let conditions = list(node, "where") {
      mapping.conditions = conditions.map {
        condition($0) ?? Mapping.Condition(column: "", kind: .notIn, values: [])
      }
    }
    readSettings(section, &mapping)
    if let node = section["dialect"] { mapping.dialect = dialect(node) }
    return mapping
  }

  private mutating func readSource(_ section: Section, _ mapping: inout Mapping) {
    if let node = section["dataSource"] { mapping.dataSource = dataSource(node) }
    if let node = section["id"] { mapping.id = identity(node) }
  }

  private mutating func readSettings(_ section: Section, _ mapping: inout Mapping) {
    if let node = section["rest"] { mapping.rest = choice(node, "rest") ?? .ignore }
    if let node = section["nulls"] { mapping.nulls = texts(node, "nulls") ?? [] }
    if let node = section["rows"] { mapping.rows = choice(node, "rows") ?? .separate }
    if let node = section["quoting"] { mapping.quoting = choice(node, "quoting") ?? .always }
    if let node = section["quoteInValue"] {
      mapping.quoteInValue = choice(node, "quoteInValue") ?? .apostrophe
    }
    if let node = section["pii"] { mapping.pii = choice(node, "pii") ?? .reject }
  }

  private mutating func dataSource(_ node: DocumentNode) -> Mapping.DataSource {
    var source = Mapping.DataSource()
    guard
      let section = section(
        node, "dataSource", name: "\"dataSource\"", keys: MappingKeys.dataSource)
    else { return source }
    if let node = section[filled: "dpid"] { source.dpid = number(node, "dpid", .natural) }
    if let node = section[filled: "target"] { source.target = number(node, "target", .positive) }
    if let node = section["mode"] { source.mode = choice(node, "mode") ?? .sync }
    return source
  }

  private mutating func identity(_ node: DocumentNode) -> Mapping.Identity {
    var identity = Mapping.Identity()
    guard let section = section(node, "id", name: "\"id\"", keys: MappingKeys.id) else {
      return identity
    }
    if let node = section[filled: "column"] { identity.column = name(node, "column") }
    if let node = section["type"] {
      identity.type = word(node, "type", of: Mapping.Identity.typeNames)
    }
    if let node = section["transform"] { identity.transforms = transforms(node) }
    return identity
  }

  /// A list of changes to an ID or a value.
  mutating func transforms(_ node: DocumentNode) -> [Mapping.Transform] {
    list(node, "transform")?.compactMap { choice($0, "transform") } ?? []
  }

  private mutating func condition(_ node: DocumentNode) -> Mapping.Condition? {
    guard
      let section = section(node, "where", name: "a condition", keys: MappingKeys.condition)
    else { return nil }
    let column = required("column", in: section).flatMap { name($0, "column") }
    let allowed = section["in"].flatMap { texts($0, "in", nonEmpty: true) }
    let excluded = section["notIn"].flatMap { texts($0, "notIn", nonEmpty: true) }
    switch (section["in"], section["notIn"]) {
    case (nil, nil):
      report("a condition needs \"in\" or \"notIn\"", at: section.position)
    case (.some, .some):
      let later = max(section.position(of: "in"), section.position(of: "notIn"))
      report("\"in\" and \"notIn\" cannot stand in one condition", at: later)
    default: break
    }
    return Mapping.Condition(
      column: column ?? "", kind: allowed == nil ? .notIn : .isIn,
      values: allowed ?? excluded ?? [])
  }
}
