// The masks of a chunk, kept from cutting it until it is indexed, so that its bytes are scanned once.
//
// Holds the masks of the chunk's blocks as the kernel wrote them, in memory that is reused from chunk to chunk.
// Belongs to whoever owns the chunk's bytes and is never shared, so it has no lock. Masks that the exact reader had a
// part in are not kept, nor those of very long chunks, since they take five bytes for eight: such a chunk is
// scanned again.

import CSluiceScan

/// What cutting a chunk has found out about its bytes.
@safe
public final class ChunkMasks: @unchecked Sendable {
  // SAFETY: `memory` has room for `capacity` mask sets, of which those of the first `blocks` blocks are set.
  private var memory: UnsafeMutablePointer<sluice_scan_masks>?
  private var capacity = 0
  private var blocks = 0
  private var state = State.broken

  /// Blocks of the longest chunk whose masks are kept, 2 MiB.
  private static let mostBlocks = 2 << 20 / 64

  private enum State: Equatable {
    /// The walk goes on.
    case open
    /// The walk needed more than masks.
    case broken
    /// All of a chunk's masks are there.
    case complete(bytes: Int, lines: Int)
  }

  /// Makes an empty collection.
  public init() {}

  deinit { unsafe memory?.deallocate() }

  /// Trades chunks with another collection.
  public func exchange(with other: ChunkMasks) {
    unsafe (memory, other.memory) = unsafe (other.memory, memory)
    (capacity, other.capacity) = (other.capacity, capacity)
    (blocks, other.blocks) = (other.blocks, blocks)
    (state, other.state) = (other.state, state)
  }

  /// Starts a chunk.
  /// - Parameter bytes: those that it and what was read behind it have so far.
  func begin(_ bytes: Int) {
    blocks = 0
    state = .open
    let count = min((bytes + 63) / 64, Self.mostBlocks)
    if count > capacity { grow(count) }
  }

  /// Says that masks alone do not tell what is in the chunk.
  func abandon() { state = .broken }

  /// Room for the masks of `count` blocks from the byte at `position` on, which are in use from then on.
  /// - Returns: nil if they are not kept.
  @unsafe
  func room(for count: Int, at position: Int) -> UnsafeMutablePointer<sluice_scan_masks>? {
    guard state == .open, position == blocks * 64, blocks + count <= Self.mostBlocks else {
      state = .broken
      return nil
    }
    if blocks + count > capacity { grow(count) }
    defer { blocks += count }
    return unsafe memory.map { unsafe $0 + blocks }
  }

  /// Ends the chunk.
  /// - Parameters:
  ///   - end: the chunk's bytes, not more than the masks are for.
  ///   - lines: its line ends, those inside quoted fields included.
  func end(at end: Int, lines: Int) {
    guard state == .open, end > 0, end <= blocks * 64, let memory = unsafe memory else {
      state = .broken
      return
    }
    blocks = (end + 63) / 64
    let unused = blocks * 64 - end
    unsafe memory[blocks - 1].keep(~0 >> UInt64(unused))
    state = .complete(bytes: end, lines: lines)
  }

  /// The line ends of the chunk of so many bytes; nil if its masks are not here.
  func lineCount(ofChunk bytes: Int) -> Int? {
    guard case .complete(bytes, let lines) = state else { return nil }
    return lines
  }

  /// Calls `body` with the masks of so many blocks at a time, and where the first of them begins.
  func forEachBatch(
    of size: Int, _ body: (UnsafeBufferPointer<sluice_scan_masks>, _ position: Int) -> Void
  ) {
    guard let memory = unsafe memory else { return }
    for first in stride(from: 0, to: blocks, by: size) {
      let count = min(size, blocks - first)
      unsafe body(UnsafeBufferPointer(start: memory + first, count: count), first * 64)
    }
  }

  private func grow(_ count: Int) {
    capacity = max(capacity * 5 / 4, blocks + count)
    let new = UnsafeMutablePointer<sluice_scan_masks>.allocate(capacity: capacity)
    // SAFETY: `new` is larger than the `blocks` mask sets of `memory`, which is freed right after.
    if let memory = unsafe memory {
      unsafe new.initialize(from: memory, count: blocks)
      unsafe memory.deallocate()
    }
    unsafe memory = new
  }
}
