// Which dialect a dump is in, guessed from its first bytes.
//
// Takes the head of the decoded text and what the user chose; gives the dialect, what to skip
// before the first record, and a phrase for each decision. Pure and deterministic; it cannot fail:
// where the text says nothing, RFC 4180 CSV is what it gets. The text is read by the reader that
// will read the dump, once for each dialect that comes into question, and the readings compared.

import SluiceBytes

/// What sniffing decided, and why.
public struct SniffedDialect: Sendable, Equatable {
  /// The dialect; what the user set is in it unchanged.
  public var dialect: Dialect
  /// Bytes before the first record: a `sep=C` line.
  public var skipBytes: Int
  /// Lines in those bytes.
  public var skipLines: Int
  /// Fields that most records of the head have.
  public var fieldCount: Int
  /// One short phrase for each decision: `delimiter ; (12 fields in 214 of 214 records)`.
  public var reasons: [String]
}

/// Guesses the dialect of a dump.
public enum DialectSniffer {
  /// Bytes of text worth giving to `sniff`.
  public static let headSize = 64 << 10

  /// Guesses what `settings` leave open.
  /// - Parameters:
  ///   - head: the start of the decoded text, after a byte order mark and lines that are to be
  ///     skipped; up to `headSize` bytes.
  ///   - isWhole: whether the text ends where the head does.
  ///   - settings: what the user chose, which always wins.
  public static func sniff(
    _ head: RawSpan, isWhole: Bool, settings: DialectSettings
  ) -> SniffedDialect {
    let lineEnd = HeadLines.lineEnd(head, isWhole: isWhole, settings)
    let lines = HeadLines(head, lineEnd: lineEnd.byte)
    let (end, isCut) = cut(head, from: lines.skipBytes, lineEnd.byte, isWhole: isWhole)
    let text = ByteBuffer(capacity: end - lines.skipBytes + 2)
    text.append(head.extracting(lines.skipBytes..<end))
    if !isCut, !isWhole, let quote = openQuote(text, settings) { text.append(quote) }
    if !isCut { text.append(lineEnd.byte) }

    let guess = text.withBytes { text in
      DialectGuess(
        text: HeadText(
          text, isCut: isCut, lineEnd: lineEnd.byte, comment: settings.comment,
          quote: settings.usualQuote),
        settings: settings, separator: lines.separator
      ).best(text)
    }
    var dialect = guess.reading.dialect
    dialect.hasPairedLineEnds = lineEnd == .both
    dialect.maxRecord = settings.maxRecord ?? Dialect.defaultMaxRecord
    return SniffedDialect(
      dialect: dialect, skipBytes: lines.skipBytes, skipLines: lines.count,
      fieldCount: guess.reading.usualFields,
      reasons: lines.reasons + guess.reasons + ["line end \(lineEnd.name)"])
  }

  /// The byte that ends the lines of a dump: for skipping some before the rest is sniffed.
  /// - Parameters:
  ///   - head: as for `sniff`, with the lines that are to be skipped.
  ///   - isWhole: whether the text ends where the head does.
  ///   - count: how many lines are to be skipped.
  public static func lineEnd(
    _ head: RawSpan, isWhole: Bool, skipping count: Int, settings: DialectSettings
  ) -> UInt8 {
    HeadLines.lineEnd(head, isWhole: isWhole, skipping: count, settings).byte
  }

  /// How many blank lines and comments come first, if there are so many that `sniff` would see nothing else,
  /// and the byte that ends them; else 0.
  /// - Parameters: as for `sniff`.
  public static func idleLines(
    _ head: RawSpan, isWhole: Bool, settings: DialectSettings
  ) -> (count: Int, lineEnd: UInt8) {
    let lineEnd = HeadLines.lineEnd(head, isWhole: isWhole, settings).byte
    let count = HeadLines.idleLines(head, lineEnd: lineEnd, comment: settings.comment)
    return (count, lineEnd)
  }

  /// The quote that is missing to a head that ends within its first record: a header of thousands of
  /// names in quotes is read as if it ended where the head does.
  private static func openQuote(_ text: ByteBuffer, _ settings: DialectSettings) -> UInt8? {
    let quote = settings.usualQuote
    let count = text.withBytes { text in (0..<text.byteCount).count { text[$0] == quote } }
    return count.isMultiple(of: 2) ? nil : quote
  }

  /// Lines beyond which the head says nothing new, only slowly.
  static let mostLines = 4096

  /// Where the part of the head that is read ends: after a line end, or where the text does.
  private static func cut(
    _ head: RawSpan, from start: Int, _ lineEnd: UInt8, isWhole: Bool
  ) -> (end: Int, isCut: Bool) {
    var lines = 0
    var end = start
    for position in start..<head.byteCount where head[position] == lineEnd {
      lines += 1
      end = position + 1
      if lines == mostLines { break }
    }
    let isCut = end > start && (lines == mostLines ? end < head.byteCount : !isWhole)
    return (isCut ? end : head.byteCount, isCut)
  }
}
