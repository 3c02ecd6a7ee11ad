// What compressed data, and tables that are no text, look like from their first bytes.

import SluiceBytes

/// A format told by its first bytes, whatever the file is called.
public enum CompressionMagic: String, Sendable, Hashable, CaseIterable {
  /// None that is known here.
  case none
  /// gzip, read here.
  case gzip
  /// LZ4 frames, read here (the legacy format is recognised and refused when it is read).
  case lz4
  /// Zstandard.
  case zstd
  /// xz.
  case xz
  /// A zip archive.
  case zip
  /// bzip2.
  case bzip2
  /// A 7z archive.
  case sevenZip = "7z"
  /// A Parquet file: a table, but no text.
  case parquet = "Parquet"
  /// An Excel workbook, which is a zip archive of certain files.
  case excel = "Excel"

  /// How many bytes ``detect(_:)`` needs to tell every format: a zip archive's first name is among them.
  public static let lookahead = 64

  /// Tells the format from the first bytes of the data.
  /// - Parameter head: ``lookahead`` bytes, fewer when there are no more; a longer head also tells
  ///   LZ4 from zstd where both begin with a skippable frame.
  public static func detect(_ head: RawSpan) -> CompressionMagic {
    if isSkippableFrame(head) { return afterSkippableFrame(head) }
    let format = signatures.first { begins(head, with: $0.bytes) }?.format ?? .none
    return format == .zip && isExcel(head) ? .excel : format
  }

  /// Whether data of this format can be read without another tool.
  public var isReadable: Bool { self == .gzip || self == .lz4 || self == .none }

  /// What to do with data that cannot be read here: the tool to pipe it through.
  /// - Parameter path: the file's path, or nil for a pipe.
  /// - Returns: nil for formats that are read here.
  public func hint(for path: String?) -> String? {
    let file = path.map(Self.shellQuoted) ?? "FILE"
    let filter: String? =
      switch self {
      case .none, .gzip, .lz4: nil
      case .zstd: "zstdcat"
      case .xz: "xzcat"
      case .bzip2: "bzcat"
      case .zip: path == nil ? "funzip" : "unzip -p"
      case .sevenZip: "7z e -so"
      case .excel: "xlsx2csv"
      case .parquet: "duckdb -csv -c"
      }
    guard let filter else { return nil }
    switch self {
    case .parquet: return "use: \(filter) \"from read_parquet(\(file))\" | sluice ..."
    case .excel: return "save it as CSV, or use: \(filter) \(file) | sluice ..."
    case .sevenZip: return "use: \(filter) \(file) | sluice ..."
    default:
      return "use: " + (path == nil ? "... | \(filter)" : "\(filter) \(file)") + " | sluice ..."
    }
  }

  private static func shellQuoted(_ path: String) -> String {
    "'" + path.replacing("'", with: "'\\''") + "'"
  }

  private typealias Signature = (bytes: [UInt8], format: CompressionMagic)

  private static let legacyLZ4: [UInt8] = [0x02, 0x21, 0x4C, 0x18]

  private static let signatures: [Signature] =
    [
      ([0x1F, 0x8B], .gzip),
      ([0x04, 0x22, 0x4D, 0x18], .lz4),
      (legacyLZ4, .lz4),
      ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
      ([0x50, 0x4B, 0x03, 0x04], .zip),
      ([0x50, 0x4B, 0x05, 0x06], .zip),  // an empty archive
      ([0x50, 0x4B, 0x07, 0x08], .zip),  // a part of a split archive
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
      // `PAR1`, and the first field of the page header or metadata after it: a text could begin so else.
      ([0x50, 0x41, 0x52, 0x31, 0x15], .parquet),
    ] + bzip2Signatures

  /// `BZh`, the block size as a digit, and pi for a block or its square root for the end: without
  /// these a text could begin so.
  private static let bzip2Signatures: [Signature] = {
    let block: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    let end: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
    return (UInt8(ascii: "1")...UInt8(ascii: "9")).flatMap { digit -> [Signature] in
      [block, end].map { (Array("BZh".utf8) + [digit] + $0, .bzip2) }
    }
  }()

  /// Whether the first file of a zip archive is one that workbooks begin with.
  private static func isExcel(_ archive: RawSpan) -> Bool {
    let nameOffset = 30
    let names = ["[Content_Types].xml", "_rels/", "docProps/", "xl/"]
    let name = archive.extracting(droppingFirst: min(nameOffset, archive.byteCount))
    return names.contains { begins(name, with: Array($0.utf8)) }
  }

  static func isLegacyLZ4(_ head: RawSpan) -> Bool { begins(head, with: legacyLZ4) }

  /// Whether `head` begins with the magic number of a skippable frame (0x184D2A50 to ...5F, little-endian),
  /// which LZ4 and zstd share.
  static func isSkippableFrame(_ head: RawSpan) -> Bool {
    head.byteCount >= 4 && head.byte(at: 0) & 0xF0 == 0x50
      && begins(head.extracting(droppingFirst: 1), with: [0x2A, 0x4D, 0x18])
  }

  /// The format of the first frame with data, LZ4 when it is out of sight.
  private static func afterSkippableFrame(_ head: RawSpan) -> CompressionMagic {
    let headerSize = 8
    guard head.byteCount >= headerSize else { return .lz4 }
    let length = (4..<headerSize).reversed().reduce(0) { $0 << 8 | Int(head.byte(at: $1)) }
    let next = headerSize + length
    guard head.byteCount >= next + 4 else { return .lz4 }
    return detect(head.extracting(droppingFirst: next)) == .zstd ? .zstd : .lz4
  }

  private static func begins(_ head: RawSpan, with bytes: [UInt8]) -> Bool {
    head.byteCount >= bytes.count && bytes.indices.allSatisfy { head.byte(at: $0) == bytes[$0] }
  }
}

extension CompressionMagic: CustomStringConvertible {
  /// The name of the format.
  public var description: String { rawValue }
}
