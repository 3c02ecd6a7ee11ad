// YAML text (or JSON, which is YAML) -> a tree of text, lists and maps.
//
// Takes a file's text, gives the root node, or nil with the reason in the diagnostics. With
// `DocumentBuilder` the only file that knows the YAML library. What the library reports becomes
// one line at a position in the file; a syntax error is the only error reported then, since there
// is no tree.

import Yams

enum DocumentReader {
  /// Keys repeated in one file that are told apart; each costs another reading of the text, and
  /// a file with more than this has another problem than its keys.
  static let repeatedKeyLimit = 20

  /// Reads `text`; what is wrong with it as YAML goes into `diagnostics`.
  static func read(_ text: String, _ diagnostics: inout DiagnosticList) -> DocumentNode? {
    guard var masked = MaskedText(text) else {
      diagnostics.add("not valid YAML: every private-use character is used", at: .start)
      return nil
    }
    for _ in 0...repeatedKeyLimit {
      do {
        return try compose(masked, &diagnostics)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        let position = masked.original(context.mark)
        guard masked.markRepeated(at: position) else {
          diagnostics.add(repeatedMessage(names, masked), at: position)
          return nil
        }
      } catch {
        report(error, masked, &diagnostics)
        return nil
      }
    }
    diagnostics.add("over \(repeatedKeyLimit) duplicate keys in the file", at: .start)
    return nil
  }

  private static func compose(
    _ masked: MaskedText, _ diagnostics: inout DiagnosticList
  ) throws -> DocumentNode? {
    // Without rules of resolution `24` and `"24"` are one key, as they are for the mapping.
    let parser = try Yams.Parser(yaml: masked.text, resolver: .basic, encoding: .utf8)
    let empty = DocumentNode(position: .start, content: .scalar(.init(text: "", style: .plain)))
    guard let root = try parser.singleRoot() else { return empty }
    var builder = DocumentBuilder(masked)
    // A node refers to its anchor weakly; the parser owns it.
    let node = withExtendedLifetime(parser) { builder.build(root) }
    builder.diagnostics.forEach { diagnostics.add($0.message, at: $0.position) }
    return node
  }

  private static func repeatedMessage(_ names: [String], _ masked: MaskedText) -> String {
    "duplicate key " + Wording.quoted(masked.unmasked(names.first ?? ""))
  }

  /// Turns an error of the YAML library into a diagnostic.
  private static func report(
    _ error: any Error, _ masked: MaskedText, _ diagnostics: inout DiagnosticList
  ) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      let position = masked.original(mark)
      let message = syntaxMessage(problem, context, position, masked)
      diagnostics.add(message, at: position)
    case .composer(_, _, let mark, _):
      // Aliases are masked, so a second document is all that the library can object to here.
      diagnostics.add(
        "expected one YAML document, found another", at: masked.original(mark))
    case .reader:
      diagnostics.add(
        "not valid YAML: this control character is not allowed",
        at: masked.firstForbidden ?? .start)
    default:
      diagnostics.add("not valid YAML", at: .start)
    }
  }

  private static func syntaxMessage(
    _ problem: String, _ context: YamlError.Context?, _ position: Position, _ masked: MaskedText
  ) -> String {
    if masked.isMarked(position) { return "duplicate key" }
    if problem.hasPrefix("Maximum nesting level") { return "not valid YAML: nested too deeply" }
    if masked.scalar(at: position) == "\t" {
      return "not valid YAML: a tab cannot indent a line (use blanks)"
    }
    var message = "not valid YAML: \(problem)"
    if let context, !context.text.isEmpty {
      let begin = masked.original(context.mark)
      message += " \(context.text) begun at \(begin.line):\(begin.column)"
    }
    return message
  }
}

extension MaskedText {
  /// The file's position for a mark in the changed text.
  func original(_ mark: Yams.Mark) -> Position { original(line: mark.line, column: mark.column) }
}
