// Random mappings that break no rule, with texts that are hard to write.

import AudienceManager
import SluiceRecords

@testable import SluiceMapping

extension SeededGenerator {
  private static let words = [
    "gender", "plan code", "N", "no", "~", "null", "007", "1.10", "2024-01-01", "*star", "&and",
    "- dash", "#hash", "a: b", "{x}", "[y]", "tab\there", "line\nend", "quo\"te", "it's", "ünï",
    "日本", "🦊", "\u{200E}", "\u{85}", "\u{0}", "\u{FFFE}", "\u{E000}", " lead", "trail ", "",
    "\\N", "<<", "|", ">", "!tag", "%dir", "@at", "`tick", "?", ":", "-", "0x1F", "1_000", "=",
    "\r\n", "e\u{301}", String(repeating: "long ", count: 300),
  ]

  /// Any text.
  mutating func text() -> String { pick(Self.words) }

  /// A text that is not empty.
  mutating func name() -> String { pick(Self.words.filter { !$0.isEmpty }) }

  /// A text that can be the key of a pair.
  mutating func pairKey() -> String {
    pick(Self.words.filter { PairKey.problem($0) == nil })
  }

  mutating func texts(atLeast least: Int = 0) -> [String] {
    (0..<Int.random(in: least...3, using: &self)).map { _ in text() }
  }

  mutating func positive() -> Int {
    pick([1, 24, 1234, 5678, 999_999_999_999_999_999])
  }

  mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
    chance(50) ? make(&self) : nil
  }

  mutating func mapping() -> Mapping {
    var mapping = Mapping(id: .init())
    mapping.dataSource = dataSource()
    mapping.id = identity(mapping.dataSource.dpid)
    let mode = mapping.dataSource.mode
    mapping.fields = (0..<Int.random(in: 0...4, using: &self)).map { _ in field(mode) }
    mapping.conditions = (0..<Int.random(in: 0...2, using: &self)).map { _ in
      Mapping.Condition(
        column: name(), kind: chance(50) ? .isIn : .notIn, values: texts(atLeast: 1))
    }
    mapping.rest = pick(Mapping.Rest.allCases)
    mapping.nulls = chance(30) ? [""] : texts()
    mapping.rows = pick(Mapping.Rows.allCases)
    mapping.quoting = pick(Mapping.Quoting.allCases)
    mapping.quoteInValue = pick(Mapping.QuoteInValue.allCases)
    mapping.pii = pick(Mapping.PersonalData.allCases)
    mapping.dialect = dialect()
    return mapping
  }

  private mutating func dataSource() -> Mapping.DataSource {
    let global = globalDataSources
    let dpid = chance(30) ? pick(global) : maybe { $0.positive() }
    let needsTarget = dpid.map(global.contains) ?? false
    return .init(
      dpid: dpid, target: needsTarget ? positive() : maybe { $0.positive() },
      mode: pick(TransferMode.allCases))
  }

  private mutating func identity(_ dpid: Int?) -> Mapping.Identity {
    let only = dpid.flatMap(MappingRules.fixedType)
    let types = only.map { [$0] } ?? MappingRules.idTypes
    return .init(
      column: maybe { $0.name() }, type: maybe { $0.pick(types) }, transforms: transforms())
  }

  private mutating func transforms() -> [Mapping.Transform] {
    (0..<Int.random(in: 0...2, using: &self)).map { _ in pick(Mapping.Transform.allCases) }
  }

  private mutating func field(_ mode: TransferMode) -> Mapping.Field {
    if chance(15) { return .init(source: .constant(name()), key: pairKey()) }
    var field = Mapping.Field(source: .column(name()), rule: rule(mode))
    field.separator = maybe { $0.name() }
    field.transforms = transforms()
    switch field.rule {
    case .sid, .unsid, .ic: return field
    case .traits: break
    default: setKey(&field)
    }
    if field.rule != .pair {
      field.otherwise = maybe { $0.pick([.keep, .drop, .reject, .value($0.text())]) }
    }
    return field
  }

  /// Gives a field a key, or a column whose name can be one.
  private mutating func setKey(_ field: inout Mapping.Field) {
    if chance(50) {
      field.key = pairKey()
    } else {
      field.source = .column(pairKey())
    }
  }

  private mutating func rule(_ mode: TransferMode) -> Mapping.Rule {
    let patterns = [
      "yyyy-MM-dd", "d.M.yy", "yyyyMMdd'T'HHmmss.SSS", "H:mm 'o''clock'", "''yy", "'T'SSS",
    ]
    switch Int.random(in: 0..<8, using: &self) {
    case 0: return .values(map { $0.text() })
    case 1: return .bands(Set([18, -5, 25, 0, 50].shuffled(using: &self).prefix(3)).sorted())
    case 2: return .date(input: pick(patterns), output: pick(patterns))
    case 3: return .traits(map { $0.traits(mode) })
    case 4: return .sid
    case 5: return mode == .sync ? .unsid : .sid
    case 6: return .ic
    default: return .pair
    }
  }

  private mutating func map<Value>(_ value: (inout Self) -> Value) -> [String: Value] {
    var map: [String: Value] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &self) { map[text()] = value(&self) }
    return map
  }

  private mutating func traits(_ mode: TransferMode) -> [Int] {
    (0..<Int.random(in: 0...3, using: &self)).map { _ in
      positive() * (mode == .sync && chance(40) ? -1 : 1)
    }
  }

  private mutating func dialect() -> DialectSettings {
    var dialect = DialectSettings()
    let bytes: [UInt8] = [0x01, 0x09, 0x20, 0x22, 0x27, 0x2C, 0x5C, 0x7C, 0x7E, 0x7F]
    let marks = bytes.map { DialectSettings.Mark.byte($0) } + [DialectSettings.Mark.none]
    dialect.delimiter = maybe { $0.pick(bytes) }
    dialect.quote = maybe { $0.pick(marks) }
    dialect.escape = maybe { $0.pick(marks) }
    dialect.encoding = maybe { $0.pick(["utf-8", "windows-1252", "no"]) }
    dialect.hasHeader = maybe { $0.chance(50) }
    dialect.columns = maybe { $0.texts(atLeast: 1) }
    dialect.comment = maybe { $0.pick(bytes) }
    dialect.skipLines = maybe { $0.pick([0, 1, 12]) }
    dialect.ragged = maybe { $0.pick([.reject, .pad]) }
    dialect.maxRecord = maybe { $0.pick([1, 1000, 1024, 1 << 20, 3_000_000, 1025, 5 << 30]) }
    return dialect
  }
}
