// The lines of a dump's head: how they end, and a `sep=C` line before the first record.
//
// Takes the head of the text; gives the line end, the bytes to skip and the delimiter that a
// `sep=C` line names. Pure. Knows quotes only where a field can begin: after the delimiter that is named, or
// any that is sniffed.

/// How the lines of a dump end.
enum HeadLineEnd: Equatable {
  case lineFeed
  case both
  case carriageReturn

  /// The byte that ends a record.
  var byte: UInt8 { self == .carriageReturn ? Ascii.carriageReturn : Ascii.lineFeed }

  /// Its name in the summary.
  var name: String {
    switch self {
    case .lineFeed: "LF"
    case .both: "CRLF"
    case .carriageReturn: "CR"
    }
  }
}

/// What stands before the first record.
struct HeadLines {
  /// Bytes before the first record.
  private(set) var skipBytes = 0
  /// Lines in those bytes.
  private(set) var count = 0
  /// The delimiter that a `sep=C` line names.
  private(set) var separator: UInt8?
  /// What was skipped, in words.
  private(set) var reasons: [String] = []

  init(_ head: RawSpan, lineEnd: UInt8) {
    separator = Self.separator(head, lineEnd: lineEnd)
    if separator != nil {
      pass(head, lineEnd)
      reasons.append("skipped the sep= line")
    }
  }

  /// Moves past one line.
  private mutating func pass(_ head: RawSpan, _ lineEnd: UInt8) {
    while skipBytes < head.byteCount, head[skipBytes] != lineEnd { skipBytes += 1 }
    skipBytes = min(skipBytes + 1, head.byteCount)
    count += 1
  }

  /// The delimiter that the first line names, if it is a `sep=C` line; spreadsheets take it in any
  /// case, and some exports enclose it in quotes.
  private static func separator(_ head: RawSpan, lineEnd: UInt8) -> UInt8? {
    var line: [UInt8] = []
    var position = 0
    while position < head.byteCount, head[position] != lineEnd {
      if line.count > longestSeparatorLine { return nil }
      line.append(head[position])
      position += 1
    }
    if line.last == Ascii.carriageReturn { line.removeLast() }
    if line.count == 7, line.first == Ascii.quote, line.last == Ascii.quote {
      line = Array(line[1..<6])
    }
    guard line.count == 5, let separator = line.last, separator < 0x80 else { return nil }
    let word = line[..<4].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    return word == Array("sep=".utf8) ? separator : nil
  }

  /// `"sep=C"` and a carriage return.
  private static let longestSeparatorLine = 8
}

extension HeadLines {
  /// How the lines of `head` end: in a carriage return only when no line feed is one that ends a
  /// line, as in old Mac exports. Where quote or escape are not known, a line feed must do so in the
  /// readings with either quote and with a backslash that takes it for text.
  static func lineEnd(
    _ head: RawSpan, isWhole: Bool, _ settings: DialectSettings
  ) -> HeadLineEnd {
    let quotes: [UInt8?] =
      settings.quote.map { [$0.known] } ?? [Ascii.quote, Ascii.apostrophe]
    let escapes: [UInt8?] =
      settings.escape.map { [$0.known] } ?? [nil, Ascii.backslash]
    let named = namedDelimiter(head, settings)
    let delimiters = named.map { [$0] } ?? Delimiters.sniffed.map(\.byte)
    func counts(_ quote: UInt8?, _ escape: UInt8?) -> LineEndCounts {
      LineEndCounts(
        head, isWhole: isWhole, delimiters: delimiters, quote: quote == named ? nil : quote,
        escape: escape)
    }
    let first = counts(quotes[0], escapes[0])
    guard first.returns > 0, first.feeds > 0 else { return first.lineEnd }
    for escape in escapes {
      for quote in quotes {
        let counts = counts(quote, escape)
        if counts.feeds == 0, counts.returns > 0 { return counts.lineEnd }
      }
    }
    return first.lineEnd
  }

  /// How the lines end of which `count` are skipped, and those after them: what is skipped has no say, so a
  /// line end is one that the rest has too when that many lines are skipped by it.
  static func lineEnd(
    _ head: RawSpan, isWhole: Bool, skipping count: Int, _ settings: DialectSettings
  ) -> HeadLineEnd {
    for byte in [Ascii.lineFeed, Ascii.carriageReturn] {
      guard let start = afterLines(head, count, byte) else { continue }
      let rest = head.extracting(start..<head.byteCount)
      let lineEnd = lineEnd(rest, isWhole: isWhole, settings)
      if lineEnd.byte == byte { return lineEnd }
    }
    return lineEnd(head, isWhole: isWhole, settings)
  }

