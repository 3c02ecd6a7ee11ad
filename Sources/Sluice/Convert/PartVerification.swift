// Complete parts, read back before they get their names: what `--verify` does.
//
// Takes parts as temporary files, reads each through the lanes of a check under the name it is going to
// have, and holds it against what was written. Two sorts of failure are told apart by the digest: bytes
// that changed on their way through the disk (`io`), and bytes that are as they were written and yet
// not what a receiver takes (`inconsistent`: the program's own fault).

import AudienceManager
import SluiceParts

/// Reads parts back.
struct PartVerification {
  let options: ConversionOptions

  /// Checks all parts.
  /// - Throws: `SluiceError`.
  func run(_ parts: [TemporaryPart]) throws(SluiceError) {
    var job = CheckJob(paths: [])
    job.allowsLarge = options.bounds.storedLimit > Limits.compressedFileBytes
    job.lanes = options.lanes
    let files = parts.map { part in
      var file = CheckedFile(path: part.path, name: part.part.name, folder: nil, isFound: false)
      file.wantsDigest = true
      return file
    }
    for (part, found) in zip(parts, try job.check(files)) { try compare(part, found) }
  }

  private func compare(_ written: TemporaryPart, _ found: CheckJob.Checked) throws(SluiceError) {
    let part = written.part
    guard found.digest == part.md5, found.report.storedBytes == part.byteCount else {
      throw SluiceError(
        .io,
        "what was written does not read back the same, so nothing was published: "
          + "\(written.path) (is the disk sound?)")
    }
    let error = found.report.findings.first { $0.severity == .error }?.text
    guard error == nil, found.lineCount == part.lineCount, found.report.rawBytes == part.rawCount
    else {
      let lines = "\(found.lineCount ?? 0) lines instead of \(part.lineCount)"
      throw SluiceError(
        .inconsistent,
        "a part is not what the receiver takes, so nothing was published: "
          + "\(part.name): \(error ?? lines) (please report this)")
    }
  }
}
