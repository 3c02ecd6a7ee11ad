// A temporary file that is written at its end.
//
// Takes bytes, owns the descriptor and a buffer for small pieces. Belongs to one writer at a
// time, which guards it. Large pieces go to the file straight from the caller's memory.

import SluiceBytes

/// A temporary file being written.
final class OutputFile {
  /// Small blocks are gathered up to this size: enough that a call's cost does not count,
  /// little enough to stay in a core's second-level cache.
  static let blockBufferSize = 1 << 20

  /// Bytes after which the system is told to start writing them to the device. Left alone it would
  /// start after some seconds, and the sync at the end would wait for gigabytes. Less than
  /// this would break up the long runs that devices write fastest.
  static let writeBackStep = 8 << 20

  /// What a buffer begins with and grows from: small parts need no more.
  private static let firstCapacity = 4 << 10

  let name: String
  let path: String
  /// Bytes appended and not cut off again, whether they have left the buffer or not.
  private(set) var count = 0

  private let calls: SystemCalls
  private let bufferSize: Int
  /// Bytes from `written` to `count`; nil before the first and after the last.
  private var buffer: ByteBuffer?
  private var written = 0
  private var writeBackStarted = 0
  /// Nil once closed.
  private var descriptor: Int32?

  init(name: String, path: String, descriptor: Int32, bufferSize: Int, _ calls: SystemCalls) {
    self.name = name
    self.path = path
    self.descriptor = descriptor
    self.bufferSize = bufferSize
    self.calls = calls
  }

  deinit { close() }

  func append(_ bytes: RawSpan) throws(PartError) {
    let buffered = count - written
    if buffered + bytes.byteCount > bufferSize { try flush() }
    if bytes.byteCount < bufferSize {
      let buffer = buffer ?? ByteBuffer(capacity: min(bufferSize, Self.firstCapacity))
      buffer.append(bytes)
      self.buffer = buffer
      count += bytes.byteCount
    } else {
      count += bytes.byteCount
      try write(bytes)
    }
  }

  /// Cuts the file to its first `length` bytes.
  func truncate(to length: Int) throws(PartError) {
    try flush()
    try attempt { (descriptor) throws(SystemError) in
      try calls.truncateFile(descriptor, to: length)
    }
    count = length
    written = length
    writeBackStarted = min(writeBackStarted, length)
  }

  /// Calls `body` with the bytes from `start` to the end, piece by piece.
  func readBack(
    from start: Int, _ body: (RawSpan) throws(PartError) -> Void
  ) throws(PartError) {
    try flush()
    let piece = ByteBuffer(capacity: min(count - start, Self.blockBufferSize))
    var offset = start
    while offset < count {
      piece.removeAll()
      let wanted = min(count - offset, piece.capacity)
      let read = try attempt { (descriptor) throws(SystemError) in
        try piece.withSpareCapacity(minimum: wanted) { (output) throws(SystemError) in
          try calls.readSome(descriptor, at: offset, count: wanted, into: &output)
        }
      }
      guard read > 0 else { throw .usage("a temporary file was cut by someone else", path: path) }
      try piece.withBytes(body)
      offset += read
    }
  }

  /// Writes what is buffered, gives up the buffer and starts writing all of it to the device.
  func endWriting() throws(PartError) -> StoredPart? {
    try flush()
    buffer = nil
    startWriteBack()
    return nil
  }

  /// Waits until all is on the device, and closes the file.
  func syncAndClose() throws(PartError) {
    guard descriptor != nil else { return }
    _ = try endWriting()
    try attempt { (descriptor) throws(SystemError) in try calls.syncFile(descriptor) }
    close()
  }

  /// Closes the file, whatever becomes of it.
  func close() {
    if let descriptor { calls.closeFile(descriptor) }
    descriptor = nil
  }

  // MARK: Another program's writing

  /// Calls `body` with the descriptor, for a program that writes to it.
  func lend<Result>(
    _ body: (Int32) throws(SystemError) -> Result
  ) throws(PartError) -> Result {
    try attempt(body)
  }

  /// Takes note of what another program has written.
  func measure() throws(PartError) {
    count = try attempt { (descriptor) throws(SystemError) in
      try calls.facts(of: descriptor).byteCount
    }
    written = count
  }

  // MARK: Writing

  private func flush() throws(PartError) {
    guard let buffer, !buffer.isEmpty else { return }
    try buffer.withBytes { (bytes) throws(PartError) in try write(bytes) }
    buffer.removeAll()
  }

  private func write(_ bytes: RawSpan) throws(PartError) {
    guard let descriptor else { throw .cancelled(path) }
    do throws(SystemError) {
      try calls.writeAll(bytes, to: descriptor, at: written) { written += $0 }
    } catch {
      throw .writing(path, error, after: written)
    }
    if written - writeBackStarted >= Self.writeBackStep { startWriteBack() }
  }

  private func startWriteBack() {
    guard let descriptor, written > writeBackStarted else { return }
    // Advice only: what can't be written is reported by the sync.
    try? calls.startWriteBack(
      descriptor, from: writeBackStarted, count: written - writeBackStarted)
    writeBackStarted = written
  }

  private func attempt<Result>(
    _ body: (Int32) throws(SystemError) -> Result
  ) throws(PartError) -> Result {
    guard let descriptor else { throw .cancelled(path) }
    do {
      return try body(descriptor)
    } catch {
      throw .io(path, error)
    }
  }
}

extension OutputFile: PartFile {
  var settledCount: Int { 0 }
  var isStoredAsAppended: Bool { true }
  func settle() {}
}
