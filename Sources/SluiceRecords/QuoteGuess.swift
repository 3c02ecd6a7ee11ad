// The quote and escape characters of a text whose delimiter is given.
//
// Takes the head and a delimiter; gives the reading whose quoting leaves the fewest records damaged
// or of the wrong length. RFC 4180 quoting is what it starts from; every other one must be shown
// by the text. Pure.

/// Chooses between quotings.
struct QuoteGuess {
  let head: HeadText
  let settings: DialectSettings
  let delimiter: UInt8

  /// The best reading.
  func best(_ text: RawSpan) -> HeadReading {
    let start = reading(text, quote: Ascii.quote, escape: nil)
    guard settings.quote == nil || settings.escape == nil else { return start }
    let evidence = QuoteEvidence(text, head, start)
    if let chosen = databaseDump(text, start, evidence) { return chosen }
    if let chosen = apostrophes(text, start, evidence) { return chosen }
    if let chosen = escapedQuotes(text, start, evidence) { return chosen }
    return unquoted(text, start, evidence) ?? start
  }

  /// The head as read with a quoting, where the settings say nothing else.
  private func reading(_ text: RawSpan, quote: UInt8?, escape: UInt8?) -> HeadReading {
    HeadReading(
      text, head, delimiter: delimiter, quote: Self.byte(settings.quote, quote),
      escape: Self.byte(settings.escape, escape))
  }

  private static func byte(_ mark: DialectSettings.Mark?, _ guess: UInt8?) -> UInt8? {
    switch mark {
    case nil: guess
    case .some(.none): nil
    case .some(.byte(let byte)): byte
    }
  }

  /// No quotes and a backslash before what is not meant: how databases dump.
  private func databaseDump(
    _ text: RawSpan, _ start: HeadReading, _ evidence: QuoteEvidence
  ) -> HeadReading? {
    guard settings.escape == nil, evidence.hasOnlyDatabaseEscapes else { return nil }
    if settings.quote == nil {
      guard evidence.quotedForReason == 0, evidence.quoted * 10 <= evidence.escapes else {
        return nil
      }
    } else if settings.quote != DialectSettings.Mark.none {
      return nil
    }
    let chosen = reading(text, quote: nil, escape: Ascii.backslash)
    let isBetter = chosen.misfitBytes * 2 < start.misfitBytes
    let isNoWorse = chosen.misfitBytes <= start.misfitBytes
    return isBetter || (isNoWorse && Delimiters.isDatabases(delimiter)) ? chosen : nil
  }

  /// Apostrophes for quotes: only when fields are enclosed in them throughout and never in quotes.
  private func apostrophes(
    _ text: RawSpan, _ start: HeadReading, _ evidence: QuoteEvidence
  ) -> HeadReading? {
    guard settings.quote == nil, evidence.quoted == 0, evidence.hasApostrophes else { return nil }
    let chosen = reading(text, quote: Ascii.apostrophe, escape: nil)
    let enclosed = QuoteEvidence(text, head, chosen).quoted
    guard enclosed >= 2, enclosed * 2 >= chosen.records.count,
      chosen.damagedRecords * 50 <= chosen.records.count, chosen.misfitBytes <= start.misfitBytes
    else { return nil }
    return chosen
  }

  /// A backslash before quotes in quoted fields, which would be damaged otherwise.
  private func escapedQuotes(
    _ text: RawSpan, _ start: HeadReading, _ evidence: QuoteEvidence
  ) -> HeadReading? {
    guard settings.escape == nil, evidence.escapedQuotes > 0, start.misfitBytes > 0 else {
      return nil
    }
    let chosen = reading(text, quote: Ascii.quote, escape: Ascii.backslash)
    return chosen.misfitBytes * 2 < start.misfitBytes
      && chosen.damagedRecords <= start.damagedRecords ? chosen : nil
  }

