// Questions that a draft asks of a column's values, each answered by counting: how many are different, and
// how many are dates, numbers, lists or IDs of a form. Bounded memory, no failure.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// The different values of a column: how many, and which where they are few.
struct DistinctValues {
  /// The first different values, in the order in which they came.
  private(set) var first: [[UInt8]] = []
  /// How often each of them came, as long as they were few.
  private var counts: [[UInt8]: Int] = [:]
  private var hashes: Set<Int> = []
  /// Values that had come before, as long as all were told apart.
  private(set) var repeated = 0
  private let most: Int

  /// So many are listed at most.
  static let mostListed = 20

  /// - Parameter most: how many are told apart.
  init(most: Int) { self.most = max(most, Self.mostListed + 1) }

  mutating func add(_ value: [UInt8]) {
    if !isOverflown, !hashes.insert(value.hashValue).inserted { repeated += 1 }
    if !areFew { return }
    if let count = counts[value] {
      counts[value] = count + 1
    } else if first.count < Self.mostListed {
      first.append(value)
      counts[value] = 1
    }
  }

  var count: Int { hashes.count }
  /// Whether there may be more than were counted.
  var isOverflown: Bool { hashes.count >= most }
  /// Whether all of them are in ``first``.
  var areFew: Bool { hashes.count <= Self.mostListed }
  /// Where they are few, all of them, the most frequent ones in front.
  var byFrequency: [(value: [UInt8], count: Int)] {
    let listed = first.enumerated().map { place, value in (place, value, counts[value] ?? 0) }
    return listed.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map { ($0.1, $0.2) }
  }
}

/// How many values are dates, by pattern.
struct DateShape {
  /// What exports write, the more likely one of two that read the same digits first.
  private static let patterns: [(text: String, pattern: DatePattern)] = [
    "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
    "yyyy-MM-dd HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
    "yyyy-MM-dd HH:mm", "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss", "yyyyMMdd", "yyyyMMddHHmmss",
    "dd.MM.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "dd.MM.yy", "d.M.yyyy", "dd/MM/yyyy",
    "MM/dd/yyyy", "dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy",
    "yyyy-MM",
  ].compactMap { text in (try? DatePattern(text)).map { (text, $0) } }

  private var matched = [Int](repeating: 0, count: patterns.count)
  private var open = Array(patterns.indices)
  private var seen = 0

  /// After so many values, one that most of them do not follow is not looked for any more.
  private static let patience = 1_000
  /// Bytes of the shortest date: `2024-02`.
  private static let fewestBytes = 7

  mutating func add(_ value: RawSpan) {
    if open.isEmpty { return }
    seen += 1
    if value.byteCount >= Self.fewestBytes, value.byte(at: 0).isDigit {
      for place in open where Self.patterns[place].pattern.matches(value) { matched[place] += 1 }
    }
    if seen == Self.patience { open.removeAll { matched[$0] * 2 < seen } }
  }

  /// The patterns that are still looked for, and how many values follow each.
  var counts: [(pattern: String, count: Int)] {
    open.map { (Self.patterns[$0].text, matched[$0]) }
  }
}

/// The numbers among a column's values.
struct NumberShape {
  private(set) var count = 0
  private(set) var least = Int.max
  private(set) var greatest = Int.min
  /// Whether none has a fraction.
  private(set) var areWhole = true
  /// Whether one begins with a zero that it does not need: postcodes, article numbers, months, hours.
  private var areCodes = false
  /// One in `stride` of them.
  private var kept: [Int] = []
  private var stride = 1

  private static let mostKept = 2_000
  /// Larger ones are times or numbers of something.
  private static let mostAmount = 999_999_999

  mutating func add(_ value: RawSpan) {
    guard let number = Decimal.wholePart(value) else { return }
    least = min(least, number)
    greatest = max(greatest, number)
    if value.offset(of: Ascii.dot, or: Ascii.dot, from: 0) < value.byteCount { areWhole = false }
    if value.byteCount > 1, value.byte(at: 0) == Ascii.zero, value.byte(at: 1).isDigit {
      areCodes = true
    }
    if count % stride == 0 { keep(number) }
    count += 1
  }

  private mutating func keep(_ number: Int) {
    kept.append(number)
    guard kept.count == Self.mostKept else { return }
    kept = kept.indices.filter { $0 % 2 == 0 }.map { kept[$0] }
    stride *= 2
  }

  /// Whether they may count or measure something.
  var areAmounts: Bool { !areCodes && greatest <= Self.mostAmount && least >= -Self.mostAmount }

