// Temporary files: their names and permissions, the lock, and whose files the next run removes.

import Foundation
import Synchronization
import Testing

@testable import SluiceParts

@Suite struct WorkspaceTests {
  private let dead = ".sluice-00000000000000aa"
  private let live = ".sluice-00000000000000bb"

  @Test func filesArePrivateFlatAndGoWithIt() throws {
    let scratch = try ScratchDirectory()
    let workspace = try Workspace(directory: scratch.path)
    let files = try (0..<3).map { _ in try workspace.makeFile(bufferSize: 10) }
    #expect(scratch.names.count == 4)
    let form = /\.sluice-[0-9a-f]{16}\.(lock|[1-3])/
    for name in scratch.names {
      #expect(name.wholeMatch(of: form) != nil)
      #expect(try scratch.mode(name) == 0o600)
    }
    #expect(Set(files.map(\.name)).isSubset(of: scratch.names))
    workspace.close()
    workspace.close()
    #expect(scratch.names.isEmpty)
    let error = #expect(throws: PartError.self) { try workspace.makeFile(bufferSize: 10) }
    #expect(error?.kind == .cancelled)
  }

  @Test func onlyExactNamesAreARuns() {
    let run = RunNames()
    #expect(RunNames(of: run.lock) == run)
    #expect(RunNames(of: run.temporary(1)) == run)
    #expect(RunNames(of: run.temporary(12_345)) == run)
    for name in [
      ".sluice-", ".sluice-format", ".sluice-00000000000000aa", dead + ".", dead + ".01",
      dead + ".x", dead + ".lock.1", dead + ".-1", "x" + dead + ".1", dead + "a.1",
      ".sluice-00000000000000AA.1", ".sluice-0000000000000é.1",
    ] {
      #expect(RunNames(of: name) == nil, "\(name)")
    }
  }

  @Test func removesFilesOfDeadRunsOnly() throws {
    let scratch = try ScratchDirectory()
    for ending in [".lock", ".1", ".2"] {
      try scratch.write(dead + ending, "")
      try scratch.write(live + ending, "")
    }
    try scratch.write(".sluice-00000000000000cc.7", "its lock file is gone")
    let others = [".sluice-notes", "ftp_dpm_1_1732240000.sync.gz", ".sluice.1"]
    for name in others { try scratch.write(name, "") }
    let holder = try LockHolder(scratch[live + ".lock"])
    let liveFiles = [live + ".1", live + ".2", live + ".lock"]

    _ = try Workspace(directory: scratch.path)
    #expect(scratch.names == (others + liveFiles).sorted())

    holder.kill()
    _ = try Workspace(directory: scratch.path)
    #expect(scratch.names == others.sorted())
  }