  /// No quotes: when those at the starts of fields do not close, and taking them for text heals it.
  private func unquoted(
    _ text: RawSpan, _ start: HeadReading, _ evidence: QuoteEvidence
  ) -> HeadReading? {
    guard settings.quote == nil, start.damagedRecords > 0 || start.misfitBytes > 0,
      evidence.quoted == 0 || Delimiters.isDatabases(delimiter)
    else { return nil }
    let chosen = reading(text, quote: nil, escape: nil)
    return chosen.misfitBytes * 2 < start.misfitBytes ? chosen : nil
  }
}

/// What the text says of quotes and escapes, beside how its records come out.
struct QuoteEvidence {
  /// Fields enclosed in quotes, in records of the usual length.
  private(set) var quoted = 0
  /// Those of them that hold what needs quotes: delimiters, line ends, quotes.
  private(set) var quotedForReason = 0
  /// Backslashes.
  private(set) var escapes = 0
  /// Backslashes before a quote.
  private(set) var escapedQuotes = 0
  /// Whether every backslash stands before a byte that databases write after one, and not all of
  /// them look like those of a path.
  private(set) var hasOnlyDatabaseEscapes = false
  /// Whether there are apostrophes enough to enclose two fields.
  private(set) var hasApostrophes = false

  init(_ text: RawSpan, _ head: HeadText, _ reading: HeadReading) {
    countEscapes(text, head, reading.dialect)
    if let quote = reading.dialect.quote { countQuoted(text, reading, quote) }
  }

  private mutating func countEscapes(_ text: RawSpan, _ head: HeadText, _ dialect: Dialect) {
    var apostrophes = 0
    var isOdd = false
    var isSure = false
    var position = head.start
    while position < text.byteCount {
      let byte = text[position]
      apostrophes += byte == Ascii.apostrophe ? 1 : 0
      if byte == Ascii.backslash, position + 1 < text.byteCount {
        let after = text[position + 1]
        escapes += 1
        escapedQuotes += after == dialect.quote ? 1 : 0
        let isPath = position > 0 && text[position - 1] == UInt8(ascii: ":")
        let kind = Self.kind(after, dialect)
        isOdd = isOdd || kind == nil || (isPath && kind != true)
        isSure = isSure || kind == true || escapes > 1
        position += 1
      }
      position += 1
    }
    hasOnlyDatabaseEscapes = escapes > 0 && isSure && !isOdd
    hasApostrophes = apostrophes >= 4
  }

  /// Whether databases write `byte` after a backslash; true when hardly anybody else does.
  private static func kind(_ byte: UInt8, _ dialect: Dialect) -> Bool? {
    switch byte {
    case UInt8(ascii: "N"), Ascii.backslash, dialect.delimiter, dialect.lineEnd: true
    case UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "0"),
      UInt8(ascii: "b"), UInt8(ascii: "Z"), Ascii.quote, Ascii.apostrophe:
      false
    default: nil
    }
  }

  private mutating func countQuoted(_ text: RawSpan, _ reading: HeadReading, _ quote: UInt8) {
    for record in reading.records where record.fieldCount == reading.usualFields {
      for field in 0..<record.fieldCount {
        var range = reading.field(field, of: record)
        while let last = range.last, reading.dialect.isEndBlank(text[last]) {
          range = range.lowerBound..<last
        }
        guard range.count >= 2, text[range.lowerBound] == quote,
          text[range.upperBound - 1] == quote
        else { continue }
        quoted += 1
        let inner = range.lowerBound + 1..<range.upperBound - 1
        let needs = inner.contains {
          text[$0] == reading.dialect.delimiter || text[$0] == quote
            || text[$0] == reading.dialect.lineEnd
        }
        quotedForReason += needs ? 1 : 0
      }
    }
  }
}

extension Dialect {
  /// Whether a byte may stand after a field's closing quote.
  fileprivate func isEndBlank(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == Ascii.carriageReturn
  }
}
