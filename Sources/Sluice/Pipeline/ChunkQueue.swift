// The one place where lanes meet on the way in: the chunk sources, each under a lock.
//
// Takes lanes' memory, gives chunks; those of one source in its order. Chunks are numbered in the order in
// which they are read, over all sources. Ends for all when every source has, when reading fails or when
// somebody says stop.

import SluiceBytes
import Synchronization

/// Where chunks come from: dumps cut at record starts, or one file cut at line ends.
protocol ChunkSource: AnyObject, SendableMetatype {
  /// What comes with the bytes of a chunk.
  associatedtype Chunk
  /// Fills `memory` with the next chunk; nil after the last one. Called by one lane at a time.
  func next(into memory: ChunkMemory) throws -> Chunk?
  /// Bytes of the stored inputs that have been read.
  var storedBytesRead: Int { get }
  /// Bytes that came of them: decompressed, decoded, and not all in chunks.
  var decodedBytesRead: Int { get }
}

/// How far reading has come.
struct ReadingPosition: Sendable {
  /// Bytes of the stored inputs.
  var storedBytes = 0
  /// Bytes of the decoded inputs.
  var decodedBytes = 0

  static func - (after: ReadingPosition, before: ReadingPosition) -> ReadingPosition {
    ReadingPosition(
      storedBytes: after.storedBytes - before.storedBytes,
      decodedBytes: after.decodedBytes - before.decodedBytes)
  }
}

extension ChunkSource {
  fileprivate var position: ReadingPosition {
    ReadingPosition(storedBytes: storedBytesRead, decodedBytes: decodedBytesRead)
  }
}

/// Hands out chunks to lanes.
final class ChunkQueue<Source: ChunkSource>: Sendable {
  /// What a lane gets when it asks.
  enum Next {
    /// A chunk, in the lane's memory, and its place in the order of all chunks, from 0.
    case chunk(Source.Chunk, number: Int)
    /// Reading failed at the place where this chunk would be. Given to one lane only.
    case failure(SluiceError, number: Int)
    /// There are no more.
    case end
  }

  /// A source and its lock.
  private final class Slot: Sendable {
    private struct State: @unchecked Sendable {
      // SAFETY: the source is only reached through this state, that is under its lock.
      let source: Source
      var hasEnded = false
    }

    private let state: Mutex<State>

    init(_ source: Source) {
      let begun = State(source: source)
      state = Mutex(begun)
    }

    /// Waits for its turn, and for the input.
    func next(
      into memory: ChunkMemory, _ outcome: (Source.Chunk?, _ read: ReadingPosition) -> Next?
    ) throws -> Next? {
      try state.withLock { state in
        if state.hasEnded { return nil }
        let before = state.source.position
        do {
          let chunk = try state.source.next(into: memory)
          state.hasEnded = chunk == nil
          return outcome(chunk, state.source.position - before)
        } catch {
          state.hasEnded = true
          throw error
        }
      }
    }
  }

  /// The capacity that a lane's memory should start with, in bytes.
  let bufferCapacity: Int
  private let slots: [Slot]
  private let board: Mutex<SourceBoard>
  private let chunkCount = Atomic(0)
  private let stopped = Atomic(false)
  private let place = Mutex(ReadingPosition())

  /// - Parameters:
  ///   - sources: in the order in which they are to be begun.
  ///   - bufferCapacity: bytes that a chunk usually needs.
  init(_ sources: sending [Source], bufferCapacity: Int) {
    self.bufferCapacity = bufferCapacity
    slots = sources.map { Slot($0) }
    let begun = SourceBoard(sources: sources.count)
    board = Mutex(begun)
  }

  /// How far reading has come; never waits for a read.
  var position: ReadingPosition { place.withLock { $0 } }

  /// Fills `memory` with the next chunk for a lane. Waits for its turn, and for the input.
  func next(into memory: ChunkMemory, lane: Int) -> Next {
    while !stopped.load(ordering: .relaxed), let index = board.withLock({ $0.source(for: lane) }) {
      do {
        if let next = try slots[index].next(into: memory, { pass($0, read: $1) }) {
          return next
        }
        board.withLock { $0.end(index) }
      } catch {
        stop()
        return .failure(SluiceError(wrapping: error), number: takeNumber())
      }
    }
    return .end
  }

  /// Numbers a chunk while its source is locked, so that the order within a source stays.
  private func pass(_ chunk: Source.Chunk?, read: ReadingPosition) -> Next? {
    place.withLock {
      $0.storedBytes += read.storedBytes
      $0.decodedBytes += read.decodedBytes
    }
    guard let chunk else { return nil }
    return .chunk(chunk, number: takeNumber())
  }

  private func takeNumber() -> Int { chunkCount.add(1, ordering: .relaxed).oldValue }

  /// Lets no further chunk out.
  func stop() { stopped.store(true, ordering: .relaxed) }
}
