// Every system call failing in turn, and the process dying before every one of them: the new
// set is there as a whole or not at all, and what it would have replaced is back.

import Foundation
import SluiceBytes
import Synchronization
import Testing

@testable import SluiceParts

/// A file system and a directory that the same run meets.
struct Circumstances: Sendable, CustomTestStringConvertible, CaseIterable {
  /// Whether files can have second names.
  var hasLinks: Bool
  /// Whether an older, longer sequence is to be replaced.
  var replaces: Bool

  static let allCases = [true, false].flatMap { hasLinks in
    [true, false].map { Circumstances(hasLinks: hasLinks, replaces: $0) }
  }

  var testDescription: String {
    (hasLinks ? "hard links" : "no hard links") + (replaces ? ", replacing" : "")
  }

  private static let rejects = testRoot + ".rejects.csv"

  /// What is there before the run.
  var old: [String: [UInt8]] {
    guard replaces else { return [:] }
    let endings = [".1.gz", ".2.gz", ".3.gz", ".4.gz", ".info", ".rejects.csv"]
    return Dictionary(uniqueKeysWithValues: endings.map { (testRoot + $0, Array("old\($0)".utf8)) })
  }

  func prepare(_ scratch: ScratchDirectory) throws {
    for (name, bytes) in old { try scratch.write(name, String(decoding: bytes, as: UTF8.self)) }
  }

  /// A run of three parts and a rejects file: cut once inside the buffer, once by moving a
  /// user's lines.
  func run(in directory: String, _ calls: SystemCalls) throws {
    let set = try makeSet(
      in: directory, stored: 40, replaceExisting: replaces, calls: calls)
    // Nothing may stay because it was forgotten to be discarded: the set does it by itself.
    let companion = try set.makeCompanion(named: Self.rejects)
    for index in 0..<7 {
      var block = TestBlock("\(index)23456789")
      block.startsNewUser = index != 3
      try set.append(block)
      try companion.append("reject \(index)\n")
    }
    #expect(try set.finish().count == 3)
  }

  /// The injector for these circumstances, failing whatever `decide` says on top.
  func injector(
    _ decide: @escaping @Sendable (FaultInjector.Event) -> FaultInjector.Verdict
  ) -> FaultInjector {
    FaultInjector { [hasLinks] event in
      if case .fail(let code) = decide(event) { return .fail(code) }
      return event.call == .link && !hasLinks ? .fail(EPERM) : .pass
    }
  }

  /// A run that nothing disturbs: what is there afterwards, how many calls it makes, and which
  /// of them gives the last name.
  func new() throws -> (contents: [String: [UInt8]], callCount: Int, lastNaming: Int) {
    let scratch = try ScratchDirectory(inMemory: true)
    try prepare(scratch)
    let lastNaming = Mutex(0)
    let injector = injector { event in
      if event.call == (hasLinks ? .link : .rename) { lastNaming.withLock { $0 = event.total } }
      return .pass
    }
    try run(in: scratch.path, SystemCalls(injector: injector))
    #expect(scratch.temporaries.isEmpty)
    #expect(scratch.contents.count == 5)
    return (scratch.contents, injector.callCount, lastNaming.withLock { $0 })
  }
}

@Suite struct FaultTests {
  @Test(arguments: Circumstances.allCases)
  func everyCallFailsOnce(in circumstances: Circumstances) throws {
    let (new, callCount, _) = try circumstances.new()
    #expect(callCount > 50)
    for number in 1...callCount {
      let code = [EIO, ENOSPC, EACCES][number % 3]
      let scratch = try ScratchDirectory(inMemory: true)
      try circumstances.prepare(scratch)
      let failed = Mutex<SystemCall?>(nil)
      let injector = circumstances.injector { event in
        guard event.total == number else { return .pass }
        failed.withLock { $0 = event.call }
        return .fail(code)
      }
      let outcome = Result {
        try circumstances.run(in: scratch.path, SystemCalls(injector: injector))
      }
      let call = try #require(failed.withLock { $0 })
      let place = Comment(rawValue: "call \(number), \(call)")
      switch outcome {
      case .success: #expect(scratch.contents == new, place)
      case .failure(let error):
        #expect(scratch.contents == circumstances.old, place)
        let error = try #require(error as? PartError)
        #expect(error.kind == .io || error.kind == .cannotCreate, place)
        #expect(!error.description.contains("\n"))
      }
      #expect(scratch.temporaries.isEmpty || call == .unlink, place)
    }
  }

