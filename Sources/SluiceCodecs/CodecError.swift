// What can go wrong between bytes and compressed bytes.

/// A failure of a compressor or decoder; says what and where, not in which file.
public struct CodecError: Error, Sendable {
  /// The kinds of failure, for code that decides by them.
  public enum Code: Sendable, Hashable, CaseIterable {
    /// The compressed data contradicts itself: a bad code, a wrong checksum or length.
    case corrupt
    /// The compressed data ends before its end mark.
    case truncated
    /// Something that is not compressed data follows it.
    case trailingData
    /// The format allows it, this program does not read it.
    case unsupported
    /// A block is larger than the compressors' 32-bit counters take.
    case blockTooLarge
    /// A compression library could not get memory or refused its own settings.
    case libraryFailure
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, in the user's words, without a position.
  public let reason: String
  /// The 0-based offset in the compressed stream at which it was noticed; nil when compressing.
  public let storedOffset: Int?
  /// What the user could do about it.
  public let hint: String?

  init(_ code: Code, _ reason: String, storedOffset: Int? = nil, hint: String? = nil) {
    self.code = code
    self.reason = reason
    self.storedOffset = storedOffset
    self.hint = hint
  }

  /// The same failure, noticed at `offset` of the compressed stream.
  func at(_ offset: Int) -> CodecError {
    CodecError(code, reason, storedOffset: offset, hint: hint)
  }
}

extension CodecError: Equatable {
  /// Two failures are equal when their kinds are: wording and positions are for people.
  public static func == (left: CodecError, right: CodecError) -> Bool { left.code == right.code }
}

extension CodecError: CustomStringConvertible {
  /// One line: what, and at which byte of the compressed stream.
  public var description: String {
    storedOffset.map { "\(reason) at stored byte \($0)" } ?? reason
  }
}
