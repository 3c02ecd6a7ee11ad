// Sources for tests: bytes in memory, handed out as the test wants, and a system that misbehaves.

import Foundation
import SluiceBytes
import Testing

@testable import SluiceInput

/// Delivers bytes in memory, at most `piece` at a time, and fails at their end if told to.
final class MemorySource: ByteSource {
  let name = "memory"
  private(set) var storedBytesRead = 0
  private let bytes: [UInt8]
  private let piece: Int
  private let failure: InputError?

  init(_ bytes: [UInt8], piece: Int = .max, failure: InputError? = nil) {
    self.bytes = bytes
    self.piece = piece
    self.failure = failure
  }

  convenience init(_ text: String, piece: Int = .max) { self.init(Array(text.utf8), piece: piece) }

  func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    let end = min(bytes.count, storedBytesRead + min(piece, bytes.count))
    if storedBytesRead == end, let failure { throw failure }
    let count = Array(bytes[storedBytesRead..<end]).withRawBytes { output.append(fitting: $0) }
    storedBytesRead += count
    return count
  }
}

extension ByteSource {
  /// Everything up to the end, read with `room` at a time.
  func readAll(room: Int = 1 << 16) throws(InputError) -> [UInt8] {
    let all = ByteBuffer(capacity: 0)
    let block = ByteBuffer(capacity: room)
    while true {
      block.removeAll()
      let count = try block.withSpareCapacity(minimum: 0) {
        (room: inout OutputRawSpan) throws(InputError) in try read(into: &room)
      }
      precondition(count == block.count, "the count is not what was appended")
      if count == 0 { return all.withBytes { $0.copied() } }
      block.withBytes { all.append($0) }
    }
  }

  /// What one read with so much room gives.
  func readSome(_ room: Int) throws(InputError) -> Int {
    try ByteBuffer(capacity: room).withSpareCapacity(minimum: 0) {
      (room: inout OutputRawSpan) throws(InputError) in try read(into: &room)
    }
  }
}

/// A system whose calls follow a script: each read does what comes next.
final class ScriptedSystem: InputSyscalls {
  enum Step {
    case fail(SystemError)
    /// Gives at most so many of the bytes that are left.
    case give(Int)
  }

  var openErrors: [SystemError] = []
  var statusError: SystemError?
  var fileStatus = FileStatus(kind: .regular, remaining: 0)
  private(set) var closed: [Int32] = []
  private(set) var waits = 0
  private(set) var advised = false
  private var content: [UInt8]
  private var steps: [Step]

  init(content: String = "", steps: [Step] = []) {
    self.content = Array(content.utf8)
    self.steps = steps
    fileStatus.remaining = content.utf8.count
  }

  func open(_ path: String) throws(SystemError) -> Int32 {
    if !openErrors.isEmpty { throw openErrors.removeFirst() }
    return 7
  }

  func status(_ descriptor: Int32) throws(SystemError) -> FileStatus {
    if let statusError { throw statusError }
    return fileStatus
  }

  func adviseSequential(_ descriptor: Int32) { advised = true }

  func enlargePipe(_ descriptor: Int32) {}

  func read(_ descriptor: Int32, into output: inout OutputRawSpan) throws(SystemError) -> Int {
    switch steps.isEmpty ? .give(.max) : steps.removeFirst() {
    case .fail(let error): throw error
    case .give(let most):
      let count = Array(content.prefix(most)).withRawBytes { output.append(fitting: $0) }
      content.removeFirst(count)
      return count
    }
  }

  func waitReadable(_ descriptor: Int32) throws(SystemError) { waits += 1 }
  func close(_ descriptor: Int32) { closed.append(descriptor) }
}

/// The real system, where something comes once it is waited for.
final class LateSystem: InputSyscalls {
  private(set) var waits = 0
  private let real = SystemInput()
  private let send: @Sendable () -> Void

  init(send: @escaping @Sendable () -> Void) { self.send = send }

  func open(_ path: String) throws(SystemError) -> Int32 { try real.open(path) }
  func status(_ descriptor: Int32) throws(SystemError) -> FileStatus {
    try real.status(descriptor)
  }
  func adviseSequential(_ descriptor: Int32) { real.adviseSequential(descriptor) }
  func enlargePipe(_ descriptor: Int32) { real.enlargePipe(descriptor) }
  func read(_ descriptor: Int32, into output: inout OutputRawSpan) throws(SystemError) -> Int {
    try real.read(descriptor, into: &output)
  }

  /// Has it sent by another thread, which may be before or while this one waits.
  func waitReadable(_ descriptor: Int32) throws(SystemError) {
    waits += 1
    if waits == 1 { Thread.detachNewThread(send) }
    try real.waitReadable(descriptor)
  }

  func close(_ descriptor: Int32) { real.close(descriptor) }
}
