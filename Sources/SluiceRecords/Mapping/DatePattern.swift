// Dates by pattern: read strictly, written as asked, no locale and no calendar but the Gregorian.
//
// Takes patterns of the letters y M d H m s S and literal text, as in Unicode TR 35 (date format
// patterns), of which this is the numeric part. Pure.

/// A numeric date pattern such as `yyyy-MM-dd`.
public struct DatePattern: Sendable, Equatable {
  /// The numbers of a date; what a pattern does not name keeps the value here.
  struct Parts: Equatable {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var fraction = 0
  }

  /// Why a pattern cannot be used.
  public struct Problem: Error, Equatable, CustomStringConvertible {
    /// One line: what and where in the pattern.
    public var description: String
  }

  private enum Element: Sendable, Equatable {
    case number(WritableKeyPath<Parts, Int> & Sendable, digits: Int, isExact: Bool)
    case shortYear
    case literal(UInt8)
  }

  /// The runs of letters that stand for a part of a date.
  public static let letters = ["yyyy", "yy", "MM", "M", "dd", "d", "HH", "H", "mm", "ss", "SSS"]

  private let elements: [Element]

  /// Years written with two digits are from here on.
  private static let shortYearBase = 1970

  /// Reads a pattern.
  /// - Parameter pattern: `yyyy yy MM M dd d HH H mm ss SSS`, and text: anything but letters, or
  ///   letters between `'`.
  /// - Throws: `Problem` at the first letter that means nothing here.
  public init(_ pattern: String) throws(Problem) {
    var elements: [Element] = []
    var rest = Substring(pattern)
    while let letter = rest.first {
      if letter == "'" {
        rest = try Self.quoted(rest, of: pattern, into: &elements)
      } else if letter.isASCII, letter.isLetter {
        let run = rest.prefix { $0 == letter }
        elements.append(try Self.number(run, of: pattern))
        rest = rest.dropFirst(run.count)
      } else {
        elements += String(letter).utf8.map { .literal($0) }
        rest = rest.dropFirst()
      }
    }
    self.elements = elements
  }

  /// Reads text between single quotes, in which two of them are one; two alone are one as well.
  private static func quoted(
    _ text: Substring, of pattern: String, into elements: inout [Element]
  ) throws(Problem) -> Substring {
    var rest = text.dropFirst()
    var literal = ""
    while let letter = rest.popFirst() {
      if letter != "'" {
        literal.append(letter)
      } else if rest.first == "'", !literal.isEmpty {
        literal.append("'")
        rest = rest.dropFirst()
      } else {
        elements += (literal.isEmpty ? "'" : literal).utf8.map { .literal($0) }
        return rest
      }
    }
    throw Problem(description: "date pattern \"\(pattern)\": a ' is not closed")
  }

  private static func number(_ run: Substring, of pattern: String) throws(Problem) -> Element {
    switch run {
    case "yyyy": .number(\.year, digits: 4, isExact: true)
    case "yy": .shortYear
    case "MM": .number(\.month, digits: 2, isExact: true)
    case "M": .number(\.month, digits: 2, isExact: false)
    case "dd": .number(\.day, digits: 2, isExact: true)
    case "d": .number(\.day, digits: 2, isExact: false)
    case "HH": .number(\.hour, digits: 2, isExact: true)
    case "H": .number(\.hour, digits: 2, isExact: false)
    case "mm": .number(\.minute, digits: 2, isExact: true)
    case "ss": .number(\.second, digits: 2, isExact: true)
    case "SSS": .number(\.fraction, digits: 3, isExact: true)
    default:
      throw Problem(
        description: "date pattern \"\(pattern)\": \"\(run)\" is not one of "
          + "\(letters.joined(separator: " ")) (text goes between ')")
    }
  }

  /// The date that `text` is by this pattern, all of it; nil if it is none, or none that exists.
  func parse(_ text: RawSpan) -> Parts? {
    var parts = Parts()
    var offset = 0
    for element in elements {
      switch element {
      case .literal(let byte):
        guard offset < text.byteCount, text[offset] == byte else { return nil }
        offset += 1
      case .shortYear:
        guard let number = Self.digits(text, at: &offset, most: 2, isExact: true) else {
          return nil
        }
        let century = Self.shortYearBase - Self.shortYearBase % 100
        parts.year = century + number + (number < Self.shortYearBase % 100 ? 100 : 0)
      case .number(let path, let digits, let isExact):
        guard let number = Self.digits(text, at: &offset, most: digits, isExact: isExact) else {
          return nil
        }
        parts[keyPath: path] = number
      }
    }
    return offset == text.byteCount && parts.exists ? parts : nil
  }

  private static func digits(
    _ text: RawSpan, at offset: inout Int, most: Int, isExact: Bool
  ) -> Int? {
    var number = 0
    let start = offset
    while offset < text.byteCount, offset - start < most {
      let byte = text[offset]
      guard byte >= Ascii.zero, byte <= Ascii.nine else { break }
      number = number * 10 + Int(byte - Ascii.zero)
      offset += 1
    }
    let length = offset - start
    return length == most || (!isExact && length > 0) ? number : nil
  }

  /// Writes `parts` by this pattern.
  func format(_ parts: Parts, into output: inout [UInt8]) {
    for element in elements {
      switch element {
      case .literal(let byte): output.append(byte)
      case .shortYear: Self.append(parts.year % 100, digits: 2, to: &output)
      case .number(let path, let digits, let isExact):
        Self.append(parts[keyPath: path], digits: isExact ? digits : 1, to: &output)
      }
    }
  }

  private static func append(_ number: Int, digits: Int, to output: inout [UInt8]) {
    var divisor = 1
    var length = 1
    while length < digits || number / divisor >= 10 {
      divisor *= 10
      length += 1
    }
    while divisor > 0 {
      output.append(Ascii.zero + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

extension DatePattern.Parts {
  /// Whether there is such a day and time in the Gregorian calendar.
  var exists: Bool {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...days[month - 1]).contains(day) else { return false }
    return hour < 24 && minute < 60 && second < 60
  }
}
