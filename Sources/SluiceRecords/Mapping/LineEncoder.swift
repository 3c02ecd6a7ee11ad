// ID and pairs to the bytes of inbound lines: the one place where a value is copied.
//
// Takes views and constants, appends lines to an output buffer; a line is open between `beginLine`
// and `endLine`, a pair between `beginPair` and `commitPair`, and either can be taken back. Each pair is
// written with a comma before it; the first comma of a line becomes the tab after the ID, so that
// no pair has to know whether it is the first. Belongs to one lane. Grows the buffer, fails never.
//
// Source of the syntax and of the length of lines: inbound data file contents and file size
// requirements of the receiver (`Limits.lineBytes`).

import AudienceManager
import SluiceBytes

/// Writes lines into a buffer.
struct LineEncoder: ~Copyable {
  /// Lines ended so far, continuation lines included.
  private(set) var lineCount = 0
  /// Pairs committed so far.
  private(set) var pairCount = PairCount()

  private var output: BufferWriter
  private var recordStart = 0
  private var recordLines = 0
  private var recordPairs = PairCount()
  private var lineStart = 0
  private var idEnd = 0
  private var pairStart = 0
  /// The open line's ID: its first and last bytes.
  private var idWords = ByteTables.Words(low: 0, high: 0)
  /// The user of the line before; without an ID at first, as no user is.
  private var previous = LineUser()
  /// `runs` and `previous` before the record, if it has gone on to a further line.
  private var before = (runs: LineRuns(), previous: LineUser())
  /// What is committed next: several when a value stands for several traits.
  var openPairs = PairCount.signal
  /// Whether what the open pair holds is known not to have been written before.
  var isToldApart = false
  /// The traits of the open record.
  var traits = TraitBits()
  /// The lines so far by user, as they follow on each other.
  private(set) var runs = LineRuns()

  /// Starts to write after what is in `buffer`.
  init(into buffer: ByteBuffer) { output = BufferWriter(into: buffer) }

  /// Makes room in the buffer.
  mutating func reserve(_ additional: Int) { output.reserve(additional) }

  /// Bytes in the buffer, those of the open line included.
  var count: Int { output.position }
  @inline(__always) private var position: Int { output.position }

  /// Hands what was written to the buffer. The encoder is of no use afterwards.
  consuming func finish() { output.finish() }

  /// Opens a record's first line.
  /// - Parameter prefix: what stands before the ID.
  @inline(__always)
  mutating func beginLine(prefix: RawSpan, id: RawSpan) {
    recordStart = position
    recordLines = lineCount
    recordPairs = pairCount
    traits = TraitBits()
    lineStart = position
    if !prefix.isEmpty { append(prefix) }
    append(id)
    idWords = ByteTables.words(id)
    idEnd = position
    pairStart = position
  }

  /// Ends the record: its last line gets its line end.
  /// - Returns: false when it has no pair; then it leaves no trace.
  @inline(__always)
  mutating func endLine() -> Bool {
    guard position > idEnd else {
      abandonRecord()
      return false
    }
    closeLine()
    return true
  }

  /// Whether the open record adds and removes the same trait.
  func hasConflict() -> Bool {
    output.withBytes(from: recordStart) {
      TraitConflict.exists(in: $0, idCount: idEnd - lineStart)
    }
  }

  /// Takes back everything since `beginLine`.
  mutating func abandonRecord() {
    output.truncate(to: recordStart)
    if lineCount > recordLines { (runs, previous) = before }
    lineCount = recordLines
    pairCount = recordPairs
  }

  /// Remembers where a pair starts.
  @inline(__always)
  mutating func beginPair() {
    pairStart = position
    openPairs = .signal
    isToldApart = false
  }

  /// Whether anything was written since `beginPair`.
  var hasOpenPair: Bool { position > pairStart }

  /// Takes back everything since `beginPair`.
  mutating func abandonPair() { output.truncate(to: pairStart) }

