// One part while it is filled: its file, its sums, and the last place it could be cut at.

/// Sums over neighbouring blocks.
struct Tally: Equatable {
  var rawCount = 0
  var crc32: UInt32 = 0
  var lineCount = 0

  init() {}

  init(_ block: FinishedBlock) {
    rawCount = block.rawCount
    crc32 = block.crc32
    lineCount = block.lineCount
  }

  /// The sums with a further block after these.
  func adding(_ block: FinishedBlock, _ framing: PartFraming) -> Tally {
    if rawCount == 0 { return Tally(block) }
    var sum = self
    sum.rawCount += block.rawCount
    sum.crc32 = framing.combine(crc32, block.crc32, block.rawCount)
    sum.lineCount += block.lineCount
    return sum
  }
}

/// A part that takes blocks.
struct OpenPart {
  /// Where a part can end, and all that is needed to end it there.
  struct Cut {
    let byteCount: Int
    let tally: Tally
    let digest: Digest
  }

  let file: OutputFile
  /// Sums over all blocks.
  private(set) var tally = Tally()
  private(set) var digest = Digest()
  /// The last block boundary where a new user begins; nil while the part's start is the last.
  private(set) var cut: Cut?
  /// Sums over the blocks since then.
  private(set) var tallySinceCut = Tally()

  /// Begins a part in an empty file.
  init(_ file: OutputFile, _ framing: PartFraming) throws(PartError) {
    self.file = file
    try write(framing.prologue)
  }

  mutating func append(
    _ bytes: RawSpan, _ block: FinishedBlock, _ framing: PartFraming
  ) throws(PartError) {
    if block.startsNewUser, tally.rawCount > 0 {
      cut = Cut(byteCount: file.count, tally: tally, digest: digest)
      tallySinceCut = Tally()
    }
    try write(bytes)
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
    try file.endWriting()
    return ClosedPart(file: file, byteCount: file.count, tally: tally, md5: digest.hex)
  }

  private mutating func write(_ bytes: [UInt8]) throws(PartError) {
    try bytes.withBytes { (bytes) throws(PartError) in try write(bytes) }
  }

  private mutating func write(_ bytes: RawSpan) throws(PartError) {
    digest.update(bytes)
    try file.append(bytes)
  }
}

/// A part that is complete.
struct ClosedPart {
  let file: OutputFile
  let byteCount: Int
  let tally: Tally
  let md5: String
}
