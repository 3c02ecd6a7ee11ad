// Batches in input order to the output: blocks to parts, rejects to their file, counts to the sum.
//
// Runs under the sequencer, one batch at a time; knows at which record and line each chunk starts,
// because it has counted all before it. Fails on the first reject in strict mode, on more rejects
// than allowed, and on what the output fails on.

import SluiceBytes
import SluiceParts
import SluiceRecords
import Synchronization

/// Where the blocks of a conversion go.
enum BlockOutput: Sendable {
  /// Named files, a sequence a route.
  case parts(PartSet)
  /// One stream.
  case stream(StreamWriter)
  /// Nowhere: a dry run.
  case none

  func append(_ bytes: RawSpan, _ block: FinishedBlock, route: Int) throws(PartError) {
    switch self {
    case .parts(let parts): try parts.append(bytes, block, to: route)
    case .stream(let stream): try stream.append(bytes, block)
    case .none: break
    }
  }
}

/// How many rejects end a run.
public enum RejectLimit: Sendable, Equatable {
  /// None does.
  case none
  /// More than this many.
  case count(Int)
  /// More than this many in a hundred records, counted at the end.
  case percent(Double)
}

/// Takes the batches of a conversion.
final class ConvertConsumer: BatchConsumer {
  private let output: BlockOutput
  private let rejects: RejectsFile?
  private let limit: RejectLimit
  private let isStrict: Bool
  private var routes: [RouteState]
  private var place = InputPlace()
  /// Everything so far; read by progress from other threads.
  let counts: Mutex<RecordCounts>
  /// Bytes of the lines so far.
  private(set) var rawCount = 0
  /// The first rejects of each reason.
  private(set) var samples = RejectSamples()

  /// The end of what a route has got so far.
  private struct RouteState {
    var lastUser: [UInt8] = []
    var crowded = CrowdedUsers()
  }

  /// - Parameter routes: how many sequences of files there are.
  init(
    output: BlockOutput, routes: Int, rejects: RejectsFile?, limit: RejectLimit, isStrict: Bool
  ) {
    self.output = output
    self.routes = Array(repeating: RouteState(), count: routes)
    self.rejects = rejects
    self.limit = limit
    self.isStrict = isStrict
    counts = Mutex(RecordCounts())
  }

  /// Users with more lines on end than the receiver takes from a file.
  var crowdedUsers: Int { routes.reduce(0) { $0 + $1.crowded.count } }

  /// Writes what comes before the first batch.
  func begin() throws(PartError) { try rejects?.begin() }

  func consume(_ batch: ConvertBatch, of chunk: Chunk) throws {
    place.meet(chunk)
    try writeRejects(batch, of: chunk)
    try writeBlocks(batch)
    place.pass(records: batch.records, lines: batch.lines)
    let total = counts.withLock {
      $0 += batch.counts
      return $0.rejectedTotal
    }
    if case .count(let most) = limit, total > most {
      throw SluiceError(
        .data, "\(total) records rejected, allowed are \(most): \(chunk.input.name)")
    }
  }

  private func writeBlocks(_ batch: ConvertBatch) throws {
    for route in batch.routes.indices {
      for (place, block) in batch.routes[route].blocks.enumerated() {
        let isFirst = place == 0
        let isNew =
          isFirst
          ? batch.routes[route].firstUser != routes[route].lastUser : block.startsNewUser
        let finished = FinishedBlock(
          rawCount: block.rawCount, crc32: block.crc32, lineCount: block.lineCount,
          startsNewUser: isNew)
        try batch.stored.withBytes {
          try output.append($0.extracting(block.stored), finished, route: route)
        }
        routes[route].crowded.add(block.runs, startsNewUser: isNew)
        rawCount += block.rawCount
      }
      if !batch.routes[route].blocks.isEmpty {
        swap(&routes[route].lastUser, &batch.routes[route].lastUser)
      }
    }
  }

  private func writeRejects(_ batch: ConvertBatch, of chunk: Chunk) throws {
    var start = 0
    for reject in batch.rejects {
      let spot = RejectPlace(
        input: chunk.input.name, record: place.records + reject.recordsBefore + 1,
        line: place.lines + reject.linesBefore + 1, offset: chunk.offset + reject.offset)
      let column = reject.column.map { chunk.input.columns[$0] }
      if isStrict { throw strictFailure(spot, reject, column) }
      samples.add(spot, reason: reject.reason, column: column)
      try batch.rejectedBytes.withBytes {
        try rejects?.append(
          spot, reason: reject.reason, column: column,
          content: $0.extracting(start..<start + reject.range.count))
      }
      start += reject.range.count
    }
  }

  private func strictFailure(
    _ place: RejectPlace, _ reject: Reject, _ column: String?
  ) -> SluiceError {
    let named = column.map { ", column \"\($0)\"" } ?? ""
    return SluiceError(
      .data,
      "\(reject.explanation) (\(reject.reason.rawValue)): \(place.input): record \(place.record) "
        + "(line \(place.line), byte \(place.offset))\(named)")
  }
}
