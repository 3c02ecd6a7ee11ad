// Records to lines: the loop every byte of output comes from.
//
// Takes an indexed chunk, appends lines to a buffer, and gives counts and rejects. Belongs to one
// lane; owns scratch arrays for the values that cannot be copied as they are. A record goes through these
// steps, and the first that stops it is the one it is counted under: read, field count, `where`,
// the ID, the fields (or the IDs that are tied to it) in order. Nothing is allocated for a record that needs no cleaning.

import AudienceManager
public import SluiceBytes

/// Maps the records of chunks.
public struct RecordMapper {
  let plan: MappingPlan
  let text: FieldText
  private let kernel: ScanKernel
  let lineEnd: UInt8
  let padsRagged: Bool
  /// Whether lines tie IDs together, and have no fields.
  private let tiesIDs: Bool
  private let fastNulls: FastNulls
  private var header: RepeatedHeader
  var decoded: [UInt8] = []
  var changed = ChangedValue()
  var cleaned: [UInt8] = []
  var dated: [UInt8] = []
  var seen = PairSet()
  /// The record's traits so far, where one could come again.
  var addedTraits = PairSet()
  var removedTraits = PairSet()
  /// Where values go that are only looked at; nil when lines are made.
  var sampling: Sampling?

  /// Counts since the chunk was begun.
  public internal(set) var counts = RecordCounts()
  /// Records rejected since the chunk was begun, in order.
  public private(set) var rejects: [Reject] = []
  /// The lines of the last `map` by user, as they follow on each other.
  public private(set) var lineRuns = LineRuns()
  var cursor: ChunkCursor

  /// Makes a mapper.
  /// - Parameters:
  ///   - plan: what to do, for this dump's header.
  ///   - dialect: how the chunks were read.
  ///   - padsRagged: whether records of fewer or more fields than the header are taken.
  ///   - header: the header record's bytes without the line end; empty when there is none.
  ///   - kernel: writes the pairs.
  public init(
    plan: MappingPlan, dialect: Dialect, padsRagged: Bool, header: [UInt8],
    kernel: ScanKernel = .best
  ) {
    self.plan = plan
    self.kernel = kernel
    tiesIDs = !plan.tiedColumns.isEmpty
    text = FieldText(dialect)
    lineEnd = dialect.lineEnd
    cursor = ChunkCursor(lineEnd: dialect.lineEnd)
    self.padsRagged = padsRagged
    fastNulls = FastNulls(plan.mapping.nulls, in: text)
    self.header = RepeatedHeader(header, dialect: dialect)
  }

  /// Starts a chunk.
  /// - Parameter skippingHeader: whether its first record (blank lines and comments aside) is the header.
  public mutating func beginChunk(skippingHeader: Bool) {
    cursor = ChunkCursor(lineEnd: lineEnd)
    cursor.skipsHeader = skippingHeader
    rejects.removeAll(keepingCapacity: true)
    counts = .zero
  }

  /// Whether all records of the chunk have been mapped.
  public func isAtEnd(of index: borrowing RecordIndex) -> Bool {
    cursor.record >= index.recordCount
  }

  /// Records of the chunk so far, headers included, blank lines and comments not.
  public var recordsInChunk: Int { cursor.numbered }

  /// Maps records from where the last call ended.
  /// - Parameters:
  ///   - chunk: the chunk that `index` was built from, with readable slack.
  ///   - limit: stops before a record that starts at this offset or later.
  ///   - most: stops once the buffer holds this many bytes.
  ///   - output: gets the lines.
  public mutating func map(
    _ chunk: RawSpan, _ index: borrowing RecordIndex, until limit: Int, most: Int,
    into output: ByteBuffer
  ) {
    let plan = plan
    // SAFETY: bytes have no padding.
    let constants = unsafe plan.constants.span.bytes
    var encoder = LineEncoder(into: output)
    // Room for the first lines, so that the fast path does not find the buffer full at once.
    encoder.reserve(min(chunk.byteCount, Self.firstRoom))
    unsafe plan.withFastPlan(text, nulls: fastNulls, kernel: kernel) { fast in
      while cursor.record < index.recordCount, encoder.count < most {
        let start = index.start(ofRecord: cursor.record)
        guard start < limit else { break }
        let record = RecordView(index, cursor.record, start: start, chunk, escape: text.escape)
        if !skips(record, chunk, index) {
          cursor.numbered += 1
          counts.records += 1
          unsafe convert(record, chunk, index, constants, fast, &encoder)
        }
        cursor.record += 1
      }
    }
    counts.lines += encoder.lineCount
    counts.pairs += encoder.pairCount.pairs
    counts.traits += encoder.pairCount.traits
    lineRuns = encoder.runs
    encoder.finish()
  }

  private static let firstRoom = 64 << 10

