// A drafted mapping as the text of its file: what is decided as entries, why and what else as comments.
//
// All that comes from the dump is written as YAML writes texts, so that nothing in a name or a value can end a
// comment. Pure.

import AudienceManager
import SluiceMapping
import SluiceRecords

/// Writes a draft.
struct DraftText {
  private let sample: DraftSample
  private let columns: DraftColumns
  private let options: DraftOptions

  init(_ sample: DraftSample, _ columns: DraftColumns, _ options: DraftOptions) {
    self.sample = sample
    self.columns = columns
    self.options = options
  }

  var lines: [String] {
    title + [""] + dataSource + id + [""] + fields + [""] + nulls + dialect
  }

  // MARK: Parts

  private var title: [String] {
    let part =
      sample.isWhole ? "all of it" : "its first \(Quantity.bytes(options.sampleSize))"
    var lines = [
      "# A mapping for \(Self.text(sample.input.name)), drafted from "
        + "\(Quantity.count(sample.records, "record")), \(part).",
      "# Fill in what has nothing behind its colon, go through the fields, and look at what comes of it:",
      "#   sluice preview --mapping MAPPING.yaml DUMP",
    ]
    let rejects = sample.rejects.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    for (reason, count) in rejects {
      lines.append(
        "# Rejected: \(Quantity.count(count, "record")) (\(reason.rawValue): \(reason.explanation))."
      )
    }
    return lines
  }

  private var dataSource: [String] {
    let type = columns.id?.type
    var lines = ["dataSource:"]
    if let dpid = options.dpid {
      lines.append("  dpid: \(dpid)")
    } else if let dpid = type?.dataSource {
      lines += ["  # That of all \(type?.rawValue ?? "") IDs.", "  dpid: \(dpid)"]
    } else {
      lines += ["  # The number of the data source of these IDs.", "  dpid:"]
    }
    if type?.dataSource != nil {
      lines += ["  # The number of the data source of the traits: your own.", "  target:"]
    }
    return lines
  }

  private var id: [String] {
    guard let id = columns.id else {
      return ["id:", "  # No column looks like one of user IDs: its name.", "  column:"]
    }
    let column = sample.columns[id.place]
    var lines = ["id:", "  # " + description(of: column) + "."]
    if column.values.repeated > 0 {
      let counted = column.values.repeated + column.values.count
      lines.append(
        "  # \(share(column.values.repeated, of: counted)) of its values have been there before: a user may have "
          + "\(Limits.linesPerUserAndFile) lines in a file.")
    }
    if let finding = column.judge.finding, !id.transforms.contains(.sha256Email) {
      lines.append("  # Personal data \(finding.words). Such IDs are rejected.")
    }
    lines.append("  column: \(YAMLText.scalar(column.name))")
    if let type = id.type { lines.append("  type: \(type.rawValue)") }
    if !id.transforms.isEmpty {
      lines.append("  transform: \(YAMLText.list(id.transforms.map(\.rawValue)))")
    }
    return lines
  }

  private var fields: [String] {
    let entries = sample.columns.indices.flatMap { field(at: $0) }
    let isEmpty = !entries.contains { !$0.hasPrefix("  #") }
    return [isEmpty ? "fields: []" : "fields:"] + entries
  }

  private func field(at place: Int) -> [String] {
    let column = sample.columns[place]
    switch columns.uses[place] {
    case .id: return []
    case .pair(let key):
      var lines = [
        "  # " + description(of: column) + ".", "  - column: \(YAMLText.scalar(column.name))",
      ]
      if key != column.name { lines.append("    key: \(YAMLText.scalar(key))") }
      return lines + suggestions(column).map { "    # " + $0 } + strays(column)
    case .personal(let finding):
      var lines = [leftOut(column, at: place, "personal data \(finding.words)")]
      if case .email = finding.kind {
        lines += [
          "  # - column: \(YAMLText.scalar(column.name))", "  #   key: email_hash",
          "  #   transform: [sha256-email]",
        ]
      }
      return lines
    case .unnamed(let reason): return [leftOut(column, at: place, reason)]
    }
  }

  private func leftOut(_ column: ColumnProfile, at place: Int, _ reason: String) -> String {
    let isNamed = !column.name.utf8.allSatisfy(Blank.contains)
    let name =
      isNamed ? Self.text(PersonalDataDetector.shown(column.name)) : "column \(place + 1)"
    return "  # Left out: \(name) (\(reason)). \(description(of: column))."
  }

  private var nulls: [String] {
    var lines: [String] = []
    if !sample.nulls.isEmpty {
      lines += ["# Taken as no value: \(frequencies(sample.nulls)).", "nulls: \(nullList)"]
    }
    if !sample.doubtfulNulls.isEmpty {
      lines.append(
        "# Values as well: \(frequencies(sample.doubtfulNulls)). Those that mean nothing belong to the nulls."
      )
      if sample.nulls.isEmpty { lines.append("# nulls: \(nullList)") }
    }
    return lines
  }

  private var nullList: String {
    let words = sample.nulls.isEmpty ? sample.doubtfulNulls : sample.nulls
    return YAMLText.list([""] + words.keys.sorted())
  }

  private func frequencies(_ words: [String: Int]) -> String {
    words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(YAMLText.scalar($0.key)) (\(Quantity.count($0.value, "time")))" }
      .joined(separator: ", ")
  }

