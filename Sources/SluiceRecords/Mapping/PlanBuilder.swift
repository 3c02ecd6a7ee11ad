// The compiler from names to numbers: what `MappingPlan` is made by.
//
// Collects every problem before it gives up, so that a user mends a mapping in one go.

import AudienceManager
import SluiceBytes

struct PlanBuilder {
  let mapping: Mapping
  let columns: [String]
  let purpose: PlanPurpose
  private var problems: [PlanError.Problem] = []
  private(set) var operations: [MappingPlan.Operation] = []
  private(set) var conditions: [MappingPlan.PlannedCondition] = []
  private(set) var constants: [UInt8] = []
  private(set) var tables = ByteTables()
  private(set) var nulls = ByteTables.Table()
  private(set) var lookups: [ByteTables.Table] = []
  /// Results of each lookup.
  private var lookupCounts: [Int] = []
  private(set) var boundaries: [Int] = []
  private(set) var results: [MappingPlan.PlannedResult] = []
  private(set) var dates: [(input: DatePattern, output: DatePattern)] = []

  private(set) var linePrefix: MappingPlan.Constant = 0..<0

  init(mapping: Mapping, columns: [String], purpose: PlanPurpose) {
    self.mapping = mapping
    self.columns = columns
    self.purpose = purpose
  }

  private var isOracle: Bool { purpose.variant == .oracleDataCloud }

  /// What is known of a column's values.
  func kind(ofColumn place: Int) -> PersonalDataDetector.ColumnKind {
    place < purpose.columnKinds.count ? purpose.columnKinds[place] : .ordinary
  }

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

  /// The traits that an operation may write; all bits of a side whose traits are in the values.
  private func traits(of operation: MappingPlan.Operation) -> TraitBits {
    var bits = TraitBits()
    switch operation.action {
    case .trait(_, isAdded: true): bits.added = .max
    case .trait(_, isAdded: false): bits.removed = .max
    case .lookup(let table, let first):
      for result in results[first..<first + lookupCounts[table]] { bits.formUnion(result.traits) }
    default: break
    }
    return bits
  }

  mutating func build() throws(PlanError) -> MappingPlan {
    let idColumn = mapping.id.column.flatMap { column($0, for: "the user ID") }
    if mapping.id.column == nil { report("no column is named for the user ID") }
    nulls = tables.add(mapping.nulls.filter { !$0.isEmpty })
    conditions = mapping.conditions.compactMap { planned($0) }
    operations = mapping.fields.compactMap { planned($0) }
    if mapping.rest == .pairs { operations += restOperations() }
    if isOracle { beginOracleLines() }
    refuseMissingFeatures()
    guard let idColumn, problems.isEmpty else { throw PlanError(problems: problems) }
    return MappingPlan(self, idColumn: idColumn, idType: idType)
  }

  /// What mappings may say but this version does not do is refused, not ignored.
  private mutating func refuseMissingFeatures() {
    if mapping.rows != .separate {
      report("`rows: \(mapping.rows.rawValue)` is not supported by this version")
    }
  }

  /// Lines of the Oracle Data Cloud begin with the type of the mobile ID.
  private mutating func beginOracleLines() {
    guard let name = OracleLineParser.name(of: idType) else {
      return report(
        "files of the Oracle Data Cloud take idfa and gaid only, not \(idType.rawValue)")
    }
    linePrefix = add("\(name)\t")
  }

  /// What of an operation the fast path can do.
  /// - Parameter watchesTraits: whether the traits that are written have to be noted, which the
  ///   fast path does not.
  func fastStep(_ operation: MappingPlan.Operation, watchesTraits: Bool) -> FastStep {
    var step = FastStep(column: operation.column)
    guard mapping.quoting == .always, mapping.nulls.contains(""), operation.transforms.isEmpty,
      operation.columnKind == .ordinary || mapping.pii == .allow
    else { return step }
    // A prefix is followed by the quote that opens the value.
    step.prefix = operation.prefix.lowerBound..<operation.prefix.upperBound + 1
    switch operation.action {
    case .pair where operation.separator.isEmpty:
      step.action = mapping.pii == .allow ? .plain : .judged
    case .pair where operation.separator.count == 1:
      step.action = .split
      step.separator = constants[operation.separator.lowerBound]
    case .lookup(let table, let firstResult)
    where operation.separator.isEmpty && !(watchesTraits && traits(of: operation) != TraitBits()):
      step.action = .lookup
      step.table = lookups[table]
      step.firstResult = firstResult
    case .bands(let boundaries, let firstResult) where operation.separator.isEmpty:
      step.action = .bands
      step.boundaries = boundaries
      step.firstResult = firstResult
    default: break
    }
    return step
  }

  private mutating func report(_ what: String, hint: String? = nil) {
    let problem = PlanError.Problem(what: what, hint: hint)
    if !problems.contains(problem) { problems.append(problem) }
  }

