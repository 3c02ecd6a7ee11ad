// Raw deflate data to what it was made of (RFC 1951): blocks and their headers; the symbols are the kernel's.
//
// Takes compressed bytes in pieces of any size, gives bytes into the caller's room. Owns tables and a window; belongs
// to one thread at a time. What is not deflate data is an error, before anything made of it is given out.
//
// Repetitions refer up to 32 KiB back, and the caller's rooms come and go. So bytes are made in the window first,
// and copied from there; once a room holds as many as can be referred to, the rest is made in it
// directly. When the call ends its last bytes go to the window, for the next one.

import CSluiceScan
import SluiceBytes

/// Inflates one raw deflate stream after another.
@safe
final class Inflater: RawInflater {
  /// What comes next.
  private enum Stage {
    case block
    case storedLengths
    /// Bytes of a stored block that are still to come.
    case stored(Int)
    case codeCounts
    case codes(InflateCodes)
    case symbols
    case end
  }

  private let kernel: InflateKernel
  // SAFETY: allocated in `init`, freed in `deinit`; the kernel reads tables only after they were built.
  private let tables: UnsafeMutablePointer<sluice_inflate_tables>
  private let window: InflateWindow
  private var bits = InflateBits()
  private var stage = Stage.block
  private var isLastBlock = false
  /// Where in the room of this call bytes were made that the window does not have.
  private var madeInRoom: Int?
  /// The length of a repetition whose distance comes next, else 0: the kernel's.
  private var openLength: UInt32 = 0

  /// Free bytes of a room below which nothing is made in it.
  private static let leastRoom = 4 << 10

  init(kernel: InflateKernel = .best) {
    self.kernel = kernel
    window = InflateWindow()
    unsafe tables = .allocate(capacity: 1)
    // SAFETY: plain numbers; zeroed so that nothing uninitialised is ever read.
    unsafe tables.initialize(to: sluice_inflate_tables())
  }

  deinit { unsafe tables.deallocate() }

  func reset() {
    bits = InflateBits()
    stage = .block
    isLastBlock = false
    madeInRoom = nil
    openLength = 0
    window.reset()
  }

  func inflate(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) throws(CodecError) -> InflateStep {
    let before = output.byteCount
    bits.taken = 0
    do {
      while try advance(input, &output, since: before) {}
    } catch { throw error.at(bits.taken) }
    fillWindow(from: output.bytes)
    var step = InflateStep(
      consumed: bits.taken, produced: output.byteCount - before, isFinished: false)
    if case .end = stage, window.isDelivered {
      step.isFinished = true
      step.leftover = bits.bits
      step.leftoverCount = bits.count / 8
    }
    return step
  }

  /// Does what comes next.
  /// - Returns: false when that wants more input or more room.
  private func advance(
    _ input: RawSpan, _ output: inout OutputRawSpan, since before: Int
  ) throws(CodecError) -> Bool {
    if !window.deliver(into: &output) { return false }
    switch stage {
    case .block: return try beginBlock(input)
    case .storedLengths:
      guard let lengths = bits.take(32, input) else { return false }
      guard lengths & 0xFFFF == ~lengths >> 16 & 0xFFFF else {
        throw CodecError(.corrupt, "corrupt gzip data (lengths of a stored block)")
      }
      stage = .stored(lengths & 0xFFFF)
    case .stored(let count):
      fillWindow(from: output.bytes)
      return store(count, input)
    case .codeCounts:
      guard let codes = try InflateCodes(from: &bits, input) else { return false }
      stage = .codes(codes)
    case .codes(var codes):
      stage = .block
      let isRead = try codes.read(from: &bits, input)
      stage = isRead ? .symbols : .codes(codes)
      if isRead { unsafe try codes.build(tables) }
      return isRead
    case .symbols: return try inflateSymbols(input, &output, since: before)
    case .end: return false
    }
    return true
  }

  private func beginBlock(_ input: RawSpan) throws(CodecError) -> Bool {
    guard let header = bits.take(3, input) else { return false }
    isLastBlock = header & 1 != 0
    switch header >> 1 {
    case 0:
      bits.align()
      stage = .storedLengths
    case 1:
      unsafe InflateCodes.buildFixed(tables)
      stage = .symbols
    case 2: stage = .codeCounts
    default: throw CodecError(.corrupt, "corrupt gzip data (unknown kind of block)")
    }
    return true
  }

