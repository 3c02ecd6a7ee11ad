// `Mapping` -> the text of a mapping file.
//
// Block maps for what a person edits, flow for what is short. Texts are written plain where no
// YAML reader could take them for something else, in double quotes otherwise. Never fails.

import AudienceManager
package import SluiceRecords

package enum MappingPrinter {
  static func text(_ mapping: Mapping) -> String {
    var lines = block("dataSource", dataSource(mapping.dataSource)) + block("id", id(mapping.id))
    if !mapping.fields.isEmpty { lines += ["fields:"] + mapping.fields.flatMap(field) }
    if !mapping.conditions.isEmpty {
      lines += ["where:"] + mapping.conditions.map { "  - " + condition($0) }
    }
    lines += settings(mapping) + block("dialect", dialect(mapping.dialect))
    // A file of nothing is no mapping, one of an empty map is.
    return lines.isEmpty ? "{}\n" : lines.map { $0 + "\n" }.joined()
  }

  private static func block(_ key: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["\(key):"] + lines.map { "  " + $0 }
  }

  private static func dataSource(_ source: Mapping.DataSource) -> [String] {
    var lines: [String] = []
    if let dpid = source.dpid { lines.append("dpid: \(dpid)") }
    if let target = source.target { lines.append("target: \(target)") }
    if source.mode != .sync { lines.append("mode: \(source.mode.rawValue)") }
    return lines
  }

  private static func id(_ id: Mapping.Identity) -> [String] {
    var lines: [String] = []
    if let column = id.column { lines.append("column: \(YAMLText.scalar(column))") }
    if let type = id.type { lines.append("type: \(YAMLText.scalar(type))") }
    if !id.transforms.isEmpty { lines.append("transform: " + transforms(id.transforms)) }
    return lines
  }

  private static func transforms(_ transforms: [Mapping.Transform]) -> String {
    YAMLText.list(transforms.map(\.rawValue))
  }

  private static func field(_ field: Mapping.Field) -> [String] {
    var lines: [String] = []
    switch field.source {
    case .constant(let value):
      let key = field.key.map { "key: \(YAMLText.scalar($0)), " } ?? ""
      lines.append("constant: {\(key)value: \(YAMLText.scalar(value))}")
    case .column(let column):
      lines.append("column: \(YAMLText.scalar(column))")
      if let key = field.key { lines.append("key: \(YAMLText.scalar(key))") }
    }
    if let separator = field.separator { lines.append("split: \(YAMLText.scalar(separator))") }
    if !field.transforms.isEmpty { lines.append("transform: " + transforms(field.transforms)) }
    lines += rule(field.rule)
    if let otherwise = field.otherwise { lines.append("otherwise: " + text(otherwise)) }
    return lines.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element }
  }

  private static func rule(_ rule: Mapping.Rule) -> [String] {
    switch rule {
    case .pair: return []
    case .values(let values):
      return ["values: " + map(values.mapValues { YAMLText.scalar($0) })]
    case .bands(let bounds):
      return ["bands: [" + bounds.map(String.init).joined(separator: ", ") + "]"]
    case .date(let input, let output):
      return ["date: {in: \(YAMLText.scalar(input)), out: \(YAMLText.scalar(output))}"]
    case .traits(let traits): return ["traits: " + map(traits.mapValues(ids))]
    case .sid: return ["as: sid"]
    case .unsid: return ["as: unsid"]
    case .ic: return ["as: ic"]
    }
  }

  private static func ids(_ ids: [Int]) -> String {
    let text = ids.map(String.init).joined(separator: ", ")
    return ids.count == 1 ? text : "[\(text)]"
  }

  /// A map of written values, its keys in order, so that the same mapping gives the same text.
  private static func map(_ values: [String: String]) -> String {
    let entries = values.sorted { $0.key < $1.key }
    return "{" + entries.map { "\(YAMLText.key($0.key)): \($0.value)" }.joined(separator: ", ")
      + "}"
  }

  private static func text(_ otherwise: Mapping.Otherwise) -> String {
    switch otherwise {
    case .keep: "keep"
    case .drop: "drop"
    case .reject: "reject"
    case .value(let value): "{value: \(YAMLText.scalar(value))}"
    }
  }

  private static func condition(_ condition: Mapping.Condition) -> String {
    let kind = condition.kind == .isIn ? "in" : "notIn"
    let column = YAMLText.scalar(condition.column)
    return "{column: \(column), \(kind): \(YAMLText.list(condition.values))}"
  }

  private static func settings(_ mapping: Mapping) -> [String] {
    var lines: [String] = []
    if mapping.rest != .ignore { lines.append("rest: \(mapping.rest.rawValue)") }
    if mapping.nulls != [""] { lines.append("nulls: " + YAMLText.list(mapping.nulls)) }
    if mapping.rows != .separate { lines.append("rows: \(mapping.rows.rawValue)") }
    if mapping.quoting != .always { lines.append("quoting: \(mapping.quoting.rawValue)") }
    if mapping.quoteInValue != .apostrophe {
      lines.append("quoteInValue: \(mapping.quoteInValue.rawValue)")
    }
    if mapping.pii != .reject { lines.append("pii: \(mapping.pii.rawValue)") }
    return lines
  }

  /// The settings of a dialect, a line each.
  package static func dialect(_ dialect: DialectSettings) -> [String] {
    let lines: [(String, String?)] = [
      ("delimiter", dialect.delimiter.map { YAMLText.scalar(DialectText.text($0)) }),
      ("quote", dialect.quote.map { YAMLText.scalar(DialectText.text($0)) }),
      ("escape", dialect.escape.map { YAMLText.scalar(DialectText.text($0)) }),
      ("encoding", dialect.encoding.map(YAMLText.scalar)),
      ("header", dialect.hasHeader.map { $0 ? "yes" : "no" }),
      ("columns", dialect.columns.map(YAMLText.list)),
      ("comment", dialect.comment.map { YAMLText.scalar(DialectText.text($0)) }),
      ("skipLines", dialect.skipLines.map(String.init)),
      ("ragged", dialect.ragged?.rawValue),
      ("maxRecord", dialect.maxRecord.map(DialectText.text(size:))),
    ]
    return lines.compactMap { key, value in value.map { "\(key): \($0)" } }
  }
}

/// Texts as YAML scalars.
package enum YAMLText {
  /// Longer keys must be announced by `?`: YAML looks for the `:` within 1024 characters
  /// (YAML 1.2.2, section 7.4.2). Less than that here, since it counts what is written.
  private static let keyLength = 1000

  /// Words that some reader of YAML takes for a boolean or null.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// `text` so that every YAML reader has it as that text.
  package static func scalar(_ text: String) -> String {
    isPlain(text) ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  /// `text` as a key of a flow map.
  package static func key(_ text: String) -> String {
    let written = scalar(text)
    return written.unicodeScalars.count > keyLength ? "? \(written) " : written
  }

  package static func list(_ texts: [String]) -> String {
    "[" + texts.map(scalar).joined(separator: ", ") + "]"
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else {
      return false
    }
    let rest = text.utf8.dropFirst().allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || "_-.".utf8.contains($0)
    }
    return rest && !reserved.contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }

  /// `scalar` inside double quotes.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\t": "\\t"
    case "\n": "\\n"
    case "\r": "\\r"
    case _ where isPrintable(scalar): String(scalar)
    default: "\\U" + padded(String(scalar.value, radix: 16, uppercase: true))
    }
  }

  private static func padded(_ digits: String) -> String {
    String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Whether `scalar` can stand in a file as it is, and a person can see it there.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }
}
