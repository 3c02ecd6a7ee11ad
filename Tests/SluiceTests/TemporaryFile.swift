// Files for tests that need a path.

import Foundation

enum TemporaryFile {
  /// Writes `text` to a new file.
  static func make(_ text: String) throws -> String { try make(Array(text.utf8)) }

  /// Writes `bytes` to a new file.
  static func make(_ bytes: [UInt8]) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: url)
    return url.path
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
