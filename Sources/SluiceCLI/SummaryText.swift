// What a conversion did, for a person: a block of lines in which the sum adds up.

import Sluice

/// Numbers as people read them.
enum Quantity {
  /// `1,234,567`.
  static func count(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }

  /// From this share of a unit on, three digits would show one of it.
  private static let roundsUp = 0.9995

  /// `1.43 GB`, in powers of ten.
  static func bytes(_ number: Int) -> String {
    for (name, unit) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
    where Double(number) >= unit * roundsUp {
      return "\(threeDigits(Double(number) / unit)) \(name)"
    }
    return "\(number) bytes"
  }

  /// `3.1 s`, or `2 min 5 s`.
  static func seconds(_ number: Double) -> String {
    if number < 60 { return "\(Double(Int(number * 10)) / 10) s" }
    return "\(Int(number) / 60) min \(Int(number) % 60) s"
  }

  private static func threeDigits(_ number: Double) -> String {
    if number >= 100 { return String(Int(number.rounded())) }
    if number >= 10 { return String((number * 10).rounded() / 10) }
    let hundredths = Int((number * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// The summary of a conversion.
enum SummaryText {
  private static let labelWidth = 10

  static func text(_ summary: ConversionSummary, seconds: Double) -> String {
    let counts = summary.counts
    let speed = Quantity.bytes(Int(Double(summary.decodedBytes) / max(seconds, 0.001)))
    var lines = summary.inputs.map {
      row("input", "\($0.name): \($0.takenFor.joined(separator: ", "))")
    }
    lines += [
      row(
        "read",
        "\(Quantity.count(counts.records)) records, \(Quantity.bytes(summary.decodedBytes)) in "
          + "\(Quantity.seconds(seconds)) (\(speed)/s)"),
      row(
        "written",
        "\(Quantity.count(counts.written)) records: \(Quantity.count(counts.lines)) lines, "
          + "\(Quantity.count(counts.pairs)) pairs, \(Quantity.bytes(summary.rawCount))"),
      row("rejected", Quantity.count(counts.rejectedTotal) + reasons(counts)),
      row("filtered", Quantity.count(counts.filtered)),
      row("no-trait", Quantity.count(counts.withoutTrait)),
    ]
    lines += notes(summary)
    lines += outputs(summary)
    return lines.joined()
  }

  private static func reasons(_ counts: RecordCounts) -> String {
    let reasons = RejectReason.allCases.filter { counts[$0] > 0 }
      .map { "\($0.rawValue) \(Quantity.count(counts[$0]))" }
    return reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"
  }

  private static func notes(_ summary: ConversionSummary) -> [String] {
    let counts = summary.counts
    return [
      ("sanitised", counts.sanitised), ("requoted", counts.quotesReplaced),
      ("headers", counts.repeatedHeaders), ("pii left", counts.personalValuesDropped),
      ("hashes", counts.hashesKept),
    ].filter { $0.1 > 0 }.map { row($0.0, Quantity.count($0.1)) }
  }

  private static func outputs(_ summary: ConversionSummary) -> [String] {
    var lines: [String] = []
    if let directory = summary.directory, !summary.parts.isEmpty {
      lines.append(row("files", "\(summary.parts.count) in \(directory)"))
      lines += summary.parts.map {
        row(
          "",
          "\($0.name)  \(Quantity.count($0.lineCount)) lines, \(Quantity.bytes($0.byteCount))")
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

  private static func row(_ label: String, _ text: String) -> String {
    label + String(repeating: " ", count: max(1, labelWidth - label.count)) + text + "\n"
  }
}
