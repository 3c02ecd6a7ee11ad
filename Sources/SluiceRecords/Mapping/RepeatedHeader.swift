// The header of a dump, to be known again where exports were strung together.
//
// Takes the header's bytes and the dialect, says of a record whether its fields say the same, however the
// fields of either are quoted. Belongs to one lane; owns a scratch array. A record that begins otherwise than
// the header costs a look at eight bytes.

import SluiceBytes

/// Tells headers that are met again.
public struct RepeatedHeader {
  private let text: FieldText
  /// What the header's fields say; none when there is no header.
  private let names: [[UInt8]]
  private let fieldCount: Int
  /// How a record begins that says the same, when its first field is not quoted.
  private let plain: Opening
  /// The same past the quote.
  private let quoted: Opening
  /// Bytes that may stand where others are expected, since they only say what comes next: the escape, and the
  /// quote where the name has one.
  private let marks: [UInt8]
  private let hasMarks: Bool
  private var decoded: [UInt8] = []

  /// Takes a header.
  /// - Parameters:
  ///   - header: the record's bytes without the line end; empty when there is none.
  ///   - dialect: how it and the records are read.
  public init(_ header: [UInt8], dialect: Dialect) {
    text = FieldText(dialect)
    names = header.isEmpty ? [] : Self.fields(header, dialect)
    fieldCount = names.count
    let name = names.first ?? []
    let isAnyEmpty = name.isEmpty && dialect.nulIsEmpty
    let end = names.count > 1 ? [dialect.delimiter] : []
    plain = Opening(isAnyEmpty ? [] : name + end)
    quoted = Opening(isAnyEmpty ? [] : name + [dialect.quote].compactMap(\.self))
    let isDoubled = dialect.quote.map(name.contains) ?? false
    marks = [dialect.escape, isDoubled ? dialect.quote : nil].compactMap(\.self)
    hasMarks = !marks.isEmpty
  }

  /// Up to eight bytes, the first one lowest.
  private struct Opening {
    private(set) var bytes: UInt64 = 0
    private(set) var mask: UInt64 = 0

    init(_ text: [UInt8]) {
      for (place, byte) in text.prefix(8).enumerated() {
        bytes |= UInt64(byte) << (8 * place)
        mask |= 0xFF << (8 * place)
      }
    }
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

  /// Whether a record may be the header by its length and its first bytes.
  /// - Parameters:
  ///   - start: where the record starts, which is not blank.
  ///   - chunk: readable `ByteBuffer.slack` bytes past its end.
  @inline(__always)
  func mayBegin(_ start: Int, fields: Int, _ chunk: RawSpan) -> Bool {
    guard fields == fieldCount else { return false }
    var bytes = Self.load(chunk, start)
    var opening = plain
    if let quote = text.quote, UInt8(truncatingIfNeeded: bytes) == quote {
      bytes = Self.load(chunk, start + 1)
      opening = quoted
    }
    let difference = (bytes ^ opening.bytes) & opening.mask
    if difference == 0 { return true }
    return hasMarks && isMark(bytes, at: difference)
  }

  /// Whether the first byte that is not as expected is a mark.
  @inline(never)
  private func isMark(_ bytes: UInt64, at difference: UInt64) -> Bool {
    let place = difference.trailingZeroBitCount & ~7
    return marks.contains(UInt8(truncatingIfNeeded: bytes >> UInt64(place)))
  }

  @inline(__always)
  private static func load(_ chunk: RawSpan, _ position: Int) -> UInt64 {
    // SAFETY: `position` is within the chunk, and what is read past its end is slack.
    UInt64(
      littleEndian: unsafe chunk.unsafeLoadUnaligned(
        fromUncheckedByteOffset: position, as: UInt64.self))
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
