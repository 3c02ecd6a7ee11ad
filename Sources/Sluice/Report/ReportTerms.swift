// What reports of a run are made of besides its summary's numbers: their names, the receiver's
// terms, the moment as text. Pure.

import AudienceManager
import SluiceRecords

extension RecordCounts {
  /// Every count by its name, in the order of declaration. Counts that are kept by kind are added up,
  /// but for rejects, which reports have by reason.
  var named: [(name: String, count: Int)] {
    Mirror(reflecting: self).children.compactMap { child in
      guard let name = child.label else { return nil }
      if let count = child.value as? Int { return (name, count) }
      return (child.value as? [Int]).map { (name, $0.reduce(0, +)) }
    }
  }

  /// A count's name as words: `withoutTrait` is `Without trait`, where nothing better is known.
  static func label(_ name: String) -> String {
    if let label = labels[name] { return label }
    let words = name.reduce(into: "") { words, letter in
      words += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
    }
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static let labels = [
    "records": "Records read", "written": "Records written", "filtered": "Left out by where",
    "withoutTrait": "Without a trait", "rejected": "Rejected",
    "repeatedHeaders": "Headers met again", "sanitised": "Values sanitised",
    "quotesReplaced": "Values with quotes replaced",
    "droppedValues": "Values dropped as unknown",
    "personalValuesDropped": "Values left out as personal data", "hashesKept": "Hashes kept",
    "idsInOtherCase": "IDs in the other case", "idsWithDashes": "IDs with dashes",
    "suspectIDs": "IDs that look like a mistake",
    "lines": "Lines", "pairs": "Pairs", "traits": "Traits among the pairs",
  ]
}

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
  var bytesPerSecond: Int {
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
