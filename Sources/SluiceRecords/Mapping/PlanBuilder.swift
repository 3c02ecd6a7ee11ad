// The compiler from names to numbers: what `MappingPlan` is made by.
//
// Collects every problem before it gives up, so that a user mends a mapping in one go.

import AudienceManager
import SluiceBytes

struct PlanBuilder {
  let mapping: Mapping
  let columns: [String]
  /// Where columns of each name stand.
  private let places: [String: [Int]]
  let purpose: PlanPurpose
  private var problems: [PlanError.Problem] = []
  /// The entry of the mapping that is being compiled.
  private var entry: Mapping.Path = []
  private(set) var operations: [MappingPlan.Operation] = []
  private(set) var tiedColumns: [MappingPlan.TiedColumn] = []
  private(set) var conditions: [MappingPlan.PlannedCondition] = []
  /// Columns that `rest` asks for and that cannot be sent.
  private(set) var keyless: [KeylessColumn] = []
  private(set) var constants: [UInt8] = []
  var tables = ByteTables()
  private(set) var nulls = ByteTables.Table()
  var lookups: [ByteTables.Table] = []
  /// Results of each lookup.
  var lookupCounts: [Int] = []
  var boundaries: [Int] = []
  var results: [MappingPlan.PlannedResult] = []
  var traitParts: [MappingPlan.TraitPart] = []
  var dates: [(input: DatePattern, output: DatePattern)] = []
  private(set) var transforms: [Mapping.Transform] = []
  private(set) var idTransforms: Range<Int> = 0..<0

  private(set) var linePrefix: MappingPlan.Constant = 0..<0

  init(mapping: Mapping, columns: [String], purpose: PlanPurpose) {
    self.mapping = mapping
    self.columns = columns
    places = Dictionary(grouping: columns.indices) { columns[$0] }
    self.purpose = purpose
  }

  var isOracle: Bool { purpose.form == .data(.oracleDataCloud) }

  /// What is known of the IDs.
  func idKind(inColumn place: Int) -> PersonalDataDetector.ColumnKind {
    purpose.idKind ?? kind(ofColumn: place)
  }

  /// What is known of a column's values.
  private func kind(ofColumn place: Int) -> PersonalDataDetector.ColumnKind {
    place < purpose.columnKinds.count ? purpose.columnKinds[place] : .ordinary
  }

  mutating func build() throws(PlanError) -> MappingPlan {
    entry = ["id"]
    let idColumn = mapping.id.column.flatMap { column($0, for: nameOfIDs) }
    if mapping.id.column == nil { report("no column is named for the user ID") }
    idTransforms = add(mapping.id.transforms)
    nulls = tables.add(mapping.nulls.filter { !$0.isEmpty })
    for (number, condition) in mapping.conditions.enumerated() {
      entry = ["where", "\(number)"]
      if let planned = planned(condition) { conditions.append(planned) }
    }
    if case .idSync(let sync) = purpose.form {
      tiedColumns = sync.others.indices.compactMap { planned(sync.others[$0], $0) }
    } else {
      planFields()
    }
    entry = []
    if isOracle { beginOracleLines() }
    refuseMissingFeatures()
    guard let idColumn, problems.isEmpty else { throw PlanError(problems: problems) }
    return MappingPlan(self, idColumn: idColumn, idType: idType)
  }

  private mutating func planFields() {
    for number in mapping.fields.indices {
      entry = ["fields", "\(number)"]
      if let planned = planned(number) { operations.append(planned) }
    }
    entry = []
    if mapping.rest == .pairs { operations += restOperations() }
  }

  /// What the lines' first IDs are, for messages.
  private var nameOfIDs: String {
    if case .idSync(let sync) = purpose.form { return Self.name(ofDataSource: sync.master.dpid) }
    return "the user ID"
  }

  private static func name(ofDataSource dpid: Int) -> String { "data source \(dpid)" }

  /// A further column of ID synchronisation.
  /// - Parameter number: its number among the mapping's fields, as which it was sampled.
  private mutating func planned(
    _ column: IDSync.Column, _ number: Int
  ) -> MappingPlan.TiedColumn? {
    entry = ["fields", "\(number)"]
    guard let place = self.column(column.name, for: Self.name(ofDataSource: column.dpid)) else {
      return nil
    }
    if column.isHashed {
      return MappingPlan.TiedColumn(column: place, type: nil, transforms: add([.sha256Email]))
    }
    let type = IDType.fixed(by: column.dpid) ?? .dpuuid
    var planned = MappingPlan.TiedColumn(column: place, type: type)
    // A fixed form leaves no room for personal data.
    if !type.hasFixedForm {
      planned.kind =
        number < purpose.fieldKinds.count ? purpose.fieldKinds[number] : kind(ofColumn: place)
    }
    return planned
  }

  /// What mappings may say but this version does not do is refused, not ignored.
  private mutating func refuseMissingFeatures() {
    if mapping.rows != .separate {
      report("`rows: \(mapping.rows.rawValue)` is not supported by this version", in: ["rows"])
    }
  }

  /// Lines of the Oracle Data Cloud begin with the type of the mobile ID.
  private mutating func beginOracleLines() {
    guard let name = OracleLineParser.name(of: idType) else {
      return report(
        "files of the Oracle Data Cloud take idfa and gaid only, not \(idType.rawValue)",
        in: ["id", "type"])
    }
    linePrefix = add("\(name)\t")
  }

