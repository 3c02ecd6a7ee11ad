// Where every field of a chunk ends: what the lane reads records from.
//
// Takes a chunk, gives for each record the ends of its fields as offsets into the chunk, and
// the records that cannot be used. Owns two arrays of numbers that are reused from chunk to chunk;
// belongs to one lane. Nothing of the text is copied.

import CSluiceScan

/// A record that yields nothing, and why.
public struct RecordFault: Sendable, Equatable {
  /// The record, counted from the chunk's start.
  public var record: Int
  /// Why.
  public var kind: Kind
  /// The byte at which it shows, in bytes from the chunk's start.
  public var position: Int

  /// Why a record yields nothing.
  public enum Kind: Sendable, Equatable {
    /// It is a comment line, or a byte order mark and no line at all: skipped, not counted.
    case comment
    /// Its structure is damaged.
    case damage(Damage.Kind)
    /// It is not valid UTF-8.
    case encoding
    /// It holds a NUL byte.
    case nul
  }
}

/// The fields of one chunk as offsets, and its unusable records.
@safe
public struct RecordIndex: ~Copyable {
  /// Records in the chunk, blank lines, comments and damaged ones included.
  public private(set) var recordCount = 0
  /// Line ends in the chunk, those inside quoted fields included.
  public private(set) var lineCount = 0
  /// Records that cannot be used, in order, one fault each.
  public private(set) var faults: [RecordFault] = []

  // SAFETY: `ends` holds `endCapacity` offsets (and slack) of which `endCount` are set, `records` holds
  // `recordCapacity` of which `recordCount` are set; both belong to this value alone. The first of
  // `ends` is no field's but one below zero, where a line end before the chunk would stand.
  private var ends: UnsafeMutablePointer<UInt32>
  private var endCount = 1
  private var endCapacity: Int
  private var records: UnsafeMutablePointer<UInt32>
  private var recordCapacity: Int
  // SAFETY: a bit for each byte of the chunk and 64 more, zero or one where the byte is not
  // special, one where it is.
  private var special: UnsafeMutablePointer<UInt64>
  private var specialCapacity: Int
  /// Bytes that are not ASCII, or NUL: a position, and a bit for each of 64 bytes from it.
  private var foreign: [sluice_scan_stretch] = []
  // SAFETY: room for what a kernel finds of them in as many blocks as the scanner gives at a time, and one more.
  private let stretches: UnsafeMutablePointer<sluice_scan_stretch>
  private let scanner: RecordScanner

  /// Bytes of chunks for which an index has room unless told otherwise.
  public static let usualChunk = 576 << 10
  /// Entries behind those there is room for that may be read, whatever is in them.
  private static let slack = Int(SLUICE_PAIRS_ENDS)
  /// Bytes of a field, and of a record, in chunks that need no further room.
  private static let (usualField, usualRecord) = (8, 64)

  /// Makes an empty index for texts of one dialect.
  /// - Parameter chunk: bytes of the chunks to come, about; the index grows with those that need more.
  public init(dialect: Dialect, kernel: ScanKernel = .best, chunk: Int = usualChunk) {
    scanner = RecordScanner(dialect: dialect, kernel: kernel)
    endCapacity = 1 + chunk / Self.usualField
    recordCapacity = 1 + chunk / Self.usualRecord
    specialCapacity = 2 + chunk / 64
    unsafe ends = .allocate(capacity: endCapacity + Self.slack)
    unsafe records = .allocate(capacity: recordCapacity)
    unsafe special = .allocate(capacity: specialCapacity)
    unsafe special.initialize(repeating: 0, count: specialCapacity)
    unsafe stretches = .allocate(capacity: RecordScanner.fullBatch + 1)
    unsafe ends[0] = .max
  }

  deinit {
    unsafe ends.deallocate()
    unsafe records.deallocate()
    unsafe special.deallocate()
    unsafe stretches.deallocate()
  }