  /// The byte after so many lines; nil when nothing comes after them.
  private static func afterLines(_ head: RawSpan, _ count: Int, _ lineEnd: UInt8) -> Int? {
    var lines = 0
    var position = 0
    while position < head.byteCount, lines < count {
      if head[position] == lineEnd { lines += 1 }
      position += 1
    }
    return position < head.byteCount ? position : nil
  }

  /// The delimiter that was asked for, or that a `sep=C` line names.
  private static func namedDelimiter(_ head: RawSpan, _ settings: DialectSettings) -> UInt8? {
    if let delimiter = settings.delimiter { return delimiter }
    let separator =
      separator(head, lineEnd: Ascii.lineFeed) ?? separator(head, lineEnd: Ascii.carriageReturn)
    return separator == settings.quote?.known || separator == settings.escape?.known
      ? nil : separator
  }
}

extension HeadLines {
  /// The blank lines and comments that come first, if there are so many that they are all that is looked at;
  /// else 0.
  static func idleLines(_ head: RawSpan, lineEnd: UInt8, comment: UInt8?) -> Int {
    var lines = 0
    var (start, isBlank) = (0, true)
    for position in 0..<head.byteCount {
      if head[position] == lineEnd {
        guard isBlank || head[start] == comment else {
          return lines < DialectSniffer.mostLines ? 0 : lines
        }
        lines += 1
        (start, isBlank) = (position + 1, true)
      } else if head[position] != Ascii.carriageReturn {
        isBlank = false
      }
    }
    return lines
  }
}

/// Line ends outside quoted fields, whichever of some delimiters is in use.
private struct LineEndCounts {
  /// Line feeds.
  private(set) var feeds = 0
  /// Line feeds after a carriage return.
  private(set) var feedsAfterReturn = 0
  /// Carriage returns without a line feed.
  private(set) var returns = 0

  private let delimiters: [UInt8]
  private let quote: UInt8?
  private let escape: UInt8?

  /// Counts.
  /// - Parameter delimiters: what a field may begin after.
  init(_ head: RawSpan, isWhole: Bool, delimiters: [UInt8], quote: UInt8?, escape: UInt8?) {
    (self.delimiters, self.quote, self.escape) = (delimiters, quote, escape)
    var position = 0
    while position < head.byteCount {
      let byte = head[position]
      if byte == escape {
        position += 2
        continue
      }
      if byte == quote, mayOpen(head, position) {
        let end = closing(head, from: position)
        // Where carriage returns have ended every line so far, a field still open where the head is cut has
        // its end behind it; anywhere else that changes nothing.
        if end == nil, !isWhole, feeds == 0, returns > 0 { return }
        // A bad quote must not turn the text inside out.
        position = end.flatMap { mayFollow(head, $0) ? $0 : nil } ?? position + 1
        continue
      }
      if byte == Ascii.lineFeed {
        feeds += 1
        let previous = position > 0 ? head[position - 1] : 0
        feedsAfterReturn += previous == Ascii.carriageReturn ? 1 : 0
      } else if byte == Ascii.carriageReturn, position + 1 < head.byteCount {
        returns += head[position + 1] == Ascii.lineFeed ? 0 : 1
      }
      position += 1
    }
  }

  var lineEnd: HeadLineEnd {
    if feeds == 0, returns > 0 { return .carriageReturn }
    return feedsAfterReturn * 2 > feeds ? .both : .lineFeed
  }

  /// Whether a field can begin at `position`.
  private func mayOpen(_ head: RawSpan, _ position: Int) -> Bool {
    guard position > 0 else { return true }
    let before = head[position - 1]
    return before == Ascii.lineFeed || before == Ascii.carriageReturn
      || delimiters.contains(before)
  }

  /// The byte after the quote that closes the field which opens at `start`; nil when nothing does.
  private func closing(_ head: RawSpan, from start: Int) -> Int? {
    var position = start + 1
    while position < head.byteCount {
      if head[position] == escape {
        position += 1
      } else if head[position] == quote {
        guard position + 1 < head.byteCount, head[position + 1] == quote else {
          return position + 1
        }
        position += 1
      }
      position += 1
    }
    return nil
  }

  /// Whether what is at `position` may follow a closing quote.
  private func mayFollow(_ head: RawSpan, _ position: Int) -> Bool {
    guard position < head.byteCount else { return true }
    let byte = head[position]
    return byte == Ascii.lineFeed || byte == Ascii.carriageReturn || byte == Ascii.space
      || byte == Ascii.tab || delimiters.contains(byte)
  }
}