  /// What of an operation the fast path can do.
  /// - Parameter watchesTraits: whether the traits that are written have to be noted, which the
  ///   fast path does not.
  func fastStep(_ operation: MappingPlan.Operation, watchesTraits: Bool) -> FastStep {
    var step = FastStep(column: operation.column)
    guard mapping.nulls.contains(""),
      [.ordinary, .unsettled].contains(operation.columnKind) || mapping.pii == .allow
    else { return step }
    step.columnKind = operation.columnKind
    step.isBareIfSafe = mapping.quoting == .minimal
    // A prefix is followed by the quote that opens the value.
    step.prefix = operation.prefix.lowerBound..<operation.prefix.upperBound + 1
    // Values with blanks at their ends are not for the fast path, so that trimming changes none of its own. Of
    // changes of case the last one counts.
    let changes = transforms[operation.transforms].filter { $0 != .trim }
    if let last = changes.last {
      guard operation.action == .pair, operation.separator.isEmpty,
        !changes.contains(.sha256Email)
      else { return step }
      step.action = .cased
      step.firstLetter = last.firstLetter
      return step
    }
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
      step.others = FastOthers(operation.otherwise)
      step.firstResult = firstResult
    case .bands(let boundaries, let firstResult) where operation.separator.isEmpty:
      step.action = .bands
      step.boundaries = boundaries
      step.firstResult = firstResult
    case .integrationCode(let prefix) where operation.separator.isEmpty:
      step.action = .code
      step.prefix = prefix
    case .trait(let prefix, _) where operation.separator.isEmpty && !watchesTraits:
      step.action = .trait
      step.prefix = prefix
    default: break
    }
    return step
  }

  /// Notes a problem.
  /// - Parameter steps: lead to where it lies, from the entry that is being compiled.
  mutating func report(
    _ what: String, hint: String? = nil, in steps: [String] = [], isOfMissingColumn: Bool = false
  ) {
    let problem = PlanError.Problem(
      what: what, hint: hint, part: entry + steps, isOfMissingColumn: isOfMissingColumn)
    if !problems.contains(problem) { problems.append(problem) }
  }

  private var idType: IDType {
    if let type = purpose.route.type { return type }
    if let name = mapping.id.type, let type = IDType(rawValue: name) { return type }
    return mapping.dataSource.dpid.flatMap(IDType.fixed) ?? .dpuuid
  }

  /// The number of the column called `name`.
  private mutating func column(_ name: String, for purpose: String) -> Int? {
    let places = places[name] ?? []
    if places.count == 1 { return places[0] }
    if places.count > 1 {
      report(
        "column \(Self.quoted(name)) for \(purpose) stands \(places.count) times in the header",
        in: ["column"])
    } else {
      let near = NearestName.find(name, in: columns).map { "did you mean \(Self.quoted($0))?" }
      report(
        "column \(Self.quoted(name)) for \(purpose) is not in the header", hint: near,
        in: ["column"], isOfMissingColumn: true)
    }
    return nil
  }

  private mutating func planned(_ condition: Mapping.Condition) -> MappingPlan.PlannedCondition? {
    guard let column = column(condition.column, for: "where") else { return nil }
    return MappingPlan.PlannedCondition(
      column: column, allowed: condition.kind == .isIn, table: tables.add(condition.values))
  }

  private mutating func planned(_ number: Int) -> MappingPlan.Operation? {
    let field = mapping.fields[number]
    switch field.source {
    case .constant(let value):
      guard let key = field.key,
        isKey(key, in: ["constant", "key"]), let pair = pair(key, value, in: ["constant", "value"])
      else { return nil }
      return MappingPlan.Operation(column: 0, action: .constant(add(pair)))
    case .column(let name):
      guard let column = column(name, for: "a field") else { return nil }
      var operation = operation(field, column: column, key: field.key ?? name)
      if number < purpose.fieldKinds.count {
        operation?.columnKind = purpose.fieldKinds[number]
      }
      return operation
    }
  }

  private mutating func operation(
    _ field: Mapping.Field, column: Int, key: String
  ) -> MappingPlan.Operation? {
    if field.writesKey, !isKey(key, in: [field.key == nil ? "column" : "key"]) { return nil }
    if isOracle, field.writesMoreThanAddedTraits {
      report("files of the Oracle Data Cloud take trait IDs to add only, not \(Self.quoted(key))")
      return nil
    }
    guard let action = action(field, key: key) else { return nil }
    var operation = MappingPlan.Operation(column: column, action: action)
    operation.columnKind = kind(ofColumn: column)
    operation.prefix = prefix(key)
    operation.separator = field.separator.map { add($0) } ?? 0..<0
    operation.transforms = add(field.transforms)
    operation.otherwise = fallback(field, key: key)
    return operation
  }

  private mutating func restOperations() -> [MappingPlan.Operation] {
    if isOracle {
      report(
        "files of the Oracle Data Cloud take trait IDs to add only, not `rest: pairs`", in: ["rest"]
      )
      return []
    }
    let leftOut = mapping.leftOut(of: columns)
    let places = mapping.unnamed(of: columns).filter { !leftOut.contains(columns[$0]) }
    let own = OwnKeys(of: places, in: columns)
    keyless = own.keyless
    return own.keys.compactMap { place, key in
      operation(Mapping.Field(source: .column(columns[place])), column: place, key: key)
    }
  }

  mutating func add(_ text: String) -> MappingPlan.Constant {
    let start = constants.count
    constants += text.utf8
    return start..<constants.count
  }

  private mutating func add(_ transforms: [Mapping.Transform]) -> Range<Int> {
    let start = self.transforms.count
    self.transforms += transforms
    return start..<self.transforms.count
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
