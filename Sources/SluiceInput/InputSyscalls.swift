// Every system call on an open input, and nothing else: a test puts its own in their place.

import Glibc
import SluiceBytes

/// What is known of an open file.
struct FileStatus: Equatable {
  enum Kind: Equatable { case regular, directory, other }
  var kind: Kind
  /// Bytes from the current position to the end; meaningful for regular files only.
  var remaining: Int
  /// Bytes in the whole file; meaningful for regular files only.
  var size = 0
}

/// The calls that reading takes. Each is tried once; repeating is the caller's business.
protocol InputSyscalls {
  func open(_ path: String) throws(SystemError) -> Int32
  func status(_ descriptor: Int32) throws(SystemError) -> FileStatus
  /// Tells the kernel to read ahead; whether it does is its own affair.
  func adviseSequential(_ descriptor: Int32)
  /// Lets a pipe hold more, so that its writer and its reader wait for each other less often. Of no
  /// effect on what is no pipe.
  func enlargePipe(_ descriptor: Int32)
  /// Appends bytes to `output`, which has room; returns how many, 0 at the end.
  func read(_ descriptor: Int32, into output: inout OutputRawSpan) throws(SystemError) -> Int
  /// Waits until a descriptor that does not block has something to read.
  func waitReadable(_ descriptor: Int32) throws(SystemError)
  func close(_ descriptor: Int32)
}

/// The real ones.
struct SystemInput: InputSyscalls {
  /// Bytes a pipe is asked to hold: what Linux lets anybody have.
  private static let pipeSize: Int32 = 1 << 20

  func open(_ path: String) throws(SystemError) -> Int32 {
    // SAFETY: the path is passed as a C string that lives as long as the call.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    return try checked(descriptor)
  }

  func status(_ descriptor: Int32) throws(SystemError) -> FileStatus {
    var record = stat()
    // SAFETY: fstat fills `record`, which is as large as it says.
    _ = try checked(unsafe fstat(descriptor, &record))
    switch record.st_mode & S_IFMT {
    case S_IFREG:
      let position = max(0, lseek(descriptor, 0, SEEK_CUR))
      let size = Int(record.st_size)
      return FileStatus(kind: .regular, remaining: max(0, size - Int(position)), size: size)
    case S_IFDIR: return FileStatus(kind: .directory, remaining: 0)
    default: return FileStatus(kind: .other, remaining: 0)
    }
  }

  func enlargePipe(_ descriptor: Int32) {
    // Linux's F_SETPIPE_SZ, which the C library shows to programs asking for its extensions only.
    let setPipeSize: Int32 = 1031
    _ = fcntl(descriptor, setPipeSize, Self.pipeSize)
  }

  func adviseSequential(_ descriptor: Int32) {
    _ = posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
  }

  func read(_ descriptor: Int32, into output: inout OutputRawSpan) throws(SystemError) -> Int {
    // SAFETY: read writes at most the free part of the output, which the closure holds in place.
    let count = unsafe output.withUnsafeMutableBytes { buffer, used in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[used...])
      let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
      used += max(0, count)
      return count
    }
    return try checked(count)
  }

  func waitReadable(_ descriptor: Int32) throws(SystemError) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let forever: Int32 = -1
    // SAFETY: one record is passed, and its count.
    _ = try checked(unsafe poll(&waiting, 1, forever))
  }

  func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }

  private func checked<Count: SignedInteger>(_ result: Count) throws(SystemError) -> Count {
    if result < 0 { throw SystemError(number: errno) }
    return result
  }
}
