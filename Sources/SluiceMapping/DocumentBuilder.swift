// The YAML library's tree -> ours: text unmasked, aliases followed, merge keys merged.
//
// Takes the library's nodes in the order of the file, gives ours with the file's positions. Owns
// the anchors met so far and the count of nodes that aliases stand for. Never fails: what is
// wrong is in `diagnostics`, and an empty text in its place.

import Yams

/// Turns the library's tree into ours: text unmasked, aliases followed, merge keys merged.
struct DocumentBuilder {
  /// The most nodes that all aliases of a file may stand for together. A mapping has some
  /// thousands of nodes; aliases of aliases double with each line (a "billion laughs").
  static let aliasLimit = 100_000

  /// The tags of YAML's own kinds.
  private static let ownTags = Set(
    [
      Tag.Name.implicit, .nonSpecific, .str, .int, .float, .bool, .null, .seq, .map, .merge,
    ].map(\.rawValue))

  private let masked: MaskedText
  private var anchors: [String: DocumentNode] = [:]
  private var aliasedNodes = 0
  private(set) var diagnostics: [(message: String, position: Position)] = []

  init(_ masked: MaskedText) {
    self.masked = masked
  }

  mutating func build(_ node: Yams.Node) -> DocumentNode {
    let position = node.mark.map(masked.original) ?? .start
    let tag: Tag
    let content: DocumentNode.Content
    switch node {
    case .scalar(let scalar):
      if let name = aliasName(scalar) { return follow(name, at: position) }
      tag = scalar.tag
      content = .scalar(.init(text: masked.unmasked(scalar.string), style: .init(scalar.style)))
    case .sequence(let sequence):
      tag = sequence.tag
      content = .list(sequence.map { build($0) })
    case .mapping(let mapping):
      tag = mapping.tag
      content = .map(entries(of: mapping))
    case .alias:
      return nothing(at: position)
    }
    check(tag, at: position)
    let built = DocumentNode(position: position, content: content)
    if let anchor = node.anchor { anchors[anchor.rawValue] = built }
    return built
  }

  private func nothing(at position: Position) -> DocumentNode {
    DocumentNode(position: position, content: .scalar(.init(text: "", style: .plain)))
  }

  private mutating func report(_ message: String, at position: Position) {
    diagnostics.append((message, position))
  }

  /// The name of the alias that `scalar` was before it was masked.
  private func aliasName(_ scalar: Yams.Node.Scalar) -> String? {
    guard let mask = masked.mask, scalar.style == .plain,
      scalar.string.unicodeScalars.first == mask
    else { return nil }
    return masked.unmasked(String(scalar.string.unicodeScalars.dropFirst()))
  }

  private mutating func follow(_ name: String, at position: Position) -> DocumentNode {
    guard var target = anchors[name] else {
      report("alias \(Wording.quoted(name)) has no anchor before it", at: position)
      return nothing(at: position)
    }
    guard spend(target.weight, at: position) else { return nothing(at: position) }
    target.position = position
    return target
  }

  /// Counts nodes that an alias stands for; false when there are too many.
  private mutating func spend(_ nodes: Int, at position: Position) -> Bool {
    guard aliasedNodes <= Self.aliasLimit, nodes <= Self.aliasLimit - aliasedNodes else {
      // The first one over the limit is reported, the others follow from it.
      if aliasedNodes <= Self.aliasLimit {
        report("aliases stand for more than \(Self.aliasLimit) nodes", at: position)
      }
      aliasedNodes = .max
      return false
    }
    aliasedNodes += nodes
    return true
  }

  private mutating func entries(of mapping: Yams.Node.Mapping) -> [DocumentNode.Entry] {
    var entries: [DocumentNode.Entry] = []
    var merged: [DocumentNode] = []
    var lines: [String: Int] = [:]
    for (keyNode, valueNode) in mapping {
      let isMerge = keyNode.scalar.map { $0.style == .plain && $0.string == "<<" } ?? false
      let key = build(keyNode)
      let value = build(valueNode)
      if isMerge {
        merged.append(value)
      } else if let text = keyText(key), isNew(text, at: key.position, &lines) {
        entries.append(.init(key: text, keyPosition: key.position, value: value))
      }
    }
    for source in merged { merge(source, into: &entries, &lines) }
    return entries
  }

  private mutating func keyText(_ key: DocumentNode) -> String? {
    if let scalar = key.scalar { return scalar.text }
    report("expected text as a key, found \(key.found)", at: key.position)
    return nil
  }

  /// Notes a key and its line; false, with a diagnostic, when the map has it already.
  private mutating func isNew(
    _ key: String, at position: Position, _ lines: inout [String: Int]
  ) -> Bool {
    guard let first = lines.updateValue(position.line, forKey: key) else { return true }
    report("duplicate key \(Wording.quoted(key)) (first on line \(first))", at: position)
    lines[key] = first
    return false
  }

  /// Adds the entries of a merge key's value that the map does not have itself.
  private mutating func merge(
    _ source: DocumentNode, into entries: inout [DocumentNode.Entry], _ lines: inout [String: Int]
  ) {
    switch source.content {
    case .map(let more):
      for entry in more where lines[entry.key] == nil {
        lines[entry.key] = entry.keyPosition.line
        entries.append(entry)
      }
    case .list(let sources):
      for source in sources { merge(source, into: &entries, &lines) }
    case .scalar:
      let hint = "(put << in quotes to mean the text)"
      report("expected a map to merge, found \(source.found) \(hint)", at: source.position)
    }
  }

  /// Tags of YAML's own kinds change nothing; others ask for something that is not done.
  private mutating func check(_ tag: Tag, at position: Position) {
    let name = tag.rawValue
    guard !Self.ownTags.contains(name), !name.hasPrefix(MaskedText.markerPrefix) else { return }
    report("tag \(Wording.quoted(name)) is not supported", at: position)
  }
}

extension DocumentNode.Style {
  init(_ style: Yams.Node.Scalar.Style) {
    switch style {
    case .any, .plain: self = .plain
    case .singleQuoted, .doubleQuoted: self = .quoted
    case .literal, .folded: self = .block
    }
  }
}
