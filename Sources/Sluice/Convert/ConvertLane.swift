// Chunk to blocks: index, map, compress. One lane's own work on its own memory.
//
// A block is the lines of the records that start in one stretch of `BlockLimits.stretch` bytes of the
// input, or fewer where parts are to be small; so blocks, and with them the compressed bytes, do
// not depend on the size of chunks.

import SluiceBytes
import SluiceCodecs
import SluiceRecords

/// How large blocks may be.
struct BlockLimits: Sendable {
  /// Bytes of the decoded input whose records make one block.
  var stretch: Int
  /// Bytes of lines after which a block ends all the same.
  var rawCount: Int

  /// The usual stretch: a chunk, its index, its lines and their compressed form (some 1.5 MB in
  /// all) fit into a core's second-level cache, and a block is long enough (700 kB of lines) that starting
  /// the compressor anew costs about one part in a hundred of its ratio.
  static let usualStretch = 512 << 10

  /// A part is this many blocks at least, so that it is filled to 15/16 or more.
  private static let blocksInPart = 16
  /// Below this a block is mostly the compressor's overhead.
  private static let smallest = 4 << 10

  /// Limits that let parts keep both bounds closely.
  init(smallerBound: Int) {
    stretch = Self.usualStretch
    rawCount = max(Self.smallest, min(1 << 30, smallerBound / Self.blocksInPart))
    if smallerBound < Self.smallest * 2 { rawCount = 1 }
  }
}

/// One lane of a conversion.
final class ConvertLane: LaneWork {
  private let plans: PlanStore
  private let kernel: ScanKernel
  private let limits: BlockLimits
  private let cutsBeforeUsers: Bool
  /// Columns of a line up to the user's ID.
  private let idColumns: Int
  private let compressor: (any BlockCompressor)?
  private let needsChecksum: Bool
  private let lines = ByteBuffer(capacity: 1 << 20)
  private var input: LaneInput?

  /// What a lane has made ready for one input.
  private final class LaneInput {
    let number: Int
    var index: RecordIndex
    /// One a route.
    var mappers: [RecordMapper]

    init(_ context: InputContext, plans: [MappingPlan], padsRagged: Bool, kernel: ScanKernel) {
      number = context.number
      index = RecordIndex(dialect: context.dialect, kernel: kernel)
      mappers = plans.map {
        RecordMapper(
          plan: $0, dialect: context.dialect, padsRagged: padsRagged, header: context.header,
          kernel: kernel)
      }
    }
  }

  /// - Parameters:
  ///   - packaging: how blocks are compressed; plain blocks are written in place.
  ///   - cutsBeforeUsers: whether the lines of a plain block's last user are a block of their own.
  init(
    plans: PlanStore, packaging: Packaging, limits: BlockLimits, cutsBeforeUsers: Bool = false,
    kernel: ScanKernel
  ) throws(CodecError) {
    self.plans = plans
    idColumns = plans.form.idColumns
    self.cutsBeforeUsers = cutsBeforeUsers
    self.kernel = kernel
    self.limits = limits
    compressor = packaging.isIdentity ? nil : try packaging.makeCompressor()
    if case .gzip = packaging { needsChecksum = true } else { needsChecksum = false }
  }

  func process(_ chunk: Chunk, in memory: ChunkMemory, into batch: ConvertBatch) throws {
    batch.removeAll()
    let input = ready(for: chunk.input)
    try memory.bytes.withBytes { bytes in
      input.index.build(bytes, damage: chunk.damage, masks: memory.masks)
      try map(chunk, bytes, input, into: batch)
    }
  }