  private var dialect: [String] {
    var settings = options.dialect
    let read = sample.input.dialect
    settings.delimiter = read.delimiter
    settings.quote = read.quote.map(DialectSettings.Mark.byte) ?? DialectSettings.Mark.none
    settings.escape = settings.escape ?? read.escape.map(DialectSettings.Mark.byte)
    return [
      "# As it was read: \(sample.input.description.map(Self.plain).joined(separator: ", ")).",
      "dialect:",
    ]
      + MappingPrinter.dialect(settings).map { "  " + $0 }
  }

  // MARK: Words

  /// `98.2 % filled, 3 values: f (51 %), m (48 %), x (1 %)`.
  private func description(of column: ColumnProfile) -> String {
    if column.filled == 0 { return "Never filled" }
    let values = column.values
    let filled =
      column.filled == sample.records ? "Always" : share(column.filled, of: sample.records)
    // Of one user each, they make no audience.
    let areApart = !values.areFew && values.repeated * 10 < values.count
    let isFew = values.areFew && column.filled > values.count
    let count = Quantity.count(
      values.count, isFew || values.repeated > 0 ? "value" : "different value")
    let number =
      (values.isOverflown ? "over " : "") + count + (areApart ? ", hardly two alike" : "")
    return "\(filled) filled, \(number): "
      + (isFew ? mostFrequent(column) : examples(column))
  }

  private static let mostShown = 5
  private static let mostExamples = 3

  private func mostFrequent(_ column: ColumnProfile) -> String {
    let all = column.values.byFrequency
    let shown = all.prefix(Self.mostShown).map { value, count in
      "\(Self.text(column.shown(value))) (\(share(count, of: column.filled)))"
    }
    return shown.joined(separator: ", ") + (all.count > shown.count ? ", …" : "")
  }

  private func examples(_ column: ColumnProfile) -> String {
    let shown = column.values.first.prefix(Self.mostExamples).map { Self.text(column.shown($0)) }
    return shown.joined(separator: ", ") + (column.values.count > shown.count ? ", …" : "")
  }

  /// What else could be made of a column.
  private func suggestions(_ column: ColumnProfile) -> [String] {
    if let separator = column.listSeparator { return ["split: \(YAMLText.scalar(separator))"] }
    if let pattern = column.datePatterns.first {
      let others = column.datePatterns.dropFirst().map(YAMLText.scalar)
      let doubt = others.isEmpty ? "" : "   # or \(others.joined(separator: ", "))"
      return ["date: {in: \(YAMLText.scalar(pattern)), out: yyyy-MM}\(doubt)"]
    }
    if let numbers = column.bandedNumbers {
      return ["bands: \(numbers.quartiles)   # from \(numbers.least) to \(numbers.greatest)"]
    }
    guard column.values.areFew, column.filled > column.values.count,
      let words = column.openValues
    else { return [] }
    if words.count == 2, let yes = words.first(where: Self.yesWords.contains) {
      let signs = words.map { "\(YAMLText.key($0)): \($0 == yes ? "" : "-")TRAIT" }
      return ["traits: {\(signs.joined(separator: ", "))}   # TRAIT: the number of yours"]
    }
    let pairs = words.map { "\(YAMLText.key($0)): \(YAMLText.scalar($0))" }
    return ["values: {\(pairs.joined(separator: ", "))}"]
  }

  private static let yesWords: Set<String> = [
    "Y", "y", "yes", "Yes", "YES", "1", "true", "True", "TRUE", "t", "T", "J", "j", "ja", "Ja",
    "oui", "Oui", "si", "Si", "on", "active",
  ]

  /// Values that a conversion will reject.
  private func strays(_ column: ColumnProfile) -> [String] {
    let count = column.judge.personalCount
    if count == 0 { return [] }
    return [
      "    # \(Quantity.count(count, "value")) of \(Quantity.count(column.judge.sampler.count)) look like personal "
        + "data: by `pii` their records are rejected."
    ]
  }

  private func share(_ count: Int, of whole: Int) -> String {
    if count == whole { return "100 %" }
    let tenths = Double(count) * 1000 / Double(max(whole, 1))
    if tenths < 1 { return "under 0.1 %" }
    if tenths >= 100 { return "\(min(Int(tenths / 10), 99)) %" }
    return "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }

  /// A text of the dump.
  private static func text(_ text: String) -> String { YAMLText.scalar(text) }

  /// Words of ours in which a byte of the dump may stand.
  private static func plain(_ words: String) -> String {
    words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F } ? words : text(words)
  }
}

extension ColumnJudge.Finding {
  /// The kind of personal data; nil where it is a sort of numbers.
  fileprivate var kind: PersonalDataDetector.Kind? {
    switch self {
    case .name(let kind), .values(let kind, _): kind
    case .numbers: nil
    }
  }

  fileprivate var words: String {
    switch self {
    case .name(let kind): "by its name: \(kind)"
    case .values(let kind, let count): "by \(Quantity.count(count, "value")): \(kind)"
    case .numbers(.cards): "by its values: payment card numbers"
    case .numbers(.phones): "by its values: phone numbers"
    case .numbers(.nationalIDs): "by its values: social security numbers"
    case .numbers(.ordinary), .numbers(.unsettled): "by its values"
    }
  }
}
