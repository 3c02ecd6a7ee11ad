// The counts of a run by their names: one table for reports as JSON, reports as pages and the summary.

import AudienceManager
import SluiceRecords

/// One of the counts of a run, and what it is called.
package struct RunCount: Sendable {
  /// Its name in reports as JSON; part of their versioned form.
  package let key: String
  /// What it counts, for people.
  package let label: String
  /// Its label in the summary; nil where that tells it otherwise, or not at all.
  package let short: String?
  private let value: @Sendable (RecordCounts) -> Int

  private init(
    _ key: String, _ label: String, short: String? = nil,
    _ value: @escaping @Sendable (RecordCounts) -> Int
  ) {
    self.key = key
    self.label = label
    self.short = short
    self.value = value
  }

  /// The count.
  package func callAsFunction(_ counts: RecordCounts) -> Int { value(counts) }

  /// What became of records and how many lines they are; the sum adds up.
  static let sums = [
    RunCount("records", "Records read") { $0.records },
    RunCount("written", "Records written") { $0.written },
    RunCount("filtered", "Left out by where") { $0.filtered },
    RunCount("withoutTrait", "Without a trait") { $0.withoutTrait },
    RunCount("rejected", "Rejected") { $0.rejectedTotal },
  ]

  /// What else is worth knowing of the records.
  package static let notes = [
    RunCount("repeatedHeaders", "Headers met again", short: "headers") { $0.repeatedHeaders },
    RunCount("sanitised", "Values sanitised", short: "sanitised") { $0.sanitised },
    RunCount("quotesReplaced", "Values with quotes replaced", short: "requoted") {
      $0.quotesReplaced
    },
    RunCount("droppedValues", "Values dropped as unknown", short: "dropped") { $0.droppedValues },
    RunCount("personalValuesDropped", "Values left out as personal data", short: "pii out") {
      $0.personalValuesDropped
    },
    RunCount("hashesKept", "Hashes kept", short: "hashes") { $0.hashesKept },
    RunCount("idsInOtherCase", "IDs in the other case") { $0.idsInOtherCase },
    RunCount("idsWithDashes", "IDs with dashes") { $0.idsWithDashes },
    RunCount("suspectIDs", "IDs that look like a mistake") { $0.suspectIDs.reduce(0, +) },
  ]

  /// What the lines hold.
  static let lines = [
    RunCount("lines", "Lines") { $0.lines }, RunCount("pairs", "Pairs") { $0.pairs }, traits,
  ]
  static let traits = RunCount("traits", "Traits among the pairs") { $0.traits }

  /// All of them, in the order of reports.
  static let all = sums + notes + lines
}
