// A program that reads bytes from us and writes to a descriptor, from its start to its end.
//
// Takes the program's words and a descriptor; owns the program's process, the channel to its standard
// input, and a file in memory that takes what it says on stderr, so that it can never wait
// for us to read. One thread feeds and ends it, any may kill it. When the value goes, the
// program has gone: nothing is left running, and no zombie.

import SluiceBytes
import Synchronization

/// A child process, which any thread may kill for as long as it is ours.
final class ChildProcess: Sendable {
  private let number: Int32
  private let calls: SystemCalls
  private let ending = Mutex<ProgramEnding?>(nil)

  init(number: Int32, _ calls: SystemCalls) {
    self.number = number
    self.calls = calls
  }

  /// Whether it has ended and was waited for.
  var isGone: Bool { ending.withLock { $0 != nil } }

  /// Ends it, if it still runs. Not while its end is taken note of: the number may be
  /// another process's right after.
  func kill() {
    ending.withLock { ending in
      if ending == nil { try? calls.killProgram(number) }
    }
  }

  /// Waits until it has ended, without keeping others from killing it.
  func wait() throws(SystemError) -> ProgramEnding {
    if let ending = ending.withLock({ $0 }) { return ending }
    try calls.awaitEnd(of: number)
    return try ending.withLock { (ending) throws(SystemError) in
      if let ending { return ending }
      let found = try calls.takeEnd(of: number)
      ending = found
      return found
    }
  }
}

/// A program on its way.
final class ProgramRun {
  /// How it ended and what it said.
  struct Outcome {
    let ending: ProgramEnding
    /// What it wrote to stderr, the first of it if it was very much.
    let errors: [UInt8]

    var isSuccess: Bool { ending == .exited(0) }
  }

  /// More than any program says before it fails.
  private static let errorLimit = 64 << 10

  let process: ChildProcess
  private let calls: SystemCalls
  /// Where its standard input comes from; nil once that has ended.
  private var input: Int32?
  /// What takes its stderr; nil once that was read.
  private var errors: Int32?

  /// Starts a program, found in PATH.
  /// - Parameters:
  ///   - arguments: the program's name first.
  ///   - output: its standard output, which stays the caller's.
  init(_ arguments: [String], output: Int32, _ calls: SystemCalls) throws(SystemError) {
    self.calls = calls
    let errors = try calls.makeMemoryFile()
    do throws(SystemError) {
      let (ours, theirs) = try calls.makeChannel()
      // Only the program may have its end, or it would never see the other one close.
      defer { calls.closeFile(theirs) }
      do throws(SystemError) {
        let number = try calls.startProgram(
          arguments, input: theirs, output: output, errors: errors)
        process = ChildProcess(number: number, calls)
      } catch {
        calls.closeFile(ours)
        throw error
      }
      input = ours
    } catch {
      calls.closeFile(errors)
      throw error
    }
    self.errors = errors
  }

  deinit {
    closeInput()
    process.kill()
    _ = try? process.wait()
    closeErrors()
  }

  /// Sends all of `bytes`. Throws `EPIPE` or `ECONNRESET` when the program has gone.
  func send(_ bytes: RawSpan) throws(SystemError) {
    guard let input else { throw .brokenPipe }
    var sent = 0
    while sent < bytes.byteCount {
      sent += try calls.sendSome(bytes.extracting(droppingFirst: sent), to: input)
    }
  }

  /// Ends the program's input, waits for its end and reads what it said.
  func end() throws(SystemError) -> Outcome {
    closeInput()
    let ending = try process.wait()
    defer { closeErrors() }
    guard let errors else { return Outcome(ending: ending, errors: []) }
    return Outcome(ending: ending, errors: try calls.readAll(errors, most: Self.errorLimit))
  }

  private func closeInput() {
    if let input { calls.closeFile(input) }
    input = nil
  }

  private func closeErrors() {
    if let errors { calls.closeFile(errors) }
    errors = nil
  }
}

/// The programs that work for one set of parts, so that any thread can end them all.
final class RunningPrograms: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isStopped = false
    var processes: [ChildProcess] = []
  }

  /// Whether `stop` was called.
  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Takes note of a program that was started; kills it if all were stopped meanwhile.
  func add(_ process: ChildProcess) {
    let isLate = state.withLock { state in
      state.processes.removeAll { $0.isGone }
      if !state.isStopped { state.processes.append(process) }
      return state.isStopped
    }
    if isLate { process.kill() }
  }

  /// Kills all of them, and those that are added later.
  func stop() {
    let processes = state.withLock { state in
      state.isStopped = true
      return state.processes
    }
    for process in processes { process.kill() }
  }
}
