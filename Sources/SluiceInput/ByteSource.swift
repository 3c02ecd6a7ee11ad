// Bytes in order, from wherever they come: what everything behind the input reads.

/// A stream of bytes that is read once, from start to end.
///
/// A source belongs to one thread at a time. After an error it is not read again.
public protocol ByteSource: AnyObject {
  /// What the source is called in messages: a path, or `stdin`.
  var name: String { get }
  /// Bytes of the stored stream that have been read so far: compressed ones of a compressed file.
  var storedBytesRead: Int { get }

  /// Appends some bytes to `output`.
  /// - Returns: how many: at least one and at most the room there is; 0 only at the end of the
  ///   stream (or when there is no room).
  func read(into output: inout OutputRawSpan) throws(InputError) -> Int
}
