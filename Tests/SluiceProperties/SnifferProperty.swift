// The sniffer on any head and with any settings: it answers, keeps what was set, and does not
// contradict itself.
//
// An input: a byte for each setting, then the head.

import SluiceBytes
import SluiceRecords
import SluiceTestTools

/// Any head gives a usable dialect.
enum SnifferProperty {
  static func problem(in input: [UInt8]) -> String? {
    let trial = SnifferTrial(input)
    let sniffed = trial.sniff()
    let problem =
      trial.sniff() != sniffed
      ? "not the same twice" : trial.problem(with: sniffed) ?? trial.problem(skippingIn: sniffed)
    return problem.map { "\(trial.settings), \(literal(trial.head)): \($0): \(sniffed)" }
  }

  /// A small table, each column of its own kind.
  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let settings = random.oneIn(2) ? [] : random.bytes(SnifferTrial.headLength)
    let head = settings + [UInt8](repeating: 0, count: SnifferTrial.headLength - settings.count)
    let delimiter = random.pick([",", ",", ";", "\t", "|", ":", "^", "\u{1}"])
    let lineEnd = random.pick(["\n", "\n", "\r\n", "\r"])
    let quotes = random.pick([2, 2, 1, 20])
    let columns = (0..<1 + random.below(5)).map { _ in random.below(cells.count) }
    var text = random.pick(["", "", "", "sep=\(delimiter)\(lineEnd)", "# notes; x\(lineEnd)"])
    for _ in 0..<2 + random.below(8) {
      let row = columns.map { column in
        let cell = random.pick(cells[column])
        return random.oneIn(quotes)
          ? "\"\(cell.split(separator: "\"").joined(separator: "\"\""))\"" : cell
      }
      text += row.joined(separator: delimiter) + lineEnd
    }
    return head + Array(text.utf8)
  }

  private static let cells = [
    ["name", "Ann Lee", "Lee, Ann", "O'Neil", "5\" pipe"], ["total", "1,50", "0.25", "1.234,50"],
    ["at", "10:15:00", "2024-02-29T10:15Z", "12/8/02"], ["site", "http://a.example:81/?a=1;b=2"],
    ["j", "{\"a\": 1, \"b\": \"x\"}", "a|b|c"], ["n", "\\N", "C:\\dir", "a\\tb", "it\\'s"],
    ["id", "7", "00123", "00:1a:2b:3c:4d:5e", ""],
  ]
}

/// A head and what was set.
private struct SnifferTrial {
  let settings: DialectSettings
  let isWhole: Bool
  let head: [UInt8]

  /// Bytes that decide.
  static let headLength = 7
  /// Around the lines of a `sep=`, blocks and records.
  private static let runs = [1, 3, 8, 31, 62, 63, 64, 65, 126]
  /// Around the samples of records, cells and lines.
  private static let longRuns = [199, 200, 1000, 3999, 4096, 4097]
  /// Bytes of the longest head; reading it takes a walk for each delimiter and quote.
  private static let most = 12_000

  init(_ input: [UInt8]) {
    var choices = Choices(input)
    var settings = DialectSettings()
    isWhole = choices.pick([true, false])
    settings.delimiter = choices.pick([nil, Ascii.comma, Ascii.tab, UInt8(ascii: "x"), Ascii.quote])
    settings.quote = choices.pick([
      nil, DialectSettings.Mark.none, .byte(Ascii.quote), .byte(Ascii.apostrophe),
      .byte(UInt8(ascii: ";")),
    ])
    settings.escape = choices.pick([
      nil, DialectSettings.Mark.none, .byte(Ascii.backslash), .byte(Ascii.quote),
      .byte(Ascii.comma),
    ])
    settings.comment = choices.pick([nil, UInt8(ascii: "#"), Ascii.comma])
    settings.skipLines = choices.pick([nil, 1, 3, 1000])
    settings.maxRecord = choices.pick([nil, 4096, 10])
    // Marks that a user gives twice are contradictory from the start.
    if settings.delimiter.map({ .byte($0) == settings.quote }) == true { settings.quote = nil }
    if settings.delimiter.map({ .byte($0) == settings.escape }) == true { settings.escape = nil }
    self.settings = settings
    head = choices.text(runsOf: Self.runs, long: Self.longRuns, most: Self.most)
  }

  func sniff() -> SniffedDialect {
    head.withRawBytes { DialectSniffer.sniff($0, isWhole: isWhole, settings: settings) }
  }

  /// What of the dialect is not as set, or at odds with itself.
  func problem(with sniffed: SniffedDialect) -> String? {
    let dialect = sniffed.dialect
    let isKept =
      dialect.delimiter == settings.delimiter ?? dialect.delimiter
      && dialect.quote == byte(settings.quote, else: dialect.quote)
      && (dialect.escape == byte(settings.escape, else: dialect.escape)
        || settings.escape == dialect.quote.map { .byte($0) } && dialect.escape == nil)
      && dialect.comment == settings.comment
      && dialect.maxRecord == settings.maxRecord ?? Dialect.defaultMaxRecord
    if !isKept { return "not as set" }
    let marks =
      [dialect.delimiter, dialect.lineEnd] + [dialect.quote, dialect.escape].compactMap(\.self)
    if Set(marks).count < marks.count { return "a byte with two meanings" }
    let isReadable = sniffed.reasons.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    return isReadable && !sniffed.reasons.isEmpty ? nil : "unreadable reasons"
  }

  private func byte(_ mark: DialectSettings.Mark?, else sniffed: UInt8?) -> UInt8? {
    switch mark {
    case nil: sniffed
    case .some(.none): nil
    case .byte(let byte): byte
    }
  }

  /// What is wrong with the lines before the first record.
  func problem(skippingIn sniffed: SniffedDialect) -> String? {
    guard (0...head.count).contains(sniffed.skipBytes) else { return "skips what is not there" }
    if sniffed.skipLines > (settings.skipLines ?? 0) + 1 { return "skips too many lines" }
    let skipped = head[..<sniffed.skipBytes]
    let ended = skipped.count { $0 == sniffed.dialect.lineEnd }
    let isOpen = !skipped.isEmpty && skipped.last != sniffed.dialect.lineEnd
    if sniffed.skipLines != ended + (isOpen ? 1 : 0) { return "skips other than whole lines" }
    return isOpen && skipped.count < head.count ? "skips part of a line" : nil
  }
}
