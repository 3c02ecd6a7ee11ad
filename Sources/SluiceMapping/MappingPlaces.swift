// Where the parts of a mapping stand in its file, for what is found wrong with them later.
//
// Keeps the file's tree and goes down it when it is asked, which is seldom. Plain values.

public import SluiceRecords

/// Where the parts of a mapping stand in its file.
public struct MappingPlaces: Sendable {
  /// The file's name as the caller gave it.
  public let file: String
  let root: DocumentNode
  /// Parts that options have taken the place of.
  let overridden: Set<Mapping.Path>

  /// The place of a part in front of messages, `crm.yaml:12:5`; nil if the part is an option's.
  ///
  /// - Parameter part: A part that need not be in the file; the last one on the way to it that is counts.
  public func place(of part: Mapping.Path) -> String? {
    if overridden.contains(part) { return nil }
    let position = position(of: part)
    return "\(file):\(position.line):\(position.column)"
  }

  /// Whether a part stands before another in the file.
  public func isBefore(_ part: Mapping.Path, _ other: Mapping.Path) -> Bool {
    position(of: part) < position(of: other)
  }

  /// The position of a part, or of the last one on the way to it that is in the file.
  func position(of part: Mapping.Path) -> Position { root.descendant(part).node.position }

  /// Whether a part itself is in the file, and not its key alone.
  func has(_ part: Mapping.Path) -> Bool {
    let (node, steps) = root.descendant(part)
    return steps == part.count && !node.isNull
  }
}

/// A mapping, and where it was read.
public struct PlacedMapping: Sendable {
  /// The mapping, options applied.
  public var mapping: Mapping
  /// Where its parts stand; nil if it is from no file.
  public var places: MappingPlaces?

  /// Makes a mapping of known places, or of none.
  public init(_ mapping: Mapping, places: MappingPlaces? = nil) {
    self.mapping = mapping
    self.places = places
  }
}

extension DocumentNode {
  /// The node at the end of `path`, or as far down as it goes, and how many steps that is.
  fileprivate func descendant(_ path: Mapping.Path) -> (node: DocumentNode, steps: Int) {
    var node = self
    for (steps, step) in path.enumerated() {
      guard let next = node.child(step) else { return (node, steps) }
      node = next
    }
    return (node, path.count)
  }

  private func child(_ step: String) -> DocumentNode? {
    switch content {
    case .map(let entries): return entries.first { $0.key == step }?.value
    case .list(let items):
      return Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
    case .scalar: return nil
    }
  }
}