  /// Calls `body` with the bytes of the open pair, its comma included.
  func withOpenPair<Result>(_ body: (RawSpan) -> Result) -> Result {
    output.withBytes(from: pairStart, body)
  }

  /// Ends a pair. If the line has become too long, the pair goes to a further line of the user.
  /// - Returns: false when the pair does not fit in a line by itself.
  @inline(__always)
  mutating func commitPair() -> Bool {
    pairCount += openPairs
    if position - lineStart < Limits.lineBytes { return true }
    return continueLine()
  }

  /// Appends bytes.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) { output.append(bytes) }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) { output.append(byte) }

  /// Appends an ID behind a tab, for lines that are IDs in columns.
  /// - Returns: false when the line has become too long.
  mutating func appendColumn(_ id: RawSpan) -> Bool {
    append(Ascii.tab)
    append(id)
    return position - lineStart < Limits.lineBytes
  }

  /// Appends bytes, between quotation marks where they need them.
  @inline(__always)
  mutating func append(_ bytes: RawSpan, inQuotes: Bool) {
    if inQuotes { output.append(Ascii.quote) }
    output.append(bytes)
    if inQuotes { output.append(Ascii.quote) }
  }

  /// Writes pairs by the fast path, from step `first` on.
  /// - Returns: the first step that it leaves to be done, the number of steps if there is none; and the values
  ///   that it dropped.
  @unsafe @inline(__always)
  mutating func mapFast(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex, _ plan: FastPlan,
    from first: Int
  ) -> (place: Int, dropped: Int) {
    // SAFETY: `room` ends where the buffer or the line does, whichever is first; the chunk has slack and
    // the index was built from it.
    unsafe chunk.withUnsafeBytes { bytes in
      guard let address = bytes.baseAddress else { return (first, 0) }
      let (ends, special) = unsafe index.addresses(ofRecord: record.number)
      let room = unsafe output.room(upTo: lineStart + Limits.lineBytes - 1)
      let fast = unsafe FastRecord(
        chunk: address, ends: ends, special: special, end: record.end, limit: room.end)
      var written = unsafe FastOutput(end: room.start)
      let place = unsafe fast.run(plan, from: first, into: &written)
      unsafe output.advance(to: written.end)
      pairCount += unsafe written.pairs
      return unsafe (place, written.dropped)
    }
  }

  /// Puts the tab after the ID and the line end after the pairs.
  @inline(__always)
  private mutating func closeLine() {
    output.replace(at: idEnd, by: Ascii.tab)
    append(Ascii.lineFeed)
    lineCount += 1
    countLine()
  }

  /// Compares the line's user with that of the line before: by what was kept of the IDs as far as that
  /// goes, because to read what has just been written is slow.
  @inline(__always)
  private mutating func countLine() {
    let user = LineUser(words: idWords, id: lineStart..<idEnd)
    let count = user.id.count
    let isSame =
      user.words == previous.words && count == previous.id.count
      && (count <= 16 || output.isEqual(user.id, previous.id))
    runs.add(isSameUser: isSame)
    previous = user
  }

  /// Moves the pair just written to a new line with the same ID.
  private mutating func continueLine() -> Bool {
    let idLength = idEnd - lineStart
    let pairLength = position - pairStart
    guard idLength + pairLength < Limits.lineBytes, pairStart > idEnd else { return false }
    output.insertCopy(of: lineStart..<idEnd, at: pairStart + 1, movedFrom: pairStart)
    let end = position
    output.truncate(to: pairStart)
    if lineCount == recordLines { before = (runs, previous) }
    closeLine()
    lineStart = position
    idEnd = lineStart + idLength
    pairStart = idEnd
    output.restore(to: end)
    return true
  }
}

/// Whose a line is.
private struct LineUser {
  /// The ID's first and last eight bytes.
  var words = ByteTables.Words(low: 0, high: 0)
  /// The ID in the output, with what stands before it.
  var id = 0..<0
}
