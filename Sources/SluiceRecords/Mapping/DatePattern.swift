// Dates by pattern: read strictly, written as asked, no locale and no calendar but the Gregorian.
//
// Takes patterns of the letters y M d H m s S and literal text, as in Unicode TR 35 (date format
// patterns), of which this is the numeric part; a pattern becomes steps once, and each value is read and
// written by them without an allocation. Pure.

/// A numeric date pattern such as `yyyy-MM-dd`.
public struct DatePattern: Sendable, Equatable {
  /// The numbers of a date; what a pattern does not name keeps the value here.
  struct Parts: Equatable {
    /// Of a pattern without one, such that 29 February is a day.
    var year = 2000
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var fraction = 0
  }

  /// Why a pattern cannot be used.
  public struct Problem: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and where in the pattern.
    public var what: String
    /// What may help.
    public var hint: String?

    /// One line for people.
    public var description: String { hint.map { "\(what) (\($0))" } ?? what }
  }

  /// One of the numbers.
  enum Part: String, Sendable, Hashable, CaseIterable {
    case year, month, day, hour, minute, second, fraction
  }

  /// What is read or written next.
  private enum Step: Sendable, Equatable {
    /// Just so many digits.
    case digits(Part, count: Int)
    /// One digit or two, and so many more before the next byte that is none.
    case oneOrTwoDigits(Part, before: Int)
    /// The last two digits of a year.
    case shortYear
    case literal(UInt8)

    /// The number that it is about.
    var part: Part? {
      switch self {
      case .digits(let part, _), .oneOrTwoDigits(let part, _): part
      case .shortYear: .year
      case .literal: nil
      }
    }

    /// Bytes that it takes.
    var lengths: ClosedRange<Int> {
      switch self {
      case .digits(_, let count): count...count
      case .oneOrTwoDigits: 1...2
      case .shortYear: 2...2
      case .literal: 1...1
      }
    }
  }

  /// The runs of letters that stand for a part of a date.
  public static let letters = ["yyyy", "yy", "MM", "M", "dd", "d", "HH", "H", "mm", "ss", "SSS"]

  private let steps: [Step]
  /// The numbers that it names.
  var parts: Set<Part> { Set(steps.compactMap(\.part)) }
  /// Two numbers of one digit or two with nothing but digits between them, so that a text can be read in two ways;
  /// empty if there are none such.
  let unclearParts: [Part]
  /// Bytes of the shortest and the longest text that can be a date by this pattern.
  private let lengths: ClosedRange<Int>

  /// Years written with two digits are from here on.
  private static let shortYearBase = 1970

  /// Reads a pattern.
  /// - Parameter pattern: `yyyy yy MM M dd d HH H mm ss SSS`, and text: anything but letters, or
  ///   letters between `'`.
  /// - Throws: `Problem` at the first letter that means nothing here, or for a pattern without any that does.
  public init(_ pattern: String) throws(Problem) {
    let scalars = Array(pattern.unicodeScalars)
    var steps: [Step] = []
    var place = 0
    while place < scalars.count {
      if scalars[place] == "'" {
        place = try Self.readQuoted(scalars, from: place, into: &steps)
      } else if scalars[place].properties.isAlphabetic, scalars[place].isASCII {
        let run = scalars[place...].prefix { $0 == scalars[place] }
        steps.append(try Self.number(run))
        place = run.endIndex
      } else {
        steps += String(scalars[place]).utf8.map { .literal($0) }
        place += 1
      }
    }
    guard steps.contains(where: { $0.part != nil }) else {
      throw Problem(what: "no part of a date in it", hint: Self.known)
    }
    unclearParts = Self.settleWidths(&steps)
    self.steps = steps
    lengths = steps.reduce(0...0) { sum, step in
      sum.lowerBound + step.lengths.lowerBound...sum.upperBound + step.lengths.upperBound
    }
  }

  private static let known = "known: \(letters.joined(separator: " "))"

  /// Reads text between single quotes, in which two of them are one; two alone are one as well.
  /// - Returns: where the rest begins.
  private static func readQuoted(
    _ scalars: [Unicode.Scalar], from start: Int, into steps: inout [Step]
  ) throws(Problem) -> Int {
    var literal = String.UnicodeScalarView()
    var place = start + 1
    while place < scalars.count {
      let isQuote = scalars[place] == "'"
      let isDoubled = isQuote && place + 1 < scalars.count && scalars[place + 1] == "'"
      if isQuote, !isDoubled || literal.isEmpty {
        let text = literal.isEmpty ? "'" : String(literal)
        steps += text.utf8.map { .literal($0) }
        return place + 1
      }
      literal.append(scalars[place])
      place += isDoubled ? 2 : 1
    }
    throw Problem(what: "the single quote at character \(start + 1) is never closed")
  }

  /// Tells each number of one digit or two how many digits follow on it, by which it can be read.
  /// - Returns: two of them that stand too close together; none if all can be told apart.
  private static func settleWidths(_ steps: inout [Step]) -> [Part] {
    var following = 0
    var open: Part?
    var unclear: [Part] = []
    for place in steps.indices.reversed() {
      switch steps[place] {
      case .digits(_, let count): following += count
      case .shortYear: following += 2
      case .literal(let byte) where byte.isDigit: following += 1
      case .literal: (following, open) = (0, nil)
      case .oneOrTwoDigits(let part, _):
        steps[place] = .oneOrTwoDigits(part, before: following)
        if let open { unclear = [part, open] }
        open = part
      }
    }
    return unclear
  }

  private static func number(_ run: ArraySlice<Unicode.Scalar>) throws(Problem) -> Step {
    var text = ""
    text.unicodeScalars.append(contentsOf: run)
    switch text {
    case "yyyy": return .digits(.year, count: 4)
    case "yy": return .shortYear
    case "MM": return .digits(.month, count: 2)
    case "M": return .oneOrTwoDigits(.month, before: 0)
    case "dd": return .digits(.day, count: 2)
    case "d": return .oneOrTwoDigits(.day, before: 0)
    case "HH": return .digits(.hour, count: 2)
    case "H": return .oneOrTwoDigits(.hour, before: 0)
    case "mm": return .digits(.minute, count: 2)
    case "ss": return .digits(.second, count: 2)
    case "SSS": return .digits(.fraction, count: 3)
    default:
      let near = letters.first { $0.lowercased() == text.lowercased() }
      let shown = text.count > longestRunShown ? text.prefix(longestRunShown) + "…" : text[...]
      throw Problem(
        what: "unknown letters \"\(shown)\" at character \(run.startIndex + 1)",
        hint: near.map { "did you mean \"\($0)\"?" }
          ?? "\(known); put other letters in single quotes")
    }
  }

  private static let longestRunShown = 40

  /// Whether `text` is a date by this pattern, all of it, and one that exists.
  package func matches(_ text: RawSpan) -> Bool { parse(text) != nil }

  /// The date that `text` is by this pattern, all of it; nil if it is none, or none that exists.
  func parse(_ text: RawSpan) -> Parts? {
    guard lengths.contains(text.byteCount) else { return nil }
    var parts = Parts()
    var offset = 0
    for step in steps {
      switch step {
      case .digits(let part, let count):
        guard let number = Self.number(text, from: offset, count: count) else { return nil }
        parts[part] = number
        offset += count
      case .oneOrTwoDigits(let part, let following):
        let count = Self.hasDigits(text, from: offset, count: 2 + following) ? 2 : 1
        guard let number = Self.number(text, from: offset, count: count) else { return nil }
        parts[part] = number
        offset += count
      case .shortYear:
        guard let number = Self.number(text, from: offset, count: 2) else { return nil }
        let century = Self.shortYearBase - Self.shortYearBase % 100
        parts.year = century + number + (number < Self.shortYearBase % 100 ? 100 : 0)
        offset += 2
      case .literal(let byte):
        guard offset < text.byteCount, text[offset] == byte else { return nil }
        offset += 1
      }
    }
    return offset == text.byteCount && parts.exists ? parts : nil
  }

  private static func hasDigits(_ text: RawSpan, from start: Int, count: Int) -> Bool {
    start + count <= text.byteCount
      && (start..<start + count).allSatisfy { text[$0].isDigit }
  }

  /// The number of `count` digits that stands at `start`; nil if there is none.
  @inline(__always)
  private static func number(_ text: RawSpan, from start: Int, count: Int) -> Int? {
    guard start + count <= text.byteCount else { return nil }
    var number = 0
    for offset in start..<start + count {
      let digit = text[offset] &- Ascii.zero
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  /// Writes `parts` by this pattern.
  func format(_ parts: Parts, into output: inout [UInt8]) {
    for step in steps {
      switch step {
      case .digits(let part, let count): Self.append(parts[part], digits: count, to: &output)
      case .oneOrTwoDigits(let part, _): Self.append(parts[part], digits: 1, to: &output)
      case .shortYear: Self.append(parts.year % 100, digits: 2, to: &output)
      case .literal(let byte): output.append(byte)
      }
    }
  }

  /// Appends a number with as many zeros in front as give it so many digits.
  private static func append(_ number: Int, digits: Int, to output: inout [UInt8]) {
    if number >= 100 || digits > 2 { append(number / 100, digits: digits - 2, to: &output) }
    let pair = UInt8(number % 100)
    if number >= 10 || digits > 1 {
      output.append(Ascii.zero + pair / 10)
      output.append(Ascii.zero + pair % 10)
    } else if number > 0 || digits > 0 {
      output.append(Ascii.zero + pair)
    }
  }
}

extension DatePattern.Parts {
  fileprivate subscript(_ part: DatePattern.Part) -> Int {
    get {
      switch part {
      case .year: year
      case .month: month
      case .day: day
      case .hour: hour
      case .minute: minute
      case .second: second
      case .fraction: fraction
      }
    }
    set {
      switch part {
      case .year: year = newValue
      case .month: month = newValue
      case .day: day = newValue
      case .hour: hour = newValue
      case .minute: minute = newValue
      case .second: second = newValue
      case .fraction: fraction = newValue
      }
    }
  }

  /// Whether there is such a day and time in the Gregorian calendar.
  var exists: Bool {
    guard month >= 1, month <= 12, day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    // The odd months up to July and the even ones from August on have 31 days.
    let days = month == 2 ? (isLeap ? 29 : 28) : 30 + (month + month / 8) % 2
    return day <= days && hour < 24 && minute < 60 && second < 60
  }
}
