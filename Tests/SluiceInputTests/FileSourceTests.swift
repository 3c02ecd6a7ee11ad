// Files, pipes and a system that interrupts, gives little, and breaks.

import Foundation
import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceInput

@Suite struct FileSourceTests {
  private func description(_ body: () throws(InputError) -> Void) -> (InputError.Kind?, String) {
    do { try body() } catch { return (error.kind, error.description) }
    return (nil, "no error")
  }

  private func resize(_ file: URL, to size: Int) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: UInt64(size))
    try handle.close()
  }

  @Test func readsAFile() throws {
    let directory = try TemporaryDirectory.make()
    defer { try? FileManager.default.removeItem(at: directory) }
    let content = Sample.noise.bytes(300_001)
    let path = directory.appending(path: "dump.csv").path
    try Data(content).write(to: URL(filePath: path))
    for room in [1 << 20, 65536, 1000] {
      let source = try FileSource(path: path)
      #expect(source.totalBytes == content.count)
      #expect(source.name == path)
      #expect(try source.readAll(room: room) == content)
      #expect(source.storedBytesRead == content.count)
      #expect(try source.readAll().isEmpty)
    }
  }

  @Test func missingFile() {
    let error = description { () throws(InputError) in _ = try FileSource(path: "/no/such/crm.csv")
    }
    #expect(error == (.notFound, "no such file: /no/such/crm.csv"))
    let inside = description { () throws(InputError) in
      _ = try FileSource(path: "/etc/passwd/crm.csv")
    }
    #expect(inside.0 == .notFound)
  }

  @Test func directory() {
    let error = description { () throws(InputError) in _ = try FileSource(path: "/tmp") }
    #expect(error == (.unreadable, "is a directory: /tmp (name the files in it)"))
  }

  @Test func noPermission() {
    let system = ScriptedSystem()
    system.openErrors = [SystemError(number: EACCES)]
    let error = description { () throws(InputError) in
      _ = try FileSource(path: "crm.csv", system: system)
    }
    #expect(error == (.unreadable, "cannot open, permission denied: crm.csv"))
  }

  @Test func closedStdin() {
    let error = description { () throws(InputError) in _ = try FileSource(descriptor: 999) }
    #expect(error == (.unreadable, "cannot read input, bad file descriptor: stdin"))
  }

  @Test func aDescriptorIsReadFromWhereItStands() throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data("from a pipe".utf8))
    try pipe.fileHandleForWriting.close()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    let source = try FileSource(descriptor: descriptor)
    #expect(source.totalBytes == nil)
    #expect(source.name == "stdin")
    #expect(try source.readAll() == Array("from a pipe".utf8))
  }

  @Test func restOfAFile() throws {
    let directory = try TemporaryDirectory.make()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "dump.csv")
    try Data("0123456789".utf8).write(to: file)
    let handle = try FileHandle(forReadingFrom: file)
    try handle.seek(toOffset: 4)
    let source = try FileSource(descriptor: handle.fileDescriptor)
    #expect(source.totalBytes == 6)
    #expect(try source.readAll() == Array("456789".utf8))
    #expect(try handle.offset() == 10, "still open")
  }

  @Test func descriptorThatDoesNotBlockIsWaitedFor() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let system = LateSystem {
      pipe.fileHandleForWriting.write(Data("late".utf8))
      try? pipe.fileHandleForWriting.close()
    }
    let source = try FileSource(
      descriptor: descriptor, name: "late", ownsDescriptor: false, system: system)
    #expect(try source.readAll() == Array("late".utf8))
    #expect(system.waits > 0)
  }

  @Test func interruptionsAndShortReadsAreInvisible() throws {
    let content = String(repeating: "0123456789", count: 20)
    let system = ScriptedSystem(
      content: content,
      steps: [
        .fail(.interrupted), .give(1), .fail(.interrupted), .fail(.interrupted), .give(3),
        .fail(.wouldBlock), .give(7), .fail(.wouldBlock), .fail(.interrupted), .give(50),
      ])
    system.openErrors = [.interrupted, .interrupted]
    let source = try FileSource(path: "crm.csv", system: system)
    #expect(system.advised)
    #expect(try source.readAll() == Array(content.utf8))
    #expect(system.waits == 2)
    #expect(source.storedBytesRead == 200)
  }

  @Test func readErrorNamesThePosition() throws {
    let system = ScriptedSystem(content: "0123456789", steps: [.give(4), .fail(.inputOutput)])
    let source = try FileSource(path: "crm.csv", system: system)
    let error = description { () throws(InputError) in _ = try source.readAll() }
    #expect(error == (.readFailed, "read error, input/output error: crm.csv, byte 4"))
  }

  @Test("what is left of a file that is cut while it is read is not taken for the whole")
  func aFileThatIsCut() throws {
    let directory = try TemporaryDirectory.make()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "dump.csv")
    for left in [0, 1000, 5000] {
      try Data(repeating: 0x61, count: 10_000).write(to: file)
      let source = try FileSource(path: file.path)
      _ = try source.readSome(2000)
      try resize(file, to: left)
      let error = description { () throws(InputError) in _ = try source.readAll(room: 1000) }
      #expect(
        error == (
          .readFailed,
          "the file was cut while it was read, from 10000 bytes to \(left): \(file.path) "
            + "(read it again when nothing writes to it any more)"
        ))
    }
  }

  @Test func aFileThatGrows() throws {
    let directory = try TemporaryDirectory.make()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "dump.csv")
    try Data("0123".utf8).write(to: file)
    let source = try FileSource(path: file.path)
    try resize(file, to: 6)
    #expect(try source.readAll() == Array("0123\0\0".utf8))
  }

  @Test("files of the system's have no size, or a larger one than their content")
  func sizesThatSayNothing() throws {
    #expect(try !FileSource(path: "/proc/self/status").readAll().isEmpty)
    let system = ScriptedSystem(content: "on\n")
    system.fileStatus.remaining = 4096
    system.fileStatus.size = 4096
    #expect(try FileSource(path: "power", system: system).readAll() == Array("on\n".utf8))
  }

  @Test func descriptorsAreClosedOnceWhenOwned() throws {
    let system = ScriptedSystem()
    do { _ = try FileSource(path: "crm.csv", system: system) }
    #expect(system.closed == [7])
    system.fileStatus.kind = .directory
    #expect(throws: InputError.self) { try FileSource(path: "crm.csv", system: system) }
    system.statusError = .inputOutput
    #expect(throws: InputError.self) { try FileSource(path: "crm.csv", system: system) }
    #expect(system.closed == [7, 7, 7])
    let lent = ScriptedSystem()
    do { _ = try FileSource(descriptor: 0, name: "stdin", ownsDescriptor: false, system: lent) }
    #expect(lent.closed.isEmpty)
  }

  @Test func noRoomIsNotTheEnd() throws {
    let source = try FileSource(path: "crm.csv", system: ScriptedSystem(content: "abc"))
    #expect(try source.readAll(room: 0).isEmpty)
    #expect(try source.readAll() == Array("abc".utf8))
  }
}
