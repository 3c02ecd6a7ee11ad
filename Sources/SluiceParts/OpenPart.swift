// One part while it is filled: its file, its sums, and the last place it could be cut at.

import AudienceManager
import SluiceBytes

/// Sums over neighbouring blocks.
struct Tally: Equatable {
  var rawCount = 0
  var crc32: UInt32 = 0
  var lineCount = 0
  /// Users with more lines than the receiver takes from a part.
  var crowded = CrowdedUsers()

  /// - Parameter crowded: what is known of a user whom the blocks begin with from before them.
  init(after crowded: CrowdedUsers = CrowdedUsers()) { self.crowded = crowded }

  /// The sums with a further block after these.
  func adding(_ block: FinishedBlock, _ framing: PartFraming) -> Tally {
    var sum = self
    sum.rawCount += block.rawCount
    sum.crc32 =
      rawCount == 0 ? block.crc32 : framing.combine(crc32, block.crc32, block.rawCount)
    sum.lineCount += block.lineCount
    sum.crowded.add(block.users, startsNewUser: block.startsNewUser)
    return sum
  }
}

/// The temporary file of a part, as the part's writer sees it: it takes bytes at its end and gives
/// the last ones back.
protocol PartFile: AnyObject {
  var name: String { get }
  var path: String { get }
  /// Bytes appended and not cut off again.
  var count: Int { get }
  /// Bytes from the start that cannot be cut off any more.
  var settledCount: Int { get }
  /// Whether the file holds just the bytes that are appended.
  var isStoredAsAppended: Bool { get }

  func append(_ bytes: RawSpan) throws(PartError)
  /// Says that nothing appended so far will be cut off.
  func settle() throws(PartError)
  /// Cuts the file to its first `length` bytes.
  func truncate(to length: Int) throws(PartError)
  /// Calls `body` with the bytes from `start` to the end, piece by piece.
  func readBack(from start: Int, _ body: (RawSpan) throws(PartError) -> Void) throws(PartError)
  /// Completes the file, which is not yet on the device.
  /// - Returns: what is stored, unless it is the bytes that were appended.
  func endWriting() throws(PartError) -> StoredPart?
  /// Waits until all is on the device, and closes the file.
  func syncAndClose() throws(PartError)
  /// Closes the file, whatever becomes of it.
  func close()
}

/// Size and digest of what a part became.
struct StoredPart {
  let byteCount: Int
  let md5: String
}

/// A part that takes blocks.
struct OpenPart {
  /// Where a part can end, and all that is needed to end it there.
  struct Cut {
    let byteCount: Int
    let tally: Tally
    let digest: Digest?
  }

  let file: any PartFile
  /// Sums over all blocks.
  private(set) var tally: Tally
  /// Of the bytes appended; nil where others are stored.
  private(set) var digest: Digest?
  /// The last block boundary where a new user begins; nil while the part's start is the last.
  private(set) var cut: Cut?
  /// Sums over the blocks since then.
  private(set) var tallySinceCut = Tally()

  /// Begins a part in an empty file.
  /// - Parameter crowded: of the part before, when this one goes on with its last user.
  init(
    _ file: any PartFile, _ framing: PartFraming, after crowded: CrowdedUsers = CrowdedUsers()
  ) throws(PartError) {
    self.file = file
    tally = Tally(after: crowded)
    digest = file.isStoredAsAppended ? Digest() : nil
    try write(framing.prologue)
  }

  mutating func append(
    _ bytes: RawSpan, _ block: FinishedBlock, _ framing: PartFraming
  ) throws(PartError) {
    if block.startsNewUser, tally.rawCount > 0 {
      cut = Cut(byteCount: file.count, tally: tally, digest: digest)
      tallySinceCut = Tally()
      try file.settle()
    }
    try write(bytes)
    if let place = cut?.byteCount, place < file.settledCount { cut = nil }
    tally = tally.adding(block, framing)
    tallySinceCut = cut == nil ? tally : tallySinceCut.adding(block, framing)
  }

  /// Takes over the bytes after another part's last cut, and cuts the other there.
  mutating func takeTail(of other: inout OpenPart, at cut: Cut) throws(PartError) {
    try other.file.readBack(from: cut.byteCount) { (bytes) throws(PartError) in
      try write(bytes)
    }
    tally = other.tallySinceCut
    try other.file.truncate(to: cut.byteCount)
    other.tally = cut.tally
    other.digest = cut.digest
    other.cut = nil
  }

  /// Ends the part; its file is complete but not yet on the device.
  mutating func end(_ framing: PartFraming) throws(PartError) -> ClosedPart {
    try write(framing.epilogue(tally.crc32, tally.rawCount))
    let stored = try file.endWriting()
    return ClosedPart(
      file: file, byteCount: stored?.byteCount ?? file.count, tally: tally,
      md5: stored?.md5 ?? digest?.hex ?? "")
  }

  private mutating func write(_ bytes: [UInt8]) throws(PartError) {
    try bytes.withRawBytes { (bytes) throws(PartError) in try write(bytes) }
  }

  private mutating func write(_ bytes: RawSpan) throws(PartError) {
    digest?.update(bytes)
    try file.append(bytes)
  }
}

/// A part that is complete.
struct ClosedPart {
  let file: any PartFile
  let byteCount: Int
  let tally: Tally
  let md5: String
}
