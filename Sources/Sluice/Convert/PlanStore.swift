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
  }

  init(_ options: ConversionOptions) {
    padsRagged = options.dialect.ragged == .pad
    mapsAllColumns = options.mapsAllColumns
    state = Mutex(State(mapping: options.mapping))
  }

  /// Columns left out of a run without a mapping, because they look like personal data.
  var leftOutColumns: [String] { state.withLock { $0.leftOut } }

  /// Makes the plan for an input.
  /// - Throws: what is wrong with the mapping and this header together.
  func meet(_ input: InputContext, firstChunk: ByteBuffer) throws {
    try state.withLock { state in
      if mapsAllColumns, state.plans.isEmpty {
        let guess = ColumnGuess(input, firstChunk: firstChunk, id: state.mapping.id.column)
        state.mapping.fields = guess.fields
        state.leftOut = guess.leftOut
      }
      do throws(PlanError) {
        state.plans[input.number] = try MappingPlan(state.mapping, columns: input.columns)
      } catch {
        let problems = error.problems.map { "\($0): \(input.name)" }
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
