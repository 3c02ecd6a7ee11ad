// Batches in input order to the output: blocks to parts, rejects to their file, counts to the sum.
//
// Runs under the sequencer, one batch at a time; knows at which record and line each chunk starts,
// because it has counted all before it. Fails on the first reject in strict mode, on more rejects
// than allowed, and on what the output fails on.

import AudienceManager
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
  /// Nowhere, in a dry run of named files.
  case rehearsal(PartRehearsal)
  /// Nowhere, in a dry run of a stream.
  case none

  func append(_ bytes: RawSpan, _ block: FinishedBlock, route: Int) throws(PartError) {
    switch self {
    case .parts(let parts): try parts.append(bytes, block, to: route)
    case .stream(let stream): try stream.append(bytes, block)
    case .rehearsal(let rehearsal): try rehearsal.append(bytes, block, to: route)
    case .none: break
    }
  }

  /// Users whose lines stand in two parts or more.
  var tornUsers: Int {
    switch self {
    case .parts(let parts): parts.tornUsers
    case .rehearsal(let rehearsal): rehearsal.tornUsers
    case .stream, .none: 0
    }
  }

  /// Users with more lines in a part than the receiver takes from it; nil where there are no parts.
  var crowdedUsers: Int? {
    switch self {
    case .parts(let parts): parts.crowdedUsers
    case .rehearsal(let rehearsal): rehearsal.crowdedUsers
    case .stream, .none: nil
    }
  }
}

/// Takes the batches of a conversion.
final class ConvertConsumer: BatchConsumer {
  private let output: BlockOutput
  private let rejects: RejectsFile?
  private(set) var watch: RejectWatch
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
    output: BlockOutput, routes: Int, rejects: RejectsFile?, watch: RejectWatch
  ) {
    self.output = output
    self.routes = Array(repeating: RouteState(), count: routes)
    self.rejects = rejects
    self.watch = watch
    counts = Mutex(RecordCounts())
  }

  /// Users with more lines on end than the receiver takes from a file: from a part, or from the one file
  /// that a stream is.
  var crowdedUsers: Int {
    output.crowdedUsers ?? routes.reduce(0) { $0 + $1.crowded.count }
  }

  /// Writes what comes before the first batch.
  func begin() throws(PartError) { try rejects?.begin() }

  func consume(_ batch: ConvertBatch, of chunk: Chunk) throws {
    place.meet(chunk)
    try writeRejects(batch, of: chunk)
    try writeBlocks(batch)
    place.pass(records: batch.records, lines: batch.lines)
    counts.withLock { $0 += batch.counts }
    // Only now: what ends the run is in the rejects file and the counts as everything before it is.
    if let failure = watch.failure { throw failure }
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
          startsNewUser: isNew, hasOneUser: block.runs.first == block.runs.lines,
          users: block.runs.users)
        try batch.stored.withBytes {
          try output.append($0.extracting(block.stored), finished, route: route)
        }
        routes[route].crowded.add(block.runs.users, startsNewUser: isNew)
        rawCount += block.rawCount
      }
      if !batch.routes[route].blocks.isEmpty {
        swap(&routes[route].lastUser, &batch.routes[route].lastUser)
      }
    }
  }

  private func writeRejects(_ batch: ConvertBatch, of chunk: Chunk) throws {
    if batch.rejects.isEmpty { return }
    var start = 0
    let recordsBefore = counts.withLock { $0.records } - (chunk.startsWithHeader ? 1 : 0)
    for reject in batch.rejects {
      let spot = RejectPlace(
        input: chunk.input.name, record: place.records + reject.recordsBefore + 1,
        line: place.lines + reject.linesBefore + 1, offset: chunk.offset + reject.offset)
      let column = reject.column.map { chunk.input.columns[$0] }
      watch.meet(
        RejectWatch.Met(reject: reject, place: spot, column: column),
        recordsBefore: recordsBefore + reject.recordsBefore)
      samples.add(spot, reason: reject.reason, column: column)
      try batch.rejectedBytes.withBytes {
        try rejects?.append(
          spot, reason: reject.reason, column: column,
          content: $0.extracting(start..<start + reject.range.count))
      }
      start += reject.range.count
    }
  }
}