  /// Indexes a chunk, forgetting the one before.
  /// - Parameters:
  ///   - chunk: whole records, ending with a line end; readable `ByteBuffer.slack` bytes past its
  ///     end; at most 4 GiB.
  ///   - damage: the damaged records that the splitter found in it.
  ///   - masks: what the splitter kept of it.
  public mutating func build(
    _ chunk: RawSpan, damage: [Damage] = [], masks: ChunkMasks? = nil
  ) {
    precondition(chunk.byteCount < UInt32.max, "a chunk of \(chunk.byteCount) bytes")
    reserveSpecial(chunk.byteCount / 64 + 2)
    endCount = 1
    recordCount = 0
    faults.removeAll(keepingCapacity: true)
    foreign.removeAll(keepingCapacity: true)
    if let masks, let lines = masks.lineCount(ofChunk: chunk.byteCount) {
      unsafe masks.forEachBatch(of: RecordScanner.fullBatch) { _ = unsafe take($0, at: $1) }
      lineCount = lines
    } else {
      scan(chunk, damage)
    }
    if !foreign.isEmpty { checkEncoding(chunk) }
  }

  private mutating func scan(_ chunk: RawSpan, _ damage: [Damage]) {
    lineCount = -1
    let scanner = scanner
    var deadEnds = DeadEnds()
    _ = scanner.scan(
      chunk, from: 0, isFinal: true, known: damage, deadEnds: &deadEnds, sink: &self)
    if lineCount < 0 { lineCount = scanner.countLines(chunk) }
  }

  /// Fields of a record; a blank line has one.
  @inline(__always)
  public func fieldCount(_ record: Int) -> Int { entryAfter(record) - firstEntry(record) }

  /// Where a record starts, in bytes from the chunk's start.
  @inline(__always)
  public func start(ofRecord record: Int) -> Int {
    // SAFETY: there is an entry before the first of any record.
    unsafe Int(ends[firstEntry(record) - 1] &+ 1)
  }

  /// Where a record's line end stands, in bytes from the chunk's start.
  @inline(__always)
  public func end(ofRecord record: Int) -> Int {
    // SAFETY: a record has one entry at least, so the one before the next record's is its last.
    unsafe Int(ends[entryAfter(record) - 1])
  }

  /// A field's bytes as they stand in the chunk, quotes included; the last field's carriage
  /// returns too.
  /// - Parameter field: less than the record's `fieldCount`.
  @inline(__always)
  public func field(_ field: Int, ofRecord record: Int) -> Range<Int> {
    let entry = firstEntry(record) + field
    precondition(field >= 0 && entry < entryAfter(record), "field \(field) of record \(record)")
    // SAFETY: checked on the line above to be an entry of this record.
    return unsafe Range(uncheckedBounds: (Int(ends[entry - 1] &+ 1), Int(ends[entry])))
  }

  /// The addresses of a record's field ends (there is one before the first) and of the chunk's special
  /// bits, for the mapper's fast path; valid until the next `build`.
  @unsafe @inline(__always)
  func addresses(ofRecord record: Int) -> (ends: UnsafePointer<UInt32>, special: UnsafeRawPointer) {
    unsafe (UnsafePointer(ends + firstEntry(record)), UnsafeRawPointer(special))
  }

  @inline(__always)
  private func firstEntry(_ record: Int) -> Int { record == 0 ? 1 : entryAfter(record - 1) }

  @inline(__always)
  private func entryAfter(_ record: Int) -> Int {
    precondition(record >= 0 && record < recordCount, "record \(record) of \(recordCount)")
    // SAFETY: checked on the line above.
    return unsafe Int(records[record])
  }
}

extension RecordIndex: RecordSink {
  mutating func take(_ masks: UnsafeBufferPointer<sluice_scan_masks>, at base: Int) -> Bool {
    reserve(masks.count * 64)
    // SAFETY: `reserve` made room for one entry and one record for each of the masks' bits, and the
    // stretches have room for each of the masks.
    var places = unsafe sluice_scan_places(
      ends: ends, end_count: endCount, records: records, record_count: recordCount,
      foreign: stretches, foreign_count: 0)
    unsafe scanner.kernel.places(masks.baseAddress, masks.count, base, &places)
    endCount = unsafe places.end_count
    recordCount = unsafe places.record_count
    for place in unsafe 0..<places.foreign_count { unsafe foreign.append(stretches[place]) }
    for place in 0..<masks.count {
      unsafe markSpecial(masks[place].special, at: base &+ place &* 64)
    }
    return true
  }

