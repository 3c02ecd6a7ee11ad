// Directories and files that tests work with and leave nothing of.

public import Foundation

/// New directories.
public enum TemporaryDirectory {
  /// Makes a directory, which the caller removes.
  /// - Parameter inMemory: for tests that make hundreds of runs, whose syncs would take minutes
  ///   on a disk; on a disk anyway where the system has no file system in memory.
  public static func make(inMemory: Bool = false) throws -> URL {
    let memory = "/dev/shm"
    let base =
      inMemory && FileManager.default.isWritableFile(atPath: memory)
      ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    let directory = base.appending(path: "sluice-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// Calls `body` with a new directory, which is removed afterwards.
  public static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let directory = try make()
    defer { try? FileManager.default.removeItem(at: directory) }
    return try body(directory)
  }
}

/// New files.
public enum TemporaryFile {
  /// Writes `text` to a new file, which the caller removes.
  /// - Returns: its path.
  public static func make(_ text: String) throws -> String { try make(Array(text.utf8)) }

  /// Writes `bytes` to a new file, which the caller removes.
  /// - Returns: its path.
  public static func make(_ bytes: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "sluice-test-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Removes a file.
  public static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// Calls `body` with the path of a file that holds `bytes` and is removed afterwards.
  public static func with<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let path = try make(bytes)
    defer { remove(path) }
    return try body(path)
  }

  /// Calls `body` with the path of a file that holds `text` and is removed afterwards.
  public static func with<Result>(
    _ text: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try with(Array(text.utf8), body)
  }
}

/// A path in the repository, from this file's place in it.
public func repositoryPath(_ path: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: path).path
}
