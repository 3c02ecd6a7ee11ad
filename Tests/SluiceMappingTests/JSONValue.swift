// JSON values that keep the order of their keys, how mappings look as such, and mutations.

import AudienceManager
import SluiceRecords

@testable import SluiceMapping

indirect enum JSONValue {
  case null
  case bool(Bool)
  /// A number as it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): value
    case .string(let value): Self.quoted(value)
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let entries):
      "{" + entries.map { Self.quoted($0.key) + ": " + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\" + String(scalar)
      case _
      where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0xFFFE:
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: return String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// An object of the keys that have a value.
  static func parts(_ parts: [(String, JSONValue?)]) -> JSONValue {
    .object(parts.compactMap { key, value in value.map { (key, $0) } })
  }
}

extension JSONValue {
  init(_ mapping: Mapping) {
    self = .parts([
      ("dataSource", Self.dataSource(mapping.dataSource)),
      ("id", Self.id(mapping.id)),
      ("fields", .array(mapping.fields.map(Self.field))),
      ("where", .array(mapping.conditions.map(Self.condition))),
      ("rest", .string(mapping.rest.rawValue)),
      ("nulls", .texts(mapping.nulls)),
      ("rows", .string(mapping.rows.rawValue)),
      ("quoting", .string(mapping.quoting.rawValue)),
      ("quoteInValue", .string(mapping.quoteInValue.rawValue)),
      ("pii", .string(mapping.pii.rawValue)),
      ("dialect", Self.dialect(mapping.dialect)),
    ])
  }

  private static func dataSource(_ source: Mapping.DataSource) -> JSONValue {
    .parts([
      ("dpid", source.dpid.map { .number("\($0)") }),
      ("target", source.target.map { .string("\($0)") }),
      ("mode", source.mode == .sync && source.target == nil ? nil : .string(source.mode.rawValue)),
    ])
  }

  private static func id(_ id: Mapping.Identity) -> JSONValue {
    .parts([
      ("column", id.column.map { .string($0) }),
      ("type", id.type.map { .string($0) }),
      ("transform", .texts(id.transforms.map(\.rawValue))),
    ])
  }

  private static func field(_ field: Mapping.Field) -> JSONValue {
    guard case .column(let column) = field.source else {
      guard case .constant(let value) = field.source else { return .null }
      let constant = parts([("key", field.key.map { .string($0) }), ("value", .string(value))])
      return .object([("constant", constant)])
    }
    return .parts([
      ("column", .string(column)), ("key", field.key.map { .string($0) }),
      ("split", field.separator.map { .string($0) }),
      ("transform", .texts(field.transforms.map(\.rawValue))),
      rule(field.rule), ("otherwise", field.otherwise.map(otherwise)),
    ])
  }

  private static func rule(_ rule: Mapping.Rule) -> (String, JSONValue?) {
    switch rule {
    case .pair: ("as", .string("pair"))
    case .values(let values): ("values", map(values) { .string($0) })
    case .bands(let bounds): ("bands", .array(bounds.map { .number("\($0)") }))
    case .date(let input, let output):
      ("date", .object([("in", .string(input)), ("out", .string(output))]))
    case .traits(let traits): ("traits", map(traits, ids))
    case .sid: ("as", .string("sid"))
    case .unsid: ("as", .string("unsid"))
    case .ic: ("as", .string("ic"))
    }
  }

  private static func ids(_ ids: [Int]) -> JSONValue {
    let numbers = ids.map { JSONValue.number("\($0)") }
    return numbers.count == 1 ? numbers[0] : .array(numbers)
  }

  /// Keys are cut to what YAML reads as a key without `?`.
  private static func map<Value>(
    _ values: [String: Value], _ make: (Value) -> JSONValue
  ) -> JSONValue {
    .object(values.sorted { $0.key < $1.key }.map { (String($0.key.prefix(900)), make($0.value)) })
  }

  private static func otherwise(_ otherwise: Mapping.Otherwise) -> JSONValue {
    switch otherwise {
    case .keep: .string("keep")
    case .drop: .string("drop")
    case .reject: .string("reject")
    case .value(let value): .object([("value", .string(value))])
    }
  }

  private static func condition(_ condition: Mapping.Condition) -> JSONValue {
    .object([
      ("column", .string(condition.column)),
      (condition.kind == .isIn ? "in" : "notIn", .texts(condition.values)),
    ])
  }

  private static func dialect(_ dialect: DialectSettings) -> JSONValue {
    .parts([
      ("delimiter", dialect.delimiter.map { .string(DialectText.text($0)) }),
      ("quote", dialect.quote.map { .string(DialectText.text($0)) }),
      ("escape", dialect.escape.map { .string(DialectText.text($0)) }),
      ("encoding", dialect.encoding.map { .string($0) }),
      ("header", dialect.hasHeader.map { .bool($0) }),
      ("columns", dialect.columns.map { .texts($0) }),
      ("comment", dialect.comment.map { .string(DialectText.text($0)) }),
      ("skipLines", dialect.skipLines.map { .number("\($0)") }),
      ("ragged", dialect.ragged.map { .string($0.rawValue) }),
      ("maxRecord", dialect.maxRecord.map { .number("\($0)") }),
    ])
  }
}

extension SeededGenerator {
  private static let numbers: [JSONValue] =
    ["0", "1", "-1", "1.5", "1000000000000000000", "-1000000000000000000"].map { .number($0) }
    + ["0", "-0", "05", "-7", "7", "+7", "1000000000000000000", "x"].map { .string($0) }

