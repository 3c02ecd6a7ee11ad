// The walk over a text from record to record: by masks where the quotes behave, by the exact reader
// where they do not.
//
// Takes bytes from a record's start, tells a sink of structure found, gives the start of the first
// record that is not complete. Pure; works in a few KiB on the stack. Contract:
//
//     what the sink is told of bytes[start..<resume] == what the exact reader alone would tell
//
// Why the fast path may be trusted: up to the lowest `stray` bit there is no comment, and every quote stands where the
// rules expect one, so quote parity is the reader's state (see scan_algorithm.h). At the first stray
// bit the walk goes back to the start of the record it is in and asks the exact reader for that record alone.

import CSluiceScan
import SluiceBytes

/// What the walk finds, in order of position.
protocol RecordSink: FieldEndSink, ~Copyable {
  /// Where the masks of so many blocks from `position` on are to be written; nil if that does not matter.
  func room(for blocks: Int, at position: Int) -> UnsafeMutablePointer<sluice_scan_masks>?
  /// Structure in `masks`, one set for each block of 64 bytes from `base`.
  /// - Returns: false to end the walk.
  mutating func take(_ masks: UnsafeBufferPointer<sluice_scan_masks>, at base: Int) -> Bool
  /// A byte order mark where a record read by the exact reader would start, which starts at `next` instead.
  mutating func passMark(upTo next: Int)
  /// Drops the fields told of since the last record end: they are told of again.
  mutating func dropOpenRecord()
  /// The walk went through `range` by masks alone, past so many line ends, those inside quoted fields included,
  /// and ends.
  mutating func passed(_ range: Range<Int>, lines: Int)
  /// A record read by the exact reader, whose fields were told of by `endField`, ended before `next`.
  /// - Returns: false to end the walk.
  mutating func endRecord(from start: Int, next: Int) -> Bool
  /// A record that is damaged, or a comment.
  /// - Returns: false to end the walk.
  mutating func skipRecord(from start: Int, next: Int, damage: Damage?) -> Bool
}

/// Walks a text from record to record.
struct RecordScanner {
  let dialect: Dialect
  let kernel: ScanKernel
  private let exact: ExactReader

  /// Blocks scanned in one kernel call: 4 KiB of text, whose masks (2 KiB) stay in the L1 cache.
  static let fullBatch = 64
  /// Blocks in the first call after the exact reader was needed; doubled with each call that is
  /// clean, so that a dump full of stray quotes does not scan 4 KiB for each of them.
  private static let firstBatch = 2
  /// Below this, more than one record in a batch could be overlong, which the walk does not check.
  private static let smallestMaxRecord = fullBatch * 64

  init(dialect: Dialect, kernel: ScanKernel) {
    self.dialect = dialect
    self.kernel = kernel
    exact = ExactReader(dialect: dialect)
  }

  /// Whether the masks cannot be used at all.
  private var isExactOnly: Bool { dialect.maxRecord < Self.smallestMaxRecord }

  /// Walks from `start`, the start of a record.
  /// - Parameters:
  ///   - bytes: the text, readable (not counting) for `ByteBuffer.slack` bytes past its end; when
  ///     `isFinal`, it ends with a line end.
  ///   - known: damaged records found before by a walk that saw more of the text.
  ///   - deadEnds: what walks over this text have learnt so far.
  /// - Returns: the start of the first record the sink was not told of.
  func scan(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, known: [Damage] = [],
    deadEnds: inout DeadEnds, sink: inout (some RecordSink & ~Copyable)
  ) -> Int {
    var start = start
    var batch = Self.fullBatch
    var known = known[...]
    while start < bytes.byteCount {
      if !isExactOnly {
        let end = run(bytes, from: &start, batch: &batch, sink: &sink)
        if end == .stopped || start == bytes.byteCount { return start }
        sink.dropOpenRecord()
        let isUndecided = !isFinal && bytes.byteCount - start <= dialect.maxRecord
        if end == .ended, isUndecided { return start }
      }
      var record = start
      while bytes.hasMark(at: record) {
        record += ByteOrderMark.size
        sink.passMark(upTo: record)
      }
      guard record < bytes.byteCount else { return start }
      let outcome = outcome(
        bytes, at: record, isFinal: isFinal, known: &known, deadEnds: &deadEnds, sink: &sink)
      guard pass(outcome, from: record, next: &start, sink: &sink) else { return start }
    }
    return start
  }

  /// What the record at `start` is by the rules alone, or by what is known of it.
  private func outcome(
    _ bytes: RawSpan, at start: Int, isFinal: Bool, known: inout ArraySlice<Damage>,
    deadEnds: inout DeadEnds, sink: inout (some RecordSink & ~Copyable)
  ) -> RecordOutcome {
    while let damage = known.first, damage.start <= start {
      known.removeFirst()
      if damage.start == start { return .damaged(damage) }
    }
    if let outcome = deadEnds.outcome(at: start, bytes, exact, isFinal: isFinal) { return outcome }
    let outcome = exact.read(bytes, from: start, isFinal: isFinal, sink: &sink)
    if case .damaged(let damage) = outcome {
      deadEnds.add(damage, bytes, exact, isFinal: isFinal)
    }
    return outcome
  }

  /// Tells the sink what the record at `start` turned out to be and moves `next` past it.
  /// - Returns: false when the walk ends here.
  private func pass(
    _ outcome: RecordOutcome, from start: Int, next: inout Int,
    sink: inout (some RecordSink & ~Copyable)
  ) -> Bool {
    switch outcome {
    case .record(let end):
      next = end
      return sink.endRecord(from: start, next: end)
    case .comment(let end):
      next = end
      return sink.skipRecord(from: start, next: end, damage: nil)
    case .damaged(let damage):
      sink.dropOpenRecord()
      next = damage.next
      return sink.skipRecord(from: start, next: damage.next, damage: damage)
    case .incomplete:
      sink.dropOpenRecord()
      return false
    }
  }

