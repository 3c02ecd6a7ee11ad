// The shape `crm`: customers as a CRM exports them, rising customer numbers, gaps in every column.

/// 16 columns of made-up customers.
struct CustomerShape: Shape {
  let columns = [
    "customer_id", "email", "first_name", "last_name", "gender", "age", "plan_code", "country",
    "city", "postcode", "signup_date", "last_order_at", "revenue", "interests", "newsletter",
    "comment",
  ]
  let recordsPerBlock = 2048

  private let firstNames: ValueTable
  private let firstSlugs: ValueTable
  private let lastNames: ValueTable
  private let lastSlugs: ValueTable
  private let mailDomains: ValueTable
  private let genders: ValueTable
  private let plans: ValueTable
  private let countries: ValueTable
  private let cities: ValueTable
  private let postcodes: ValueTable
  private let dates: ValueTable
  private let interests: ValueTable
  private let newsletters: ValueTable
  private let phrases: ValueTable
  private let joiners: ValueTable
  private let null: ValueTable

  init(_ dialect: DumpDialect) {
    let first = Vocabulary.firstNames.map(Vocabulary.Name.init)
    let last = Vocabulary.lastNames.map(Vocabulary.Name.init)
    let places = Vocabulary.places.map(Vocabulary.Place.init)
    firstNames = ValueTable(first.map(\.text), dialect: dialect)
    firstSlugs = ValueTable(first.map(\.slug), dialect: dialect)
    lastNames = ValueTable(last.map(\.text), dialect: dialect)
    lastSlugs = ValueTable(last.map(\.slug), dialect: dialect)
    mailDomains = ValueTable(Vocabulary.mailDomains, dialect: dialect)
    genders = ValueTable(
      weighted: [("f", 45), ("m", 41), ("d", 1), ("", 13)], dialect: dialect)
    plans = ValueTable(
      weighted: [("F", 55), ("P", 25), ("B", 8), ("", 12)], dialect: dialect)
    countries = ValueTable(places.map(\.country), dialect: dialect)
    cities = ValueTable(places.map(\.city), dialect: dialect)
    postcodes = ValueTable(
      places.indices.flatMap { places[$0].postcodes(seed: UInt64($0)) }, dialect: dialect)
    dates = ValueTable(CalendarDays.texts(from: 2008, through: 2025), dialect: dialect)
    interests = ValueTable(Vocabulary.interests, dialect: dialect)
    newsletters = ValueTable(weighted: [("Y", 38), ("N", 41), ("", 21)], dialect: dialect)
    phrases = ValueTable(Vocabulary.phrases, dialect: dialect)
    joiners = ValueTable(Vocabulary.joiners, dialect: dialect)
    null = ValueTable(["NULL"], dialect: dialect)
  }

  func writeRecord(_ number: Int, _ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.customerID(number, &random)
    writeNames(&random, to: &writer)
    writer.field(genders, from: &random)
    writeAge(&random, to: &writer)
    writer.field(plans, from: &random)
    writePlace(&random, to: &writer)
    writeDates(&random, to: &writer)
    writeRevenue(&random, to: &writer)
    writeInterests(&random, to: &writer)
    writer.field(newsletters, from: &random)
    writeComment(&random, to: &writer)
    writer.endRecord()
  }

  /// E-mail address, first and last name; the address is made of the names, as they mostly are.
  private func writeNames(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    let first = random.skewed(below: firstNames.count)
    let last = random.skewed(below: lastNames.count)
    if random.chance(perThousand: 15) {
      writer.blankField()
    } else {
      writer.beginField()
      writer.part(firstSlugs, first)
      writer.character(UInt8(ascii: "."))
      writer.part(lastSlugs, last)
      if random.chance(perThousand: 600) { writer.number(random.below(10_000)) }
      writer.character(UInt8(ascii: "@"))
      writer.part(mailDomains, random.skewed(below: mailDomains.count))
      writer.endField()
    }
    writer.field(firstNames, first)
    writer.field(lastNames, last)
  }

