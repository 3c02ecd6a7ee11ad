// Raw deflate data in, what it was made of out: what the gzip decoder asks of a library.

/// What one call of a ``RawInflater`` did.
struct InflateStep {
  /// Bytes taken from the input.
  var consumed: Int
  /// Bytes appended to the output.
  var produced: Int
  /// Whether the final block has ended and all its bytes are out.
  var isFinished: Bool
  /// Bytes that were consumed, in this call or before, but lie behind the end of the final block,
  /// the first in the lowest 8 bits. At most 8, so never more than a gzip trailer.
  var leftover: UInt64 = 0
  /// How many bytes of `leftover` count.
  var leftoverCount = 0
}

/// Inflates one raw deflate stream after another.
protocol RawInflater: AnyObject {
  /// Forgets everything; the next input begins a new stream. Also the way out of an error.
  func reset()

  /// Inflates some of `input` into the room of `output`, which is not empty.
  /// - Throws: ``CodecError`` with the offset in `input` when the data is not deflate data.
  func inflate(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) throws(CodecError) -> InflateStep
}

/// What can inflate; tests go through all of it.
public enum InflateEngine: Sendable, CaseIterable, CustomStringConvertible {
  /// Ours.
  case own(InflateKernel)
  /// zlib, which ours is held against.
  case zlib

  /// Ours with every kernel that this processor can run, the fastest first; and zlib.
  public static let allCases: [InflateEngine] = InflateKernel.available.map { .own($0) } + [.zlib]

  /// The fastest one.
  public static let preferred = InflateEngine.own(.best)

  /// Its name.
  public var description: String {
    switch self {
    case .own(let kernel): "own, \(kernel.name)"
    case .zlib: "zlib"
    }
  }

  func makeInflater() throws(CodecError) -> any RawInflater {
    switch self {
    case .own(let kernel): Inflater(kernel: kernel)
    case .zlib: try ZlibInflater()
    }
  }
}

/// The most bytes given to, or taken from, zlib in one call: it counts in 32 bits.
let maximumStep = 1 << 30
