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
    let part = sample.isWhole ? "all of it" : "its first \(Quantity.bytes(options.sampleSize))"
    var lines = [
      "# A mapping for \(YAMLText.scalar(sample.input.name)), drafted from "
        + "\(Quantity.count(sample.records, "record")), \(part).",
      "# Fill in what has nothing behind its colon, go through the fields, and look at what comes of it:",
      "#   sluice preview --mapping MAPPING.yaml DUMP",
    ]
    if sample.input.hasHeader, sample.input.columns.contains(where: Self.looksLikeValue) {
      lines.append("# Is the first record a header? If it is not: --header no")
    }
    let rejects = sample.rejects.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    return lines
      + rejects.map { reason, count in
        "# Rejected: \(Quantity.count(count, "record")) (\(reason.rawValue): \(reason.explanation))."
          + (reason == .encoding ? " Mostly it is windows-1252." : "")
      }
  }

  /// Whether a column's name looks like a value: digits, or personal data.
  private static func looksLikeValue(_ name: String) -> Bool {
    PersonalDataDetector.kind(ofName: name) != nil
      || !name.isEmpty
        && name.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  private var dataSource: [String] {
    if columns.id?.type == .automatic {
      return [
        "dataSource:",
        "  # Each type of ID has a data source and files of its own, in a directory (--out).",
        "  # The number of the data source of the traits: your own.", "  target:",
      ]
    }
    var dpid = options.dpid
    var lines = ["dataSource:"]
    if dpid == nil, case .one(let type) = columns.id?.type {
      dpid = type.dataSource
      lines.append("  # The data source of all \(type.rawValue) IDs.")
    }
    guard let dpid else {
      return lines + ["  # The number of the data source of these IDs.", "  dpid:"]
    }
    lines.append("  dpid: \(dpid)")
    if IDType.fixed(by: dpid) != nil {
      lines += ["  # The number of the data source of the traits: your own.", "  target:"]
    }
    return lines
  }

  private var id: [String] {
    guard let id = columns.id else {
      return ["id:"] + refused
        + ["  # No column looks like one of user IDs. The name of the one that is:", "  column:"]
    }
    let column = sample.columns[id.place]
    let values = column.values
    var lines = ["id:"] + refused + ["  # " + description(of: column) + "."]
    if values.repeated > 0 {
      let counted = values.repeated + values.count
      let records = values.isOverflown ? "first \(Quantity.count(counted, "record"))" : "records"
      lines.append(
        "  # \(share(values.repeated, of: counted)) of the \(records) repeat an ID: Audience Manager takes up to "
          + "\(Limits.linesPerUserAndFile) lines of a user from a file.")
    }
    if let finding = column.judge.finding, !id.transforms.contains(.sha256Email) {
      lines.append(
        "  # Personal data \(finding.words). IDs must be none; those that look like it are rejected."
      )
    }
    if let doubt = id.doubt { lines.append("  # \(doubt).") }
    lines.append("  column: \(YAMLText.scalar(column.name))")
    if let type = id.type { lines.append("  type: \(type.name)") }
    if !id.transforms.isEmpty {
      lines.append("  transform: \(YAMLText.list(id.transforms.map(\.rawValue)))")
    }
    return lines
  }

  /// Columns of which one would think that they hold the IDs, and why they are not taken.
  private var refused: [String] {
    sample.columns.indices.compactMap { place in
      guard case .pair = columns.uses[place],
        let reason = IDGuess.refusalOfNamed(sample.columns[place], sample.records)
      else { return nil }
      return "  # Not \(YAMLText.scalar(sample.columns[place].name)): \(reason)."
    }
  }

  private var fields: [String] {
    let entries = sample.columns.indices.flatMap { field(at: $0) }
    let isEmpty = !entries.contains { !$0.hasPrefix("  #") }
    return [isEmpty ? "# fields:" : "fields:"] + entries
  }

  private func field(at place: Int) -> [String] {
    let column = sample.columns[place]
    switch columns.uses[place] {
    case .id: return []
    case .pair(let key):
      var lines = ["  # " + description(of: column) + "."]
      lines.append("  - column: \(YAMLText.scalar(column.name))")
      if key != column.name { lines.append("    key: \(YAMLText.scalar(key))") }
      return lines + column.suggestions(hasKey: key != column.name).map { "    # " + $0 }
        + strays(column)
    case .personal(let finding, let isNameable):
      let line = leftOut(column, at: place, "personal data \(finding.words)")
      if !column.holdsAddresses || !isNameable { return [line] }
      return [
        line, "  # - column: \(YAMLText.scalar(column.name))", "  #   key: email_hash",
        "  #   transform: [sha256-email]",
      ]
    case .unnamed(let reason): return [leftOut(column, at: place, reason)]
    }
  }

  private func leftOut(_ column: ColumnProfile, at place: Int, _ reason: String) -> String {
    let isNamed = !column.name.utf8.allSatisfy(Blank.contains)
    let name =
      isNamed ? YAMLText.scalar(PersonalDataDetector.shown(column.name)) : "column \(place + 1)"
    return "  # Left out: \(name) (\(reason)). \(description(of: column))."
  }

  /// Values that a conversion will reject.
  private func strays(_ column: ColumnProfile) -> [String] {
    let count = column.judge.personalCount
    if count == 0 { return [] }
    return [
      "    # \(Quantity.count(count, "value")) of \(Quantity.count(column.judge.sampler.count)) "
        + "\(count == 1 ? "looks" : "look") like personal data: by `pii` their records are rejected."
    ]
  }

  private var nulls: [String] {
    let words = options.nulls + sample.nulls.keys.filter { !options.nulls.contains($0) }.sorted()
    var lines: [String] = []
    if !sample.nulls.isEmpty { lines.append("# Taken as no value: \(frequencies(sample.nulls)).") }
    if !words.isEmpty {
      lines.append("nulls: \(YAMLText.list([""] + words.filter { !$0.isEmpty }))")
    }
    if !sample.doubtfulNulls.isEmpty {
      lines.append(
        "# Taken as values: \(frequencies(sample.doubtfulNulls)). If they mean nothing, name them in `nulls`."
      )
      if words.isEmpty {
        lines.append("# nulls: \(YAMLText.list([""] + sample.doubtfulNulls.keys.sorted()))")
      }
    }
    return lines
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
    if sample.records == 0 { return "No record tells what it holds" }
    if column.filled == 0 { return "Never filled" }
    let filled =
      column.filled == sample.records
      ? "Always filled" : "\(share(column.filled, of: sample.records)) filled"
    let values = column.values
    if values.areFew, column.filled > values.count {
      return "\(filled), \(Quantity.count(values.count, "value")): \(mostFrequent(column))"
    }
    let count = (values.isOverflown ? "over " : "") + Quantity.count(values.count, "value")
    return "\(filled), \(count)\(distinctness(of: values)): \(examples(column))"
  }

  /// Values of one user each make no audience.
  private func distinctness(of values: DistinctValues) -> String {
    if values.count < 2 || values.repeated * 10 >= values.count { return "" }
    if values.repeated > 0 { return ", few of them twice" }
    return values.isOverflown
      ? ", the first \(Quantity.count(values.count)) all different" : ", all different"
  }

  private static let mostShown = 5
  private static let mostExamples = 3

  private func mostFrequent(_ column: ColumnProfile) -> String {
    let all = column.values.byFrequency
    let shown = all.prefix(Self.mostShown).map { value, count in
      "\(YAMLText.scalar(column.shown(value))) (\(share(count, of: column.filled)))"
    }
    return shown.joined(separator: ", ") + (all.count > shown.count ? ", …" : "")
  }

  private func examples(_ column: ColumnProfile) -> String {
    let shown = column.values.first.prefix(Self.mostExamples).map {
      YAMLText.scalar(column.shown($0))
    }
    return shown.joined(separator: ", ") + (column.values.count > shown.count ? ", …" : "")
  }

  /// A share in percent: of three digits at most, and 0 and 100 only where they are exact.
  private func share(_ count: Int, of whole: Int) -> String {
    if count == whole { return "100 %" }
    let percent = Double(count) * 100 / Double(max(whole, 1))
    if percent < 0.1 { return "under 0.1 %" }
    if percent >= 9.95 { return "\(min(Int(percent.rounded()), 99)) %" }
    let tenths = Int((percent * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Words of ours in which a byte of the dump may stand.
  private static func plain(_ words: String) -> String {
    words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
      ? words : YAMLText.scalar(words)
  }
}

extension ColumnJudge.Finding {
  fileprivate var words: String {
    switch self {
    case .name(.nationalID): "by its name: national ID number"
    case .name(let kind): "by its name: \(kind)"
    case .numbers(let kind): "by its values: \(kind)s"
    case .values(let kind, let count): "by \(Quantity.count(count, "value")): \(kind)"
    }
  }
}
