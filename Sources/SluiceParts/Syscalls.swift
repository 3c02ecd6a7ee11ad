// Every system call of this module, and nothing else.
//
// Takes paths, descriptors and spans; gives plain numbers, or throws the errno. Interrupted
// calls are made again here, so that no caller sees EINTR; short writes are the caller's to
// continue. Holds no state but the fault injector of a test, so it is safe on any thread.

import CSluiceSystem
import Glibc
import SluiceBytes

/// The system calls that files are written with.
///
/// A value of it is passed to whatever writes files; only tests pass another than the default.
public struct SystemCalls: Sendable {
  private let injector: FaultInjector?

  /// The real calls.
  public init() { injector = nil }

  /// The real calls, of which `injector` makes some fail.
  package init(injector: FaultInjector) { self.injector = injector }

  /// Makes a call until it is not interrupted.
  /// - Parameter body: the call, given the most bytes it may transfer.
  private func run<Number: SignedInteger>(
    _ call: SystemCall, _ body: (_ limit: Int) -> Number
  ) throws(SystemError) -> Number {
    while true {
      var limit = Int.max
      if let injector {
        switch injector.verdict(on: call) {
        case .pass: break
        case .fail(EINTR): continue
        case .fail(let code): throw SystemError(number: code)
        case .atMost(let bytes): limit = max(1, bytes)
        }
      }
      let result = body(limit)
      if result >= 0 { return result }
      if errno != EINTR { throw SystemError(number: errno) }
    }
  }
}

/// What is known of a file without opening it.
struct FileFacts: Equatable {
  enum Form: Equatable { case regular, directory, symbolicLink, other }

  let form: Form
  let inode: UInt64
  let byteCount: Int
  /// Permission bits only.
  let mode: UInt32
  let owner: UInt32

  fileprivate init(_ facts: stat) {
    form =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      default: .other
      }
    inode = UInt64(facts.st_ino)
    byteCount = Int(facts.st_size)
    mode = UInt32(facts.st_mode) & 0o7777
    owner = facts.st_uid
  }
}

// MARK: Files by descriptor

extension SystemCalls {
  /// How a file is opened. No way follows a symbolic link except `directory` and `device`,
  /// and none hands its descriptor on to child processes.
  enum Opening {
    /// A file that must not exist yet, for reading and writing, with these permission bits.
    case new(mode: UInt32)
    /// A file of ours that exists.
    case existing
    case directory
    /// A device or pipe that exists, for writing.
    case device

    fileprivate var flags: Int32 {
      switch self {
      case .new: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      // Not to wait at a named pipe that somebody put there under one of our names.
      case .existing: O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
      case .directory: O_RDONLY | O_DIRECTORY | O_CLOEXEC
      case .device: O_WRONLY | O_NOCTTY | O_CLOEXEC
      }
    }
  }

  func openFile(_ path: String, _ opening: Opening) throws(SystemError) -> Int32 {
    var mode: mode_t = 0
    if case .new(let bits) = opening { mode = mode_t(bits) }
    // SAFETY: Swift passes a terminated copy of `path` that outlives the call.
    return try run(.open) { _ in unsafe open(path, opening.flags, mode) }
  }

  /// Closes a descriptor. There is nothing left to lose: what must last was synced before.
  func closeFile(_ descriptor: Int32) {
    _ = try? run(.close) { _ in Int32(0) }
    // Not repeated when interrupted: Linux has freed the descriptor by then.
    _ = close(descriptor)
  }

  /// Writes the first bytes of `bytes` where the descriptor stands; returns how many.
  func writeSome(_ bytes: RawSpan, to descriptor: Int32) throws(SystemError) -> Int {
    try run(.write) { limit in
      // SAFETY: reads at most `bytes.byteCount` bytes of the span during the call.
      unsafe bytes.withUnsafeBytes { source in
        unsafe write(descriptor, source.baseAddress, min(source.count, limit))
      }
    }
  }

  /// Writes the first bytes of `bytes` at `offset`; returns how many.
  func writeSome(
    _ bytes: RawSpan, to descriptor: Int32, at offset: Int
  ) throws(SystemError) -> Int {
    try run(.write) { limit in
      // SAFETY: reads at most `bytes.byteCount` bytes of the span during the call.
      unsafe bytes.withUnsafeBytes { source in
        unsafe pwrite(descriptor, source.baseAddress, min(source.count, limit), off_t(offset))
      }
    }
  }

