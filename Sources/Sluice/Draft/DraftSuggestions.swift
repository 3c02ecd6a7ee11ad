// What else a column's values suggest to make of them, as lines of a mapping that are still comments. Each is
// taken by a conversion when its `#` goes; `TRAIT` is to be replaced by a trait's number.

import AudienceManager
import SluiceMapping
import SluiceRecords

extension ColumnProfile {
  /// Lines of the column's entry that could be.
  /// - Parameter hasKey: whether the entry names a key, which traits have none of.
  func suggestions(hasKey: Bool) -> [String] {
    if let separator = listSeparator { return ["split: \(YAMLText.scalar(separator))"] }
    if let date = dateSuggestion { return [date] }
    if let bands {
      let range = "from \(numbers.least) to \(numbers.greatest)"
      return ["bands: \(bands)   # \(range)\(others(than: numbers.count, "numbers"))"]
    }
    guard values.areFew, values.count > 1, filled > values.count, let words = openValues else {
      return []
    }
    // Values are known by all of their bytes.
    let trimmed = padded > 0 ? ["transform: [trim]"] : []
    return trimmed + [Self.suggestion(ofFew: words, hasKey: hasKey)]
  }

  private var dateSuggestion: String? {
    let most = datePatterns.map(\.count).max()
    let best = datePatterns.filter { $0.count == most }.map(\.pattern)
    guard let most, let pattern = best.first, pattern != Self.month else { return nil }
    // What differs in the order of its numbers alone is for a person to tell.
    let equals = best.dropFirst().filter { $0.count == pattern.count }.map(YAMLText.scalar)
    let doubt = equals.isEmpty ? "" : "   # or \(equals.joined(separator: ", "))"
    let rest = others(than: most, "such dates")
    return "date: {in: \(YAMLText.scalar(pattern)), out: \(Self.month)}"
      + (doubt.isEmpty && !rest.isEmpty ? "   #\(rest.dropFirst())" : doubt + rest)
  }

  /// Values that a rule does not know and drops.
  private func others(than count: Int, _ kind: String) -> String {
    let others = filled - count
    if others == 0 { return "" }
    return
      "; \(Quantity.count(others, "value")) \(others == 1 ? "is" : "are") no \(kind), and dropped"
  }

  /// Dates by the month are few enough to choose by.
  private static let month = "yyyy-MM"

  private static func suggestion(ofFew words: [String], hasKey: Bool) -> String {
    if words.count == 2, !hasKey,
      let yes = words.first(where: { word in
        words.contains { opposites[word.lowercased()] == $0.lowercased() }
      })
    {
      let traits = words.map { "\(YAMLText.key($0)): \($0 == yes ? "" : "-")TRAIT" }
      return "traits: {\(traits.joined(separator: ", "))}   # TRAIT: the number of yours"
    }
    let values = words.map { "\(YAMLText.key($0)): \(YAMLText.scalar($0))" }
    return "values: {\(values.joined(separator: ", "))}"
  }

  /// By the word for yes, that for no.
  private static let opposites = [
    "y": "n", "yes": "no", "1": "0", "true": "false", "t": "f", "j": "n", "ja": "nein", "o": "n",
    "oui": "non", "s": "n", "si": "no", "sí": "no", "sì": "no", "on": "off", "active": "inactive",
    "opt-in": "opt-out", "in": "out",
  ]
}
