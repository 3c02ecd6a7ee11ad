// Mappings and records at random, such that each rule of the one is met by the other.

import AudienceManager
import SluiceBytes

@testable import SluiceRecords

/// A mapping, a dump, and what the dump's records say.
struct RandomJob {
  enum Row {
    case fields([String])
    case damaged(RejectReason)
    case header
    case skipped
  }

  /// A row and its bytes in the dump.
  struct PlacedRow {
    var row: Row
    var range: Range<Int>
    var linesBefore: Int
  }

  var mapping: Mapping
  var columns: [String]
  var dialect: Dialect
  var padsRagged: Bool
  /// What is known of the columns.
  var columnKinds: [PersonalDataDetector.ColumnKind] = []
  var header: [UInt8] = []
  var rows: [PlacedRow] = []
  var text: [UInt8] = []

  static let columnNames = ["user", "plan", "Alter", "since", "tags", "col 5", "ключ", "7"]

  init(seed: UInt64, rowCount: Int = 12) {
    var random = SeededGenerator(seed: seed)
    columns = Array(Self.columnNames.prefix(2 + random.below(7)))
    mapping = random.mapping(columns)
    padsRagged = random.oneIn(3)
    columnKinds = columns.map { _ in
      random.pick([.ordinary, .ordinary, .cards, .phones, .unsettled])
    }
    dialect = Dialect(
      delimiter: random.pick(Array(",;\t|".utf8)),
      quote: random.pick([Ascii.quote, Ascii.quote, Ascii.quote, Ascii.apostrophe, nil]),
      comment: random.oneIn(5) ? UInt8(ascii: "#") : nil)
    if dialect.quote == nil || random.oneIn(6) { dialect.escape = Ascii.backslash }
    header = encoded(columns, &random).filter { $0 != Ascii.lineFeed && $0 != Ascii.carriageReturn }
    append(header + [Ascii.lineFeed], .header)
    for _ in 0..<random.below(rowCount + 1) { appendRow(&random) }
  }

  func plan() throws(PlanError) -> MappingPlan {
    try MappingPlan(mapping, columns: columns, for: PlanPurpose(columnKinds: columnKinds))
  }

  /// Adds a row by its bytes, which end in a line end.
  mutating func append(_ bytes: [UInt8], _ row: Row) {
    let start = text.count
    let linesBefore = text.count { $0 == Ascii.lineFeed }
    text += bytes
    var end = text.count - 1
    while end > start, text[end - 1] == Ascii.carriageReturn { end -= 1 }
    rows.append(PlacedRow(row: row, range: start..<end, linesBefore: linesBefore))
  }

  /// The smallest job that still fails, found by leaving out rows, fields and conditions.
  func minimal(_ fails: (RandomJob) -> Bool) -> RandomJob {
    var least = self
    for place in rows.indices.dropFirst().reversed() {
      let smaller = least.without(row: place)
      if fails(smaller) { least = smaller }
    }
    for place in mapping.fields.indices.reversed() {
      var smaller = least
      smaller.mapping.fields.remove(at: place)
      if fails(smaller) { least = smaller }
    }
    for place in mapping.conditions.indices.reversed() {
      var smaller = least
      smaller.mapping.conditions.remove(at: place)
      if fails(smaller) { least = smaller }
    }
    return least
  }

  private func without(row left: Int) -> RandomJob {
    var job = self
    job.rows = []
    job.text = []
    for (place, row) in rows.enumerated() where place != left {
      let next = place + 1 < rows.count ? rows[place + 1].range.lowerBound : text.count
      job.append(Array(text[row.range.lowerBound..<next]), row.row)
    }
    return job
  }