  /// Reads up to `count` bytes at `offset`, appending them; returns how many, 0 at the end.
  func readSome(
    _ descriptor: Int32, at offset: Int, count: Int, into output: inout OutputRawSpan
  ) throws(SystemError) -> Int {
    var result: Result<Int, SystemError> = .success(0)
    // SAFETY: writes at most the free bytes after `initialized`, and counts what it wrote.
    unsafe output.withUnsafeMutableBytes { buffer, initialized in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[initialized...])
      let wanted = min(count, room.count)
      result = Result { () throws(SystemError) in
        try run(.read) { limit in
          unsafe pread(descriptor, room.baseAddress, min(wanted, limit), off_t(offset))
        }
      }
      if case .success(let read) = result { initialized += read }
    }
    return try result.get()
  }

  /// Writes a file's bytes and facts through to its device.
  func syncFile(_ descriptor: Int32) throws(SystemError) {
    _ = try run(.sync) { _ in fsync(descriptor) }
  }

  /// Writes a file's bytes, and what is needed to find them, through to its device.
  func syncData(_ descriptor: Int32) throws(SystemError) {
    _ = try run(.sync) { _ in fdatasync(descriptor) }
  }

  /// Starts writing a range through to its device, without waiting for it.
  func startWriteBack(_ descriptor: Int32, from offset: Int, count: Int) throws(SystemError) {
    _ = try run(.writeBack) { _ in
      sluice_start_write_back(descriptor, Int64(offset), Int64(count))
    }
  }

  func truncateFile(_ descriptor: Int32, to count: Int) throws(SystemError) {
    _ = try run(.truncate) { _ in ftruncate(descriptor, off_t(count)) }
  }

  func setMode(_ descriptor: Int32, _ mode: UInt32) throws(SystemError) {
    _ = try run(.mode) { _ in fchmod(descriptor, mode_t(mode)) }
  }

  func facts(of descriptor: Int32) throws(SystemError) -> FileFacts {
    var facts = stat()
    // SAFETY: `facts` is written during the call only.
    _ = try run(.facts) { _ in unsafe fstat(descriptor, &facts) }
    return FileFacts(facts)
  }

  /// Takes the lock of a file for this descriptor, or throws EWOULDBLOCK when another has it.
  func lockFile(_ descriptor: Int32) throws(SystemError) {
    _ = try run(.lock) { _ in flock(descriptor, LOCK_EX | LOCK_NB) }
  }

  /// Waits until a descriptor that does not block can be written to.
  func waitUntilWritable(_ descriptor: Int32) throws(SystemError) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // SAFETY: one entry, written during the call only.
    _ = try run(.wait) { _ in unsafe poll(&waiting, 1, -1) }
  }
}

// MARK: Names

extension SystemCalls {
  /// Facts of what is at `path`: of a symbolic link itself, or of what it leads to.
  func facts(
    at path: String, followingLinks follows: Bool = false
  ) throws(SystemError) -> FileFacts {
    var facts = stat()
    // SAFETY: `path` is a terminated copy, `facts` is written during the call only.
    _ = try run(.facts) { _ in unsafe follows ? stat(path, &facts) : lstat(path, &facts) }
    return FileFacts(facts)
  }

  /// The path that symbolic links in `path` lead to.
  func resolve(_ path: String) throws(SystemError) -> String {
    var resolved: String?
    _ = try run(.facts) { _ in
      // SAFETY: realpath returns a terminated string of its own or null; freed once, here.
      guard let text = unsafe realpath(path, nil) else { return Int32(-1) }
      resolved = unsafe String(cString: text)
      unsafe free(text)
      return 0
    }
    return resolved ?? path
  }

