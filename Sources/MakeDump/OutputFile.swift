// Where the dump goes: the only file with system calls.

import Glibc

/// Why no dump, or no whole dump, could be written.
struct DumpError: Error, Equatable, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }

  /// A system call's failure, by the current `errno`.
  static func system(_ what: String, _ path: String) -> DumpError {
    let reason: String =
      if let text = unsafe strerror(errno) {
        // SAFETY: `strerror` gives a C string that lives until the next call on this thread.
        unsafe String(cString: text)
      } else {
        "unknown error"
      }
    return DumpError("\(what): \(path) (\(reason))")
  }
}

/// An open file, or stdout.
struct OutputFile: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Opens `path` for writing, emptied if it exists; `-` is stdout.
  init(path: String) throws(DumpError) {
    if path == "-" {
      self.path = "stdout"
      descriptor = STDOUT_FILENO
      return
    }
    self.path = path
    // SAFETY: `path` is passed as a C string that lives for the call.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw DumpError.system("cannot create output", path) }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: RawSpan) throws(DumpError) {
    var done = 0
    while done < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: done)
      // SAFETY: the pointer and the count are those of `rest`, which outlives the call.
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0) }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw DumpError.system("cannot write output", path)
      }
    }
  }

  /// Closes the file; a full disk may show only here.
  func close() throws(DumpError) {
    if closeDescriptor(descriptor) != 0 { throw DumpError.system("cannot close output", path) }
  }
}

@unsafe private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  // SAFETY: pointer and count belong together, by the buffer's own invariant.
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// The processors that are there to be used, at least one.
func onlineProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Writes a line to stderr.
func printToStandardError(_ line: String) {
  var text = Array("\(line)\n".utf8)
  // SAFETY: pointer and count are the array's. A failure is ignored: there is nowhere to tell it.
  _ = unsafe text.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