  private func endBlock() {
    stage = isLastBlock ? .end : .block
    if isLastBlock { bits.align() }
  }

  /// Takes bytes of a stored block, first those that were read as bits.
  private func store(_ count: Int, _ input: RawSpan) -> Bool {
    if count == 0 {
      endBlock()
      return true
    }
    if bits.count > 0 {
      guard let byte = bits.take(8, RawSpan()) else { return false }
      window.append(UInt8(byte))
      stage = .stored(count - 1)
      return true
    }
    let stored = window.append(input.extracting(droppingFirst: bits.taken), atMost: count)
    bits.taken += stored
    stage = .stored(count - stored)
    return stored > 0
  }

  /// Lets the kernel go on in the room, if that holds all that can be referred to, else in the window.
  private func inflateSymbols(
    _ input: RawSpan, _ output: inout OutputRawSpan, since before: Int
  ) throws(CodecError) -> Bool {
    let isDirect =
      output.byteCount - before >= Int(SLUICE_INFLATE_WINDOW)
      && output.freeCapacity >= Self.leastRoom
    let status = isDirect ? inflate(input, &output, since: before) : inflate(input, output.bytes)
    switch status {
    case SLUICE_INFLATE_END_OF_BLOCK: endBlock()
    case SLUICE_INFLATE_NEEDS_INPUT: return bits.taken < input.byteCount || !window.isDelivered
    case SLUICE_INFLATE_BAD_CODE:
      throw CodecError(.corrupt, "corrupt gzip data (invalid code)")
    case SLUICE_INFLATE_BAD_DISTANCE:
      throw CodecError(.corrupt, "corrupt gzip data (invalid distance)")
    default: break
    }
    return true
  }

  /// Makes bytes in the window.
  private func inflate(_ input: RawSpan, _ room: RawSpan) -> sluice_inflate_status {
    fillWindow(from: room)
    return unsafe window.make { out, limit, history in
      // SAFETY: what the window promises is what the kernel asks for.
      unsafe run(input, &out, limit, history)
    }
  }

  /// Makes bytes in the room.
  private func inflate(
    _ input: RawSpan, _ output: inout OutputRawSpan, since before: Int
  ) -> sluice_inflate_status {
    madeInRoom = before
    // SAFETY: all of the span's memory is writable, the margin behind the limit is part of it, and what this call
    // has put there before is readable and all that can be referred to.
    return unsafe output.withUnsafeMutableBytes { target, used in
      guard let start = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
      else { return SLUICE_INFLATE_NEEDS_OUTPUT }
      var out = unsafe start + used
      let limit = unsafe start + (target.count - Int(SLUICE_INFLATE_MARGIN))
      let status = unsafe run(input, &out, limit, start + before)
      used = unsafe out - start
      return status
    }
  }

  /// Gives the window what was made in the room, before the room goes away or bytes are made in the window again.
  private func fillWindow(from room: RawSpan) {
    guard let start = madeInRoom else { return }
    window.takeOver(room.extracting(droppingFirst: start))
    madeInRoom = nil
  }

  /// Calls the kernel.
  /// SAFETY: `out`, `limit` and `history` keep what the kernel asks of them.
  @unsafe
  private func run(
    _ input: RawSpan, _ out: inout UnsafeMutablePointer<UInt8>,
    _ limit: UnsafeMutablePointer<UInt8>, _ history: UnsafePointer<UInt8>
  ) -> sluice_inflate_status {
    unsafe input.withUnsafeBytes { source in
      // SAFETY: a kernel reads at most what is between the two pointers; an empty input has any address.
      let start = unsafe source.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? history
      var stream = unsafe sluice_inflate_stream(
        in: start + bits.taken, in_end: start + source.count, out: out, out_limit: limit,
        history: history, bits: bits.bits, bit_count: UInt32(bits.count), length: openLength)
      let status = unsafe kernel.run(tables, &stream)
      unsafe bits.bits = stream.bits
      bits.count = Int(unsafe stream.bit_count)
      bits.taken = unsafe stream.in - start
      openLength = unsafe stream.length
      unsafe out = stream.out
      return sluice_inflate_status(UInt32(status))
    }
  }
}