  /// In the folders of days below a set's root a half published set is taken back too, and a live run's
  /// files stay.
  @Test func deadRunsBelowTheRoot() throws {
    let scratch = try ScratchDirectory()
    let days = ["acme/date=2024-01-01", "acme/date=2024-01-02"]
    for day in days {
      try FileManager.default.createDirectory(
        atPath: scratch[day], withIntermediateDirectories: true)
    }
    try scratch.write(days[0] + "/x.1.gz", "half")
    let inode = try SystemCalls().facts(at: scratch[days[0] + "/x.1.gz"]).inode
    let journal = PublishingJournal(
      namings: [.init(inode: inode, name: "x.1.gz"), .init(inode: 1, name: "x.info")], asides: [])
    try Data(journal.bytes).write(to: URL(filePath: scratch[days[0] + "/" + dead + ".lock"]))
    for ending in [".lock", ".1"] { try scratch.write(days[1] + "/" + live + ending, "") }
    let holder = try LockHolder(scratch[days[1] + "/" + live + ".lock"])
    let set = try PartSet(
      directory: scratch["other/date=2024-01-03"], sequences: [.test],
      bounds: PartBounds(storedLimit: 99, rawLimit: 99), framing: .none, root: scratch.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch[days[0]]) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch[days[1]]).count == 2)
    set.discard()
    holder.kill()
  }

  @Test func anotherUsersFilesAndPlantedLinksAreLeftAlone() throws {
    let scratch = try ScratchDirectory()
    let outside = try ScratchDirectory()
    try outside.write("target", "precious")
    try FileManager.default.createSymbolicLink(
      atPath: scratch[dead + ".lock"], withDestinationPath: outside["target"])
    try scratch.write(dead + ".1", "")
    #expect(try Tool.run(["mkfifo", scratch[live + ".lock"]]).status == 0)
    _ = try Workspace(directory: scratch.path)
    #expect(scratch.names == [dead + ".1", dead + ".lock", live + ".lock"])
    #expect(outside.read("target") == Array("precious".utf8))
  }

  @Test func twoRunsInOneDirectory() throws {
    let scratch = try ScratchDirectory()
    let first = try makeSet(in: scratch.path, framing: .none)
    try first.append("first\n")
    let second = try PartSet(
      directory: scratch.path,
      sequences: [PartNaming(root: "other.sync", info: infoText) { _ in "other.sync" }],
      bounds: PartBounds(storedLimit: 99, rawLimit: 99), framing: .none)
    try second.append("second\n")
    try first.append("more\n")
    _ = try second.finish()
    _ = try first.finish()
    #expect(scratch.names.count == 4)
    #expect(scratch.read(testRoot + ".gz") == Array("first\nmore\n".utf8))
    #expect(scratch.read("other.sync") == Array("second\n".utf8))
  }

  /// Both start before either publishes: the one that publishes later must not replace.
  @Test func twoRunsOfOneName() throws {
    let scratch = try ScratchDirectory()
    let first = try makeSet(in: scratch.path, framing: .none)
    let second = try makeSet(in: scratch.path, framing: .none)
    try first.append("first\n")
    try second.append("second\n")
    _ = try first.finish()
    let error = #expect(throws: PartError.self) { try second.finish() }
    #expect(error?.kind == .exists)
    second.discard()
    #expect(scratch.names == [testRoot + ".gz", testRoot + ".info"])
    #expect(scratch.read(testRoot + ".gz") == Array("first\n".utf8))
  }

  /// Workspaces that open and close at the same time, each cleaning up: none takes another's.
  @Test func manyRunsStartAtOnce() async throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<24 {
        group.addTask {
          let root = "run\(number).sync"
          let set = try PartSet(
            directory: path, sequences: [PartNaming(root: root, info: infoText) { _ in root }],
            bounds: PartBounds(storedLimit: 99, rawLimit: 99), framing: .none)
          try set.append("\(number)")
          _ = try set.finish()
        }
      }
      try await group.waitForAll()
    }
    #expect(scratch.names.count == 48)
    for number in 0..<24 { #expect(scratch.read("run\(number).sync") == Array("\(number)".utf8)) }
  }

  /// Where the file system has no locks the run goes on, and removes nothing it can't judge.
  @Test func withoutLocks() throws {
    let scratch = try ScratchDirectory()
    try scratch.write(dead + ".lock", "")
    try scratch.write(dead + ".1", "")
    let calls = SystemCalls(
      injector: FaultInjector { $0.call == .lock ? .fail(ENOTSUP) : .pass })
    let set = try makeSet(in: scratch.path, calls: calls)
    try set.append("x")
    #expect(try set.finish().count == 1)
    #expect(scratch.temporaries == [dead + ".1", dead + ".lock"])
  }

  /// Another run may lock a lock file in the instant between its making and its locking.
  @Test func lockLostInTheMaking() throws {
    let scratch = try ScratchDirectory()
    let calls = SystemCalls(
      injector: FaultInjector { $0.call == .lock && $0.ordinal < 3 ? .fail(EAGAIN) : .pass })
    let workspace = try Workspace(directory: scratch.path, calls: calls)
    // The two lost ones belong to nobody here, so they were removed as a dead run's.
    #expect(scratch.names.count == 1)
    workspace.close()
    #expect(scratch.names.isEmpty)
  }

  @Test func parents() {
    let cases = [
      ("a/b", "a"), ("/a", "/"), ("a", "."), ("a/b//", "a"), ("/a/b", "/a"), ("a//b", "a/"),
    ]
    for (path, parent) in cases { #expect(SystemCalls.parent(of: path) == parent, "\(path)") }
    #expect(SystemCalls.parent(of: "/") == nil)
    #expect(SystemCalls.parent(of: ".") == nil)
  }
}

@Suite struct JournalTests {
  private let run = RunNames()

  @Test func comesBackAsItWas() {
    let journal = PublishingJournal(
      namings: [.init(inode: 7, name: "ü b.gz"), .init(inode: .max, name: "x.info")],
      asides: [.init(temporary: run.temporary(3), name: "line\nend")])
    #expect(PublishingJournal(journal.bytes, of: run) == journal)
    for length in 0..<journal.bytes.count - 1 {
      #expect(PublishingJournal(Array(journal.bytes.prefix(length)), of: run) == nil)
    }
  }

  @Test func namesNothingOutsideOfTheDirectory() {
    for name in ["../x", "/etc/passwd", "a/b", ".", "..", ""] {
      let naming = PublishingJournal(namings: [.init(inode: 1, name: name)], asides: [])
      #expect(PublishingJournal(naming.bytes, of: run) == nil)
      let aside = PublishingJournal(
        namings: [], asides: [.init(temporary: run.temporary(1), name: name)])
      #expect(PublishingJournal(aside.bytes, of: run) == nil)
    }
    for temporary in ["x", RunNames().temporary(1), "../" + run.temporary(1)] {
      let aside = PublishingJournal(
        namings: [], asides: [.init(temporary: temporary, name: "x")])
      #expect(PublishingJournal(aside.bytes, of: run) == nil)
    }
  }
}
