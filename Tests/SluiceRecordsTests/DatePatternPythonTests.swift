// Dates against Python's `strptime`, for patterns that both know.
//
// Python takes one digit for two, any case of letters and any run of blanks. Where a pattern is
// exact, a text therefore counts only if Python writes the date that it read as the same text.

import SluiceBytes
import Testing

@testable import SluiceRecords

struct DatePatternPythonTests {
  /// Ours, Python's, and whether numbers must have all their digits.
  private static let patterns = [
    ("yyyy-MM-dd", "%Y-%m-%d", true), ("dd.MM.yyyy", "%d.%m.%Y", true),
    ("yyyyMMdd", "%Y%m%d", true), ("yyyyMMddHHmmss", "%Y%m%d%H%M%S", true),
    ("yyyy-MM-dd'T'HH:mm:ss", "%Y-%m-%dT%H:%M:%S", true),
    ("HH:mm dd/MM/yyyy", "%H:%M %d/%m/%Y", true),
    ("MM''yyyy", "%m'%Y", true), ("dd", "%d", true), ("d.M.yyyy", "%d.%m.%Y", false),
    ("M/d/yyyy", "%m/%d/%Y", false), ("yyyy-M-d,H", "%Y-%m-%d,%H", false),
  ]

  private static let judge = """
    from datetime import datetime
    def judge(text, pattern, exact):
        try: date = datetime.strptime(text, pattern)
        except ValueError: return '-'
        if exact and date.strftime(pattern.replace('%Y', '%04d' % date.year)) != text: return '-'
        return f'{date.year} {date.month} {date.day} {date.hour} {date.minute} {date.second}'
    for line in data.decode().split('\\n')[:-1]:
        put((judge(line, sys.argv[1], sys.argv[2] == 'true') + '\\n').encode())

    """

  @Test(arguments: patterns)
  func readsWhatPythonReads(ours: String, theirs: String, isExact: Bool) throws {
    let pattern = try DatePattern(ours)
    let texts = seeds(1000).map { seed in
      var random = SeededGenerator(seed: seed)
      return text(pattern, isExact: isExact, &random)
    }
    let input = Array(texts.map { $0 + "\n" }.joined().utf8)
    let output = try Tool.python(Self.judge, arguments: [theirs, "\(isExact)"], input: input)
    let judgements = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    try #require(judgements.count == texts.count)
    for (text, judgement) in zip(texts, judgements) {
      let read = with(text) { pattern.parse($0) }
      // Python begins in 1900 where no year is given.
      let year = ours.contains("y") ? read?.year : 1900
      let said = read.map { parts in
        "\(year ?? 0) \(parts.month) \(parts.day) \(parts.hour) \(parts.minute) \(parts.second)"
      }
      #expect(said ?? "-" == judgement, "\(ours): \(text)")
    }
    #expect(judgements.count { $0 != "-" } > texts.count / 5)
    #expect(judgements.contains("-"))
  }

  /// A date that mostly exists, written by the pattern, at times with a wrong character.
  private func text(
    _ pattern: DatePattern, isExact: Bool, _ random: inout SeededGenerator
  ) -> String {
    let parts = DatePattern.Parts(
      year: random.pick([1, 1600, 1900, 1970, 1999, 2000, 2023, 2024, 2100, 9999]),
      month: random.pick([1, 2, 2, 3, 4, 9, 12, random.below(14)]),
      day: random.pick([1, 9, 10, 28, 29, 30, 31, random.below(33)]),
      hour: random.pick([0, 7, 23, random.below(25)]), minute: random.pick([0, 59, 60]),
      second: random.pick([0, 59, 60]))
    var text: [UInt8] = []
    pattern.format(parts, into: &text)
    if random.oneIn(4), !text.isEmpty {
      let place = random.below(text.count)
      switch random.below(isExact ? 3 : 2) {
      // Python takes a blank and a digit for a day.
      case 0: text[place] = random.pick(Array("0123456789-./:Tt".utf8) + (isExact ? [0x20] : []))
      case 1: text.remove(at: place)
      default: text.insert(random.pick(Array("019 -".utf8)), at: place)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
