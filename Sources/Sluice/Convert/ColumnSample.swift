// What the columns of a dump hold, by their first values.
//
// Takes chunks until everything that would be sent has been seen often enough; counts, and keeps no
// value. Inputs may have the columns in an order of their own: each is looked at by a sampler of
// its own, into the same counts.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// Counts over the first values of everything that is sent.
struct ColumnSample {
  private let mapping: Mapping
  private let judgesValues: Bool
  private let padsRagged: Bool
  private let first: InputContext
  private var values: ValueSample
  private var current: (input: Int, sampler: ValueSampler)?
  /// Whether no input can be looked at, because the mapping does not go with it.
  private var isImpossible = false
  /// Whether all of the dump has been looked at.
  var isWhole = false

  /// - Parameters:
  ///   - mapping: whose values are looked at; every column when it names none.
  ///   - first: the first input.
  ///   - sendsAll: whether nobody said what is sent, so that each column is judged for itself.
  init(_ mapping: Mapping, like first: InputContext, sendsAll: Bool, padsRagged: Bool) {
    var mapping = mapping
    if sendsAll { mapping.rest = .pairs }
    self.mapping = mapping
    self.first = first
    self.padsRagged = padsRagged
    judgesValues = sendsAll
    values = ValueSample(mapping, columns: first.columns)
  }

  /// Whether further records change nothing.
  var isComplete: Bool { isImpossible || current != nil && values.isComplete }

  /// Whether each column looks like personal data, by its place in the first input.
  var suspects: [Bool] { values.suspects }

  /// What a plan for an input is told of its values.
  /// - Parameters:
  ///   - purpose: what else it is told.
  ///   - knowsFields: whether the mapping's fields are those that were looked at.
  func describe(
    _ input: InputContext, for purpose: PlanPurpose, knowsFields: Bool
  ) -> PlanPurpose {
    var purpose = purpose
    let columns = values.columnKinds(isWhole: isWhole)
    purpose.idKind = values.idKind(isWhole: isWhole)
    purpose.fieldKinds = knowsFields ? values.fieldKinds(isWhole: isWhole) : []
    purpose.columnKinds = input.places(like: first).map { columns[$0] }
    return purpose
  }

  /// What is known of an input's columns by anything that is made of them, for those who show their
  /// fields. Of what nobody looked at it is not settled what it is.
  func shownKinds(_ input: InputContext) -> [PersonalDataDetector.ColumnKind] {
    let fieldKinds = values.fieldKinds(isWhole: isWhole)
    let columnKinds = values.columnKinds(isWhole: isWhole)
    return zip(input.columns, input.places(like: first)).map { name, place in
      var kinds = zip(mapping.fields, fieldKinds).filter { $0.0.source == .column(name) }.map(\.1)
      if name == mapping.id.column { kinds.append(values.idKind(isWhole: isWhole)) }
      if kinds.isEmpty { kinds.append(mapping.rest == .pairs ? columnKinds[place] : .unsettled) }
      return kinds.first(where: \.isPersonal) ?? kinds.first { $0 != .ordinary }
        ?? .ordinary
    }
  }

  /// Looks at a chunk's records that start before an offset in it.
  mutating func add(_ chunk: Chunk, _ memory: ChunkMemory, until limit: Int) {
    guard var sampler = sampler(for: chunk.input) else { return }
    var index = RecordIndex(dialect: chunk.input.dialect, chunk: memory.bytes.count)
    memory.bytes.withBytes { bytes in
      index.build(bytes, damage: chunk.damage, masks: memory.masks)
      sampler.add(
        bytes, index, skippingHeader: chunk.startsWithHeader, until: limit, to: &values)
    }
    current = (chunk.input.number, sampler)
  }

  private mutating func sampler(for input: InputContext) -> ValueSampler? {
    if let current, current.input == input.number { return current.sampler }
    do throws(PlanError) {
      return try ValueSampler(
        mapping, columns: input.columns, places: input.places(like: first),
        judgesValues: judgesValues, dialect: input.dialect, padsRagged: padsRagged,
        header: input.header, sample: &values)
    } catch {
      isImpossible = true
      return nil
    }
  }
}
