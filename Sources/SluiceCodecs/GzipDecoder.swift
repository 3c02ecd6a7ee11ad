// gzip data to bytes: every member, every optional header field, CRC and length verified.
//
// Takes stored bytes in pieces, gives bytes into the caller's room; owns an inflate state. After a
// member there may be another member, or zero bytes up to the end (tapes and block devices pad with
// them, and gzip accepts it); anything else is an error, also after such padding.

import SluiceBytes

/// Decodes gzip data (RFC 1952).
public final class GzipDecoder: StreamDecoder {
  private enum Stage {
    case header(GzipHeader)
    case body
    case trailer(GzipTrailer)
    /// Between members; whether zero bytes have been seen.
    case boundary(isPadding: Bool)
  }

  /// `gzip`.
  public let formatName = "gzip"
  /// Bytes of the stored stream taken so far.
  public private(set) var storedCount = 0
  /// Bytes given out so far.
  public private(set) var decodedCount = 0

  private let inflater: any RawInflater
  private var stage = Stage.header(GzipHeader(membersBefore: 0))
  /// Of the member that is being read.
  private var summary = BlockSummary.empty
  /// Members read to their end, checksum and length verified.
  public private(set) var completeMembers = 0

  /// Zero bytes behind members.
  public private(set) var paddingCount = 0

  /// Makes a decoder for one stored stream.
  /// - Parameter engine: what inflates.
  /// - Throws: ``CodecError`` when it gets no memory.
  public init(engine: InflateEngine = .preferred) throws(CodecError) {
    inflater = try engine.makeInflater()
  }

  /// Decodes until the input is used up or the output is full.
  /// - Throws: ``CodecError`` with the offset in the stored stream.
  public func decode(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) throws(CodecError) -> DecodeProgress {
    let before = output.byteCount
    var consumed = 0
    while true {
      if output.isFull { return progress(consumed, output.byteCount - before, .needsOutput) }
      let rest = input.extracting(droppingFirst: consumed)
      let (taken, isIdle) = try step(rest, &output)
      consumed += taken
      if isIdle { break }
    }
    return progress(consumed, output.byteCount - before, mayEnd ? .finished : .needsInput)
  }

  /// Says that no more input comes.
  /// - Throws: ``CodecError`` (`truncated`) when a member is not complete.
  public func finish() throws(CodecError) {
    if !mayEnd {
      throw CodecError(
        .truncated, "gzip data ends inside member \(completeMembers + 1)", storedOffset: storedCount
      )
    }
  }

  private var mayEnd: Bool { if case .boundary = stage { true } else { false } }

  private func progress(
    _ consumed: Int, _ produced: Int, _ state: DecodeProgress.State
  ) -> DecodeProgress {
    DecodeProgress(consumed: consumed, produced: produced, state: state)
  }

  /// Does what the stage wants with the input.
  /// - Returns: bytes taken, and whether nothing more can be done without further input.
  private func step(
    _ input: RawSpan, _ output: inout OutputRawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    if case .body = stage { return try inflate(input, &output) }
    if input.isEmpty { return (0, true) }
    let taken: Int
    do {
      taken =
        switch stage {
        case .header(let header): try takeHeader(header, input)
        case .trailer(let trailer): try takeTrailer(trailer, input)
        case .boundary(let isPadding): try takeBoundary(isPadding: isPadding, input)
        case .body: 0
        }
    } catch { throw error.at(storedCount + (error.storedOffset ?? 0)) }
    storedCount += taken
    return (taken, false)
  }

  private func takeHeader(_ begun: GzipHeader, _ input: RawSpan) throws(CodecError) -> Int {
    var header = begun
    let taken = try header.take(input)
    if header.isDone { beginBody() } else { stage = .header(header) }
    return taken
  }

  private func beginBody() {
    inflater.reset()
    summary = .empty
    stage = .body
  }

  private func inflate(
    _ input: RawSpan, _ output: inout OutputRawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    let before = output.byteCount
    let step: InflateStep
    do {
      step = try inflater.inflate(input, into: &output)
    } catch {
      decodedCount += output.byteCount - before
      throw error.at(storedCount + (error.storedOffset ?? 0))
    }
    summary.crc32 = Checksum.crc32(
      of: output.bytes.extracting(last: step.produced), continuing: summary.crc32)
    summary.rawCount += step.produced
    decodedCount += step.produced
    storedCount += step.consumed
    if step.isFinished {
      do { try beginTrailer(step) } catch { throw error.at(storedCount) }
    }
    let isIdle = !step.isFinished && step.consumed == 0 && step.produced == 0
    if isIdle && !input.isEmpty {
      throw CodecError(.libraryFailure, "inflating stands still", storedOffset: storedCount)
    }
    return (step.consumed, isIdle)
  }

  private func beginTrailer(_ step: InflateStep) throws(CodecError) {
    let trailer = GzipTrailer(bytes: step.leftover, count: step.leftoverCount)
    stage = .trailer(trailer)
    if trailer.isDone { try endMember(trailer) }
  }

  private func takeTrailer(_ begun: GzipTrailer, _ input: RawSpan) throws(CodecError) -> Int {
    var trailer = begun
    let taken = trailer.take(input)
    stage = .trailer(trailer)
    if trailer.isDone { try endMember(trailer) }
    return taken
  }

  private func endMember(_ trailer: GzipTrailer) throws(CodecError) {
    let member = completeMembers + 1
    if trailer.crc32 != summary.crc32 {
      throw CodecError(.corrupt, "checksum of gzip member \(member) does not match")
    }
    if trailer.length != UInt32(truncatingIfNeeded: summary.rawCount) {
      throw CodecError(.corrupt, "length of gzip member \(member) does not match")
    }
    completeMembers = member
    stage = .boundary(isPadding: false)
  }

  private func takeBoundary(isPadding: Bool, _ input: RawSpan) throws(CodecError) -> Int {
    var zeros = 0
    while zeros < input.byteCount, input.byte(at: zeros) == 0 { zeros += 1 }
    paddingCount += zeros
    stage = .boundary(isPadding: isPadding || zeros > 0)
    if zeros > 0 || input.isEmpty { return zeros }
    if isPadding {
      throw CodecError(
        .trailingData, "data after the zero padding behind gzip member \(completeMembers)")
    }
    stage = .header(GzipHeader(membersBefore: completeMembers))
    return 0
  }
}

/// The last 8 bytes of a member: CRC-32 and length, as they come in.
struct GzipTrailer {
  private static let size = 8
  private var bytes: UInt64
  private var count: Int

  /// - Parameters:
  ///   - bytes: the first bytes, the very first lowest.
  ///   - count: how many of them count, 0...8.
  init(bytes: UInt64, count: Int) {
    self.bytes = count == 0 ? 0 : bytes & (UInt64.max >> UInt64((Self.size - count) * 8))
    self.count = count
  }

  var isDone: Bool { count == Self.size }
  var crc32: UInt32 { UInt32(truncatingIfNeeded: bytes) }
  /// Bytes before compression, modulo 2^32.
  var length: UInt32 { UInt32(truncatingIfNeeded: bytes >> 32) }

  /// Takes bytes from the start of `input` until the trailer is complete.
  /// - Returns: how many.
  mutating func take(_ input: RawSpan) -> Int {
    let taken = min(input.byteCount, Self.size - count)
    for offset in 0..<taken {
      bytes |= UInt64(input.byte(at: offset)) << UInt64((count + offset) * 8)
    }
    count += taken
    return taken
  }
}
