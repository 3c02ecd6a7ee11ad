// The first rejected records of each reason, by place, for the report. Bounded by the number of reasons,
// whatever the dump's state; values are never kept.

import AudienceManager
import SluiceRecords

/// The first places of each reason, in the order of the input.
struct RejectSamples: Sendable {
  private var first: [RejectReason: [ConversionSummary.RejectedRecord]] = [:]

  mutating func add(_ place: RejectPlace, reason: RejectReason, column: String?) {
    // As many as the receiver's own sampling shows.
    guard first[reason, default: []].count < Limits.sampledErrors else { return }
    first[reason, default: []].append(
      ConversionSummary.RejectedRecord(
        input: place.input, record: place.record, line: place.line, byte: place.offset,
        column: column.map { PersonalDataDetector.shown($0) }))
  }

  /// The reasons that were met, the commonest first.
  func summary(of counts: RecordCounts) -> [ConversionSummary.Rejects] {
    RejectReason.allCases.filter { counts[$0] > 0 }
      .map {
        ConversionSummary.Rejects(reason: $0, count: counts[$0], first: first[$0] ?? [])
      }
      .sorted { $0.count > $1.count }
  }
}