  /// From one call on nothing works any more but removing files.
  @Test(arguments: Circumstances.allCases)
  func everythingFailsFromOneCallOn(in circumstances: Circumstances) throws {
    let (new, callCount, _) = try circumstances.new()
    for number in 1...callCount {
      let scratch = try ScratchDirectory(inMemory: true)
      try circumstances.prepare(scratch)
      let injector = circumstances.injector { event in
        event.total >= number && event.call != .unlink ? .fail(EIO) : .pass
      }
      let outcome = Result {
        try circumstances.run(in: scratch.path, SystemCalls(injector: injector))
      }
      // What could not be put back then is put back by the next run there.
      try scratch.repair(SystemCalls())
      let expected = if case .success = outcome { new } else { circumstances.old }
      #expect(scratch.contents == expected, "call \(number)")
      #expect(scratch.temporaries.isEmpty, "call \(number)")
    }
  }

  /// What a power cut needs: bytes are on the device before their names are given, the other names
  /// before the last, and nothing temporary goes before all names are on the device.
  @Test func syncsBeforeNaming() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let order = Mutex<[SystemCall]>([])
    let injector = FaultInjector { event in
      order.withLock { $0.append(event.call) }
      return .pass
    }
    let set = try makeSet(in: scratch.path, stored: 12, calls: SystemCalls(injector: injector))
    for text in ["a", "b"] { try set.append(text) }
    _ = try set.finish { _ in order.withLock { $0 = $0.filter { $0 == .sync } } }
    let calls = order.withLock { $0.filter { [.sync, .link, .unlink].contains($0) } }
    let parts: [SystemCall] = [.sync, .sync]
    let infoBytes: [SystemCall] = [.sync]
    let modes: [SystemCall] = [.unlink, .sync, .sync, .sync]
    let journal: [SystemCall] = [.sync, .sync]
    let names: [SystemCall] = [.link, .link, .sync, .link, .sync]
    let removals: [SystemCall] = [.unlink, .unlink, .unlink, .unlink]
    #expect(calls == parts + infoBytes + modes + journal + names + removals)
  }

  /// The process is killed before a call; the next run finds what it left.
  @Test(arguments: Circumstances.allCases)
  func killedBeforeEveryCall(in circumstances: Circumstances) throws {
    let (new, callCount, lastNaming) = try circumstances.new()
    for number in 1...callCount {
      let scratch = try ScratchDirectory(inMemory: true)
      try circumstances.prepare(scratch)
      // No call has an effect any more, but descriptors are closed, as they are at a death.
      let injector = circumstances.injector { $0.total >= number ? .fail(EIO) : .pass }
      _ = try? circumstances.run(in: scratch.path, SystemCalls(injector: injector))
      let repairing = circumstances.injector { _ in .pass }
      try scratch.repair(SystemCalls(injector: repairing))
      #expect(scratch.temporaries.isEmpty, "call \(number)")
      let expected = number > lastNaming ? new : circumstances.old
      #expect(scratch.contents == expected, "call \(number)")
    }
  }

  /// Killed while tidying up, and a delivery job has taken the first files away: the others are
  /// still a published set's.
  @Test func tidyingUpIsNoPublishing() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let isDead = Mutex(false)
    let injector = FaultInjector { event in
      isDead.withLock { isDead in
        defer { isDead = isDead || event.call == .truncate }
        return isDead ? .fail(EIO) : .pass
      }
    }
    let set = try makeSet(in: scratch.path, calls: SystemCalls(injector: injector))
    try set.append("a")
    _ = try set.finish()
    try FileManager.default.removeItem(atPath: scratch[testRoot + ".info"])
    #expect(!scratch.temporaries.isEmpty)
    _ = try Workspace(directory: scratch.path)
    #expect(scratch.names == [testRoot + ".gz"])
  }

  @Test(arguments: [1, 2, 3, 7]) func shortAndInterruptedTransfers(most: Int) throws {
    let circumstances = Circumstances(hasLinks: true, replaces: false)
    let (new, _, _) = try circumstances.new()
    let scratch = try ScratchDirectory(inMemory: true)
    let injector = FaultInjector { event in
      if event.ordinal % 3 != 0, event.call != .close { return .fail(EINTR) }
      return event.call == .write || event.call == .read ? .atMost(most) : .pass
    }
    try circumstances.run(in: scratch.path, SystemCalls(injector: injector))
    #expect(scratch.contents == new)
    #expect(scratch.temporaries.isEmpty)
  }

  /// File systems without exclusive renaming either.
  @Test func checkedRenamingIsTheLastResort() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let calls = SystemCalls(
      injector: FaultInjector { event in
        switch event.call {
        case .link: .fail(EPERM)
        case .rename where event.ordinal % 2 == 1: .fail(EINVAL)
        default: .pass
        }
      })
    try scratch.write("from", "ours")
    try scratch.write("taken", "theirs")
    #expect(throws: SystemError.alreadyExists) {
      try calls.place(scratch["from"], at: scratch["taken"])
    }
    try scratch.write("from2", "ours")
    try calls.place(scratch["from2"], at: scratch["to"])
    #expect(scratch.read("to") == Array("ours".utf8))
    #expect(scratch.read("taken") == Array("theirs".utf8))
  }

  @Test func fullDiskSaysHowFarItCame() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let calls = SystemCalls(injector: FaultInjector(failing: .write, number: 4, with: ENOSPC))
    let set = try makeSet(in: scratch.path, stored: 10_000_000, calls: calls)
    let block = TestBlock(
      stored: [UInt8](repeating: 7, count: 1_500_000), raw: [1], startsNewUser: true)
    let error = #expect(throws: PartError.self) {
      for _ in 0..<9 { try set.append(block) }
    }
    let temporary = try #require(scratch.temporaries.first { !$0.hasSuffix("lock") })
    #expect(error?.kind == .io)
    #expect(
      error?.description == "no space left on device: \(scratch[temporary]): "
        + "after 3 MB; nothing was published")
    #expect(throws: PartError.self) { try set.append(block) }
    #expect(throws: PartError.self) { try set.finish() }
    set.discard()
    #expect(scratch.names.isEmpty)
  }

  @Test(.enabled(if: TinyDisk.isPermitted)) func reallyFullDisk() throws {
    let disk = try TinyDisk()
    let set = try makeSet(in: disk.path, stored: 500_000)
    let block = TestBlock(
      stored: [UInt8](repeating: 7, count: 99_000), raw: [1], startsNewUser: true)
    let error = #expect(throws: PartError.self) {
      for _ in 0..<40 { try set.append(block) }
      _ = try set.finish()
    }
    #expect(error?.kind == .io)
    #expect(error?.systemCode == ENOSPC)
    set.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).isEmpty)
  }

  /// A file that can't be taken back is named in the error, and the next run removes it.
  @Test func namesWhatCouldNotBeTakenBack() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let broken = Mutex(false)
    let calls = SystemCalls(
      injector: FaultInjector { event in
        broken.withLock { broken in
          if event.call == .link, event.ordinal == 2 { broken = true }
          return broken ? .fail(EIO) : .pass
        }
      })
    let set = try makeSet(in: scratch.path, stored: 12, calls: calls)
    for text in ["a", "b", "c"] { try set.append(text) }
    let error = #expect(throws: PartError.self) { try set.finish() }
    #expect(
      error?.description == "input/output error: \(scratch[testRoot + ".2.gz"]): "
        + "the next run there will take back \(testRoot).1.gz, this one could not")
    set.discard()
    #expect(scratch.contents.keys.sorted() == [testRoot + ".1.gz"])
    try scratch.repair(SystemCalls())
    #expect(scratch.names.isEmpty)
  }
}

/// A file system of one megabyte in memory.
final class TinyDisk {
  let path: String
  private let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory(inMemory: true)
    path = scratch.path
    let status = try Tool.run(["mount", "-t", "tmpfs", "-o", "size=1m", "sluice-test", path]).status
    if status != 0 { throw CocoaError(.fileWriteNoPermission) }
  }

  deinit { _ = try? Tool.run(["umount", path]) }

  /// Whether this process may mount one.
  static let isPermitted = (try? TinyDisk()) != nil
}

extension ScratchDirectory {
  /// Has new runs repair the directory until nothing is left to do. One is enough, unless another test
  /// is starting a process at that moment, which holds copies of all our descriptors, the dead run's
  /// lock among them, until it becomes the other program.
  fileprivate func repair(_ calls: SystemCalls) throws {
    try waitUntil("nothing is left to repair of \(names)") {
      _ = try Workspace(directory: path, calls: calls)
      return temporaries.isEmpty
    }
  }
}