  private var idType: IDType {
    if let type = purpose.route.type { return type }
    if let name = mapping.id.type, let type = IDType(rawValue: name) { return type }
    return mapping.dataSource.dpid.flatMap { GlobalDataSource.idType($0) } ?? .dpuuid
  }

  /// The number of the column called `name`.
  private mutating func column(_ name: String, for purpose: String) -> Int? {
    let places = columns.indices.filter { columns[$0] == name }
    if places.count == 1 { return places[0] }
    if places.count > 1 {
      report("column \"\(name)\" for \(purpose) stands \(places.count) times in the header")
    } else {
      let near = NearestName.find(name, in: columns).map { "did you mean \"\($0)\"?" }
      report("column \"\(name)\" for \(purpose) is not in the header", hint: near)
    }
    return nil
  }

  private mutating func planned(_ condition: Mapping.Condition) -> MappingPlan.PlannedCondition? {
    guard let column = column(condition.column, for: "where") else { return nil }
    return MappingPlan.PlannedCondition(
      column: column, allowed: condition.kind == .isIn, table: tables.add(condition.values))
  }

  private mutating func planned(_ field: Mapping.Field) -> MappingPlan.Operation? {
    switch field.source {
    case .constant(let value):
      guard let key = field.key, let pair = pair(key, value) else { return nil }
      return MappingPlan.Operation(column: 0, action: .constant(add(pair)))
    case .column(let name):
      guard let column = column(name, for: "a field") else { return nil }
      return operation(field, column: column, key: field.key ?? name)
    }
  }

  private mutating func operation(
    _ field: Mapping.Field, column: Int, key: String
  ) -> MappingPlan.Operation? {
    if field.writesKey, let problem = LineSyntax.problem(inKey: key) {
      report("key \"\(key)\": \(problem)")
      return nil
    }
    if isOracle, field.writesMoreThanAddedTraits {
      report("files of the Oracle Data Cloud take trait IDs to add only, not \"\(key)\"")
      return nil
    }
    guard let action = action(field, key: key) else { return nil }
    var operation = MappingPlan.Operation(column: column, action: action)
    operation.columnKind = kind(ofColumn: column)
    operation.prefix = prefix(key)
    operation.separator = field.separator.map { add($0) } ?? 0..<0
    operation.transforms = field.transforms
    operation.otherwise = fallback(field, key: key)
    return operation
  }

  private mutating func action(_ field: Mapping.Field, key: String) -> MappingPlan.Action? {
    switch field.rule {
    case .pair: return .pair
    case .values(let values):
      return lookup(values) { builder, value in builder.result(key, value) }
    case .bands(let boundaries):
      if boundaries.isEmpty { report("bands without a boundary for key \"\(key)\"") }
      let first = self.boundaries.count
      self.boundaries += boundaries
      let firstResult = results.count
      results += BandLabels.labels(boundaries).map { result(key, $0) }
      return .bands(boundaries: first..<self.boundaries.count, firstResult: firstResult)
    case .traits(let traits):
      return lookup(traits) { builder, ids in builder.result(ids, key: key) }
    case .sid: return .trait(add(isOracle ? "," : ",\(LineSyntax.addTraitPrefix)"), isAdded: true)
    case .unsid: return .trait(add(",\(LineSyntax.removeTraitPrefix)"), isAdded: false)
    case .ic: return .integrationCode(add(",\(LineSyntax.integrationCodePrefix)"))
    case .date(let input, let output):
      return date(input, output)
    }
  }

  private mutating func date(_ input: String, _ output: String) -> MappingPlan.Action? {
    do throws(DatePattern.Problem) {
      dates.append((try DatePattern(input), try DatePattern(output)))
      return .date(dates.count - 1)
    } catch {
      report("\(error)")
      return nil
    }
  }

  private func trait(_ id: Int) -> String {
    if isOracle { return ",\(id)" }
    return id < 0
      ? ",\(LineSyntax.removeTraitPrefix)\(-id)" : ",\(LineSyntax.addTraitPrefix)\(id)"
  }

  private mutating func lookup<Value>(
    _ outputs: [String: Value], _ result: (inout Self, Value) -> MappingPlan.PlannedResult
  ) -> MappingPlan.Action {
    let entries = outputs.sorted { $0.key < $1.key }
    lookups.append(tables.add(entries.map(\.key)))
    lookupCounts.append(entries.count)
    let firstResult = results.count
    for entry in entries { results.append(result(&self, entry.value)) }
    return .lookup(table: lookups.count - 1, firstResult: firstResult)
  }

  /// A key-value, or nothing if the value is empty.
  private mutating func result(_ key: String, _ value: String) -> MappingPlan.PlannedResult {
    let text = pair(key, value) ?? ""
    return MappingPlan.PlannedResult(text: add(text), pairs: text.isEmpty ? PairCount() : .signal)
  }

