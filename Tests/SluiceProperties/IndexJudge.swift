// The index of a chunk against the reference: the same records, fields, faults and line ends.
//
// Takes a chunk and the reference's records of it, gives the first difference in words. The index
// is the caller's and is built again and again, as a lane's is, from no room at all.

import SluiceBytes
package import SluiceRecords

/// Where a record starts, ends, and is cut into fields.
package struct ReadStructure: Equatable, CustomStringConvertible {
  /// Where it starts.
  package var start: Int
  /// Where the next one does.
  package var next: Int
  /// Where its fields end, if it is good.
  package var fieldEnds: [Int] = []
  /// What is wrong with it.
  package var damage: Damage.Kind?
  /// Whether it is a comment, or a byte order mark.
  package var isComment = false

  /// A record of which nothing but its place is known yet.
  package init(start: Int, next: Int) {
    self.start = start
    self.next = next
  }

  /// A record as the reference reads it.
  package init(_ record: ReferenceRecord) {
    self.init(start: record.start, next: record.next)
    fieldEnds = record.fieldEnds
    if case .damaged(let kind) = record.content { damage = kind }
    isComment = record.content == .comment || record.content == .mark
  }

  /// The record in a few signs.
  package var description: String {
    "\(start)..<\(next) \(fieldEnds)\(damage.map { " \($0)" } ?? "")\(isComment ? " comment" : "")"
  }
}

/// A record that counts, by what it says.
private struct NumberedRecord: Equatable {
  var start: Int
  var problem: RejectReason?
  var fields: [[UInt8]] = []

  init(start: Int, problem: RejectReason? = nil) {
    self.start = start
    self.problem = problem
  }

  init?(_ record: ReferenceRecord) {
    self.init(start: record.start)
    switch record.content {
    case .blank, .comment, .mark: return nil
    case .damaged(.quote): problem = .quote
    case .damaged(.unterminatedQuote): problem = .unterminatedQuote
    case .damaged(.tooLong): problem = .recordTooLong
    case .encoding: problem = .encoding
    case .nul: problem = .nul
    case .fields(let fields): self.fields = fields
    }
  }
}

/// Judges indices of one dialect.
package struct IndexJudge {
  private let dialect: Dialect

  /// Makes a judge.
  package init(_ dialect: Dialect) { self.dialect = dialect }

  /// How a text is read otherwise than by the reference through any kernel; nil when it is not.
  package func disagreement(_ text: [UInt8]) -> String? {
    let reference = ReferenceReader(text, dialect)
    let records = reference.records()
    for kernel in ScanKernel.available {
      var index = RecordIndex(dialect: dialect, kernel: kernel, chunk: 0)
      if let what = disagreement(
        reference.text, records, slack: dialect.quote ?? dialect.lineEnd, &index)
      {
        return "\(kernel.name) \(what)"
      }
    }
    return nil
  }

  /// How `index` reads a chunk otherwise than it should; nil when it does not.
  /// - Parameters:
  ///   - records: what the chunk's records are, by places in the chunk.
  ///   - damage: what the splitter found in the chunk.
  ///   - masks: what it kept of it.
  ///   - slack: the byte that stands after the chunk.
  func disagreement(
    _ chunk: [UInt8], _ records: [ReferenceRecord], damage: [Damage] = [],
    masks: ChunkMasks? = nil, slack: UInt8, _ index: inout RecordIndex
  ) -> String? {
    buffer(chunk, slack: slack).withBytes { bytes in
      index.build(bytes, damage: damage, masks: masks)
      let structure = (0..<index.recordCount).map { self.structure(of: $0, bytes, index) }
      let expected = records.map(ReadStructure.init)
      if structure != expected { return "\(structure), reference \(expected)" }
      let said = numbered(bytes, index)
      let expectedToSay = records.compactMap(NumberedRecord.init)
      if said != expectedToSay { return "\(said), reference \(expectedToSay)" }
      let lineEnds = chunk.count { $0 == dialect.lineEnd }
      return index.lineCount == lineEnds ? nil : "\(index.lineCount) line ends of \(lineEnds)"
    }
  }

  private func structure(
    of number: Int, _ bytes: RawSpan, _ index: borrowing RecordIndex
  ) -> ReadStructure {
    let end = index.end(ofRecord: number)
    var record = ReadStructure(
      start: index.start(ofRecord: number), next: min(end + 1, bytes.byteCount))
    switch index.faults.first(where: { $0.record == number })?.kind {
    case .comment: record.isComment = true
    case .damage(let kind): record.damage = kind
    default:
      record.fieldEnds = (0..<index.fieldCount(number)).map {
        index.field($0, ofRecord: number).upperBound
      }
    }
    return record
  }

  private func numbered(_ bytes: RawSpan, _ index: borrowing RecordIndex) -> [NumberedRecord] {
    var records: [NumberedRecord] = []
    var reader = RecordReader(dialect: dialect)
    while let record = reader.next(bytes, index) {
      var numbered = NumberedRecord(start: record.range.lowerBound, problem: record.problem)
      if record.problem == nil {
        reader.forEachField(of: record, bytes, index) { numbered.fields.append($0.copied()) }
      }
      records.append(numbered)
    }
    return records
  }
}
