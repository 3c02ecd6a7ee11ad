// The delimiter of a text: every one that occurs reads the head, and the readings are compared.
//
// Takes the head, what the user chose and what a `sep=C` line named; gives the best reading and
// the reasons in words. Pure. A reading is good when its records have the same number of fields, its
// first record is one of them, and its cells look like single values.

/// The reading that was chosen, and why.
struct ChosenReading {
  let reading: HeadReading
  let reasons: [String]
}

/// Chooses between delimiters.
struct DialectGuess {
  let text: HeadText
  let settings: DialectSettings
  /// The delimiter that a `sep=C` line names.
  let separator: UInt8?

  /// A byte that occurs less than once in so many lines is no delimiter.
  private static let rareDelimiter = 20
  /// Records whose cells are looked at.
  private static let sampledRecords = 200
  /// Cells that are looked at.
  private static let sampledCells = 4000
  /// What a first record of another length takes from a reading.
  private static let headerMismatch = 0.5
  /// What a first record of names adds to a reading.
  private static let headerOfNames = 1.5
  /// What colons that are those of times and addresses take from a reading by colons.
  private static let explainedColons = 0.3
  /// What one field is worth against very many.
  private static let fewestFields = 0.7
  /// What a delimiter takes from a reading when it only ever ends the line.
  private static let emptySecondField = 0.4

  /// The best reading of the head.
  func best(_ head: RawSpan) -> ChosenReading {
    if let delimiter = settings.delimiter {
      return choice(quoteGuess(delimiter).best(head), head, note: "as asked")
    }
    if let separator, isPossible(separator) {
      return choice(quoteGuess(separator).best(head), head, note: "sep= line")
    }
    let readings = Delimiters.sniffed.filter { isOften($0.byte) }
      .map { Candidate(quoteGuess($0.byte).best(head), weight: $0.weight, self, head) }
    let hasHeader = readings.contains(where: \.isTable)
    var best: (reading: HeadReading, score: Double)?
    for candidate in readings
    where candidate.reading.usualFields > 1 && !isNameOfOneColumn(candidate.reading, head) {
      let score = score(candidate, head, hasHeader: hasHeader)
      if score > best?.score ?? 0 { best = (candidate.reading, score) }
    }
    if let best, best.score > singleColumnScore(head) { return choice(best.reading, head) }
    return choice(singleColumn(readings.map(\.reading), head), head)
  }

  private func quoteGuess(_ delimiter: UInt8) -> QuoteGuess {
    QuoteGuess(head: text, settings: settings, delimiter: delimiter)
  }

  private func isPossible(_ byte: UInt8) -> Bool {
    byte != settings.quote?.known && byte != settings.escape?.known
  }

  /// Whether a byte occurs often enough for so many lines to be the delimiter.
  private func isOften(_ byte: UInt8) -> Bool {
    let count = text.count(byte)
    return isPossible(byte) && count > 0 && count * Self.rareDelimiter >= text.lineCount
  }

  /// A reading with what its first record says.
  private struct Candidate {
    let reading: HeadReading
    let weight: Double
    let header: Double

    init(_ reading: HeadReading, weight: Double, _ guess: DialectGuess, _ head: RawSpan) {
      self.reading = reading
      self.weight = weight
      header = guess.headerCredit(reading, head)
    }

    /// Whether nearly all records are as long as a first one of names.
    var isTable: Bool {
      reading.usualFields > 1 && header == DialectGuess.headerOfNames && reading.agreement >= 0.8
    }
  }

  /// How good a reading is.
  private func score(_ candidate: Candidate, _ head: RawSpan, hasHeader: Bool) -> Double {
    let reading = candidate.reading
    let cells = cellCredit(reading, head)
    var header = candidate.header
    if header == Self.headerMismatch, hasHeader { header *= Self.headerMismatch }
    if reading.dialect.delimiter == Delimiters.colon, header < Self.headerOfNames,
      areColonsExplained(head)
    {
      header *= Self.explainedColons
    }
    if reading.usualFields == 2, isLastEmpty(reading, head) { header *= Self.emptySecondField }
    let many = Double(reading.usualFields - 1) / Double(reading.usualFields)
    let fields = Self.fewestFields + (1 - Self.fewestFields) * many
    return candidate.weight * reading.agreement * fields * cells * cells * header
      * rarityCredit(reading)
  }

