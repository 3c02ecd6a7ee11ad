// What a record must become, worked out value by value from the rules of mappings and lines.
//
// Knows the kinds of fields that `MapperProperty` makes, and works on arrays of bytes.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// One element of a line, and whose it is.
struct ExpectedElement: Equatable, CustomStringConvertible {
  var id: [UInt8]
  var form: LineElement.Form
  var key: [UInt8]
  var value: [UInt8]

  var description: String { "\(form) \(literal(key)) \(literal(value)) of \(literal(id))" }
}

/// A record's elements, or why there are none.
struct ExpectedRecord {
  private(set) var elements: [ExpectedElement] = []
  private(set) var rejection: RejectReason?
  /// Whether a condition does not hold.
  private(set) var isFiltered = false

  struct Rejected: Error { var reason: RejectReason }

  /// - Parameter record: the ID, and a value for each field.
  init(_ record: [String], _ mapping: Mapping) {
    let id = Array((record.first ?? "").utf8)
    do throws(Rejected) {
      isFiltered = !Self.holdsConditions(record, mapping)
      if isFiltered { return }
      if id.isEmpty || mapping.isNull(id) { throw Rejected(reason: .idEmpty) }
      if id.withRawBytes({ IDType.dpuuid.problem(in: $0) }) != nil {
        throw Rejected(reason: .idFormat)
      }
      for (field, value) in zip(mapping.fields, record.dropFirst()) {
        elements += try ExpectedField(field, mapping, id).elements(of: Array(value.utf8))
      }
      elements = Self.withoutRepeatedTraits(elements)
      if Self.isConflicting(elements) { throw Rejected(reason: .conflict) }
    } catch {
      elements = []
      rejection = error.reason
    }
  }

  /// Whether all conditions hold, of which each is about the column of a field.
  private static func holdsConditions(_ record: [String], _ mapping: Mapping) -> Bool {
    let values = zip(mapping.fields.map(\.source), record.dropFirst())
    return mapping.conditions.allSatisfy { condition in
      let value = values.first { $0.0 == .column(condition.column) }?.1 ?? ""
      let isNamed = condition.values.contains { $0.utf8.elementsEqual(value.utf8) }
      return isNamed == (condition.kind == .isIn)
    }
  }

  /// Each trait once, compared as a number.
  private static func withoutRepeatedTraits(_ elements: [ExpectedElement]) -> [ExpectedElement] {
    var seen: Set<[UInt8]> = []
    return elements.filter { element in
      guard element.form == .addTrait || element.form == .removeTrait else { return true }
      return seen.insert(element.key + number(of: element)).inserted
    }
  }

  /// Whether the same trait is added and removed.
  private static func isConflicting(_ elements: [ExpectedElement]) -> Bool {
    let numbers = { (form: LineElement.Form) in
      Set(elements.filter { $0.form == form }.map(number))
    }
    return !numbers(.addTrait).isDisjoint(with: numbers(.removeTrait))
  }

  /// A trait's digits without leading zeros.
  private static func number(of trait: ExpectedElement) -> [UInt8] {
    Array(trait.value.drop { $0 == 0x30 })
  }
}

extension Mapping {
  /// Whether a field's content as read counts as no value.
  func isNull(_ value: [UInt8]) -> Bool { nulls.contains { $0.utf8.elementsEqual(value) } }
}
