// Text from the command line to values, with errors that say what was expected.

import Sluice

/// Readers of typed values.
enum Typed {
  static func byte(_ text: String, _ option: String) throws -> UInt8 {
    guard let byte = DialectText.byte(text) else {
      throw wrong(text, option, "one ASCII character, tab, or 0x01 to 0x7F")
    }
    return byte
  }

  static func mark(_ text: String, _ option: String) throws -> DialectSettings.Mark {
    guard let mark = DialectText.mark(text) else {
      throw wrong(text, option, "one ASCII character, 0x01 to 0x7F, or none")
    }
    return mark
  }

  static func size(_ text: String, _ option: String) throws -> Int {
    guard let size = DialectText.size(text) else {
      throw wrong(text, option, "a size such as 250MB, 250MiB, 1GB or a number of bytes")
    }
    return size
  }

  static func yesNo(_ text: String, _ option: String) throws -> Bool {
    switch text.lowercased() {
    case "yes", "true": true
    case "no", "false": false
    default: throw wrong(text, option, "yes or no")
    }
  }

  static func ragged(_ text: String) throws -> DialectSettings.Ragged {
    guard let ragged = DialectSettings.Ragged(rawValue: text) else {
      throw wrong(text, "--ragged", "reject, pad, or keep for sluice rows")
    }
    return ragged
  }

  static func number(_ text: String, _ option: String, in range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw wrong(text, option, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Dumps; stdin if none is named.
  static func inputs(_ paths: [String]) throws -> [String] {
    paths.isEmpty ? ["-"] : try self.paths(paths)
  }

  static func paths(_ paths: [String]) throws -> [String] { try paths.map(path) }

  static func path(_ path: String) throws -> String {
    if !path.isEmpty { return path }
    throw SluiceError(.usage, "a path is \"\" (expected: a file, or - for stdin)")
  }

  static func lanes(_ text: String?) throws -> Int {
    try text.map { try number($0, "--lanes", in: LaneCount.range) } ?? LaneCount.usual
  }

  static func rejectLimit(_ text: String) throws -> RejectLimit {
    if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
      return .percent(percent)
    }
    guard let count = Int(text), count >= 0 else {
      throw wrong(text, "--max-rejects", "a number of records or a percentage such as 0.5%")
    }
    return .count(count)
  }

  /// Texts between commas.
  static func list(_ text: String, _ option: String, _ expected: String) throws -> [String] {
    let texts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if texts.contains("") {
      throw SluiceError(.usage, "\(option) has an empty entry (expected: \(expected))")
    }
    return texts
  }

  private static func wrong(_ text: String, _ option: String, _ expected: String) -> SluiceError {
    SluiceError(.usage, "not a value for \(option): \"\(text)\" (expected: \(expected))")
  }
}
