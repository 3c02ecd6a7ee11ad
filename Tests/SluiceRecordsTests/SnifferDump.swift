// Generated dumps for the dialect sniffer: columns of many kinds, written in every style.
//
// Takes a style and random numbers, gives the text and the dialect it was written in; judges a
// sniffed dialect by the fields it reads.

import SluiceBytes
import SluiceRecords

/// A column's kind of values.
enum SnifferColumn: CaseIterable {
  case number, decimal, decimalComma, money, word, name, commaName, prose, date, dateTime, time
  case email, address, json, tags, semicolons, phone, flag, uuid, sparse, inches, lines, path

  func value(_ random: inout SeededGenerator) -> String {
    let words = ["alpha", "Berlin", "côté", "delta", "East", "fox", "green", "Haus", "iron"]
    let number = random.below(100_000)
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let day = "20\(two(random.below(25)))-\(two(1 + random.below(12)))-\(two(1 + random.below(28)))"
    let clock = "\(two(random.below(24))):\(two(random.below(60)))"
    let word = random.pick(words)
    switch self {
    case .number: return "\(number)"
    case .decimal: return "\(number).\(two(random.below(100)))"
    case .decimalComma: return "\(number),\(two(random.below(100)))"
    case .money:
      return "$\(1 + random.below(99)),\(100 + random.below(900)).\(two(random.below(100)))"
    case .word: return word
    case .name: return "\(word) \(random.pick(words))"
    case .commaName: return "\(word), \(random.pick(words))"
    case .prose:
      return (0..<1 + random.below(9)).map { _ in
        random.pick(words) + random.pick(["", "", "", ",", ".", ";", ":"])
      }.joined(separator: " ")
    case .date: return day
    case .dateTime: return "\(day)T\(clock):\(two(random.below(60)))Z"
    case .time: return clock
    case .email:
      return "\(word == "côté" ? "c" : word)\(number)@\(random.pick(["x", "mail"])).example"
    case .address: return "https://\(random.pick(["a", "shop"])).example/\(number)?q=\(number)"
    case .json: return "{\"id\":\(number),\"tags\":[\"\(word)\",\"x\"]}"
    case .tags:
      return (0..<1 + random.below(4)).map { _ in random.pick(words) }.joined(separator: "|")
    case .semicolons:
      return (0..<1 + random.below(4)).map { _ in random.pick(words) }.joined(separator: ";")
    case .phone: return "+49 (0)\(100 + random.below(900)) \(number)"
    case .flag: return random.pick(["true", "false", "Y", "N"])
    case .uuid: return String(random.next(), radix: 16) + "-" + String(random.next(), radix: 16)
    case .sparse: return random.chance(80) ? "" : word
    case .inches: return random.chance(30) ? "\(1 + random.below(30))\" pipe" : word
    case .lines: return random.chance(20) ? "\(word)\n\(random.pick(words)), \(number)" : word
    case .path: return "C:\\\(word)\\\(number)"
    }
  }
}

/// A generated dump: its fields, how they are written, and the text.
struct SnifferDump {
  /// How fields are written.
  enum Style: Int, CaseIterable, Sendable {
    /// Quotes where they are needed.
    case minimal
    /// All fields in quotes.
    case all
    /// All but numbers in quotes.
    case text
    /// All fields in apostrophes.
    case apostrophes
    /// Texts in quotes, with a backslash before quotes and backslashes.
    case escaped
    /// No quotes, backslashes before what is not meant.
    case database
    /// Nothing is done for delimiters in values: there are none.
    case bare
  }

  let style: Style
  let dialect: Dialect
  let isHeaded: Bool
  let kinds: [SnifferColumn]
  private(set) var rows: [[String]] = []
  private(set) var text: [UInt8] = []
  private let newline: String

  init(_ style: Style, _ random: inout SeededGenerator) {
    self.style = style
    let delimiters = Array((style == .database ? "\t\t\u{1}|" : ",,;;\t\t||:^\u{1}").utf8)
    let delimiter = delimiters[random.below(delimiters.count)]
    let end = style == .database ? "\n" : random.pick(["\n", "\n", "\r\n", "\r\n", "\r"])
    let escape = style == .escaped || style == .database ? Ascii.backslash : nil
    let quotes: [Style: UInt8?] = [.apostrophes: Ascii.apostrophe, .database: .none]
    dialect = Dialect(
      delimiter: delimiter, quote: quotes[style] ?? Ascii.quote, escape: escape,
      lineEnd: end == "\r" ? Ascii.carriageReturn : Ascii.lineFeed)
    newline = end
    isHeaded = random.chance(75)
    let columns = 2 + random.below(random.chance(70) ? 12 : 29)
    kinds = (0..<columns).map { _ in
      SnifferColumn.allCases[random.below(SnifferColumn.allCases.count)]
    }
    let count = 3 + random.below(random.chance(50) ? 6 : random.chance(80) ? 60 : 498)
    if isHeaded { rows.append(kinds.indices.map { "\(random.pick(["col", "Name ", "x_"]))\($0)" }) }
    while rows.count < count { rows.append(kinds.map { plain($0, &random) }) }
    for row in rows { write(row) }
    if random.chance(20) { text.removeLast(newline.utf8.count) }
  }

