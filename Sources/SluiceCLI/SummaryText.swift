// What a conversion did, for a person: a block of lines in which the sum adds up.

import Sluice

/// The summary of a conversion.
enum SummaryText {
  private static let labelWidth = 10

  static func text(_ summary: ConversionSummary) -> String {
    let counts = summary.counts
    let speed = Quantity.bytes(summary.bytesPerSecond)
    var lines = summary.inputs.map {
      row("input", "\($0.name): \($0.takenFor.joined(separator: ", "))")
    }
    lines += [
      row(
        "read",
        "\(Quantity.count(counts.records, "record")), \(Quantity.bytes(summary.decodedBytes)) in "
          + "\(Quantity.seconds(summary.seconds)) (\(speed)/s)"),
      row("written", "\(Quantity.count(counts.written, "record")): \(contents(summary))"),
      row("rejected", Quantity.count(counts.rejectedTotal) + reasons(counts)),
    ]
    // Without a mapping's `where` there is nothing to filter by.
    if summary.transfer.idSync == nil {
      lines.append(row("filtered", Quantity.count(counts.filtered)))
    }
    lines.append(row("no-trait", Quantity.count(counts.withoutTrait)))
    lines += notes(summary)
    lines += outputs(summary)
    return lines.joined()
  }

  /// What was written; lines of IDs have no pairs.
  private static func contents(_ summary: ConversionSummary) -> String {
    let counts = summary.counts
    let pairs = summary.transfer.idSync == nil ? [Quantity.count(counts.pairs, "pair")] : []
    return
      ([Quantity.count(counts.lines, "line")] + pairs + [Quantity.bytes(summary.rawCount)])
      .joined(separator: ", ")
  }

  private static func reasons(_ counts: RecordCounts) -> String {
    let reasons = RejectReason.allCases.filter { counts[$0] > 0 }
      .map { "\($0.rawValue) \(Quantity.count(counts[$0]))" }
    return reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"
  }

  private static func notes(_ summary: ConversionSummary) -> [String] {
    RunCount.notes.compactMap { count in
      guard let label = count.short, count(summary.counts) > 0 else { return nil }
      return row(label, Quantity.count(count(summary.counts)))
    }
  }

  private static func outputs(_ summary: ConversionSummary) -> [String] {
    var lines: [String] = []
    if let directory = summary.directory, !summary.parts.isEmpty {
      lines.append(row("files", "\(summary.parts.count) in \(directory)"))
      lines += summary.parts.map {
        row("", "\($0.name)  \(Quantity.count($0.lineCount, "line"))" + size(of: $0))
      }
    }
    if summary.isVerified { lines.append(row("verified", "each file read back and checked")) }
    if let key = summary.encryptedFor {
      lines.append(row("encrypted", "for \(key.recipient), key \(key.fingerprint)"))
    }
    if let path = summary.rejectsPath { lines.append(row("rejects", path)) }
    if summary.isDryRun { lines.append(row("dry run", "nothing was written")) }
    return lines
  }

  private static func size(of part: ConversionSummary.Part) -> String {
    part.byteCount.map { ", \(Quantity.bytes($0))" } ?? ""
  }

  private static func row(_ label: String, _ text: String) -> String {
    label + String(repeating: " ", count: max(1, labelWidth - label.count)) + Terminal.oneLine(text)
      + "\n"
  }
}
