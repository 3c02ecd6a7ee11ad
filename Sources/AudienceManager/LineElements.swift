// The elements of a line, one after another: the one reading of section 5's trait forms.
//
// Takes a view of a line whose bytes are known to hold no tab and no line end after the ID; gives
// ranges into it. Keeps a position and the notes so far; allocates nothing; stops at the first error.

/// One element of a line: a signal or a trait.
public struct LineElement: Sendable, Hashable {
  /// The forms of section 5.
  public enum Form: Sendable, Hashable {
    /// `key=value`.
    case pair
    /// `d_sid=24`.
    case addTrait
    /// `d_unsid=24`.
    case removeTrait
    /// `24:0` or `24:-1`.
    case colonRemoval
    /// `ic=52`.
    case integrationCode
    /// `52`.
    case bareIntegrationCode
  }

  /// Which form it has.
  public let form: Form
  /// The key's bytes in the line, without quotation marks and blanks; empty when there is none.
  public let key: Range<Int>
  /// The value's bytes in the line, without quotation marks and blanks: of a pair its value, of
  /// the other forms the trait ID or integration code.
  public let value: Range<Int>
}

/// Reads a line's elements in order.
public struct LineElements: Sendable {
  /// What was odd about the elements so far.
  public private(set) var notes = LineNotes()
  private var position: Int
  private var isAfterComma = false
  private var quotes = QuoteMarks()

  /// Starts at the first byte behind the tab.
  /// - Parameter start: bytes from the line's start to the first element.
  public init(from start: Int) { position = start }

  /// The next element, or nil at the line's end. Empty elements are noted and passed over.
  /// - Parameter line: the same line at every call, without its line end.
  /// - Throws: the first error; the elements behind it cannot be read.
  public mutating func next(in line: RawSpan) throws(LineError) -> LineElement? {
    while true {
      skipBlanks(line)
      if position >= line.byteCount {
        if isAfterComma { notes.insert(.emptyElement) }
        isAfterComma = false
        return nil
      }
      if line.byte(at: position) != Ascii.comma { break }
      notes.insert(.emptyElement)
      position += 1
      isAfterComma = true
    }
    let element = try line.byte(at: position) == Ascii.quote ? quotedKey(line) : unquotedKey(line)
    isAfterComma = position < line.byteCount
    if isAfterComma { position += 1 }
    return element
  }

  /// Passes over one element if it is a pair spelled as writers spell it, `"key"="value"` with no
  /// blanks and nothing odd, and says whether it was. For counting only: nearly all elements
  /// are such pairs, and ``next(in:)`` reads them the same, at several times the cost.
  mutating func skipPlainPair(in line: RawSpan) -> Bool {
    let start = position
    guard start < line.byteCount, line.byte(at: start) == Ascii.quote,
      let keyEnd = quotes.next(in: line, from: start &+ 1), keyEnd &+ 4 < line.byteCount,
      line.pair(at: keyEnd &+ 1) == Self.equalsAndQuote, line.byte(at: keyEnd &+ 3) != Ascii.quote,
      Self.isOrdinaryKey(line, start &+ 1, keyEnd),
      let valueEnd = quotes.next(in: line, from: keyEnd &+ 3)
    else { return false }
    let next = valueEnd &+ 1
    let isLast = next >= line.byteCount
    if !isLast, line.byte(at: next) != Ascii.comma { return false }
    position = isLast ? next : next &+ 1
    isAfterComma = !isLast
    return true
  }

  /// `="` as two bytes, the first one lowest.
  private static let equalsAndQuote = UInt16(Ascii.equals) | UInt16(Ascii.quote) << 8

  /// Whether a key is not empty, has no dash in front and cannot be that of a trait form.
  private static func isOrdinaryKey(_ line: RawSpan, _ start: Int, _ end: Int) -> Bool {
    if start == end { return false }
    switch line.byte(at: start) {
    case Ascii.dash: return false
    case 0x64, 0x69: return form(ofKey: start..<end, line) == .pair  // d, i
    default: return true
    }
  }

  // MARK: Keys

