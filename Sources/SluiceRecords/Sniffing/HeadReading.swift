// The head of a dump as one dialect reads it, and how well its records agree.
//
// Takes the head and a dialect; gives the records with the ends of their fields, and counts of
// what speaks for and against the dialect. Owns the offsets; pure. Reads with the index that the lanes
// read with, so that what it sees is what they will see.

import SluiceBytes

/// What is known of the head's text, whatever the dialect.
struct HeadText {
  /// Whether the text goes on after the head, so that its last record may not be complete.
  let isCut: Bool
  let lineEnd: UInt8
  let comment: UInt8?
  /// Whether most lines end in a carriage return and a line feed.
  let hasPairedLineEnds: Bool
  /// Where the records begin: after notes at the top that nobody called comments.
  let start: Int
  /// How often each byte occurs from `start` on.
  private let counts: [Int]
  /// Lines from `start` on that can be records: neither blank nor comments, nor within quotes as far as counting
  /// these tells.
  let lineCount: Int

  init(_ text: RawSpan, isCut: Bool, lineEnd: UInt8, comment: UInt8?, quote: UInt8?) {
    self.isCut = isCut
    self.lineEnd = lineEnd
    self.comment = comment
    start = comment == nil ? Self.afterNotes(text, lineEnd) : 0
    hasPairedLineEnds = Self.hasPairs(text, lineEnd)
    var counts = [Int](repeating: 0, count: 256)
    for position in start..<text.byteCount { counts[Int(text[position])] += 1 }
    self.counts = counts
    lineCount = Self.lines(text, from: start, lineEnd, comment, quote)
  }

  private static func lines(
    _ text: RawSpan, from start: Int, _ lineEnd: UInt8, _ comment: UInt8?, _ quote: UInt8?
  ) -> Int {
    var lines = 0
    var isQuoted = false
    var lineStart = start
    for position in start..<text.byteCount {
      let byte = text[position]
      if byte == quote { isQuoted.toggle() }
      guard byte == lineEnd else { continue }
      let first = text[lineStart]
      let isBlank = first == lineEnd || first == Ascii.carriageReturn
      if !isQuoted, !isBlank, first != comment { lines += 1 }
      lineStart = position + 1
    }
    return lines
  }

  /// How often `byte` occurs.
  func count(_ byte: UInt8) -> Int { counts[Int(byte)] }

  private static func hasPairs(_ text: RawSpan, _ lineEnd: UInt8) -> Bool {
    var (ends, pairs) = (0, 0)
    for position in 0..<text.byteCount where text[position] == lineEnd {
      ends += 1
      if position > 0, text[position - 1] == Ascii.carriageReturn { pairs += 1 }
    }
    return lineEnd == Ascii.lineFeed && pairs * 2 > ends
  }

  /// The start of the first line that does not begin with `#`, or 0 when there is none.
  private static func afterNotes(_ text: RawSpan, _ lineEnd: UInt8) -> Int {
    var position = 0
    while position < text.byteCount, text[position] == UInt8(ascii: "#") {
      while position < text.byteCount, text[position] != lineEnd { position += 1 }
      position += 1
    }
    return position < text.byteCount ? position : 0
  }
}

/// The head as one dialect reads it.
struct HeadReading {
  /// One record that is not blank.
  struct Record {
    var start: Int
    /// Where its line end stands.
    var end: Int
    /// Its first field's place among the field ends.
    var firstField: Int
    /// Zero when it is damaged.
    var fieldCount: Int
  }

  let dialect: Dialect
  private(set) var records: [Record] = []
  private var fieldEnds: [Int] = []
  /// Records that cannot be read.
  private(set) var damagedRecords = 0
  /// The number of fields that most records with a delimiter have; 1 when none has a delimiter.
  private(set) var usualFields = 1
  /// Records with that many fields.
  private(set) var usualRecords = 0
  /// Bytes in records that are damaged or have another number of fields.
  private(set) var misfitBytes = 0
  /// The sum of the squared shares of each number of fields above one: 1 when all records agree.
  private(set) var agreement = 0.0

  /// An unterminated record in the last part of a cut head, one of so many, is taken for one that
  /// the cut went through.
  private static let cutPart = 4

