// LZ4 frames to bytes: one after another, skippable ones skipped, checksums verified where the
// frame has them.
//
// Takes stored bytes in pieces, gives bytes into the caller's room; owns an LZ4F context. What
// follows a frame must be a frame; anything else, zero bytes too, is an error.

import SluiceBytes

/// Decodes LZ4 frames.
public final class LZ4FrameDecoder: StreamDecoder {
  private enum Stage {
    /// Gathering the magic number and the byte after it.
    case start(FrameStart)
    /// Giving the gathered bytes to the library; how many it has taken.
    case opening(FrameStart, given: Int)
    case frame
  }

  /// `LZ4`.
  public let formatName = "LZ4"
  /// Bytes of the stored stream taken so far.
  public private(set) var storedCount = 0
  /// Bytes given out so far.
  public private(set) var decodedCount = 0

  private let reader: LZ4FrameReader
  private var stage = Stage.start(FrameStart())
  private var completeFrames = 0
  /// Stored bytes that the library would like next.
  private var wanted = 1

  /// Makes a decoder for one stored stream.
  /// - Throws: ``CodecError`` when the library gets no memory.
  public init() throws(CodecError) { reader = try LZ4FrameReader() }

  /// Decodes until the input is used up or the output is full.
  /// - Throws: ``CodecError`` with the offset in the stored stream, to the block.
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
  /// - Throws: ``CodecError`` (`truncated`) when a frame is not complete.
  public func finish() throws(CodecError) {
    if !mayEnd {
      throw CodecError(
        .truncated, "LZ4 data ends inside frame \(completeFrames + 1)", storedOffset: storedCount)
    }
  }

  private var mayEnd: Bool {
    if case .start(let start) = stage { completeFrames > 0 && start.isEmpty } else { false }
  }

  private func progress(
    _ consumed: Int, _ produced: Int, _ state: DecodeProgress.State
  ) -> DecodeProgress {
    DecodeProgress(consumed: consumed, produced: produced, state: state)
  }

  private func step(
    _ input: RawSpan, _ output: inout OutputRawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    switch stage {
    case .start(let begun): try takeStart(begun, input)
    case .opening(let start, let given): try open(start, given, &output)
    case .frame: try takeFrame(input, &output)
    }
  }

  private func takeStart(
    _ begun: FrameStart, _ input: RawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    if input.isEmpty { return (0, true) }
    var start = begun
    let taken: Int
    do {
      taken = try start.take(input, framesBefore: completeFrames)
    } catch { throw error.at(storedCount + (error.storedOffset ?? 0)) }
    storedCount += taken
    stage = start.isComplete ? .opening(start, given: 0) : .start(start)
    return (taken, false)
  }

  private func open(
    _ start: FrameStart, _ given: Int, _ output: inout OutputRawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    let step = try start.bytes.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      try run(bytes.extracting(droppingFirst: given), &output)
    }
    let total = given + step.consumed
    if !step.isFrameEnd {
      stage = total < start.bytes.count ? .opening(start, given: total) : .frame
    }
    return (0, false)
  }

  /// Gives the library no more than it asks for, so that the place of an error is known to the block.
  private func takeFrame(
    _ input: RawSpan, _ output: inout OutputRawSpan
  ) throws(CodecError) -> (taken: Int, isIdle: Bool) {
    let step = try run(input.extracting(first: max(1, wanted)), &output)
    storedCount += step.consumed
    let isIdle = !step.isFrameEnd && step.consumed == 0 && step.produced == 0
    if isIdle && !input.isEmpty {
      throw CodecError(.libraryFailure, "LZ4 decoding stands still", storedOffset: storedCount)
    }
    return (step.consumed, isIdle)
  }

  /// Lets the library decode, and counts what comes out.
  private func run(
    _ input: RawSpan, _ output: inout OutputRawSpan
  ) throws(CodecError) -> LZ4FrameReader.Step {
    let step: LZ4FrameReader.Step
    do {
      step = try reader.decode(input, into: &output)
    } catch { throw error.at(storedCount) }
    decodedCount += step.produced
    wanted = step.wanted
    if step.isFrameEnd {
      completeFrames += 1
      stage = .start(FrameStart())
    }
    return step
  }
}

/// The first bytes of a frame: its magic number, and the byte in which a frame with data says
/// whether it needs a dictionary.
struct FrameStart {
  private static let magicSize = 4
  private static let size = 5
  private static let dictionaryFlag: UInt8 = 1

  private(set) var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }
  var isComplete: Bool { bytes.count == Self.size }

  /// Takes bytes from the start of `input` until the start is complete.
  /// - Returns: how many.
  /// - Throws: ``CodecError`` with the offset in `input`.
  mutating func take(_ input: RawSpan, framesBefore: Int) throws(CodecError) -> Int {
    var taken = 0
    while taken < input.byteCount, !isComplete {
      bytes.append(input.byte(at: taken))
      do { try check(framesBefore: framesBefore) } catch { throw error.at(taken) }
      taken += 1
    }
    return taken
  }

  private func check(framesBefore: Int) throws(CodecError) {
    try bytes.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      if bytes.byteCount == Self.magicSize { try Self.checkMagic(bytes, framesBefore) }
      if bytes.byteCount == Self.size, !CompressionMagic.isSkippableFrame(bytes),
        bytes.byte(at: Self.magicSize) & Self.dictionaryFlag != 0
      {
        throw CodecError(.unsupported, "LZ4 frame needs a dictionary")
      }
    }
  }

  private static func checkMagic(_ magic: RawSpan, _ framesBefore: Int) throws(CodecError) {
    if CompressionMagic.isLegacyLZ4(magic) {
      throw CodecError(
        .unsupported, "legacy LZ4 format (lz4 -l) is not supported",
        hint: "use: lz4 -dc FILE | sluice ...")
    }
    if CompressionMagic.detect(magic) == .lz4 { return }
    throw framesBefore == 0
      ? CodecError(.corrupt, "not LZ4 data")
      : CodecError(.trailingData, "data that is not LZ4 after frame \(framesBefore)")
  }
}
