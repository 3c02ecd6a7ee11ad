// Blocks in order -> parts in order, cut so that every part keeps both bounds.
//
// Greedy: a part closes when the next block would pass a bound. If that block begins with
// lines of the user before, the part is cut before that user's first block instead,
// and the rest is moved to the next part. Owns the parts' files; belongs to one writer at a time.

import AudienceManager

/// Cuts blocks into parts.
struct PartSequence {
  /// Finished parts whose files stay open unsynced. By the time a file's turn comes the device
  /// has had several parts' time to take it in, so that the sync is short; the number bounds
  /// the descriptors that very many small parts would hold.
  private static let unsyncedLimit = 8

  private let bounds: PartBounds
  private let framing: PartFraming
  private let makeFile: @Sendable () throws(PartError) -> any PartFile
  private var current: OpenPart?
  private(set) var closed: [ClosedPart] = []
  /// How many of `closed`, from the first, are on the device.
  private var syncedCount = 0
  /// Users between whose lines a part had to end.
  private(set) var tornUsers = 0
  /// Whether the last user so far is one of them.
  private var isLastUserTorn = false
  /// What is known of the user whom the next part goes on with.
  private var crowdedBefore = CrowdedUsers()

  /// - Parameters:
  ///   - bounds: of the bytes to encrypt, where parts are encrypted: how many come out is known too
  ///     late to cut by, and would depend on the time.
  ///   - makeFile: makes the empty file of the next part.
  init(
    _ bounds: PartBounds, _ framing: PartFraming,
    makeFile: @escaping @Sendable () throws(PartError) -> any PartFile
  ) {
    self.bounds = bounds
    self.framing = framing
    self.makeFile = makeFile
  }

  mutating func append(_ bytes: RawSpan, _ block: FinishedBlock) throws(PartError) {
    guard bytes.byteCount > 0 || block.rawCount > 0 else { return }
    if block.startsNewUser { isLastUserTorn = false }
    try requireFitAlone(bytes, Tally().adding(block, framing))
    if let part = current, !fits(bytes, block, after: part) {
      try makeRoom(for: bytes, block)
    }
    if current == nil { current = try open() }
    try current?.append(bytes, block, framing)
    if !block.hasOneUser { isLastUserTorn = false }
  }

  /// Users with more lines in a part than the receiver takes from it.
  var crowdedUsers: Int {
    closed.reduce(current?.tally.crowded.count ?? 0) { $0 + $1.tally.crowded.count }
  }

  /// Closes the last part.
  mutating func end() throws(PartError) { try closeCurrent() }

  /// Brings the next finished part to the device; false if there is none left.
  mutating func syncNext() throws(PartError) -> Bool {
    guard syncedCount < closed.count else { return false }
    try closed[syncedCount].file.syncAndClose()
    syncedCount += 1
    return true
  }

  /// Closes all files without finishing them.
  mutating func abandon() {
    current?.file.close()
    for part in closed[syncedCount...] { part.file.close() }
    current = nil
    syncedCount = closed.count
  }

  // MARK: Cutting

  private mutating func makeRoom(
    for bytes: RawSpan, _ block: FinishedBlock
  ) throws(PartError) {
    guard !block.startsNewUser else { return try closeCurrent() }
    if let cut = current?.cut { try closeCurrent(at: cut) }
    if let part = current, !fits(bytes, block, after: part) {
      if !isLastUserTorn { tornUsers += 1 }
      isLastUserTorn = true
      crowdedBefore = part.tally.crowded.next
      try closeCurrent()
    }
  }

  /// Ends the current part where its last user began, and begins the next with that user.
  private mutating func closeCurrent(at cut: OpenPart.Cut) throws(PartError) {
    guard var part = current else { return }
    var next = try open()
    try next.takeTail(of: &part, at: cut)
    current = part
    try closeCurrent()
    current = next
  }

  private mutating func closeCurrent() throws(PartError) {
    guard var part = current else { return }
    closed.append(try part.end(framing))
    current = nil
    if closed.count - syncedCount > Self.unsyncedLimit { _ = try syncNext() }
  }

  private mutating func open() throws(PartError) -> OpenPart {
    defer { crowdedBefore = CrowdedUsers() }
    return try OpenPart(try makeFile(), framing, after: crowdedBefore)
  }

  // MARK: Bounds

  private func fits(
    _ bytes: RawSpan, _ block: FinishedBlock, after part: OpenPart
  ) -> Bool {
    fits(part.file.count + bytes.byteCount, part.tally.adding(block, framing))
  }

  /// Whether a part of these bytes, its epilogue still to come, keeps both bounds.
  private func fits(_ byteCount: Int, _ tally: Tally) -> Bool {
    byteCount + framing.epilogueSize <= bounds.storedLimit && tally.rawCount <= bounds.rawLimit
  }

  private func requireFitAlone(_ bytes: RawSpan, _ block: Tally) throws(PartError) {
    let byteCount = framing.prologue.count + bytes.byteCount
    guard !fits(byteCount, block) else { return }
    throw .usage(
      "parts of at most \(bounds.storedLimit) bytes as stored and \(bounds.rawLimit) before compression are too "
        + "small for their lines, some of which need \(byteCount + framing.epilogueSize) and \(block.rawCount) (raise "
        + "--split-size or --split-raw-size)")
  }
}
