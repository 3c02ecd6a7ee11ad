// Where a chunk ends: at the first record start at or after a given offset.
//
// Takes the bytes read so far, from a record's start; gives the end of the chunk and the
// damaged records in it, or asks for more. Pure. The offset is one of the decoded stream, so the cut
// does not depend on how reads happened to return.

import CSluiceScan
import SluiceBytes

/// Finds the ends of chunks.
public struct ChunkSplitter {
  private let scanner: RecordScanner
  private var resume = 0
  private var damage: [Damage] = []
  private var deadEnds = DeadEnds()

  /// Makes a splitter at the start of a chunk.
  public init(dialect: Dialect, kernel: ScanKernel = .best) {
    scanner = RecordScanner(dialect: dialect, kernel: kernel)
  }

  /// What `split` found.
  public enum Split: Equatable {
    /// The chunk is `bytes[0..<end]`.
    case cut(end: Int, damage: [Damage])
    /// More bytes are needed; the record at `openRecord` is the first that is not complete.
    case needsMore(openRecord: Int)
  }

  /// Looks for the first record start at or after `target`.
  /// - Parameters:
  ///   - bytes: the chunk's bytes so far and what follows them, the same as in the last call (without those
  ///     of a chunk that was cut) plus more; readable `ByteBuffer.slack` bytes past the end; when `isFinal`,
  ///     ending with a line end.
  ///   - target: the offset, in bytes from the start of the chunk.
  ///   - isFinal: whether the input ends where `bytes` does.
  ///   - masks: keeps those of the chunk that is cut.
  public mutating func split(
    _ bytes: RawSpan, target: Int, isFinal: Bool, keeping masks: ChunkMasks? = nil
  ) -> Split {
    if resume == 0 { masks?.begin(bytes.byteCount) } else { masks?.abandon() }
    var sink = CutSink(target: target, damage: damage, masks: masks)
    if resume < target || resume == 0 {
      resume = scanner.scan(
        bytes, from: resume, isFinal: isFinal, deadEnds: &deadEnds, sink: &sink)
    } else {
      sink.cut = resume
    }
    guard let end = sink.cut ?? (isFinal ? bytes.byteCount : nil) else {
      damage = sink.damage
      return .needsMore(openRecord: resume)
    }
    let after = bytes.count(of: scanner.dialect.lineEnd, in: end..<max(end, sink.passed.end))
    masks?.end(at: end, lines: sink.passed.lines - after)
    resume = 0
    damage = []
    deadEnds.drop(end)
    return .cut(end: end, damage: sink.damage)
  }
}

/// Remembers the first record start at or after the target, and damage before it.
private struct CutSink: RecordSink {
  let target: Int
  var damage: [Damage]
  let masks: ChunkMasks?
  var cut: Int?
  /// How far masks alone led, and the line ends until there.
  var passed = (end: 0, lines: 0)

  mutating func endField(at position: Int) {}
  mutating func passMark(upTo next: Int) { masks?.abandon() }
  mutating func dropOpenRecord() {}
  mutating func passed(_ range: Range<Int>, lines: Int) { passed = (range.upperBound, lines) }

  func room(for blocks: Int, at position: Int) -> UnsafeMutablePointer<sluice_scan_masks>? {
    unsafe masks?.room(for: blocks, at: position)
  }

  mutating func take(_ masks: UnsafeBufferPointer<sluice_scan_masks>, at base: Int) -> Bool {
    let first = max(0, target - 1 - base)
    guard first < masks.count * 64 else { return true }
    var block = first / 64
    var ends = unsafe masks[block].line_end & (~0 << UInt64(first % 64))
    while ends == 0 {
      block += 1
      guard block < masks.count else { return true }
      ends = unsafe masks[block].line_end
    }
    cut = base + block * 64 + ends.trailingZeroBitCount + 1
    return false
  }

  mutating func endRecord(from start: Int, next: Int) -> Bool {
    masks?.abandon()
    if next >= target { cut = next }
    return cut == nil
  }

  mutating func skipRecord(from start: Int, next: Int, damage: Damage?) -> Bool {
    if let damage { self.damage.append(damage) }
    return endRecord(from: start, next: next)
  }
}
