// Compressed bytes in, bytes out, as a pure state machine: the caller owns both buffers, reads
// and waits; the decoder says what it needs next.

/// What one call of ``StreamDecoder/decode(_:into:)`` did, and what the decoder waits for.
public struct DecodeProgress: Sendable, Hashable {
  /// Why the decoder stopped.
  public enum State: Sendable, Hashable {
    /// All input is taken, and a member or frame is not complete: more input must come.
    case needsInput
    /// The output is full: there may be more to come from what was taken already.
    case needsOutput
    /// All input is taken, and the last member or frame is complete and verified. The data may end
    /// here; what follows would be another one.
    case finished
  }

  /// Bytes taken from the start of the input; the rest must be given again.
  public var consumed: Int
  /// Bytes appended to the output.
  public var produced: Int
  /// Why the decoder stopped.
  public var state: State

  /// Makes a progress.
  public init(consumed: Int, produced: Int, state: State) {
    self.consumed = consumed
    self.produced = produced
    self.state = state
  }
}

/// Decodes one stored stream, given in pieces of any size.
///
/// However the stream is cut into pieces and the room into outputs, the same bytes come out; an error
/// comes at the latest at the end, and all bytes produced before it were in the stream. A decoder
/// that has thrown is not used again. It belongs to one thread at a time.
public protocol StreamDecoder: AnyObject {
  /// What the data is called in messages: `gzip`, `LZ4`.
  var formatName: String { get }
  /// Bytes of the stored stream taken so far.
  var storedCount: Int { get }
  /// Bytes given out so far.
  var decodedCount: Int { get }

  /// Decodes until the input is used up or the output is full.
  /// - Throws: ``CodecError`` with the offset in the stored stream.
  func decode(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) throws(CodecError) -> DecodeProgress

  /// Says that no more input comes; call it when ``decode(_:into:)`` has no more to give.
  /// - Throws: ``CodecError`` (`truncated`) when a member or frame is not complete.
  func finish() throws(CodecError)
}
