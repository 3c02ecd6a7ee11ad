// The last bytes that were inflated: what repetitions refer to, and what has not been given out yet.
//
// Takes bytes from the inflater, gives them into the caller's room; owns its memory. Never refuses any: it makes
// room by forgetting what nothing can refer to any more.

import CSluiceScan
import SluiceBytes

/// Bytes on their way from the kernel to the caller.
@safe
final class InflateWindow {
  /// Bytes that can be referred to.
  private static let reach = Int(SLUICE_INFLATE_WINDOW)
  /// Bytes made at a time: as many as can be referred to, so that afterwards the room holds all of them.
  private static let step = reach
  private static let capacity = reach + step
  private static let size = capacity + Int(SLUICE_INFLATE_MARGIN)

  // SAFETY: `size` bytes, allocated and zeroed in `init` and freed in `deinit`.
  private let memory: UnsafeMutablePointer<UInt8>
  /// Behind the last byte; those before it are the stream's, from 0 on or the last `reach` of them at least.
  private var end = 0
  /// Before it all has been given out.
  private var delivered = 0

  init() {
    unsafe memory = .allocate(capacity: Self.size)
    unsafe memory.initialize(repeating: 0, count: Self.size)
  }

  deinit { unsafe memory.deallocate() }

  /// Whether all bytes have been given out.
  var isDelivered: Bool { delivered == end }

  /// Forgets everything.
  func reset() {
    end = 0
    delivered = 0
  }

  /// Gives out as many bytes as fit.
  /// - Returns: false when the output is full.
  func deliver(into output: inout OutputRawSpan) -> Bool {
    if !isDelivered {
      // SAFETY: `delivered <= end <= size`, and all bytes are initialised.
      let rest = unsafe UnsafeRawBufferPointer(start: memory + delivered, count: end - delivered)
      delivered += output.append(fitting: unsafe rest.bytes)
    }
    return !output.isFull
  }

  /// Appends bytes made by `body`, which gets where to begin, where to stop and the first byte that it may refer to,
  /// all as the kernel wants them. What was made before has been given out.
  func make(
    _ body: (
      _ out: inout UnsafeMutablePointer<UInt8>, _ limit: UnsafeMutablePointer<UInt8>,
      _ history: UnsafePointer<UInt8>
    ) -> sluice_inflate_status
  ) -> sluice_inflate_status {
    makeRoom()
    // SAFETY: the limit is as far from the memory's end as the kernel may write behind it.
    var out = unsafe memory + end
    let status = unsafe body(&out, memory + Self.capacity, memory)
    end = unsafe out - memory
    return status
  }

  /// Appends a byte.
  func append(_ byte: UInt8) {
    makeRoom()
    // SAFETY: `makeRoom` leaves `end` below the capacity.
    unsafe memory[end] = byte
    end += 1
  }

  /// Appends bytes from the start of `bytes`, at most so many.
  /// - Returns: how many: as many as there is room for.
  func append(_ bytes: RawSpan, atMost most: Int) -> Int {
    makeRoom()
    let count = min(bytes.byteCount, most, Self.capacity - end)
    // SAFETY: there are `count` bytes in the span, and room for them behind `end`.
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(memory + end).copyMemory(from: start, byteCount: count)
    }
    end += count
    return count
  }

  /// Leaves room for `step` bytes, or what is left of that when some have not been given out.
  private func makeRoom() {
    guard end > Self.reach, isDelivered else { return }
    // SAFETY: both ranges lie within the memory, and the move may overlap.
    unsafe memory.update(from: memory + end - Self.reach, count: Self.reach)
    end = Self.reach
    delivered = end
  }

  /// Takes over from a room in which bytes were made: all that was made in it, which is as much as can be referred
  /// to at least.
  func takeOver(_ made: RawSpan) {
    end = 0
    end = append(made.extracting(last: Self.reach), atMost: Self.reach)
    delivered = end
  }
}
