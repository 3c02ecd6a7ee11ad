// The sequences of parts that a run writes, mostly one: blocks in order go in, a set of named files
// comes out at the end, or nothing.
//
// Takes finished blocks from one thread at a time and owns all files until they are named.
// Any other thread may discard it meanwhile: each step holds the lock for as long as one
// write or sync, except naming, which is never broken into. A failure ends the set:
// nothing of it is named, every further call throws, and discarding it removes its files.

import SluiceBytes
import Synchronization

/// Writes blocks into size-bounded parts and publishes them as a set.
public final class PartSet: Sendable {
  private let workspace: Workspace
  private let namings: [PartNaming]
  private let replaceExisting: Bool
  private let state: Mutex<State>
  /// Set before the lock is asked for, so that a busy writer lets go of it at the next block.
  private let stopping = Atomic(false)
  /// What encrypts the parts; ended with the set, so that nobody waits for it.
  private let programs: RunningPrograms

  private struct State {
    var phase = Phase.writing
    /// One for each of the namings.
    var sequences: [PartSequence]
    var companions: [CompanionFile] = []

    /// Brings the next finished part to the device; false if there is none left.
    mutating func syncNext() throws(PartError) -> Bool {
      for place in sequences.indices where try sequences[place].syncNext() { return true }
      return false
    }
  }

  private enum Phase: Equatable {
    /// Blocks are taken.
    case writing
    /// All blocks are there; parts are synced and verified.
    case finishing
    case published([PublishedPart])
    /// Failed or discarded; nothing is named.
    case ended
  }

  /// Makes the directory ready: repairs what dead runs left, and refuses or notes the files of
  /// the same sequence that are there.
  /// - Parameters:
  ///   - directory: where the parts will be; made if it is missing, with its parents.
  ///   - sequences: the names of each sequence's files; no two may share one.
  ///   - bounds: what no part may pass.
  ///   - framing: the bytes around a part's blocks.
  ///   - encryptor: encrypts each part; the framing is then `none`.
  ///   - replaceExisting: whether files of the same sequence make way once this set is complete.
  ///   - root: a directory that `directory` is, or is below of: what dead runs left in it and in its
  ///     folders of partners and days is removed too.
  ///   - calls: the system calls to use.
  /// - Throws: `PartError`: `exists` if a file of the sequence is there and is not to be
  ///   replaced, `cannotCreate`, `io`, or `usage` if the naming is inconsistent.
  public init(
    directory: String, sequences namings: [PartNaming], bounds: PartBounds, framing: PartFraming,
    encryptor: Encryptor? = nil, replaceExisting: Bool = false, root: String? = nil,
    calls: SystemCalls = SystemCalls()
  ) throws(PartError) {
    try PartNaming.check(namings)
    // Repairing comes first: a run killed while naming may have left names of this sequence.
    let workspace = try Workspace(directory: directory, calls: calls)
    if let root { workspace.removeDeadRuns(below: root) }
    let existing = try calls.files(of: namings, in: workspace.directory)
    if !replaceExisting, let first = existing.first { throw .exists(workspace.path(of: first)) }
    self.workspace = workspace
    self.namings = namings
    self.replaceExisting = replaceExisting
    let programs = RunningPrograms()
    self.programs = programs
    let sequences = namings.map { _ in
      PartSequence(encryptor == nil ? bounds : bounds.beforeEncryption, framing) {
        () throws(PartError) in
        let file = try workspace.makeFile(bufferSize: OutputFile.blockBufferSize)
        guard let encryptor else { return file }
        return try EncryptedFile(
          file, storedLimit: bounds.storedLimit, by: encryptor, programs, calls)
      }
    }
    state = Mutex(State(sequences: sequences))
  }

  deinit { discard() }

  /// Users whose lines stand in two parts or more, because they alone are more than a part may have.
  public var tornUsers: Int { state.withLock { $0.sequences.reduce(0) { $0 + $1.tornUsers } } }

  /// Users with more lines in a part than the receiver takes from it.
  public var crowdedUsers: Int {
    state.withLock { $0.sequences.reduce(0) { $0 + $1.crowdedUsers } }
  }

  /// Adds the next block of a sequence.
  /// - Parameters:
  ///   - bytes: the block as it is stored; read during the call only.
  ///   - block: its numbers.
  ///   - sequence: the place of its sequence's naming.
  /// - Throws: `PartError`: `usage` for a block that no part can hold, `io` and
  ///   `cannotCreate` from the file system, `cancelled` after the set has ended.
  public func append(
    _ bytes: RawSpan, _ block: FinishedBlock, to sequence: Int = 0
  ) throws(PartError) {
    try step(.writing) { (state) throws(PartError) in
      try state.sequences[sequence].append(bytes, block)
    }
  }

  /// A further file, which is published together with the parts if anything is written to it.
  /// - Parameters:
  ///   - name: its name, one of a naming's `companionNames`.
  ///   - isPrivate: whether only this user may read it (mode 0600).
  /// - Throws: `PartError`: `usage`, `cannotCreate`, `io` or `cancelled`.
  public func makeCompanion(
    named name: String, isPrivate: Bool = true
  ) throws(PartError) -> CompanionFile {
    guard namings.contains(where: { $0.companionNames.contains(name) }) else {
      throw .usage("not a companion of any sequence", path: name)
    }
    return try step(.writing) { (state) throws(PartError) in
      let companion = try CompanionFile(of: workspace, name: name, isPrivate: isPrivate)
      state.companions.append(companion)
      return companion
    }
  }

