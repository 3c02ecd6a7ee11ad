// The shapes that stress one thing each: many columns, tiny records, long texts.

/// 200 columns, most of them short codes and numbers, a third of them empty.
struct WideShape: Shape {
  static let attributes = 199

  let columns: [String]
  let recordsPerBlock = 512

  private let codes: ValueTable
  private let cities: ValueTable
  private let dates: ValueTable
  private let flags: ValueTable

  init(_ dialect: DumpDialect) {
    columns =
      ["customer_id"]
      + (1...Self.attributes).map {
        "attr_" + String(repeating: "0", count: 3 - "\($0)".count) + "\($0)"
      }
    codes = ValueTable(Vocabulary.interests + ["", "", "", "", "NULL"], dialect: dialect)
    cities = ValueTable(
      Vocabulary.places.map { Vocabulary.Place($0).city } + Array(repeating: "", count: 40),
      dialect: dialect)
    dates = ValueTable(
      CalendarDays.texts(from: 2020, through: 2025) + Array(repeating: "", count: 1000),
      dialect: dialect)
    flags = ValueTable(["0", "1", "", ""], dialect: dialect)
  }

  func writeRecord(_ number: Int, _ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.customerID(number, &random)
    for attribute in 1...Self.attributes { writeAttribute(attribute, &random, to: &writer) }
    writer.endRecord()
  }

  /// A column's kind follows from its number, so that a column keeps its kind in all records.
  private func writeAttribute(
    _ attribute: Int, _ random: inout BlockRandom, to writer: inout RecordWriter
  ) {
    switch attribute % 10 {
    case 1, 2: writer.field(flags, from: &random)
    case 3, 4: writer.field(codes, from: &random)
    case 5: writer.field(cities, from: &random)
    case 6: writer.field(dates, from: &random)
    default:
      writer.beginField()
      if random.chance(perThousand: 650) { writer.number(random.below(100_000)) }
      writer.endField()
    }
  }
}

/// Three short columns: what costs time is the record, not its bytes.
struct TinyShape: Shape {
  let columns = ["user_id", "segment", "active"]
  let recordsPerBlock = 8192

  private let flags: ValueTable

  init(_ dialect: DumpDialect) {
    flags = ValueTable(["Y", "N", ""], dialect: dialect)
  }

  func writeRecord(_ number: Int, _ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.beginField()
    writer.character(UInt8(ascii: "u"))
    writer.number(number)
    writer.endField()
    writer.beginField()
    writer.number(1 + random.below(400))
    writer.endField()
    writer.field(flags, from: &random)
    writer.endRecord()
  }
}

/// Texts of 100 bytes to some 30 KB, always quoted, with line ends and doubled quotes in them.
struct LongShape: Shape {
  let columns = ["customer_id", "subject", "body", "tags", "received_on"]
  let recordsPerBlock = 64

  private let phrases: ValueTable
  private let joiners: ValueTable
  private let lineEnds: ValueTable
  private let tags: ValueTable
  private let dates: ValueTable

  init(_ dialect: DumpDialect) {
    phrases = ValueTable(Vocabulary.phrases, dialect: dialect)
    joiners = ValueTable(Vocabulary.joiners, dialect: dialect)
    lineEnds = ValueTable(["\n", "\r\n", "\n\n"], dialect: dialect)
    tags = ValueTable(Vocabulary.interests, dialect: dialect)
    dates = ValueTable(CalendarDays.texts(from: 2020, through: 2025), dialect: dialect)
  }

  func writeRecord(_ number: Int, _ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.customerID(number, &random)
    writer.field(phrases, from: &random)
    writeBody(&random, to: &writer)
    writer.field(tags, from: &random)
    writer.field(dates, from: &random)
    writer.endRecord()
  }

  /// A phrase, a line end, then twice as many phrases with each step of a geometric choice: short
  /// texts are as common as each longer kind.
  private func writeBody(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.beginField()
    writer.part(phrases, random.below(phrases.count))
    writer.part(lineEnds, random.below(lineEnds.count))
    let most = 2 << random.below(9)
    for _ in 0..<(1 + random.below(most)) {
      writer.part(phrases, random.below(phrases.count))
      writer.part(joiners, random.below(joiners.count))
    }
    writer.part(phrases, random.below(phrases.count))
    writer.endField()
  }
}
