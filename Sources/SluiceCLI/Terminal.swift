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

  /// Writes one line as it is.
  static func line(_ text: String) { write(text + "\n") }

  /// A text with what in names of files and columns would break or colour its line made visible:
  /// `\n`, `\t`, `\u{1b}`.
  static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.map { isControl($0) ? escape($0) : String($0) }.joined()
  }

  /// Control characters, and what else ends a line somewhere or turns its direction.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isBidiControl
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// Tells of a failure.
  static func error(_ text: String) { line(oneLine("sluice: error: \(text)")) }

  /// Tells of something that is no failure.
  static func warning(_ text: String) { line(oneLine("sluice: warning: \(text)")) }
}
