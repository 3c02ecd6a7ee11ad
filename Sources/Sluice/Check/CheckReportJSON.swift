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
    let members: [[(key: String, value: JSONDocument)]] = [
      [("version", .number(Self.jsonVersion)), ("good", .bool(isGood))],
      [
        ("errors", .number(count(.error))), ("warnings", .number(count(.warning))),
        ("notes", .number(count(.note))),
      ],
      [("total", total.value)], [("unknown", .texts(Self.unknownTerms.map(\.jsonKey)))],
      [("files", .lines(files.map(\.value)))], [("sequences", .lines(sequences.map(\.value)))],
      [("findings", .lines(findings.map(\.value)))],
    ]
    // A line each, without the braces of an object of its own.
    let lines = members.map { JSONDocument.object($0).compact.dropFirst().dropLast() }
    return "{" + lines.joined(separator: ",\n") + "}\n"
  }
}

extension LineCounts {
  fileprivate var value: JSONDocument {
    .object(CheckReport.knownTerms.map { ($0.jsonKey, .number(self[$0] ?? 0)) })
  }
}

extension CheckReport.File {
  fileprivate var value: JSONDocument {
    var members: [(key: String, value: JSONDocument)] = [
      ("path", .text(path)), ("name", .text(name)), ("kind", .text(kind.rawValue)),
      ("storedBytes", .number(storedBytes)),
    ]
    if let rawBytes { members.append(("rawBytes", .number(rawBytes))) }
    if let counts {
      members += [
        ("counts", counts.value), ("traitsAdded", .number(traitsAdded)),
        ("traitsRemoved", .number(traitsRemoved)),
      ]
    }
    return .object(members + [("findings", .lines(findings.map(\.value)))])
  }
}

extension CheckReport.Sequence {
  fileprivate var value: JSONDocument {
    .object([
      ("folder", .text(folder)), ("root", .text(root)), ("names", .texts(names)),
      ("findings", .lines(findings.map(\.value))),
    ])
  }
}

extension CheckReport.Finding {
  fileprivate var value: JSONDocument {
    var members: [(key: String, value: JSONDocument)] = [
      ("severity", .text(severity.rawValue)), ("code", .text(code)), ("section", .number(section)),
      ("count", .number(count)), ("text", .text(text)),
    ]
    if let term { members.append(("term", .text(term.jsonKey))) }
    if !places.isEmpty { members.append(("places", .list(places.map(\.value)))) }
    return .object(members)
  }
}

extension CheckReport.Place {
  fileprivate var value: JSONDocument {
    var members: [(key: String, value: JSONDocument)] = [
      ("line", .number(line)), ("byte", .number(byte)),
    ]
    if let excerpt { members.append(("excerpt", .text(excerpt))) }
    if let detail { members.append(("detail", .text(detail))) }
    return .object(members)
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