  /// Reads the head.
  /// - Parameter text: ends with a line end; readable `ByteBuffer.slack` bytes past its end.
  init(_ text: RawSpan, _ head: HeadText, delimiter: UInt8, quote: UInt8?, escape: UInt8?) {
    var dialect = Dialect(
      delimiter: delimiter, quote: quote, escape: escape, comment: head.comment,
      lineEnd: head.lineEnd)
    dialect.hasPairedLineEnds = head.hasPairedLineEnds
    self.dialect = dialect
    var index = RecordIndex(dialect: dialect, chunk: text.byteCount)
    let records = text.extracting(head.start..<text.byteCount)
    index.build(records)
    take(index, records, head)
    count()
  }

  /// Records of another length than the usual one, or damaged.
  var misfitRecords: Int { records.count - usualRecords }

  /// A field's bytes as they stand in the text; the last field's carriage return too.
  func field(_ field: Int, of record: Record) -> Range<Int> {
    let end = fieldEnds[record.firstField + field]
    let start = field == 0 ? record.start : fieldEnds[record.firstField + field - 1] + 1
    return min(start, end)..<end
  }

  /// Takes over the records that are neither blank nor comments.
  private mutating func take(_ index: borrowing RecordIndex, _ text: RawSpan, _ head: HeadText) {
    let faults = index.faults
    var fault = 0
    records.reserveCapacity(index.recordCount)
    for record in 0..<index.recordCount {
      var kind: RecordFault.Kind?
      if fault < faults.count, faults[fault].record == record {
        kind = faults[fault].kind
        fault += 1
      }
      if head.isCut, kind == .damage(.unterminatedQuote), !records.isEmpty,
        isCutOff(record, of: index, text)
      {
        return
      }
      add(record, of: index, kind, text, offset: head.start)
    }
  }

  /// Whether a record whose quote is still open at the end of a cut head goes on behind it: when it began in
  /// the last part, or the lines after it are not as long as the records before it are. Those that are
  /// show the quote to be a bad one.
  private func isCutOff(_ record: Int, of index: borrowing RecordIndex, _ text: RawSpan) -> Bool {
    let start = index.start(ofRecord: record)
    if (text.byteCount - start) * Self.cutPart <= text.byteCount { return true }
    var lengths: [Int: Int] = [:]
    for record in records where record.fieldCount > 1 {
      lengths[record.fieldCount, default: 0] += 1
    }
    let most = lengths.values.max() ?? 0
    guard let usual = lengths.filter({ $0.value == most }).keys.max() else { return false }
    let after = record + 1..<index.recordCount
    return after.count { index.fieldCount($0) == usual } * 2 <= after.count
  }

  private mutating func add(
    _ record: Int, of index: borrowing RecordIndex, _ fault: RecordFault.Kind?, _ text: RawSpan,
    offset: Int
  ) {
    let (start, end) = (index.start(ofRecord: record), index.end(ofRecord: record))
    var isDamaged = false
    if case .damage = fault { isDamaged = true }
    guard fault != .comment, isDamaged || !Self.isBlank(start, end, text) else { return }
    let fields = isDamaged ? 0 : index.fieldCount(record)
    records.append(
      Record(
        start: start + offset, end: end + offset, firstField: fieldEnds.count,
        fieldCount: fields))
    damagedRecords += isDamaged ? 1 : 0
    for field in 0..<fields {
      fieldEnds.append(index.field(field, ofRecord: record).upperBound + offset)
    }
  }

  private static func isBlank(_ start: Int, _ end: Int, _ text: RawSpan) -> Bool {
    var position = start
    while position < end, text[position] == Ascii.carriageReturn { position += 1 }
    return position >= end
  }

  private mutating func count() {
    var histogram: [Int] = []
    for record in records {
      while histogram.count <= record.fieldCount { histogram.append(0) }
      histogram[record.fieldCount] += 1
    }
    usualRecords = histogram.count > 1 ? histogram[1] : 0
    var isMany = false
    for fields in histogram.indices.dropFirst(2) where histogram[fields] > 0 {
      let share = Double(histogram[fields]) / Double(records.count)
      agreement += share * share
      if !isMany || histogram[fields] >= usualRecords {
        (usualFields, usualRecords) = (fields, histogram[fields])
        isMany = true
      }
    }
    for record in records where record.fieldCount != usualFields {
      misfitBytes += record.end + 1 - record.start
    }
  }
}
