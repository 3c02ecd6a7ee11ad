// The sums over a stretch of lines while it is judged, a line at a time.
//
// Lines that the masks have proved come by `addPlain`, all others by `read`. Allocates for findings
// only, and no more than their first places.

import AudienceManager
import SluiceBytes

/// What has been found in the lines so far.
struct LineSums {
  /// Pair bits in the masks of all lines so far, those of lines that were read included.
  var pairs = 0

  private let rule: LineRule
  private let plainIDType: IDType?
  private let hasUsers: Bool
  /// Whether removals are ignored, which is noted of each.
  private let isOverwrite: Bool
  private var expected: IDType?
  private var result = JudgedLines()
  /// Lines so far.
  private var lineCount = 0
  /// Pair bits in lines that were read, whose signals are counted by reading.
  private var pairsRead = 0
  /// The last line's user, by its offsets; empty when it has none.
  private var user = 0..<0
  /// How many lines in a row have that user.
  private var userLines = 0

  init(rule: LineRule, expected: IDType?) {
    self.rule = rule
    self.expected = expected
    plainIDType = rule.plainIDType
    hasUsers = rule.hasUsers
    isOverwrite = rule.ignoresRemovals
  }

  /// Counts a line in which the masks have found nothing odd.
  /// - Returns: false, and counts nothing, if the line has to be read after all.
  @inline(__always)
  mutating func addPlain(_ line: PassedLine, in bytes: RawSpan) -> Bool {
    guard let plainIDType, line.removed == 0 || !isOverwrite,
      line.end &- line.start <= Limits.lineBytes,
      plainIDType.isUnremarkable(bytes.extracting(line.start..<line.idEnd))
    else { return false }
    result.traitsAdded &+= line.added
    result.traitsRemoved &+= line.removed
    pass(user: line.start..<line.idEnd, at: line.start, in: bytes)
    return true
  }

  /// Reads a line and counts what the rule says.
  /// - Parameter pairs: pair bits in its masks.
  mutating func read(_ line: PassedLine, in bytes: RawSpan, pairs: Int) {
    pairsRead += pairs
    let text = bytes.extracting(line.start..<line.end)
    let reading = rule.read(text, expecting: expected)
    if expected == nil { expected = reading.idType }
    result.counts.add(reading)
    result.traitsAdded += reading.traitsAdded
    result.traitsRemoved += reading.traitsRemoved
    if let error = reading.error { add(error, reading, line, text) }
    if !reading.notes.isEmpty { add(reading.notes, line, text) }
    if reading.traitsAdded > 0, reading.traitsRemoved > 0, !isOverwrite,
      Self.hasConflict(reading, text)
    {
      note(.traitConflict, at: line.start) { Excerpt.of(text, around: 0) }
    }
    rule.forEachPersonalID(in: text, reading) { kind, id in
      note(.personalData(kind), at: line.start + id.lowerBound) {
        PersonalDataDetector.mask(text.extracting(id))
      }
    }
    let id = reading.userID
    let user = line.start + id.lowerBound..<line.start + id.upperBound
    pass(user: user, at: line.start, in: bytes)
  }

  /// The sums, once all lines have been passed.
  consuming func finish(_ bytes: RawSpan) -> JudgedLines {
    var result = result
    result.counts.recordsReceived = lineCount
    result.counts.totalSignals += pairs - pairsRead
    result.byteCount = bytes.byteCount
    result.runs.lastUser = bytes.extracting(user).copied()
    result.runs.lastCount = userLines
    return result
  }

  // MARK: Findings

  private mutating func add(
    _ error: LineError, _ reading: LineReading, _ line: PassedLine, _ text: RawSpan
  ) {
    let type = rule.idType(reading)
    note(
      .error(error.kind), at: line.start + error.offset,
      detail: reading.idProblem.map { problem in
        type.map { problem.description(for: $0) } ?? problem.description
      }
    ) { Excerpt.of(text, around: error.offset) }
  }

  private mutating func add(_ notes: LineNotes, _ line: PassedLine, _ text: RawSpan) {
    for note in Self.allNotes where notes.contains(note) {
      self.note(.note(note), at: line.start) { Excerpt.of(text, around: 0) }
    }
  }

  private static let allNotes = LineNote.allCases

  private static func hasConflict(_ reading: LineReading, _ text: RawSpan) -> Bool {
    let end = text.byteCount - (reading.notes.contains(.crlf) ? 1 : 0)
    return TraitConflict.exists(
      in: text.extracting(0..<end), idCount: reading.userID.upperBound)
  }

  private mutating func note(
    _ finding: LineFinding, at offset: Int, detail: String? = nil, excerpt: () -> String?
  ) {
    let line = lineCount + 1
    result.findings[finding, default: LineTally()].add {
      LinePlace(line: line, offset: offset, excerpt: excerpt(), detail: detail)
    }
  }

  // MARK: Users

  /// Goes past a line, and counts it with those before it if they have the same user.
  @inline(__always)
  private mutating func pass(user next: Range<Int>, at start: Int, in bytes: RawSpan) {
    if hasUsers {
      let isSame = lineCount > 0 && Self.areEqual(user, next, in: bytes)
      if isSame { goOn(at: start) } else { begin(next, at: start, in: bytes) }
      user = next
    }
    lineCount &+= 1
  }

  private mutating func begin(_ next: Range<Int>, at start: Int, in bytes: RawSpan) {
    userLines = 1
    if lineCount == 0 {
      result.runs.firstUser = bytes.extracting(next).copied()
      result.runs.firstOffsets = [start]
    } else {
      result.runs.hasSeveral = true
    }
  }

  private mutating func goOn(at start: Int) {
    userLines += 1
    if userLines > Limits.linesPerUserAndFile {
      note(.surplusLine, at: start) { nil }
    } else if !result.runs.hasSeveral {
      result.runs.firstOffsets.append(start)
    }
  }

  /// Whether two stretches hold the same bytes, and any at all.
  @inline(__always)
  private static func areEqual(_ one: Range<Int>, _ other: Range<Int>, in bytes: RawSpan) -> Bool {
    guard one.count == other.count, !one.isEmpty else { return false }
    var offset = one.count
    // From the end: IDs that follow one another differ in their last bytes.
    while offset > 0 {
      offset &-= 1
      if bytes[one.lowerBound &+ offset] != bytes[other.lowerBound &+ offset] { return false }
    }
    return true
  }
}

/// A few bytes of a line as a report may show them.
enum Excerpt {
  /// Bytes shown at most, and how many of them before the place.
  private static let length = 64
  private static let before = 16

  /// What is around a place, masked; nil for an empty line.
  static func of(_ line: RawSpan, around offset: Int) -> String? {
    let start = max(0, min(offset - before, line.byteCount - length))
    let end = min(line.byteCount, start + length)
    if start >= end { return nil }
    return PersonalDataDetector.mask(line.extracting(start..<end))
  }
}