  private mutating func quotedKey(_ line: RawSpan) throws(LineError) -> LineElement {
    let key = try quoted(line)
    if key.isEmpty { throw LineError(.emptyKey, at: key.lowerBound) }
    skipBlanks(line)
    guard position < line.byteCount, line.byte(at: position) == Ascii.equals else {
      let isElementEnd = position >= line.byteCount || line.byte(at: position) == Ascii.comma
      throw LineError(isElementEnd ? .notATrait : .textAfterQuote, at: position)
    }
    return try value(of: key, line)
  }

  private mutating func unquotedKey(_ line: RawSpan) throws(LineError) -> LineElement {
    let start = position
    position =
      line.firstOffset(of: Ascii.equals, or: Ascii.comma, or: Ascii.quote, from: start)
      ?? line.byteCount
    if position < line.byteCount, line.byte(at: position) == Ascii.quote {
      throw LineError(.strayQuote, at: position)
    }
    noteTypographicQuote(line, at: start)
    let text = line.trimmingBlanks(start..<position)
    guard position < line.byteCount, line.byte(at: position) == Ascii.equals else {
      if text.upperBound < position { notes.insert(.blankBeforeComma) }
      return try bare(text, line)
    }
    if text.isEmpty { throw LineError(.emptyKey, at: start) }
    return try value(of: text, line)
  }

  /// An element without `=`: `52`, `24:0` or `24:-1`.
  private func bare(_ text: Range<Int>, _ line: RawSpan) throws(LineError) -> LineElement {
    let bytes = line.extracting(text)
    guard let colon = bytes.firstOffset(of: Ascii.colon, from: 0) else {
      guard LineSyntax.isTraitID(bytes) else { throw LineError(.notATrait, at: text.lowerBound) }
      return LineElement(
        form: .bareIntegrationCode, key: text.lowerBound..<text.lowerBound, value: text)
    }
    let trait = text.lowerBound..<text.lowerBound + colon
    guard LineSyntax.isTraitID(line.extracting(trait)) else {
      throw LineError(.notATrait, at: text.lowerBound)
    }
    let action = bytes.extracting(colon + 1..<bytes.byteCount)
    guard action.equals("0") || action.equals("-1") else {
      throw LineError(.invalidRemoval, at: trait.upperBound + 1)
    }
    return LineElement(form: .colonRemoval, key: trait.lowerBound..<trait.lowerBound, value: trait)
  }

  // MARK: Values

  /// The value behind a key; the position is that of the `=`.
  private mutating func value(
    of key: Range<Int>, _ line: RawSpan
  ) throws(LineError) -> LineElement {
    position += 1
    skipBlanks(line)
    let value: Range<Int>
    if position < line.byteCount, line.byte(at: position) == Ascii.quote {
      value = try quotedValue(line)
    } else {
      value = try unquotedValue(line)
    }
    return try element(key, value, line)
  }

  private mutating func quotedValue(_ line: RawSpan) throws(LineError) -> Range<Int> {
    let value = try quoted(line)
    if position >= line.byteCount || line.byte(at: position) == Ascii.comma { return value }
    skipBlanks(line)
    if position < line.byteCount, line.byte(at: position) != Ascii.comma {
      throw LineError(.textAfterQuote, at: position)
    }
    notes.insert(.blankBeforeComma)
    return value
  }

  private mutating func unquotedValue(_ line: RawSpan) throws(LineError) -> Range<Int> {
    let start = position
    position = line.firstOffset(of: Ascii.comma, or: Ascii.quote, from: start) ?? line.byteCount
    if position < line.byteCount, line.byte(at: position) == Ascii.quote {
      throw LineError(.strayQuote, at: position)
    }
    noteTypographicQuote(line, at: start)
    let value = line.trimmingBlanks(start..<position)
    if value.isEmpty { throw LineError(.emptyValue, at: start) }
    if value.upperBound < position { notes.insert(.blankBeforeComma) }
    return value
  }

  /// What lies between the quotation mark at the position and the next; the position ends up
  /// behind that.
  private mutating func quoted(_ line: RawSpan) throws(LineError) -> Range<Int> {
    let start = position + 1
    guard let end = quotes.next(in: line, from: start) else {
      throw LineError(.unterminatedQuote, at: position)
    }
    position = end + 1
    return start..<end
  }