  /// Numbers that cut them into quarters, as far as they are different.
  var quartiles: [Int] {
    let sorted = kept.sorted()
    let cuts = (1...3).map { sorted[sorted.count * $0 / 4] }
    // What is below the least has nothing in it.
    return cuts.reduce(into: []) { if $0.last != $1, $1 > least { $0.append($1) } }
  }
}

/// Whether a column's values are lists.
struct ListShape {
  let separator: String
  private let byte: UInt8
  private var count = 0
  /// Lists of just two pieces.
  private var pairs = 0
  private var pieces: Set<Int> = []
  /// Whether the separator is a sign of something else.
  private var isOther = false

  static let usual = ["|", ";", ","].map { ListShape(separator: $0) }

  /// More different pieces are no list of a few things.
  private static let mostPieces = 1_000
  /// One in so many values has several pieces at least.
  private static let fewestLists = 10

  private init(separator: String) {
    self.separator = separator
    byte = separator.utf8.first ?? 0
  }

  mutating func add(_ value: RawSpan) {
    if isOther { return }
    var end = value.offset(of: byte, or: byte, from: 0)
    if end == value.byteCount { return }
    count += 1
    var start = 0
    var number = 1
    while end < value.byteCount {
      if byte == Ascii.comma, isInText(value, at: end) { isOther = true }
      pieces.insert(value.extracting(start..<end).copied().hashValue)
      start = end + 1
      number += 1
      end = value.offset(of: byte, or: byte, from: start)
    }
    pieces.insert(value.extracting(start..<end).copied().hashValue)
    if number == 2 { pairs += 1 }
    if pieces.count > Self.mostPieces { isOther = true }
  }

  /// Whether a comma is that of prose, of `Rio, Brazil`, or of a number.
  private func isInText(_ value: RawSpan, at comma: Int) -> Bool {
    guard comma > 0, comma + 1 < value.byteCount else { return false }
    let (before, after) = (value.byte(at: comma - 1), value.byte(at: comma + 1))
    return Blank.contains(after) || before.isDigit && after.isDigit
  }

  /// Whether enough values are lists, of pieces that are fewer than the values. Where all are of two pieces, those are
  /// more likely two things: a name and a first name.
  func isList(in column: ColumnProfile) -> Bool {
    !isOther && count > 0 && count * Self.fewestLists >= column.filled
      && !column.isNearlyAll(pairs) && pieces.count < column.values.count
  }
}

/// How many of a column's first values have the form of IDs.
struct IDShape {
  private var matched = [Int](repeating: 0, count: IDType.allCases.count)
  private var matchedButForCase = [Int](repeating: 0, count: IDType.allCases.count)
  /// Values of letters, digits and what binds them: no prose and no amount.
  private var codes = 0
  /// Values looked at: as many as tell what a column is elsewhere.
  private var count = 0

  /// - Parameter id: without blanks at its ends.
  mutating func add(_ id: RawSpan) {
    if count == ColumnSampler.sampleSize { return }
    count += 1
    if Self.isCode(id) { codes += 1 }
    for (place, type) in IDType.allCases.enumerated() {
      switch type.problem(in: id) {
      case nil: matched[place] += 1
      case .wrongCase: matchedButForCase[place] += 1
      default: break
      }
    }
  }

  private static func isCode(_ id: RawSpan) -> Bool {
    (0..<id.byteCount).allSatisfy { place in
      let byte = id.byte(at: place)
      return byte.isDigit || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == Ascii.dash
        || byte == 0x5F
    }
  }

  /// Whether nearly all values look like codes.
  var areCodes: Bool { isNearlyAll(codes) }

  /// Whether nearly all values are IDs of a type.
  func fits(_ type: IDType) -> Bool { isNearlyAll(matched[place(type)]) }

  /// Whether nearly all values are IDs of a type, the case of their letters aside.
  func fitsInAnyCase(_ type: IDType) -> Bool {
    isNearlyAll(matched[place(type)] + matchedButForCase[place(type)])
  }

  /// Whether nearly all values are IDs that tell their type by their form, and not all the same one.
  var areMixed: Bool {
    let counts = [IDType.idfa, .gaid, .uuid].map { matched[place($0)] }
    return isNearlyAll(counts.reduce(0, +)) && !counts.contains(where: isNearlyAll)
  }

  private func place(_ type: IDType) -> Int { IDType.allCases.firstIndex(of: type) ?? 0 }

  private func isNearlyAll(_ matches: Int) -> Bool { count > 0 && matches * 100 >= count * 99 }
}
