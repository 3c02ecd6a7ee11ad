// The head of a dump as one dialect reads it, and how well its records agree.
//
// Takes the head and a dialect; gives the records with the ends of their fields, and counts of
// what speaks for and against the dialect. Owns the offsets; pure. Reads with `ExactReader`, which
// is the definition of what a record is.

/// How the head's text is to be taken, whatever the dialect.
struct HeadText {
  /// Whether the text goes on after the head, so that its last record counts for nothing.
  let isCut: Bool
  let lineEnd: UInt8
  let comment: UInt8?
  /// Where the records begin: after notes at the top that nobody called comments.
  let start: Int
  /// Bytes of the head.
  let count: Int

  init(_ text: RawSpan, isCut: Bool, lineEnd: UInt8, comment: UInt8?) {
    self.isCut = isCut
    self.lineEnd = lineEnd
    self.comment = comment
    count = text.byteCount
    start = comment == nil ? Self.afterNotes(text, lineEnd) : 0
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
    /// Where it ends, its line end included.
    var next: Int
    /// Its first field's place among the field ends.
    var firstField: Int
    /// Zero when it is damaged.
    var fieldCount: Int
  }

  let dialect: Dialect
  private(set) var records: [Record] = []
  private var ends = EndList()
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

  /// Unterminated quotes after which the rest of the head is given up: each costs a look at all of it.
  private static let mostUnterminated = 8
  /// The part of a cut head that its last record may be before it counts as unterminated.
  private static let largestOpenPart = 4

  init(_ text: RawSpan, _ head: HeadText, delimiter: UInt8, quote: UInt8?, escape: UInt8?) {
    dialect = Dialect(
      delimiter: delimiter, quote: quote, escape: escape, comment: head.comment,
      lineEnd: head.lineEnd)
    read(text, head)
    count()
  }

  /// A field's bytes as they stand in the text.
  func field(_ field: Int, of record: Record) -> Range<Int> {
    let end = ends.ends[record.firstField + field]
    let start = field == 0 ? record.start : ends.ends[record.firstField + field - 1] + 1
    return min(start, end)..<end
  }

  private mutating func read(_ text: RawSpan, _ head: HeadText) {
    let reader = ExactReader(dialect: dialect)
    var start = head.start
    var unterminated = 0
    while start < head.count {
      let firstField = ends.ends.count
      let outcome = reader.read(text, from: start, isFinal: !head.isCut, sink: &ends)
      switch outcome {
      case .comment(let next):
        start = next
      case .record(let next):
        add(Record(start: start, next: next, firstField: firstField, fieldCount: 0), text)
        start = next
      case .damaged(let damage):
        if damage.kind == .unterminatedQuote { unterminated += 1 }
        addDamaged(start, damage.next, firstField)
        start = damage.next
      case .incomplete:
        let open = head.count - start
        if open * Self.largestOpenPart <= head.count { return }
        unterminated += 1
        let next = Self.nextLine(text, from: start, head.lineEnd)
        addDamaged(start, next, firstField)
        start = next
      }
      if unterminated > Self.mostUnterminated {
        addDamaged(start, head.count, ends.ends.count)
        return
      }
    }
  }

  private static func nextLine(_ text: RawSpan, from start: Int, _ lineEnd: UInt8) -> Int {
    var position = start
    while position < text.byteCount, text[position] != lineEnd { position += 1 }
    return min(position + 1, text.byteCount)
  }

  /// Adds a record that could be read, unless it is a blank line.
  private mutating func add(_ record: Record, _ text: RawSpan) {
    var record = record
    record.fieldCount = ends.ends.count - record.firstField
    let isBlank =
      record.fieldCount == 1
      && field(0, of: record).allSatisfy { text[$0] == Ascii.carriageReturn }
    if isBlank {
      ends.drop(to: record.firstField)
    } else {
      records.append(record)
    }
  }

  private mutating func addDamaged(_ start: Int, _ next: Int, _ firstField: Int) {
    ends.drop(to: firstField)
    damagedRecords += 1
    records.append(Record(start: start, next: next, firstField: firstField, fieldCount: 0))
  }

  private mutating func count() {
    var histogram: [Int: Int] = [:]
    for record in records { histogram[record.fieldCount, default: 0] += 1 }
    usualRecords = histogram[1] ?? 0
    if let usual = histogram.filter({ $0.key > 1 }).max(by: Self.isLessUsual) {
      (usualFields, usualRecords) = usual
    }
    let total = Double(records.count)
    for fields in histogram.keys.sorted() where fields > 1 {
      let share = Double(histogram[fields] ?? 0) / total
      agreement += share * share
    }
    for record in records where record.fieldCount != usualFields {
      misfitBytes += record.next - record.start
    }
  }

  private static func isLessUsual(
    _ a: (key: Int, value: Int), _ b: (key: Int, value: Int)
  ) -> Bool {
    a.value != b.value ? a.value < b.value : a.key < b.key
  }
}

/// The ends of fields, in order.
private struct EndList: FieldEndSink {
  private(set) var ends: [Int] = []

  mutating func endField(at position: Int) { ends.append(position) }
  mutating func drop(to count: Int) { ends.removeSubrange(count...) }
}
