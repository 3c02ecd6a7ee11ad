// One entry of `fields` -> `Mapping.Field`, with the rules about what can stand beside what.

import SluiceRecords

extension MappingReader {
  mutating func field(_ node: DocumentNode) -> Mapping.Field? {
    guard let section = section(node, "fields", name: "a field", keys: MappingKeys.field) else {
      return nil
    }
    if let constant = section["constant"] { return constantField(constant, in: section) }
    checkOneRule(section)
    let column = section["column"].flatMap { name($0, "column") }
    if section["column"] == nil {
      report("a field needs \"column\" or \"constant\"", at: section.position)
    }
    var field = Mapping.Field(source: .column(column ?? ""))
    field.key = fieldKey(section, column: column)
    if let node = section["split"] { field.separator = name(node, "split") }
    if let node = section["transform"] { field.transforms = transforms(node) }
    field.rule = rule(section)
    field.otherwise = otherwise(section)
    return field
  }

  /// A constant has a key and a value, and its field nothing else.
  private mutating func constantField(
    _ node: DocumentNode, in section: Section
  ) -> Mapping.Field? {
    for (key, entry) in section.entries where key != "constant" {
      report("\"\(key)\" cannot stand beside \"constant\"", at: entry.keyPosition)
    }
    let keys = MappingKeys.constant
    guard let parts = self.section(node, "constant", name: "\"constant\"", keys: keys) else {
      return nil
    }
    let key = required("key", in: parts).flatMap { pairKey($0, "key") }
    let value = required("value", in: parts).flatMap { name($0, "value") }
    return Mapping.Field(source: .constant(value ?? ""), key: key)
  }

  /// Reports all but the first rule of a field that has several.
  private mutating func checkOneRule(_ section: Section) {
    let present = MappingKeys.rules.compactMap { section.entries[$0] }
      .filter { $0.key != "as" || $0.value.scalar?.text != "pair" }
      .sorted { $0.keyPosition < $1.keyPosition }
    guard let first = present.first else { return }
    for other in present.dropFirst() {
      report("\"\(other.key)\" cannot stand beside \"\(first.key)\"", at: other.keyPosition)
    }
  }

  /// The key of a field's pairs; a field without one takes the column's name.
  private mutating func fieldKey(_ section: Section, column: String?) -> String? {
    let trait = traitRule(section)
    guard let node = section["key"] else {
      if trait == nil, let column, let problem = PairKey.problem(column),
        let node = section["column"]
      {
        report("\(Wording.label("column"))\(problem) (name a \"key\")", at: node.position)
      }
      return nil
    }
    if let trait {
      let position = section.position(of: "key")
      report("\"key\" cannot stand beside \"\(trait)\": no key is written", at: position)
    }
    return pairKey(node, "key")
  }

  /// The rule by which a field writes traits and no key, as it stands in the file.
  private func traitRule(_ section: Section) -> String? {
    if section["traits"] != nil { return "traits" }
    guard let word = section["as"]?.scalar?.text, ["sid", "unsid", "ic"].contains(word) else {
      return nil
    }
    return "as: \(word)"
  }

  private mutating func pairKey(_ node: DocumentNode, _ label: String) -> String? {
    guard let key = name(node, label) else { return nil }
    if let problem = PairKey.problem(key) {
      report("\(Wording.label(label))\(problem)", at: node.position)
    }
    return key
  }

  /// Reads every rule that is there, for its errors; there is one when there are none.
  private mutating func rule(_ section: Section) -> Mapping.Rule {
    var rule = Mapping.Rule.pair
    if let node = section["as"] { rule = kind(node) }
    if let node = section["values"] { rule = .values(values(node)) }
    if let node = section["bands"] { rule = .bands(bands(node)) }
    if let node = section["date"] { rule = date(node) }
    if let node = section["traits"] { rule = .traits(traits(node)) }
    return rule
  }

  private mutating func kind(_ node: DocumentNode) -> Mapping.Rule {
    switch word(node, "as", of: ["pair", "sid", "unsid", "ic"]) {
    case "sid": return .sid
    case "ic": return .ic
    case "unsid": return .unsid
    default: return .pair
    }
  }

  private mutating func values(_ node: DocumentNode) -> [String: String] {
    var values: [String: String] = [:]
    for entry in entries(node, "values") ?? [] {
      values[entry.key] = text(entry.value, "values")
    }
    return values
  }

  private mutating func bands(_ node: DocumentNode) -> [Int] {
    var bands: [Int] = []
    for item in list(node, "bands", nonEmpty: true) ?? [] {
      guard let bound = number(item, "bands", .any) else { continue }
      if let last = bands.last, bound <= last {
        let message = "\(bound) does not rise above \(last)"
        report("\(Wording.label("bands"))\(message)", at: item.position)
      }
      bands.append(bound)
    }
    return bands
  }

  private mutating func date(_ node: DocumentNode) -> Mapping.Rule {
    guard let section = section(node, "date", name: "\"date\"", keys: MappingKeys.date) else {
      return .pair
    }
    let input = pattern("in", of: section)
    let output = pattern("out", of: section)
    return .date(input: input, output: output)
  }

  private mutating func pattern(_ key: String, of section: Section) -> String {
    guard let node = required(key, in: section), let pattern = name(node, key) else { return "" }
    do {
      _ = try DatePattern(pattern)
    } catch {
      report("\(Wording.label(key))\(error)", at: node.position)
    }
    return pattern
  }

  private mutating func traits(_ node: DocumentNode) -> [String: [Int]] {
    var traits: [String: [Int]] = [:]
    for entry in entries(node, "traits") ?? [] {
      if case .list(let items) = entry.value.content {
        traits[entry.key] = items.compactMap { trait($0) }
      } else {
        traits[entry.key] = trait(entry.value).map { [$0] }
      }
    }
    return traits
  }

  private mutating func trait(_ node: DocumentNode) -> Int? {
    guard let text = node.scalar?.text, let id = NumberKind.any.number(text), id != 0 else {
      report(node, "traits", expected: "a whole number other than 0")
      return nil
    }
    return id
  }

  private mutating func otherwise(_ section: Section) -> Mapping.Otherwise? {
    guard let node = section["otherwise"] else { return nil }
    let users = MappingKeys.rules.filter { $0 != "as" }
    if users.allSatisfy({ section[$0] == nil }) {
      report(
        "\"otherwise\" needs \"values\", \"bands\", \"date\" or \"traits\" in its field",
        at: section.position(of: "otherwise"))
    }
    if case .map = node.content { return replacement(node) }
    let words = ["keep", "drop", "reject"]
    switch word(node, "otherwise", of: words, extra: " or {value: TEXT}") {
    case "keep": return .keep
    case "drop": return .drop
    case "reject": return .reject
    default: return nil
    }
  }

  private mutating func replacement(_ node: DocumentNode) -> Mapping.Otherwise? {
    let keys = MappingKeys.otherwise
    guard let parts = section(node, "otherwise", name: "\"otherwise\"", keys: keys),
      let value = required("value", in: parts)
    else { return nil }
    return text(value, "value").map { .value($0) }
  }
}