  /// Whether the text shows what it is: a dump with an escape must use it where it tells.
  var isFair: Bool {
    switch style {
    case .database: text.contains(Ascii.backslash)
    case .escaped:
      zip(text, text.dropFirst()).contains { $0 == Ascii.backslash && $1 == Ascii.quote }
        || !text.contains(Ascii.backslash)
    default: true
    }
  }

  /// A value that the style can write.
  private func plain(_ kind: SnifferColumn, _ random: inout SeededGenerator) -> String {
    let value = kind.value(&random)
    let isNull = style == .database && random.chance(10)
    if isNull { return "\\N" }
    guard style == .bare else { return value }
    let needs = value.utf8.contains {
      $0 == dialect.delimiter || $0 == Ascii.lineFeed || $0 == Ascii.quote
    }
    return needs ? "\(random.below(1000))" : value
  }

  private mutating func write(_ row: [String]) {
    for (place, value) in row.enumerated() {
      if place > 0 { text.append(dialect.delimiter) }
      write(value)
    }
    text += newline.utf8
  }

  private mutating func write(_ value: String) {
    switch style {
    case .bare: text += value.utf8
    case .database: writeEscaped(value)
    case .minimal where !needsQuotes(value): text += value.utf8
    case .text where isNumber(value), .escaped where isNumber(value): text += value.utf8
    default: writeQuoted(value)
    }
  }

  private func isNumber(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= Ascii.zero && $0 <= Ascii.nine }
  }

  private func needsQuotes(_ value: String) -> Bool {
    value.utf8.contains {
      $0 == dialect.delimiter || $0 == Ascii.quote || $0 == Ascii.lineFeed
        || $0 == Ascii.carriageReturn
    }
  }

  private mutating func writeQuoted(_ value: String) {
    guard let quote = dialect.quote else { return }
    text.append(quote)
    for byte in value.utf8 {
      if dialect.escape != nil, byte == quote || byte == Ascii.backslash {
        text.append(Ascii.backslash)
      } else if byte == quote {
        text.append(quote)
      }
      text.append(byte)
    }
    text.append(quote)
  }

  private mutating func writeEscaped(_ value: String) {
    if value == "\\N" {
      text += value.utf8
      return
    }
    for byte in value.utf8 {
      if byte == Ascii.lineFeed {
        text += "\\n".utf8
        continue
      }
      if byte == dialect.delimiter || byte == Ascii.backslash { text.append(Ascii.backslash) }
      text.append(byte)
    }
  }

  /// The dump with one quote more at the start of a field, or without the one that closes it; nil when
  /// it has no quotes.
  func withBadQuote(_ random: inout SeededGenerator) -> SnifferDump? {
    guard let quote = dialect.quote else { return nil }
    let inside = text.indices.dropFirst(text.count / 4).dropLast(text.count / 4)
    let opens = inside.filter { text[$0 - 1] == dialect.delimiter }
    let closes = inside.filter { text[$0] == quote && text[$0 + 1] == dialect.delimiter }
    var damaged = self
    if !closes.isEmpty, random.chance(50) {
      damaged.text.remove(at: closes[random.below(closes.count)])
    } else if !opens.isEmpty {
      damaged.text.insert(quote, at: opens[random.below(opens.count)])
    } else {
      return nil
    }
    return damaged
  }

  /// What sniffing the head says.
  func sniff() -> SniffedDialect {
    let head = Array(text.prefix(DialectSniffer.headSize))
    return head.withRawBytes {
      DialectSniffer.sniff($0, isWhole: head.count == text.count, settings: DialectSettings())
    }
  }

  /// Whether a sniffed dialect reads the dump as the one it was written in does.
  func isRead(by sniffed: SniffedDialect) -> Bool {
    guard sniffed.skipBytes == 0, sniffed.dialect.lineEnd == dialect.lineEnd,
      sniffed.dialect.delimiter == dialect.delimiter
    else { return false }
    return sniffed.dialect == dialect || fields(sniffed.dialect) == fields(dialect)
  }

  private func fields(_ dialect: Dialect) -> [[String]] {
    let buffer = ByteBuffer(capacity: text.count + 1)
    text.withRawBytes { buffer.append($0) }
    if text.last != dialect.lineEnd { buffer.append(dialect.lineEnd) }
    return buffer.withBytes { chunk in
      var index = RecordIndex(dialect: dialect)
      index.build(chunk)
      var reader = RecordReader(dialect: dialect)
      var all: [[String]] = []
      while let record = reader.next(chunk, index) {
        all.append(record.problem == nil ? reader.fields(of: record, chunk, index) : ["damaged"])
      }
      return all
    }
  }

  var summary: String {
    let names = kinds.map { "\($0)" }.joined(separator: " ")
    return "\(style) delimiter \(dialect.delimiter), \(rows.count) rows of \(names)"
  }

  /// The first lines.
  var opening: String {
    String(decoding: text.prefix(400), as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0.isNewline }.prefix(4).joined(separator: "\n")
  }
}
