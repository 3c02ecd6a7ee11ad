// The start of a dump, read as a conversion reads it: what each column is like, and what could not be read.
//
// Takes chunks in order, counts; fails as reading does.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// The first records of a dump, by column.
struct DraftSample {
  /// How the dump is read, and its columns.
  let input: InputContext
  private(set) var columns: [ColumnProfile]
  /// Records without the header and those that would be rejected as they are read.
  private(set) var records = 0
  private(set) var rejects: [RejectReason: Int] = [:]
  /// How often each word for nothing stood in a field.
  private(set) var nulls: [String: Int] = [:]
  /// The same for words that may be one.
  private(set) var doubtfulNulls: [String: Int] = [:]
  /// Whether the dump ended within the sample.
  private(set) var isWhole = false
  private let padsRagged: Bool
  /// What was said to be nothing.
  private let namedNulls: [(text: String, bytes: [UInt8])]

  /// So many different values are told apart in one column, and in all together.
  private static let mostDistinct = (inColumn: 20_000, inAll: 2_000_000)

  private init(_ input: InputContext, _ options: DraftOptions) {
    self.input = input
    let most = Self.mostDistinct.inAll / max(input.columns.count, 1)
    columns = input.columns.map {
      ColumnProfile(name: $0, mostDistinct: min(most, Self.mostDistinct.inColumn))
    }
    padsRagged = options.dialect.ragged == .pad
    namedNulls = options.nulls.map { ($0, Array($0.utf8)) }
  }

  /// Reads the start of a dump.
  static func read(_ options: DraftOptions) throws -> DraftSample {
    let reading = ReadingOptions(
      inputs: [options.input], dialect: options.dialect, chunkSize: options.chunkSize, kernel: .best
    )
    try reading.checkInputs()
    var sample: DraftSample?
    let reader = ChunkReader(reading) { sample = DraftSample($0, options) }
    let memory = ChunkMemory(capacity: options.chunkSize)
    var end = 0
    while end < options.sampleSize {
      guard let chunk = try reader.next(into: memory) else {
        sample?.isWhole = true
        break
      }
      sample?.add(chunk, memory, until: options.sampleSize - chunk.offset)
      end = chunk.offset + memory.bytes.count
    }
    guard let sample else {
      throw SluiceError(.inconsistent, "an input without columns was read: \(options.input)")
    }
    return sample
  }

  /// Looks at the records of a chunk that start before `limit`.
  private mutating func add(_ chunk: Chunk, _ memory: ChunkMemory, until limit: Int) {
    let dialect = chunk.input.dialect
    var index = RecordIndex(dialect: dialect, chunk: memory.bytes.count)
    var header = RepeatedHeader(chunk.input.header, dialect: dialect)
    var reader = RecordReader(dialect: dialect)
    memory.bytes.withBytes { bytes in
      index.build(bytes, damage: chunk.damage, masks: memory.masks)
      while let record = reader.next(bytes, index), record.range.lowerBound < limit {
        if chunk.startsWithHeader, record.recordsBefore == 0 { continue }
        if record.problem == nil, header.isMet(record, bytes, index) { continue }
        if let reason = record.problem ?? raggedProblem(record) {
          rejects[reason, default: 0] += 1
        } else {
          records += 1
          add(record, bytes, index, &reader)
        }
      }
    }
  }

  private func raggedProblem(_ record: RecordReader.Record) -> RejectReason? {
    record.fieldCount == columns.count || padsRagged ? nil : .fieldCount
  }

  private mutating func add(
    _ record: RecordReader.Record, _ bytes: RawSpan, _ index: borrowing RecordIndex,
    _ reader: inout RecordReader
  ) {
    for place in 0..<min(record.fieldCount, columns.count) {
      reader.withField(place, of: record, bytes, index) { value in
        if value.isEmpty || noteNull(value) { return }
        columns[place].add(value)
      }
    }
  }

  /// Counts a word for nothing.
  /// - Returns: whether the value is taken for none.
  private mutating func noteNull(_ value: RawSpan) -> Bool {
    if let word = namedNulls.first(where: { value.equals($0.bytes) }) {
      nulls[word.text, default: 0] += 1
      return true
    }
    if let word = Placeholder.word(value, of: Placeholder.nulls) {
      nulls["\(word)", default: 0] += 1
      return true
    }
    if let word = Placeholder.word(value, of: Placeholder.others) {
      doubtfulNulls["\(word)", default: 0] += 1
    }
    return false
  }
}
