// Files beside the parts, at a path of their own.

import Foundation
import Testing

@testable import SluiceParts

@Suite struct CompanionTests {
  @Test func getsItsNameWhenFinished() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let file = try CompanionFile(path: scratch["deep/er/rejects.csv"])
    let lines = (0..<30_000).map { "line \($0)\n" }
    for line in lines { try file.append(line) }
    let inner = scratch["deep/er"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: inner).count == 2)
    try file.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: inner) == ["rejects.csv"])
    #expect(scratch.read("deep/er/rejects.csv") == Array(lines.joined().utf8))
    #expect(try scratch.mode("deep/er/rejects.csv") == 0o600)
    let error = #expect(throws: PartError.self) { try file.append("more") }
    #expect(error?.kind == .cancelled)
  }

  @Test func emptyFileIsNamedToo() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    try CompanionFile(path: scratch["rejects.csv"], isPrivate: false).finish()
    #expect(scratch.contents == ["rejects.csv": []])
    #expect(try scratch.mode("rejects.csv") & 0o600 == 0o600)
  }

  @Test func replacesOnlyWhenAsked() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    try scratch.write("rejects.csv", "old")
    let error = #expect(throws: PartError.self) {
      try CompanionFile(path: scratch["rejects.csv"])
    }
    #expect(error?.kind == .exists)
    let dropped = try CompanionFile(path: scratch["rejects.csv"], replaceExisting: true)
    try dropped.append("dropped")
    dropped.discard()
    dropped.discard()
    #expect(throws: PartError.self) { try dropped.finish() }
    #expect(scratch.contents == ["rejects.csv": Array("old".utf8)])
    let file = try CompanionFile(path: scratch["rejects.csv"], replaceExisting: true)
    try file.append("new")
    try file.finish()
    #expect(scratch.contents == ["rejects.csv": Array("new".utf8)])
    #expect(scratch.temporaries.isEmpty)
  }

  @Test func fileMadeMeanwhileIsKept() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let file = try CompanionFile(path: scratch["rejects.csv"])
    try scratch.write("rejects.csv", "theirs")
    let error = #expect(throws: PartError.self) { try file.finish() }
    #expect(error?.kind == .exists)
    file.discard()
    #expect(scratch.contents == ["rejects.csv": Array("theirs".utf8)])
    #expect(scratch.temporaries.isEmpty)
  }

  @Test func linksAreFollowed() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let other = try ScratchDirectory(inMemory: true)
    try other.write("real.csv", "old")
    let link = scratch["rejects.csv"]
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: other["real.csv"])
    #expect(throws: PartError.self) { try CompanionFile(path: link) }
    let file = try CompanionFile(path: link, replaceExisting: true)
    try file.append("new")
    try file.finish()
    #expect(other.contents == ["real.csv": Array("new".utf8)])
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link) == other["real.csv"])
  }

  @Test func devicesAreWrittenToDirectly() throws {
    let file = try CompanionFile(path: "/dev/null")
    try file.append("gone")
    try file.finish()
    let full = try CompanionFile(path: "/dev/full", replaceExisting: true)
    let error = #expect(throws: PartError.self) { try full.append("x") }
    #expect(error?.kind == .io)
    full.discard()
    let null = try Tool.run(["stat", "-c", "%F", "/dev/null"]).text
    #expect(null == "character special file\n")
  }

  @Test func pathsThatAreNone() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    for path in ["", scratch.path, scratch["x/"], scratch["x/.."]] {
      let error = #expect(throws: PartError.self, "\(path)") {
        try CompanionFile(path: path, replaceExisting: true)
      }
      #expect(error?.kind == .usage || error?.kind == .exists || error?.kind == .cannotCreate)
    }
    #expect(scratch.names.isEmpty)
  }

  /// Each failing call: the old file or the new one, never another or none.
  @Test(arguments: [false, true]) func everyCallFailsOnce(replaceExisting: Bool) throws {
    let old = replaceExisting ? ["rejects.csv": Array("old".utf8)] : [:]
    for number in 1...200 {
      let scratch = try ScratchDirectory(inMemory: true)
      if replaceExisting { try scratch.write("rejects.csv", "old") }
      let injector = FaultInjector(failingCall: number, with: EIO)
      let outcome = Result {
        let file = try CompanionFile(
          path: scratch["rejects.csv"], replaceExisting: replaceExisting,
          calls: SystemCalls(injector: injector))
        try file.append("new")
        try file.finish()
      }
      let isNew = if case .success = outcome { true } else { false }
      #expect(scratch.contents == (isNew ? ["rejects.csv": Array("new".utf8)] : old))
      if injector.callCount < number { return }
    }
    Issue.record("more calls than expected")
  }
}
