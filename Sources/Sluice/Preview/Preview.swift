// The first records of a dump, each with the line it becomes: for looking at a mapping before a run.
//
// Takes the options of a conversion, gives a few records as texts in which personal data is masked.
// Reads one record after the other, on the caller's thread; writes nothing.

import AudienceManager
import SluiceBytes
public import SluiceRecords

/// The first records of a dump and what becomes of them.
public struct Preview: Sendable {
  /// The records, in order.
  public private(set) var records: [Record] = []
  /// Columns left out of a run without a mapping.
  public private(set) var leftOutColumns: [String] = []

  /// One record.
  public struct Record: Sendable {
    /// Its number, from 1; the header is the first.
    public var number: Int
    /// The line it starts on, from 1.
    public var line: Int
    /// Where it starts in the decoded stream, in bytes from 0.
    public var offset: Int
    /// Its fields by column.
    public var fields: [(column: String, value: String)]
    /// What becomes of it.
    public var outcome: Outcome
  }

  /// What becomes of a record.
  public enum Outcome: Sendable, Equatable {
    /// Lines, without their line ends.
    case lines([String])
    /// A reject, and the column it lies in.
    case rejected(RejectReason, column: String?)
    /// Left out by `where`.
    case filtered
    /// No pair is left.
    case withoutTrait
  }

  /// Reads and converts the first records.
  /// - Parameters:
  ///   - options: those of the conversion; what is said of outputs is ignored.
  ///   - count: how many records.
  /// - Throws: `SluiceError`.
  public static func make(
    _ options: ConversionOptions, count: Int
  ) throws(SluiceError) -> Preview {
    do {
      return try read(options, count: count)
    } catch {
      throw SluiceError(wrapping: error)
    }
  }

  private static func read(_ options: ConversionOptions, count: Int) throws -> Preview {
    let plans = PlanStore(options)
    let reader = ChunkReader(
      ReadingOptions(
        inputs: options.inputs, dialect: options.dialect, chunkSize: options.chunkSize,
        kernel: options.kernel)
    ) { try plans.meet($0, firstChunk: $1) }
    let buffer = ByteBuffer(capacity: options.chunkSize)
    var preview = Preview()
    var place = InputPlace()
    while preview.records.count < count, let chunk = try reader.next(into: buffer) {
      place.meet(chunk)
      var page = PreviewPage(chunk, plan: plans.plan(for: chunk.input), options, after: place)
      buffer.withBytes { page.read($0, most: count - preview.records.count) }
      preview.records += page.records
      place.pass(records: page.count, lines: page.lines)
    }
    preview.leftOutColumns = plans.leftOutColumns
    return preview
  }
}

/// The records of one chunk.
private struct PreviewPage: ~Copyable {
  private(set) var records: [Preview.Record] = []
  /// Records of the chunk, the header included.
  private(set) var count = 0
  private(set) var lines = 0
  private let chunk: Chunk
  private let place: InputPlace
  private var index: RecordIndex
  private var mapper: RecordMapper
  private let output = ByteBuffer(capacity: 1 << 12)

  init(_ chunk: Chunk, plan: MappingPlan, _ options: ConversionOptions, after place: InputPlace) {
    self.chunk = chunk
    self.place = place
    let dialect = chunk.input.dialect
    index = RecordIndex(dialect: dialect, kernel: options.kernel)
    mapper = RecordMapper(
      plan: plan, dialect: dialect, padsRagged: options.dialect.ragged == .pad,
      header: chunk.input.header)
  }

  /// Maps the chunk record by record, each by itself.
  mutating func read(_ bytes: RawSpan, most: Int) {
    index.build(bytes, damage: chunk.damage)
    mapper.beginChunk(skippingHeader: chunk.startsWithHeader)
    var reader = RecordReader(dialect: chunk.input.dialect)
    var line = LineCounter(lineEnd: chunk.input.dialect.lineEnd)
    while records.count < most, let record = reader.next(bytes, index) {
      let before = mapper.counts
      output.removeAll()
      mapper.map(
        bytes, index, until: record.range.upperBound + 1, most: .max, into: output)
      guard mapper.counts.records > before.records else { continue }
      let fields = reader.fields(of: record, bytes, index)
      records.append(
        Preview.Record(
          number: place.records + record.recordsBefore + 1,
          line: place.lines + line.count(bytes, upTo: record.range.lowerBound) + 1,
          offset: chunk.offset + record.range.lowerBound, fields: named(fields),
          outcome: outcome(since: before)))
    }
    count = reader.count
    lines = index.lineCount
  }

  private func named(_ fields: [String]) -> [(column: String, value: String)] {
    fields.enumerated().map { place, value in
      let column =
        place < chunk.input.columns.count ? chunk.input.columns[place] : "(\(place + 1))"
      let isPersonal =
        PersonalDataDetector.nameSuggestsPersonalData(column) != nil
        // SAFETY: bytes have no padding.
        || PersonalDataDetector.kind(of: unsafe value.utf8Span.span.bytes) != nil
      return (column, isPersonal ? PersonalDataDetector.mask(value) : value)
    }
  }

  private func outcome(since before: RecordCounts) -> Preview.Outcome {
    let counts = mapper.counts
    if counts.filtered > before.filtered { return .filtered }
    if counts.withoutTrait > before.withoutTrait { return .withoutTrait }
    if let reject = mapper.rejects.last, counts.rejectedTotal > before.rejectedTotal {
      return .rejected(reject.reason, column: reject.column.map { chunk.input.columns[$0] })
    }
    let text = output.withBytes { String(decoding: $0.copied(), as: UTF8.self) }
    return .lines(text.split(separator: "\n").map(String.init))
  }
}
