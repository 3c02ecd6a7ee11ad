// The slow, obvious mapper: records as arrays of texts to lines, by the rules of mappings alone.
//
// Works on strings, a whole record at a time, and builds each line anew. Shares nothing with the
// mapper it judges but the names of reasons.

import AudienceManager

@testable import SluiceRecords

/// One pair or trait of a line, as its reader must find it.
struct NaiveElement: Equatable {
  var form: LineElement.Form
  var key: String
  var value: String
}

/// What one value makes: elements that stay together, as they are written.
private struct Unit: Equatable {
  var text: String
  var elements: [NaiveElement]
}

/// What is left of a row.
enum NaiveOutcome: Equatable {
  case filtered
  case withoutTrait
  case rejected(RejectReason, column: Int?)
  case lines([String])
}

struct NaiveMapper {
  let mapping: Mapping
  let columns: [String]
  let padsRagged: Bool
  let columnKinds: [PersonalDataDetector.ColumnKind]
  /// Which records are this mapper's, by their IDs; nil for all.
  var routedType: IDType?
  /// The elements of each line so far.
  private(set) var elements: [[NaiveElement]] = []
  /// Values changed by cleaning, of all rows and of those that became lines.
  private(set) var sanitised = Bounds()
  private(set) var requoted = Bounds()
  private(set) var personalDropped = Bounds()
  private(set) var dropped = Bounds()
  private(set) var hashesKept = Bounds()
  private(set) var idsInOtherCase = 0
  private(set) var idsWithDashes = 0
  private(set) var suspectIDs = [Int](repeating: 0, count: IDSuspicion.allCases.count)

  /// How often something happened at least, in rows that became lines, and at most, in all.
  struct Bounds {
    var least = 0
    var most = 0
  }

  private struct Rejected: Error { var reason: RejectReason }
  private var rowSanitised = 0
  private var rowRequoted = 0
  private var rowPersonal = 0
  private var rowDropped = 0
  private var rowKept = 0

  init(_ job: RandomJob) {
    mapping = job.mapping
    columns = job.columns
    padsRagged = job.padsRagged
    columnKinds = job.columnKinds
  }

  mutating func map(_ row: [String]) -> NaiveOutcome {
    rowSanitised = 0
    rowRequoted = 0
    rowPersonal = 0
    rowDropped = 0
    rowKept = 0
    let outcome = outcome(of: row)
    sanitised.most += rowSanitised
    requoted.most += rowRequoted
    personalDropped.most += rowPersonal
    dropped.most += rowDropped
    hashesKept.most += rowKept
    if case .lines = outcome {
      sanitised.least += rowSanitised
      requoted.least += rowRequoted
      personalDropped.least += rowPersonal
      dropped.least += rowDropped
      hashesKept.least += rowKept
    }
    return outcome
  }

  private mutating func outcome(of row: [String]) -> NaiveOutcome {
    var row = row
    if row.count != columns.count {
      guard padsRagged else { return .rejected(.fieldCount, column: nil) }
      row += [String](repeating: "", count: max(0, columns.count - row.count))
    }
    for condition in mapping.conditions {
      let isListed = isOne(row[place(condition.column)], of: condition.values)
      if isListed != (condition.kind == .isIn) { return .filtered }
    }
    let idColumn = place(mapping.id.column ?? "")
    if isOne(row[idColumn], of: mapping.nulls) { return .rejected(.idEmpty, column: idColumn) }
    guard let id = transformed(row[idColumn], mapping.id.transforms) else {
      return .rejected(.email, column: idColumn)
    }
    if id.isEmpty { return .rejected(.idEmpty, column: idColumn) }
    guard isID(id) else {
      if isID(id.lowercased()) || isID(id.uppercased()) { idsInOtherCase += 1 }
      if mapping.id.type == "maid", isDashed(id, "abcdefABCDEF") { idsWithDashes += 1 }
      return .rejected(.idFormat, column: idColumn)
    }
    if isPersonal(id, kind(idColumn)) {
      return .rejected(.idPersonalData, column: idColumn)
    }
    countSuspicion(id)
    return lines(id, row)
  }

  private func kind(_ column: Int) -> PersonalDataDetector.ColumnKind {
    columnKinds.isEmpty ? .ordinary : columnKinds[column]
  }

  private func isPersonal(_ value: String, _ kind: PersonalDataDetector.ColumnKind) -> Bool {
    mapping.pii != .allow
      && with(value) { PersonalDataDetector.kind(of: $0, columnHint: kind) } != nil
  }

  private mutating func countSuspicion(_ id: String) {
    if let place = suspicion(id) { suspectIDs[place] += 1 }
  }

  private func place(_ column: String) -> Int { columns.firstIndex { isSame($0, column) } ?? -1 }

  // MARK: Lines

