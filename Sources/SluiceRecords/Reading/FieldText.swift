// A field as it was read: without its quotes, its doubled quotes and its escapes.
//
// Takes a field's bytes as they stand in the chunk, gives a view of them where that is enough and
// fills a scratch array where bytes must go. Pure.

import SluiceBytes

/// Finds what a field's bytes say.
struct FieldText {
  let quote: UInt8?
  let escape: UInt8?
  let delimiter: UInt8

  init(_ dialect: Dialect) {
    quote = dialect.quote
    escape = dialect.escape
    delimiter = dialect.delimiter
  }

  /// What a field is.
  struct Content {
    /// The text, without enclosing quotes.
    var range: Range<Int>
    /// Whether quotes enclosed it, so that a doubled one inside stands for one.
    var isQuoted: Bool
  }

  /// The text between the quotes of a quoted field, or the field itself.
  @inline(__always)
  func content(_ field: Range<Int>, in chunk: RawSpan) -> Content {
    if field.isEmpty { return Content(range: field, isQuoted: false) }
    // SAFETY: a field of a chunk lies within the chunk.
    let first = unsafe chunk.unsafeLoad(
      fromUncheckedByteOffset: field.lowerBound, as: UInt8.self)
    if first != quote {
      let isNul = first == 0 && field.count == 1
      return Content(range: isNul ? field.lowerBound..<field.lowerBound : field, isQuoted: false)
    }
    return Content(range: inner(field, in: chunk), isQuoted: true)
  }

  private func inner(_ field: Range<Int>, in chunk: RawSpan) -> Range<Int> {
    var end = field.upperBound - 1
    while end > field.lowerBound, chunk[end] != quote { end -= 1 }
    let text = field.lowerBound + 1..<max(end, field.lowerBound + 1)
    return text.count == 1 && chunk[text.lowerBound] == 0 ? text.lowerBound..<text.lowerBound : text
  }

  /// The null of database dumps as it stands in the chunk, `\\N`, where there is one.
  var null: [UInt8]? {
    guard let escape, quote == nil else { return nil }
    return [escape, Self.nullLetter]
  }

  private static let nullLetter = UInt8(ascii: "N")

  /// Whether a field, as it stands in the chunk, is that null.
  func isNull(_ field: RawSpan) -> Bool {
    guard let escape, quote == nil, field.byteCount == 2 else { return false }
    return field[0] == escape && field[1] == Self.nullLetter
  }

  /// Whether `text` holds bytes that only stand for others.
  func needsDecoding(_ text: RawSpan, isQuoted: Bool) -> Bool {
    nextMark(in: text, from: 0, isQuoted: isQuoted) < text.byteCount
  }

  /// Decodes `text` into `output`, which is emptied first: the runs between marks, and what a mark stands for.
  func decode(_ text: RawSpan, isQuoted: Bool, into output: inout [UInt8]) {
    output.removeAll(keepingCapacity: true)
    var start = 0
    while true {
      let mark = nextMark(in: text, from: start, isQuoted: isQuoted)
      output.append(start..<mark, of: text)
      guard mark < text.byteCount else { return }
      if text[mark] == escape, mark + 1 < text.byteCount {
        output.append(quote == nil ? Self.named(text[mark + 1]) : text[mark + 1])
        start = mark + 2
      } else {
        output.append(text[mark])
        start = mark + (isQuoted && text[mark] == quote ? 2 : 1)
      }
      if start >= text.byteCount { return }
    }
  }

  /// The offset of the next escape, or quote in a quoted field.
  private func nextMark(in text: RawSpan, from start: Int, isQuoted: Bool) -> Int {
    let quote = isQuoted ? quote : nil
    guard let mark = escape ?? quote else { return text.byteCount }
    return text.offset(of: mark, or: quote ?? mark, from: start)
  }

  /// The character that a letter after the escape names in database dumps.
  private static func named(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "t"): Ascii.tab
    case UInt8(ascii: "n"): Ascii.lineFeed
    case UInt8(ascii: "r"): Ascii.carriageReturn
    case UInt8(ascii: "0"): 0
    case UInt8(ascii: "b"): 0x08
    default: letter
    }
  }
}