  /// What bytes that hardly occur in values take from a reading that finds one in most records.
  private func rarityCredit(_ reading: HeadReading) -> Double {
    var credit = 1.0
    for (byte, cost) in [(Ascii.tab, 0.3), (Delimiters.hive, 0.3), (Delimiters.caret, 0.5)]
    where byte != reading.dialect.delimiter && text.count(byte) >= reading.records.count {
      credit *= cost
    }
    return credit
  }

  /// Whether the last field of every record of the usual length is empty.
  private func isLastEmpty(_ reading: HeadReading, _ head: RawSpan) -> Bool {
    reading.records.allSatisfy { record in
      record.fieldCount != reading.usualFields
        || reading.field(record.fieldCount - 1, of: record).allSatisfy {
          head[$0] == Ascii.space || head[$0] == Ascii.carriageReturn
        }
    }
  }

  /// Whether the first record is the name of a single column, so that none of the others would belong to it: then
  /// the byte stands in its values. A title over a table is none, and so the second record is looked at: names
  /// over values make a table.
  private func isNameOfOneColumn(_ reading: HeadReading, _ head: RawSpan) -> Bool {
    guard settings.hasHeader ?? (settings.columns == nil), settings.ragged != .keep,
      let first = reading.records.first, first.fieldCount == 1,
      isName(reading.field(0, of: first), head, reading.dialect)
    else { return false }
    let table = reading.records.dropFirst().filter { $0.fieldCount == reading.usualFields }
    return !areNames(table.first, reading, head)
      || table.dropFirst().allSatisfy { areNames($0, reading, head) }
  }

  /// Whether all fields of a record that hold something could be names of columns.
  private func areNames(
    _ record: HeadReading.Record?, _ reading: HeadReading, _ head: RawSpan
  ) -> Bool {
    guard let record else { return false }
    let cells = (0..<record.fieldCount).map { reading.field($0, of: record) }
      .filter { !$0.isEmpty }
    return !cells.isEmpty && cells.allSatisfy { isName($0, head, reading.dialect) }
  }

  /// How good it is to take each line for one value.
  private func singleColumnScore(_ head: RawSpan) -> Double {
    let quote = settings.usualQuote
    let reading = HeadReading(head, text, delimiter: 0, quote: quote, escape: nil)
    guard reading.damagedRecords * 10 <= reading.records.count else { return 0 }
    let cells = cellCredit(reading, head)
    return Delimiters.singleColumnWeight * Self.fewestFields * cells * cells * cells
      * headerCredit(reading, head)
  }

  /// The text read as one column, with the commonest of the delimiters that damage the fewest records.
  private func singleColumn(_ readings: [HeadReading], _ head: RawSpan) -> HeadReading {
    var best: HeadReading?
    let possible = Delimiters.sniffed.map(\.byte).filter(isPossible)
    for byte in possible {
      let reading =
        readings.first { $0.dialect.delimiter == byte } ?? quoteGuess(byte).best(head)
      let isBetter = reading.damagedRecords < best?.damagedRecords ?? .max
      if reading.usualFields == 1, isBetter { best = reading }
      if best?.damagedRecords == 0 { break }
    }
    // Quote and escape cannot be all of those that are known.
    return best ?? quoteGuess(possible.first ?? Ascii.comma).best(head)
  }