  private mutating func appendRow(_ random: inout SeededGenerator) {
    switch random.below(25) {
    case 0: append([Ascii.lineFeed], .skipped)
    case 1: append(header + [Ascii.lineFeed], .header)
    case 2 where dialect.comment != nil: append(Array("#a \"comment\n".utf8), .skipped)
    case 3 where dialect.quote != nil:
      append(
        [dialect.quote ?? 0] + Array("a".utf8) + [dialect.quote ?? 0] + Array("b\n".utf8),
        .damaged(.quote))
    case 4: append([0xFF, dialect.delimiter, 0x61, Ascii.lineFeed], .damaged(.encoding))
    case 5: append([0x61, 0, dialect.delimiter, 0x61, Ascii.lineFeed], .damaged(.nul))
    default:
      var fields = columns.indices.map { random.content(mapping, column: $0, columns) }
      if random.oneIn(12) { fields.removeLast() }
      if random.oneIn(12) { fields.append("surplus") }
      let line = encoded(fields, &random)
      let isBlank = line[0] == Ascii.lineFeed || line[0] == Ascii.carriageReturn
      append(line, isBlank ? .skipped : .fields(fields))
    }
  }

  /// A record as a program writes it, quoted where it must be and at times where it need not.
  private func encoded(_ fields: [String], _ random: inout SeededGenerator) -> [UInt8] {
    var line: [UInt8] = []
    for (place, field) in fields.enumerated() {
      if place > 0 { line.append(dialect.delimiter) }
      let bytes = Array(field.utf8)
      let isLonely = fields.count == 1 && field.isEmpty
      if let quote = dialect.quote, isLonely || mustBeQuoted(bytes) || random.oneIn(4) {
        line.append(quote)
        for byte in bytes {
          if byte == quote || byte == dialect.escape { line.append(dialect.escape ?? byte) }
          line.append(byte)
        }
        line.append(quote)
      } else {
        for byte in bytes {
          if mustBeQuoted([byte]) { line.append(Ascii.backslash) }
          line.append(byte)
        }
      }
    }
    return line + (random.oneIn(5) ? [Ascii.carriageReturn] : []) + [Ascii.lineFeed]
  }

  private func mustBeQuoted(_ bytes: [UInt8]) -> Bool {
    let marks = [dialect.delimiter, Ascii.lineFeed, Ascii.carriageReturn, UInt8(ascii: "#")]
    return bytes.contains { marks.contains($0) || $0 == dialect.quote || $0 == dialect.escape }
  }
}

extension SeededGenerator {
  private static let separators = ["|", ",", "; ", "ab"]
  private static let words = [
    "", " ", "P", "F", "Pro", "é", "e\u{301}", "NULL", "x|y", "a,b", "say \"hi\"", "\"", "it's",
    " padded ", "tab\there", "two\r\nlines", "\n", "a\t \t\"\tb", "longer than eight bytes",
    "a null of more than sixteen bytes", "a key of more than sixteen bytes",
    "a null of some other sixteen bytes", "-", "007",
    "user@example.invalid", "😀", "JohnDoe@Example.com ", "\tjanedoe@email.com",
    "mail name@mydomain.com", "ann%4\u{2060}0b.de 123456", "ann%\u{AD}40b.de",
    "+49 30 1234567", "4111-1111-1111-1111", "123-45-6789", "tel:2025550173", "4111111111111111",
    "2025550173", "(202) 555-0173", "two thousand and more", "text12345678",
    "16d72e3edbeb089b299e0d12fc09522fdc5ece2d11dcb1304ecdd6fab4f7193a",
    "16D72E3EDBEB089B299E0D12FC09522FDC5ECE2D11DCB1304ECDD6FAB4F7193A", "d_sid", "ic", "a=b",
    "b\\c", "ab", "#1",
  ]
  private static let numbers = [
    "17", "18", "24.9", "25", "-3", "-0.5", " 50 ", "+49", "51", "1e3", "123456789012345678901",
    "12",
  ]
  private static let dates = [
    "2024-02-29", "2023-02-29", "2024-12-31", "31.12.2023", "30.02.2024", " 2024-01-01 ",
    "2024-1-1",
  ]
  private static let codes = [
    "24", "0", "24|25|24", "12,13", " 7 ", "A-1", "1|b|P", "P|F||P", "P,F,é",
    "024", "24|024|7|24", "12,012,000",
  ]
  private static let identities = [
    "u1", "User-2", "a b", "x%3Ay", "a:b", " lead", "tail ", "tab\tin", "q\"uote", "c,o", "ü", "",
    "NULL", "12345678901234567890123456789012345678", "0a1b2c3d-0000-1111-2222-333344445555",
    "0A1B2C3D-0000-1111-2222-333344445555", "abc123",
    "00000000-0000-0000-0000-000000000000", "a%20b", "\"quoted\"", "john.doe@example.com",
    "+49 30 1234567", "4111111111111111", "2025550173", "name@mydomain.com",
  ]

