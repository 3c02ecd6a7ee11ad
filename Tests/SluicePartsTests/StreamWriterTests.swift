// One stream: the same bytes as one part, whatever the descriptor takes at a time.

import Foundation
import Testing

@testable import SluiceParts

@Suite struct StreamWriterTests {
  private let blocks = (0..<20).map { TestBlock(String(repeating: "line \($0)\n", count: 50)) }

  private func pipe() -> (reading: FileHandle, writing: FileHandle) {
    let pipe = Pipe()
    return (pipe.fileHandleForReading, pipe.fileHandleForWriting)
  }

  private func wholeFile() throws -> [UInt8] {
    let scratch = try ScratchDirectory()
    let set = try makeSet(in: scratch.path)
    for block in blocks { try set.append(block) }
    let parts = try set.finish()
    return scratch.read(parts[0].name)
  }

  @Test func isTheSameAsOnePart() throws {
    let (reading, writing) = pipe()
    let stream = StreamWriter(descriptor: writing.fileDescriptor, framing: .test)
    for block in blocks { try stream.append(block) }
    let totals = try stream.finish()
    try writing.close()
    let bytes = Array(try reading.readToEnd() ?? Data())
    #expect(bytes == (try wholeFile()))
    #expect(totals.byteCount == bytes.count)
    #expect(totals.rawCount == blocks.reduce(0) { $0 + $1.raw.count })
  }

  @Test(arguments: [1, 5, 64]) func shortInterruptedAndRefusedWrites(most: Int) throws {
    let (reading, writing) = pipe()
    let calls = SystemCalls(
      injector: FaultInjector { event in
        guard event.call == .write else { return .pass }
        switch event.ordinal % 4 {
        case 1: return .fail(EINTR)
        case 2: return .fail(EAGAIN)
        default: return .atMost(most)
        }
      })
    let stream = StreamWriter(descriptor: writing.fileDescriptor, framing: .test, calls: calls)
    for block in blocks { try stream.append(block) }
    _ = try stream.finish()
    try writing.close()
    #expect(Array(try reading.readToEnd() ?? Data()) == (try wholeFile()))
  }

  @Test func descriptorThatDoesNotBlock() async throws {
    let (reading, writing) = pipe()
    let descriptor = writing.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let big = TestBlock(
      stored: [UInt8](repeating: 65, count: 1_000_000), raw: [1], startsNewUser: true)
    let writer = Task.detached {
      // Also after a failure, so that reading ends.
      defer { try? writing.close() }
      let stream = StreamWriter(descriptor: descriptor, framing: .none)
      try stream.append(big)
      return try stream.finish()
    }
    #expect(try reading.readToEnd()?.count == big.stored.count)
    #expect(try await writer.value.byteCount == big.stored.count)
  }

  @Test func closedPipeIsItsOwnKind() throws {
    let (reading, writing) = pipe()
    try reading.close()
    let stream = StreamWriter(descriptor: writing.fileDescriptor, framing: .test)
    let error = #expect(throws: PartError.self) {
      try withoutSIGPIPE { try stream.append(blocks[0]) }
    }
    #expect(error?.kind == .closedPipe)
  }

  /// Calls `body` where a closed pipe sends no signal. Ignoring the signal would be handed down to all
  /// programs that tests start from then on.
  private func withoutSIGPIPE(_ body: () throws -> Void) throws {
    var pipeSignal = sigset_t()
    var before = sigset_t()
    var none = timespec()
    // SAFETY: the sets and the time are plain values, read and written during the calls only.
    unsafe sigemptyset(&pipeSignal)
    unsafe sigaddset(&pipeSignal, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
    defer {
      // The signal waits for this thread, which takes it before it listens again.
      unsafe sigtimedwait(&pipeSignal, nil, &none)
      unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    try body()
  }

  @Test func fullDisk() throws {
    let device = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let stream = StreamWriter(descriptor: device.fileDescriptor, framing: .none)
    let error = #expect(throws: PartError.self) { try stream.append(blocks[0]) }
    #expect(error?.kind == .io)
    #expect(
      error?.description == "no space left on device: standard output: after 0 bytes")
  }

  @Test func withoutBlocksItIsAValidStreamOfNothing() throws {
    let (reading, writing) = pipe()
    let stream = StreamWriter(descriptor: writing.fileDescriptor, framing: .test)
    #expect(try stream.finish().byteCount == 11)
    try writing.close()
    #expect(
      Array(try reading.readToEnd() ?? Data())
        == PartFraming.test.prologue + PartFraming.test.epilogue(0, 0))
  }
}