  /// Values that are right or nearly so under a key: they meet its own rules more often than
  /// `odd` does.
  private static let fitting: [String: [JSONValue]] = [
    "mode": strings("overwrite", "sync", "Sync"),
    "dpid": numbers + globalDataSources.map { .number("\($0)") },
    "target": numbers, "skipLines": numbers,
    "type": (MappingRules.idTypes + ["auto", "Auto"]).map { .string($0) },
    "as": strings("pair", "sid", "unsid", "ic", "SID"),
    "key": pairKeys + numbers, "column": pairKeys, "in": patterns, "out": patterns,
    "bands": [.array([]), .object([])] + numbers.map { .array([$0]) },
    "traits": numbers.flatMap { [.object([("Y", $0)]), .object([("Y", .array([$0]))])] },
    "otherwise": strings("keep", "drop", "reject", "Keep")
      + [.object([]), .object([("value", .number("1"))]), .object([("value", .array([]))])],
    "values": [.object([]), .object([("a", .null)]), .object([("a", .array([]))])],
    "date": [.object([("in", .string("yy")), ("out", .string("yy"))]), .object([])],
    "constant": [
      .object([("key", .string("k")), ("value", .string("v"))]), .object([("key", .string("k"))]),
      .object([("key", .string("k")), ("value", .string(""))]), .object([]),
    ],
    "split": strings("", " ", "1"),
    "delimiter": bytes + numbers, "quote": bytes + numbers, "escape": bytes, "comment": bytes,
    "header": strings("yes", "true", "Yes") + [.bool(true), .number("1")],
    "ragged": strings("keep", "pad"), "columns": [.array([]), .texts(["a", ""])],
    "encoding": [.string(""), .number("8859"), .null],
    "maxRecord": numbers
      + strings("1MiB", "12XB", "0KB", "1000000000GB", "05MB", "5", "1 MB", "1mb"),
  ]
  private static let bytes = strings(
    "tab", "\\t", "0x01", "0x00", "0x0a", "0xg1", "ab", "é", "none", "a", "\n")
  private static let pairKeys = strings(
    "k", "", "-k", "ic", "icy", "d_sid", "d_unsid", "a\tb", "a\nb", "a\"", "a-")
  private static let patterns = strings(
    "yyyy", "yyy", "yyyyy", "MMM", "-", "'yy'", "'T'd", "0", "'open", "'it''s'yy", "'''", "''",
    "QQ", "d.M.", "", "DD", "SS")

  /// Values to try under a key: those that are nearly right, and one of every kind.
  static func candidates(_ key: String) -> [JSONValue] {
    let kinds: [JSONValue] = [
      .null, .bool(false), .number("0"), .number("3"), .number("1.5"), .string(""), .string("x"),
      .string("null"), .array([]), .array([.string("trim")]), .array([.null]), .array([.array([])]),
      .array([.object([])]), .object([]), .object([("a", .string("b"))]),
    ]
    return (fitting[key] ?? []) + kinds
  }

  private static func strings(_ texts: String...) -> [JSONValue] { texts.map { .string($0) } }

  /// `value` with one change at a random place.
  mutating func mutated(_ value: JSONValue) -> JSONValue {
    // Outer values are chosen less often than the many inner ones.
    switch value {
    case .array(var items) where !items.isEmpty && chance(75):
      let index = Int.random(in: 0..<items.count, using: &self)
      items[index] = mutated(items[index])
      return .array(items)
    case .object(var entries) where !entries.isEmpty && chance(75):
      let index = Int.random(in: 0..<entries.count, using: &self)
      if let fitting = Self.fitting[entries[index].key], chance(50) {
        entries[index].value = pick(fitting)
      } else {
        entries[index].value = mutated(entries[index].value)
      }
      return .object(entries)
    default: return changed(value)
    }
  }

  private mutating func changed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(var items) where chance(70):
      if chance(30), !items.isEmpty {
        items.remove(at: Int.random(in: 0..<items.count, using: &self))
      } else {
        items.append(odd())
      }
      return .array(items)
    case .object(var entries) where chance(70):
      if chance(30), !entries.isEmpty {
        entries.remove(at: Int.random(in: 0..<entries.count, using: &self))
      } else {
        let key = pick(MappingKeys.all + ["colum", "foo", "", "<<"])
        // A key twice is not JSON that two readers agree on.
        entries.removeAll { $0.key == key }
        let fitting = chance(60) ? Self.fitting[key].map { pick($0) } : nil
        entries.append((key, fitting ?? odd()))
      }
      return .object(entries)
    default: return odd()
    }
  }

  private mutating func odd() -> JSONValue {
    let texts = [
      "", "x", "none", "P\"x", "-k", "ic", "d_sid", "a\tb", "yyyy-QQ", "yyyyy", "'open", "d.M.",
      "1MiB", "12XB", "tab", "\\t", "0x01", "0x00", "0xg1", "ab", "é", "null", "~", "-5", "05",
      "0", "24", "1000000000000000000", "sync", "overwrite", "sid", "unsid", "keep", "keepp",
      "gaid", "idfa", "auto", "trim", "pairs", "yes", "true", "pad", "20915", "reject",
    ]
    switch Int.random(in: 0..<11, using: &self) {
    case 0: return .null
    case 1: return .bool(chance(50))
    case 2, 3:
      return .number(pick(["0", "1", "5", "-3", "12", "1.5", "20914", "1000000000000000000"]))
    case 4: return .array([])
    case 5: return .array([odd()])
    case 6: return .object([])
    case 7: return .object([(pick(MappingKeys.all), odd())])
    default: return .string(pick(texts))
    }
  }
}

extension MappingKeys {
  /// The keys of all maps.
  static let all =
    root + dataSource + id + field + constant + date + otherwise + condition + dialect
}