  func room(for blocks: Int, at position: Int) -> UnsafeMutablePointer<sluice_scan_masks>? { nil }

  mutating func passed(_ range: Range<Int>, lines: Int) {
    if range.lowerBound == 0 { lineCount = lines }
  }

  mutating func endField(at position: Int) {
    reserve(1)
    unsafe ends[endCount] = UInt32(position)
    endCount += 1
  }

  /// A mark is a record of its own that is skipped, so that the next one starts after it.
  mutating func passMark(upTo next: Int) {
    faults.append(RecordFault(record: recordCount, kind: .comment, position: next - 1))
    endField(at: next - 1)
    unsafe records[recordCount] = UInt32(endCount)
    recordCount += 1
  }

  mutating func dropOpenRecord() {
    endCount = recordCount == 0 ? 1 : entryAfter(recordCount - 1)
  }

  mutating func endRecord(from start: Int, next: Int) -> Bool {
    reserve(1)
    unsafe records[recordCount] = UInt32(endCount)
    recordCount += 1
    dropForeign(from: start)
    for position in stride(from: start, to: next, by: 64) {
      let bits = ~UInt64(0) >> UInt64(max(0, position + 64 - next))
      foreign.append(sluice_scan_stretch(position: UInt64(position), bits: bits))
      markSpecial(bits, at: position)
    }
    return true
  }

  /// Forgets the bytes from a place on that masks have told of: they are told of again.
  private mutating func dropForeign(from start: Int) {
    while let last = foreign.last, Int(last.position) + 64 > start {
      foreign.removeLast()
      guard last.position < start else { continue }
      let before: UInt64 = 1 << UInt64(start - Int(last.position)) - 1
      foreign.append(sluice_scan_stretch(position: last.position, bits: last.bits & before))
      return
    }
  }

  mutating func skipRecord(from start: Int, next: Int, damage: Damage?) -> Bool {
    let kind = damage.map { RecordFault.Kind.damage($0.kind) } ?? .comment
    faults.append(
      RecordFault(record: recordCount, kind: kind, position: damage?.position ?? start))
    endField(at: next - 1)
    return endRecord(from: start, next: next)
  }

  /// Makes room for `additional` entries and as many records (and one to write to in vain).
  private mutating func reserve(_ additional: Int) {
    if endCount + additional > endCapacity {
      unsafe ends = Self.grow(ends, count: endCount, capacity: &endCapacity, by: additional)
    }
    if recordCount + additional >= recordCapacity {
      unsafe records = Self.grow(
        records, count: recordCount, capacity: &recordCapacity, by: additional + 1)
    }
  }

  /// Sets the bits of special bytes, which come in order: those before `position` stay, those behind are another
  /// chunk's. `position` is a multiple of 64 unless the exact reader was needed before.
  @inline(__always)
  private mutating func markSpecial(_ bits: UInt64, at position: Int) {
    let word = position / 64
    let shift = UInt64(truncatingIfNeeded: position % 64)
    // SAFETY: `reserveSpecial` made room for a word more than the chunk has.
    if shift == 0 {
      unsafe special[word] = bits
    } else {
      unsafe special[word] = special[word] & (1 &<< shift &- 1) | bits &<< shift
      unsafe special[word + 1] = bits &>> (64 &- shift)
    }
  }

  private mutating func reserveSpecial(_ words: Int) {
    guard words > specialCapacity else { return }
    unsafe special.deallocate()
    specialCapacity = words * 2
    unsafe special = .allocate(capacity: specialCapacity)
    unsafe special.initialize(repeating: 0, count: specialCapacity)
  }

  private static func grow(
    _ old: UnsafeMutablePointer<UInt32>, count: Int, capacity: inout Int, by additional: Int
  ) -> UnsafeMutablePointer<UInt32> {
    capacity = max(capacity * 2, count + additional)
    let new = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    // SAFETY: `new` is at least as large as the `count` set numbers of `old`, freed right after.
    unsafe new.initialize(from: old, count: count)
    unsafe old.deallocate()
    return unsafe new
  }
}

extension RecordIndex {
  /// Finds the records with invalid UTF-8 or NUL bytes, and separates byte order marks from the records
  /// that the exact reader has not read.
  private mutating func checkEncoding(_ chunk: RawSpan) {
    var (found, marks) = findings(chunk)
    if !marks.isEmpty {
      separate(marks)
      found = findings(chunk).faults
    }
    if !found.isEmpty { merge(found) }
  }

