// Questions that a draft asks of a column's values, each answered by counting: how many are different, and
// how many are dates, numbers, lists or IDs of a form. Bounded memory, no failure.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// The different values of a column: how many, and which where they are few.
struct DistinctValues {
  /// The first different values, in the order in which they came.
  private(set) var first: [[UInt8]] = []
  /// How often each of them came.
  private var counts: [[UInt8]: Int] = [:]
  private var hashes: Set<Int> = []
  /// Values that had come before, as long as all were told apart.
  private(set) var repeated = 0

  /// So many are listed at most.
  static let mostListed = 20
  /// So many are told apart at most.
  static let mostCounted = 20_000

  mutating func add(_ value: [UInt8]) {
    if !isOverflown, !hashes.insert(value.hashValue).inserted { repeated += 1 }
    if let count = counts[value] {
      counts[value] = count + 1
    } else if first.count < Self.mostListed {
      first.append(value)
      counts[value] = 1
    }
  }

  var count: Int { hashes.count }
  /// Whether there may be more than were counted.
  var isOverflown: Bool { hashes.count >= Self.mostCounted }
  /// Whether all of them are in ``first``.
  var areFew: Bool { hashes.count <= Self.mostListed }
  /// Those in ``first``, the most frequent ones in front.
  var byFrequency: [(value: [UInt8], count: Int)] {
    let listed = first.enumerated().map {
      (place: $0.offset, value: $0.element, count: counts[$0.element] ?? 0)
    }
    return listed.sorted { ($1.count, $0.place) < ($0.count, $1.place) }.map {
      ($0.value, $0.count)
    }
  }
}

/// How many values are dates, by pattern.
struct DateShape {
  /// What exports write, the more likely one of two that read the same digits first.
  private static let patterns: [(text: String, pattern: DatePattern)] = [
    "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
    "yyyy-MM-dd HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "yyyy-MM-dd HH:mm", "yyyy/MM/dd",
    "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "dd/MM/yyyy",
    "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "yyyy-MM",
  ].compactMap { text in (try? DatePattern(text)).map { (text, $0) } }

  private var matched = [Int](repeating: 0, count: patterns.count)
  private var open = Array(patterns.indices)
  private var seen = 0

  /// After so many values, one that most of them do not follow is not looked for any more.
  private static let patience = 20

  mutating func add(_ value: RawSpan) {
    if open.isEmpty { return }
    seen += 1
    for place in open where Self.patterns[place].pattern.matches(value) { matched[place] += 1 }
    if seen >= Self.patience { open.removeAll { matched[$0] * 2 < seen } }
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
  /// Whether one begins with a zero that it does not need: postcodes, article numbers.
  private(set) var areCodes = false
  private var first: [Int] = []

  private static let mostKept = 1_000

  mutating func add(_ value: RawSpan) {
    guard let number = Decimal.wholePart(value) else { return }
    count += 1
    least = min(least, number)
    greatest = max(greatest, number)
    let isZeroFirst = value.byteCount > 1 && value.byte(at: 0) == Ascii.zero
    if isZeroFirst, value.byte(at: 1) != Ascii.dot { areCodes = true }
    if first.count < Self.mostKept { first.append(number) }
  }

  /// Numbers that cut the first of those seen into quarters, as far as they are different.
  var quartiles: [Int] {
    let sorted = first.sorted()
    let cuts = (1...3).map { sorted[sorted.count * $0 / 4] }
    return cuts.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

/// Whether a column's values are lists.
struct ListShape {
  let separator: String
  private let byte: UInt8
  private var count = 0
  private var pieces: Set<Int> = []
  private var isText = false

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
    if isText { return }
    var start = 0
    var isList = false
    while start <= value.byteCount {
      let end = value.offset(of: byte, or: byte, from: start)
      let piece = value.extracting(start..<end)
      if end < value.byteCount { isList = true }
      // A comma and a blank are prose, or `Rio, Brazil`.
      if byte == Ascii.comma, start > 0, !piece.isEmpty, Blank.contains(piece.byte(at: 0)) {
        isText = true
      }
      pieces.insert(piece.copied().hashValue)
      start = end + 1
    }
    if isList { count += 1 }
    if pieces.count > Self.mostPieces { isText = true }
  }

  /// Whether enough values are lists, of pieces that are fewer than the values.
  func isList(in column: ColumnProfile) -> Bool {
    !isText && count > 0 && count * Self.fewestLists >= column.filled
      && pieces.count < column.values.count
  }
}

/// How many of a column's first values have the form of IDs.
struct IDShape {
  private var matched = [Int](repeating: 0, count: IDType.allCases.count)
  private var matchedButForCase = [Int](repeating: 0, count: IDType.allCases.count)
  /// Values looked at.
  private(set) var count = 0
  /// Values with a blank at an end.
  private(set) var padded = 0

  mutating func add(_ value: RawSpan) {
    let id = value.extracting(Blank.trimmed(value))
    if id.isEmpty || count == ColumnSampler.sampleSize { return }
    count += 1
    if id.byteCount < value.byteCount { padded += 1 }
    for (place, type) in IDType.allCases.enumerated() {
      switch type.problem(in: id) {
      case nil: matched[place] += 1
      case .wrongCase: matchedButForCase[place] += 1
      default: break
      }
    }
  }

  /// Whether nearly all values are IDs of a type.
  func fits(_ type: IDType) -> Bool { isNearlyAll(matched, type) }

  /// Whether nearly all values are IDs of a type but for the case of their letters.
  func fitsButForCase(_ type: IDType) -> Bool { isNearlyAll(matchedButForCase, type) }

  private func isNearlyAll(_ counts: [Int], _ type: IDType) -> Bool {
    guard count > 0, let place = IDType.allCases.firstIndex(of: type) else { return false }
    return counts[place] * 100 >= count * 99
  }
}
