// Records one by one, with their fields as texts: for headers, `rows` and `preview`.
//
// Takes an indexed chunk, gives the records that have a number, good or bad. The mapper has its own way through
// a chunk, without a `String`; this one is for a person to look at.

import SluiceBytes

/// Goes through the records of a chunk.
public struct RecordReader {
  /// One record.
  public struct Record: Sendable {
    /// Its place in the index.
    public let place: Int
    /// Records before it in the chunk, blank lines and comments not counted.
    public let recordsBefore: Int
    /// Its bytes in the chunk without the line end.
    public let range: Range<Int>
    /// Fields.
    public let fieldCount: Int
    /// Why it cannot be used, if so.
    public let problem: RejectReason?
  }

  private let text: FieldText
  private var place = 0
  private var numbered = 0
  private var fault = 0
  private var decoded: [UInt8] = []

  /// Makes a reader at the start of a chunk.
  public init(dialect: Dialect) { text = FieldText(dialect) }

  /// Records so far.
  public var count: Int { numbered }

  /// The next record; nil at the chunk's end.
  public mutating func next(_ chunk: RawSpan, _ index: borrowing RecordIndex) -> Record? {
    while place < index.recordCount {
      let view = RecordView(
        index, place, start: index.start(ofRecord: place), chunk, escape: text.escape)
      place += 1
      var problem: RejectReason?
      if fault < index.faults.count, index.faults[fault].record == view.number {
        problem = RejectReason(index.faults[fault].kind)
        fault += 1
        if problem == nil { continue }
      } else if view.start == view.end {
        continue
      }
      numbered += 1
      return Record(
        place: view.number, recordsBefore: numbered - 1, range: view.start..<view.end,
        fieldCount: view.count, problem: problem)
    }
    return nil
  }

  /// Calls `body` with the bytes that each field of a record says.
  public mutating func forEachField(
    of record: Record, _ chunk: RawSpan, _ index: borrowing RecordIndex,
    _ body: (RawSpan) -> Void
  ) {
    for field in 0..<record.fieldCount { withField(field, of: record, chunk, index, body) }
  }

  /// Calls `body` with the bytes that one field of a record says.
  /// - Parameter field: less than the record's `fieldCount`.
  public mutating func withField(
    _ field: Int, of record: Record, _ chunk: RawSpan, _ index: borrowing RecordIndex,
    _ body: (RawSpan) -> Void
  ) {
    let range = index.field(field, ofRecord: record.place)
    let end = min(range.upperBound, record.range.upperBound)
    let content = text.content(min(range.lowerBound, end)..<end, in: chunk)
    let isNull = text.isNull(chunk.extracting(content.range))
    let view = isNull ? RawSpan() : chunk.extracting(content.range)
    if text.needsDecoding(view, isQuoted: content.isQuoted) {
      text.decode(view, isQuoted: content.isQuoted, into: &decoded)
      // SAFETY: bytes have no padding.
      body(unsafe decoded.span.bytes)
    } else {
      body(view)
    }
  }

  /// What a record's fields say; bytes that are no UTF-8 as `\xFF`.
  public mutating func fields(
    of record: Record, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> [String] {
    var fields: [String] = []
    forEachField(of: record, chunk, index) { fields.append(Self.shown($0)) }
    return fields
  }
  /// A text that may be none.
  private static func shown(_ bytes: RawSpan) -> String {
    let copy = bytes.copied()
    if let text = String(validating: copy, as: UTF8.self) { return text }
    var text = ""
    var (start, position) = (0, 0)
    while position < copy.count {
      let length = copy[position] < 0x80 ? 1 : EncodingCheck.sequenceLength(bytes, at: position)
      if length == 0 {
        text += String(decoding: copy[start..<position], as: UTF8.self)
        text += "\\x" + String(copy[position], radix: 16, uppercase: true)
        start = position + 1
      }
      position += max(length, 1)
    }
    return text + String(decoding: copy[start...], as: UTF8.self)
  }
}