  /// Completes the parts and gives all files their names: one part of a sequence without a split
  /// number, several from 1 on, the transfer-control files last. Without any block of a
  /// sequence there is no part and no transfer-control file of it.
  /// - Parameter verify: called with the complete, synced files before any is named; what it
  ///   throws ends the set.
  /// - Returns: the parts in order, one sequence after the other.
  /// - Throws: `PartError`, or what `verify` throws.
  public func finish(
    beforePublishing verify: ([TemporaryPart]) throws -> Void = { _ in }
  ) throws -> [PublishedPart] {
    do {
      try step(.writing) { (state) throws(PartError) in
        state.phase = .finishing
        for place in state.sequences.indices { try state.sequences[place].end() }
      }
      while try step(.finishing, { (state) throws(PartError) in try state.syncNext() }) {}
      let parts = try step(.finishing) { state in describe(state.sequences) }
      try verify(parts)
      return try step(.finishing) { (state) throws(PartError) in
        try publish(parts, &state)
      }
    } catch {
      throw end(after: error)
    }
  }

  /// Removes all files that have no name yet. If they are being named right now, waits
  /// until they are. May be called from any thread, at any time, more than once.
  /// - Returns: false if the set is published and stays.
  @discardableResult
  public func discard() -> Bool {
    stopping.store(true, ordering: .relaxed)
    programs.stop()
    return state.withLock { state in
      if case .published = state.phase { return false }
      state.phase = .ended
      for place in state.sequences.indices { state.sequences[place].abandon() }
      for companion in state.companions { companion.discard() }
      workspace.close()
      return true
    }
  }

  // MARK: Steps

  /// Runs a step under the lock if the set is in the phase for it; a failure ends the set.
  private func step<Result: Sendable>(
    _ phase: Phase, _ body: (inout State) throws(PartError) -> Result
  ) throws(PartError) -> Result {
    try state.withLock { (state) throws(PartError) in
      guard state.phase == phase, !stopping.load(ordering: .relaxed) else {
        throw .cancelled(workspace.directory)
      }
      do throws(PartError) {
        return try body(&state)
      } catch {
        state.phase = .ended
        throw error.leaving("nothing was published")
      }
    }
  }

  /// The error to report: a set discarded meanwhile fails for that reason, whatever it looks like.
  private func end(after error: any Error) -> any Error {
    state.withLock { state in
      if state.phase == .finishing { state.phase = .ended }
    }
    let wasDiscarded = stopping.load(ordering: .relaxed)
    return wasDiscarded ? PartError.cancelled(workspace.directory) : error
  }

  // MARK: Publishing

  private func describe(_ sequences: [PartSequence]) -> [TemporaryPart] {
    zip(namings, sequences).flatMap { naming, sequence in
      zip(naming.names(of: sequence), sequence.closed).enumerated().map { index, part in
        let (name, part) = part
        return TemporaryPart(
          path: part.file.path,
          part: PublishedPart(
            name: name, byteCount: part.byteCount, rawCount: part.tally.rawCount,
            lineCount: part.tally.lineCount, sequenceNumber: index + 1, md5: part.md5))
      }
    }
  }

  private func publish(
    _ parts: [TemporaryPart], _ state: inout State
  ) throws(PartError) -> [PublishedPart] {
    let published = parts.map(\.part)
    let files = state.sequences.flatMap(\.closed)
    var items = zip(files, published).map { closed, part in
      Publisher.Item(temporary: closed.file.name, name: part.name, isPrivate: false)
    }
    for companion in state.companions {
      if let item = try companion.seal() { items.append(item) }
    }
    items += try writeInfos(published, state.sequences)
    try Publisher(workspace).publish(items, replacing: try makingWay())
    state.phase = .published(published)
    workspace.close()
    return published
  }

  /// A transfer-control file for each sequence that has parts.
  private func writeInfos(
    _ parts: [PublishedPart], _ sequences: [PartSequence]
  ) throws(PartError) -> [Publisher.Item] {
    var items: [Publisher.Item] = []
    var parts = parts[...]
    for (naming, sequence) in zip(namings, sequences) where !sequence.closed.isEmpty {
      let own = Array(parts.prefix(sequence.closed.count))
      parts = parts.dropFirst(own.count)
      let file = try workspace.makeFile(bufferSize: 0)
      try naming.info(own).withRawBytes { (bytes) throws(PartError) in try file.append(bytes) }
      try file.syncAndClose()
      items.append(Publisher.Item(temporary: file.name, name: naming.infoName, isPrivate: false))
    }
    return items
  }

  /// Files to move aside: the whole old sequences, also where nothing comes in their place. What is
  /// left under a run's names is that run's outcome.
  private func makingWay() throws(PartError) -> [String] {
    let existing = try workspace.calls.files(of: namings, in: workspace.directory)
    guard replaceExisting else {
      if let first = existing.first { throw .appeared(workspace.path(of: first)) }
      return []
    }
    return existing
  }
}
