// Pieces of HTML: every text that comes from outside passes through `text`, so that nothing in a
// file's or column's name can be markup.

/// HTML that is whole by itself.
struct ReportMarkup: ExpressibleByStringInterpolation {
  /// The HTML.
  let html: String

  /// HTML as it stands, with other HTML put into it.
  init(stringLiteral html: String) { self.html = html }

  init(stringInterpolation: Interpolation) { html = stringInterpolation.html }

  /// Joins pieces, one a line.
  init(_ pieces: [ReportMarkup]) { html = pieces.map(\.html).joined(separator: "\n") }

  /// A text, which may hold anything.
  static func text(_ text: String) -> ReportMarkup {
    ReportMarkup(stringLiteral: text.unicodeScalars.reduce(into: "") { $0 += escaped($1) })
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    // Controls, which HTML forbids, and marks that turn the direction of what stands beside them.
    case _ where scalar.properties.generalCategory == .control && scalar != "\n",
      _ where scalar.properties.isBidiControl:
      "\u{FFFD}"
    default: String(scalar)
    }
  }

  /// Puts HTML in as it is, and texts and numbers as text.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var html = ""

    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { html += literal }
    mutating func appendInterpolation(_ markup: ReportMarkup) { html += markup.html }
    mutating func appendInterpolation(_ text: String) { html += ReportMarkup.text(text).html }
    mutating func appendInterpolation(_ number: Int) { html += String(number) }
  }
}

extension ReportMarkup {
  /// A heading with what stands under it; nothing if that is nothing.
  static func section(_ title: String, _ content: ReportMarkup) -> ReportMarkup {
    content.html.isEmpty ? "" : "<section>\n<h2>\(title)</h2>\n\(content)\n</section>"
  }

  /// A table; columns whose heading begins with `#` hold numbers. Nothing without rows.
  static func table(_ headings: [String], _ rows: [[ReportMarkup]]) -> ReportMarkup {
    if rows.isEmpty { return "" }
    let areNumbers = headings.map { $0.hasPrefix("#") }
    let head = headings.map { heading -> ReportMarkup in
      heading.hasPrefix("#")
        ? "<th class=\"n\">\(String(heading.dropFirst()))</th>" : "<th>\(heading)</th>"
    }
    let body = rows.map { row -> ReportMarkup in
      let cells = zip(row, areNumbers).map { cell, isNumber -> ReportMarkup in
        isNumber ? "<td class=\"n\">\(cell)</td>" : "<td>\(cell)</td>"
      }
      return "<tr>\(ReportMarkup(cells))</tr>"
    }
    return """
      <div class="wide"><table>
      <thead><tr>\(ReportMarkup(head))</tr></thead>
      <tbody>
      \(ReportMarkup(body))
      </tbody>
      </table></div>
      """
  }

  /// Names with what they stand for; nothing without any.
  static func facts(_ facts: [(name: String, value: ReportMarkup)]) -> ReportMarkup {
    if facts.isEmpty { return "" }
    let rows = facts.map { fact -> ReportMarkup in
      "<dt>\(fact.name)</dt><dd>\(fact.value)</dd>"
    }
    return "<dl>\n\(ReportMarkup(rows))\n</dl>"
  }
}
