// What exports write where there is no value: nobody may have said that these are nulls, but they tell nothing of
// what a column holds.

/// Words for nothing.
package enum Placeholder {
  /// Those that databases and programs write and nobody means.
  package static let nulls: [StaticString] = ["NULL", "null", "Null", "\\N"]
  /// Those that may mean something in some column: `NA` is Namibia.
  package static let others: [StaticString] = [
    "-", "NA", "N/A", "n/a", "NaN", "nan", "nil", "None", "none",
  ]
  private static let mostBytes = 4

  /// Which of some words a value is.
  package static func word(_ value: RawSpan, of words: [StaticString]) -> StaticString? {
    value.byteCount > mostBytes ? nil : words.first { value.equals($0) }
  }

  /// Whether a value is any of them. Most are longer, or begin with a digit.
  @inline(__always)
  static func isOne(_ value: RawSpan) -> Bool {
    if value.byteCount > mostBytes || value.byteCount == 0 || Ascii.isDigit(value.byte(at: 0)) {
      return false
    }
    return word(value, of: nulls) != nil || word(value, of: others) != nil
  }
}
