// What checking found, for a person: a block for each file, then the sequences, the total and one line.

import Sluice

/// The report of a check.
enum CheckText {
  /// - Parameter errorsOnly: whether nothing but errors is of interest.
  static func text(_ report: CheckReport, errorsOnly: Bool) -> String {
    let files = report.files.map { block(of: $0, errorsOnly) }
    let sequences = report.sequences.map { block(of: $0, errorsOnly) }
    let others = report.findings.filter { !errorsOnly || $0.severity == .error }
      .map { lines(of: $0, indent: "") }
    var blocks = (files + sequences + others).filter { !$0.isEmpty }
    if !errorsOnly {
      blocks.append((report.files.count > 1 ? total(report) : []) + [closing(report)])
    }
    return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  // MARK: Blocks

  private static func block(of file: CheckReport.File, _ errorsOnly: Bool) -> [String] {
    let findings = findings(file.findings, errorsOnly)
    if errorsOnly { return findings.isEmpty ? [] : [file.path] + findings }
    return [file.path + (file.path == "-" ? " (\(file.name))" : "")]
      + ["  \(words(file.kind)), \(size(of: file))"]
      + (file.counts.map(terms) ?? []) + findings
  }

  private static func block(of sequence: CheckReport.Sequence, _ errorsOnly: Bool) -> [String] {
    let findings = findings(sequence.findings, errorsOnly)
    if findings.isEmpty { return [] }
    return ["\(sequence.folder)/\(sequence.root), as a sequence of \(files(sequence.names.count))"]
      + findings
  }

  private static func total(_ report: CheckReport) -> [String] {
    ["all \(files(report.files.count))"] + terms(report.total)
  }

  private static func words(_ kind: CheckReport.Kind) -> String {
    switch kind {
    case .data: "data file"
    case .oracleDataCloud: "data file of the Oracle Data Cloud"
    case .idSync: "ID synchronisation file"
    case .outbound: "outbound file"
    case .unknown: "not an inbound file"
    }
  }

  private static func size(of file: CheckReport.File) -> String {
    let stored = Quantity.bytes(file.storedBytes)
    guard let counts = file.counts, let rawBytes = file.rawBytes else { return stored }
    let lines = Quantity.count(counts.recordsReceived, "line")
    let raw = rawBytes == file.storedBytes ? "" : ", \(Quantity.bytes(rawBytes)) uncompressed"
    return "\(lines), \(stored)\(raw)"
  }

  // MARK: Terms

  private static func terms(_ counts: LineCounts) -> [String] {
    let rows = CheckReport.knownTerms.map { ($0.rawValue, Quantity.count(counts[$0] ?? 0)) }
    let label = rows.map(\.0.count).max() ?? 0
    let number = rows.map(\.1.count).max() ?? 0
    return rows.map { name, count in
      let hint = name == ReportTerm.storedRecords.rawValue ? " at most" : ""
      return "  " + name + blanks(label - name.count + 2 + number - count.count) + count + hint
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  // MARK: Findings

  private static func findings(
    _ findings: [CheckReport.Finding], _ errorsOnly: Bool
  ) -> [String] {
    findings.filter { !errorsOnly || $0.severity == .error }.flatMap { lines(of: $0, indent: "  ") }
  }

  private static func lines(of finding: CheckReport.Finding, indent: String) -> [String] {
    let count = finding.count > 1 ? " \(Quantity.count(finding.count)) times" : ""
    let term = finding.term.map { "\($0.rawValue), " } ?? ""
    let first =
      "\(indent)\(finding.severity.rawValue): \(finding.text)"
      + " [\(finding.code)\(count); \(term)section \(finding.section)]"
    return [first] + finding.places.map { "\(indent)  \(text(of: $0))" } + rest(finding, indent)
  }

  private static func text(of place: CheckReport.Place) -> String {
    let parts = [place.detail, place.excerpt].compactMap(\.self)
    let place = "line \(place.line), byte \(place.byte)"
    return parts.isEmpty ? place : "\(place): \(parts.joined(separator: ": "))"
  }

  private static func rest(_ finding: CheckReport.Finding, _ indent: String) -> [String] {
    let rest = finding.count - finding.places.count
    if finding.places.isEmpty || rest == 0 { return [] }
    return ["\(indent)  and \(Quantity.count(rest)) more"]
  }

  // MARK: End

  private static func closing(_ report: CheckReport) -> String {
    let counts = CheckReport.Severity.allCases.map { severity in
      number(report.count(severity), severity.rawValue)
    }
    return
      "\(files(report.files.count)): \(counts.joined(separator: ", ")) (not known from outside: "
      + CheckReport.unknownTerms.map(\.rawValue).joined(separator: ", ") + ")"
  }

  private static func files(_ count: Int) -> String { number(count, "file") }

  private static func number(_ count: Int, _ noun: String) -> String {
    count == 0 ? "no \(noun)s" : Quantity.count(count, noun)
  }
}
