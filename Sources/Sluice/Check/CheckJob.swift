// Inbound files to a report: paths are resolved, files read by all lanes, sequences judged at the end.
//
// Takes paths, gives a report; writes nothing. What is wrong with the files is in the report; it fails
// for paths that are not there, and when reading fails.

import AudienceManager
import SluiceBytes
import SluiceInput
import SluiceRecords

/// Says what Audience Manager would say of inbound files.
///
/// Files are judged by name, size, packing, encoding and every line; files of one sequence also against
/// each other and against their transfer-control file.
public struct CheckJob: Sendable {
  /// Files and folders; `-` is stdin. Of a folder the inbound files in it are checked, and those in
  /// folders as they are in the receiver's bucket, `AWS_DIRECTORY/PARTNER/date=YYYY-MM-DD/` or the end of
  /// that. A file that is named or found several times is checked once.
  public var paths: [String]
  /// The name that stdin is judged by; goes with `-`.
  public var stdinName: String?
  /// Whether compressed files may have up to 3 GB, and not only 1 GB (section 3).
  public var allowsLarge = false
  /// Parallel lanes.
  public var lanes = LaneCount.usual
  /// The scan to use.
  package var kernel = LineKernel.best
  /// Bytes of lines that a lane takes at a time. Has no influence on the report.
  package var chunkSize = BlockLimits.usualStretch

  /// Makes a job with the defaults of the command line.
  public init(paths: [String]) { self.paths = paths }

  /// Checks the files.
  /// - Throws: `SluiceError`: `usage`, `input` for a path that is not there, `io`.
  public func run() throws(SluiceError) -> CheckReport {
    try LaneCount.check(lanes)
    let found = try CheckPaths(paths, stdinName: stdinName)
    let controls = found.controls.map { Control($0) }
    let files = found.files.map { file in
      var file = file
      file.wantsDigest = controls.contains { $0.lists(file) }
      return file
    }
    var report = CheckReport(files: [], sequences: [], findings: [])
    let checked = try check(files)
    report.files = checked.map(\.report)
    report.sequences = sequences(checked, controls)
    report.findings = found.findings
    return report
  }

  // MARK: Files

  /// A file once it is read.
  struct Checked {
    let file: CheckedFile
    let report: CheckReport.File
    /// Lines; nil when they were not read to the end.
    let lineCount: Int?
    let digest: String?
  }

  /// Reads the files by all lanes.
  func check(_ files: [CheckedFile]) throws(SluiceError) -> [Checked] {
    let sizes = files.map { file in
      if case .file(let byteCount) = try? InputFolder.kind(of: file.path) { byteCount } else { 0 }
    }
    let sources = files.enumerated().map {
      CheckSource($0.element, index: $0.offset, chunkSize: chunkSize)
    }
    let consumer = CheckConsumer(files: files.count)
    // The largest first, so that no lane is left with a large file at the end.
    let order = files.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
    nonisolated(unsafe) let ordered = order.map { sources[$0] }
    // SAFETY: until the pipeline has ended, the sources are touched by the queue alone.
    let queue = unsafe ChunkQueue(ordered, bufferCapacity: chunkSize)
    let work = (0..<lanes).map { _ in CheckLane(kernel: kernel) }
    try LanePipeline(queue: queue, work: work, consumer: consumer) { CheckBatch() }.run()
    return sources.map { source in
      let stored = sizes[source.index]
      return checked(source, consumer.sums[source.index], max(stored, source.storedBytesRead))
    }
  }

  private func checked(_ source: CheckSource, _ lines: JudgedLines, _ stored: Int) -> Checked {
    let file = source.file
    let isJudged = source.isJudged
    let findings =
      file.nameFindings + sizeFindings(file, stored: stored, raw: source.rawBytes)
      + source.findings + Finding.all(of: lines)
    let report = CheckReport.File(
      path: file.path, name: file.name, kind: file.kind, storedBytes: stored,
      rawBytes: isJudged ? source.rawBytes : nil, counts: isJudged ? lines.counts : nil,
      traitsAdded: lines.traitsAdded, traitsRemoved: lines.traitsRemoved,
      findings: findings.byWeight())
    return Checked(
      file: file, report: report,
      lineCount: isJudged && !source.isDamaged ? lines.counts.recordsReceived : nil,
      digest: source.digest)
  }

