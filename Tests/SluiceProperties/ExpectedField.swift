// What a field's value must become, worked out from the rules of mappings and lines.
//
// Knows the kinds of fields that `MapperProperty` makes.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// One field of the mapping, for one user.
struct ExpectedField {
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

  func elements(of value: [UInt8]) throws(ExpectedRecord.Rejected) -> [ExpectedElement] {
    if mapping.isNull(value) { return [] }
    var elements: [ExpectedElement] = []
    for piece in pieces(of: value) {
      for element in try self.elements(ofPiece: transformed(piece))
      where field.separator == nil || !elements.contains(element) {
        elements.append(element)
      }
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

  private func elements(
    ofPiece value: [UInt8]
  ) throws(ExpectedRecord.Rejected) -> [ExpectedElement] {
    if let known = try known(value) { return known }
    // Between two separators there may be nothing.
    if field.separator != nil, trimmed(value).isEmpty { return [] }
    switch field.otherwise {
    case .reject: throw ExpectedRecord.Rejected(reason: .unknownValue)
    case .drop: return []
    case .value(let other): return try text(Array(other.utf8), .pair, key)
    case .keep: return try text(value, .pair, key)
    case nil:
      if case .values = field.rule { return try text(value, .pair, key) }
      return []
    }
  }

  /// What the rule makes of a value; nil if it does not know it.
  private func known(_ value: [UInt8]) throws(ExpectedRecord.Rejected) -> [ExpectedElement]? {
    switch field.rule {
    case .pair: return try pair(value)
    case .ic: return try text(value, .integrationCode, Array("ic".utf8))
    case .sid: return try traits(traitID(value), .addTrait)
    case .unsid: return try traits(traitID(value), .removeTrait)
    case .values(let values):
      return try pair(
        values.first { $0.key.utf8.elementsEqual(value) }.map { Array($0.value.utf8) })
    case .traits(let traits):
      guard let known = traits.first(where: { $0.key.utf8.elementsEqual(value) }) else {
        return nil
      }
      var elements: [ExpectedElement] = []
      for id in known.value {
        let form: LineElement.Form = id > 0 ? .addTrait : .removeTrait
        elements += try self.traits(Array("\(id.magnitude)".utf8), form) ?? []
      }
      return elements
    case .bands(let boundaries): return try pair(band(value, boundaries))
    case .date: return try pair(monthAndYear(value))
    }
  }

  private func pair(_ value: [UInt8]?) throws(ExpectedRecord.Rejected) -> [ExpectedElement]? {
    guard let value else { return nil }
    return try text(value, .pair, key)
  }

  private func traits(
    _ digits: [UInt8]?, _ form: LineElement.Form
  ) throws(ExpectedRecord.Rejected) -> [ExpectedElement]? {
    guard let digits else { return nil }
    let key = Array((form == .addTrait ? "d_sid" : "d_unsid").utf8)
    return [try fitting(ExpectedElement(id: id, form: form, key: key, value: digits), quotes: 0)]
  }

  /// The digits of a trait's ID.
  private func traitID(_ value: [UInt8]) -> [UInt8]? {
    let digits = trimmed(value)
    let isID = digits.allSatisfy(isDigit) && digits.contains { $0 != 0x30 }
    return isID ? digits : nil
  }

  /// The largest whole number that is not above the one that `value` says; of large numbers a
  /// large one.
  private func wholeNumber(_ value: [UInt8]) -> Int? {
    let text = String(decoding: trimmed(value), as: UTF8.self)
    guard let match = text.wholeMatch(of: /([+-]?)([0-9]*)(?:\.([0-9]*))?/) else { return nil }
    let (digits, fraction) = (match.2.drop { $0 == "0" }, match.3 ?? "")
    if match.2.isEmpty, fraction.isEmpty { return nil }
    let whole = digits.count > 9 ? 1_000_000_000 : Int(digits) ?? 0
    if match.1 != "-" { return whole }
    return fraction.contains { $0 != "0" } ? -whole - 1 : -whole
  }

  /// The band in which the number falls that `value` says.
  private func band(_ value: [UInt8], _ boundaries: [Int]) -> [UInt8]? {
    wholeNumber(value).map { number in
      let first = boundaries.last { $0 <= number }.map { "\($0)" } ?? ""
      let last = boundaries.first { $0 > number }.map { "\($0 - 1)" } ?? ""
      return Array("\(first)-\(last)".utf8)
    }
  }

  /// `2024-02-29` as `02/2024`; nil if there is no such day.
  private func monthAndYear(_ value: [UInt8]) -> [UInt8]? {
    let text = String(decoding: trimmed(value), as: UTF8.self)
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
      (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...days).contains(day) ? Array("\(match.2)/\(match.1)".utf8) : nil
  }

  private func text(
    _ value: [UInt8], _ form: LineElement.Form, _ key: [UInt8]
  ) throws(ExpectedRecord.Rejected) -> [ExpectedElement] {
    let cleaned = try cleaned(value)
    if cleaned.isEmpty { return [] }
    let element = ExpectedElement(id: id, form: form, key: key, value: cleaned)
    let always = form == .pair && mapping.quoting == .always
    let isBareKey = form == .integrationCode || isSafe(key) && !key.allSatisfy(isDigit)
    let quotes = (always || !isBareKey ? 2 : 0) + (always || !isSafe(cleaned) ? 2 : 0)
    return [try fitting(element, quotes: quotes)]
  }

  /// An element that fits in a line by itself; `quotes` are the bytes that enclose its parts.
  private func fitting(
    _ element: ExpectedElement, quotes: Int
  ) throws(ExpectedRecord.Rejected) -> ExpectedElement {
    // ID, tab, key, `=`, value, line end.
    let length = id.count + 1 + element.key.count + 1 + element.value.count + quotes + 1
    if length > Limits.lineBytes { throw ExpectedRecord.Rejected(reason: .pairTooLong) }
    return element
  }

  // MARK: Bytes

  private func cleaned(_ value: [UInt8]) throws(ExpectedRecord.Rejected) -> [UInt8] {
    var cleaned: [UInt8] = []
    var isAfterBreak = false
    for byte in value {
      let isBreak = [0x09, 0x0A, 0x0D, 0].contains(byte)
      if byte == 0x22 {
        if mapping.quoteInValue == .reject { throw ExpectedRecord.Rejected(reason: .quoteInValue) }
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
