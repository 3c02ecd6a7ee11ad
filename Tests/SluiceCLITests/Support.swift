// What the tests share: the real binary, a directory for each test, other programs as judges.
//
// Everything goes through files, so that no pipe can fill up unread, and every run has a directory
// of its own as its working directory, so that messages name files as a user would see them. The tools
// are brought along for every file.

import Foundation
@_exported import SluiceTestTools

/// The programs that were built beside the tests.
enum Products {
  /// The directory of the test runner and with it of every product.
  static let directory: String = {
    let runner =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    var url = URL(fileURLWithPath: runner).deletingLastPathComponent()
    while !FileManager.default.isExecutableFile(atPath: url.appendingPathComponent("sluice").path),
      url.path != "/"
    {
      url.deleteLastPathComponent()
    }
    return url.path
  }()

  static let sluice = directory + "/sluice"

  /// The optimised program, where there is one that is not older than the sources: what it takes of
  /// memory and how often it allocates says nothing in a debug build. `scripts/setup` makes it.
  static let optimised: String? = {
    let path = repositoryPath(".build/release/sluice")
    // Whoever requires it has just built it; a build leaves alone what changes of documentation do not concern.
    if isOptimisedRequired { return FileManager.default.fileExists(atPath: path) ? path : nil }
    let sources = FileManager.default.enumerator(atPath: repositoryPath("Sources"))?
      .compactMap { ($0 as? String).map { repositoryPath("Sources/\($0)") } }
      .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }
    guard let built = modified(path), let sources else { return nil }
    return sources.allSatisfy { modified($0).map { $0 <= built } ?? true } ? path : nil
  }()

  /// Whether tests of the optimised program are to fail where there is none.
  static let isOptimisedRequired =
    ProcessInfo.processInfo.environment["SLUICE_REQUIRES_OPTIMISED"] != nil

  private static func modified(_ path: String) -> Date? {
    try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
  }
}

/// How a program ended.
enum Ending: Equatable {
  case exited(Int32)
  case killed(by: Int32)

  static let done = Ending.exited(0)
}

/// What a program wrote and how it ended.
struct Finished {
  var ending: Ending
  var output: [UInt8]
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// A directory that a test works in.
struct Directory {
  let path: String

  func path(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func read(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Everything in a directory of it, hidden files too; nothing if there is no such directory.
  func list(_ name: String = ".") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }

  /// The permission bits of a file.
  func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  /// Starts a program.
  /// - Parameters:
  ///   - input: what it reads; nothing by default.
  ///   - additions: to its environment.
  func start(
    _ program: String, _ arguments: [String], input: FileHandle? = nil,
    environment additions: [String: String] = [:]
  ) throws -> Running {
    let files = try (output: newFile(), errors: newFile())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = Self.environment.merging(additions) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = files.output.handle
    process.standardError = files.errors.handle
    try process.run()
    return Running(process: process, output: files.output, errors: files.errors)
  }

  /// Runs `sluice` to its end; `input` is its stdin.
  func sluice(_ arguments: [String], input: [UInt8] = []) throws -> Finished {
    let file = try newFile(input)
    defer { try? FileManager.default.removeItem(at: file.url) }
    return try start(Products.sluice, arguments, input: file.handle).finish()
  }

  /// Runs `sluice` with arguments as one would type them; blanks separate them.
  func sluice(_ arguments: String, input: String = "") throws -> Finished {
    try sluice(arguments.split(separator: " ").map(String.init), input: Array(input.utf8))
  }

  /// Runs a shell script to its end, with the products in its path.
  func shell(_ script: String) throws -> Finished {
    try start("/bin/bash", ["-c", "set -o pipefail\n" + script]).finish()
  }

  /// Runs a Python program to its end.
  func python(_ program: String, _ arguments: [String] = []) throws -> Finished {
    try start("/usr/bin/env", ["python3", "-c", program] + arguments).finish()
  }

  private static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = Products.directory + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["NO_COLOR"] = "1"
    return environment
  }()

  private func newFile(_ bytes: [UInt8] = []) throws -> File {
    let url = URL(filePath: try TemporaryFile.make(bytes))
    return File(url: url, handle: try FileHandle(forUpdating: url))
  }

  /// An open file.
  struct File {
    let url: URL
    let handle: FileHandle

    /// The file's bytes; the file goes.
    func take() throws -> [UInt8] {
      defer { try? FileManager.default.removeItem(at: url) }
      return try Array(Data(contentsOf: url))
    }
  }
}

/// A program on its way.
struct Running {
  let process: Process
  let output: Directory.File
  let errors: Directory.File

  /// Waits until `isSo`, which must come about while the program runs or by its end; ends a program
  /// with which it does not.
  func waitUntil(_ what: String, _ isSo: () -> Bool) throws {
    do {
      try SluiceTestTools.waitUntil(what) { isSo() || !process.isRunning }
      if !isSo() { throw WaitingError("the program ended before: \(what)") }
    } catch {
      kill(SIGKILL)
      throw error
    }
  }

  func kill(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

  /// Waits for its end.
  func finish() throws -> Finished {
    process.waitOrKill()
    let status = process.terminationStatus
    return Finished(
      ending: process.terminationReason == .exit ? .exited(status) : .killed(by: status),
      output: try output.take(), errors: String(decoding: try errors.take(), as: UTF8.self))
  }
}

/// Calls `body` with a new directory, which is removed afterwards.
func withDirectory<Result>(_ body: (Directory) throws -> Result) throws -> Result {
  try TemporaryDirectory.with { try body(Directory(path: $0.path)) }
}
