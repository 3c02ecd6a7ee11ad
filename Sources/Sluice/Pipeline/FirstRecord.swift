// The first record of an input: its header, read before any plan can be made.

import SluiceBytes
import SluiceRecords

/// The first record of a chunk, blank lines and comments aside.
struct FirstRecord {
  /// Its bytes without the line end.
  let bytes: [UInt8]
  /// What its fields say.
  let fields: [String]
  /// Why it cannot be used, if so.
  let problem: RejectReason?
  /// Where it starts in the chunk.
  let start: Int
  /// Line ends before it in the chunk.
  let linesBefore: Int

  /// Reads the first record of a chunk; nil when there is none.
  /// - Parameter damage: the damaged records that the splitter found in it.
  static func read(
    _ memory: ChunkMemory, damage: [Damage], dialect: Dialect, kernel: ScanKernel
  ) -> FirstRecord? {
    var index = RecordIndex(dialect: dialect, kernel: kernel, chunk: memory.bytes.count)
    return memory.bytes.withBytes { bytes in
      index.build(bytes, damage: damage, masks: memory.masks)
      var reader = RecordReader(dialect: dialect)
      guard let record = reader.next(bytes, index) else { return nil }
      var lines = LineCounter(lineEnd: dialect.lineEnd)
      return FirstRecord(
        bytes: bytes.extracting(record.range).copied(),
        fields: reader.fields(of: record, bytes, index),
        problem: record.problem, start: record.range.lowerBound,
        linesBefore: lines.count(bytes, upTo: record.range.lowerBound))
    }
  }
}
