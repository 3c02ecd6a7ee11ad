// What the values of one column are like, by those that have passed: for drafting what to make of it.
//
// Counts, and keeps a few values as examples. Memory is bounded for a column, whatever comes. Cannot fail.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// One column of the sample.
struct ColumnProfile {
  let name: String
  /// Whether it holds personal data.
  private(set) var judge: ColumnJudge
  /// Values that are neither empty nor a word for nothing.
  private(set) var filled = 0
  /// Those with a blank at an end.
  private(set) var padded = 0
  private(set) var values: DistinctValues
  private(set) var dates = DateShape()
  private(set) var numbers = NumberShape()
  private(set) var lists = ListShape.usual
  private(set) var ids = IDShape()

  /// - Parameter mostDistinct: how many different values are told apart.
  init(name: String, mostDistinct: Int) {
    self.name = name
    judge = ColumnJudge(name: name)
    values = DistinctValues(most: mostDistinct)
  }

  /// Looks at a value that is no null.
  mutating func add(_ value: RawSpan) {
    let trimmed = value.extracting(Blank.trimmed(value))
    if trimmed.isEmpty { return }
    if trimmed.byteCount < value.byteCount { padded += 1 }
    filled += 1
    judge.add(trimmed)
    values.add(trimmed.copied())
    dates.add(trimmed)
    numbers.add(trimmed)
    for place in lists.indices { lists[place].add(trimmed) }
    ids.add(trimmed)
  }

  /// Whether a count is that of nearly all filled values: a few may be typed wrong, or stand for nothing.
  func isNearlyAll(_ count: Int) -> Bool { Self.isNearlyAll(count, of: filled) }

  private static func isNearlyAll(_ count: Int, of whole: Int) -> Bool {
    whole > 0 && count * 100 >= whole * ColumnSampler.percentNeeded
  }

  /// Whether nearly all values are e-mail addresses. Only the first values are judged by themselves.
  var holdsAddresses: Bool {
    switch judge.finding {
    case .name(.email), .values(.email, _):
      Self.isNearlyAll(judge.personalCount, of: judge.sampler.count)
    default: false
    }
  }

  /// The patterns of dates that nearly all values follow, and how many do.
  var datePatterns: [(pattern: String, count: Int)] {
    dates.counts.filter { isNearlyAll($0.count) }
  }

  /// Numbers that cut the column's own into bands; nil where its values are no amounts.
  var bands: [Int]? {
    guard isNearlyAll(numbers.count), numbers.areAmounts, datePatterns.isEmpty, !values.areFew,
      !NameWords.words(in: name).contains(where: Self.codeNames.contains)
    else { return nil }
    // Whole numbers of which hardly two are alike are numbers of something.
    if numbers.areWhole, values.repeated < values.count { return nil }
    let cuts = numbers.quartiles
    let arePersonal = BandLabels.labels(cuts).contains { label in
      Array(label.utf8).withRawBytes { PersonalDataDetector.kind(of: $0) != nil }
    }
    return cuts.count > 1 && !arePersonal ? cuts : nil
  }

  /// Words in the names of columns whose numbers are no amounts.
  private static let codeNames: Set<String> = [
    "id", "nr", "no", "num", "number", "nummer", "key", "code", "zip", "plz", "postcode", "postal",
    "postleitzahl", "version",
  ]

  /// What stands between the pieces of its values, if they are lists.
  var listSeparator: String? {
    lists.first { $0.isList(in: self) }?.separator
  }

  /// Whether it is personal data, so that nothing of it is shown.
  var isPersonal: Bool {
    judge.finding != nil || PersonalDataDetector.kind(ofName: name) != nil
  }

  /// The values that are listed, the most frequent ones in front; nil if one of them is not shown as it is.
  var openValues: [String]? {
    let values = values.byFrequency.map(\.value)
    let shown = values.map(shown)
    return zip(values, shown).allSatisfy { $0.elementsEqual($1.utf8) } ? shown : nil
  }

  /// A value as it may be shown: masked if it is personal, and not long.
  func shown(_ value: [UInt8]) -> String {
    let kind = value.withRawBytes {
      PersonalDataDetector.kind(of: $0, columnHint: judge.sampler.verdictOfPart)
    }
    let text = String(decoding: value, as: UTF8.self)
    if isPersonal || kind != nil { return PersonalDataDetector.mask(text) }
    return text.count > Self.mostShown ? text.prefix(Self.mostShown) + "…" : text
  }

  private static let mostShown = 30
}
