// stderr: everything that is not data goes here.

import Glibc

/// Writes for people.
enum Terminal {
  /// Whether stderr is a terminal that may be drawn on.
  static let isInteractive = isatty(STDERR_FILENO) == 1 && !isPlainWanted
  private static let isPlainWanted = unsafe getenv("NO_COLOR") != nil

  /// Writes `text` as it is.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      // SAFETY: the pointer is used during the call only.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0 && errno != EINTR { return }
      bytes = bytes.dropFirst(max(count, 0))
    }
  }

  /// Writes one line.
  static func line(_ text: String) { write(text + "\n") }

  /// Tells of a failure.
  static func error(_ text: String) { line("sluice: error: \(text)") }

  /// Tells of something that is no failure.
  static func warning(_ text: String) { line("sluice: warning: \(text)") }
}