  /// The mean credit of the cells in records of the usual length.
  private func cellCredit(_ reading: HeadReading, _ head: RawSpan) -> Double {
    let credit = CellCredit(delimiter: reading.dialect.delimiter, quote: reading.dialect.quote)
    var sum = 0.0
    var cells = 0
    var records = 0
    for record in reading.records where record.fieldCount == reading.usualFields {
      for field in 0..<record.fieldCount {
        guard let cell = credit.credit(reading.field(field, of: record), in: head) else { continue }
        sum += cell
        cells += 1
      }
      records += 1
      if records == Self.sampledRecords || cells >= Self.sampledCells { break }
    }
    return cells == 0 ? 1 : sum / Double(cells)
  }

  /// What the first record says: names are better than values, another length is bad.
  private func headerCredit(_ reading: HeadReading, _ head: RawSpan) -> Double {
    guard let first = reading.records.first, first.fieldCount == reading.usualFields else {
      return Self.headerMismatch
    }
    return areNames(first, reading, head) ? Self.headerOfNames : 1
  }

  /// Whether a cell could be a column's name: it has a letter and no delimiter.
  private func isName(_ cell: Range<Int>, _ head: RawSpan, _ dialect: Dialect) -> Bool {
    var hasLetter = false
    for position in cell {
      let byte = head[position]
      if position == cell.lowerBound, byte.isDigit { return false }
      hasLetter = hasLetter || byte.isASCIILetter || byte >= 0x80
      if Delimiters.sniffed.contains(where: { $0.byte == byte }) { return false }
    }
    return hasLetter
  }

  /// Whether most colons in the head are those of times and addresses, or stand before a blank.
  private func areColonsExplained(_ head: RawSpan) -> Bool {
    let all = 0..<head.byteCount
    var colons = 0
    var explained = 0
    for position in all where head[position] == Delimiters.colon {
      colons += 1
      let next = position + 1 < head.byteCount ? head[position + 1] : 0
      let isExplained =
        next == Ascii.space || next == UInt8(ascii: "/") || next == Ascii.backslash
        || TimeShape.isBetweenDigits(position, all, head)
      explained += isExplained ? 1 : 0
    }
    return explained * 2 > colons
  }
}

extension DialectGuess {
  /// The reading with the reasons in words.
  private func choice(
    _ reading: HeadReading, _ head: RawSpan, note: String? = nil
  ) -> ChosenReading {
    ChosenReading(
      reading: reading,
      reasons: [delimiterReason(reading, note), quoteReason(reading, head)]
        + escapeReason(reading))
  }

  private func delimiterReason(_ reading: HeadReading, _ note: String?) -> String {
    let name = Delimiters.name(reading.dialect.delimiter)
    let fields = "\(reading.usualFields) field\(reading.usualFields == 1 ? "" : "s")"
    let count = "\(fields) in \(reading.usualRecords) of \(reading.records.count) records"
    return "delimiter \(name) (\(note.map { "\($0), " } ?? "")\(count))"
  }

  private func quoteReason(_ reading: HeadReading, _ head: RawSpan) -> String {
    let isAsked = settings.quote != nil
    guard let quote = reading.dialect.quote else {
      return "no quote" + (isAsked ? " (as asked)" : "")
    }
    if isAsked { return "quote \(Delimiters.name(quote)) (as asked)" }
    let quoted = QuotedFields(head, reading).count
    return "quote \(Delimiters.name(quote))" + (quoted == 0 ? " (no quoted field seen)" : "")
  }

  private func escapeReason(_ reading: HeadReading) -> [String] {
    guard let escape = reading.dialect.escape else {
      return settings.escape == nil ? [] : ["no escape (as asked)"]
    }
    return ["escape \(Delimiters.name(escape))" + (settings.escape == nil ? "" : " (as asked)")]
  }
}

extension DialectSettings {
  /// The quote that was set, or the usual one.
  var usualQuote: UInt8? { quote.map(\.known) ?? Ascii.quote }
}

extension DialectSettings.Mark {
  /// The byte, if there is one.
  var known: UInt8? {
    switch self {
    case .none: nil
    case .byte(let byte): byte
    }
  }
}
