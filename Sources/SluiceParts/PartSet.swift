// The sequence of parts that a run writes: blocks in order go in, a set of named files comes
// out at the end, or nothing.
//
// Takes finished blocks from one thread at a time and owns all files until they are named.
// Any other thread may discard it meanwhile: each step holds the lock for as long as one
// write or sync, except naming, which is never broken into. A failure ends the set:
// nothing of it is named, every further call throws, and discarding it removes its files.

import Synchronization

/// Writes blocks into size-bounded parts and publishes them as a set.
public final class PartSet: Sendable {
  private let workspace: Workspace
  private let naming: PartNaming
  private let info: @Sendable ([PublishedPart]) -> [UInt8]
  private let replaceExisting: Bool
  private let state: Mutex<State>
  /// Set before the lock is asked for, so that a busy writer lets go of it at the next block.
  private let stopping = Atomic(false)

  private struct State {
    var phase = Phase.writing
    var sequence: PartSequence
    var companions: [CompanionFile] = []
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
  ///   - naming: the names of this sequence's files.
  ///   - bounds: what no part may pass.
  ///   - framing: the bytes around a part's blocks.
  ///   - replaceExisting: whether files of the same sequence make way once this set is complete.
  ///   - calls: the system calls to use.
  ///   - info: the bytes of the transfer-control file for these parts.
  /// - Throws: `PartError`: `exists` if a file of the sequence is there and is not to be
  ///   replaced, `cannotCreate`, `io`, or `usage` if the naming is inconsistent.
  public init(
    directory: String, naming: PartNaming, bounds: PartBounds, framing: PartFraming,
    replaceExisting: Bool = false, calls: SystemCalls = SystemCalls(),
    info: @escaping @Sendable ([PublishedPart]) -> [UInt8]
  ) throws(PartError) {
    if let misfit = naming.misfit {
      throw .usage("not a name of the sequence \(naming.root)", path: misfit)
    }
    // Repairing comes first: a run killed while naming may have left names of this sequence.
    let workspace = try Workspace(directory: directory, calls: calls)
    let existing = try workspace.files(of: naming)
    if !replaceExisting, let first = existing.first { throw .exists(workspace.path(of: first)) }
    self.workspace = workspace
    self.naming = naming
    self.info = info
    self.replaceExisting = replaceExisting
    state = Mutex(State(sequence: PartSequence(workspace, bounds, framing)))
  }

  deinit { discard() }

  /// Cuts that had to be made between two lines of one user, because the user's lines alone
  /// are more than a part may have.
  public var tornUsers: Int { state.withLock { $0.sequence.tornUsers } }

  /// Adds the next block.
  /// - Parameters:
  ///   - bytes: the block as it is stored; read during the call only.
  ///   - block: its numbers.
  /// - Throws: `PartError`: `usage` for a block that no part can hold, `io` and
  ///   `cannotCreate` from the file system, `cancelled` after the set has ended.
  public func append(_ bytes: RawSpan, _ block: FinishedBlock) throws(PartError) {
    try step(.writing) { (state) throws(PartError) in try state.sequence.append(bytes, block) }
  }

  /// A further file, which is published together with the parts if anything is written to it.
  /// - Parameters:
  ///   - name: its name, one of the naming's `companionNames`.
  ///   - isPrivate: whether only this user may read it (mode 0600).
  /// - Throws: `PartError`: `usage`, `cannotCreate`, `io` or `cancelled`.
  public func makeCompanion(
    named name: String, isPrivate: Bool = true
  ) throws(PartError) -> CompanionFile {
    guard naming.companionNames.contains(name) else {
      throw .usage("not a companion of the sequence \(naming.root)", path: name)
    }
    return try step(.writing) { (state) throws(PartError) in
      let companion = try CompanionFile(of: workspace, name: name, isPrivate: isPrivate)
      state.companions.append(companion)
      return companion
    }
  }

