// The chunks of a conversion, the first of them read ahead to learn what columns hold.
//
// One value of bare digits says nothing about what it is, a column of them does: nobody may map
// the first record before the sample is complete. Owns the chunks read ahead until lanes ask for
// them. Used by lanes in turn, under the lock of `ChunkQueue`. A failure to read comes after the
// chunks before it, as it would without reading ahead.

import SluiceBytes

/// Reads ahead for `PlanStore`, then hands out chunks as they come.
final class SampledChunks: ChunkSource {
  private let reader: ChunkReader
  private let plans: PlanStore
  private let bufferCapacity: Int
  private var ahead: [(chunk: Chunk, memory: ChunkMemory)] = []
  private var given = 0
  private var failure: (any Error)?
  private var isSampled = false

  /// Bytes of decoded input whose records make the sample at most. Ten thousand records of the usual
  /// width are a quarter of it; it bounds the memory for records as wide as they come. Columns that
  /// have few values until there are judged value by value (`ColumnKind.unsettled`).
  private static let sampleBytes = 8 << 20

  /// - Parameter bufferCapacity: bytes that a chunk usually needs.
  init(_ reader: ChunkReader, plans: PlanStore, bufferCapacity: Int) {
    self.reader = reader
    self.plans = plans
    self.bufferCapacity = bufferCapacity
  }

  var storedBytesRead: Int { reader.storedBytesRead }
  var decodedBytesRead: Int { reader.decodedBytesRead }

  func next(into memory: ChunkMemory) throws -> Chunk? {
    if !isSampled { try sample() }
    if given < ahead.count { return takeAhead(into: memory) }
    if let failure { throw failure }
    return try reader.next(into: memory)
  }

  private func takeAhead(into memory: ChunkMemory) -> Chunk {
    let (chunk, kept) = ahead[given]
    memory.exchange(with: kept)
    given += 1
    if given == ahead.count { (ahead, given) = ([], 0) }
    return chunk
  }

  private func sample() throws {
    isSampled = true
    var place = SamplePlace()
    do {
      while place.end < Self.sampleBytes, plans.wantsSample {
        let memory = ChunkMemory(capacity: bufferCapacity)
        guard let chunk = try reader.next(into: memory) else { break }
        ahead.append((chunk, memory))
        let start = place.advance(by: chunk, memory.bytes.count)
        // By offset, not by chunk: what the sample says does not depend on the size of chunks.
        plans.sample(chunk, memory, until: Self.sampleBytes - start)
      }
    } catch {
      if ahead.isEmpty { throw error }
      failure = error
    }
    try plans.endSample(isWhole: place.end < Self.sampleBytes)
  }
}

/// How far the sample has come, over all inputs.
private struct SamplePlace {
  /// Where the last chunk ends.
  private(set) var end = 0
  private var input = 0
  private var inputStart = 0

  /// Goes to the end of a chunk.
  /// - Returns: where it starts.
  mutating func advance(by chunk: Chunk, _ count: Int) -> Int {
    if chunk.input.number != input { (input, inputStart) = (chunk.input.number, end) }
    let start = inputStart + chunk.offset
    end = start + count
    return start
  }
}
