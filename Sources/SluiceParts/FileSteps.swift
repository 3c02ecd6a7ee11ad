// Steps of several system calls each: write all of a span, name a file without replacing
// another, make a directory to last. They throw the errno of the call that failed.

import SluiceBytes

extension SystemCalls {
  /// Writes all of `bytes` at `offset`.
  /// - Parameter written: called with the size of each piece that was written.
  func writeAll(
    _ bytes: RawSpan, to descriptor: Int32, at offset: Int, written: (Int) -> Void
  ) throws(SystemError) {
    var done = 0
    while done < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: done)
      let count = try writeSome(rest, to: descriptor, at: offset + done)
      done += count
      written(count)
    }
  }

  /// Writes all of `bytes` where a stream stands, waiting while it takes none.
  /// - Parameter written: called with the size of each piece that was written.
  func writeAll(
    _ bytes: RawSpan, to descriptor: Int32, written: (Int) -> Void
  ) throws(SystemError) {
    var done = 0
    while done < bytes.byteCount {
      do {
        let count = try writeSome(bytes.extracting(droppingFirst: done), to: descriptor)
        done += count
        written(count)
      } catch .wouldBlock {
        // Whoever gave us the descriptor had made it not to block, as some shells' pipes are.
        try waitUntilWritable(descriptor)
      }
    }
  }

  /// Reads a whole small file.
  /// - Parameter limit: the most bytes that are read of it.
  func readAll(_ descriptor: Int32, most limit: Int) throws(SystemError) -> [UInt8] {
    let count = min(limit, try facts(of: descriptor).byteCount)
    let buffer = ByteBuffer(capacity: count)
    try buffer.withSpareCapacity(minimum: count) { (output) throws(SystemError) in
      try fill(&output, from: descriptor, count: count)
    }
    return buffer.withBytes { bytes in
      // SAFETY: copied while the buffer's memory is lent.
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
  }

  private func fill(
    _ output: inout OutputRawSpan, from descriptor: Int32, count: Int
  ) throws(SystemError) {
    while output.byteCount < count {
      let wanted = count - output.byteCount
      let read = try readSome(descriptor, at: output.byteCount, count: wanted, into: &output)
      if read == 0 { return }
    }
  }

  /// Makes names that were given or taken in a directory last.
  func syncDirectory(_ path: String) throws(SystemError) {
    let descriptor = try openFile(path, .directory)
    defer { closeFile(descriptor) }
    do {
      try syncFile(descriptor)
    } catch  where error.isOfMissingSupport {
      // File systems that can't sync a directory write names through by themselves or not at all.
    }
  }

  /// Makes a directory and those above it that are missing, each to last.
  func makeDirectories(_ path: String) throws(SystemError) {
    do {
      try makeDirectory(path)
    } catch .noSuchFile {
      guard let parent = Self.parent(of: path) else { throw .noSuchFile }
      try makeDirectories(parent)
      // It may be there now: another run makes the same, or it is `made/..`.
      do { try makeDirectory(path) } catch .alreadyExists {}
    } catch .alreadyExists {
      return
    }
    try syncDirectory(Self.parent(of: path) ?? ".")
  }

  /// Throws what making files in a directory, which would be made if missing, fails with, as far as
  /// looking tells.
  func checkDirectory(_ path: String) throws(SystemError) {
    do throws(SystemError) {
      let form = try facts(at: path, followingLinks: true).form
      guard form == .directory else { throw .notADirectory }
      try requireWritable(path)
    } catch .noSuchFile {
      // A link to nothing is there, and yet no directory.
      guard try !exists(path), let parent = Self.parent(of: path) else { throw .noSuchFile }
      try checkDirectory(parent)
    }
  }

  /// The directory that `path` is in, or nil where there is none above it.
  static func parent(of path: String) -> String? {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return path == "." ? nil : "." }
    if path == "/" { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Gives the file `from` the name `to` unless that is taken (EEXIST). Where the file system
  /// has hard links the old name stays too, otherwise the file is renamed.
  func place(_ from: String, at to: String) throws(SystemError) {
    do {
      try linkFile(from, to: to)
    } catch  where error.isOfMissingLinks {
      try moveWithoutLinks(from, to: to)
    }
  }

  private func moveWithoutLinks(_ from: String, to: String) throws(SystemError) {
    do {
      try renameExclusively(from, to: to)
    } catch  where error.isOfMissingSupport {
      // The check and the renaming are two steps here; such file systems offer nothing better.
      guard try !exists(to) else { throw .alreadyExists }
      try renameFile(from, to: to)
    }
  }

  /// Whether anything has this name.
  func exists(_ path: String) throws(SystemError) -> Bool {
    do {
      _ = try facts(at: path)
      return true
    } catch .noSuchFile {
      return false
    }
  }
}
