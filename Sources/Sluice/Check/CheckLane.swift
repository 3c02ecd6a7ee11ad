// Lines to what there is to say of them: a lane's own work, and the sums of each file in line order.

import SluiceBytes
import SluiceRecords

/// What came of one stretch of lines.
final class CheckBatch {
  var lines = JudgedLines()
}

/// One lane of a check.
final class CheckLane: LaneWork {
  private let kernel: LineKernel

  init(kernel: LineKernel) { self.kernel = kernel }

  func process(_ chunk: LineChunk, in memory: ChunkMemory, into batch: CheckBatch) throws {
    batch.lines = memory.bytes.withBytes {
      LineJudge(chunk.rule, kernel: kernel).judge($0, expecting: chunk.expected)
    }
    batch.lines.leaveOut(bytes: chunk.dropped)
  }
}

/// Adds up what the lanes have found, for each file.
final class CheckConsumer: BatchConsumer {
  /// The sums, by the files' places.
  private(set) var sums: [JudgedLines]

  init(files: Int) { sums = Array(repeating: JudgedLines(), count: files) }

  func consume(_ batch: CheckBatch, of chunk: LineChunk) throws {
    sums[chunk.file].append(batch.lines)
    chunk.undigested?.add()
  }
}
