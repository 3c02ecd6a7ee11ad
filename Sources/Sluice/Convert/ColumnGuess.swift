// What to send when nobody said: every column under its own name, but personal data.
//
// Looks at the column names and at the values in the first chunk of the dump. Errs on the side of
// leaving out; what is left out is always told.

import AudienceManager
import SluiceBytes
import SluiceRecords

/// The fields of a run without a mapping.
struct ColumnGuess {
  private(set) var fields: [Mapping.Field] = []
  private(set) var leftOut: [String] = []

  /// - Parameter id: the ID's column, which is no field.
  init(_ input: InputContext, firstChunk: ByteBuffer, id: String?) {
    let suspects = Self.suspects(input, firstChunk)
    for (place, name) in input.columns.enumerated() where name != id {
      if suspects[place] || PersonalDataDetector.nameSuggestsPersonalData(name) != nil {
        leftOut.append(name)
      } else {
        fields.append(Mapping.Field(source: .column(name)))
      }
    }
  }

  /// Which columns hold values that look like personal data.
  private static func suspects(_ input: InputContext, _ chunk: ByteBuffer) -> [Bool] {
    var samples = input.columns.map { Sample($0) }
    var index = RecordIndex(dialect: input.dialect)
    chunk.withBytes { bytes in
      index.build(bytes)
      var reader = RecordReader(dialect: input.dialect)
      if input.hasHeader { _ = reader.next(bytes, index) }
      while let record = reader.next(bytes, index) {
        guard record.problem == nil, record.fieldCount == samples.count else { continue }
        var column = 0
        reader.forEachField(of: record, bytes, index) { value in
          samples[column].add(value)
          column += 1
        }
      }
    }
    return samples.map(\.looksPersonal)
  }

  /// What the values of one column look like.
  private struct Sample {
    private var sampler: ColumnSampler
    private var filled = 0
    private var personal = 0

    /// A column is personal when more than one filled value in this many looks so: more than are
    /// mistaken, fewer than stray addresses in a comment column.
    private static let tolerated = 1_000

    init(_ name: String) {
      sampler = ColumnSampler(nameHint: PersonalDataDetector.nameSuggestsPersonalData(name))
    }

    mutating func add(_ value: RawSpan) {
      if value.isEmpty { return }
      filled += 1
      sampler.add(value)
      if PersonalDataDetector.kind(of: value) != nil { personal += 1 }
    }

    var looksPersonal: Bool {
      sampler.verdict != .ordinary || personal * Self.tolerated > filled
    }
  }
}
