// Blocks of records made on several threads, given away in order.
//
// Takes a shape, a seed and an end; gives the dump's bytes to a sink, block after block. Lane i of
// n makes the blocks i, i + n, i + 2n, ... in its own buffer and waits for its turn to hand each
// over: the turn goes round the lanes, so the sink is never called by two at once and sees the
// blocks in order. Memory is one block a lane. The first error of the sink ends all lanes and is
// thrown to the caller.

import Dispatch
import Synchronization

/// One dump to be made.
struct DumpRun: Sendable {
  var shape: ShapeName
  var dialect = DumpDialect()
  var seed: UInt64
  var end: End
  var hasHeader = true

  /// Where a dump ends.
  enum End: Sendable {
    /// After so many records.
    case records(Int)
    /// At the first record end at or after so many bytes, the header's among them.
    case bytes(Int)

    var records: Int { if case .records(let count) = self { count } else { .max } }
    var bytes: Int { if case .bytes(let count) = self { count } else { .max } }
  }

  /// What a dump came to.
  struct Total: Sendable, Equatable {
    var records = 0
    var bytes = 0
  }

  /// Takes the bytes of a block; never called by two threads at once.
  typealias Sink = @Sendable (RawSpan) throws(DumpError) -> Void

  /// Makes the dump. The bytes do not depend on `lanes`.
  /// - Parameter lanes: threads, at least one.
  func write(lanes: Int, to sink: @escaping Sink) throws(DumpError) -> Total {
    let lanes = DumpLanes(dump: self, count: max(1, lanes), sink: sink)
    return try lanes.run()
  }
}

/// The lanes of one run.
private final class DumpLanes: Sendable {
  private let dump: DumpRun
  private let shape: any Shape
  private let dialect: DumpDialect
  private let sink: DumpRun.Sink
  /// Lane i may hand its block over when `turns[i]` was signalled.
  private let turns: [DispatchSemaphore]
  private let state = Mutex(State())

  /// What the lane whose turn it is reads and writes.
  private struct State {
    var total = DumpRun.Total()
    var result: Result<DumpRun.Total, DumpError>?
  }

  init(dump: DumpRun, count: Int, sink: @escaping DumpRun.Sink) {
    self.dump = dump
    self.sink = sink
    dialect = dump.shape.adapted(dump.dialect)
    shape = dump.shape.make(dialect)
    turns = (0..<count).map { _ in DispatchSemaphore(value: 0) }
  }

  func run() throws(DumpError) -> DumpRun.Total {
    let group = DispatchGroup()
    for lane in turns.indices {
      // A serial queue each: they get a thread each, which waiting for a turn relies on.
      DispatchQueue(label: "make-dump.lane.\(lane)").async(group: group) { self.work(lane) }
    }
    turns[0].signal()
    group.wait()
    let result = state.withLock { $0.result ?? .success($0.total) }
    return try result.get()
  }

  private func work(_ lane: Int) {
    var writer = RecordWriter(dialect: dialect)
    var block = lane
    var goesOn = true
    while goesOn {
      writer.removeAll()
      let records = fill(block, &writer)
      turns[lane].wait()
      goesOn = handOver(block, records, &writer)
      turns[(lane + 1) % turns.count].signal()
      block += turns.count
    }
  }

  /// Makes a block, as far as it can be known how long it is before its turn.
  private func fill(_ block: Int, _ writer: inout RecordWriter) -> Int {
    let before = block * shape.recordsPerBlock
    let records = min(shape.recordsPerBlock, max(0, dump.end.records - before))
    if block == 0 && dump.hasHeader { writer.header(shape.columns) }
    return shape.writeBlock(block, seed: dump.seed, records: records, to: &writer)
  }

  /// Gives a block to the sink, cut where the dump ends.
  /// - Returns: whether the dump goes on after it.
  private func handOver(_ block: Int, _ records: Int, _ writer: inout RecordWriter) -> Bool {
    state.withLock { state in
      guard state.result == nil else { return false }
      var records = records
      let room = dump.end.bytes - state.total.bytes
      if writer.bytes.count > room { records = cut(block, to: room, &writer) }
      do throws(DumpError) {
        // SAFETY: the elements are bytes, so all of their memory is initialised.
        try sink(unsafe writer.bytes.span.bytes)
      } catch {
        state.result = .failure(error)
        return false
      }
      state.total.records += records
      state.total.bytes += writer.bytes.count
      let isAtEnd = state.total.records >= dump.end.records || state.total.bytes >= dump.end.bytes
      if isAtEnd { state.result = .success(state.total) }
      return !isAtEnd
    }
  }

  /// Makes a block again, up to the first record end at or after `room` bytes.
  private func cut(_ block: Int, to room: Int, _ writer: inout RecordWriter) -> Int {
    writer.removeAll()
    if block == 0 && dump.hasHeader { writer.header(shape.columns) }
    return shape.writeBlock(
      block, seed: dump.seed, records: shape.recordsPerBlock, bytes: room, to: &writer)
  }
}
