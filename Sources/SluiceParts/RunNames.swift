// The names of one run's temporary files, as pure values.
//
// All files of a run are flat in the output directory: `.sluice-RUN.lock`, which the run
// holds locked as long as it lives, and `.sluice-RUN.1`, `.sluice-RUN.2` and so on. RUN is 16
// hexadecimal digits drawn at random. Only names of exactly this form are ever removed.

/// One run's file names.
struct RunNames: Hashable {
  private static let prefix = ".sluice-"
  private static let runDigits = 16
  private static let lockSuffix = "lock"

  private let run: String

  /// Names that no other run has, but for a chance of one in 2^64.
  init() {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    run = String(repeating: "0", count: Self.runDigits - digits.count) + digits
  }

  /// The run that a file belongs to, or nil if the name is not one of a run's.
  init?(of fileName: String) {
    guard fileName.hasPrefix(Self.prefix) else { return nil }
    let parts = fileName.dropFirst(Self.prefix.count).split(
      separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == Self.runDigits,
      parts[0].utf8.allSatisfy(Self.isHexDigit),
      parts[1] == Self.lockSuffix || Self.isNumber(parts[1])
    else { return nil }
    run = String(parts[0])
  }

  /// The file that is locked while the run lives.
  var lock: String { Self.prefix + run + "." + Self.lockSuffix }

  /// A temporary file, counted from 1.
  func temporary(_ number: Int) -> String { Self.prefix + run + "." + String(number) }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }

  /// Whether `text` is a number without sign or leading zero.
  static func isNumber(_ text: Substring) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return !text.isEmpty && text.utf8.allSatisfy(digits.contains) && text.first != "0"
  }
}