  /// Throws what keeps this process from making files in a directory, as far as its facts tell.
  func requireWritable(_ directory: String) throws(SystemError) {
    // SAFETY: a terminated copy that outlives the call.
    _ = try run(.facts) { _ in
      unsafe faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS)
    }
    // SAFETY: a terminated copy that outlives the call.
    let isOfTheKernel = try run(.facts) { _ in unsafe sluice_is_of_the_kernel(directory) }
    if isOfTheKernel == 1 { throw .noSuchFile }
  }

  func renameFile(_ from: String, to: String) throws(SystemError) {
    // SAFETY: both are terminated copies that outlive the call.
    _ = try run(.rename) { _ in unsafe rename(from, to) }
  }

  /// Renames; throws EEXIST where `to` is taken, EINVAL or ENOSYS where this can't be had.
  func renameExclusively(_ from: String, to: String) throws(SystemError) {
    // SAFETY: both are terminated copies that outlive the call.
    _ = try run(.rename) { _ in unsafe sluice_rename_exclusively(from, to) }
  }

  /// Gives a file a second name; throws EEXIST where it is taken.
  func linkFile(_ from: String, to: String) throws(SystemError) {
    // SAFETY: both are terminated copies that outlive the call.
    _ = try run(.link) { _ in unsafe link(from, to) }
  }

  func unlinkFile(_ path: String) throws(SystemError) {
    // SAFETY: a terminated copy that outlives the call.
    _ = try run(.unlink) { _ in unsafe unlink(path) }
  }

  func makeDirectory(_ path: String) throws(SystemError) {
    // SAFETY: a terminated copy that outlives the call.
    _ = try run(.makeDirectory) { _ in unsafe mkdir(path, 0o777) }
  }

  /// The names in a directory, without `.` and `..`, in no order.
  /// - Parameter foldersOnly: whether only the names of directories in it are wanted.
  func list(_ directory: String, foldersOnly: Bool = false) throws(SystemError) -> [String] {
    // SAFETY: the stream is ours alone and is closed below, once.
    var stream: OpaquePointer?
    _ = try run(.list) { _ in
      unsafe stream = opendir(directory)
      return unsafe stream == nil ? Int32(-1) : 0
    }
    guard let stream = unsafe stream else { return [] }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    // SAFETY: the stream stays open until the deferred close.
    while let (name, type) = try unsafe nextEntry(in: stream) {
      if name == "." || name == ".." { continue }
      if foldersOnly, try !isFolder(name, type, in: directory) { continue }
      names.append(name)
    }
    return names
  }

  /// Whether an entry is a directory, by what the listing says of it; not all file systems say it there.
  private func isFolder(
    _ name: String, _ type: Int, in directory: String
  ) throws(SystemError) -> Bool {
    if type != Int(DT_UNKNOWN) { return type == Int(DT_DIR) }
    return try facts(at: Self.path(of: name, in: directory)).form == .directory
  }

  private func nextEntry(in stream: OpaquePointer) throws(SystemError) -> (String, Int)? {
    var found: (String, Int)?
    _ = try run(.list) { _ in
      errno = 0
      // SAFETY: the entry is valid, and its name terminated, until the stream's next call.
      guard let entry = unsafe readdir(stream) else { return errno == 0 ? Int32(0) : -1 }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      found = unsafe (name, Int(entry.pointee.d_type))
      return 0
    }
    return found
  }

  /// The time: seconds since 1970 in UTC.
  public var unixSeconds: Int { time(nil) }

  /// The user that files made by this process belong to.
  var user: UInt32 { geteuid() }
}

// MARK: Programs

/// How a program ended.
enum ProgramEnding: Equatable {
  case exited(Int32)
  case killed(signal: Int32)

  /// Takes what wait(2) says apart, as its macros do.
  fileprivate init(status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
  }
}

extension SystemCalls {
  /// Starts the program that `arguments` begins with, found in PATH, with these descriptors as its
  /// standard ones; returns the process's number.
  func startProgram(
    _ arguments: [String], input: Int32, output: Int32, errors: Int32
  ) throws(SystemError) -> Int32 {
    // SAFETY: terminated copies and a null, all alive until the deferred freeing.
    var words = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    return try run(.spawn) { _ in unsafe sluice_spawn(words, input, output, errors) }
  }

  /// Two connected ends, neither of which a started program inherits.
  func makeChannel() throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    // SAFETY: both entries are written during the call only.
    _ = try run(.channel) { _ in unsafe sluice_channel(&ends) }
    return (ends[0], ends[1])
  }

  /// Sends the first bytes of `bytes`; returns how many. Throws EPIPE when the reader has gone,
  /// whatever the process does with SIGPIPE.
  func sendSome(_ bytes: RawSpan, to channel: Int32) throws(SystemError) -> Int {
    try run(.write) { limit in
      // SAFETY: reads at most `bytes.byteCount` bytes of the span during the call.
      unsafe bytes.withUnsafeBytes { source in
        unsafe sluice_send(channel, source.baseAddress, min(source.count, limit))
      }
    }
  }

  /// A file without a name that is in memory only.
  func makeMemoryFile() throws(SystemError) -> Int32 {
    try run(.memoryFile) { _ in sluice_memory_file() }
  }

  func killProgram(_ process: Int32) throws(SystemError) {
    _ = try run(.kill) { _ in kill(process, SIGKILL) }
  }

  /// Waits until a child has ended. Its number stays its own until `takeEnd`.
  func awaitEnd(of process: Int32) throws(SystemError) {
    // SAFETY: `facts` is plain numbers, and is written during the call only.
    var facts = unsafe siginfo_t()
    _ = try run(.awaitEnd) { _ in
      unsafe waitid(P_PID, id_t(process), &facts, WEXITED | WNOWAIT)
    }
  }

  /// Says how a child that has ended did so, once; its number may then be another process's.
  func takeEnd(of process: Int32) throws(SystemError) -> ProgramEnding {
    var status: Int32 = 0
    // SAFETY: `status` is written during the call only.
    _ = try run(.awaitEnd) { _ in unsafe waitpid(process, &status, 0) }
    return ProgramEnding(status: status)
  }
}