  /// 15 to 93, the middle of it most often; one in eight unknown, one in twenty a `NULL`.
  private func writeAge(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    if writeGap(blank: 120, null: 50, &random, to: &writer) { return }
    writer.beginField()
    writer.number(15 + random.below(40) + random.below(40))
    writer.endField()
  }

  private func writePlace(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    let place = random.skewed(below: cities.count)
    writer.field(countries, place)
    if random.chance(perThousand: 40) {
      writer.blankField()
    } else {
      writer.field(cities, place)
    }
    if writeGap(blank: 50, null: 20, &random, to: &writer) { return }
    let perPlace = Vocabulary.Place.postcodeCount
    writer.field(postcodes, place * perPlace + random.below(perPlace))
  }

  /// Sign-up date, and a later last order, which one in five never made.
  private func writeDates(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    let signup = random.below(dates.count)
    writer.field(dates, signup)
    if writeGap(blank: 150, null: 50, &random, to: &writer) { return }
    writer.beginField()
    writer.part(dates, signup + random.below(dates.count - signup))
    writer.character(UInt8(ascii: " "))
    writer.number(random.below(24), digits: 2)
    writer.character(UInt8(ascii: ":"))
    writer.number(random.below(60), digits: 2)
    writer.character(UInt8(ascii: ":"))
    writer.number(random.below(60), digits: 2)
    writer.character(UInt8(ascii: "."))
    writer.number(random.below(1000), digits: 3)
    writer.endField()
  }

  /// Up to 99,999.99, small amounts most often.
  private func writeRevenue(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    if writeGap(blank: 200, null: 50, &random, to: &writer) { return }
    writer.beginField()
    writer.number(random.skewed(below: random.skewed(below: 100_000) + 1))
    writer.character(UInt8(ascii: "."))
    writer.number(random.below(100), digits: 2)
    writer.endField()
  }

  /// None to five words. The list's length is a prime, so that steps of any width meet no word
  /// twice; one dump entry in a hundred has a word twice all the same, as real ones do.
  private func writeInterests(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    let words = random.below(6)
    let isRepeating = random.chance(perThousand: 10)
    var word = random.below(interests.count)
    let step = 1 + random.below(interests.count - 1)
    writer.beginField()
    for index in 0..<words {
      if index > 0 { writer.character(UInt8(ascii: "|")) }
      writer.part(interests, word)
      if !isRepeating || index > 0 { word = (word + step) % interests.count }
    }
    writer.endField()
  }

  /// Nine in ten have none; the others one to nine phrases with commas, quotes, line ends, emoji.
  private func writeComment(_ random: inout BlockRandom, to writer: inout RecordWriter) {
    writer.beginField()
    if random.chance(perThousand: 100) {
      let count = 1 + random.below(9)
      for index in 0..<count {
        if index > 0 { writer.part(joiners, random.below(joiners.count)) }
        writer.part(phrases, random.below(phrases.count))
      }
    }
    writer.endField()
  }

  /// Writes an empty field or the text `NULL`, so many times in a thousand each.
  /// - Returns: whether one of them was written.
  private func writeGap(
    blank: Int, null nulls: Int, _ random: inout BlockRandom, to writer: inout RecordWriter
  ) -> Bool {
    let draw = random.below(1000)
    if draw >= blank + nulls { return false }
    if draw < blank { writer.blankField() } else { writer.field(null, 0) }
    return true
  }
}

extension RecordWriter {
  /// Writes the customer number of record `record`: rising, with gaps, and so unique.
  mutating func customerID(_ record: Int, _ random: inout BlockRandom) {
    let spacing = 3
    beginField()
    character(UInt8(ascii: "C"))
    number(12_000_000 + record * spacing + random.below(spacing), digits: 10)
    endField()
  }
}