  private func map(
    _ chunk: Chunk, _ bytes: RawSpan, _ input: LaneInput, into batch: ConvertBatch
  ) throws {
    for route in input.mappers.indices {
      input.mappers[route].beginChunk(skippingHeader: chunk.startsWithHeader)
      var limit = limits.stretch - chunk.offset % limits.stretch
      while !input.mappers[route].isAtEnd(of: input.index) {
        try makeBlock(bytes, input, route, until: &limit, into: batch)
      }
      batch.counts += input.mappers[route].counts
      for reject in input.mappers[route].rejects {
        var reject = reject
        reject.range = bytes.kept(of: reject.range, most: chunk.input.dialect.maxRecord)
        batch.rejects.append(reject)
      }
    }
    batch.records = input.mappers[0].recordsInChunk
    batch.lines = input.index.lineCount
    if input.mappers.count > 1 { batch.rejects.sort { $0.offset < $1.offset } }
    for reject in batch.rejects {
      batch.rejectedBytes.append(bytes.extracting(reject.range))
    }
  }

  private func ready(for context: InputContext) -> LaneInput {
    if let input, input.number == context.number { return input }
    let made = LaneInput(
      context, plans: plans.plans(for: context), padsRagged: plans.padsRagged, kernel: kernel)
    input = made
    return made
  }

  /// Maps the records of a route up to the block's end and appends the block to the batch.
  private func makeBlock(
    _ bytes: RawSpan, _ input: LaneInput, _ route: Int, until limit: inout Int,
    into batch: ConvertBatch
  ) throws {
    let output = compressor == nil ? batch.stored : lines
    if compressor != nil { lines.removeAll() }
    let start = output.count
    let linesBefore = input.mappers[route].counts.lines
    input.mappers[route].map(
      bytes, input.index, until: limit, most: start + limits.rawCount, into: output)
    if output.count - start < limits.rawCount { limit += limits.stretch }
    guard output.count > start else { return }
    var block = BatchBlock(
      stored: start..<output.count, rawCount: output.count - start,
      lineCount: input.mappers[route].counts.lines - linesBefore)
    block.runs = input.mappers[route].lineRuns
    output.withBytes {
      block.startsNewUser = batch.routes[route].noteUsers($0.extracting(start...), idColumns)
    }
    if let compressor { try compress(by: compressor, &block, into: batch) }
    batch.routes[route].blocks.append(block)
    if cutsBeforeUsers { batch.splitLastUser(of: route, idColumns: idColumns) }
  }

  private func compress(
    by compressor: any BlockCompressor, _ block: inout BatchBlock, into batch: ConvertBatch
  ) throws {
    let before = batch.stored.count
    try lines.withBytes { bytes in
      if needsChecksum { block.crc32 = Checksum.crc32(of: bytes) }
      try compressor.compress(bytes, into: batch.stored)
    }
    block.stored = before..<batch.stored.count
  }
}

extension RouteLines {
  /// Notes the users of a block's first and last line.
  /// - Returns: whether the first is another than that of the line before.
  fileprivate mutating func noteUsers(_ lines: RawSpan, _ idColumns: Int) -> Bool {
    let first = Self.user(lines, from: 0, idColumns)
    let isNew = blocks.isEmpty || first != lastUser
    if blocks.isEmpty { firstUser = first }
    var start = lines.byteCount - 1
    while start > 0, lines.byte(at: start - 1) != Ascii.lineFeed { start -= 1 }
    lastUser = Self.user(lines, from: start, idColumns)
    return isNew
  }

  /// A line's columns up to the user's ID.
  private static func user(_ lines: RawSpan, from start: Int, _ idColumns: Int) -> [UInt8] {
    var end = start
    var tabs = 0
    while end < lines.byteCount {
      if lines.byte(at: end) == Ascii.tab { tabs += 1 }
      if tabs == idColumns { break }
      end += 1
    }
    return lines.extracting(start..<end).copied()
  }
}

extension RawSpan {
  /// What is kept of a rejected record: of one that is longer than any may be only so much, since how
  /// much of it was read depends on where chunks end.
  fileprivate func kept(of record: Range<Int>, most: Int) -> Range<Int> {
    guard record.count > most else { return record }
    var end = record.lowerBound + most
    while end > record.lowerBound, byte(at: end - 1) == Ascii.carriageReturn { end -= 1 }
    return record.lowerBound..<end
  }
}
