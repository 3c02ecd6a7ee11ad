// The errno of a failed system call, its words, and the groups of errnos that callers tell apart.

import Glibc

/// A system call that failed.
package struct SystemError: Error, Equatable {
  /// `errno` after the call.
  package let number: Int32

  /// Makes an error of an `errno`.
  package init(number: Int32) { self.number = number }

  /// The system's words for it, in lower case as they stand within a sentence: `no such file or directory`.
  package var words: String {
    // SAFETY: strerror returns a terminated string of this thread, copied at once.
    let words = unsafe String(cString: strerror(number))
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  package static let alreadyExists = SystemError(number: EEXIST)
  package static let brokenPipe = SystemError(number: EPIPE)
  package static let connectionReset = SystemError(number: ECONNRESET)
  package static let inputOutput = SystemError(number: EIO)
  package static let interrupted = SystemError(number: EINTR)
  package static let noSuchFile = SystemError(number: ENOENT)
  package static let notADirectory = SystemError(number: ENOTDIR)
  package static let wouldBlock = SystemError(number: EAGAIN)

  /// Whether the device is full or broken, or the process has too much open.
  package var isOfTheDevice: Bool {
    [EIO, ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM].contains(number)
  }

  /// Whether the file system has no second names for files (FAT, many network and user-space ones), or no more for
  /// this one.
  package var isOfMissingLinks: Bool {
    [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(number)
  }

  /// Whether the file system can't do what was asked, and never will.
  package var isOfMissingSupport: Bool {
    [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS, ENOLCK].contains(number)
  }
}
