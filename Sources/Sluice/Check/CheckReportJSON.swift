// A report as JSON, for machines: the form that check-report.schema.json describes.
//
// Takes a report, gives a text; one finding, file and sequence a line, so that the text can be looked
// through by people too.

import AudienceManager

extension CheckReport {
  /// The version of the JSON's form; raised when a reader of the old form would go wrong.
  static let jsonVersion = 1

  /// The report as one JSON object, as the article Checking files describes it.
  public var json: String {
    let unknown = Self.unknownTerms.map { JSONText.quoted($0.jsonKey) }.joined(separator: ",")
    return """
      {"version":\(Self.jsonVersion),"good":\(isGood),
      "errors":\(count(.error)),"warnings":\(count(.warning)),"notes":\(count(.note)),
      "total":\(Self.json(total)),
      "unknown":[\(unknown)],
      "files":\(Self.list(files.map(Self.json))),
      "sequences":\(Self.list(sequences.map(Self.json))),
      "findings":\(Self.list(findings.map(Self.json)))}

      """
  }

  private static func list(_ elements: [String]) -> String {
    elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "]"
  }

  private static func json(_ counts: LineCounts) -> String {
    let terms = knownTerms.map { "\"\($0.jsonKey)\":\(counts[$0] ?? 0)" }
    return "{\(terms.joined(separator: ","))}"
  }

  private static func json(_ file: File) -> String {
    var members = [
      "\"path\":\(JSONText.quoted(file.path))", "\"name\":\(JSONText.quoted(file.name))",
      "\"kind\":\(JSONText.quoted(file.kind.rawValue))", "\"storedBytes\":\(file.storedBytes)",
    ]
    if let rawBytes = file.rawBytes { members.append("\"rawBytes\":\(rawBytes)") }
    if let counts = file.counts {
      members += [
        "\"counts\":\(json(counts))", "\"traitsAdded\":\(file.traitsAdded)",
        "\"traitsRemoved\":\(file.traitsRemoved)",
      ]
    }
    members.append("\"findings\":\(list(file.findings.map(json)))")
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(_ sequence: Sequence) -> String {
    let names = sequence.names.map(JSONText.quoted).joined(separator: ",")
    return "{\"folder\":\(JSONText.quoted(sequence.folder)),"
      + "\"root\":\(JSONText.quoted(sequence.root)),\"names\":[\(names)],"
      + "\"findings\":\(list(sequence.findings.map(json)))}"
  }

  private static func json(_ finding: Finding) -> String {
    var members = [
      "\"severity\":\"\(finding.severity.rawValue)\"", "\"code\":\(JSONText.quoted(finding.code))",
      "\"section\":\(finding.section)", "\"count\":\(finding.count)",
      "\"text\":\(JSONText.quoted(finding.text))",
    ]
    if let term = finding.term { members.append("\"term\":\"\(term.jsonKey)\"") }
    if !finding.places.isEmpty {
      members.append("\"places\":[\(finding.places.map(json).joined(separator: ","))]")
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(_ place: Place) -> String {
    var members = ["\"line\":\(place.line)", "\"byte\":\(place.byte)"]
    if let excerpt = place.excerpt { members.append("\"excerpt\":\(JSONText.quoted(excerpt))") }
    if let detail = place.detail { members.append("\"detail\":\(JSONText.quoted(detail))") }
    return "{\(members.joined(separator: ","))}"
  }
}

extension ReportTerm {
  /// The term as a key of an object.
  var jsonKey: String {
    switch self {
    case .recordsReceived: "recordsReceived"
    case .formatErrors: "formatErrors"
    case .invalidAAMIDs: "invalidAAMIDs"
    case .invalidDeviceIDs: "invalidDeviceIDs"
    case .noMatchingAAMIDs: "noMatchingAAMIDs"
    case .noTraitRealized: "noTraitRealized"
    case .storedRecords: "storedRecords"
    case .totalSignals: "totalSignals"
    case .totalUnusedSignals: "totalUnusedSignals"
    case .percentSuccess: "percentSuccess"
    }
  }
}