  private mutating func lines(_ id: String, _ row: [String]) -> NaiveOutcome {
    var lines: [[Unit]] = [[]]
    var length = 0
    var traits: Set<String> = []
    for field in allFields {
      let column = column(of: field)
      do throws(Rejected) {
        for unit in try units(field, column.map { row[$0] }) {
          guard let unit = withoutRepeatedTraits(unit, &traits) else { continue }
          let alone = id.utf8.count + 1 + unit.text.utf8.count + 1
          if alone > Self.longestLine { throw Rejected(reason: .pairTooLong) }
          length = lines == [[]] ? alone : length + 1 + unit.text.utf8.count
          if length > Self.longestLine {
            lines.append([])
            length = alone
          }
          lines[lines.count - 1].append(unit)
        }
      } catch {
        return .rejected(error.reason, column: column)
      }
    }
    if lines == [[]] { return .withoutTrait }
    if isContradictory(lines) { return .rejected(.conflict, column: nil) }
    elements += lines.map { $0.flatMap(\.elements) }
    return .lines(lines.map { line(id, $0) })
  }

  /// The unit without traits that the record has had, compared as numbers; nil if nothing is left.
  private func withoutRepeatedTraits(_ unit: Unit, _ traits: inout Set<String>) -> Unit? {
    guard unit.elements.contains(where: { $0.form == .addTrait || $0.form == .removeTrait }) else {
      return unit
    }
    let elements = unit.elements.filter {
      traits.insert("\($0.key)=\($0.value.drop { $0 == "0" })").inserted
    }
    if elements.isEmpty { return nil }
    return Unit(
      text: elements.map { "\($0.key)=\($0.value)" }.joined(separator: ","), elements: elements)
  }

  private func isContradictory(_ lines: [[Unit]]) -> Bool {
    func ids(_ form: LineElement.Form) -> Set<String> {
      let elements = lines.joined().flatMap(\.elements).filter { $0.form == form }
      return Set(elements.map { String($0.value.drop { $0 == "0" }) })
    }
    return !ids(.addTrait).isDisjoint(with: ids(.removeTrait))
  }

  /// Bytes of a line with its line end.
  private static let longestLine = 102_400

  private func line(_ id: String, _ units: [Unit]) -> String {
    "\(id)\t\(units.map(\.text).joined(separator: ","))"
  }

  /// The fields of the mapping, and the other columns as it wants them.
  private var allFields: [Mapping.Field] {
    if mapping.rest == .ignore { return mapping.fields }
    let named = mapping.fields.compactMap { field in
      if case .column(let name) = field.source { name } else { nil }
    }
    let others = columns.filter { !isOne($0, of: named + [mapping.id.column ?? ""]) }
    return mapping.fields + others.map { Mapping.Field(source: .column($0)) }
  }

  private func column(of field: Mapping.Field) -> Int? {
    if case .column(let name) = field.source { place(name) } else { nil }
  }

  // MARK: Values

  private mutating func units(
    _ field: Mapping.Field, _ content: String?
  ) throws(Rejected) -> [Unit] {
    if case .constant(let value) = field.source {
      return pair(field.key ?? "", cleaned(value).text).map { [$0] } ?? []
    }
    guard let content, !isOne(content, of: mapping.nulls) else { return [] }
    guard let separator = field.separator else {
      return try unit(field, content).map { [$0] } ?? []
    }
    var units: [Unit] = []
    var texts: Set<[UInt8]> = []
    for piece in split(content, at: separator) {
      guard let unit = try unit(field, piece, isPiece: true) else { continue }
      if texts.insert(Array(unit.text.utf8)).inserted { units.append(unit) }
    }
    return units
  }

  private mutating func unit(
    _ field: Mapping.Field, _ raw: String, isPiece: Bool = false
  ) throws(Rejected) -> Unit? {
    guard let value = transformed(raw, field.transforms) else { throw Rejected(reason: .email) }
    let trimmed = trimmed(value)
    switch field.rule {
    case .pair: return try cleanPair(field, value)
    case .values(let values):
      if let known = values.first(where: { isSame($0.key, value) }) {
        return pair(key(field), cleaned(known.value).text)
      }
    case .bands(let boundaries):
      if let number = naiveNumber(trimmed) { return pair(key(field), band(number, boundaries)) }
    case .date(let input, let output):
      if let date = NaiveDate(trimmed, input) { return pair(key(field), date.text(output)) }
    case .traits(let traits):
      if let known = traits.first(where: { isSame($0.key, value) }) { return trait(known.value) }
    case .sid: if isTrait(trimmed) { return trait(trimmed, isAdded: true) }
    case .unsid: if isTrait(trimmed) { return trait(trimmed, isAdded: false) }
    case .ic: return try code(field, value)
    }
    if isPiece, trimmed.isEmpty { return nil }
    return try unknown(field, value)
  }

  private mutating func unknown(
    _ field: Mapping.Field, _ value: String
  ) throws(Rejected) -> Unit? {
    let usual: Mapping.Otherwise = if case .values = field.rule { .keep } else { .drop }
    switch field.otherwise ?? usual {
    case .drop:
      if !trimmed(value).isEmpty { rowDropped += 1 }
      return nil
    case .reject: throw Rejected(reason: .unknownValue)
    case .keep: return try cleanPair(field, value)
    case .value(let text): return pair(key(field), cleaned(text).text)
    }
  }

  private func key(_ field: Mapping.Field) -> String {
    if let key = field.key { return key }
    if case .column(let name) = field.source { return name }
    return ""
  }

