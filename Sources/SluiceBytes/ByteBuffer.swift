// The memory every stage works in: taken once, filled, handed on, filled again.
//
// Takes and gives bytes; owns one allocation. A buffer belongs to one lane (or to the
// queue between two lanes) at a time and is never shared, so it has no lock.

import Glibc

/// A growable run of bytes that is allocated once and reused.
///
/// Readable and writable memory goes on for ``slack`` bytes past `capacity`, so that a
/// kernel may load, and an encoder may store, whole SIMD registers at the last byte.
@safe
public final class ByteBuffer: @unchecked Sendable {
  /// Bytes after `capacity` that may be touched but never count: one AVX-512 register.
  public static let slack = 64

  /// Bytes that fit without growing.
  public private(set) var capacity: Int
  /// Bytes in use, from the start of the buffer.
  public private(set) var count = 0

  // SAFETY: allocated in `init` or `reserve` with room for `capacity + slack` bytes from `memory` on, freed only there
  // and in `deinit`; every byte of it is initialised (zeroed) when it is allocated.
  private var block: Block
  private var memory: UnsafeMutableRawPointer { unsafe block.start }

  /// Makes an empty buffer.
  /// - Parameter capacity: bytes that fit before the first growth.
  public init(capacity: Int) {
    self.capacity = capacity
    unsafe block = Block(capacity + Self.slack)
  }

  deinit { unsafe block.release() }

  /// Whether nothing is in the buffer.
  public var isEmpty: Bool { count == 0 }

  /// The address of the first byte, valid until the buffer next grows. For kernels and
  /// encoders that prove their own bounds; everyone else uses ``withBytes(_:)``.
  @unsafe public var base: UnsafeMutableRawPointer { unsafe memory }

  /// Makes room for at least `additional` more bytes, keeping what is there.
  /// Growth is by half of the capacity at least, so that many small calls stay cheap.
  public func reserve(_ additional: Int) {
    if additional > capacity - count { grow(to: count + additional) }
  }

  /// Sets the number of bytes in use; bytes beyond what was written before are zero or stale.
  /// - Parameter count: at most `capacity`.
  public func setCount(_ count: Int) {
    precondition(count >= 0 && count <= capacity, "count \(count) is not in 0...\(capacity)")
    self.count = count
  }

  /// Forgets the bytes, keeps the memory.
  public func removeAll() { count = 0 }

  /// Appends a copy of `bytes`.
  public func append(_ bytes: RawSpan) {
    reserve(bytes.byteCount)
    // SAFETY: `reserve` made room for all of `bytes` after `count`.
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      unsafe (memory + count).copyMemory(from: start, byteCount: source.count)
    }
    count += bytes.byteCount
  }

  /// Appends one byte.
  public func append(_ byte: UInt8) {
    reserve(1)
    // SAFETY: `reserve` made room for one byte after `count`.
    unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Appends the UTF-8 bytes of `text`.
  public func append(_ text: some StringProtocol) {
    for byte in text.utf8 { append(byte) }
  }

  /// Drops the first `length` bytes and moves the rest to the start.
  public func removeFirst(_ length: Int) {
    precondition(length >= 0 && length <= count, "cannot drop \(length) of \(count) bytes")
    // SAFETY: both ranges lie within the `count` bytes in use.
    unsafe memory.copyMemory(from: memory + length, byteCount: count - length)
    count -= length
  }

  /// Exchanges the memory and the bytes of two buffers.
  public func exchange(with other: ByteBuffer) {
    unsafe (block, other.block) = unsafe (other.block, block)
    (capacity, other.capacity) = (other.capacity, capacity)
    (count, other.count) = (other.count, count)
  }

  /// Calls `body` with the bytes in use.
  public func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: `memory` holds `count` initialised bytes and outlives the call.
    try body(unsafe UnsafeRawBufferPointer(start: memory, count: count).bytes)
  }

  /// Calls `body` with room to append into; what it appends is added to the buffer, also when it throws.
  /// - Parameter minimum: bytes of room that `body` needs; it gets all that is free.
  public func withSpareCapacity<Result, Failure: Error>(
    minimum: Int, _ body: (inout OutputRawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    reserve(minimum)
    // SAFETY: `capacity - count` bytes after `count` are ours and nobody else sees them.
    let room = unsafe UnsafeMutableRawBufferPointer(
      start: memory + count, count: capacity - count)
    var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
    let result: Result
    do {
      result = try body(&output)
    } catch {
      count += unsafe output.finalize(for: room)
      throw error
    }
    count += unsafe output.finalize(for: room)
    return result
  }

  private func grow(to needed: Int) {
    let larger = max(needed, capacity + capacity / 2)
    // SAFETY: the new block is larger than `count`; the old one is freed after the copy.
    let moved = unsafe Block(larger + Self.slack)
    unsafe moved.start.copyMemory(from: memory, byteCount: count)
    unsafe block.release()
    unsafe block = moved
    capacity = larger
  }
}

/// Zeroed memory that begins where a register may.
///
/// The C library's, because it takes pages from the system that are zero already and are made only when they are
/// touched: a run over little data touches little memory.
@unsafe
private struct Block {
  /// Bytes of a register.
  private static let alignment = 64

  private let allocated: UnsafeMutableRawPointer
  let start: UnsafeMutableRawPointer

  init(_ count: Int) {
    guard let memory = unsafe calloc(1, count + Self.alignment) else {
      // As the runtime does when it gets no memory: there is nothing to go on with.
      preconditionFailure("no memory for a buffer of \(count) bytes")
    }
    unsafe allocated = memory
    unsafe start = memory.alignedUp(toMultipleOf: Self.alignment)
  }

  func release() { unsafe free(allocated) }
}
