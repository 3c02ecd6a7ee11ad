// The mapping made ready for each input, as headers are met.
//
// Filled by the reader of chunks before a lane gets an input's first chunk; read by lanes. The first
// records are sampled before the first plan is final: what a column holds decides whether bare
// digits in it are personal data, and, without a mapping, whether it is sent at all.

import AudienceManager
import SluiceBytes
import SluiceMapping
import SluiceRecords
import Synchronization

/// Plans by input.
final class PlanStore: Sendable {
  let padsRagged: Bool
  private let mapsAllColumns: Bool
  private let places: MappingPlaces?
  /// Whether columns have no names but `column1` and so on, because it was said that there is no header.
  private let numbersColumns: Bool
  private let routes: [IDRoute]
  let form: LineForm
  private let state: Mutex<State>

  private struct State {
    var mapping: Mapping
    /// For each input one plan a route.
    var plans: [Int: [MappingPlan]] = [:]
    var sample: ColumnSample?
    var isSampled = false
    var leftOut: [String] = []
    var keyless: [KeylessColumn] = []
    var personal: [String] = []
    var inputs: [InputContext] = []
  }

  init(_ options: ConversionOptions) {
    padsRagged = options.dialect.ragged == .pad
    mapsAllColumns = options.mapsAllColumns
    places = options.places
    numbersColumns = options.dialect.hasHeader == false && options.dialect.columns == nil
    routes = options.routes
    form = options.form
    state = Mutex(State(mapping: options.mapping))
  }

  /// Columns left out because they look like personal data, as they may be shown: of a run without
  /// a mapping, or by their names.
  var leftOutColumns: [String] {
    state.withLock { $0.leftOut.map { PersonalDataDetector.shown($0) } }
  }

  /// Columns left out because their names cannot be keys, where each is sent under its own.
  var keylessColumns: [KeylessColumn] { state.withLock { $0.keyless } }

  /// Columns that nobody named and that `rest` takes although their names say that they are personal.
  var personalColumns: [String] { state.withLock { $0.personal } }

  /// The inputs met so far.
  var inputs: [InputContext] { state.withLock { $0.inputs } }

  /// Makes the plans for an input.
  /// - Throws: what is wrong with the mapping and this header together.
  func meet(_ input: InputContext) throws {
    try state.withLock { state in
      if let first = state.inputs.first {
        try input.checkColumns(like: first)
      } else {
        state.leftOut = state.mapping.leftOut(of: input.columns)
        state.personal = state.mapping.personalColumns(of: input.columns)
      }
      state.inputs.append(input)
      // Without a mapping there is nothing to plan before the sample says which columns go.
      if state.isSampled || !mapsAllColumns { try plan(input, &state) }
    }
  }

  /// Whether more records would tell more about the columns.
  var wantsSample: Bool {
    state.withLock { state in
      if state.mapping.pii == .allow, !mapsAllColumns { return false }
      return state.sample?.isComplete != true
    }
  }

  /// Looks at the records of a chunk that start before an offset in it.
  func sample(_ chunk: Chunk, _ memory: ChunkMemory, until limit: Int) {
    state.withLock { state in
      guard let first = state.inputs.first else { return }
      var sample = state.sample ?? newSample(first, state.mapping)
      state.sample = nil
      sample.add(chunk, memory, until: limit)
      state.sample = sample
    }
  }

  private func newSample(_ first: InputContext, _ mapping: Mapping) -> ColumnSample {
    ColumnSample(mapping, like: first, sendsAll: mapsAllColumns, padsRagged: padsRagged)
  }

  /// Takes the sample for what it is now and makes the plans of the inputs met so far final.
  /// - Parameter isWhole: whether all of the dump has been looked at.
  func endSample(isWhole: Bool) throws {
    try state.withLock { state in
      state.isSampled = true
      state.sample?.isWhole = isWhole
      guard let first = state.inputs.first else { return }
      if mapsAllColumns {
        let suspects = (state.sample ?? newSample(first, state.mapping)).suspects
        chooseFields(first.columns, suspects, &state)
      }
      for input in state.inputs { try plan(input, &state) }
    }
  }

  /// The plans for an input that was met, one a route.
  func plans(for input: InputContext) -> [MappingPlan] {
    guard let plans = state.withLock({ $0.plans[input.number] }) else {
      preconditionFailure("input \(input.number) has chunks but no plan")
    }
    return plans
  }

  /// What is known of an input's columns, for those who show their fields.
  func shownKinds(_ input: InputContext) -> [PersonalDataDetector.ColumnKind] {
    state.withLock { state in
      state.sample?.shownKinds(input) ?? input.columns.map { _ in .unsettled }
    }
  }

