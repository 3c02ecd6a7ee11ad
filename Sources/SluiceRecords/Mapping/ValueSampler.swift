// The mapper turned to looking: values as they would be written, for `ValueSample`.
//
// Takes indexed chunks, runs records through `where`, nulls, splitting, transforms and cleaning as a
// conversion does, and counts what would be written instead of keeping it. Columns are taken by place, so
// that no name of theirs can be wrong here; what is wrong with the mapping is for its plan to say.

import AudienceManager
import SluiceBytes

/// Looks at an input's first records.
public struct ValueSampler {
  private var mapper: RecordMapper
  private let scratch = ByteBuffer(capacity: 1 << 12)

  /// Makes a sampler.
  /// - Parameters:
  ///   - mapping: whose values are looked at.
  ///   - columns: the input's names.
  ///   - places: where the first input has each of them.
  ///   - judgesValues: whether it is asked for columns that look personal, which takes a look at
  ///     every value.
  ///   - dialect: how the chunks are read.
  ///   - padsRagged: whether records of fewer or more fields than the header are taken.
  ///   - header: the header record's bytes without the line end.
  ///   - sample: told what is looked at.
  /// - Throws: what is wrong with the mapping and the header together.
  public init(
    _ mapping: Mapping, columns: [String], places: [Int], judgesValues: Bool, dialect: Dialect,
    padsRagged: Bool, header: [UInt8], sample: inout ValueSample
  ) throws(PlanError) {
    let plan = try MappingPlan(
      mapping.byPlaces(of: columns), columns: columns.indices.map(String.init))
    mapper = RecordMapper(plan: plan, dialect: dialect, padsRagged: padsRagged, header: header)
    var slots: [Int] = []
    for (place, operation) in plan.operations.enumerated() {
      let slot =
        place < mapping.fields.count
        ? ValueSample.Slot.field(place) : sample.slot(ofColumn: places[operation.column])
      slots.append(slot)
      if plan.writesValues(operation) { sample.want(slot) }
    }
    let looksAtIDs = !plan.idType.hasFixedForm && !mapping.id.transforms.contains(.sha256Email)
    if looksAtIDs { sample.want(ValueSample.Slot.id) }
    mapper.sampling = RecordMapper.Sampling(
      sample: sample, slots: slots, looksAtIDs: looksAtIDs, judgesValues: judgesValues)
  }

  /// Looks at the records of a chunk that start before `limit`.
  public mutating func add(
    _ chunk: RawSpan, _ index: borrowing RecordIndex, skippingHeader: Bool, until limit: Int,
    to sample: inout ValueSample
  ) {
    mapper.beginChunk(skippingHeader: skippingHeader)
    mapper.sampling?.sample = sample
    mapper.sampleRecords(chunk, index, until: limit, scratch)
    if let counted = mapper.sampling?.sample { sample = counted }
  }
}

extension Mapping {
  /// The mapping with columns named by their places, from 0, and nothing that their names or the keys
  /// could have wrong.
  fileprivate func byPlaces(of columns: [String]) -> Mapping {
    func place(_ name: String) -> String {
      columns.firstIndex(of: name).map(String.init) ?? name
    }
    var mapping = self
    mapping.pii = .allow
    mapping.id.column = id.column.map(place)
    for number in fields.indices {
      mapping.fields[number].key = "\(number)"
      if case .column(let name) = fields[number].source {
        mapping.fields[number].source = .column(place(name))
      }
    }
    for number in conditions.indices {
      mapping.conditions[number].column = place(conditions[number].column)
    }
    return mapping
  }
}

extension MappingPlan {
  /// Whether bytes of the dump are written: not only constants, hashes and numbers of traits.
  fileprivate func writesValues(_ operation: Operation) -> Bool {
    if transforms[operation.transforms].contains(.sha256Email) { return false }
    switch operation.action {
    case .pair, .integrationCode: return true
    case .lookup, .bands, .date, .trait: return operation.otherwise == .keep
    case .constant: return false
    }
  }
}

