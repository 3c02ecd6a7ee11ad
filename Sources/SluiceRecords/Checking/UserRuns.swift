// Neighbouring lines of one user, which may go on from one stretch of lines to the next.
//
// Plain values; no more than the first and the last user of a stretch are kept.

import AudienceManager

/// The runs of lines at the start and the end of some lines.
struct UserRuns: Sendable, Equatable {
  /// The user of the first lines; empty when there is none.
  var firstUser: [UInt8] = []
  /// Where the first user's lines start, up to as many as a user may have.
  var firstOffsets: [Int] = []
  /// The user of the last lines; empty when there is none.
  var lastUser: [UInt8] = []
  /// How many lines the last user has at the end.
  var lastCount = 0
  /// Whether there is more than one run.
  var hasSeveral = false

  /// Of the first user's lines those that are too many only because of the lines `before`.
  func surplus(after before: UserRuns) -> LineTally {
    var tally = LineTally()
    if firstUser.isEmpty || firstUser != before.lastUser { return tally }
    let free = max(0, Limits.linesPerUserAndFile - before.lastCount)
    for (index, offset) in firstOffsets.enumerated().dropFirst(free) {
      tally.add { LinePlace(line: index + 1, offset: offset) }
    }
    return tally
  }

  /// Goes past the next lines. The start stays what it was.
  mutating func append(_ next: UserRuns) {
    let goesOn = !next.hasSeveral && !next.lastUser.isEmpty && next.lastUser == lastUser
    lastCount = goesOn ? lastCount + next.lastCount : next.lastCount
    lastUser = next.lastUser
    hasSeveral = hasSeveral || !goesOn
  }
}
