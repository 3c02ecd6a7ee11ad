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

  /// Damaged records that are more than a slip of the pen.
  private static let manyDamaged = 5
  /// The same in texts that databases dump, which seldom know quotes.
  private static let someDamaged = 2
  /// One record in so many may be damaged in a text that encloses most of its fields.
  private static let slips = 10

  /// The best reading.
  func best(_ text: RawSpan) -> HeadReading {
    let start = reading(text, quote: Ascii.quote, escape: nil)
    guard settings.quote == nil || settings.escape == nil else { return start }
    if settings.quote == nil, let chosen = apostrophes(text, start) { return chosen }
    if let chosen = escaped(text, start) { return chosen }
    guard settings.quote == nil else { return start }
    return unquoted(text, start) ?? start
  }

  /// The better of the readings with an escape, if one is good.
  private func escaped(_ text: RawSpan, _ start: HeadReading) -> HeadReading? {
    guard head.count(Ascii.backslash) > 0, settings.escape == nil else { return nil }
    let evidence = EscapeEvidence(text, from: head.start, start.dialect)
    guard let quoted = escapedQuotes(text, start, evidence) else {
      return databaseDump(text, start, evidence)
    }
    guard let dump = databaseDump(text, start, evidence) else { return quoted }
    return dump.misfitBytes < quoted.misfitBytes ? dump : quoted
  }

  /// The head as read with a quoting, where the settings say nothing else.
  private func reading(_ text: RawSpan, quote: UInt8?, escape: UInt8?) -> HeadReading {
    HeadReading(
      text, head, delimiter: delimiter, quote: byte(settings.quote, quote),
      escape: byte(settings.escape, escape))
  }

  /// What is set, or else the guess, which the delimiter cannot be as well.
  private func byte(_ mark: DialectSettings.Mark?, _ guess: UInt8?) -> UInt8? {
    if let mark { return mark.known }
    return guess == delimiter ? nil : guess
  }

  /// No quotes and a backslash before what is not meant: how databases dump.
  private func databaseDump(
    _ text: RawSpan, _ start: HeadReading, _ evidence: EscapeEvidence
  ) -> HeadReading? {
    guard evidence.isDatabases else { return nil }
    guard settings.quote == nil || settings.quote == DialectSettings.Mark.none else { return nil }
    let chosen = reading(text, quote: nil, escape: Ascii.backslash)
    if settings.quote == nil {
      let quoted = QuotedFields(text, chosen, quote: Ascii.quote)
      guard QuotedFields(text, start).needful == 0, quoted.count * 10 <= evidence.escapes else {
        return nil
      }
    }
    let isNoWorse = chosen.misfitBytes <= start.misfitBytes
    return isHealed(start, chosen) || (isNoWorse && Delimiters.isDatabases(delimiter))
      ? chosen : nil
  }

  /// A backslash before quotes in quoted fields, which would be damaged otherwise.
  private func escapedQuotes(
    _ text: RawSpan, _ start: HeadReading, _ evidence: EscapeEvidence
  ) -> HeadReading? {
    guard evidence.escapedQuotes > 0, start.misfitBytes > 0 else { return nil }
    let chosen = reading(text, quote: Ascii.quote, escape: Ascii.backslash)
    let isLessDamaged =
      chosen.damagedRecords < start.damagedRecords && chosen.misfitBytes < start.misfitBytes
    return isLessDamaged || isHealed(start, chosen) ? chosen : nil
  }

  /// Apostrophes for quotes: only when they enclose fields throughout and quotes enclose none.
  private func apostrophes(_ text: RawSpan, _ start: HeadReading) -> HeadReading? {
    guard head.count(Ascii.apostrophe) >= 4, QuotedFields(text, start).count == 0 else {
      return nil
    }
    let plain = reading(text, quote: Ascii.apostrophe, escape: nil)
    var chosen = plain
    if plain.misfitBytes > 0, head.count(Ascii.backslash) > 0 {
      let escaped = reading(text, quote: Ascii.apostrophe, escape: Ascii.backslash)
      if isHealed(plain, escaped) { chosen = escaped }
    }
    let records = chosen.records.count
    let enclosed = QuotedFields(text, chosen).count
    guard enclosed >= 2, enclosed * 2 >= records else { return nil }
    let isClean =
      chosen.damagedRecords * 50 <= records && chosen.misfitBytes <= start.misfitBytes
    let isBetter = isHealed(start, chosen) && chosen.misfitRecords * 3 <= records
    let isThorough =
      enclosed * 2 >= chosen.usualRecords * chosen.usualFields
      && chosen.damagedRecords * Self.slips <= records
    return isClean || isBetter || isThorough ? chosen : nil
  }

  /// No quotes: when those at the starts of fields do not close, and taking them for text heals it.
  /// One bad quote costs one record, so there must be more such fields than enclosed ones, and in
  /// texts that spreadsheets write many of them and none enclosed.
  private func unquoted(_ text: RawSpan, _ start: HeadReading) -> HeadReading? {
    guard head.count(Ascii.quote) > 0, start.misfitBytes > 0 else { return nil }
    let enclosed = QuotedFields(text, start).count
    let isShown =
      Delimiters.isDatabases(delimiter) && start.usualFields > 1
      ? enclosed <= start.damagedRecords && start.damagedRecords >= Self.someDamaged
      : enclosed == 0 && start.damagedRecords >= Self.manyDamaged
    guard isShown else { return nil }
    let chosen = reading(text, quote: nil, escape: nil)
    return isHealed(start, chosen) ? chosen : nil
  }

  /// Whether less than half of what is wrong in one reading is wrong in another.
  private func isHealed(_ before: HeadReading, _ after: HeadReading) -> Bool {
    after.misfitBytes * 2 < before.misfitBytes
  }
}

