// A run's report for people: one HTML page that needs nothing else, no script, no font, no network. It
// names places and columns and shows no values.

import AudienceManager
import SluiceRecords

extension ConversionSummary {
  /// The report as a page.
  public var htmlReport: String {
    let page: ReportMarkup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(ReportMarkup(stringLiteral: ReportStyle.sheet))
      </style>
      </head>
      <body>
      \(heading)
      \(notes)
      \(tiles)
      \(fates)
      \(ReportMarkup.section("Rejects", rejectTables))
      \(ReportMarkup.section("Files", fileTable))
      \(ReportMarkup.section("Inputs", inputTable))
      \(ReportMarkup.section("In the receiver's terms", receiverTable))
      \(ReportMarkup.section("The run", runFacts))
      </body>
      </html>

      """
    return page.html
  }

  private var title: String {
    let source = transfer.dpid.map { "data source \($0)" } ?? "Audience Manager"
    return transfer.idSync == nil ? "Conversion for \(source)" : "ID synchronisation for \(source)"
  }

  private var heading: ReportMarkup {
    let words = ["done": "Done", "failed": "Failed", "dry-run": "Dry run"]
    let place: ReportMarkup = directory.map { " into <code>\($0)</code>" } ?? ""
    return """
      <header>
      <h1>\(title)</h1> <span class="badge \(outcome)">\(words[outcome] ?? outcome)</span>
      <p>\(startedText), \(Quantity.seconds(seconds))\(place)</p>
      </header>
      """
  }

  private var notes: ReportMarkup {
    var notes: [ReportMarkup] = []
    if let failure {
      notes.append(
        """
        <p class="note failed"><b>The run failed:</b> \(failure)<br>
        <span class="soft">The numbers are of what was read until then.</span></p>
        """)
    }
    if isDryRun { notes.append("<p class=\"note\">A dry run: nothing was written.</p>") }
    notes += warnings.map { "<p class=\"note\">\($0)</p>" }
    return ReportMarkup(notes)
  }

  // MARK: Numbers

  private var tiles: ReportMarkup {
    // Lines of IDs have no pairs.
    let pairs = transfer.idSync == nil ? [(Quantity.count(counts.pairs), "pairs")] : []
    let numbers =
      [
        (Quantity.count(counts.records), "records read"),
        (Quantity.count(counts.rejectedTotal), "records rejected"),
        (Quantity.count(counts.lines), "lines"),
      ] + pairs + [
        (Quantity.bytes(rawCount), "of lines"), ("\(Quantity.bytes(bytesPerSecond))/s", "read"),
      ]
    let tiles = numbers.map { value, label -> ReportMarkup in
      "<div><b>\(value)</b><span>\(label)</span></div>"
    }
    return "<div class=\"tiles\">\n\(ReportMarkup(tiles))\n</div>"
  }

  /// What became of the records: each is in just one of these.
  private var fates: ReportMarkup {
    let fates = [
      ("written", "written", counts.written), ("filtered", "left out by where", counts.filtered),
      (
        "bare", transfer.idSync == nil ? "without a trait" : "with nothing to tie",
        counts.withoutTrait
      ),
      ("rejected", "rejected", counts.rejectedTotal),
    ]
    let bars = fates.filter { $0.2 > 0 }.map { kind, _, count -> ReportMarkup in
      "<i class=\"\(kind)\" style=\"flex:\(count) 0 0\"></i>"
    }
    let key = fates.map { kind, label, count -> ReportMarkup in
      "<li><i class=\"\(kind)\"></i>\(Quantity.count(count)) \(label)</li>"
    }
    return """
      <div class="bar" aria-hidden="true">\(ReportMarkup(bars))</div>
      <ul class="key">\(ReportMarkup(key))</ul>
      """
  }

  private var receiverTable: ReportMarkup {
    let unknown = CheckReport.unknownTerms.map(\.rawValue).joined(separator: ", ")
    return """
      \(ReportMarkup.table(
        ["Term", "#Count"],
        receiverTerms.map { [.text($0.term.rawValue), .text(Quantity.count($0.count))] }))
      <p class="soft">Known to the receiver only: \(unknown). Stored records are those at most.</p>
      """
  }

  // MARK: Rejects

  private var rejectTables: ReportMarkup {
    ReportMarkup(
      rejects.map { group in
        let more = group.count - group.first.count
        let rest: ReportMarkup =
          more > 0 ? "<p class=\"soft\">and \(Quantity.count(more)) more</p>" : ""
        return """
          <h3><code>\(group.reason.rawValue)</code> \(Quantity.count(group.count))
          <small>\(group.reason.explanation)</small></h3>
          \(ReportMarkup.table(["Input", "#Record", "#Line", "#Byte", "Column"], group.first.map(\.cells)))
          \(rest)
          """
      })
  }

  // MARK: Files

  private var fileTable: ReportMarkup {
    let rows = parts.map { part -> [ReportMarkup] in
      [
        "<code>\(part.name)</code>", .text(Quantity.count(part.lineCount)),
        .text(Quantity.bytes(part.rawCount)),
        .text(part.byteCount.map { Quantity.bytes($0) } ?? ""),
        part.md5.map { "<code>\($0)</code>" } ?? "",
      ]
    }
    return .table(["Name", "#Lines", "#Plain", "#Stored", "MD5"], rows)
  }

  private var inputTable: ReportMarkup {
    .table(
      ["Name", "Taken for"],
      inputs.map { ["<code>\($0.name)</code>", .text($0.takenFor.joined(separator: ", "))] })
  }

  private var runFacts: ReportMarkup {
    var facts: [(name: String, value: ReportMarkup)] = []
    if let dpid = transfer.dpid { facts.append(("Data source", "\(dpid)")) }
    if let target = transfer.target { facts.append(("Traits of", "\(target)")) }
    if let sync = transfer.idSync {
      let dpids = sync.others.map { "\($0.dpid)" }.joined(separator: ", ")
      facts.append(("Tied to", .text("\(dpids) (\(sync.kind.label))")))
    }
    facts.append(("Mode", .text(transfer.mode.rawValue)))
    if let timestamp = transfer.timestamp { facts.append(("Timestamp", "\(timestamp)")) }
    if let key = encryptedFor {
      facts.append(("Encrypted for", "\(key.recipient), key <code>\(key.fingerprint)</code>"))
    }
    if let path = rejectsPath { facts.append(("Rejected records", "<code>\(path)</code>")) }
    facts.append(("Read", .text(Quantity.bytes(decodedBytes))))
    for count in RunCount.notes + [.traits] where count(counts) > 0 {
      facts.append((count.label, .text(Quantity.count(count(counts)))))
    }
    facts.append(("Program", "sluice \(SluiceVersion.number)"))
    return .facts(facts)
  }
}

extension ConversionSummary.RejectedRecord {
  fileprivate var cells: [ReportMarkup] {
    [
      "<code>\(input)</code>", .text(Quantity.count(record)), .text(Quantity.count(line)),
      .text(Quantity.count(byte)), .text(column ?? ""),
    ]
  }
}
