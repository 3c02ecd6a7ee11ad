// What the columns of a dump hold, by their first values.
//
// Takes chunks until every column has been seen often enough; counts, and keeps no value.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// Counts over the first values of every column.
struct ColumnSample {
  private var columns: [Column]
  private let judgesValues: Bool

  /// - Parameters:
  ///   - names: all columns.
  ///   - wanted: those that are looked at; nil for all.
  ///   - judgesValues: whether it is asked for columns that look personal, which takes a look at
  ///     every value.
  init(_ names: [String], wanted: Set<String>?, judgesValues: Bool) {
    columns = names.map { Column($0, isWanted: wanted?.contains($0) ?? true) }
    self.judgesValues = judgesValues
  }

  /// Whether further records change nothing.
  var isComplete: Bool { columns.allSatisfy(\.isComplete) }

  /// What each column holds, by its place.
  var kinds: [PersonalDataDetector.ColumnKind] { columns.map(\.sampler.verdict) }

  /// Whether each column looks like personal data, by its place.
  var suspects: [Bool] { columns.map(\.looksPersonal) }

  /// Looks at a chunk's records.
  /// - Parameter order: where the sample has each of the input's columns.
  mutating func add(_ chunk: Chunk, _ buffer: ByteBuffer, order: [Int]) {
    var index = RecordIndex(dialect: chunk.input.dialect)
    buffer.withBytes { bytes in
      index.build(bytes, damage: chunk.damage)
      var reader = RecordReader(dialect: chunk.input.dialect)
      if chunk.startsWithHeader { _ = reader.next(bytes, index) }
      var open = order.indices.filter { !columns[order[$0]].isComplete }
      while !open.isEmpty, let record = reader.next(bytes, index) {
        guard record.problem == nil, record.fieldCount == columns.count else { continue }
        for place in open {
          reader.withField(place, of: record, bytes, index) { value in
            columns[order[place]].add(value, isJudged: judgesValues)
          }
        }
        if open.contains(where: { columns[order[$0]].isComplete }) {
          open.removeAll { columns[order[$0]].isComplete }
        }
      }
    }
  }

  /// One column.
  private struct Column {
    private(set) var sampler: ColumnSampler
    private let nameHint: PersonalDataDetector.Kind?
    private var filled = 0
    private var personal = 0

    /// A column is personal when more than one filled value in this many looks so: more than are
    /// mistaken, fewer than stray addresses in a comment column.
    private static let tolerated = 1_000

    /// Whether anything is to be known of it.
    private let isWanted: Bool

    init(_ name: String, isWanted: Bool) {
      self.isWanted = isWanted
      nameHint = PersonalDataDetector.nameSuggestsPersonalData(name)
      sampler = ColumnSampler(nameHint: nameHint)
    }

    var isComplete: Bool { sampler.isComplete || !isWanted }

    mutating func add(_ value: RawSpan, isJudged: Bool) {
      if value.isEmpty || isComplete { return }
      filled += 1
      sampler.add(value)
      if isJudged, PersonalDataDetector.kind(of: value) != nil { personal += 1 }
    }

    var looksPersonal: Bool {
      nameHint != nil || sampler.verdict != .ordinary || personal * Self.tolerated > filled
    }
  }
}