/// What backslashes in the text look like.
private struct EscapeEvidence {
  /// Backslashes.
  private(set) var escapes = 0
  /// Backslashes before a quote.
  private(set) var escapedQuotes = 0
  /// Whether all of them are such as databases write.
  var isDatabases: Bool { escapes > 0 && isSure && !isForeign }

  /// Whether one of them is not such as databases write.
  private var isForeign = false
  /// Whether they are more than a chance.
  private var isSure = false

  init(_ text: RawSpan, from start: Int, _ dialect: Dialect) {
    // A backslash before nothing but line ends says nothing: there is no more text it could go on with.
    var end = text.byteCount
    while end > start, Self.isLineEnd(text[end - 1]) { end -= 1 }
    var position = start
    while position + 1 < end {
      if text[position] == Ascii.backslash {
        let isAfterColon = position > start && text[position - 1] == Delimiters.colon
        if Self.isShare(text, position, from: start, dialect) { isForeign = true }
        if Self.isReturnAsText(text, position + 1, dialect) {
          escapes += 1
          isSure = true
        } else {
          take(text[position + 1], dialect, isAfterColon: isAfterColon)
        }
        position += 1
      }
      position += 1
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == Ascii.lineFeed || byte == Ascii.carriageReturn
  }

  /// Whether the path of a share in a network begins at `position`: two backslashes, the name of a server, and
  /// a single one, as in `\\srv\new`, which databases write as `\\\\srv\\new`.
  private static func isShare(
    _ text: RawSpan, _ position: Int, from start: Int, _ dialect: Dialect
  ) -> Bool {
    guard position == start || mayPrecedePath(text[position - 1], dialect),
      text[position + 1] == Ascii.backslash
    else { return false }
    let name = position + 2
    var end = name
    while end < text.byteCount, isOfServerName(text[end]) { end += 1 }
    return end > name && end + 1 < text.byteCount && text[end] == Ascii.backslash
      && text[end + 1] != Ascii.backslash && !isLineEnd(text[end + 1])
  }

  private static func mayPrecedePath(_ byte: UInt8, _ dialect: Dialect) -> Bool {
    byte == dialect.delimiter || byte == Ascii.quote || byte == Ascii.space || isLineEnd(byte)
  }

  private static func isOfServerName(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isDigit || byte >= 0x80
      || [Ascii.dash, Ascii.dot, UInt8(ascii: "_"), UInt8(ascii: "$")].contains(byte)
  }

  /// Whether the byte at `position` is a carriage return that does not belong to a line end, as there
  /// are programs that escape them as they do line feeds; or one that an escape makes text with its line feed.
  private static func isReturnAsText(
    _ text: RawSpan, _ position: Int, _ dialect: Dialect
  ) -> Bool {
    text[position] == Ascii.carriageReturn && position + 1 < text.byteCount
      && (text[position + 1] != Ascii.lineFeed || dialect.hasPairedLineEnds)
  }

  /// Takes in the byte after a backslash. One after a colon begins a path, unless it is escaped itself.
  private mutating func take(_ byte: UInt8, _ dialect: Dialect, isAfterColon: Bool) {
    escapes += 1
    escapedQuotes += byte == dialect.quote ? 1 : 0
    switch byte {
    case UInt8(ascii: "N"), Ascii.backslash, dialect.delimiter, dialect.lineEnd, Ascii.lineFeed:
      isSure = true
    case UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "r"):
      isSure = isSure || escapes > 1
      isForeign = isForeign || isAfterColon
    case Ascii.zero, UInt8(ascii: "b"), UInt8(ascii: "Z"), Ascii.quote, Ascii.apostrophe:
      isForeign = isForeign || isAfterColon
    default:
      isForeign = true
    }
  }
}

/// The fields of the usual records that are enclosed in quotes.
struct QuotedFields {
  /// How many there are.
  private(set) var count = 0
  /// Those of them that hold what needs quotes: delimiters, line ends, quotes.
  private(set) var needful = 0

  /// Counts.
  /// - Parameter quote: the quote character when it is not the reading's own.
  init(_ text: RawSpan, _ reading: HeadReading, quote: UInt8? = nil) {
    guard let quote = quote ?? reading.dialect.quote else { return }
    for record in reading.records where record.fieldCount == reading.usualFields {
      for field in 0..<record.fieldCount {
        take(reading.field(field, of: record), text, reading.dialect, quote)
      }
    }
  }

  private mutating func take(
    _ field: Range<Int>, _ text: RawSpan, _ dialect: Dialect, _ quote: UInt8
  ) {
    guard field.count >= 2, text[field.lowerBound] == quote else { return }
    var last = field.upperBound - 1
    while dialect.isBlank(text[last]) || text[last] == Ascii.carriageReturn { last -= 1 }
    guard last > field.lowerBound, text[last] == quote else { return }
    count += 1
    for position in field.lowerBound + 1..<last {
      let byte = text[position]
      if byte == dialect.delimiter || byte == quote || byte == dialect.lineEnd {
        needful += 1
        return
      }
    }
  }
}
