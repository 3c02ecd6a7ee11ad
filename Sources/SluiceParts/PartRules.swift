// What the caller decides about parts, as values: their names, their bounds, the bytes
// around their blocks, and the numbers that come with a block.

public import AudienceManager

/// The names of the files of one sequence, all in one directory.
///
/// A sequence's files are told by their root (`ftp_dpm_1234_1732240000.sync`): the root itself, the
/// root with a split number, either of them with the ending of gzip or PGP, and the root with
/// `.info`.
public struct PartNaming: Sendable {
  /// What all names of the sequence begin with.
  public let root: String
  /// The name of the transfer-control file.
  public let infoName: String
  /// Other files of the sequence, such as the one of its rejected records.
  public let companionNames: [String]

  private let partName: @Sendable (_ split: Int?) -> String
  private let infoText: @Sendable (_ parts: [PublishedPart]) -> [UInt8]

  private static let endings = ["", ".gz", ".gpg", ".pgp"]

  /// - Parameters:
  ///   - companionNames: files that are no parts but are refused or replaced together with them.
  ///   - info: the bytes of the transfer-control file for these parts.
  ///   - name: a part's name from its split number; nil for the only part of a sequence.
  public init(
    root: String, infoName: String? = nil, companionNames: [String] = [],
    info: @escaping @Sendable (_ parts: [PublishedPart]) -> [UInt8],
    name: @escaping @Sendable (_ split: Int?) -> String
  ) {
    infoText = info
    self.root = root
    self.infoName = infoName ?? root + ".info"
    self.companionNames = companionNames
    partName = name
  }

  /// The name of a part.
  /// - Parameter split: its number in the sequence from 1, nil if it is the only one.
  public func name(split: Int?) -> String { partName(split) }

  /// The bytes of the transfer-control file.
  public func info(_ parts: [PublishedPart]) -> [UInt8] { infoText(parts) }

  /// Whether a file of this name is one of the sequence, whoever wrote it.
  public func belongsToSequence(fileName: String) -> Bool {
    if fileName == infoName || companionNames.contains(fileName) { return true }
    guard fileName.hasPrefix(root) else { return false }
    var rest = fileName.dropFirst(root.count)
    if let ending = Self.endings.last(where: rest.hasSuffix) { rest = rest.dropLast(ending.count) }
    return rest.isEmpty || (rest.first == "." && RunNames.isNumber(rest.dropFirst()))
  }

  /// A name that this naming gives but would not know again, or that is none in a directory.
  var misfit: String? {
    let parts = [name(split: nil), name(split: 1), infoName]
    return (parts + companionNames).first {
      !PublishingJournal.isPlain($0) || !belongsToSequence(fileName: $0)
    }
  }
}

/// The most that a part may have. Both bounds are kept by every part.
public struct PartBounds: Sendable, Equatable {
  /// Bytes of the file, with prologue and epilogue.
  public let storedLimit: Int
  /// Bytes of the lines in it.
  public let rawLimit: Int

  /// - Parameters:
  ///   - storedLimit: most bytes of a part's file.
  ///   - rawLimit: most bytes of a part's lines before compression.
  public init(storedLimit: Int, rawLimit: Int) {
    self.storedLimit = storedLimit
    self.rawLimit = rawLimit
  }

  /// The bounds for the bytes that are given to gpg, by which its files keep these bounds.
  public var beforeEncryption: PartBounds {
    let limit = Encryptor.rawLimit(storedLimit: storedLimit)
    return PartBounds(storedLimit: limit, rawLimit: min(limit, rawLimit))
  }
}

/// What stands before and after a part's blocks, such as a gzip member's header and trailer.
public struct PartFraming: Sendable {
  /// The bytes that every part begins with.
  public let prologue: [UInt8]
  /// The bytes that a part ends with, from the CRC-32 and the number of its raw bytes.
  public let epilogue: @Sendable (_ crc32: UInt32, _ rawCount: Int) -> [UInt8]
  /// How many these are, whatever the numbers.
  let epilogueSize: Int
  /// The CRC-32 of two runs of bytes, one after the other, from the two and the second's length.
  public let combine: @Sendable (_ first: UInt32, _ second: UInt32, _ secondCount: Int) -> UInt32

  /// - Parameters:
  ///   - prologue: bytes before the first block.
  ///   - epilogue: bytes after the last block, always as many.
  ///   - combine: joins the CRC-32 of neighbouring blocks.
  public init(
    prologue: [UInt8], epilogue: @escaping @Sendable (UInt32, Int) -> [UInt8],
    combine: @escaping @Sendable (UInt32, UInt32, Int) -> UInt32
  ) {
    self.prologue = prologue
    self.epilogue = epilogue
    epilogueSize = epilogue(0, 0).count
    self.combine = combine
  }

  /// Blocks and nothing else: uncompressed parts, or blocks that are whole by themselves.
  public static let none = PartFraming(
    prologue: [], epilogue: { _, _ in [] }, combine: { _, _, _ in 0 })
}

/// The numbers of a finished block of whole lines; its bytes travel beside it.
public struct FinishedBlock: Sendable, Equatable {
  /// Bytes of the lines before compression.
  public let rawCount: Int
  /// CRC-32 of those bytes; 0 where the framing has no use for it.
  public let crc32: UInt32
  /// Lines in the block.
  public let lineCount: Int
  /// False if the first line belongs to the user of the line before it, so that no part should end
  /// before this block.
  public let startsNewUser: Bool
  /// Whether all lines are one user's.
  public let hasOneUser: Bool
  /// The lines by user; none where nobody counts them.
  public let users: UserLines

  /// - Parameters:
  ///   - rawCount: bytes before compression.
  ///   - crc32: CRC-32 of those bytes.
  ///   - lineCount: lines.
  ///   - startsNewUser: whether a part may end before this block.
  ///   - hasOneUser: whether the user of the first line is that of all.
  ///   - users: the lines by user, for the count of users with too many in a part.
  public init(
    rawCount: Int, crc32: UInt32, lineCount: Int, startsNewUser: Bool = true,
    hasOneUser: Bool = false, users: UserLines = UserLines()
  ) {
    self.rawCount = rawCount
    self.crc32 = crc32
    self.lineCount = lineCount
    self.startsNewUser = startsNewUser
    self.hasOneUser = hasOneUser
    self.users = users
  }
}

/// A finished part, before or after it got its name.
public struct PublishedPart: Sendable, Equatable {
  /// The file's name in its directory.
  public let name: String
  /// Bytes of the file.
  public let byteCount: Int
  /// Bytes of its lines.
  public let rawCount: Int
  /// Lines in it.
  public let lineCount: Int
  /// Its place in the sequence, from 1, also where there is only one.
  public let sequenceNumber: Int
  /// MD5 of the file in lower-case hexadecimal.
  public let md5: String
}

/// A finished part on its way to its name.
public struct TemporaryPart: Sendable, Equatable {
  /// Where its bytes are now.
  public let path: String
  /// What it is going to be.
  public let part: PublishedPart
}
