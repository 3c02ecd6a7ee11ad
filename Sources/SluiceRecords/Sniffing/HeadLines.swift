// The lines of a dump's head: how they end, and a `sep=C` line before the first record.
//
// Takes the head of the text; gives the line end, the bytes to skip and the delimiter that a
// `sep=C` line names. Pure. Knows quotes only where a field can begin, whatever the delimiter.

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
  static func lineEnd(_ head: RawSpan, _ settings: DialectSettings) -> HeadLineEnd {
    let quotes: [UInt8?] =
      settings.quote.map { [$0.known] } ?? [Ascii.quote, Ascii.apostrophe]
    let escapes: [UInt8?] =
      settings.escape.map { [$0.known] } ?? [nil, Ascii.backslash]
    let first = LineEndCounts(head, quote: quotes[0], escape: escapes[0])
    guard first.returns > 0, first.feeds > 0 else { return first.lineEnd }
    for escape in escapes {
      for quote in quotes {
        let counts = LineEndCounts(head, quote: quote, escape: escape)
        if counts.feeds == 0, counts.returns > 0 { return counts.lineEnd }
      }
    }
    return first.lineEnd
  }
}

/// Line ends outside quoted fields, whatever the delimiter.
private struct LineEndCounts {
  /// Line feeds.
  private(set) var feeds = 0
  /// Line feeds after a carriage return.
  private(set) var feedsAfterReturn = 0
  /// Carriage returns without a line feed.
  private(set) var returns = 0

  init(_ head: RawSpan, quote: UInt8?, escape: UInt8?) {
    var position = 0
    while position < head.byteCount {
      let byte = head[position]
      if byte == escape {
        position += 2
        continue
      }
      if byte == quote, Self.mayOpen(head, position) {
        position = Self.afterQuoted(head, from: position, quote: byte, escape: escape)
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

  /// Whether a field can begin at `position`, whatever the delimiter.
  private static func mayOpen(_ head: RawSpan, _ position: Int) -> Bool {
    guard position > 0 else { return true }
    let before = head[position - 1]
    return before == Ascii.lineFeed || before == Ascii.carriageReturn
      || Delimiters.sniffed.contains { $0.byte == before }
  }

  /// The byte after the quoted field that opens at `start`, or after the opening quote when nothing
  /// closes it, or what does is not at a field's end: a bad quote must not turn the text inside out.
  private static func afterQuoted(
    _ head: RawSpan, from start: Int, quote: UInt8, escape: UInt8?
  ) -> Int {
    var position = start + 1
    while position < head.byteCount {
      if head[position] == escape {
        position += 1
      } else if head[position] == quote {
        guard position + 1 < head.byteCount, head[position + 1] == quote else {
          return mayFollow(head, position + 1) ? position + 1 : start + 1
        }
        position += 1
      }
      position += 1
    }
    return start + 1
  }

  /// Whether what is at `position` may follow a closing quote, whatever the delimiter.
  private static func mayFollow(_ head: RawSpan, _ position: Int) -> Bool {
    guard position < head.byteCount else { return true }
    let byte = head[position]
    return byte == Ascii.lineFeed || byte == Ascii.carriageReturn || byte == Ascii.space
      || Delimiters.sniffed.contains { $0.byte == byte }
  }
}
