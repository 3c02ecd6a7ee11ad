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

  /// The best reading of the head.
  func best(_ head: RawSpan) -> ChosenReading {
    if let delimiter = settings.delimiter {
      return choice(quoteGuess(delimiter).best(head), head, note: "as asked")
    }
    if let separator { return choice(quoteGuess(separator).best(head), head, note: "sep= line") }
    var best: (reading: HeadReading, score: Double)?
    for known in Delimiters.sniffed where isIn(head, known.byte) {
      let reading = quoteGuess(known.byte).best(head)
      let score = score(reading, head, weight: known.weight)
      if score > best?.score ?? 0 { best = (reading, score) }
    }
    if let best, best.score > singleColumnScore(head) { return choice(best.reading, head) }
    return choice(quoteGuess(singleColumnDelimiter(head)).best(head), head)
  }

  private func quoteGuess(_ delimiter: UInt8) -> QuoteGuess {
    QuoteGuess(head: text, settings: settings, delimiter: delimiter)
  }

  private func isIn(_ head: RawSpan, _ byte: UInt8) -> Bool {
    byte != settings.quote?.known && byte != settings.escape?.known
      && (text.start..<head.byteCount).contains { head[$0] == byte }
  }

  /// How good a reading is; zero when no record has a delimiter.
  private func score(_ reading: HeadReading, _ head: RawSpan, weight: Double) -> Double {
    guard reading.usualFields > 1 else { return 0 }
    let cells = cellCredit(reading, head)
    var header = headerCredit(reading, head)
    if reading.dialect.delimiter == Delimiters.colon, header < Self.headerOfNames,
      areColonsExplained(head)
    {
      header *= Self.explainedColons
    }
    let fields = 0.7 + 0.3 * Double(reading.usualFields - 1) / Double(reading.usualFields)
    return weight * reading.agreement * fields * cells * cells * header
  }

  /// How good it is to take each line for one value.
  private func singleColumnScore(_ head: RawSpan) -> Double {
    let reading = HeadReading(
      head, text, delimiter: 0, quote: quoteGuess(0).best(head).dialect.quote, escape: nil)
    guard reading.usualFields == 1, !reading.records.isEmpty else { return 0 }
    let cells = cellCredit(reading, head)
    let share = Double(reading.usualRecords) / Double(reading.records.count)
    return Delimiters.singleColumnWeight * 0.7 * share * share * cells * cells
      * headerCredit(reading, head)
  }

  /// The delimiter to read a text of one column with: the commonest that reads it as one.
  private func singleColumnDelimiter(_ head: RawSpan) -> UInt8 {
    let known = Delimiters.sniffed.first { known in
      guard isIn(head, known.byte) else { return true }
      let reading = quoteGuess(known.byte).best(head)
      return reading.usualFields == 1 && reading.damagedRecords == 0
    }
    return known?.byte ?? Ascii.comma
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
    let names = (0..<first.fieldCount).map { reading.field($0, of: first) }.filter { !$0.isEmpty }
    let areNames = names.allSatisfy { isName($0, head, reading.dialect) }
    return areNames && !names.isEmpty ? Self.headerOfNames : 1
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
        next == Ascii.space || next == UInt8(ascii: "/")
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
    let quoted = QuoteEvidence(head, text, reading).quoted
    return "quote \(Delimiters.name(quote))" + (quoted == 0 ? " (no quoted field seen)" : "")
  }

  private func escapeReason(_ reading: HeadReading) -> [String] {
    guard let escape = reading.dialect.escape else {
      return settings.escape == nil ? [] : ["no escape (as asked)"]
    }
    return ["escape \(Delimiters.name(escape))" + (settings.escape == nil ? "" : " (as asked)")]
  }
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