  /// What there is in the stretches that may hold something.
  private func findings(_ chunk: RawSpan) -> (faults: [RecordFault], marks: [RecordMark]) {
    var check = EncodingCheck()
    var faults: [RecordFault] = []
    var marks: [RecordMark] = []
    var record = 0
    for stretch in foreign {
      check.check(chunk, from: Int(stretch.position), bits: stretch.bits) { position, finding in
        while self.end(ofRecord: record) < position { record += 1 }
        if finding == .mark {
          let end = position + ByteOrderMark.size
          let isSeparate = self.end(ofRecord: record) == end - 1
          if !isSeparate, position == start(ofRecord: record) || position == marks.last?.end {
            marks.append(RecordMark(record: record, end: end))
          }
        } else if finding == .invalid || !isEmptyField(chunk, at: position, ofRecord: record),
          faults.last?.record != record
        {
          let kind: RecordFault.Kind = finding == .nul ? .nul : .encoding
          faults.append(RecordFault(record: record, kind: kind, position: position))
        }
      }
    }
    return (faults, marks)
  }

  /// A byte order mark that begins a record, or follows one that does.
  private struct RecordMark {
    var record: Int
    var end: Int
  }

  /// Makes each mark a record of its own that is skipped, as `passMark` does. From the back, so that nothing
  /// is moved twice.
  private mutating func separate(_ marks: [RecordMark]) {
    reserve(marks.count)
    var (lastRecord, lastEntry) = (recordCount, endCount)
    for (before, mark) in marks.enumerated().reversed() {
      let entry = firstEntry(mark.record)
      // SAFETY: `reserve` made room for an entry and a record more for each mark, and what moves goes to
      // where it or something behind it was.
      for number in stride(from: lastRecord - 1, through: mark.record, by: -1) {
        unsafe records[number + before + 1] = records[number] + UInt32(before + 1)
      }
      for place in stride(from: lastEntry - 1, through: entry, by: -1) {
        unsafe ends[place + before + 1] = ends[place]
      }
      unsafe ends[entry + before] = UInt32(mark.end - 1)
      unsafe records[mark.record + before] = UInt32(entry + before + 1)
      (lastRecord, lastEntry) = (mark.record, entry)
    }
    recordCount += marks.count
    endCount += marks.count
    moveFaults(past: marks)
  }

  /// Counts the records of marks in, and the marks among the faults.
  private mutating func moveFaults(past marks: [RecordMark]) {
    var before = 0
    for place in faults.indices {
      while before < marks.count, marks[before].record <= faults[place].record { before += 1 }
      faults[place].record += before
    }
    for (before, mark) in marks.enumerated() {
      faults.append(
        RecordFault(record: mark.record + before, kind: .comment, position: mark.end - 1))
    }
    faults.sort { $0.record < $1.record }
  }

  /// Whether the NUL at `position` is all there is of a field, in a dialect where that is allowed.
  private func isEmptyField(_ chunk: RawSpan, at position: Int, ofRecord record: Int) -> Bool {
    guard scanner.dialect.nulIsEmpty else { return false }
    let place = (0..<fieldCount(record)).first { field($0, ofRecord: record).contains(position) }
    guard let place else { return false }
    var range = field(place, ofRecord: record)
    while range.upperBound > position + 1, chunk[range.upperBound - 1] == Ascii.carriageReturn {
      range = range.lowerBound..<range.upperBound - 1
    }
    let isBare = range == position..<position + 1
    return isBare || (range == position - 1..<position + 2 && isQuoted(range, chunk))
  }

  private func isQuoted(_ range: Range<Int>, _ chunk: RawSpan) -> Bool {
    chunk[range.lowerBound] == scanner.dialect.quote
      && chunk[range.upperBound - 1] == scanner.dialect.quote
  }

  /// Adds `found` to the faults; a record that had one keeps it.
  private mutating func merge(_ found: [RecordFault]) {
    let before = Set(faults.map(\.record))
    faults += found.filter { !before.contains($0.record) }
    faults.sort { $0.record < $1.record }
  }
}
