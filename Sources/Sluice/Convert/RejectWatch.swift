// Whether rejects stay within what is allowed, and which of them was the one too many. Keeps one place,
// however many rejects there are.

import AudienceManager
import SluiceRecords

/// Watches the rejects of a run go by.
struct RejectWatch {
  /// A reject and where it stood.
  struct Met {
    let reject: Reject
    let place: RejectPlace
    let column: String?
  }

  private let limit: RejectLimit
  private let isStrict: Bool
  private var count = 0
  /// The reject with which there were too many; of a share, the last time that happened.
  private var over: Met?

  init(limit: RejectLimit, isStrict: Bool) {
    self.limit = isStrict ? .count(0) : limit
    self.isStrict = isStrict
  }

  /// - Parameter recordsBefore: records of the run before this one.
  mutating func meet(_ met: Met, recordsBefore: Int) {
    let wasAllowed = limit.allows(count, of: recordsBefore)
    count += 1
    let isAllowed = limit.allows(count, of: recordsBefore + 1)
    if !isAllowed, wasAllowed || over == nil { over = met }
  }

  /// Why the run ends now, if it does: what goes by numbers is known at once.
  var failure: SluiceError? {
    guard case .count(let most) = limit, count > most, let over else { return nil }
    if isStrict { return SluiceError(.data, over.text) }
    return SluiceError(
      .data,
      "\(count) record\(count == 1 ? "" : "s") rejected, allowed are \(most): \(over.place.text)")
  }

  /// Why the run ends at its end, if it does.
  func failure(at counts: RecordCounts) -> SluiceError? {
    guard case .percent(let most) = limit,
      !limit.allows(counts.rejectedTotal, of: counts.records)
    else { return nil }
    let place = over.map { ": \($0.place.text)" } ?? ""
    return SluiceError(
      .data,
      "\(counts.rejectedTotal) of \(counts.records) records rejected, allowed are \(most) %\(place)"
    )
  }
}

extension RejectWatch.Met {
  fileprivate var text: String {
    let named = column.map { ", column \"\(PersonalDataDetector.shown($0))\"" } ?? ""
    return "\(reject.explanation) (\(reject.reason.rawValue)): \(place.text)\(named)"
  }
}

extension RejectPlace {
  /// The place as errors name it.
  var text: String { "\(input): record \(record) (line \(line), byte \(offset))" }
}