  /// Completes the parts and gives all files their names: one part without a split number,
  /// several from 1 on, the transfer-control file last. Without any block there is no part and no
  /// transfer-control file.
  /// - Parameter verify: called with the complete, synced files before any is named; what it
  ///   throws ends the set.
  /// - Returns: the parts in order.
  /// - Throws: `PartError`, or what `verify` throws.
  public func finish(
    beforePublishing verify: ([TemporaryPart]) throws -> Void = { _ in }
  ) throws -> [PublishedPart] {
    do {
      try step(.writing) { (state) throws(PartError) in
        state.phase = .finishing
        try state.sequence.end()
      }
      while try step(.finishing, { (state) throws(PartError) in try state.sequence.syncNext() }) {}
      let parts = try step(.finishing) { state in describe(state.sequence.closed) }
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
    return state.withLock { state in
      if case .published = state.phase { return false }
      state.phase = .ended
      state.sequence.abandon()
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

  private func describe(_ parts: [ClosedPart]) -> [TemporaryPart] {
    parts.enumerated().map { index, part in
      let split = parts.count == 1 ? nil : index + 1
      return TemporaryPart(
        path: part.file.path,
        part: PublishedPart(
          name: naming.name(split: split), byteCount: part.byteCount,
          rawCount: part.tally.rawCount, lineCount: part.tally.lineCount,
          sequenceNumber: index + 1, md5: part.md5))
    }
  }

  private func publish(
    _ parts: [TemporaryPart], _ state: inout State
  ) throws(PartError) -> [PublishedPart] {
    let published = parts.map(\.part)
    var items = zip(state.sequence.closed, published).map { closed, part in
      Publisher.Item(temporary: closed.file.name, name: part.name, isPrivate: false)
    }
    for companion in state.companions {
      if let item = try companion.seal() { items.append(item) }
    }
    if !parts.isEmpty { items.append(try writeInfo(published)) }
    try Publisher(workspace).publish(items, replacing: try makingWay(for: items, published))
    state.phase = .published(published)
    workspace.close()
    return published
  }

  private func writeInfo(_ parts: [PublishedPart]) throws(PartError) -> Publisher.Item {
    let file = try workspace.makeFile(bufferSize: 0)
    try info(parts).withBytes { (bytes) throws(PartError) in try file.append(bytes) }
    try file.syncAndClose()
    return Publisher.Item(temporary: file.name, name: naming.infoName, isPrivate: false)
  }

  /// Files to move aside: the whole old sequence for a new one, and for companions alone just
  /// what they replace.
  private func makingWay(
    for items: [Publisher.Item], _ parts: [PublishedPart]
  ) throws(PartError) -> [String] {
    let existing = try workspace.files(of: naming)
    guard replaceExisting else {
      if let first = existing.first { throw .appeared(workspace.path(of: first)) }
      return []
    }
    let names = Set(items.map(\.name))
    return parts.isEmpty ? existing.filter(names.contains) : existing
  }
}

extension Workspace {
  /// The files of a sequence that are in the directory, in order of name, the
  /// transfer-control file first: it is the first to be moved aside, so that no reader takes
  /// what is left for a whole set.
  /// - Throws: `exists` if one of them is a directory, which nothing can replace.
  func files(of naming: PartNaming) throws(PartError) -> [String] {
    let files: [String]
    do {
      files = try calls.list(directory).filter(naming.belongsToSequence(fileName:)).sorted()
    } catch {
      throw .io(directory, error)
    }
    for file in files { try requireReplaceable(file) }
    return files.filter { $0 == naming.infoName } + files.filter { $0 != naming.infoName }
  }

  private func requireReplaceable(_ file: String) throws(PartError) {
    let path = path(of: file)
    let form: FileFacts.Form
    do {
      form = try calls.facts(at: path).form
    } catch .missing {
      return
    } catch {
      throw .io(path, error)
    }
    if form == .directory { throw .notReplaceable(path) }
  }
}
