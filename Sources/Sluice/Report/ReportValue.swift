// JSON as a tree, and its text: two blanks a level, keys in the order given.

import AudienceManager

/// A JSON value.
indirect enum ReportValue {
  case null
  case text(String)
  case number(Int)
  /// A number with three decimals.
  case decimal(Double)
  case list([ReportValue])
  case object([(key: String, value: ReportValue)])

  /// A text, or null.
  static func optional(_ text: String?) -> ReportValue { text.map { .text($0) } ?? .null }
  /// A number, or null.
  static func optional(_ number: Int?) -> ReportValue { number.map { .number($0) } ?? .null }
  /// A list of texts.
  static func texts(_ texts: [String]) -> ReportValue { .list(texts.map { .text($0) }) }

  /// The text, without a line end after it.
  func json(indent: String = "") -> String {
    switch self {
    case .null: "null"
    case .text(let text): JSONText.quoted(text)
    case .number(let number): String(number)
    case .decimal(let number): Self.decimals(number)
    case .list(let values): Self.block("[", values.map { ("", $0) }, "]", indent)
    case .object(let pairs):
      Self.block("{", pairs.map { (JSONText.quoted($0.key) + ": ", $0.value) }, "}", indent)
    }
  }

  private static func block(
    _ open: String, _ items: [(label: String, value: ReportValue)], _ close: String,
    _ indent: String
  ) -> String {
    if items.isEmpty { return open + close }
    let inner = indent + "  "
    let lines = items.map { inner + $0.label + $0.value.json(indent: inner) }
    return "\(open)\n\(lines.joined(separator: ",\n"))\n\(indent)\(close)"
  }

  private static func decimals(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