  private mutating func cleanPair(
    _ field: Mapping.Field, _ value: String
  ) throws(Rejected) -> Unit? {
    try counted(value, field).flatMap { pair(key(field), $0) }
  }

  private mutating func code(
    _ field: Mapping.Field, _ value: String
  ) throws(Rejected) -> Unit? {
    guard let code = try counted(value, field), !code.isEmpty else { return nil }
    let text = isSafe(code) ? code : "\"\(code)\""
    return Unit(
      text: "ic=\(text)", elements: [NaiveElement(form: .integrationCode, key: "ic", value: code)])
  }

  private func pair(_ key: String, _ value: String) -> Unit? {
    if value.isEmpty { return nil }
    let isMinimal = mapping.quoting == .minimal
    let keyText = isMinimal && isSafe(key) && !isDigits(key) ? key : "\"\(key)\""
    let valueText = isMinimal && isSafe(value) ? value : "\"\(value)\""
    return Unit(
      text: "\(keyText)=\(valueText)",
      elements: [NaiveElement(form: .pair, key: key, value: value)])
  }

  private func trait(_ id: String, isAdded: Bool) -> Unit {
    let key = isAdded ? "d_sid" : "d_unsid"
    return Unit(
      text: "\(key)=\(id)",
      elements: [NaiveElement(form: isAdded ? .addTrait : .removeTrait, key: key, value: id)])
  }

  private func trait(_ ids: [Int]) -> Unit? {
    if ids.isEmpty { return nil }
    let units = ids.map { trait("\($0.magnitude)", isAdded: $0 > 0) }
    return Unit(
      text: units.map(\.text).joined(separator: ","), elements: units.flatMap(\.elements))
  }

  private func band(_ number: Int, _ boundaries: [Int]) -> String {
    guard let next = boundaries.firstIndex(where: { $0 > number }) else {
      return "\(boundaries[boundaries.count - 1])-"
    }
    let end = boundaries[next] - 1
    return next == 0 ? "-\(end)" : "\(boundaries[next - 1])-\(end)"
  }

  // MARK: Cleaning

  /// A value as it may be sent; nil if it is dropped.
  private mutating func counted(
    _ value: String, _ field: Mapping.Field
  ) throws(Rejected) -> String? {
    let cleaned = cleaned(value)
    if cleaned.isRequoted, mapping.quoteInValue == .reject {
      throw Rejected(reason: .quoteInValue)
    }
    if cleaned.isSanitised { rowSanitised += 1 }
    if cleaned.isRequoted { rowRequoted += 1 }
    let kind = column(of: field).map { self.kind($0) } ?? .ordinary
    guard isPersonal(cleaned.text, kind) else { return cleaned.text }
    if mapping.pii == .reject { throw Rejected(reason: .personalData) }
    rowPersonal += 1
    return nil
  }

  private func cleaned(_ value: String) -> (text: String, isSanitised: Bool, isRequoted: Bool) {
    let quoteFree: String =
      switch mapping.quoteInValue {
      case .drop: value.unicodeScalars.split(separator: "\"").map { String($0) }.joined()
      default:
        String.UnicodeScalarView(value.unicodeScalars.map { $0 == "\"" ? "'" : $0 }).description
      }
    let isRequoted = value.unicodeScalars.contains("\"")
    // A dropped quote does not join the breaks on both its sides.
    let scalars = mapping.quoteInValue == .drop ? value.unicodeScalars : quoteFree.unicodeScalars
    var text = String.UnicodeScalarView()
    var isAfterBreak = false
    for scalar in scalars {
      let isBreak = ["\t", "\r", "\n", "\0"].contains(scalar)
      if isBreak && !isAfterBreak { text.append(" ") }
      if !isBreak && scalar != "\"" { text.append(scalar) }
      isAfterBreak = isBreak
    }
    let trimmed = trimmed(String(text))
    return (trimmed, !isSame(trimmed, quoteFree), isRequoted)
  }

  /// The value after the transforms; nil if it is to be hashed and is no address.
  private mutating func transformed(_ value: String, _ transforms: [Mapping.Transform]) -> String? {
    var value = value
    for transform in transforms {
      switch transform {
      case .trim: value = trimmed(value)
      case .lowercase: value = lowercased(value)
      case .uppercase: value = mapped(value) { $0 >= "a" && $0 <= "z" ? $0.value - 32 : $0.value }
      case .sha256Email:
        let address = lowercased(trimmed(value))
        if address.wholeMatch(of: /[0-9a-f]{64}/) != nil {
          value = address
          rowKept += 1
        } else if let hash = address.isEmpty ? "" : Self.hashes[address] {
          value = hash
        } else {
          return nil
        }
      }
    }
    return value
  }

  private func lowercased(_ value: String) -> String {
    mapped(value) { $0 >= "A" && $0 <= "Z" ? $0.value + 32 : $0.value }
  }

  private func mapped(_ value: String, _ change: (Unicode.Scalar) -> UInt32) -> String {
    String(String.UnicodeScalarView(value.unicodeScalars.compactMap { Unicode.Scalar(change($0)) }))
  }
}
