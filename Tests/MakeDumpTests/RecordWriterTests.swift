// Fields and records by themselves: digits, quotes, line ends, and the numbers behind them.

import Testing

@testable import MakeDump

@Suite struct RecordWriterTests {
  static func record(
    _ dialect: DumpDialect = DumpDialect(), _ write: (inout RecordWriter) -> Void
  ) -> String {
    var writer = RecordWriter(dialect: dialect)
    write(&writer)
    writer.endRecord()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func numbersAreTheirDigits() {
    var random = BlockRandom(seed: 1, block: 0)
    var values = [0, 9, 10, 99_999_999, 100_000_000, 100_000_001, 9_999_999_999, .max]
    for _ in 0..<200 { values.append(Int(random.next() >> (1 + UInt64(random.below(62))))) }
    for value in values {
      for digits in [1, 2, 4, 8, 9, 10, 17] {
        let written = Self.record { writer in
          writer.beginField()
          writer.number(value, digits: digits)
          writer.endField()
        }
        let text = String(value)
        let zeros = String(repeating: "0", count: max(0, digits - text.count))
        #expect(written == zeros + text + "\n")
      }
    }
  }

  @Test func quotesStandWhereNeeded() {
    var dialect = DumpDialect()
    dialect.delimiter = UInt8(ascii: ";")
    dialect.lineEnd = .crlf
    let values = ["plain", "a;b", "a,b", "say \"hi\"", "two\nlines", "cr\r", "", " blank "]
    let table = ValueTable(values, dialect: dialect)
    let written = Self.record(dialect) { writer in
      for index in values.indices { writer.field(table, index) }
    }
    let expected =
      "plain;\"a;b\";a,b;\"say \"\"hi\"\"\";\"two\nlines\";\"cr\r\";; blank \r\n"
    #expect(written == expected)
  }

  /// A field in pieces is quoted for any of them, and only that field.
  @Test func piecesAreQuotedTogether() {
    let table = ValueTable(["plain", "x,y"], dialect: DumpDialect())
    let written = Self.record { writer in
      writer.field(table, 0)
      writer.beginField()
      writer.part(table, 0)
      writer.character(UInt8(ascii: "/"))
      writer.part(table, 1)
      writer.endField()
      writer.beginField()
      writer.number(7)
      writer.character(UInt8(ascii: ","))
      writer.endField()
      writer.field(table, 0)
    }
    #expect(written == "plain,\"plain/x,y\",\"7,\",plain\n")
  }

  @Test func weightsAreShares() {
    let table = ValueTable(weighted: [("a", 3), ("b", 1)], dialect: DumpDialect())
    #expect(table.count == 4)
  }

  /// Known answers of the generators' authors: SplitMix64 from seed 1234567.
  @Test func splitMixGivesPublishedNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(published.map { _ in generator.next() } == published)
  }

  @Test func drawsStayInBounds() {
    var random = BlockRandom(seed: 9, block: 4)
    var seen = Set<Int>()
    for _ in 0..<2000 {
      seen.insert(random.below(7))
      #expect((0..<5).contains(random.skewed(below: 5)))
    }
    #expect(seen == Set(0..<7))
  }

  @Test func daysAreThoseOfTheCalendar() {
    let days = CalendarDays.texts(from: 1999, through: 2004)
    #expect(days.count == 4 * 365 + 2 * 366)
    #expect(days.contains("2000-02-29") && days.contains("2004-02-29"))
    #expect(!days.contains("1999-02-29"))
    #expect(CalendarDays.length(ofMonth: 2, in: 1900) == 28)
    #expect(days == days.sorted())
  }
}
