// A cursor over an output buffer: where all encoders write.
//
// Holds the buffer's address and room in two words, so that appending costs a comparison and a store;
// gives the count back to the buffer when it is finished. Grows the buffer, fails never.

import SluiceBytes

/// Appends to a buffer that nobody else uses meanwhile.
@safe
struct BufferWriter: ~Copyable {
  /// Bytes in the buffer.
  private(set) var position: Int

  private let buffer: ByteBuffer
  // SAFETY: `memory` has `capacity + ByteBuffer.slack` bytes, of which those below `position` are
  // output; it is taken from `buffer` anew whenever that grows.
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int

  /// Starts to write after what is in `buffer`.
  init(into buffer: ByteBuffer) {
    self.buffer = buffer
    unsafe memory = buffer.base
    capacity = buffer.capacity
    position = buffer.count
  }

  /// Hands what was written to the buffer.
  consuming func finish() { buffer.setCount(position) }

  /// Makes room for `additional` bytes.
  @inline(__always)
  mutating func reserve(_ additional: Int) {
    if position &+ additional > capacity { grow(additional) }
  }

  private mutating func grow(_ additional: Int) {
    buffer.setCount(position)
    buffer.reserve(additional)
    unsafe memory = buffer.base
    capacity = buffer.capacity
  }

  /// Whether two runs of the output, equally long, are equal.
  @inline(__always)
  func isEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    // SAFETY: eight bytes from any byte of the output are readable, the slack included.
    unsafe areEqual(memory + a.lowerBound, memory + b.lowerBound, a.count)
  }

  /// Appends bytes.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) {
    reserve(bytes.byteCount)
    // SAFETY: `reserve` made room.
    unsafe bytes.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return }
      unsafe (memory + position).copyMemory(from: from, byteCount: source.count)
    }
    position += bytes.byteCount
  }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe appendReserved(byte)
  }

  /// Appends one byte, for which there must be room.
  @unsafe @inline(__always)
  mutating func appendReserved(_ byte: UInt8) {
    unsafe memory.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
    position &+= 1
  }

  /// The free room from `position` on, as far as the buffer and `limit` go; what is stored there
  /// may run `ByteBuffer.slack` bytes past its end.
  @unsafe @inline(__always)
  func room(upTo limit: Int) -> (start: UnsafeMutableRawPointer, end: UnsafeMutableRawPointer) {
    unsafe (memory + position, memory + max(position, min(capacity, limit)))
  }

  /// Takes in what was stored in the free room before `end`.
  @unsafe @inline(__always)
  mutating func advance(to end: UnsafeMutableRawPointer) { position = unsafe end - memory }

  /// Forgets all bytes from `position` on.
  mutating func truncate(to position: Int) {
    precondition(position <= self.position, "cannot truncate \(self.position) bytes to \(position)")
    self.position = position
  }

  /// Takes bytes back in that were forgotten and not overwritten.
  mutating func restore(to position: Int) {
    precondition(position <= capacity, "position \(position) of \(capacity)")
    self.position = position
  }

  /// Overwrites one byte that was written.
  @inline(__always)
  mutating func replace(at offset: Int, by byte: UInt8) {
    precondition(offset < position, "byte \(offset) of \(position)")
    unsafe memory.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
  }

  /// Moves everything from `start` on so that a copy of earlier bytes fits at `offset`, right before it.
  mutating func insertCopy(of range: Range<Int>, at offset: Int, movedFrom start: Int) {
    precondition(range.upperBound <= start && start <= position && offset >= start)
    let distance = offset - start + range.count
    let tail = position - start
    reserve(distance)
    // SAFETY: `reserve` made room for the tail at its new place; the source lies before it.
    unsafe (memory + start + distance).copyMemory(from: memory + start, byteCount: tail)
    unsafe (memory + offset).copyMemory(from: memory + range.lowerBound, byteCount: range.count)
    position += distance
  }

  /// Calls `body` with the bytes from `start` on.
  func withBytes<Result>(from start: Int, _ body: (RawSpan) -> Result) -> Result {
    precondition(start <= position, "byte \(start) of \(position)")
    // SAFETY: bytes below `position` are output.
    return body(unsafe UnsafeRawBufferPointer(start: memory + start, count: position - start).bytes)
  }
}
