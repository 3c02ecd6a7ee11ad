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
  private var ahead: [(chunk: Chunk, bytes: ByteBuffer)] = []
  private var given = 0
  private var failure: (any Error)?
  private var isSampled = false

  /// Bytes of decoded input after which the sample has to do. Ten thousand records of the usual width
  /// are a quarter of it; it bounds the memory for records as wide as they come.
  private static let sampleBytes = 8 << 20

  /// - Parameter bufferCapacity: bytes that a chunk usually needs.
  init(_ reader: ChunkReader, plans: PlanStore, bufferCapacity: Int) {
    self.reader = reader
    self.plans = plans
    self.bufferCapacity = bufferCapacity
  }

  var storedBytesRead: Int { reader.storedBytesRead }
  var decodedBytesRead: Int { reader.decodedBytesRead }

  func next(into buffer: ByteBuffer) throws -> Chunk? {
    if !isSampled { try sample() }
    if given < ahead.count { return takeAhead(into: buffer) }
    if let failure { throw failure }
    return try reader.next(into: buffer)
  }

  private func takeAhead(into buffer: ByteBuffer) -> Chunk {
    let (chunk, bytes) = ahead[given]
    buffer.removeAll()
    bytes.withBytes { buffer.append($0) }
    given += 1
    if given == ahead.count { (ahead, given) = ([], 0) }
    return chunk
  }

  private func sample() throws {
    isSampled = true
    var count = 0
    do {
      while count < Self.sampleBytes, plans.wantsSample {
        let buffer = ByteBuffer(capacity: bufferCapacity)
        guard let chunk = try reader.next(into: buffer) else { break }
        ahead.append((chunk, buffer))
        count += buffer.count
        plans.sample(chunk, buffer)
      }
    } catch {
      if ahead.isEmpty { throw error }
      failure = error
    }
    try plans.endSample()
  }
}
