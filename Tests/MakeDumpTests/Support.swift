// What the tests share: dumps in memory, other programs as judges, files that go away.

import Foundation
import Synchronization

@testable import MakeDump

/// A dump in memory.
struct MadeDump {
  var bytes: [UInt8]
  var total: DumpRun.Total
}

extension DumpRun {
  /// Makes the dump into memory.
  func make(lanes: Int = 2) throws -> MadeDump {
    let collected = Collected()
    let total = try write(lanes: lanes) { bytes throws(DumpError) in collected.append(bytes) }
    return MadeDump(bytes: collected.bytes, total: total)
  }
}

private final class Collected: Sendable {
  private let store = Mutex<[UInt8]>([])

  var bytes: [UInt8] { store.withLock { $0 } }

  func append(_ bytes: RawSpan) {
    // SAFETY: the buffer is read while the span that owns it is borrowed.
    let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    store.withLock { $0 += copy }
  }
}

/// Calls `body` with the path of a file that holds `bytes` and is removed afterwards.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return try body(file.path)
}

/// What a program wrote and how it ended.
struct Finished {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a program found in PATH to its end. Its errors go through a file, so that neither of two
/// pipes can fill while the other is read.
func run(_ arguments: [String]) throws -> Finished {
  try withFile([]) { errorPath in
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(
      status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
      errors: try String(contentsOfFile: errorPath, encoding: .utf8))
  }
}

/// A path in the repository, from this file's place in it.
func repositoryPath(_ path: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(path).path
}