  /// Maps one record.
  @inline(__always)
  private mutating func convert(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex, _ constants: RawSpan,
    _ fast: FastPlan, _ encoder: inout LineEncoder
  ) {
    if record.count != plan.columns.count, !padsRagged {
      return rejectUnrouted(record, chunk, .fieldCount)
    }
    if !plan.conditions.isEmpty, !meetsConditions(record, chunk, index) {
      if plan.route.isFurther { counts.records -= 1 } else { counts.filtered += 1 }
      return
    }
    switch beginLine(record, chunk, index, constants, &encoder) {
    case .open: break
    case .rejected(let reason, let problem):
      return rejectUnrouted(record, chunk, reason, column: plan.idColumn, problem)
    case .elsewhere:
      counts.records -= 1
      return
    }
    if plan.mayRepeatTraits {
      addedTraits.removeAll()
      removedTraits.removeAll()
    }
    if tiesIDs {
      if let flaw = tieIDs(record, chunk, index, &encoder) {
        encoder.abandonRecord()
        return reject(record, chunk, flaw.reason, column: flaw.column, flaw.problem)
      }
    } else if let (reason, column) = unsafe mapFields(
      record, chunk, index, constants, fast, &encoder)
    {
      encoder.abandonRecord()
      return reject(record, chunk, reason, column: column)
    }
    if plan.mayConflict, encoder.traits.mayConflict, encoder.hasConflict() {
      encoder.abandonRecord()
      return reject(record, chunk, .conflict, column: nil)
    }
    if encoder.endLine() { counts.written += 1 } else { counts.withoutTrait += 1 }
  }

  /// Whether a record yields nothing before it is even looked at: blank lines, comments, headers,
  /// and records that reading has found unusable, which are rejected here.
  @inline(__always)
  mutating func skips(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    if cursor.fault < index.faults.count, index.faults[cursor.fault].record == record.number {
      return skipsFaulty(record, chunk, index.faults[cursor.fault])
    }
    if record.end == record.start { return true }
    guard
      header.mayBegin(record.start, fields: record.count, chunk) || cursor.skipsHeader
    else { return false }
    return skipsHeader(record, chunk, index)
  }

  private mutating func skipsFaulty(
    _ record: RecordView, _ chunk: RawSpan, _ fault: RecordFault
  ) -> Bool {
    cursor.fault += 1
    guard let reason = RejectReason(fault.kind) else { return true }
    cursor.numbered += 1
    counts.records += 1
    rejectUnrouted(record, chunk, reason)
    return true
  }

  /// Whether a record is the header, for the first time or again.
  @inline(never)
  private mutating func skipsHeader(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    if cursor.skipsHeader {
      cursor.skipsHeader = false
    } else {
      guard header.isSame(record.number, end: record.end, chunk, index) else { return false }
      if !plan.route.isFurther { counts.repeatedHeaders += 1 }
    }
    cursor.numbered += 1
    return true
  }

  /// Counts what cleaning a value changed.
  mutating func count(_ outcome: ValueCleaner.Outcome) {
    if outcome.isSanitised { counts.sanitised += 1 }
    if outcome.isRequoted { counts.quotesReplaced += 1 }
  }

  /// Notes a record rejected before it is known whose it is; that is for the first route to do.
  private mutating func rejectUnrouted(
    _ record: RecordView, _ chunk: RawSpan, _ reason: RejectReason, column: Int? = nil,
    _ problem: IDProblem? = nil
  ) {
    if plan.route.isFurther {
      counts.records -= 1
    } else {
      reject(record, chunk, reason, column: column, problem)
    }
  }

  /// Notes a rejected record.
  private mutating func reject(
    _ record: RecordView, _ chunk: RawSpan, _ reason: RejectReason, column: Int?,
    _ problem: IDProblem? = nil
  ) {
    counts[reason] += 1
    if problem == .wrongCase { counts.idsInOtherCase += 1 }
    if problem == .dashes { counts.idsWithDashes += 1 }
    rejects.append(
      Reject(
        reason: reason, column: column, idProblem: problem, recordsBefore: cursor.numbered - 1,
        linesBefore: cursor.lines.count(chunk, upTo: record.start), offset: record.start,
        range: record.start..<record.end))
  }
}

/// One record of an index, by offsets.
struct RecordView {
  let number: Int
  let start: Int
  /// The end of the last field, its carriage returns dropped.
  let end: Int
  /// Fields.
  let count: Int

  @inline(__always)
  init(
    _ index: borrowing RecordIndex, _ number: Int, start: Int, _ chunk: RawSpan, escape: UInt8?
  ) {
    self.number = number
    self.start = start
    count = index.fieldCount(number)
    var end = index.end(ofRecord: number)
    while end > start {
      // SAFETY: `start < end`, both within the chunk.
      let last = unsafe chunk.unsafeLoad(fromUncheckedByteOffset: end - 1, as: UInt8.self)
      guard last == Ascii.carriageReturn else { break }
      if chunk.isEscaped(end - 1, from: start, by: escape) { break }
      end -= 1
    }
    self.end = end
  }
}

/// How far a chunk has been mapped.
struct ChunkCursor {
  var record = 0
  /// Records that have a number: all but blank lines and comments.
  var numbered = 0
  var fault = 0
  var skipsHeader = false
  var lines: LineCounter

  init(lineEnd: UInt8) { lines = LineCounter(lineEnd: lineEnd) }
}

/// Counts the line ends before places that are asked for in rising order.
public struct LineCounter {
  private let lineEnd: UInt8
  private var lines = 0
  private var counted = 0

  /// Makes a counter at the start of a text.
  public init(lineEnd: UInt8) { self.lineEnd = lineEnd }

  /// Line ends in the first `position` bytes of `text`.
  public mutating func count(_ text: RawSpan, upTo position: Int) -> Int {
    if counted < position {
      lines += text.count(of: lineEnd, in: counted..<position)
      counted = position
    }
    return lines
  }
}
