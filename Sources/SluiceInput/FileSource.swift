// A file, a pipe or stdin as a source of bytes.
//
// Takes a path or an open descriptor, gives bytes straight into the caller's room; owns a
// descriptor it has opened itself. Calls that a signal interrupts are repeated. Fails with the
// system's words for it, and for a file that loses bytes while it is read: what is left of it would pass
// for the whole. One that grows is read as far as it goes.

import SluiceBytes

/// Reads a file or a pipe.
public final class FileSource: ByteSource {
  /// The path, or the name given with the descriptor.
  public let name: String
  /// The size for a regular file, nil for a pipe or device.
  let totalBytes: Int?
  /// Bytes read so far.
  public private(set) var storedBytesRead = 0

  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let system: any InputSyscalls
  /// The size of a regular file when it was opened.
  private let openedSize: Int

  /// Opens a file.
  /// - Throws: ``InputError``: `notFound`, or `unreadable` for directories and missing permissions.
  public convenience init(path: String) throws(InputError) {
    try self.init(path: path, system: SystemInput())
  }

  /// Reads from an open descriptor, and leaves it open at the end.
  /// - Parameters:
  ///   - descriptor: 0 for stdin.
  ///   - name: what it is called in messages.
  /// - Throws: ``InputError`` (`unreadable`) for a closed descriptor or a directory.
  public convenience init(descriptor: Int32, name: String = "stdin") throws(InputError) {
    try self.init(descriptor: descriptor, name: name, ownsDescriptor: false, system: SystemInput())
  }

  convenience init(path: String, system: any InputSyscalls) throws(InputError) {
    let descriptor: Int32
    do {
      descriptor = try retrying { () throws(SystemError) in try system.open(path) }
    } catch { throw Self.openError(error, path) }
    try self.init(descriptor: descriptor, name: path, ownsDescriptor: true, system: system)
  }

  init(
    descriptor: Int32, name: String, ownsDescriptor: Bool, system: any InputSyscalls
  ) throws(InputError) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    self.system = system
    self.name = name
    let status: FileStatus
    do { status = try system.status(descriptor) } catch {
      if ownsDescriptor { system.close(descriptor) }
      throw InputError(.unreadable, "cannot read input, \(error.words)", at: name)
    }
    if status.kind == .directory {
      if ownsDescriptor { system.close(descriptor) }
      throw Self.isDirectory(name)
    }
    totalBytes = status.kind == .regular ? status.remaining : nil
    openedSize = status.size
    if status.kind == .regular {
      system.adviseSequential(descriptor)
    } else {
      system.enlargePipe(descriptor)
    }
  }

  deinit { if ownsDescriptor { system.close(descriptor) } }

  /// Appends what one read of the system gives.
  /// - Throws: ``InputError`` (`readFailed`).
  public func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    if output.isFull { return 0 }
    let count: Int
    do {
      count = try readOnce(into: &output)
    } catch {
      throw InputError(
        .readFailed, "read error, \(error.words)", at: "\(name), byte \(storedBytesRead)")
    }
    storedBytesRead += count
    if count == 0 { try requireWhole() }
    return count
  }

  /// - Throws: ``InputError`` if the file has ended early because it was cut. The size alone says
  ///   nothing: files of the system's, as in `/sys`, end before theirs.
  private func requireWhole() throws(InputError) {
    guard let totalBytes, storedBytesRead < totalBytes,
      let size = (try? system.status(descriptor))?.size, size < openedSize
    else { return }
    throw InputError(
      .readFailed, "the file was cut while it was read, from \(openedSize) bytes to \(size)",
      at: name, hint: "read it again when nothing writes to it any more")
  }

  private func readOnce(into output: inout OutputRawSpan) throws(SystemError) -> Int {
    while true {
      do { return try system.read(descriptor, into: &output) } catch {
        switch error {
        case .interrupted: continue
        case .wouldBlock: try wait()
        default: throw error
        }
      }
    }
  }

  private func wait() throws(SystemError) {
    try retrying { () throws(SystemError) in try system.waitReadable(descriptor) }
  }

  static func isDirectory(_ path: String) -> InputError {
    InputError(.unreadable, "is a directory", at: path, hint: "name the files in it")
  }

  static func openError(_ error: SystemError, _ path: String) -> InputError {
    switch error {
    case .noSuchFile, .notADirectory: InputError(.notFound, "no such file", at: path)
    default: InputError(.unreadable, "cannot open, \(error.words)", at: path)
    }
  }
}

/// Repeats `call` as long as signals interrupt it.
private func retrying<Result>(
  _ call: () throws(SystemError) -> Result
) throws(SystemError) -> Result {
  while true {
    do { return try call() } catch { if error != .interrupted { throw error } }
  }
}
