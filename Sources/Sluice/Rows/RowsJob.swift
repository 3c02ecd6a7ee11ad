// How a dump is read, before any mapping: each record as JSON, through the same lanes as a conversion.
//
// Takes inputs and a dialect, writes JSON arrays to a stream and tells of rejected records. Several inputs
// are one dump, whose columns are those of the first; with `--ragged keep` records stay as they are. Fails as
// reading and writing do.

import AudienceManager
import SluiceBytes
import SluiceParts
public import SluiceRecords
import Synchronization

/// A rejected record as `rows` reports it.
public struct RowProblem: Sendable, Equatable {
  /// The input's name.
  public var input: String
  /// Why it is rejected.
  public var reason: RejectReason
  /// The record's number, from 1; the header is the first.
  public var record: Int
  /// The line it starts on, from 1.
  public var line: Int
  /// Where it starts in the decoded stream, in bytes from 0.
  public var offset: Int

  /// The problem as a JSON object, in one line.
  public var json: String {
    JSONDocument.object([
      ("reason", .text(reason.rawValue)), ("input", .text(input)), ("record", .number(record)),
      ("line", .number(line)), ("offset", .number(offset)),
    ]).compact
  }
}

/// Prints the records of dumps.
public struct RowsJob: Sendable {
  /// Paths, in order; `-` is stdin.
  public var inputs: [String] = ["-"]
  /// How the dump is read.
  public var dialect = DialectSettings()
  /// Field contents that are no value: such a field is printed as an empty one, as `\N` of a database dump
  /// is, so that every row is an array of strings. The header is printed as it is.
  public var nulls: [String] = []
  /// Parallel lanes.
  public var lanes = LaneCount.usual
  /// The structural scan to use.
  package var kernel = ScanKernel.best
  /// Bytes of the decoded input in one chunk.
  package var chunkSize = BlockLimits.usualStretch

  /// Makes a job that reads stdin as RFC 4180 CSV.
  public init() {}

  /// Prints all records.
  /// - Parameters:
  ///   - descriptor: where the arrays go.
  ///   - report: told of each rejected record, in order, from one thread at a time.
  /// - Throws: `SluiceError`.
  public func run(
    to descriptor: Int32, report: @escaping @Sendable (RowProblem) -> Void
  ) throws(SluiceError) {
    try LaneCount.check(lanes)
    let reading = ReadingOptions(
      inputs: inputs, dialect: dialect, chunkSize: chunkSize, kernel: kernel)
    do {
      try reading.checkInputs()
    } catch {
      throw SluiceError(wrapping: error)
    }
    let output = StreamWriter(descriptor: descriptor, name: "stdout", framing: .none)
    let ragged = dialect.ragged ?? .reject
    let first = FirstHeader(matches: ragged != .keep)
    let reader = ChunkReader(reading) { try first.meet($0) }
    let queue = ChunkQueue([reader], bufferCapacity: chunkSize + ChunkReader.overread * 2)
    let work = (0..<lanes).map { _ in RowsLane(first, ragged: ragged, nulls: nulls, kernel: kernel)
    }
    let consumer = RowsConsumer(output: output, report: report)
    try LanePipeline(queue: queue, work: work, consumer: consumer) { RowsBatch() }.run()
    do {
      _ = try output.finish()
    } catch {
      throw SluiceError(wrapping: error)
    }
  }
}

/// The header that stands for all inputs. Met by the reader of chunks, asked by lanes.
final class FirstHeader: Sendable {
  private let input = Mutex<InputContext?>(nil)
  private let matches: Bool

  /// - Parameter matches: whether further inputs must have the first one's columns, in whatever order.
  init(matches: Bool) { self.matches = matches }

  /// - Throws: what a further input has and the first has not.
  func meet(_ next: InputContext) throws {
    try input.withLock { first in
      guard let known = first else { return first = next }
      if matches { try next.checkColumns(like: known) }
    }
  }

  /// Whether an input's header is printed: the first one's, and one that says something else.
  func isTold(by next: InputContext) -> Bool {
    input.withLock { first in
      guard let first else { return true }
      return next.number == first.number || !matches && next.columns != first.columns
    }
  }

  /// Where an input has each of the first one's columns; nil where it has them in the same order.
  func order(of next: InputContext) -> [Int]? {
    input.withLock { first in
      guard let first, matches, first.columns != next.columns else { return nil }
      return first.places(like: next)
    }
  }
}

/// The records of one chunk as JSON.
final class RowsBatch {
  let text = ByteBuffer(capacity: 1 << 20)
  var problems: [(reason: RejectReason, recordsBefore: Int, offset: Int, linesBefore: Int)] = []
  var records = 0
  var lines = 0
}

