// A part that is encrypted while it is written: lines go to a gpg of its own, and what gpg makes of
// them goes to the temporary file, so that plain text never touches the disk.
//
// Takes bytes, owns the gpg, the file and the bytes that may still be taken back: what gpg was given
// is gone, so the lines of the last user wait in memory until another user's come. Belongs to
// one writer at a time, which guards it; any thread may kill the gpg, and the writer's next step
// then fails.

import SluiceBytes

/// A temporary file that gpg writes.
final class EncryptedFile {
  /// Bytes that wait at most. The receiver takes 200 lines of 102,400 bytes of a user in a file;
  /// a user who has more loses lines there wherever the part is cut.
  private static let waitingLimit = 32 << 20

  private let file: OutputFile
  private let storedLimit: Int
  private let programs: RunningPrograms
  /// Nil once the part is complete.
  private var gpg: ProgramRun?
  private let waiting = ByteBuffer(capacity: 64 << 10)
  /// Bytes that were sent to gpg.
  private(set) var settledCount = 0

  /// Starts a gpg that writes to `file`.
  /// - Parameters:
  ///   - file: empty.
  ///   - storedLimit: the most bytes it may come to.
  init(
    _ file: OutputFile, storedLimit: Int, by encryptor: Encryptor, _ programs: RunningPrograms,
    _ calls: SystemCalls
  ) throws(PartError) {
    self.file = file
    self.storedLimit = storedLimit
    self.programs = programs
    let gpg = try file.lend { (descriptor) throws(SystemError) in
      try encryptor.start(output: descriptor, calls)
    }
    programs.add(gpg.process)
    self.gpg = gpg
  }

  private func send() throws(PartError) {
    guard let gpg else { throw .cancelled(path) }
    do {
      try waiting.withBytes { (bytes) throws(SystemError) in try gpg.send(bytes) }
    } catch .brokenPipe {
      throw gone(gpg)
    } catch .connectionReset {
      throw gone(gpg)
    } catch {
      throw .io(path, error)
    }
    settledCount += waiting.count
    waiting.removeAll()
  }

  /// The failure of a gpg that does not take any more.
  private func gone(_ gpg: ProgramRun) -> PartError {
    if programs.isStopped { return .cancelled(path) }
    do {
      let outcome = try gpg.end()
      let reason = outcome.isSuccess ? "it ended before its input did" : outcome.reason
      return .encrypting(path, reason)
    } catch {
      return .io(path, error)
    }
  }

  private func finish(_ gpg: ProgramRun) throws(PartError) {
    let outcome: ProgramRun.Outcome
    do {
      outcome = try gpg.end()
    } catch {
      throw .io(path, error)
    }
    if programs.isStopped { throw .cancelled(path) }
    guard outcome.isSuccess else { throw .encrypting(path, outcome.reason) }
  }

  private func digest() throws(PartError) -> Digest {
    var digest = Digest()
    try file.readBack(from: 0) { (bytes) throws(PartError) in digest.update(bytes) }
    return digest
  }
}

extension EncryptedFile: PartFile {
  var name: String { file.name }
  var path: String { file.path }
  var count: Int { settledCount + waiting.count }
  var isStoredAsAppended: Bool { false }

  func append(_ bytes: RawSpan) throws(PartError) {
    if count > settledCount, waiting.count + bytes.byteCount > Self.waitingLimit { try send() }
    waiting.append(bytes)
  }

  func settle() throws(PartError) {
    if !waiting.isEmpty { try send() }
  }

  func truncate(to length: Int) throws(PartError) {
    guard length >= settledCount else {
      throw .usage("what is encrypted cannot be taken back", path: path)
    }
    waiting.setCount(length - settledCount)
  }

  func readBack(
    from start: Int, _ body: (RawSpan) throws(PartError) -> Void
  ) throws(PartError) {
    guard start >= settledCount else {
      throw .usage("what is encrypted cannot be taken back", path: path)
    }
    try waiting.withBytes { (bytes) throws(PartError) in
      try body(bytes.extracting(droppingFirst: start - settledCount))
    }
  }

  func endWriting() throws(PartError) -> StoredPart? {
    guard let gpg else { throw .cancelled(path) }
    try settle()
    try finish(gpg)
    self.gpg = nil
    try file.measure()
    guard file.count <= storedLimit else {
      throw .usage("gpg made \(file.count) bytes of a part of at most \(storedLimit)", path: path)
    }
    _ = try file.endWriting()
    return StoredPart(byteCount: file.count, md5: try digest().hex)
  }

  func syncAndClose() throws(PartError) { try file.syncAndClose() }

  func close() {
    gpg = nil
    file.close()
  }
}
