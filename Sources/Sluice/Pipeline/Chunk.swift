// What a lane is handed: whole records, and where they come from.

import SluiceBytes
import SluiceRecords

/// One input, once its header is known. Shared by the lanes, never changed.
final class InputContext: Sendable {
  /// The file's name, or `stdin`.
  let name: String
  /// Its place among the inputs, from 0.
  let number: Int
  let dialect: Dialect
  /// The header's bytes without the line end; empty when there is none.
  let header: [UInt8]
  /// The column names.
  let columns: [String]
  let hasHeader: Bool

  init(
    name: String, number: Int, dialect: Dialect, header: [UInt8], columns: [String],
    hasHeader: Bool
  ) {
    self.name = name
    self.number = number
    self.dialect = dialect
    self.header = header
    self.columns = columns
    self.hasHeader = hasHeader
  }
}

/// Whole records of one input, in a buffer that belongs to the lane that asked for them.
struct Chunk {
  /// Its place in the order of all chunks, from 0.
  let number: Int
  let input: InputContext
  /// Where its first byte stands in the decoded stream of its input.
  let offset: Int
  /// The damaged records that the splitter found in it.
  let damage: [Damage]
  /// Whether it begins with the input's header.
  let startsWithHeader: Bool
}
