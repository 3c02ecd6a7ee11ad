// Discarding from another thread, at any time.

import Foundation
import Synchronization
import Testing

@testable import SluiceParts

@Suite struct DiscardTests {
  @Test func removesAllAndEndsTheSet() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(in: scratch.path, stored: 12)
    let companion = try set.makeCompanion(named: testRoot + ".rejects.csv")
    try companion.append("r")
    for text in ["a", "b", "c"] { try set.append(text) }
    #expect(set.discard())
    #expect(set.discard())
    #expect(scratch.names.isEmpty)
    for attempt in [
      { try set.append("d") }, { _ = try set.finish() }, { try companion.append("r") },
      { _ = try set.makeCompanion(named: testRoot + ".rejects.csv") },
    ] as [() throws -> Void] {
      let error = #expect(throws: PartError.self) { try attempt() }
      #expect(error?.kind == .cancelled)
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func leavesAPublishedSetAlone() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(in: scratch.path)
    try set.append("a")
    _ = try set.finish()
    #expect(!set.discard())
    #expect(scratch.names.count == 2)
  }

  @Test func setThatIsDroppedDiscardsItself() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    do { try makeSet(in: scratch.path).append("a") }
    #expect(scratch.names.isEmpty)
  }

  /// A signal during verification: the verifier's own complaint about vanished files is not
  /// what the user is told.
  @Test func duringVerification() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let set = try makeSet(in: scratch.path)
    try set.append("a")
    let error = #expect(throws: PartError.self) {
      try set.finish { parts in
        #expect(set.discard())
        #expect(FileManager.default.contents(atPath: parts[0].path) == nil)
        throw CocoaError(.fileReadNoSuchFile)
      }
    }
    #expect(error?.kind == .cancelled)
    #expect(scratch.names.isEmpty)
  }

  /// Against a writer that never pauses, at a different moment each time: all or nothing.
  @Test(arguments: 0..<60) func againstABusyWriter(round: Int) async throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let path = scratch.path
    let appended = Atomic(0)
    let isOver = Atomic(false)
    let set = try makeSet(in: path, stored: 30)
    let writer = Task.detached {
      defer { isOver.store(true, ordering: .relaxed) }
      for index in 0..<40 {
        try set.append("block \(index)")
        appended.add(1, ordering: .relaxed)
      }
      return try set.finish()
    }
    while appended.load(ordering: .relaxed) < min(round, 40), !isOver.load(ordering: .relaxed) {
      await Task.yield()
    }
    if round >= 40 { try await Task.sleep(for: .microseconds((round - 40) * 400)) }
    let isDiscarded = set.discard()
    let names = scratch.names
    let result = await writer.result
    #expect(scratch.names == names, "nothing appears or goes after discarding")
    switch result {
    case .success(let parts):
      #expect(!isDiscarded)
      #expect(names.count == parts.count + 1)
    case .failure(let error):
      #expect(isDiscarded)
      #expect((error as? PartError)?.kind == .cancelled)
      #expect(names.isEmpty)
    }
  }

  /// Once naming has begun, discarding waits until it is over.
  @Test func duringNaming() async throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let path = scratch.path
    let (isNaming, begin) = AsyncStream.makeStream(of: Void.self)
    let calls = SystemCalls(
      injector: FaultInjector { event in
        if event.call == .link {
          begin.yield()
          usleep(20_000)
        }
        return .pass
      })
    let set = try makeSet(in: path, stored: 12, calls: calls)
    for text in ["a", "b", "c"] { try set.append(text) }
    let writer = Task.detached { try set.finish() }
    var naming = isNaming.makeAsyncIterator()
    await naming.next()
    #expect(!set.discard())
    #expect(scratch.names.count == 4)
    #expect(try await writer.value.count == 3)
    withExtendedLifetime(scratch) {}
  }
}
