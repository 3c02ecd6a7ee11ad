// The first records of a dump, each with the line it becomes: for looking at a mapping before a run.
//
// Takes the options of a conversion, gives a few records as texts in which personal data is masked.
// Reads one record after the other, on the caller's thread; writes nothing.

import AudienceManager
import SluiceBytes
import SluiceMapping
public import SluiceRecords

/// The first records of a dump and what becomes of them.
public struct Preview: Sendable {
  /// The records, in order.
  public private(set) var records: [Record] = []
  /// Columns left out of a run without a mapping.
  public private(set) var leftOutColumns: [String] = []
  /// What else a user should know of the mapping and the header together.
  public private(set) var warnings: [String] = []

  /// One record.
  public struct Record: Sendable {
    /// The input's name.
    public var input: String
    /// Its number, from 1; the header is the first.
    public var number: Int
    /// The line it starts on, from 1.
    public var line: Int
    /// Where it starts in the decoded stream, in bytes from 0.
    public var offset: Int
    /// Its fields by column; names and values that look like personal data are masked.
    public var fields: [(column: String, value: String)]
    /// What becomes of it.
    public var outcome: Outcome
  }

  /// What becomes of a record.
  public enum Outcome: Sendable, Equatable {
    /// Lines, without their line ends.
    case lines([String])
    /// A reject, the column it lies in, and why in words.
    case rejected(RejectReason, column: String?, explanation: String)
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
    let reading = ReadingOptions(
      inputs: options.inputs, dialect: options.dialect, chunkSize: options.chunkSize,
      kernel: options.kernel)
    try reading.checkInputs()
    let reader = ChunkReader(reading) { try plans.meet($0) }
    let chunks = SampledChunks(reader, plans: plans, bufferCapacity: options.chunkSize)
    let memory = ChunkMemory(capacity: options.chunkSize)
    var preview = Preview()
    var place = InputPlace()
    while preview.records.count < count, let chunk = try chunks.next(into: memory) {
      place.meet(chunk)
      var page = PreviewPage(chunk, plans: plans, options, after: place)
      memory.bytes.withBytes {
        page.read($0, memory.masks, most: count - preview.records.count)
      }
      preview.records += page.records
      place.pass(records: page.count, lines: page.lines)
    }
    preview.leftOutColumns = plans.leftOutColumns
    preview.warnings =
      options.warnings
      + [
        KeylessColumn.warning(of: plans.keylessColumns),
        ConversionSummary.warning(ofPersonalColumns: plans.personalColumns),
      ].compactMap(\.self)
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
  /// What is known of the columns.
  private let kinds: [PersonalDataDetector.ColumnKind]
  /// One a route.
  private var mappers: [RecordMapper]
  private let output = ByteBuffer(capacity: 1 << 12)

  init(
    _ chunk: Chunk, plans: PlanStore, _ options: ConversionOptions, after place: InputPlace
  ) {
    kinds = plans.shownKinds(chunk.input)
    self.chunk = chunk
    self.place = place
    let dialect = chunk.input.dialect
    index = RecordIndex(dialect: dialect, kernel: options.kernel)
    mappers = plans.plans(for: chunk.input).map {
      RecordMapper(
        plan: $0, dialect: dialect, padsRagged: options.dialect.ragged == .pad,
        header: chunk.input.header, kernel: options.kernel)
    }
  }

  /// Maps the chunk record by record, each by itself.
  mutating func read(_ bytes: RawSpan, _ masks: ChunkMasks, most: Int) {
    index.build(bytes, damage: chunk.damage, masks: masks)
    for route in mappers.indices {
      mappers[route].beginChunk(skippingHeader: chunk.startsWithHeader)
    }
    var reader = RecordReader(dialect: chunk.input.dialect)
    var line = LineCounter(lineEnd: chunk.input.dialect.lineEnd)
    while records.count < most, let record = reader.next(bytes, index) {
      let before = counts
      output.removeAll()
      for route in mappers.indices {
        mappers[route].map(
          bytes, index, until: record.range.upperBound + 1, most: .max, into: output)
      }
      guard counts.records > before.records else { continue }
      let fields = PreviewFields(
        reader.fields(of: record, bytes, index), columns: chunk.input.columns, kinds: kinds)
      records.append(
        Preview.Record(
          input: chunk.input.name, number: place.records + record.recordsBefore + 1,
          line: place.lines + line.count(bytes, upTo: record.range.lowerBound) + 1,
          offset: chunk.offset + record.range.lowerBound, fields: fields.shown,
          outcome: outcome(since: before, fields)))
    }
    count = reader.count
    lines = index.lineCount
  }

  private var counts: RecordCounts {
    var sum = RecordCounts()
    for mapper in mappers { sum += mapper.counts }
    return sum
  }

  private func outcome(since before: RecordCounts, _ fields: PreviewFields) -> Preview.Outcome {
    if counts.filtered > before.filtered { return .filtered }
    if counts.withoutTrait > before.withoutTrait { return .withoutTrait }
    if counts.rejectedTotal > before.rejectedTotal,
      let reject = mappers.compactMap(\.rejects.last).max(by: { $0.offset < $1.offset })
    {
      return .rejected(
        reject.reason,
        column: reject.column.map { PersonalDataDetector.shown(chunk.input.columns[$0]) },
        explanation: reject.explanation)
    }
    let text = output.withBytes { String(decoding: $0.copied(), as: UTF8.self) }
    return .lines(text.split(separator: "\n").map { fields.masking(String($0)) })
  }
}
