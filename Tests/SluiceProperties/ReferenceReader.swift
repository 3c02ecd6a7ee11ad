// The slow, obvious reader: what a record is, written from the definition of dialects alone.
//
// Works on a whole text that is in memory; looks for the end of one field after another. It
// shares nothing with the readers it judges but the names of damages.

package import SluiceRecords

/// One record as the reference reads it.
package struct ReferenceRecord: Equatable {
  /// What it is.
  package enum Content: Equatable {
    case blank
    case comment
    /// A byte order mark, which belongs to no record.
    case mark
    case damaged(Damage.Kind)
    case encoding
    case nul
    case fields([[UInt8]])
  }

  /// Where it starts.
  package var start: Int
  /// Where its line end stands.
  package var end: Int
  /// Where the next record starts.
  package var next: Int
  /// What it is.
  package var content: Content
  /// Where its fields end, if it is good.
  package var fieldEnds: [Int] = []
}

/// Reads a text by the rules alone.
package struct ReferenceReader {
  private let dialect: Dialect
  /// The text that is read.
  package let text: [UInt8]

  /// - Parameter text: given its last line end where that is missing.
  package init(_ text: [UInt8], _ dialect: Dialect) {
    self.dialect = dialect
    self.text = Self.completed(text, dialect)
  }

  /// A text with its last line end: one that an escape makes text is none.
  package static func completed(_ text: [UInt8], _ dialect: Dialect) -> [UInt8] {
    if text.isEmpty { return [] }
    var rest = text[...]
    let hasEnd = rest.popLast() == dialect.lineEnd
    if dialect.hasPairedLineEnds, rest.last == Ascii.carriageReturn { rest.removeLast() }
    let escapes = rest.reversed().prefix { $0 == dialect.escape }.count
    return hasEnd && escapes.isMultiple(of: 2) ? text : text + [dialect.lineEnd]
  }

  /// All records, blank lines and comments included.
  package func records() -> [ReferenceRecord] {
    var records: [ReferenceRecord] = []
    while (records.last?.next ?? 0) < text.count {
      records.append(record(at: records.last?.next ?? 0))
    }
    return records
  }

  private struct Bad: Error { var kind: Damage.Kind }

  private func record(at start: Int) -> ReferenceRecord {
    if text[start...].starts(with: [0xEF, 0xBB, 0xBF]) {
      return ReferenceRecord(start: start, end: start + 2, next: start + 3, content: .mark)
    }
    let line = firstLineEnd(from: start)
    if text[start] == dialect.comment { return whole(line: line, from: start, .comment) }
    do {
      return try goodRecord(at: start)
    } catch {
      return whole(line: line, from: start, .damaged(error.kind))
    }
  }

  private func whole(
    line end: Int, from start: Int, _ content: ReferenceRecord.Content
  ) -> ReferenceRecord {
    ReferenceRecord(start: start, end: end, next: end + 1, content: content)
  }

  private func goodRecord(at start: Int) throws(Bad) -> ReferenceRecord {
    var fields: [Field] = []
    repeat {
      fields.append(try field(at: fields.last.map { $0.end + 1 } ?? start, record: start))
    } while fields.last?.isLast == false
    let end = fields.last?.end ?? start
    let content: ReferenceRecord.Content =
      fields.count == 1 && fields[0].raw.isEmpty
      ? .blank : encodingProblem(start..<end) ?? .fields(fields.map(\.text))
    return ReferenceRecord(
      start: start, end: end, next: end + 1, content: content,
      fieldEnds: fields.map(\.end))
  }

  private struct Field {
    var raw: [UInt8]
    var text: [UInt8]
    /// Where the delimiter or line end after it stands.
    var end: Int
    var isLast: Bool
  }

  private func field(at start: Int, record: Int) throws(Bad) -> Field {
    if start - record > dialect.maxRecord { throw Bad(kind: .tooLong) }
    if text[start] == dialect.quote { return try quotedField(at: start, record: record) }
    let end = endOfUnquoted(from: start)
    let isLast = text[end] == dialect.lineEnd
    let rawEnd = isLast ? withoutReturns(start..<end) : end
    if (rawEnd < end ? end - 1 : end) - record > dialect.maxRecord { throw Bad(kind: .tooLong) }
    return Field(
      raw: Array(text[start..<rawEnd]), text: unescaped(start..<rawEnd), end: end, isLast: isLast)
  }

  /// The first delimiter or line end that no escape takes away; the last line end is never taken.
  private func endOfUnquoted(from start: Int) -> Int {
    var place = start
    while text[place] != dialect.delimiter, text[place] != dialect.lineEnd {
      place += text[place] == dialect.escape ? 1 + countTaken(after: place) : 1
    }
    return place
  }

  /// How many bytes after an escape it makes text: the next one, or a line end of two.
  private func countTaken(after escape: Int) -> Int {
    let rest = text[(escape + 1)..<(text.count - 1)]
    let isLineEnd = dialect.hasPairedLineEnds && rest.starts(with: [0x0D, 0x0A])
    return min(rest.count, isLineEnd ? 2 : 1)
  }

  private func quotedField(at start: Int, record: Int) throws(Bad) -> Field {
    let close = closingQuote(of: start)
    guard let close, close - record < dialect.maxRecord else {
      throw Bad(kind: .unterminatedQuote)
    }
    // Blanks, then a delimiter; or blanks, carriage returns, then a line end.
    var end = close + 1
    while text[end] == Ascii.space || text[end] == Ascii.tab, text[end] != dialect.delimiter {
      end += 1
    }
    if text[end] != dialect.delimiter, dialect.lineEnd != Ascii.carriageReturn {
      while text[end] == Ascii.carriageReturn { end += 1 }
    }
    let isReturn = text[end] == dialect.lineEnd && text[end - 1] == Ascii.carriageReturn
    if (isReturn ? end - 1 : end) - record > dialect.maxRecord { throw Bad(kind: .tooLong) }
    guard
      text[end] == dialect.delimiter && text[end - 1] != Ascii.carriageReturn
        || text[end] == dialect.lineEnd
    else { throw Bad(kind: .quote) }
    return Field(
      raw: Array(text[start...close]), text: unescaped(start + 1..<close, isQuoted: true),
      end: end, isLast: text[end] == dialect.lineEnd)
  }

  /// The quote that is neither doubled nor escaped.
  private func closingQuote(of start: Int) -> Int? {
    var place = start + 1
    while place < text.count {
      if text[place] == dialect.escape {
        place += 2
      } else if text[place] != dialect.quote {
        place += 1
      } else if place + 1 < text.count, text[place + 1] == dialect.quote {
        place += 2
      } else {
        return place
      }
    }
    return nil
  }

  /// What the bytes say once escapes and doubled quotes are gone.
  private func unescaped(_ range: Range<Int>, isQuoted: Bool = false) -> [UInt8] {
    var said: [UInt8] = []
    let null = [dialect.escape, UInt8(ascii: "N")]
    if dialect.quote == nil, dialect.escape != nil, text[range].map(Optional.some) == null {
      return []
    }
    var rest = text[range]
    while let byte = rest.popFirst() {
      if byte == dialect.escape, let taken = rest.popFirst() {
        said.append(dialect.quote == nil ? Self.named[taken] ?? taken : taken)
      } else {
        said.append(byte)
        if isQuoted, byte == dialect.quote { rest.removeFirst() }
      }
    }
    return said
  }

  private static let named: [UInt8: UInt8] = [
    UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "0"): 0,
    UInt8(ascii: "b"): 8,
  ]

  /// The end of a last field without the carriage returns of its line end, which an escape makes
  /// text.
  private func withoutReturns(_ range: Range<Int>) -> Int {
    var kept = range.lowerBound
    var place = range.lowerBound
    while place < range.upperBound {
      let isEscape = text[place] == dialect.escape
      place += isEscape ? 2 : 1
      if isEscape || text[place - 1] != Ascii.carriageReturn { kept = place }
    }
    return min(kept, range.upperBound)
  }

  private func firstLineEnd(from start: Int) -> Int {
    text[start...].firstIndex(of: dialect.lineEnd) ?? text.count
  }

  /// What is wrong with the record's bytes, whichever comes first.
  private func encodingProblem(_ range: Range<Int>) -> ReferenceRecord.Content? {
    let nul = text[range].firstIndex(of: 0)
    let bytes = text[range.lowerBound..<(nul ?? range.upperBound)]
    if String(validating: bytes, as: UTF8.self) == nil { return .encoding }
    return nul == nil ? nil : .nul
  }
}
