// Batches in any order to batches in chunk order.
//
// Split in two: a state machine that only says what to do next, and the lock around it. A batch is
// handed in by the lane that made it; the lane that hands in the one that is due writes it, and
// those after it that are there already, while the other lanes go on. So there is no writer thread, and
// nobody waits for a turn.

import Synchronization

/// The order of batches, as pure state.
struct SequencerState<Batch> {
  private var due = 0
  private var waiting: [Int: Batch] = [:]
  private var isBusy = false

  /// Takes a batch.
  /// - Returns: a batch to be written now by the caller, who then calls `written`; nil when there is
  ///   nothing to do: the one that is due is missing, or another lane is writing.
  mutating func submit(_ batch: Batch, number: Int) -> Batch? {
    waiting[number] = batch
    return isBusy ? nil : takeDue()
  }

  /// The batch last given out is written.
  /// - Returns: the next one to be written by the same caller; nil when it may leave.
  mutating func written() -> Batch? {
    isBusy = false
    due += 1
    return takeDue()
  }

  private mutating func takeDue() -> Batch? {
    guard let batch = waiting.removeValue(forKey: due) else { return nil }
    isBusy = true
    return batch
  }
}

/// Hands batches to `consume` in order of their numbers, one at a time.
final class Sequencer<Batch: Sendable>: Sendable {
  private let state = Mutex(SequencerState<Batch>())
  private let consume: @Sendable (Batch) -> Void

  init(consume: @escaping @Sendable (Batch) -> Void) { self.consume = consume }

  /// Takes a batch, and writes as many as are due.
  func submit(_ batch: Batch, number: Int) {
    var next = state.withLock { $0.submit(batch, number: number) }
    while let batch = next {
      consume(batch)
      next = state.withLock { $0.written() }
    }
  }
}
