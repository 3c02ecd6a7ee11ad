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

  private struct Rejected: Error { var reason: RejectReason }

  /// - Parameter record: the ID, and a value for each field.
  init(_ record: [String], _ mapping: Mapping) {
    let id = Array((record.first ?? "").utf8)
    do throws(Rejected) {
      if id.isEmpty { throw Rejected(reason: .idEmpty) }
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

  /// One field of the mapping, for one user.
  private struct ExpectedField {
    let field: Mapping.Field
    let mapping: Mapping
    let id: [UInt8]
    let key: [UInt8]

    init(_ field: Mapping.Field, _ mapping: Mapping, _ id: [UInt8]) {
      self.field = field
      self.mapping = mapping
      self.id = id
      key = Array((field.key ?? "").utf8)
    }

    func elements(of value: [UInt8]) throws(Rejected) -> [ExpectedElement] {
      if value.isEmpty { return [] }
      var elements: [ExpectedElement] = []
      for piece in pieces(of: value) {
        guard let element = try element(transformed(piece)) else { continue }
        if field.separator == nil || !elements.contains(element) { elements.append(element) }
      }
      return elements
    }

    private func pieces(of value: [UInt8]) -> [[UInt8]] {
      guard let separator = field.separator.map({ Array($0.utf8) }) else { return [value] }
      var pieces: [[UInt8]] = [[]]
      var rest = value[...]
      while let byte = rest.first {
        if rest.starts(with: separator) {
          pieces.append([])
          rest = rest.dropFirst(separator.count)
        } else {
          pieces[pieces.count - 1].append(byte)
          rest = rest.dropFirst()
        }
      }
      return pieces
    }

    private func element(_ value: [UInt8]) throws(Rejected) -> ExpectedElement? {
      switch field.rule {
      case .sid: return try trait(value, .addTrait, "d_sid")
      case .unsid: return try trait(value, .removeTrait, "d_unsid")
      case .ic: return try text(value, .integrationCode, Array("ic".utf8))
      case .values(let values):
        if let known = values.first(where: { $0.key.utf8.elementsEqual(value) }) {
          return try text(Array(known.value.utf8), .pair, key)
        }
        // Between two separators there may be nothing.
        if field.separator != nil, trimmed(value).isEmpty { return nil }
        if field.otherwise == .reject { throw Rejected(reason: .unknownValue) }
        return try text(value, .pair, key)
      default: return try text(value, .pair, key)
      }
    }

    private func trait(
      _ value: [UInt8], _ form: LineElement.Form, _ key: String
    ) throws(Rejected) -> ExpectedElement? {
      let digits = trimmed(value)
      guard digits.contains(where: { $0 != 0x30 }),
        digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
      else { return nil }
      return try fitting(
        ExpectedElement(id: id, form: form, key: Array(key.utf8), value: digits), quotes: 0)
    }

    private func text(
      _ value: [UInt8], _ form: LineElement.Form, _ key: [UInt8]
    ) throws(Rejected) -> ExpectedElement? {
      let cleaned = try cleaned(value)
      if cleaned.isEmpty { return nil }
      let element = ExpectedElement(id: id, form: form, key: key, value: cleaned)
      let always = form == .pair && mapping.quoting == .always
      let isBareKey = form == .integrationCode || isSafe(key) && !key.allSatisfy(isDigit)
      let quotes = (always || !isBareKey ? 2 : 0) + (always || !isSafe(cleaned) ? 2 : 0)
      return try fitting(element, quotes: quotes)
    }

    /// An element that fits in a line by itself; `quotes` are the bytes that enclose its parts.
    private func fitting(
      _ element: ExpectedElement, quotes: Int
    ) throws(Rejected) -> ExpectedElement {
      // ID, tab, key, `=`, value, line end.
      let length = id.count + 1 + element.key.count + 1 + element.value.count + quotes + 1
      if length > Limits.lineBytes { throw Rejected(reason: .pairTooLong) }
      return element
    }

    // MARK: Bytes

    private func cleaned(_ value: [UInt8]) throws(Rejected) -> [UInt8] {
      var cleaned: [UInt8] = []
      var isAfterBreak = false
      for byte in value {
        let isBreak = [0x09, 0x0A, 0x0D, 0].contains(byte)
        if byte == 0x22 {
          if mapping.quoteInValue == .reject { throw Rejected(reason: .quoteInValue) }
          if mapping.quoteInValue == .apostrophe { cleaned.append(0x27) }
        } else if !isBreak {
          cleaned.append(byte)
        } else if !isAfterBreak {
          cleaned.append(0x20)
        }
        isAfterBreak = isBreak
      }
      return trimmed(cleaned)
    }

    private func transformed(_ value: [UInt8]) -> [UInt8] {
      field.transforms.reduce(value) { value, transform in
        switch transform {
        case .trim: trimmed(value)
        case .lowercase: value.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
        case .uppercase: value.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }
        case .sha256Email: value
        }
      }
    }

    private func trimmed(_ value: [UInt8]) -> [UInt8] {
      let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D, 0].contains(byte) }
      let start = value.drop(while: isBlank)
      return Array(start.reversed().drop(while: isBlank).reversed())
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private func isSafe(_ text: [UInt8]) -> Bool {
      text.allSatisfy { byte in
        isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || "-./_".utf8.contains(byte)
      }
    }
  }
}