  func sizeFindings(_ file: CheckedFile, stored: Int, raw: Int) -> [Finding] {
    guard let name = file.inbound else { return [] }
    if stored == 0 { return [.empty] }
    var findings: [Finding] = []
    let limit = allowsLarge ? Limits.largeCompressedFileBytes : Limits.compressedFileBytes
    if name.packing != .plain, stored > limit { findings.append(.tooLargeStored(limit)) }
    let rawLimit = Limits.uncompressedFileBytes
    if raw > rawLimit || name.packing == .plain && stored > rawLimit {
      findings.append(.tooLargeRaw)
    }
    let isLarge =
      name.packing != .plain && stored > Limits.bestCompressedFileBytes.upperBound
      || raw > Limits.bestUncompressedFileBytes
    if findings.isEmpty, isLarge { findings.append(.largerThanBest) }
    return findings
  }

  // MARK: Sequences

  /// A transfer-control file that was found.
  private struct Control {
    let folder: CheckedFolder
    let root: String
    let found: FoundControl
    private let names: Set<String>

    /// Bytes of a transfer-control file at most: some 100,000 files' worth.
    private static let mostBytes = 16 << 20

    init(_ place: (path: String, folder: CheckedFolder, name: String)) {
      folder = place.folder
      root = String(place.name.dropLast(".info".count))
      found = FoundControl(name: place.name, reading: Self.read(place.path))
      names = Set((try? found.reading.get())?.control.files.map(\.name) ?? [])
    }

    private static func read(
      _ path: String
    ) -> Result<TransferControlReading, TransferControlProblem> {
      let bytes = ByteBuffer(capacity: 4 << 10)
      do {
        let source = try FileSource(path: path)
        while try bytes.withSpareCapacity(minimum: 1, { try source.read(into: &$0) }) > 0 {
          if bytes.count > mostBytes {
            return .failure(TransferControlProblem("larger than any would be"))
          }
        }
        return .success(try TransferControl.read(bytes.withBytes { $0.copied() }))
      } catch let problem as TransferControlProblem {
        return .failure(problem)
      } catch {
        return .failure(TransferControlProblem("\(error)"))
      }
    }

    /// Whether it says anything of a file.
    func lists(_ file: CheckedFile) -> Bool {
      file.folder == folder && names.contains(file.name)
    }
  }

  /// What makes files one sequence.
  private struct SequenceKey: Hashable {
    let folder: CheckedFolder
    let root: String
  }

  /// Sequences in the order of their first files. Files that were named one by one are a sequence only
  /// where there is more than one of it, or its transfer-control file.
  private func sequences(_ checked: [Checked], _ controls: [Control]) -> [CheckReport.Sequence] {
    var members: [SequenceKey: [Checked]] = [:]
    var order: [SequenceKey] = []
    func meet(_ key: SequenceKey) {
      if members[key] == nil { order.append(key) }
      members[key, default: []] += []
    }
    for one in checked {
      guard let name = one.file.inbound, let folder = one.file.folder else { continue }
      let key = SequenceKey(folder: folder, root: name.root)
      meet(key)
      members[key]?.append(one)
    }
    for control in controls { meet(SequenceKey(folder: control.folder, root: control.root)) }
    return order.compactMap { key in
      let control = controls.first { $0.folder == key.folder && $0.root == key.root }
      let files = members[key] ?? []
      let isJudged = control != nil || files.count > 1 || files.contains(where: \.file.isFound)
      return isJudged ? sequence(key, files, control?.found) : nil
    }
  }

  private func sequence(
    _ key: SequenceKey, _ files: [Checked], _ control: FoundControl?
  ) -> CheckReport.Sequence {
    let known = files.compactMap { one in
      one.file.inbound.map {
        SequencedFile(
          name: one.file.name, inbound: $0, storedBytes: one.report.storedBytes,
          lineCount: one.lineCount, digest: one.digest)
      }
    }.sorted { ($0.inbound.split ?? 0, $0.name) < ($1.inbound.split ?? 0, $1.name) }
    return CheckReport.Sequence(
      folder: key.folder.path, root: key.root, names: known.map(\.name),
      findings: SequenceRules.findings(root: key.root, files: known, control: control).byWeight())
  }
}