/// One lane of `rows`.
final class RowsLane: LaneWork {
  private let first: FirstHeader
  private let ragged: DialectSettings.Ragged
  private let nulls: [[UInt8]]
  private let kernel: ScanKernel
  private var input = -1
  private var order: [Int]?
  private var header = RepeatedHeader([], dialect: Dialect())
  private var index: RecordIndex

  init(
    _ first: FirstHeader, ragged: DialectSettings.Ragged, nulls: [String], kernel: ScanKernel
  ) {
    self.first = first
    self.ragged = ragged
    self.nulls = nulls.map { Array($0.utf8) }
    self.kernel = kernel
    index = RecordIndex(dialect: Dialect(), kernel: kernel)
  }

  func process(_ chunk: Chunk, in memory: ChunkMemory, into batch: RowsBatch) throws {
    if input != chunk.input.number {
      input = chunk.input.number
      order = first.order(of: chunk.input)
      header = RepeatedHeader(chunk.input.header, dialect: chunk.input.dialect)
      index = RecordIndex(dialect: chunk.input.dialect, kernel: kernel)
    }
    memory.bytes.withBytes { bytes in
      index.build(bytes, damage: chunk.damage, masks: memory.masks)
      write(chunk, bytes, into: batch)
    }
  }

  private func write(_ chunk: Chunk, _ bytes: RawSpan, into batch: RowsBatch) {
    batch.text.removeAll()
    batch.problems.removeAll(keepingCapacity: true)
    var reader = RecordReader(dialect: chunk.input.dialect)
    var rows = JSONRows(into: batch.text)
    var lines = LineCounter(lineEnd: chunk.input.dialect.lineEnd)
    while let record = reader.next(bytes, index) {
      let isHeader = chunk.startsWithHeader && record.recordsBefore == 0
      if !isHeader, record.problem == nil, header.isMet(record, bytes, index) { continue }
      if isHeader, !first.isTold(by: chunk.input) { continue }
      if let reason = record.problem ?? raggedProblem(record, chunk.input) {
        let start = record.range.lowerBound
        batch.problems.append(
          (reason, record.recordsBefore, start, lines.count(bytes, upTo: start)))
      } else {
        rows.beginRow()
        append(
          record, bytes, &reader, columns: chunk.input.columns.count,
          nulls: isHeader ? [] : nulls, to: &rows)
        rows.endRow()
      }
    }
    rows.finish()
    batch.records = reader.count
    batch.lines = index.lineCount
  }

  private func raggedProblem(
    _ record: RecordReader.Record, _ input: InputContext
  ) -> RejectReason? {
    ragged == .reject && record.fieldCount != input.columns.count ? .fieldCount : nil
  }

  /// Appends a record's fields in the first input's order; those that it lacks are empty.
  private func append(
    _ record: RecordReader.Record, _ bytes: RawSpan, _ reader: inout RecordReader, columns: Int,
    nulls: [[UInt8]], to rows: inout JSONRows
  ) {
    func append(_ field: RawSpan) {
      rows.append(nulls.contains { field.equals($0) } ? RawSpan() : field)
    }
    if let order {
      for place in order {
        if place < record.fieldCount {
          reader.withField(place, of: record, bytes, index, append)
        } else {
          rows.append(RawSpan())
        }
      }
      return
    }
    let most = ragged == .pad ? columns : record.fieldCount
    var count = 0
    reader.forEachField(of: record, bytes, index) { field in
      if count < most { append(field) }
      count += 1
    }
    while ragged == .pad, count < columns {
      rows.append(RawSpan())
      count += 1
    }
  }
}

/// Writes the batches of `rows` and gives rejected records their places.
final class RowsConsumer: BatchConsumer {
  private let output: StreamWriter
  private let report: @Sendable (RowProblem) -> Void
  private var place = InputPlace()

  init(output: StreamWriter, report: @escaping @Sendable (RowProblem) -> Void) {
    self.output = output
    self.report = report
  }

  func consume(_ batch: RowsBatch, of chunk: Chunk) throws {
    place.meet(chunk)
    for problem in batch.problems {
      report(
        RowProblem(
          input: chunk.input.name, reason: problem.reason,
          record: place.records + problem.recordsBefore + 1,
          line: place.lines + problem.linesBefore + 1, offset: chunk.offset + problem.offset))
    }
    if !batch.text.isEmpty {
      let block = FinishedBlock(rawCount: batch.text.count, crc32: 0, lineCount: 0)
      try batch.text.withBytes { try output.append($0, block) }
    }
    place.pass(records: batch.records, lines: batch.lines)
  }
}
