// Makes system calls fail on purpose, for tests: the nth of a kind, all from one on, short
// writes, storms of interruptions. One injector belongs to one `SystemCalls` value.

import Glibc
import Synchronization

/// The kinds of system calls that can be made to fail.
package enum SystemCall: Hashable, CaseIterable, Sendable {
  case open, close, write, read, sync, writeBack, truncate, mode, facts, lock, wait
  case rename, link, unlink, makeDirectory, list
  case channel, memoryFile, spawn, kill, awaitEnd
}

/// Decides for each call whether it is made.
package final class FaultInjector: Sendable {
  /// One call that is about to be made.
  package struct Event: Sendable {
    /// What is called.
    package let call: SystemCall
    /// How many calls of this kind there were, this one included.
    package let ordinal: Int
    /// How many calls of any kind there were, this one included.
    package let total: Int
  }

  /// What becomes of a call.
  package enum Verdict: Sendable {
    /// It is made.
    case pass
    /// It is not made, and fails with this errno; with EINTR it is then tried again.
    case fail(Int32)
    /// It is made, but transfers this many bytes at most.
    case atMost(Int)
  }

  private struct Counts {
    var total = 0
    var byCall: [SystemCall: Int] = [:]
  }

  private let counts = Mutex(Counts())
  private let decide: @Sendable (Event) -> Verdict

  /// - Parameter decide: asked once for every call, in the order they are made.
  package init(_ decide: @escaping @Sendable (Event) -> Verdict) { self.decide = decide }

  /// Fails one call: the `ordinal`th of its kind, counted from 1.
  package convenience init(
    failing call: SystemCall, number ordinal: Int, with code: Int32
  ) {
    self.init { $0.call == call && $0.ordinal == ordinal ? .fail(code) : .pass }
  }

  /// Fails one call: the `total`th of all, counted from 1.
  package convenience init(failingCall total: Int, with code: Int32) {
    self.init { $0.total == total ? .fail(code) : .pass }
  }

  /// How many calls were asked for so far.
  package var callCount: Int { counts.withLock { $0.total } }

  func verdict(on call: SystemCall) -> Verdict {
    let event = counts.withLock { counts in
      counts.total += 1
      counts.byCall[call, default: 0] += 1
      return Event(call: call, ordinal: counts.byCall[call, default: 0], total: counts.total)
    }
    return decide(event)
  }
}
