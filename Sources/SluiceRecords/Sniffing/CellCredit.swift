// How much a cell looks like one value, and not like several that were never taken apart.
//
// Takes a cell's bytes, gives a credit from 0 to 1. Pure. Delimiters other than the one in use
// speak against the cell unless the value explains them: commas in numbers, colons in times and addresses.

/// Credits cells for looking like values.
struct CellCredit {
  let delimiter: UInt8
  let quote: UInt8?

  /// The credit of a cell that holds an unexplained delimiter, and what each more of them takes away.
  private static let unexplained = (first: 0.3, more: 0.05)
  /// The credit of a delimiter that stands as in prose: before a blank.
  private static let prose = 0.7
  /// The credit of a cell with an odd quote, as cutting a quoted field up leaves it.
  private static let oddQuote = 0.1
  /// The credit of a cell with a bracket that does not close.
  private static let openBracket = 0.4
  /// The credit of several words; one word or number has 1.
  private static let words = 0.95
  /// The credit of what looks like JSON.
  private static let structure = 0.85

  /// Bytes of a cell that are looked at.
  private static let longestLook = 256

  /// The credit of a cell; nil when it is empty, which says nothing.
  func credit(_ cell: Range<Int>, in text: RawSpan) -> Double? {
    let cell = trimmed(cell, text)
    guard let first = cell.first, let last = cell.last else { return nil }
    if cell.count >= 2, first != last, text[first] == quote, text[last] == quote { return 1 }
    if isStructure(text[first], text[last]) { return Self.structure }
    if let isURL = URLShape.isURL(cell, text) { return isURL ? 1 : Self.unexplained.first }
    return walk(cell, text)
  }

  private func trimmed(_ cell: Range<Int>, _ text: RawSpan) -> Range<Int> {
    var (start, end) = (cell.lowerBound, cell.upperBound)
    while start < end, text[start] == Ascii.space { start += 1 }
    while end > start, text[end - 1] == Ascii.space || text[end - 1] == Ascii.carriageReturn {
      end -= 1
    }
    return start..<end
  }

  private func isStructure(_ first: UInt8, _ last: UInt8) -> Bool {
    (first == UInt8(ascii: "{") && last == UInt8(ascii: "}"))
      || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
  }

  /// The credit by the bytes, one by one.
  private func walk(_ whole: Range<Int>, _ text: RawSpan) -> Double {
    let cell = whole.prefix(Self.longestLook)
    var credit = 1.0
    var unexplained = 0
    var quotes = 0
    var depth = 0
    for position in cell {
      switch text[position] {
      case Ascii.space: credit = min(credit, Self.words)
      case Ascii.quote: quotes += 1
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case delimiter: break
      case Ascii.comma, Ascii.tab, Delimiters.semicolon, Delimiters.bar, Delimiters.colon,
        Delimiters.caret, Delimiters.hive:
        let found = foreign(position, cell, text)
        if found > Self.unexplained.first {
          credit = min(credit, found)
        } else {
          unexplained += found == 0 ? 10 : 1
        }
      default: break
      }
    }
    if unexplained > 0 {
      let more = Double(unexplained - 1) * Self.unexplained.more
      credit = min(credit, max(0, Self.unexplained.first - more))
    }
    if cell.count < whole.count { return credit }
    if depth != 0 { credit = min(credit, Self.openBracket) }
    if !quotes.isMultiple(of: 2) { credit = min(credit, Self.oddQuote) }
    return credit
  }

  /// The credit of one byte that could be a delimiter but is not the one in use.
  private func foreign(_ position: Int, _ cell: Range<Int>, _ text: RawSpan) -> Double {
    let next = position + 1 < cell.upperBound ? text[position + 1] : 0
    switch text[position] {
    case Ascii.tab, Delimiters.hive: return 0
    case Ascii.comma where NumberShape.isNumber(cell, text): return 1
    case Delimiters.colon where TimeShape.isInTime(position, cell, text): return 1
    case Delimiters.colon where isDrive(position, cell, next): return 1
    case Delimiters.semicolon where isEntity(position, cell, text): return 1
    case Ascii.comma, Delimiters.semicolon, Delimiters.colon:
      let isProse = next == Ascii.space && position > cell.lowerBound && text[position - 1] != next
      return isProse ? Self.prose : Self.unexplained.first
    default:
      return Self.unexplained.first
    }
  }

  /// Whether the colon at `position` is that of a path such as `C:\dir`.
  private func isDrive(_ position: Int, _ cell: Range<Int>, _ next: UInt8) -> Bool {
    position == cell.lowerBound + 1 && (next == Ascii.backslash || next == UInt8(ascii: "/"))
  }

  /// Whether the semicolon at `position` ends an HTML entity.
  private func isEntity(_ position: Int, _ cell: Range<Int>, _ text: RawSpan) -> Bool {
    var start = position - 1
    while start >= cell.lowerBound, position - start <= 8 {
      if text[start] == UInt8(ascii: "&") { return position - start > 2 }
      guard text[start].isASCIILetter || text[start].isDigit || text[start] == UInt8(ascii: "#")
      else {
        return false
      }
      start -= 1
    }
    return false
  }
}

/// Numbers as people and spreadsheets write them.
enum NumberShape {
  /// Bytes of a number, its currency or unit included.
  private static let longestNumber = 40
  /// Letters of a unit or currency before or after a number.
  private static let longestUnit = 3

