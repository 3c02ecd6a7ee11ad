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
  let problem: String?

  /// Reads the first record of `chunk`; nil when there is none.
  static func read(
    _ chunk: ByteBuffer, dialect: Dialect, kernel: ScanKernel
  ) -> FirstRecord? {
    var index = RecordIndex(dialect: dialect, kernel: kernel)
    return chunk.withBytes { bytes in
      index.build(bytes)
      var reader = RecordReader(dialect: dialect)
      guard let record = reader.next(bytes, index) else { return nil }
      return FirstRecord(
        bytes: bytes.extracting(record.range).copied(),
        fields: reader.fields(of: record, bytes, index),
        problem: record.problem?.explanation)
    }
  }
}
