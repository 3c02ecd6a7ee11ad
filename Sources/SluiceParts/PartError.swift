// What can go wrong while parts are written, as one line for the user.
//
// Equality looks at the kind, the path and the errno: the words may change.

import SluiceBytes

/// A failure of writing, naming or removing parts.
public struct PartError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of failure it is; a command line makes its exit code of it.
  public enum Kind: Sendable, Equatable {
    /// A file that would have to be replaced is there (exit code 73).
    case exists
    /// A file or directory can't be made or named (exit code 73).
    case cannotCreate
    /// Writing, syncing or reading back failed (exit code 74).
    case io
    /// The reader of a pipe has gone (a quiet end, as SIGPIPE would make).
    case closedPipe
    /// The output was discarded while it was being written.
    case cancelled
    /// gpg is not there, or cannot encrypt for the recipient (exit code 78).
    case cannotEncrypt
    /// What was asked for makes no sense, or a block is larger than a part may be (exit code 64).
    case usage
  }

  /// The sort of failure.
  public let kind: Kind
  /// The file or directory it happened at.
  public private(set) var path: String?
  /// The errno of the system call that failed, if one did.
  public let systemCode: Int32?

  private let what: String
  private var progress: String?
  private var outcome: String?
  private let hint: String?

  private init(
    _ kind: Kind, _ what: String, path: String? = nil, code: Int32? = nil, hint: String? = nil
  ) {
    self.kind = kind
    self.what = what
    self.path = path
    self.hint = hint
    systemCode = code
  }

  /// One line: what, where, what follows from it, what to do.
  public var description: String {
    var line = path.map { "\(what): \($0)" } ?? what
    let notes = [progress, outcome].compactMap(\.self)
    if !notes.isEmpty { line += ": " + notes.joined(separator: "; ") }
    if let hint { line += " (\(hint))" }
    return line
  }

  /// Two errors are equal when they are the same failure of the same file.
  public static func == (left: PartError, right: PartError) -> Bool {
    left.kind == right.kind && left.path == right.path && left.systemCode == right.systemCode
  }

  /// The same error, saying what became of the output if it does not yet.
  func leaving(_ outcome: String) -> PartError {
    var error = self
    error.outcome = error.outcome ?? outcome
    return error
  }

  /// The same error, naming the file that was asked for instead of what making it took.
  func of(_ path: String) -> PartError {
    var error = self
    error.path = path
    return error
  }

  private func noting(_ progress: String) -> PartError {
    var error = self
    error.progress = progress
    return error
  }
}

// MARK: Making them

extension PartError {
  /// A call that makes or names a file failed.
  static func creating(_ path: String, _ failure: SystemError) -> PartError {
    // A full or broken disk is one wherever it shows; all else is about this name.
    let kind: Kind = failure.isOfTheDevice ? .io : .cannotCreate
    return PartError(kind, failure.words, path: path, code: failure.number)
  }

  /// A call on an open file failed.
  static func io(_ path: String, _ failure: SystemError) -> PartError {
    PartError(.io, failure.words, path: path, code: failure.number)
  }

  /// Writing to an open file failed after this many bytes of it.
  static func writing(_ path: String, _ failure: SystemError, after count: Int) -> PartError {
    let kind: Kind = failure == .brokenPipe ? .closedPipe : .io
    return PartError(kind, failure.words, path: path, code: failure.number)
      .noting("after \(megabytes(count))")
  }

  /// A file that is in the way when the work begins.
  static func exists(_ path: String) -> PartError {
    PartError(.exists, "file exists", path: path, hint: "--force replaces it")
  }

  /// A file that came in the way while the work was done.
  static func appeared(_ path: String) -> PartError {
    PartError(.exists, "file exists", path: path).noting("it was made during the run")
  }

  /// Something in the way that can't be replaced.
  static func notReplaceable(_ path: String) -> PartError {
    PartError(.exists, "a directory has the name of a file to write", path: path)
  }

  /// gpg failed while it encrypted a part.
  static func encrypting(_ path: String, _ reason: String) -> PartError {
    PartError(.io, "gpg failed: \(reason)", path: path)
  }

  /// Nothing can be encrypted, as was found before any work.
  static func encryption(
    _ what: String, at recipient: String? = nil, _ words: String? = nil,
    _ failure: SystemError? = nil, hint: String? = nil
  ) -> PartError {
    var error = PartError(
      .cannotEncrypt, what, path: recipient, code: failure?.number, hint: hint)
    error.progress = words
    return error
  }

  /// The output was discarded.
  static func cancelled(_ path: String) -> PartError {
    PartError(.cancelled, "writing was cancelled", path: path)
  }

  /// A request that can't be met.
  static func usage(_ what: String, path: String? = nil) -> PartError {
    PartError(.usage, what, path: path)
  }

  /// Bytes in units that a reader takes in at a glance.
  static func megabytes(_ count: Int) -> String {
    let megabyte = 1_000_000
    return count < megabyte ? "\(count) bytes" : "\(count / megabyte) MB"
  }
}