  private mutating func result(_ traits: [Int], key: String) -> MappingPlan.PlannedResult {
    if let both = traits.first(where: { $0 > 0 && traits.contains(-$0) }) {
      report("the same value of \"\(key)\" adds and removes trait \(both)")
    }
    return MappingPlan.PlannedResult(
      text: add(traits.map { trait($0) }.joined()),
      pairs: PairCount(pairs: traits.count, traits: traits.count), traits: TraitBits(traits))
  }

  private mutating func fallback(_ field: Mapping.Field, key: String) -> MappingPlan.Fallback {
    switch field.otherwise ?? field.rule.defaultOtherwise {
    case .keep: .keep
    case .drop: .drop
    case .reject: .reject
    case .value(let text): .constant(add(pair(key, text) ?? ""))
    }
  }

  /// `,"key"="value"` with the value cleaned, or nil if nothing is left of it.
  private mutating func pair(_ key: String, _ value: String) -> String? {
    if let problem = LineSyntax.problem(inKey: key) {
      report("key \"\(key)\": \(problem)")
      return nil
    }
    guard let text = ValueCleaner.cleaned(value, quoteInValue: mapping.quoteInValue) else {
      report("the value \"\(value)\" for key \"\(key)\" holds a double quote")
      return nil
    }
    if text.isEmpty { return nil }
    // SAFETY: bytes have no padding.
    let kind = PersonalDataDetector.kind(of: unsafe Array(text.utf8).span.bytes)
    if let kind, mapping.pii != .allow {
      report(
        "a value that the mapping gives for key \"\(key)\" looks like personal data (\(kind))",
        hint: "say `pii: allow` if it is meant to be sent")
    }
    if mapping.quoting == .always { return ",\"\(key)\"=\"\(text)\"" }
    let keyText = isSafe(key: key) ? key : "\"\(key)\""
    let valueText = !LineSyntax.valueNeedsQuotes(unsafe text.utf8.span.bytes) ? text : "\"\(text)\""
    return ",\(keyText)=\(valueText)"
  }

  private func isSafe(key: String) -> Bool {
    !LineSyntax.keyNeedsQuotes(unsafe key.utf8.span.bytes)
  }

  private mutating func restOperations() -> [MappingPlan.Operation] {
    var named = Set(
      mapping.fields.compactMap { field -> String? in
        if case .column(let name) = field.source { name } else { nil }
      })
    if let id = mapping.id.column { named.insert(id) }
    return columns.indices.filter { !named.contains(columns[$0]) }.compactMap { index in
      let name = columns[index]
      if name.isEmpty || columns.count(where: { $0 == name }) > 1 {
        report(
          "`rest: pairs` needs a name of its own for column \(index + 1), which is "
            + (name.isEmpty ? "empty" : "\"\(name)\" like another"))
        return nil
      }
      return operation(Mapping.Field(source: .column(name)), column: index, key: name)
    }
  }

  /// `,"key"=`, in the constants with a quote after it for the mapper to copy along.
  private mutating func prefix(_ key: String) -> MappingPlan.Constant {
    let isBare = mapping.quoting == .minimal && isSafe(key: key)
    let quoted = add(isBare ? ",\(key)=\"" : ",\"\(key)\"=\"")
    return quoted.dropLast()
  }

  private mutating func add(_ text: String) -> MappingPlan.Constant {
    let start = constants.count
    constants += text.utf8
    return start..<constants.count
  }
}

extension Mapping.Field {
  /// Whether pairs are written under the field's key: by the rule, or by what it does otherwise.
  fileprivate var writesKey: Bool {
    switch rule {
    case .pair, .values, .bands, .date: return true
    case .traits, .sid, .unsid, .ic:
      switch otherwise ?? rule.defaultOtherwise {
      case .keep, .value: return true
      case .drop, .reject: return false
      }
    }
  }
}

extension Mapping.Field {
  /// Whether anything else than traits to add comes of the field.
  fileprivate var writesMoreThanAddedTraits: Bool {
    if writesKey { return true }
    switch rule {
    case .sid: return false
    case .traits(let traits): return traits.values.joined().contains { $0 < 0 }
    default: return true
    }
  }
}

extension Mapping.Rule {

  /// What is done with unknown values unless the mapping says.
  var defaultOtherwise: Mapping.Otherwise {
    if case .values = self { .keep } else { .drop }
  }
}

/// The labels of bands.
enum BandLabels {
  /// `-17`, `18-24`, ..., `50-` for [18, 25, ..., 50]: one more than there are boundaries.
  static func labels(_ boundaries: [Int]) -> [String] {
    guard let first = boundaries.first, let last = boundaries.last else { return [] }
    let inner = zip(boundaries, boundaries.dropFirst()).map { "\($0)-\($1 - 1)" }
    return ["-\(first - 1)"] + inner + ["\(last)-"]
  }
}
