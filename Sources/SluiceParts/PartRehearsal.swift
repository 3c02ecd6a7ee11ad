// A set of parts that is not written: what would be in the way is found, and the parts are cut and named
// as they would be.
//
// Takes the same blocks as a set and keeps their numbers only. Fails as a set does, as far as that can be
// known without making a file. One call at a time, from any thread.

import SluiceBytes
import Synchronization

/// The parts that a set would have.
public final class PartRehearsal: Sendable {
  /// A part that would be written.
  public struct Part: Sendable, Equatable {
    /// The name it would have.
    public let name: String
    /// Bytes of its file; nil where only the encryption would tell.
    public let byteCount: Int?
    /// Bytes of its lines.
    public let rawCount: Int
    /// Lines in it.
    public let lineCount: Int
  }

  private let namings: [PartNaming]
  private let isEncrypted: Bool
  private let sequences: Mutex<[PartSequence]>

  /// Looks for what would be in a set's way. Takes what a set takes.
  /// - Throws: `PartError`: `exists`, `cannotCreate`, `io`, `usage`.
  public init(
    directory: String, sequences namings: [PartNaming], bounds: PartBounds, framing: PartFraming,
    isEncrypted: Bool = false, replaceExisting: Bool = false, calls: SystemCalls = SystemCalls()
  ) throws(PartError) {
    try PartNaming.check(namings)
    try Self.check(directory, namings, replaceExisting, calls)
    self.namings = namings
    self.isEncrypted = isEncrypted
    let bounds = isEncrypted ? bounds.beforeEncryption : bounds
    let sequences = namings.map { naming in
      PartSequence(bounds, framing) { () throws(PartError) in CountedFile(path: naming.root) }
    }
    self.sequences = Mutex(sequences)
  }

  private static func check(
    _ directory: String, _ namings: [PartNaming], _ replaceExisting: Bool, _ calls: SystemCalls
  ) throws(PartError) {
    let isThere: Bool
    do throws(SystemError) {
      try calls.checkDirectory(directory)
      isThere = try calls.exists(directory)
    } catch {
      throw .creating(directory, error)
    }
    let existing = isThere ? try calls.files(of: namings, in: directory) : []
    guard let first = existing.first, !replaceExisting else { return }
    throw .exists(SystemCalls.path(of: first, in: directory))
  }

  /// Users whose lines would stand in two parts or more.
  public var tornUsers: Int { sequences.withLock { $0.reduce(0) { $0 + $1.tornUsers } } }

  /// Users with more lines in a part than the receiver takes from it.
  public var crowdedUsers: Int { sequences.withLock { $0.reduce(0) { $0 + $1.crowdedUsers } } }

  /// Counts the next block of a sequence.
  /// - Throws: `PartError`: `usage` for a block that no part can hold.
  public func append(
    _ bytes: RawSpan, _ block: FinishedBlock, to sequence: Int = 0
  ) throws(PartError) {
    try sequences.withLock { (sequences) throws(PartError) in
      try sequences[sequence].append(bytes, block)
    }
  }

  /// The parts in order, one sequence after the other.
  /// - Throws: `PartError`.
  public func finish() throws(PartError) -> [Part] {
    try sequences.withLock { (sequences) throws(PartError) in
      for place in sequences.indices { try sequences[place].end() }
      return zip(namings, sequences).flatMap { naming, sequence in
        zip(naming.names(of: sequence), sequence.closed).map { name, part in
          Part(
            name: name, byteCount: isEncrypted ? nil : part.byteCount,
            rawCount: part.tally.rawCount, lineCount: part.tally.lineCount)
        }
      }
    }
  }
}

/// A file of which only the size is kept.
private final class CountedFile: PartFile {
  let path: String
  private(set) var count = 0

  init(path: String) { self.path = path }

  var name: String { path }
  var settledCount: Int { 0 }
  /// No digest is taken: there are no bytes to take it of.
  var isStoredAsAppended: Bool { false }

  func append(_ bytes: RawSpan) { count += bytes.byteCount }
  func settle() {}
  func truncate(to length: Int) { count = length }

  /// As many bytes as there were, since nobody asks what they are.
  func readBack(
    from start: Int, _ body: (RawSpan) throws(PartError) -> Void
  ) throws(PartError) {
    let piece = [UInt8](repeating: 0, count: min(count - start, OutputFile.blockBufferSize))
    for offset in stride(from: start, to: count, by: OutputFile.blockBufferSize) {
      try piece.withRawBytes { (bytes) throws(PartError) in
        try body(bytes.extracting(first: min(count - offset, bytes.byteCount)))
      }
    }
  }

  func endWriting() -> StoredPart? { nil }
  func syncAndClose() {}
  func close() {}
}
