// One node of a mapping file -> one Swift value, or a diagnostic that says what was expected.
//
// The steps that every part of a mapping is read with. `label` is the key that messages name.

import AudienceManager
import SluiceRecords

/// A map of a mapping file whose keys are all known.
struct Section {
  /// How messages call it: `a field`, `"date"`.
  var name: String
  var position: Position
  var entries: [String: DocumentNode.Entry]

  subscript(_ key: String) -> DocumentNode? { entries[key]?.value }

  /// The value of a key that options can stand for, too; nil also where there is nothing behind the key, as in
  /// a draft that is to be filled in.
  subscript(filled key: String) -> DocumentNode? {
    self[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// The position of `key`, or the section's when it is not there.
  func position(of key: String) -> Position { entries[key]?.keyPosition ?? position }
}

/// A kind of whole number that a key can ask for.
struct NumberKind {
  /// How messages call it.
  var name: String
  var range: ClosedRange<Int>

  private static let greatest = Limits.numbers.upperBound
  /// Digits of the greatest.
  static let digits = String(greatest).utf8.count

  static let any = NumberKind(name: "a whole number", range: -greatest...greatest)
  static let natural = NumberKind(name: "a whole number from 0", range: 0...greatest)
  static let positive = NumberKind(name: "a positive whole number", range: 1...greatest)

  /// The number that `text` is, written without leading zeros, `+` or blanks.
  func number(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.count <= Self.digits,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      text == "0" || digits.first != "0",
      let number = Int(text), range.contains(number)
    else { return nil }
    return number
  }
}

/// Reads the parts of a mapping and gathers what is wrong with them.
struct MappingReader {
  var diagnostics: DiagnosticList

  init(diagnostics: DiagnosticList) {
    self.diagnostics = diagnostics
  }

  mutating func report(_ message: String, at position: Position) {
    diagnostics.add(message, at: position)
  }

  /// Reports that `node` is not what `label` needs.
  mutating func report(_ node: DocumentNode, _ label: String, expected: String, hint: String = "") {
    report(
      "\(Wording.label(label))expected \(expected), found \(node.found)\(hint)", at: node.position)
  }

  /// A map; keys that are not in `keys` are reported.
  mutating func section(
    _ node: DocumentNode, _ label: String, name: String, keys: [String]
  ) -> Section? {
    guard case .map(let entries) = node.content else {
      report(node, label, expected: "a map")
      return nil
    }
    var section = Section(name: name, position: node.position, entries: [:])
    for entry in entries {
      if keys.contains(entry.key) {
        section.entries[entry.key] = entry
      } else {
        let key = Wording.quoted(entry.key)
        let hint = Wording.keyHint(entry.key, known: keys)
        report("unknown key \(key) in \(name) (\(hint))", at: entry.keyPosition)
      }
    }
    return section
  }

  /// The value of a key that its section must have.
  mutating func required(_ key: String, in section: Section) -> DocumentNode? {
    if section[key] == nil {
      report("\(section.name) needs \"\(key)\"", at: section.position)
    }
    return section[key]
  }

  mutating func list(
    _ node: DocumentNode, _ label: String, nonEmpty: Bool = false
  ) -> [DocumentNode]? {
    guard case .list(let items) = node.content else {
      report(node, label, expected: "a list")
      return nil
    }
    if nonEmpty, items.isEmpty {
      report("\(Wording.label(label))expected at least one entry", at: node.position)
    }
    return items
  }

  mutating func entries(_ node: DocumentNode, _ label: String) -> [DocumentNode.Entry]? {
    guard case .map(let entries) = node.content else {
      report(node, label, expected: "a map")
      return nil
    }
    return entries
  }

  /// Text of the customer's data: whatever is written, nothing included.
  mutating func text(_ node: DocumentNode, _ label: String) -> String? {
    if let scalar = node.scalar { return scalar.text }
    report(node, label, expected: "text")
    return nil
  }

  /// Texts of the customer's data.
  mutating func texts(_ node: DocumentNode, _ label: String, nonEmpty: Bool = false) -> [String]? {
    list(node, label, nonEmpty: nonEmpty)?.compactMap { text($0, label) }
  }

  /// A name or another text that cannot be empty.
  mutating func name(_ node: DocumentNode, _ label: String) -> String? {
    if let scalar = node.scalar, !scalar.text.isEmpty, !node.isNull { return scalar.text }
    var hint = ""
    if node.isNull, let text = node.scalar?.text, !text.isEmpty {
      hint = " (put \(text) in quotes to mean the text)"
    }
    report(node, label, expected: "text", hint: hint)
    return nil
  }

  mutating func number(_ node: DocumentNode, _ label: String, _ kind: NumberKind) -> Int? {
    if let text = node.scalar?.text, let number = kind.number(text) { return number }
    report(node, label, expected: kind.name)
    return nil
  }

  /// One of a few words; `extra` names what else is allowed.
  mutating func word(
    _ node: DocumentNode, _ label: String, of allowed: [String], extra: String = ""
  ) -> String? {
    guard let text = node.scalar?.text, !node.isNull else {
      let choices = allowed.joined(separator: ", ") + extra
      report(node, label, expected: "one of \(choices)")
      return nil
    }
    if allowed.contains(text) { return text }
    let hint = Wording.choiceHint(text, allowed: allowed, extra: extra)
    report(
      "\(Wording.label(label))unknown value \(Wording.quoted(text)) (\(hint))", at: node.position)
    return nil
  }

  /// One of the words of a setting.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: DocumentNode, _ label: String, _: Choice.Type = Choice.self
  ) -> Choice? {
    word(node, label, of: Choice.allCases.map(\.rawValue)).flatMap(Choice.init)
  }
}
