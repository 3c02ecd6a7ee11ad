// Lines to deflate by what a compressor for any bytes does not know: that lines repeat keys and values.
//
// Takes a block of lines (any bytes will do, only less well), gives deflate blocks with codes of their
// own that refer to nothing before the block and end on a byte boundary. Owns the memory for
// symbols and the tables of places; belongs to one lane. Fails only when the room it is given is too
// small.

import CSluiceScan
import SluiceBytes

/// Compresses lines as raw deflate.
@safe
final class LineDeflater {
  private let kernel: SymbolKernel
  private let ways: UInt32
  // SAFETY: both are allocated here and freed in `deinit`; `symbols` has room for a segment's and the slack, of
  // which shorter blocks never touch more than their part.
  private let tables: UnsafeMutablePointer<sluice_symbol_tables>
  private let symbols: UnsafeMutablePointer<UInt32>

  /// Bytes of lines that have codes in common. Blocks are rarely longer.
  private static let segment = 1 << 20
  /// The bits of an empty stored block up to its lengths, padding included, and those of its lengths.
  private static let markerSize = 1 + 4
  /// Bytes that the bit writer touches behind its last one.
  private static let writerSlack = 8

  /// - Parameter ways: how many earlier places of each kind are tried: 1, 2 or 4.
  init(ways: Int, kernel: SymbolKernel = .best) {
    self.kernel = kernel
    self.ways = UInt32(ways)
    unsafe tables = .allocate(capacity: 1)
    unsafe symbols = .allocate(capacity: Self.segment + SLUICE_SYMBOLS_SLACK)
  }

  deinit {
    unsafe tables.deallocate()
    unsafe symbols.deallocate()
  }

  /// Writes `block` as deflate blocks that end on a byte boundary and look back to nothing before.
  /// - Parameter room: the most bytes to write.
  /// - Returns: false when they are too few; what was appended to the output then means nothing.
  func deflate(_ block: RawSpan, into output: inout OutputRawSpan, room: Int) -> Bool {
    unsafe tables.initialize(to: sluice_symbol_tables())
    return unsafe block.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        guard let bytes = source.baseAddress, let start = target.baseAddress
        else { return false }
        // SAFETY: `write` writes into the free part of the output, and no more than `room` bytes.
        let free = unsafe start.assumingMemoryBound(to: UInt8.self) + used
        let end = unsafe write(
          bytes.assumingMemoryBound(to: UInt8.self), source.count, to: free,
          room: min(target.count - used, room))
        guard let end = unsafe end else { return false }
        used += unsafe end - free
        return true
      }
    }
  }

  /// - Returns: the end of what was written, nil when there is too little room.
  private func write(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>, room: Int
  ) -> UnsafeMutablePointer<UInt8>? {
    var writer = unsafe BitWriter(at: target)
    var start = 0
    while start < count {
      let end = min(start + Self.segment, count)
      // SAFETY: the segments follow on each other.
      let found = unsafe UnsafeBufferPointer(
        start: symbols,
        count: kernel.find(bytes, count, start, end, ways, tables, symbols))
      let code = unsafe SymbolCode(for: found, kernel: kernel)
      let written = unsafe writer.bits.end - target
      guard written + code.bitCount / 8 + 1 + Self.markerSize + Self.writerSlack <= room
      else { return nil }
      unsafe code.write(found, to: &writer)
      start = end
    }
    unsafe Self.writeMarker(to: &writer)
    return unsafe writer.bits.end
  }

  /// An empty stored block: its lengths start on a byte boundary, and so does what follows.
  private static func writeMarker(to writer: inout BitWriter) {
    unsafe writer.put(0, 3)
    unsafe writer.align()
    unsafe writer.put(0xFFFF_0000, 32)
  }
}
