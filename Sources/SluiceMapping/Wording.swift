// How messages show a file's text, and which known name a misspelt one is nearest to.
//
// Pure functions over text; every result is one line.

enum Wording {
  /// The most characters of a file's text that a message shows; more would hide the message.
  static let excerptLength = 40

  /// The most slips (letters added, left out, changed or swapped) between a name and the known
  /// one it is taken for. Three make unlike names alike: "rest" would be near "rows".
  static let nearestDistance = 2

  /// `text` in quotation marks, on one line, shortened to `excerptLength` characters.
  static func quoted(_ text: String) -> String {
    var shown = "\""
    for scalar in text.prefix(excerptLength).unicodeScalars {
      shown += escaped(scalar)
    }
    return shown + (text.dropFirst(excerptLength).isEmpty ? "\"" : "…\"")
  }

  /// `key: ` in the form in which messages name the key they are about.
  static func label(_ key: String) -> String { "\"\(key)\": " }

  /// The known name that `name` is a slip away from, if there is one.
  static func nearest(to name: String, among known: [String]) -> String? {
    let ranked = known.compactMap { candidate -> (distance: Int, name: String)? in
      let longer = max(name.utf8.count, candidate.utf8.count)
      let bound = min(nearestDistance, longer / 2)
      guard abs(name.utf8.count - candidate.utf8.count) <= bound else { return nil }
      let distance = slips(from: name.lowercased(), to: candidate.lowercased())
      return distance <= bound ? (distance, candidate) : nil
    }
    return ranked.min { $0.distance < $1.distance }?.name
  }

  /// The hint behind an unknown key.
  static func keyHint(_ key: String, known: [String]) -> String {
    if let near = nearest(to: key, among: known) { return "did you mean \"\(near)\"?" }
    return "known: " + known.joined(separator: ", ")
  }

  /// The hint behind a value that is none of a list; `extra` names what else is allowed.
  static func choiceHint(_ text: String, allowed: [String], extra: String = "") -> String {
    let near = nearest(to: text, among: allowed).map { "did you mean \"\($0)\"? " } ?? ""
    return near + "allowed: " + allowed.joined(separator: ", ") + extra
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case _ where breaksLine(scalar): return "\\u{" + String(scalar.value, radix: 16) + "}"
    default: return String(scalar)
    }
  }

  /// Whether a terminal or an editor may take `scalar` for a control or the end of a line.
  private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// The number of single slips that turn `left` into `right` (optimal string alignment).
  private static func slips(from left: String, to right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
