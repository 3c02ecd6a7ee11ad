// The mapping made ready for each input, as headers are met.

import AudienceManager
import SluiceBytes
import SluiceRecords
import Synchronization

/// Plans by input. Filled by the reader of chunks before a lane gets an input's first chunk.
final class PlanStore: Sendable {
  let padsRagged: Bool
  private let mapsAllColumns: Bool
  private let state: Mutex<State>

  private struct State {
    var mapping: Mapping
    var plans: [Int: MappingPlan] = [:]
    var leftOut: [String] = []
    var inputs: [InputContext] = []
  }

  init(_ options: ConversionOptions) {
    padsRagged = options.dialect.ragged == .pad
    mapsAllColumns = options.mapsAllColumns
    state = Mutex(State(mapping: options.mapping))
  }

  /// Columns left out of a run without a mapping, because they look like personal data.
  var leftOutColumns: [String] { state.withLock { $0.leftOut } }

  /// The inputs met so far.
  var inputs: [InputContext] { state.withLock { $0.inputs } }

  /// Makes the plan for an input.
  /// - Throws: what is wrong with the mapping and this header together.
  func meet(_ input: InputContext, firstChunk: ByteBuffer) throws {
    try state.withLock { state in
      if let first = state.inputs.first { try input.checkColumns(like: first) }
      state.inputs.append(input)
      if mapsAllColumns, state.plans.isEmpty {
        let guess = ColumnGuess(input, firstChunk: firstChunk, id: state.mapping.id.column)
        state.mapping.fields = guess.fields
        state.leftOut = guess.leftOut
      }
      do throws(PlanError) {
        state.plans[input.number] = try MappingPlan(state.mapping, columns: input.columns)
      } catch {
        let problems = error.problems.map { $0.text(at: input.name) }
        throw SluiceError(.mapping, problems.joined(separator: "\n"))
      }
    }
  }

  /// The plan for an input that was met.
  func plan(for input: InputContext) -> MappingPlan {
    guard let plan = state.withLock({ $0.plans[input.number] }) else {
      preconditionFailure("input \(input.number) has chunks but no plan")
    }
    return plan
  }
}

extension InputContext {
  /// Several inputs are one dump if they have the same columns, in whatever order.
  /// - Throws: what one has and the other has not.
  func checkColumns(like first: InputContext) throws(SluiceError) {
    let missing = first.columns.filter { !columns.contains($0) }
    let surplus = columns.filter { !first.columns.contains($0) }
    guard missing.isEmpty, surplus.isEmpty, columns.count == first.columns.count else {
      var differences: [String] = []
      if !missing.isEmpty { differences.append("lacks \(Self.list(missing))") }
      if !surplus.isEmpty { differences.append("has \(Self.list(surplus))") }
      if differences.isEmpty { differences.append("repeats a column") }
      throw SluiceError(
        .data,
        "inputs have different columns: \(name): it \(differences.joined(separator: " and ")), "
          + "unlike \(first.name) (convert them in runs of their own)")
    }
  }

  private static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}
