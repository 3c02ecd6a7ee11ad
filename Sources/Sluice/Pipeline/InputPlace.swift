// Where a chunk stands in its input: what only the sequential end of the pipeline knows.

import SluiceRecords

/// Records and lines of an input before the chunk at hand.
struct InputPlace {
  private(set) var records = 0
  private(set) var lines = 0
  private var input = -1

  /// Starts again when a chunk is another input's.
  mutating func meet(_ chunk: Chunk) {
    if chunk.input.number == input { return }
    self = InputPlace()
    input = chunk.input.number
    lines = chunk.input.skippedLines
  }

  /// Goes past a chunk.
  mutating func pass(records: Int, lines: Int) {
    self.records += records
    self.lines += lines
  }
}
