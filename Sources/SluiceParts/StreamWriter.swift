// The same blocks to one descriptor, such as stdout: prologue, blocks, epilogue.
//
// Takes blocks in order on one thread at a time and writes each straight from the caller's
// memory. The descriptor stays the caller's. When the reader has gone it throws `closedPipe`,
// provided that the process ignores SIGPIPE.

import SluiceBytes
import Synchronization

/// Writes blocks as one unsplit stream.
public final class StreamWriter: Sendable {
  /// What went into the stream.
  public struct Totals: Sendable, Equatable {
    /// Bytes written, framing included.
    public let byteCount: Int
    /// Bytes of the lines.
    public let rawCount: Int
    /// Lines.
    public let lineCount: Int
  }

  private let descriptor: Int32
  private let name: String
  private let framing: PartFraming
  private let calls: SystemCalls
  private let state = Mutex(State())

  private struct State {
    var tally = Tally()
    var byteCount = 0
    var hasBegun = false
  }

  /// - Parameters:
  ///   - descriptor: where to write; it is not closed.
  ///   - name: what error messages call it.
  ///   - framing: the bytes around the blocks.
  ///   - calls: the system calls to use.
  public init(
    descriptor: Int32, name: String = "standard output", framing: PartFraming,
    calls: SystemCalls = SystemCalls()
  ) {
    self.descriptor = descriptor
    self.name = name
    self.framing = framing
    self.calls = calls
  }

  /// Writes the next block, before the first one the prologue.
  /// - Throws: `PartError` of kind `io` or `closedPipe`.
  public func append(_ bytes: RawSpan, _ block: FinishedBlock) throws(PartError) {
    try state.withLock { (state) throws(PartError) in
      try begin(&state)
      try write(bytes, &state)
      state.tally = state.tally.adding(block, framing)
    }
  }

  /// Writes the epilogue; without any block the prologue too, so that what comes out is a valid
  /// stream of no bytes.
  /// - Throws: `PartError` of kind `io` or `closedPipe`.
  public func finish() throws(PartError) -> Totals {
    try state.withLock { (state) throws(PartError) in
      try begin(&state)
      let tally = state.tally
      try write(framing.epilogue(tally.crc32, tally.rawCount), &state)
      return Totals(
        byteCount: state.byteCount, rawCount: tally.rawCount, lineCount: tally.lineCount)
    }
  }

  private func begin(_ state: inout State) throws(PartError) {
    guard !state.hasBegun else { return }
    state.hasBegun = true
    try write(framing.prologue, &state)
  }

  private func write(_ bytes: [UInt8], _ state: inout State) throws(PartError) {
    try bytes.withRawBytes { (bytes) throws(PartError) in try write(bytes, &state) }
  }

  private func write(_ bytes: RawSpan, _ state: inout State) throws(PartError) {
    do throws(SystemError) {
      try calls.writeAll(bytes, to: descriptor) { state.byteCount += $0 }
    } catch {
      throw .writing(name, error, after: state.byteCount)
    }
  }
}
