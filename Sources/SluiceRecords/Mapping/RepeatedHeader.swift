// The header of a dump, to be known again where exports were strung together.
//
// Takes the header's bytes and the dialect, says of a record whether its fields say the same, however the
// fields of either are quoted. Belongs to one lane; owns a scratch array. What begins otherwise than the
// first name costs a look at one byte.

import SluiceBytes

/// Tells headers that are met again.
public struct RepeatedHeader {
  private let text: FieldText
  /// What the header's fields say; none when there is no header.
  private let names: [[UInt8]]
  /// What a record begins with, past a quote, that may be the header: the first name's first byte, or an escape.
  private let first: UInt8
  private let otherFirst: UInt8
  /// Whether the first name is empty, so that any byte may come first.
  private let beginsEmpty: Bool
  private var decoded: [UInt8] = []

  /// Takes a header.
  /// - Parameters:
  ///   - header: the record's bytes without the line end; empty when there is none.
  ///   - dialect: how it and the records are read.
  public init(_ header: [UInt8], dialect: Dialect) {
    text = FieldText(dialect)
    names = header.isEmpty ? [] : Self.fields(header, dialect)
    first = names.first?.first ?? 0
    otherFirst = dialect.escape ?? first
    beginsEmpty = names.first?.isEmpty ?? false
  }

  private static func fields(_ header: [UInt8], _ dialect: Dialect) -> [[UInt8]] {
    let line = ByteBuffer(capacity: header.count + 1)
    header.withRawBytes { line.append($0) }
    line.append(dialect.lineEnd)
    var index = RecordIndex(dialect: dialect, chunk: header.count)
    var fields: [[UInt8]] = []
    line.withBytes { bytes in
      index.build(bytes)
      var reader = RecordReader(dialect: dialect)
      guard let record = reader.next(bytes, index), record.problem == nil else { return }
      reader.forEachField(of: record, bytes, index) { fields.append($0.copied()) }
    }
    return fields
  }

  /// Whether a good record of the index says what the header says.
  public mutating func isMet(
    _ record: RecordReader.Record, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    let (start, end) = (record.range.lowerBound, record.range.upperBound)
    return mayBegin(start, fields: record.fieldCount, chunk)
      && isSame(record.place, end: end, chunk, index)
  }

  /// Whether a record may be the header by its length and its first byte.
  /// - Parameter start: where the record starts, which is not blank.
  @inline(__always)
  func mayBegin(_ start: Int, fields: Int, _ chunk: RawSpan) -> Bool {
    guard fields == names.count else { return false }
    // SAFETY: a record that is not blank has a byte, and its line end comes after that.
    var byte = unsafe chunk.unsafeLoad(fromUncheckedByteOffset: start, as: UInt8.self)
    if byte == text.quote {
      byte = unsafe chunk.unsafeLoad(fromUncheckedByteOffset: start + 1, as: UInt8.self)
    }
    return byte == first || byte == otherFirst || beginsEmpty
  }

  /// Whether the fields of a record, as many as the header's, say the same.
  /// - Parameter end: the end of its last field, its carriage returns dropped.
  mutating func isSame(
    _ record: Int, end: Int, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    for field in names.indices {
      let range = index.field(field, ofRecord: record)
      let fieldEnd = min(range.upperBound, end)
      let content = text.content(min(range.lowerBound, fieldEnd)..<fieldEnd, in: chunk)
      let bytes = chunk.extracting(content.range)
      guard says(bytes, isQuoted: content.isQuoted, names[field]) else { return false }
    }
    return true
  }

  /// Whether a field without its enclosing quotes says `name`.
  private mutating func says(_ bytes: RawSpan, isQuoted: Bool, _ name: [UInt8]) -> Bool {
    if text.isNull(bytes) { return name.isEmpty }
    guard text.needsDecoding(bytes, isQuoted: isQuoted) else {
      return bytes.byteCount == name.count && name.indices.allSatisfy { bytes[$0] == name[$0] }
    }
    text.decode(bytes, isQuoted: isQuoted, into: &decoded)
    return decoded == name
  }
}