  /// What to send when nobody said: every column under its own name, but personal data and those whose names
  /// cannot be keys. Errs on the side of leaving out; what is left out is always told.
  private func chooseFields(_ columns: [String], _ suspects: [Bool], _ state: inout State) {
    let others = columns.indices.filter { columns[$0] != state.mapping.id.column }
    let isSent = columns.indices.map {
      !suspects[$0] && PersonalDataDetector.kind(ofName: columns[$0]) == nil
    }
    state.leftOut = others.filter { !isSent[$0] }.map { columns[$0] }
    let own = OwnKeys(of: others.filter { isSent[$0] }, in: columns)
    state.keyless = own.keyless
    state.mapping.fields = own.keys.map { place, key in
      Mapping.Field(source: .column(columns[place]), key: key)
    }
  }

  private func plan(_ input: InputContext, _ state: inout State) throws {
    do throws(PlanError) {
      var plans: [MappingPlan] = []
      for route in routes {
        var purpose = PlanPurpose(form: form, route: route)
        if let sample = state.sample {
          purpose = sample.describe(input, for: purpose, knowsFields: !mapsAllColumns)
        }
        plans.append(try MappingPlan(state.mapping, columns: input.columns, for: purpose))
      }
      state.plans[input.number] = plans
      if state.keyless.isEmpty { state.keyless = plans.first?.keylessColumns ?? [] }
    } catch {
      throw failure(error, at: input)
    }
  }
}

extension PlanStore {
  /// What keeps an input's plans from being made. Where names are looked for in a dump that was said to
  /// have none, it is not the mapping that is wrong.
  private func failure(_ error: PlanError, at input: InputContext) -> SluiceError {
    var problems = error.problems
    guard numbersColumns, problems.contains(where: \.isOfMissingColumn) else {
      return SluiceError(.mapping, problems: lines(problems, input.name))
    }
    for place in problems.indices where problems[place].isOfMissingColumn {
      problems[place].hint =
        "by --header no the columns are column1 to column\(input.columns.count)"
        + (canNameColumns ? "; --columns names them" : "")
    }
    return SluiceError(.usage, problems: lines(problems, input.name))
  }

  /// Whether there is a way to give columns names; for ID synchronisation they are named by their numbers.
  private var canNameColumns: Bool { if case .data = form { true } else { false } }

  /// Problems of the mapping with an input's header, a line each, in the order of the mapping's file.
  private func lines(_ problems: [PlanError.Problem], _ input: String) -> [String] {
    var problems = problems
    if let places { problems.sort { places.isBefore($0.part, $1.part) } }
    var told: Set<String> = []
    return problems.map { problem in
      let place = places?.place(of: problem.part).map { $0 + ": " } ?? ""
      return place + problem.text(at: input)
    }.filter { told.insert($0).inserted }
  }
}

extension InputContext {
  /// Several inputs are one dump if they have the same columns, in whatever order.
  /// - Throws: what one has and the other has not.
  func checkColumns(like first: InputContext) throws(SluiceError) {
    if columns == first.columns { return }
    let missing = first.columns.filter { !columns.contains($0) }
    let surplus = columns.filter { !first.columns.contains($0) }
    guard missing.isEmpty, surplus.isEmpty, columns.sorted() == first.columns.sorted() else {
      var differences: [String] = []
      if !missing.isEmpty { differences.append("lacks \(Self.list(missing))") }
      if !surplus.isEmpty { differences.append("has \(Self.list(surplus))") }
      if differences.isEmpty { differences = repetitions(unlike: first) }
      throw SluiceError(
        .data,
        "inputs have different columns: \(name): it \(differences.joined(separator: " and ")), "
          + "unlike \(first.name) (convert them in runs of their own)")
    }
  }

  /// For each column of this input, where the first input has it. Both have the same columns; those of one
  /// name are matched in order.
  func places(like first: InputContext) -> [Int] {
    if columns == first.columns { return Array(columns.indices) }
    var free: [String: ArraySlice<Int>] = [:]
    for (place, name) in first.columns.enumerated() { free[name, default: []].append(place) }
    return columns.map { free[$0]?.popFirst() ?? 0 }
  }

  /// The columns that this input has another number of times.
  private func repetitions(unlike first: InputContext) -> [String] {
    Set(columns).sorted().compactMap { name in
      let count = columns.count { $0 == name }
      if count == first.columns.count(where: { $0 == name }) { return nil }
      return "has \(Self.list([name])) " + (count == 1 ? "once" : "\(count) times")
    }
  }

  private static func list(_ names: [String]) -> String {
    names.map { "\"\(PersonalDataDetector.shown($0))\"" }.joined(separator: ", ")
  }
}