  mutating func mapping(_ columns: [String]) -> Mapping {
    var mapping = Mapping(
      id: Mapping.Identity(
        column: "user", type: pick([nil, nil, nil, "dpuuid", "uuid", "idfa", "gaid", "maid"]),
        transforms: transforms()))
    mapping.dataSource.dpid = 1234
    mapping.pii = pick([.allow, .reject, .dropValue])
    mapping.fields = (0..<below(7)).map { _ in field(columns) }
    if oneIn(4) { mapping.conditions = (0..<1 + below(2)).map { _ in condition(columns) } }
    if oneIn(4) { mapping.rest = .pairs }
    if oneIn(2) {
      mapping.nulls = pick([
        ["", "NULL"], ["NULL", "P"], [], ["", " "], ["", "F", "a null of more than sixteen bytes"],
      ])
    }
    mapping.quoting = pick([.always, .always, .minimal])
    mapping.quoteInValue = pick([.apostrophe, .drop, .reject])
    return mapping
  }

  private mutating func condition(_ columns: [String]) -> Mapping.Condition {
    Mapping.Condition(
      column: pick(columns), kind: pick([.notIn, .notIn, .isIn]),
      values: (0..<1 + below(6)).map { _ in word() })
  }

  private mutating func transforms() -> [Mapping.Transform] {
    let some: [Mapping.Transform] = [.trim, .lowercase, .uppercase, .sha256Email]
    return oneIn(3) ? (0..<1 + below(2)).map { _ in pick(some) } : []
  }

  private mutating func field(_ columns: [String]) -> Mapping.Field {
    if oneIn(8) {
      return Mapping.Field(source: .constant(pick(["crm", "a b", " "])), key: "source")
    }
    var field = Mapping.Field(
      source: .column(pick(columns)), transforms: transforms(), rule: rule())
    if oneIn(3) { field.key = pick(["key", "k.2", "a key", "12", "ключ"]) }
    if oneIn(3) { field.separator = pick(Self.separators) }
    if oneIn(2) {
      field.otherwise = pick([.keep, .drop, .reject, .value("other"), .value("a b,c"), .value(" ")])
    }
    return field
  }

  private mutating func rule() -> Mapping.Rule {
    switch below(14) {
    case 0:
      return .values([
        "P": "Pro", "F": "Free tier", "é": "e\t1", "": "none", "12": " ",
        "a key of more than sixteen bytes": "long",
      ])
    case 1: return .bands(pick([[18, 25, 35, 50], [0], [-5, 18]]))
    case 2: return .date(input: "yyyy-MM-dd", output: "yyyy-MM")
    case 3: return .date(input: "dd.MM.yyyy", output: "dd/MM/yyyy")
    case 4: return .traits(["P": [24], "F": [24, -25, 26], "12": [-7], "é": [], "24": [-12, 25]])
    case 5: return .sid
    case 6: return .unsid
    case 7: return .ic
    default: return .pair
    }
  }

  private mutating func word() -> String {
    pick([Self.words, Self.words, Self.numbers, Self.dates, Self.codes][below(5)])
  }

  /// Something for a column that means something to one of its fields, more often than not.
  mutating func content(_ mapping: Mapping, column: Int, _ columns: [String]) -> String {
    if columns[column] == mapping.id.column, !oneIn(8) { return identity(mapping.id.type) }
    if oneIn(8), let null = mapping.nulls.last { return null }
    let fields = mapping.fields.filter { $0.source == .column(columns[column]) }
    let separators = fields.compactMap(\.separator)
    guard let separator = separators.first, oneIn(2) else { return word() }
    return (0..<below(pick([6, 6, 24]))).map { _ in word() }.joined(separator: separator)
  }

  private mutating func identity(_ type: String?) -> String {
    if oneIn(3) { return pick(Self.identities) }
    switch type {
    case "uuid": return Self.identities[13]
    case "gaid": return Self.identities[14]
    case "idfa": return Self.identities[15]
    default: return "abc\(below(1000))"
    }
  }
}
