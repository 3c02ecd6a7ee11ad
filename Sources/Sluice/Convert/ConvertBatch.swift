// The outcome of one chunk: blocks of lines, rejects, counts. Filled by a lane, written by the
// sequencer, used again.

import SluiceBytes
import SluiceRecords

/// One run of lines, compressed or not, within a batch's bytes.
struct BatchBlock {
  /// Bytes in `ConvertBatch.stored`.
  var storedCount: Int
  /// Bytes of the lines.
  var rawCount: Int
  /// CRC-32 of the lines; 0 where nobody needs it.
  var crc32: UInt32
  var lineCount: Int
  /// Whether its first line has another user than the last line before it in the batch.
  var startsNewUser: Bool
}

/// The outcome of one chunk.
final class ConvertBatch {
  /// The blocks' bytes, one after the other.
  let stored = ByteBuffer(capacity: 1 << 20)
  var blocks: [BatchBlock] = []
  var counts = RecordCounts()
  /// Rejected records, and their bytes one after the other.
  var rejects: [Reject] = []
  let rejectedBytes = ByteBuffer(capacity: 1 << 10)
  /// Records of the chunk that have a number.
  var records = 0
  /// Line ends in the chunk.
  var lines = 0
  /// The users of the first and the last line.
  var firstUser: [UInt8] = []
  var lastUser: [UInt8] = []

  func removeAll() {
    stored.removeAll()
    blocks.removeAll(keepingCapacity: true)
    counts = RecordCounts()
    rejects.removeAll(keepingCapacity: true)
    rejectedBytes.removeAll()
    firstUser.removeAll(keepingCapacity: true)
    lastUser.removeAll(keepingCapacity: true)
  }
}
