// The lanes: who owns which buffer, who waits for whom, what bounds memory, how it fails.
//
// A run has one queue of chunks (`ChunkQueue`) from one source or several, N lanes, a pool of batches and
// a sequencer.
//
//     lane:  take a batch from the pool        waits while all batches are under way
//            take the next chunk               one lane at a time reads from a source and cuts; the
//                                              others work, or read from other sources
//            work: chunk -> batch              alone, on memory that only this lane touches
//            submit the batch                  whoever submits the one that is due writes it
//
// Buffers. Each lane owns the memory of one chunk for its whole life; the chunk is in the cache of the core
// that read it when it is scanned, mapped and compressed. A batch (the output of one chunk) belongs to the
// lane that took it until it is submitted, then to the sequencer until it is written, then to the pool.
//
// Bounds. There are `2 x lanes + 1` batches, so that a lane can go on while one of its batches waits
// for an earlier chunk or for the disk. When the output is slow all batches end up waiting, the pool is
// empty, the lanes stop taking chunks, and the input is not read: memory is lanes and batches times
// the size of a chunk, whatever the input's.
//
// No deadlock: a lane holds a batch before it takes a chunk, so the lane with the lowest chunk
// always has all it needs to finish and submit. Chunks have their numbers from the moment they are read.
//
// Failure. A lane that fails, or fails to read, submits the failure as its batch's outcome and stops the
// queue; the sequencer meets it in its place, after everything that comes before it in the input. So
// the failure that is reported is the first by input order, the same for any number of lanes.
// What comes after it is dropped unseen. (Of several sources that fail at once, the one that was met first.)

import Dispatch
import SluiceBytes
import Synchronization

/// What a lane does with chunks. Each lane has its own; nothing in it is shared.
protocol LaneWork: AnyObject, SendableMetatype {
  associatedtype Chunk
  associatedtype Batch: AnyObject
  /// Fills `batch`, which may hold anything from before, with what becomes of a chunk.
  func process(_ chunk: Chunk, in memory: ChunkMemory, into batch: Batch) throws
}

/// What happens to batches, in the order of their chunks, one at a time.
protocol BatchConsumer: AnyObject, SendableMetatype {
  associatedtype Chunk
  associatedtype Batch: AnyObject
  /// Takes the outcome of one chunk.
  func consume(_ batch: Batch, of chunk: Chunk) throws
}

/// Runs chunks through lanes.
final class LanePipeline<Source: ChunkSource, Work: LaneWork, Consumer: BatchConsumer>:
  @unchecked Sendable
where
  Work.Batch == Consumer.Batch, Work.Chunk == Consumer.Chunk, Source.Chunk == Work.Chunk
{
  // SAFETY: `work[n]` is touched by lane n alone, `consumer` by the
  // sequencer alone, which calls it from one thread at a time; the rest has its own locks.
  private let queue: ChunkQueue<Source>
  private let work: [Work]
  private let consumer: Consumer
  private let pool: Pool<Work.Batch>
  private let failure = Mutex<SluiceError?>(nil)

  /// - Parameters:
  ///   - queue: the chunks.
  ///   - work: one for each lane.
  ///   - makeBatch: makes an empty batch.
  init(
    queue: ChunkQueue<Source>, work: [Work], consumer: Consumer, makeBatch: () -> Work.Batch
  ) {
    self.queue = queue
    self.work = work
    self.consumer = consumer
    pool = Pool((0..<2 * work.count + 1).map { _ in makeBatch() })
  }

  /// What a lane hands in.
  private struct Delivery: @unchecked Sendable {
    // SAFETY: a batch has one owner at a time, see above.
    let batch: Work.Batch
    let outcome: Result<Work.Chunk, SluiceError>
  }

  /// Runs all chunks through the lanes and returns when the last batch is written.
  /// - Throws: the first failure in input order.
  func run() throws(SluiceError) {
    let sequencer = Sequencer<Delivery> { self.deliver($0) }
    let group = DispatchGroup()
    for lane in work.indices {
      DispatchQueue(label: "sluice.lane.\(lane)").async(group: group) {
        self.runLane(lane, sequencer)
      }
    }
    group.wait()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func runLane(_ lane: Int, _ sequencer: Sequencer<Delivery>) {
    let memory = ChunkMemory(capacity: queue.bufferCapacity)
    var isDone = false
    while !isDone {
      let batch = pool.take()
      switch queue.next(into: memory, lane: lane) {
      case .end:
        pool.give(batch)
        isDone = true
      case .failure(let error, let number):
        sequencer.submit(Delivery(batch: batch, outcome: .failure(error)), number: number)
        isDone = true
      case .chunk(let chunk, let number):
        let outcome = process(chunk, in: memory, into: batch, by: work[lane])
        sequencer.submit(Delivery(batch: batch, outcome: outcome), number: number)
      }
    }
  }

  private func process(
    _ chunk: Work.Chunk, in memory: ChunkMemory, into batch: Work.Batch, by work: Work
  ) -> Result<Work.Chunk, SluiceError> {
    do {
      try work.process(chunk, in: memory, into: batch)
      return .success(chunk)
    } catch {
      queue.stop()
      return .failure(SluiceError(wrapping: error))
    }
  }

  /// Writes one batch, unless the run has failed before it in the input.
  private func deliver(_ delivery: Delivery) {
    defer { pool.give(delivery.batch) }
    guard failure.withLock({ $0 == nil }) else { return }
    do {
      try consumer.consume(delivery.batch, of: try delivery.outcome.get())
    } catch {
      queue.stop()
      failure.withLock { $0 = SluiceError(wrapping: error) }
    }
  }
}

/// Things that go round; taking one waits until there is one.
final class Pool<Item>: Sendable {
  /// An item on its way from one owner to the next.
  private struct Handed: @unchecked Sendable {
    // SAFETY: whoever gives an item lets go of it, and it is taken by one.
    let item: Item
  }

  private let items: Mutex<[Handed]>
  private let available = DispatchSemaphore(value: 0)

  init(_ items: [Item]) {
    let handed = items.map { Handed(item: $0) }
    self.items = Mutex(handed)
    for _ in handed { available.signal() }
  }

  func take() -> Item {
    available.wait()
    return items.withLock { $0.removeLast() }.item
  }

  func give(_ item: Item) {
    let handed = Handed(item: item)
    items.withLock { $0.append(handed) }
    available.signal()
  }
}
