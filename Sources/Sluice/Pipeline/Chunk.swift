// What a lane is handed: whole records, and where they come from.

import SluiceBytes
import SluiceRecords

/// One input, once its header is known. Shared by the lanes, never changed.
struct InputContext: Sendable {
  /// The file's name, or `stdin`.
  var name: String
  /// Its place among the inputs, from 0.
  var number: Int
  var dialect: Dialect
  /// What the input was taken for, in short phrases.
  var description: [String]
  /// Lines before the first chunk: skipped on request, a `sep=` line, or stretches without a record.
  var skippedLines: Int
  /// The header's bytes without the line end; empty when there is none.
  var header: [UInt8] = []
  /// The column names.
  var columns: [String] = []
  var hasHeader = false
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

/// The memory of a lane's chunk; of one lane at a time.
struct ChunkMemory: Sendable {
  /// The chunk.
  let bytes: ByteBuffer
  /// What cutting it has found out about its bytes; nothing where chunks are cut otherwise.
  let masks = ChunkMasks()

  /// - Parameter capacity: bytes that a chunk usually needs.
  init(capacity: Int) { bytes = ByteBuffer(capacity: capacity) }

  /// Trades chunks with another memory.
  func exchange(with other: ChunkMemory) {
    bytes.exchange(with: other.bytes)
    masks.exchange(with: other.masks)
  }
}
