// What is at a path, and what is in a folder: the system calls for it.
//
// Takes paths, gives names and sizes; owns no descriptor beyond a call. Fails with the system's words.

import Glibc
import SluiceBytes

/// What is at a path.
public enum PathKind: Sendable, Equatable {
  /// A regular file of so many bytes.
  case file(byteCount: Int)
  /// A folder.
  case folder
  /// A pipe or a device.
  case other
}

/// Looks at paths.
public enum InputFolder {
  /// What is at a path, links followed.
  /// - Throws: ``InputError``: `notFound` or `unreadable`.
  public static func kind(of path: String) throws(InputError) -> PathKind {
    var record = stat()
    // SAFETY: the path is passed as a C string, and stat fills `record`, for the length of the call.
    guard unsafe stat(path, &record) == 0 else { throw failure(path) }
    switch record.st_mode & S_IFMT {
    case S_IFREG: return .file(byteCount: Int(record.st_size))
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether a path is a link that leads to nothing.
  public static func isBrokenLink(_ path: String) -> Bool {
    var record = stat()
    // SAFETY: the path is passed as a C string, and the calls fill `record`, for the length of each.
    return unsafe stat(path, &record) != 0 && lstat(path, &record) == 0
      && record.st_mode & S_IFMT == S_IFLNK
  }

  /// Looks whether a path can be opened to be read; opens nothing, since to open a pipe is to wait for who
  /// writes to it.
  /// - Throws: ``InputError``: what opening it as a ``FileSource`` would, as far as looking tells.
  static func checkReadable(_ path: String) throws(InputError) {
    var record = stat()
    // SAFETY: the path is passed as a C string, and stat fills `record`, for the length of the calls.
    guard unsafe stat(path, &record) == 0 else {
      throw FileSource.openError(SystemError(number: errno), path)
    }
    if record.st_mode & S_IFMT == S_IFDIR { throw FileSource.isDirectory(path) }
    // SAFETY: as above.
    guard unsafe access(path, R_OK) == 0 else {
      throw FileSource.openError(SystemError(number: errno), path)
    }
  }

  /// The one path of what is at a path: absolute, without links, `.` and `..`; nil if there is nothing.
  public static func canonicalPath(of path: String) -> String? {
    // SAFETY: the path is passed as a C string for the length of the call; what comes back is ours to
    // free, once, after it was copied.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The names in a folder.
  public struct Names: Sendable {
    /// Those that are UTF-8, in order of their bytes.
    public var names: [String] = []
    /// The others, with U+FFFD where they are not.
    public var undecodable: [String] = []
  }

  /// The names in a folder.
  /// - Throws: ``InputError``: `notFound` or `unreadable`.
  public static func names(in path: String) throws(InputError) -> Names {
    // SAFETY: the stream is ours alone until it is closed below, once.
    guard let stream = unsafe opendir(path) else { throw failure(path) }
    defer { unsafe _ = closedir(stream) }
    var found = Names()
    errno = 0
    // SAFETY: the stream is open, and an entry is valid until the next one is read.
    while let entry = unsafe readdir(stream) {
      unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 1) { text in
          guard let name = unsafe String(validatingCString: text) else {
            return found.undecodable.append(unsafe String(cString: text))
          }
          if name != ".", name != ".." { found.names.append(name) }
        }
      }
      errno = 0
    }
    if errno != 0 { throw failure(path) }
    found.names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return found
  }

  private static func failure(_ path: String) -> InputError {
    let error = SystemError(number: errno)
    switch error {
    case .noSuchFile, .notADirectory: return InputError(.notFound, "no such file", at: path)
    default: return InputError(.unreadable, "cannot read, \(error.words)", at: path)
    }
  }
}
