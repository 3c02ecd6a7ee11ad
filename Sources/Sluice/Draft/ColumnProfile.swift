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
  private(set) var values = DistinctValues()
  private(set) var dates = DateShape()
  private(set) var numbers = NumberShape()
  private(set) var lists = ListShape.usual
  private(set) var ids = IDShape()

  init(name: String) {
    self.name = name
    judge = ColumnJudge(name: name)
  }

  /// Looks at a value that is no null.
  mutating func add(_ value: RawSpan) {
    ids.add(value)
    let value = value.extracting(Blank.trimmed(value))
    if value.isEmpty { return }
    filled += 1
    judge.add(value)
    values.add(value.copied())
    dates.add(value)
    numbers.add(value)
    for place in lists.indices { lists[place].add(value) }
  }

  /// Whether a count is that of nearly all filled values: a few may be typed wrong, or stand for nothing.
  func isNearlyAll(_ count: Int) -> Bool { filled > 0 && count * 100 >= filled * 95 }

  /// The patterns of dates that nearly all values follow.
  var datePatterns: [String] {
    dates.counts.filter { isNearlyAll($0.count) }.map(\.pattern)
  }

  /// The numbers, where nearly all values are some, and so many that they can be cut into bands.
  var bandedNumbers: NumberShape? {
    let isNumeric = isNearlyAll(numbers.count) && !numbers.areCodes && datePatterns.isEmpty
    return isNumeric && !values.areFew ? numbers : nil
  }

  /// What stands between the pieces of its values, if they are lists.
  var listSeparator: String? {
    lists.first { $0.isList(in: self) }?.separator
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
    if judge.finding != nil || kind != nil { return PersonalDataDetector.mask(text) }
    return text.count > Self.mostShown ? text.prefix(Self.mostShown) + "…" : text
  }

  private static let mostShown = 30
}
