// What else a column's values suggest to make of them, as lines of a mapping that are still comments. Each is
// taken by a conversion when its `#` goes; `TRAIT` is to be replaced by a trait's number.

import AudienceManager
import SluiceMapping
import SluiceRecords

extension ColumnProfile {
  /// Lines of the column's entry that could be.
  var suggestions: [String] {
    if let separator = listSeparator { return ["split: \(YAMLText.scalar(separator))"] }
    if let date = dateSuggestion { return [date] }
    if let bands { return ["bands: \(bands)   # from \(numbers.least) to \(numbers.greatest)"] }
    guard values.areFew, values.count > 1, filled > values.count, let words = openValues else {
      return []
    }
    // Values are known by all of their bytes.
    return (padded > 0 ? ["transform: [trim]"] : []) + [Self.suggestion(ofFew: words)]
  }

  private var dateSuggestion: String? {
    guard let pattern = datePatterns.first, pattern != Self.month else { return nil }
    // What differs in the order of its numbers alone is for a person to tell.
    let others = datePatterns.dropFirst().filter { $0.count == pattern.count }
    let doubt =
      others.isEmpty ? "" : "   # or \(others.map(YAMLText.scalar).joined(separator: ", "))"
    return "date: {in: \(YAMLText.scalar(pattern)), out: \(Self.month)}\(doubt)"
  }

  /// Dates by the month are few enough to choose by.
  private static let month = "yyyy-MM"

  private static func suggestion(ofFew words: [String]) -> String {
    if words.count == 2,
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