  // MARK: Forms

  private mutating func element(
    _ key: Range<Int>, _ value: Range<Int>, _ line: RawSpan
  ) throws(LineError) -> LineElement {
    var key = key
    if line.byte(at: key.lowerBound) == Ascii.dash {
      notes.insert(.leadingDash)
      key = key.lowerBound + 1..<key.upperBound
      if key.isEmpty { throw LineError(.emptyKey, at: key.lowerBound) }
    }
    let form = Self.form(ofKey: key, line)
    if form == .addTrait || form == .removeTrait {
      guard LineSyntax.isTraitID(line.extracting(value)) else {
        throw LineError(.invalidTraitID, at: value.lowerBound)
      }
    } else if value.isEmpty {
      notes.insert(.emptyValue)
    }
    return LineElement(form: form, key: key, value: value)
  }

  private static func form(ofKey key: Range<Int>, _ line: RawSpan) -> LineElement.Form {
    switch key.count {
    case 2: line.extracting(key).equals("ic") ? .integrationCode : .pair
    case 5: line.extracting(key).equals("d_sid") ? .addTrait : .pair
    case 7: line.extracting(key).equals("d_unsid") ? .removeTrait : .pair
    default: .pair
    }
  }

  // MARK: Bytes

  private mutating func skipBlanks(_ line: RawSpan) {
    while position < line.byteCount, line.byte(at: position) == Ascii.blank { position += 1 }
  }

  /// Notes U+201C to U+201F (E2 80 9C to 9F) where a quotation mark could stand.
  private mutating func noteTypographicQuote(_ line: RawSpan, at offset: Int) {
    guard offset + 2 < line.byteCount, line.byte(at: offset) == 0xe2 else { return }
    if line.byte(at: offset + 1) == 0x80, line.byte(at: offset + 2) &- 0x9c < 4 {
      notes.insert(.typographicQuotes)
    }
  }
}

/// Where the quotation marks of a line are, found 64 bytes at a time: a line of short quoted pairs
/// has one every few bytes, and looking for each by itself costs a mispredicted branch.
private struct QuoteMarks: Sendable {
  /// One bit for each of the 64 bytes from `base` on, set where a quotation mark is.
  private var marks: UInt64 = 0
  private var base = 0
  /// The first byte not looked at.
  private var end = 0

  /// The first quotation mark at or after `position`, which may lie before the block last loaded.
  mutating func next(in line: RawSpan, from position: Int) -> Int? {
    var unseen = position
    if position >= base, position < end {
      let rest = marks & (~0 &<< UInt64(truncatingIfNeeded: position &- base))
      if rest != 0 { return base &+ rest.trailingZeroBitCount }
      unseen = end
    }
    return nextBeyondBlock(in: line, from: unseen)
  }

  private mutating func nextBeyondBlock(in line: RawSpan, from position: Int) -> Int? {
    base = position
    while base < line.byteCount {
      if base &+ 64 <= line.byteCount { loadBlock(line) } else { loadRest(line) }
      if marks != 0 { return base &+ marks.trailingZeroBitCount }
      base = end
    }
    return nil
  }

  private mutating func loadBlock(_ line: RawSpan) {
    marks = Self.quotes(line.words(at: base)) | Self.quotes(line.words(at: base &+ 32)) &<< 32
    end = base &+ 64
  }

  private mutating func loadRest(_ line: RawSpan) {
    marks = 0
    end = line.byteCount
    var offset = base
    var shift: UInt64 = 0
    while offset &+ 8 <= end {
      marks |= Self.quotes(line.word(at: offset)) &<< shift
      offset &+= 8
      shift &+= 8
    }
    if offset < end { marks |= Self.quotes(line.lastWord(from: offset)) &<< shift }
  }

  private static func quotes(_ words: SIMD4<UInt64>) -> UInt64 {
    quotes(words[0]) | quotes(words[1]) &<< 8 | quotes(words[2]) &<< 16 | quotes(words[3]) &<< 24
  }

  private static func quotes(_ word: UInt64) -> UInt64 {
    Lanes.gathered(Lanes.equal(word, Ascii.quote))
  }
}
