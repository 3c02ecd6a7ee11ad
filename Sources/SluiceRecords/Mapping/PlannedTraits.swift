// Which traits a record may be given, and so what has to be watched while it is mapped.
//
// The part of `PlanBuilder` that looks at all operations together: most mappings can neither give a trait
// twice nor add and remove it, and then nothing is noted of traits.

extension PlanBuilder {
  /// Whether a record could both add and remove a trait: by two operations, or one that is split.
  var mayConflict: Bool {
    let sides = operations.map { (traits: traits(of: $0), isSplit: !$0.separator.isEmpty) }
    return sides.indices.contains { adding in
      sides[adding].traits.added != 0
        && sides.indices.contains { removing in
          sides[removing].traits.removed != 0 && (adding != removing || sides[adding].isSplit)
        }
    }
  }

  /// Whether a record could be given a trait twice: by two operations, or one that is split.
  var mayRepeatTraits: Bool {
    var fromTables: Set<Int> = []
    var fromValues = TraitBits()
    var all = TraitBits()
    for operation in operations {
      let traits = traits(of: operation)
      if traits == TraitBits() { continue }
      let ids = ids(of: operation)
      let others = ids.isEmpty ? all : fromValues
      if !operation.separator.isEmpty || traits.intersects(others)
        || !fromTables.isDisjoint(with: ids)
      {
        return true
      }
      if ids.isEmpty { fromValues.formUnion(traits) }
      fromTables.formUnion(ids)
      all.formUnion(traits)
    }
    return false
  }

  /// The traits that an operation may write; all bits of a side whose traits are in the values.
  func traits(of operation: MappingPlan.Operation) -> TraitBits {
    var bits = TraitBits()
    switch operation.action {
    case .trait(_, isAdded: true): bits.added = .max
    case .trait(_, isAdded: false): bits.removed = .max
    case .lookup: bits = TraitBits(ids(of: operation))
    default: break
    }
    return bits
  }

  /// The traits in an operation's table, negative ones to be removed; none if they are in the values.
  private func ids(of operation: MappingPlan.Operation) -> [Int] {
    guard case .lookup(let table, let first) = operation.action else { return [] }
    return results[first..<first + lookupCounts[table]].flatMap { traitParts[$0.parts].map(\.id) }
  }
}
