// The temporary files of one run in the directory where its output will be named.
//
// Takes a directory, gives files to write in it, and removes what was not published. Holds a
// lock file for as long as the run lives, which tells its files from those that a killed run
// left behind; opening a workspace removes the latter. Safe on any thread: `close` may come
// while another thread writes to a file, whose writes then go nowhere.

import SluiceBytes
import Synchronization

/// The temporary files of one run in one directory.
public final class Workspace: Sendable {
  /// The directory, as it was given.
  public let directory: String

  let calls: SystemCalls
  private let names: RunNames
  private let state: Mutex<State>

  private struct State {
    /// The locked lock file; nil once the workspace is closed.
    var lock: Int32?
    /// Number of the next temporary file.
    var next = 1
    /// Temporary files that may exist and are to be removed at the end.
    var files: Set<String> = []
  }

  /// Opens a workspace: makes the directory if it is missing, locks a place in it and removes
  /// what dead runs left there.
  /// - Throws: `PartError` of kind `cannotCreate` or `io`.
  public init(directory: String, calls: SystemCalls = SystemCalls()) throws(PartError) {
    guard !directory.utf8.contains(0) else {
      throw .usage("a path has a zero byte in it", path: directory)
    }
    self.directory = directory.isEmpty ? "." : directory
    self.calls = calls
    do throws(SystemError) {
      try calls.makeDirectories(self.directory)
    } catch {
      throw .creating(directory, error)
    }
    let (names, lock) = try Self.lockPlace(in: self.directory, calls)
    self.names = names
    state = Mutex(State(lock: lock))
    DeadRuns(directory: self.directory, calls: calls, except: names).remove()
  }

  deinit { close() }

  /// Makes an empty temporary file, which only this user can read (mode 0600).
  func makeFile(bufferSize: Int) throws(PartError) -> OutputFile {
    let (name, descriptor) = try makeFile(mode: 0o600)
    return OutputFile(
      name: name, path: path(of: name), descriptor: descriptor, bufferSize: bufferSize, calls)
  }

  /// The permission bits that a program's output has where nothing else is asked for: 0666
  /// without the bits of the process's umask. Asked of the file system by an empty file,
  /// since reading the umask would change it for other threads.
  func ordinaryMode() throws(PartError) -> UInt32 {
    let (name, descriptor) = try makeFile(mode: 0o666)
    defer {
      calls.closeFile(descriptor)
      remove(name)
    }
    do {
      return try calls.facts(of: descriptor).mode
    } catch {
      throw .io(path(of: name), error)
    }
  }

  /// A name for a file that is moved here; it is not removed at the end.
  func nameForAside() throws(PartError) -> String {
    try state.withLock { (state) throws(PartError) in try nextName(&state) }
  }

  /// Where a file of this directory is.
  func path(of name: String) -> String { SystemCalls.path(of: name, in: directory) }

  /// Removes what dead runs left in `root` and in the folders below it that runs with the layout of a
  /// bucket write to, whichever layout this one has.
  func removeDeadRuns(below root: String) {
    let others = [root] + calls.dayFolders(below: root)
    for other in others where other != directory {
      DeadRuns(directory: other, calls: calls, except: names).remove()
    }
  }

  /// Removes a temporary file, whether it exists or not.
  func remove(_ name: String) {
    state.withLock { state in
      try? calls.unlinkFile(path(of: name))
      state.files.remove(name)
    }
  }

  /// Writes down what is about to be named, to last.
  func write(_ journal: PublishingJournal) throws(PartError) {
    let bytes = journal.bytes
    try state.withLock { (state) throws(PartError) in
      guard let lock = state.lock else { throw .cancelled(directory) }
      do throws(SystemError) {
        try bytes.withRawBytes { (bytes) throws(SystemError) in
          try calls.writeAll(bytes, to: lock, at: 0) { _ in }
        }
        try calls.syncData(lock)
        try calls.syncDirectory(directory)
      } catch {
        throw .io(path(of: names.lock), error)
      }
    }
  }

  /// Forgets the journal: what it named is published, or taken back.
  func clearJournal() {
    state.withLock { state in
      if let lock = state.lock { try? calls.truncateFile(lock, to: 0) }
    }
  }

  /// Removes all temporary files and the lock, once; no file can be made afterwards.
  /// - Parameter forRepair: leaves the lock file and its journal for the next run, because
  ///   something could not be taken back.
  func close(forRepair: Bool = false) {
    state.withLock { state in
      guard let lock = state.lock else { return }
      for name in state.files { try? calls.unlinkFile(path(of: name)) }
      state.files = []
      // Last of the names, and while still locked: until then the files are a live run's.
      if !forRepair { try? calls.unlinkFile(path(of: names.lock)) }
      calls.closeFile(lock)
      state.lock = nil
    }
  }

  // MARK: Making files

  private func makeFile(mode: UInt32) throws(PartError) -> (name: String, descriptor: Int32) {
    try state.withLock { (state) throws(PartError) in
      let name = try nextName(&state)
      do throws(SystemError) {
        let descriptor = try calls.openFile(path(of: name), .new(mode: mode))
        state.files.insert(name)
        return (name, descriptor)
      } catch {
        throw .creating(directory, error)
      }
    }
  }

  private func nextName(_ state: inout State) throws(PartError) -> String {
    guard state.lock != nil else { throw .cancelled(directory) }
    defer { state.next += 1 }
    return names.temporary(state.next)
  }

  // MARK: Locking

  /// Attempts at a lock file. Each but the last was lost to another run that took ours for a dead
  /// one's in the instant between its making and its locking.
  private static let lockAttempts = 100

  private static func lockPlace(
    in directory: String, _ calls: SystemCalls
  ) throws(PartError) -> (RunNames, Int32) {
    for _ in 1..<lockAttempts {
      let names = RunNames()
      if let lock = try lock(names, in: directory, calls) { return (names, lock) }
    }
    throw .creating(directory, .wouldBlock)
  }

  /// Makes and locks a lock file; nil if another run has taken it away meanwhile. Who reads of a failure
  /// knows the directory, and not the file.
  private static func lock(
    _ names: RunNames, in directory: String, _ calls: SystemCalls
  ) throws(PartError) -> Int32? {
    let path = directory + "/" + names.lock
    let descriptor: Int32
    do {
      descriptor = try calls.openFile(path, .new(mode: 0o600))
    } catch .alreadyExists {
      return nil
    } catch {
      throw .creating(directory, error)
    }
    do throws(SystemError) {
      if try calls.holds(path, descriptor) { return descriptor }
    } catch  where error.isOfMissingSupport {
      // Without locks runs can't be told apart: nobody removes anything, which is safe.
      return descriptor
    } catch {
      calls.closeFile(descriptor)
      try? calls.unlinkFile(path)
      throw .io(directory, error)
    }
    calls.closeFile(descriptor)
    return nil
  }
}

extension SystemCalls {
  /// Locks a file; false if another has it, or if `path` does not name it any more.
  func holds(_ path: String, _ descriptor: Int32) throws(SystemError) -> Bool {
    do {
      try lockFile(descriptor)
      return try facts(at: path).inode == facts(of: descriptor).inode
    } catch .wouldBlock {
      return false
    } catch .noSuchFile {
      return false
    }
  }
}
