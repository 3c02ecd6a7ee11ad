// The outcome of one chunk: blocks of lines, rejects, counts. Filled by a lane, written by the
// sequencer, used again.

import SluiceBytes
import SluiceRecords

/// One run of lines, compressed or not, within a batch's bytes.
struct BatchBlock {
  /// Bytes in `ConvertBatch.stored`.
  var stored: Range<Int>
  /// Bytes of the lines.
  var rawCount: Int
  /// CRC-32 of the lines; 0 where nobody needs it.
  var crc32: UInt32 = 0
  var lineCount: Int
  /// Whether its first line has another user than the last line of its route before it in the batch.
  var startsNewUser = true
  /// Its lines by user.
  var runs = LineRuns()
}

/// The lines of one chunk for one sequence of files.
struct RouteLines {
  var blocks: [BatchBlock] = []
  /// The users of the first and the last line.
  var firstUser: [UInt8] = []
  var lastUser: [UInt8] = []

  mutating func removeAll() {
    blocks.removeAll(keepingCapacity: true)
    firstUser.removeAll(keepingCapacity: true)
    lastUser.removeAll(keepingCapacity: true)
  }
}

/// The outcome of one chunk.
final class ConvertBatch {
  /// The blocks' bytes, one after the other.
  let stored = ByteBuffer(capacity: 1 << 20)
  /// The lines, apart for each route.
  var routes: [RouteLines]
  var counts = RecordCounts()
  /// Rejected records in order, and their bytes one after the other.
  var rejects: [Reject] = []
  let rejectedBytes = ByteBuffer(capacity: 1 << 10)
  /// Records of the chunk that have a number.
  var records = 0
  /// Line ends in the chunk.
  var lines = 0

  init(routes: Int) { self.routes = Array(repeating: RouteLines(), count: routes) }

  func removeAll() {
    stored.removeAll()
    for route in routes.indices { routes[route].removeAll() }
    counts = .zero
    rejects.removeAll(keepingCapacity: true)
    rejectedBytes.removeAll()
  }
}
