// The errno of a failed system call, and the groups of errnos that callers tell apart.

import Glibc

/// Why a system call failed.
struct SystemFailure: Error, Equatable {
  let code: Int32

  /// The system's words for it, in lower case as they stand within a sentence.
  var text: String {
    // SAFETY: strerror returns a terminated string of this thread, copied at once.
    let words = unsafe String(cString: strerror(code))
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  static let alreadyExists = SystemFailure(code: EEXIST)
  static let brokenPipe = SystemFailure(code: EPIPE)
  static let connectionReset = SystemFailure(code: ECONNRESET)
  static let missing = SystemFailure(code: ENOENT)
  static let notADirectory = SystemFailure(code: ENOTDIR)
  static let wouldBlock = SystemFailure(code: EAGAIN)

  /// The device is full or broken, or the process has too much open.
  static let ofTheDevice: Set = [EIO, ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM]

  /// The file system has no second names for files (FAT, many network and user-space ones),
  /// or no more for this one.
  static let ofMissingLinks: Set = [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK]

  /// The file system can't do what was asked, and never will.
  static let ofMissingSupport: Set = [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS, ENOLCK]
}
