// Files against each other, and against what their transfer-control file says (sections 2 and 10).
//
// Pure: takes what is known of the files once all are read, gives findings on each sequence.

import AudienceManager

/// What is known of one inbound file.
struct SequencedFile {
  let name: String
  let inbound: DeliveredFileName
  let storedBytes: Int
  /// Lines; nil when they were not read to the end.
  let lineCount: Int?
  /// MD5 of the stored bytes; nil when it was not taken.
  let digest: String?
}

/// A transfer-control file, as it was found.
struct FoundControl {
  let name: String
  let reading: Result<TransferControlReading, TransferControlProblem>
}

/// The rules of a sequence.
enum SequenceRules {
  /// What is to be said of the files of one sequence in one folder.
  static func findings(
    root: String, files: [SequencedFile], control: FoundControl?
  ) -> [Finding] {
    splitFindings(files) + sizeFindings(files)
      + (control.map { controlFindings($0, root: root, files: files) } ?? [])
  }

  // MARK: Split numbers

  private static func splitFindings(_ files: [SequencedFile]) -> [Finding] {
    let numbers = files.compactMap(\.inbound.split)
    var findings: [Finding] = []
    if !numbers.isEmpty, numbers.count < files.count {
      let whole = files.first { $0.inbound.split == nil }?.name ?? ""
      findings.append(
        error("split-mixed", "a file without split number beside parts with one: \(whole)"))
    }
    let names = Dictionary(grouping: files) { $0.inbound.split ?? 0 }
    for (number, same) in names.sorted(by: { $0.key < $1.key }) where same.count > 1 {
      let what = number == 0 ? "the file is there" : "split number \(number) is there"
      findings.append(
        error("split-twice", "\(what) \(same.count) times: \(list(same.map(\.name)))"))
    }
    let present = Set(numbers)
    let missing = (1...max(1, numbers.max() ?? 1)).lazy.filter { !present.contains($0) }
    if !numbers.isEmpty, let first = missing.first {
      let shown = list(missing.prefix(mostShown + 1).map(String.init))
      let count = (numbers.max() ?? first) - present.filter { $0 > 0 }.count
      findings.append(
        Finding(
          severity: .error, code: "split-missing", section: 2,
          text: "split numbers are missing: \(shown)", count: count))
    }
    return findings
  }

  /// All compressed parts but the last one should have the best size.
  private static func sizeFindings(_ files: [SequencedFile]) -> [Finding] {
    let parts = files.filter { $0.inbound.packing != .plain }
    let last = parts.compactMap(\.inbound.split).max()
    let small = parts.count {
      $0.inbound.split != nil && $0.inbound.split != last
        && $0.storedBytes < Limits.bestCompressedFileBytes.lowerBound
    }
    return small > 0 ? [.smallerThanBest(small)] : []
  }

  // MARK: Transfer control

  private static func controlFindings(
    _ control: FoundControl, root: String, files: [SequencedFile]
  ) -> [Finding] {
    let reading: TransferControlReading
    switch control.reading {
    case .failure(let problem):
      return [error("info-unreadable", "\(control.name) cannot be read: \(problem)", section: 10)]
    case .success(let found): reading = found
    }
    let listed = reading.control.files
    var findings = totals(reading, root)
    let known = Dictionary(grouping: listed, by: \.name)
    for (name, same) in known.sorted(by: { $0.key < $1.key }) where same.count > 1 {
      findings.append(info("twice", "\(name) is listed \(same.count) times"))
    }
    for file in files where known[file.name] == nil {
      findings.append(info("surplus-file", "\(file.name) is there and not listed"))
    }
    let present = Dictionary(files.map { ($0.name, $0) }) { first, _ in first }
    for entry in listed {
      guard let file = present[entry.name] else {
        findings.append(info("missing-file", "\(entry.name) is listed and not there"))
        continue
      }
      findings += differences(entry, file)
    }
    return findings
  }

  private static func totals(_ reading: TransferControlReading, _ root: String) -> [Finding] {
    let control = reading.control
    var findings: [Finding] = []
    if control.root != root {
      findings.append(info("name", "Totals name the sequence \(control.root)"))
    }
    let sums = [
      ("TotalByteSize", reading.totalByteSize, control.totalByteSize),
      ("TotalNumberFiles", reading.totalFiles, control.files.count),
      ("TotalNumberLines", reading.totalLines, control.totalLines),
    ]
    for (name, told, sum) in sums where told != sum {
      findings.append(info("totals", "\(name) is \(told), the files listed come to \(sum)"))
    }
    return findings
  }

  private static func differences(
    _ entry: TransferControl.File, _ file: SequencedFile
  ) -> [Finding] {
    var findings: [Finding] = []
    func differ(_ code: String, _ told: some Equatable, _ found: String) {
      findings.append(info(code, "\(file.name) has \(found), \(told) by the list"))
    }
    if entry.byteSize != file.storedBytes {
      differ("size", entry.byteSize, "\(file.storedBytes) bytes")
    }
    if let lines = file.lineCount, lines != entry.lineCount {
      differ("lines", entry.lineCount, "\(lines) lines")
    }
    if let digest = file.digest, digest != entry.md5 {
      differ("md5", entry.md5, "the MD5 \(digest)")
    }
    let number = file.inbound.split ?? 1
    if number != entry.sequenceNumber {
      differ("sequence-number", entry.sequenceNumber, "the number \(number)")
    }
    return findings
  }

  // MARK: Wording

  /// Names and numbers listed in one finding at most.
  private static let mostShown = 10

  private static func list(_ items: [String]) -> String {
    items.prefix(mostShown).joined(separator: ", ") + (items.count > mostShown ? ", ..." : "")
  }

  private static func info(_ code: String, _ text: String) -> Finding {
    error("info-\(code)", text, section: 10)
  }

  private static func error(_ code: String, _ text: String, section: Int = 2) -> Finding {
    Finding(severity: .error, code: code, section: section, text: text)
  }
}
