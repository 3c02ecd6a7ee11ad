// The one place where lanes meet on the way in: the chunk reader under a lock.
//
// Takes lanes' buffers, gives chunks in order; ends for all when the input does, when reading fails or
// when somebody says stop.

import SluiceBytes
import Synchronization

/// Where chunks come from.
protocol ChunkSource: AnyObject {
  /// Fills `buffer` with the next chunk; nil after the last one. Called by one lane at a time.
  func next(into buffer: ByteBuffer) throws -> Chunk?
  /// Bytes of the stored inputs that have been read.
  var storedBytesRead: Int { get }
  /// The number that the next chunk will have.
  var nextNumber: Int { get }
}

/// Hands out chunks to lanes.
final class ChunkQueue: Sendable {
  /// What a lane gets when it asks.
  enum Next {
    /// A chunk, in the lane's buffer.
    case chunk(Chunk)
    /// Reading failed at the place where this chunk would be. Given to one lane only.
    case failure(SluiceError, number: Int)
    /// There are no more.
    case end
  }

  /// How far reading has come.
  struct Position: Sendable {
    /// Bytes of the stored inputs.
    var storedBytes = 0
    /// Bytes of the decoded inputs.
    var decodedBytes = 0
  }

  /// What the lock guards.
  private struct State: @unchecked Sendable {
    // SAFETY: the reader is only reached through this state, that is under its lock.
    let reader: any ChunkSource
    var hasEnded = false
  }

  /// The capacity that a lane's buffer should start with, in bytes.
  let bufferCapacity: Int
  private let state: Mutex<State>
  private let stopped = Mutex(false)
  private let place = Mutex(Position())

  init(_ reader: sending any ChunkSource, bufferCapacity: Int) {
    self.bufferCapacity = bufferCapacity
    state = Mutex(State(reader: reader))
  }

  /// How far reading has come; never waits for a read.
  var position: Position { place.withLock { $0 } }

  /// Fills `buffer` with the next chunk. Waits for its turn, and for the input.
  func next(into buffer: ByteBuffer) -> Next {
    state.withLock { state in
      if state.hasEnded || stopped.withLock({ $0 }) { return .end }
      do {
        guard let chunk = try state.reader.next(into: buffer) else {
          state.hasEnded = true
          return .end
        }
        let stored = state.reader.storedBytesRead
        place.withLock {
          $0.storedBytes = stored
          $0.decodedBytes += buffer.count
        }
        return .chunk(chunk)
      } catch {
        state.hasEnded = true
        return .failure(SluiceError(wrapping: error), number: state.reader.nextNumber)
      }
    }
  }

  /// Lets no further chunk out.
  func stop() { stopped.withLock { $0 = true } }
}
