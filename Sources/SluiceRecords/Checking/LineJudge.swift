// Whole lines to what there is to say of them: counts and findings.
//
// Takes a stretch of lines, gives `JudgedLines`. Pure; works on a few KiB of its own, belongs to one
// lane. Contract:
//
//     judging a stretch == reading each of its lines by the rule and counting what the rule says
//
// Nearly all lines are spelled as writers spell them. The masks of `CSluiceScan` prove that of a line
// without reading it (see sluice_lines.h), and such a line has no finding but for its ID and traits that it
// may both add and remove, as many signals as pairs, and its traits. Every other line is read by the rule.

public import AudienceManager
import CSluiceScan

/// Judges lines of one file.
public struct LineJudge: Sendable {
  private let rule: LineRule
  private let kernel: LineKernel

  /// Blocks scanned in one kernel call: 4 KiB of text, whose masks stay in the L1 cache.
  private static let batch = 64

  /// Makes a judge.
  /// - Parameters:
  ///   - rule: the rules of the file's lines.
  ///   - kernel: the scan to use.
  public init(_ rule: LineRule, kernel: LineKernel = .best) {
    self.rule = rule
    self.kernel = kernel
  }

  /// Judges a stretch of lines.
  /// - Parameters:
  ///   - bytes: lines, each ended by a line feed; readable (not counting) for
  ///     `ByteBuffer.slack` bytes past its end.
  ///   - expected: the ID type that an Oracle Data Cloud file began with, nil if it is in these lines.
  public func judge(_ bytes: RawSpan, expecting expected: IDType? = nil) -> JudgedLines {
    var sums = LineSums(rule: rule, expected: expected)
    var walk = LineWalk()
    let count = bytes.byteCount
    // SAFETY: blocks are loaded from `position < count`, so the last one reads at most 63 bytes past
    // the end and the kernel one more, which the caller says are readable; bits past the end
    // are masked off. There is room for the masks of a batch.
    unsafe bytes.withUnsafeBytes { memory in
      unsafe withUnsafeTemporaryAllocation(of: sluice_line_masks.self, capacity: Self.batch) {
        masks in
        guard let address = memory.baseAddress else { return }
        var state = sluice_line_state()
        state.in_id = ~0
        var position = 0
        while position < count {
          let blocks = min(Self.batch, (count - position + 63) / 64)
          unsafe kernel.scan(
            (address + position).assumingMemoryBound(to: UInt8.self), blocks, &state,
            masks.baseAddress)
          let found = unsafe UnsafeBufferPointer(rebasing: masks[..<blocks])
          unsafe walk.pass(found, at: position, in: bytes, &sums)
          position += blocks * 64
        }
      }
    }
    return sums.finish(bytes)
  }
}

/// A line that was passed, by offsets.
struct PassedLine {
  let start: Int
  /// Its first tab; means nothing in a line without one.
  let idEnd: Int
  /// Its line feed.
  let end: Int
  /// Traits to qualify for and to remove from by its masks.
  var added = 0
  var removed = 0
}

/// The way from line to line by masks.
private struct LineWalk {
  /// Where the line begins that is being passed.
  private var start = 0
  /// Where its ID ends, if its tab has been passed.
  private var idEnd = 0
  /// Whether something odd was met in it.
  private var isOdd = false
  /// Its traits so far.
  private var added = 0
  private var removed = 0
  /// Pair bits before it, known if it began in an earlier batch.
  private var pairsBefore = 0

  /// Passes the lines that end in a batch of blocks, and the start of the next one.
  mutating func pass(
    _ masks: UnsafeBufferPointer<sluice_line_masks>, at base: Int, in bytes: RawSpan,
    _ sums: inout LineSums
  ) {
    for index in 0..<masks.count {
      let block = unsafe masks[index]
      let position = base &+ index &* 64
      let rest = bytes.byteCount &- position
      let inside = rest >= 64 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: rest)) &- 1
      var odd = block.odd & inside
      let traits = block.added | block.removed
      var marks = (block.line_end | block.id_end | traits) & inside
      while marks != 0 {
        let bit = marks & (0 &- marks)
        let offset = position &+ marks.trailingZeroBitCount
        marks ^= bit
        if block.line_end & bit == 0 {
          if traits & bit == 0 { idEnd = offset } else { meetTrait(block.added & bit != 0) }
          continue
        }
        let upToHere = bit | (bit &- 1)
        let line = PassedLine(
          start: start, idEnd: idEnd, end: offset, added: added, removed: removed)
        if unsafe isOdd || odd & upToHere != 0
          || added != 0 && removed != 0 && mayConflict(masks, at: base, line, in: bytes)
          || !sums.addPlain(line, in: bytes)
        {
          let before = unsafe start < base ? pairsBefore : Self.pairs(in: masks, upTo: start - base)
          let after = unsafe Self.pairs(in: masks, upTo: offset - base)
          sums.read(line, in: bytes, pairs: after - before)
        }
        odd &= ~upToHere
        isOdd = false
        added = 0
        removed = 0
        start = offset &+ 1
      }
      isOdd = isOdd || odd != 0
    }
    unsafe leave(masks, base, &sums)
  }

  @inline(__always)
  private mutating func meetTrait(_ isAdded: Bool) {
    if isAdded { added &+= 1 } else { removed &+= 1 }
  }

  /// Whether a line that adds and removes traits may do so with the same; if the masks of its start are
  /// gone, that is for reading it to tell.
  @inline(never)
  private func mayConflict(
    _ masks: UnsafeBufferPointer<sluice_line_masks>, at base: Int, _ line: PassedLine,
    in bytes: RawSpan
  ) -> Bool {
    if start < base { return true }
    var traits = TraitBits()
    for index in (start - base) / 64...(line.end - base) / 64 {
      let block = unsafe masks[index]
      var marks = block.added | block.removed
      while marks != 0 {
        let bit = marks & (0 &- marks)
        let first = base + index * 64 + marks.trailingZeroBitCount + 1
        marks ^= bit
        guard first > start, first <= line.end else { continue }
        var end = first
        while bytes[end] &- Ascii.zero < 10 { end += 1 }
        traits.insert(bytes.extracting(first..<end), isAdded: block.added & bit != 0)
      }
    }
    return traits.mayConflict
  }

  /// Sees to what the next batch has to know.
  private mutating func leave(
    _ masks: UnsafeBufferPointer<sluice_line_masks>, _ base: Int, _ sums: inout LineSums
  ) {
    // A line that fills the whole batch began before it, and what was known of it stays.
    guard start >= base else { return }
    pairsBefore = unsafe Self.pairs(in: masks, upTo: start - base)
    sums.pairs = pairsBefore
  }

  /// Pair bits before a byte of the batch, or before the first one behind it.
  private static func pairs(
    in masks: UnsafeBufferPointer<sluice_line_masks>, upTo offset: Int
  ) -> Int {
    let isBehind = offset == masks.count * 64
    let block = unsafe masks[isBehind ? masks.count - 1 : offset / 64]
    let below: UInt64 = isBehind ? ~0 : (1 << UInt64(offset % 64)) - 1
    return Int(block.pairs_before) + (block.pair & below).nonzeroBitCount
  }
}