  private enum RunEnd { case stopped, ended, stray }

  /// Walks by masks from `start` until a stray quote, an overlong record or the end of the text;
  /// moves `start` to the record it stopped in.
  private func run(
    _ bytes: RawSpan, from start: inout Int, batch: inout Int,
    sink: inout (some RecordSink & ~Copyable)
  ) -> RunEnd {
    let count = bytes.byteCount
    let begin = start
    var last = start
    defer { start = last }
    // SAFETY: blocks are loaded from `position < count`, so the last one reads at most 63 bytes past
    // the end, which the caller says are readable; bits past the end are masked off.
    return unsafe bytes.withUnsafeBytes { memory in
      unsafe withUnsafeTemporaryAllocation(of: sluice_scan_masks.self, capacity: Self.fullBatch) {
        scratch in
        guard let address = memory.baseAddress else { return .ended }
        var state = sluice_scan_state()
        state.may_open = 1
        state.may_comment = 1
        var position = begin
        while position < count {
          let blocks = min(batch, (count - position + 63) / 64)
          let masks =
            unsafe sink.room(for: blocks, at: position) ?? scratch.baseAddress.unsafelyUnwrapped
          unsafe kernel.scan(
            (address + position).assumingMemoryBound(to: UInt8.self), blocks, needles, &state,
            masks)
          let valid = unsafe Self.trim(masks, blocks: blocks, bytes: count - position, state: state)
          let found = unsafe UnsafeBufferPointer(start: masks, count: valid.blocks)
          let end = unsafe Self.lastLineEnd(found)
          if let end, position + end - last > dialect.maxRecord,
            let first = unsafe Self.firstLineEnd(found), position + first - last > dialect.maxRecord
          {
            return .stray
          }
          guard unsafe sink.take(found, at: position) else {
            unsafe pass(begin..<count, address, upTo: position + blocks * 64, state, sink: &sink)
            return .stopped
          }
          if let end { last = position + end + 1 }
          if valid.isStray {
            batch = Self.firstBatch
            return .stray
          }
          position += blocks * 64
          batch = min(batch * 2, Self.fullBatch)
          if min(position, count) - last > dialect.maxRecord { return .stray }
        }
        unsafe pass(begin..<count, address, upTo: position, state, sink: &sink)
        return .ended
      }
    }
  }

  /// Tells the sink how far a walk by masks went and the line ends there were; not those of the slack, which the last
  /// block of a text may reach into.
  private func pass(
    _ text: Range<Int>, _ address: UnsafeRawPointer, upTo end: Int, _ state: sluice_scan_state,
    sink: inout (some RecordSink & ~Copyable)
  ) {
    let past = unsafe lineEnds(address, from: text.upperBound, to: end)
    sink.passed(
      text.lowerBound..<min(end, text.upperBound), lines: Int(state.line_count) - past)
  }

  /// Line ends in a text, whatever its quotes.
  func countLines(_ bytes: RawSpan) -> Int {
    bytes.count(of: dialect.lineEnd, in: 0..<bytes.byteCount)
  }

  private func lineEnds(_ address: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
    var count = 0
    for offset in start..<max(start, end)
    where unsafe address.load(fromByteOffset: offset, as: UInt8.self) == dialect.lineEnd {
      count += 1
    }
    return count
  }

  private var needles: sluice_scan_needles {
    sluice_scan_needles(
      delimiter: dialect.delimiter, quote: dialect.quote ?? Ascii.quote, line_end: dialect.lineEnd,
      escape: dialect.escape ?? 0, comment: dialect.comment ?? 0,
      has_quote: dialect.quote == nil ? 0 : 1, has_escape: dialect.escape == nil ? 0 : 1,
      has_comment: dialect.comment == nil ? 0 : 1)
  }

  /// Clears what lies past the end of the text or from the first stray quote on.
  private static func trim(
    _ masks: UnsafeMutablePointer<sluice_scan_masks>, blocks: Int, bytes: Int,
    state: sluice_scan_state
  ) -> (blocks: Int, isStray: Bool) {
    let inLast = bytes - (blocks - 1) * 64
    if inLast < 64 { unsafe masks[blocks - 1].keep((1 << UInt64(inLast)) - 1) }
    guard state.any_stray != 0 else { return (blocks, false) }
    for block in 0..<blocks {
      let stray = unsafe masks[block].stray
      guard stray != 0 else { continue }
      unsafe masks[block].keep((stray & (~stray &+ 1)) &- 1)
      return (block + 1, true)
    }
    return (blocks, false)
  }

  /// The offset of the last record end in `masks`.
  private static func lastLineEnd(_ masks: UnsafeBufferPointer<sluice_scan_masks>) -> Int? {
    for block in stride(from: masks.count - 1, through: 0, by: -1) {
      let ends = unsafe masks[block].line_end
      if ends != 0 { return block * 64 + 63 - ends.leadingZeroBitCount }
    }
    return nil
  }

  /// The offset of the first record end in `masks`.
  private static func firstLineEnd(_ masks: UnsafeBufferPointer<sluice_scan_masks>) -> Int? {
    for block in 0..<masks.count {
      let ends = unsafe masks[block].line_end
      if ends != 0 { return block * 64 + ends.trailingZeroBitCount }
    }
    return nil
  }
}

extension sluice_scan_masks {
  /// Clears all bits but those in `mask`.
  mutating func keep(_ mask: UInt64) {
    structural &= mask
    line_end &= mask
    stray &= mask
    foreign &= mask
    special &= mask
  }
}
