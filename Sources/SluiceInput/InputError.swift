// What can go wrong between a name and the bytes behind it.

/// A failure to open or read an input; its description is one line for the user.
public struct InputError: Error, Sendable {
  /// The kinds of failure, and with them the exit code that fits.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// There is no such file (66).
    case notFound
    /// There is one, but it cannot be read: a directory, no permission (66).
    case unreadable
    /// Reading failed half way (74).
    case readFailed
    /// Compressed data that is damaged, truncated or followed by something else (65).
    case corrupt
    /// Compressed by something that is not read here (65).
    case unsupportedCompression
    /// No such encoding (64).
    case unknownEncoding
  }

  /// The kind of failure.
  public let kind: Kind
  /// What happened.
  public let what: String
  /// Where: the input's name, and positions in it.
  public let place: String
  /// What the user could do about it.
  public let hint: String?

  /// Makes an error.
  public init(_ kind: Kind, _ what: String, at place: String, hint: String? = nil) {
    self.kind = kind
    self.what = what
    self.place = place
    self.hint = hint
  }
}

extension InputError: Equatable {
  /// Two failures are equal when their kinds are: wording and positions are for people.
  public static func == (left: InputError, right: InputError) -> Bool { left.kind == right.kind }
}

extension InputError: CustomStringConvertible {
  /// One line: WHAT: WHERE (hint).
  public var description: String { "\(what): \(place)" + (hint.map { " (\($0))" } ?? "") }
}
