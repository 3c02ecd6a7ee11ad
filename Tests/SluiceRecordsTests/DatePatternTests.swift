// Dates against Foundation's formatter and calendar.

import Foundation
import SluiceBytes
import Testing

@testable import SluiceRecords

struct DatePatternTests {
  private static let patterns = [
    "yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "M/d/yy", "yyyyMMdd", "yyyy-MM-dd'T'HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss.SSS", "H:mm:ss dd/MM/yy", "'day' d '''of''' MM yyyy",
    "yyyy 'o''clock' MM-dd",
    "dd''MM''yyyy", "yyyy年MM月dd日", "dMMyyyy", "yyyyMMd", "yyMdd", "dMM'7'yyyy-Hmmss",
  ]

  @Test(arguments: patterns)
  func datesAreWrittenAndReadAsFoundationDoes(pattern: String) throws {
    let ours = try DatePattern(pattern)
    let theirs = formatter(pattern)
    for seed in seeds(150) {
      var random = SeededGenerator(seed: seed)
      let parts = DatePattern.Parts(
        year: 1970 + random.below(pattern.contains("yyyy") ? 400 : 100),
        month: 1 + random.below(12),
        day: 1 + random.below(28), hour: random.below(24), minute: random.below(60),
        second: random.below(60), fraction: random.below(1000))
      let text = theirs.string(from: try #require(date(parts)))
      var written: [UInt8] = []
      ours.format(parts, into: &written)
      #expect(String(decoding: written, as: UTF8.self) == text, "seed \(seed)")
      let read = try #require(with(text) { ours.parse($0) }, "seed \(seed): \(text)")
      #expect(theirs.string(from: try #require(date(read))) == text, "seed \(seed)")
      var again: [UInt8] = []
      ours.format(read, into: &again)
      #expect(again == written, "seed \(seed)")
    }
  }

  /// Only days and times that there are, checked by the calendar.
  @Test func onlyRealDatesAreRead() throws {
    let pattern = try DatePattern("yyyy-MM-dd HH:mm:ss")
    for seed in seeds(3000) {
      var random = SeededGenerator(seed: seed)
      let parts = DatePattern.Parts(
        year: random.pick([1600, 1700, 1900, 2000, 2023, 2024, 2100, 2400]),
        month: random.pick([0, 1, 2, 2, 4, 6, 11, 12, 13]),
        day: random.pick([0, 1, 28, 29, 30, 31, 32]),
        hour: random.pick([0, 12, 23, 24]), minute: random.pick([0, 59, 60]),
        second: random.pick([0, 59, 60]))
      var text: [UInt8] = []
      pattern.format(parts, into: &text)
      let read = text.withRawBytes { pattern.parse($0) }
      #expect((read != nil) == (date(parts) != nil), "seed \(seed): \(literal(text))")
      if let read { #expect(read == parts, "seed \(seed): \(literal(text))") }
    }
  }

  /// A birthday may be on any day that some year has.
  @Test func withoutAYearAnyDayIsOne() throws {
    let pattern = try DatePattern("MM-dd")
    #expect(with("02-29") { pattern.parse($0) } != nil)
    #expect(with("02-30") { pattern.parse($0) } == nil)
  }

  @Test func onlyTheWholeTextIsADate() throws {
    let pattern = try DatePattern("d.M.yyyy")
    for text in [
      "", "1.2.", "1.2.20", "1.2.20244", " 1.2.2024", "1.2.2024 ", "001.2.2024", "1,2,2024",
    ] {
      #expect(with(text) { pattern.parse($0) } == nil, "\(text)")
    }
    #expect(with("01.02.2024") { pattern.parse($0) } != nil)
  }

  @Test(arguments: ["yyy", "MMM", "EEE", "dd-Q", "yyyy-mm-dd'T", "S", "m", "s", "yyyyy"])
  func unknownLettersAreRefused(pattern: String) {
    #expect(throws: DatePattern.Problem.self) { try DatePattern(pattern) }
  }

  private var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }

  private func formatter(_ pattern: String) -> DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.calendar = calendar
    formatter.timeZone = .gmt
    formatter.dateFormat = pattern
    return formatter
  }

  /// The moment, or nil when there is none such in the calendar.
  private func date(_ parts: DatePattern.Parts) -> Date? {
    let components = DateComponents(
      calendar: calendar, year: parts.year, month: parts.month, day: parts.day, hour: parts.hour,
      minute: parts.minute, second: parts.second)
    guard components.isValidDate(in: calendar) else { return nil }
    return calendar.date(from: components)?.addingTimeInterval(Double(parts.fraction) / 1000 + 1e-4)
  }
}
