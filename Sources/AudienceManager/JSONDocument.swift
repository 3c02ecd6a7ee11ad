// JSON as a tree (RFC 8259), and its text: in one line, or with two blanks a level. Keys stay in the order given.

/// A JSON value to be written; `JSONReader` reads others.
package indirect enum JSONDocument {
  case null
  case bool(Bool)
  case text(String)
  case number(Int)
  /// A number with three decimals.
  case decimal(Double)
  case list([JSONDocument])
  /// A list whose elements stand in lines of their own also where the rest is in one, for people who look through it.
  case lines([JSONDocument])
  case object([(key: String, value: JSONDocument)])

  /// A text, or null.
  package static func optional(_ text: String?) -> JSONDocument { text.map { .text($0) } ?? .null }
  /// A number, or null.
  package static func optional(_ number: Int?) -> JSONDocument {
    number.map { .number($0) } ?? .null
  }
  /// A list of texts.
  package static func texts(_ texts: [String]) -> JSONDocument { .list(texts.map { .text($0) }) }

  /// The text without blanks, in one line but for what is said of ``lines(_:)``.
  package var compact: String {
    switch self {
    case .list(let values): "[" + values.map(\.compact).joined(separator: ",") + "]"
    case .lines(let values) where values.isEmpty: "[]"
    case .lines(let values): "[\n" + values.map(\.compact).joined(separator: ",\n") + "]"
    case .object(let pairs):
      "{" + pairs.map { Self.quoted($0.key) + ":" + $0.value.compact }.joined(separator: ",") + "}"
    default: indented()
    }
  }

  /// The text with an element a line, without a line end after it.
  /// - Parameter indent: stands before each line but the first.
  package func indented(by indent: String = "") -> String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .text(let text): Self.quoted(text)
    case .number(let number): String(number)
    case .decimal(let number): Self.decimals(number)
    case .list(let values), .lines(let values):
      Self.block("[", values.map { ("", $0) }, "]", indent)
    case .object(let pairs):
      Self.block("{", pairs.map { (Self.quoted($0.key) + ": ", $0.value) }, "}", indent)
    }
  }

  private static func block(
    _ open: String, _ items: [(label: String, value: JSONDocument)], _ close: String,
    _ indent: String
  ) -> String {
    if items.isEmpty { return open + close }
    let inner = indent + "  "
    let lines = items.map { inner + $0.label + $0.value.indented(by: inner) }
    return "\(open)\n\(lines.joined(separator: ",\n"))\n\(indent)\(close)"
  }

  private static func decimals(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// A text with quotation marks around and escapes where they must be.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += escaped(scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escaped(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
