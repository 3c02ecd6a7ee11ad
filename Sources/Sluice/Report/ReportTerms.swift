// What reports of a run are made of besides its summary's numbers: the receiver's terms, the moment as
// text. Pure.

import AudienceManager
import SluiceRecords

extension ConversionSummary {
  /// What the receiver would report of the lines, as far as that can be known from outside (section 9):
  /// every line has the form it asks for, because none is written otherwise.
  var receiverTerms: [(term: ReportTerm, count: Int)] {
    var lines = LineCounts()
    lines.recordsReceived = counts.lines
    lines.totalSignals = counts.pairs - counts.traits
    return CheckReport.knownTerms.map { ($0, lines[$0] ?? 0) }
  }

  /// The moment at which the run began, in UTC: `2024-11-22T02:00:00Z`.
  var startedText: String {
    let secondsOfDay = (started % 86_400 + 86_400) % 86_400
    let clock = [secondsOfDay / 3600, secondsOfDay / 60 % 60, secondsOfDay % 60].map {
      $0 < 10 ? "0\($0)" : "\($0)"
    }
    return "\(CivilDate(unixSeconds: started))T\(clock.joined(separator: ":"))Z"
  }

  /// Bytes of the decoded input a second.
  package var bytesPerSecond: Int {
    /// Below this no clock tells how fast something was.
    let shortest = 0.001
    return Int(Double(decodedBytes) / max(seconds, shortest))
  }

  /// How the run ended, in a word.
  var outcome: String {
    if failure != nil { return "failed" }
    return isDryRun ? "dry-run" : "done"
  }
}
