// What came of judging a stretch of lines: counts, and the first places of each finding.
//
// Plain values that add up: the lines of a file are judged in stretches, at any time and by any lane,
// and each stretch is then put behind those before it.

public import AudienceManager

/// What there is to say of a line.
public enum LineFinding: Hashable, Sendable {
  /// The receiver does not take it.
  case error(LineError.Kind)
  /// It is odd, and taken all the same.
  case note(LineNote)
  /// Its user ID looks like personal data (section 1).
  case personalData(PersonalDataDetector.Kind)
  /// It adds and removes the same trait, of which the pages do not say what comes of it (section 5).
  case traitConflict
  /// One more line of a user that has 200 in the file already, which the receiver drops (section 3).
  case surplusLine
}

/// Where something was found.
public struct LinePlace: Sendable, Equatable {
  /// The line, from 1.
  public var line: Int
  /// Bytes before it, from the start of the text.
  public var offset: Int
  /// The line's bytes from there on, masked, in a few characters; nil where they say nothing.
  public var excerpt: String?
  /// What exactly is wrong, where the finding alone does not say.
  public var detail: String?
}

/// How often something was found, and where first.
public struct LineTally: Sendable, Equatable {
  /// How often.
  public var count = 0
  /// The first places, at most ``Limits/sampledErrors``.
  public var places: [LinePlace] = []

  /// Counts one more.
  /// - Parameter place: where; asked for only while there is room.
  mutating func add(_ place: () -> LinePlace) {
    count += 1
    if places.count < Limits.sampledErrors { places.append(place()) }
  }

  /// Counts what was found behind all that has been counted.
  mutating func append(_ next: LineTally, afterLines lines: Int, offset: Int) {
    count += next.count
    for place in next.places.prefix(Limits.sampledErrors - places.count) {
      var place = place
      place.line += lines
      place.offset += offset
      places.append(place)
    }
  }
}

/// What came of judging some lines of one file.
///
/// Places count from the first of these lines until they are put behind others.
public struct JudgedLines: Sendable, Equatable {
  /// Lines by the receiver's terms.
  public internal(set) var counts = LineCounts()
  /// Traits to qualify for, in lines without error.
  public internal(set) var traitsAdded = 0
  /// Traits to remove from, in lines without error.
  public internal(set) var traitsRemoved = 0
  /// What was found.
  public internal(set) var findings: [LineFinding: LineTally] = [:]
  /// Bytes of the lines, line ends included.
  public internal(set) var byteCount = 0
  /// The neighbouring lines of one user at both ends.
  var runs = UserRuns()

  /// Nothing judged yet.
  public init() {}

  /// Takes note that the last line has more bytes than were judged, so that places behind it are right.
  public mutating func leaveOut(bytes: Int) { byteCount += bytes }

  /// Puts what came of the next lines behind what came of these.
  public mutating func append(_ next: JudgedLines) {
    var found = next.findings
    var surplus = next.runs.surplus(after: runs)
    if surplus.count > 0 {
      surplus.append(found[.surplusLine] ?? LineTally(), afterLines: 0, offset: 0)
      found[.surplusLine] = surplus
    }
    for (finding, tally) in found {
      findings[finding, default: LineTally()]
        .append(tally, afterLines: counts.recordsReceived, offset: byteCount)
    }
    runs.append(next.runs)
    counts += next.counts
    traitsAdded += next.traitsAdded
    traitsRemoved += next.traitsRemoved
    byteCount += next.byteCount
  }
}
