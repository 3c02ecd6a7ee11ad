// Outside judges: gzip, lz4, iconv, python3 and whatever else can be run on bytes.

import Foundation

/// Runs programs on bytes.
public enum Tool {
  /// What a program left behind.
  public struct Result: Sendable {
    /// Its exit code.
    public var status: Int32
    /// Its standard output.
    public var output: [UInt8]
    /// Its standard error.
    public var errors: String

    /// Its standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs a program with `input` as its standard input.
  /// - Parameter command: the program, looked up in PATH, and its arguments.
  public static func run(_ command: [String], input: [UInt8] = []) throws -> Result {
    try TemporaryDirectory.with { try run(command, input: input, in: $0) }
  }

  /// Everything goes through files in `directory`, so that no pipe fills while another is read.
  private static func run(
    _ command: [String], input: [UInt8], in directory: URL
  ) throws -> Result {
    let files = ["in", "out", "err"].map { directory.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    try Data(input).write(to: files[0])
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitOrKill()
    return Result(
      status: process.terminationStatus, output: [UInt8](try Data(contentsOf: files[1])),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }

  /// Runs a program that must succeed.
  /// - Returns: its standard output.
  public static func output(of command: [String], input: [UInt8] = []) throws -> [UInt8] {
    let result = try run(command, input: input)
    if result.status != 0 { throw Failure(command: command, result: result) }
    return result.output
  }

  /// A program that did not succeed.
  public struct Failure: Error {
    /// What was run.
    public var command: [String]
    /// What came of it.
    public var result: Result
  }
}