extension RecordMapper {
  /// What a mapper needs that only looks.
  struct Sampling {
    var sample: ValueSample
    /// By operation.
    let slots: [Int]
    let looksAtIDs: Bool
    let judgesValues: Bool

    /// Whether further values of an operation change nothing.
    func isComplete(_ place: Int) -> Bool { sample.isComplete(slots[place]) }

    /// Whether further IDs change nothing.
    var isCompleteForIDs: Bool { !looksAtIDs || sample.isComplete(ValueSample.Slot.id) }
  }

  /// Counts a cleaned value of an operation, which is fine for all that is asked here.
  mutating func noteCleaned(_ value: RawSpan, _ place: Int) -> Bool {
    let (slot, isJudged) = (sampling?.slots[place] ?? 0, sampling?.judgesValues ?? false)
    sampling?.sample.add(value, to: slot, isJudged: isJudged)
    return false
  }

  /// Counts a value of an operation that is written as what its rule says.
  @inline(__always)
  mutating func notePassed(_ place: Int) {
    if let slot = sampling?.slots[place] { sampling?.sample.pass(slot) }
  }

  /// Looks at the records from where the chunk begins.
  fileprivate mutating func sampleRecords(
    _ chunk: RawSpan, _ index: borrowing RecordIndex, until limit: Int, _ scratch: ByteBuffer
  ) {
    scratch.removeAll()
    var encoder = LineEncoder(into: scratch)
    let plan = plan
    // SAFETY: bytes have no padding.
    let constants = unsafe plan.constants.span.bytes
    var open = openPlaces
    while cursor.record < index.recordCount, !isSampled(open) {
      let start = index.start(ofRecord: cursor.record)
      guard start < limit else { break }
      let record = RecordView(index, cursor.record, start: start, chunk, escape: text.escape)
      if !skips(record, chunk, index), isTaken(record, chunk, index) {
        if sampleID(record, chunk, index) {
          sampleFields(open, record, chunk, index, constants, &encoder)
          if open.contains(where: { isComplete($0) }) { open = openPlaces }
        }
      }
      cursor.record += 1
    }
    encoder.finish()
  }

  /// The operations whose values are still looked at.
  private var openPlaces: [Int] {
    plan.operations.indices.filter { plan.writesValues(plan.operations[$0]) && !isComplete($0) }
  }

  private func isComplete(_ place: Int) -> Bool { sampling?.isComplete(place) ?? true }

  private func isSampled(_ open: [Int]) -> Bool {
    open.isEmpty && sampling?.isCompleteForIDs ?? true
  }

  private mutating func isTaken(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    if record.count != plan.columns.count, !padsRagged { return false }
    return plan.conditions.isEmpty || meetsConditions(record, chunk, index)
  }

  /// Counts a record's ID.
  /// - Returns: whether it has one.
  private mutating func sampleID(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    let range = field(plan.idColumn, of: record, index)
    return withText(range, chunk) { mapper, id in
      if mapper.isNull(id) { return false }
      return mapper.withChanged(id, by: mapper.plan.idTransforms) { mapper, id in
        if id.isEmpty { return false }
        if mapper.sampling?.looksAtIDs == true {
          mapper.sampling?.sample.add(id, to: ValueSample.Slot.id, isJudged: false)
        }
        return true
      } ?? false
    }
  }

  /// Lets the record's values be written, and takes them back.
  private mutating func sampleFields(
    _ open: [Int], _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex,
    _ constants: RawSpan, _ encoder: inout LineEncoder
  ) {
    encoder.beginLine(prefix: RawSpan(), id: RawSpan())
    for place in open {
      let column = plan.operations[place].column
      let range = field(column, of: record, index)
      _ = mapOther(place, range, chunk, constants, &encoder)
    }
    encoder.abandonRecord()
  }
}