  /// Whether a cell with commas is one number: with one comma before decimals, or commas between
  /// groups of three digits; with a sign, currency, unit or percent sign around it.
  static func isNumber(_ cell: Range<Int>, _ text: RawSpan) -> Bool {
    guard cell.count <= longestNumber, let first = cell.first(where: { text[$0].isDigit }),
      let last = cell.last(where: { text[$0].isDigit }),
      isUnit(cell.lowerBound..<first, text), isUnit(last + 1..<cell.upperBound, text)
    else { return false }
    var commas = 0
    var hasOddGroup = false
    var hasDot = false
    for position in first...last {
      let byte = text[position]
      if byte == Ascii.comma {
        commas += 1
        hasOddGroup = hasOddGroup || digits(after: position, last, text) != 3
      } else if byte == Ascii.dot {
        hasDot = true
      } else if byte | 0x20 == UInt8(ascii: "e") {
        return commas == 1 && isExponent(position..<last + 1, text)
      } else if !byte.isDigit, byte != Ascii.space, byte != Ascii.apostrophe, byte < 0x80 {
        return false
      }
    }
    return commas == 1 ? !hasOddGroup || !hasDot || isDotGrouped(first...last, text) : !hasOddGroup
  }

  /// Whether `range` is an `e` and what may follow it: a sign and digits.
  private static func isExponent(_ range: Range<Int>, _ text: RawSpan) -> Bool {
    let digits = range.dropFirst().drop { text[$0] == 0x2B || text[$0] == Ascii.dash }
    return range.count - digits.count <= 2 && digits.allSatisfy { text[$0].isDigit }
  }

  /// Whether the dots come before the comma, in front of groups of three digits.
  private static func isDotGrouped(_ range: ClosedRange<Int>, _ text: RawSpan) -> Bool {
    guard let comma = range.first(where: { text[$0] == Ascii.comma }) else { return false }
    return range.allSatisfy { position in
      text[position] != Ascii.dot
        || (position < comma && digits(after: position, range.upperBound, text) == 3)
    }
  }

  private static func digits(after position: Int, _ last: Int, _ text: RawSpan) -> Int {
    var end = position + 1
    while end <= last, text[end].isDigit { end += 1 }
    return end - position - 1
  }

  private static func isUnit(_ range: Range<Int>, _ text: RawSpan) -> Bool {
    var letters = 0
    for position in range {
      let byte = text[position]
      letters += byte.isASCIILetter ? 1 : 0
      let isSign = [0x20, 0x24, 0x25, 0x28, 0x29, 0x2B, 0x2D].contains(byte)
      guard byte.isASCIILetter || byte >= 0x80 || isSign else { return false }
    }
    return letters <= longestUnit
  }
}

/// Times of day, and addresses with colons between hexadecimal groups.
enum TimeShape {
  /// Colons in a date and time with seconds and an offset, one to spare.
  private static let mostColons = 4
  /// Colons from which on groups of hexadecimal digits are an address (MAC, IPv6).
  private static let addressColons = 5

  /// Whether the colon at `position` belongs to a time or address.
  static func isInTime(_ position: Int, _ cell: Range<Int>, _ text: RawSpan) -> Bool {
    let colons = cell.count { text[$0] == Delimiters.colon }
    if colons >= addressColons { return cell.allSatisfy { isHexadecimal(text[$0]) } }
    return colons <= mostColons && isBetweenDigits(position, cell, text)
  }

  /// Whether the colon has one or two digits before it and exactly two after it.
  static func isBetweenDigits(_ position: Int, _ cell: Range<Int>, _ text: RawSpan) -> Bool {
    func digit(_ offset: Int) -> Bool {
      cell.contains(position + offset) && text[position + offset].isDigit
    }
    let before = digit(-1) && (!digit(-2) || !digit(-3))
    return before && digit(1) && digit(2) && !digit(3)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == Delimiters.colon || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
  }
}

/// Web addresses and pieces of them.
enum URLShape {
  /// Whether a cell is an address; false when it is a piece of one, nil when it is neither.
  static func isURL(_ cell: Range<Int>, _ text: RawSpan) -> Bool? {
    let count = cell.prefix(8).prefix { text[$0].isASCIILetter }.count
    let after = cell.lowerBound + count
    if count == 0 {
      return startsWithSlashes(cell.lowerBound, cell, text) ? false : nil
    }
    if after == cell.upperBound, isScheme(cell.lowerBound..<after, text) { return false }
    guard count >= 3, after < cell.upperBound, text[after] == Delimiters.colon,
      startsWithSlashes(after + 1, cell, text), !cell.contains(where: { text[$0] == Ascii.space })
    else { return nil }
    return true
  }

  private static func startsWithSlashes(_ start: Int, _ cell: Range<Int>, _ text: RawSpan) -> Bool {
    let slash = UInt8(ascii: "/")
    return start + 1 < cell.upperBound && text[start] == slash && text[start + 1] == slash
  }

  private static func isScheme(_ word: Range<Int>, _ text: RawSpan) -> Bool {
    let scheme: StaticString = "https"
    // `http` is its beginning.
    guard word.count == scheme.utf8CodeUnitCount || word.count + 1 == scheme.utf8CodeUnitCount
    else { return false }
    // SAFETY: the letters do not leave the closure.
    return scheme.withUTF8Buffer { letters in
      unsafe zip(word, letters).allSatisfy { text[$0] | 0x20 == $1 }
    }
  }
}

extension UInt8 {
  /// Whether this is an ASCII letter.
  var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
}
