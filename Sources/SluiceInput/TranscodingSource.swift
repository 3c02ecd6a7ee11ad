// A source in any encoding as a source of UTF-8.
//
// Takes bytes from a source, gives UTF-8; owns a transcoder, a buffer of what is to be converted, and
// the few bytes for which the caller had no room. What cannot be decoded
// becomes one byte 0xFF for each unit of the encoding, which is never valid UTF-8: the record it
// stands in is then rejected for its encoding, and no other. No line end is ever part of it.

import SluiceBytes

/// Converts what another source delivers to UTF-8.
public final class TranscodingSource: ByteSource {
  /// Never part of valid UTF-8, so that the record reader rejects the record.
  static let undecodableMark: UInt8 = 0xFF
  /// How many positions of undecodable input are kept.
  static let positionsKept = 10

  private static let inputCapacity = 128 << 10

  /// The encoding that is converted from.
  public let encoding: String
  /// Units of the encoding that could not be decoded.
  public private(set) var undecodableCount = 0
  /// The 0-based offsets of the first of them, in the stream before it is converted.
  public private(set) var undecodableOffsets: [Int] = []

  private let upstream: any ByteSource
  private let transcoder: any Transcoder
  private let input = ByteBuffer(capacity: inputCapacity)
  /// Bytes of `input` that are converted.
  private var taken = 0
  /// The offset of the first byte in `input` that is not.
  private var inputOffset = 0
  /// Where something undecodable was last tried again in the state of a text's start.
  private var retriedOffset = -1
  /// Converted bytes for which there was too little room.
  private let held = ByteBuffer(capacity: Transcoding.smallestRoom)
  /// Bytes of `held` handed on.
  private var delivered = 0
  private var isUpstreamAtEnd = false
  private var isFlushed = false

  /// Makes a source that converts.
  /// - Parameter encoding: a name as `iconv -l` lists them.
  /// - Throws: ``InputError`` (`unknownEncoding`).
  public convenience init(_ upstream: any ByteSource, encoding: String) throws(InputError) {
    self.init(upstream, encoding: encoding, by: try Transcoding.transcoder(from: encoding))
  }

  init(_ upstream: any ByteSource, encoding: String, by transcoder: any Transcoder) {
    self.upstream = upstream
    self.encoding = encoding
    self.transcoder = transcoder
  }

  /// The converted source's name.
  public var name: String { upstream.name }
  /// Bytes of the stored stream read so far.
  public var storedBytesRead: Int { upstream.storedBytesRead }

  /// Appends UTF-8.
  /// - Throws: ``InputError`` as the converted source does.
  public func read(into target: inout OutputRawSpan) throws(InputError) -> Int {
    if target.isFull { return 0 }
    let before = target.byteCount
    if delivered == held.count, target.freeCapacity >= Transcoding.smallestRoom {
      try produce(into: &target)
      return target.byteCount - before
    }
    if delivered == held.count {
      held.removeAll()
      delivered = 0
      try held.withSpareCapacity(minimum: Transcoding.smallestRoom) {
        (room: inout OutputRawSpan) throws(InputError) in try produce(into: &room)
      }
    }
    delivered += held.withBytes {
      target.append(fitting: $0.extracting(droppingFirst: delivered))
    }
    return target.byteCount - before
  }

  /// Appends at least a byte, unless it is the end.
  /// - Parameter output: has ``Transcoding/smallestRoom`` at least.
  private func produce(into output: inout OutputRawSpan) throws(InputError) {
    let before = output.byteCount
    while output.byteCount == before, !isFlushed {
      let isIncomplete = convertInput(into: &output)
      if output.byteCount > before { return }
      if !isUpstreamAtEnd {
        try refill()
      } else if isIncomplete {
        markUndecodable(in: &output)
      } else {
        transcoder.flush(into: &output)
        isFlushed = true
      }
    }
  }

  /// Converts until the input is used up or begins with an incomplete character, or until the
  /// output is full.
  /// - Returns: whether an incomplete character is left.
  private func convertInput(into output: inout OutputRawSpan) -> Bool {
    while output.freeCapacity >= Transcoding.smallestRoom {
      switch convertStep(into: &output) {
      case .inputUsed: return false
      case .incomplete: return true
      case .undecodable: markUndecodable(in: &output)
      case .outputFull: break
      }
    }
    return false
  }

  private func convertStep(into output: inout OutputRawSpan) -> TranscodingOutcome {
    let (consumed, outcome) = input.withBytes { (bytes: RawSpan) in
      transcoder.convert(bytes.extracting(droppingFirst: taken), into: &output)
    }
    drop(consumed)
    return outcome
  }

  /// Puts a mark where there is something undecodable, and goes past a unit of it; not past one that may be
  /// a character of a state other than that which could not read it: a line end above all.
  private func markUndecodable(in output: inout OutputRawSpan) {
    if inputOffset == retriedOffset { return drop(min(transcoder.unitSize, input.count - taken)) }
    undecodableCount += 1
    if undecodableOffsets.count < Self.positionsKept { undecodableOffsets.append(inputOffset) }
    // SAFETY: a byte has no padding.
    unsafe output.append(Self.undecodableMark, as: UInt8.self)
    if transcoder.reset() {
      retriedOffset = inputOffset
    } else {
      drop(min(transcoder.unitSize, input.count - taken))
    }
  }

  private func drop(_ count: Int) {
    taken += count
    inputOffset += count
  }

  private func refill() throws(InputError) {
    input.removeFirst(taken)
    taken = 0
    let count = try input.withSpareCapacity(minimum: Self.inputCapacity - input.count) {
      (room: inout OutputRawSpan) throws(InputError) in try upstream.read(into: &room)
    }
    isUpstreamAtEnd = count == 0
  }
}
