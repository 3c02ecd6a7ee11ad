// The patterns by which dates are read and written: which letters they can have.
//
// Runs of one letter stand for a part of the date, text in single quotes for itself, two single
// quotes for one, and all that is no ASCII letter for itself.

import SluiceRecords

enum DatePatternCheck {
  private static var parts: [String] { DatePattern.letters }

  /// What is wrong with `pattern`, with the place in it, in one line; nil when nothing is.
  static func problem(_ pattern: String) -> String? {
    let scalars = Array(pattern.unicodeScalars)
    var index = 0
    var hasPart = false
    while index < scalars.count {
      let start = index
      if scalars[index] == "'" {
        guard let end = endOfQuote(scalars, from: index) else {
          return "the single quote at character \(start + 1) is never closed"
        }
        index = end
      } else if isLetter(scalars[index]) {
        while index < scalars.count, scalars[index] == scalars[start] { index += 1 }
        var run = ""
        run.unicodeScalars.append(contentsOf: scalars[start..<index])
        if !parts.contains(run) { return unknown(run, at: start + 1) }
        hasPart = true
      } else {
        index += 1
      }
    }
    return hasPart ? nil : "no part of a date in it (known: \(parts.joined(separator: " ")))"
  }

  /// The index behind the quote that closes the one at `start`.
  private static func endOfQuote(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
    var index = start + 1
    while index < scalars.count {
      if scalars[index] != "'" {
        index += 1
      } else if index > start + 1, index + 1 < scalars.count, scalars[index + 1] == "'" {
        index += 2
      } else {
        return index + 1
      }
    }
    return nil
  }

  private static func unknown(_ run: String, at character: Int) -> String {
    let near = parts.first { $0.lowercased() == run.lowercased() }
    let hint =
      near.map { "did you mean \"\($0)\"?" }
      ?? "known: \(parts.joined(separator: " ")); put other letters in single quotes"
    return "unknown letters \(Wording.quoted(run)) at character \(character) (\(hint))"
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
