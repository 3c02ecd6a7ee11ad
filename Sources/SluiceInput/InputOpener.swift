// A path or `-` to UTF-8 text: opened, decompressed, converted, and told what it was taken for.
//
// Takes a name, gives a source stacked from the others in this module; looks at the first bytes
// without losing any. Fails as the sources do, and for compression that is not read here.

import SluiceBytes
public import SluiceCodecs

/// An input that is open and ready to be read as UTF-8.
public struct OpenedInput {
  /// The text, from its first byte after a byte order mark.
  public var source: any ByteSource { text }
  /// How the stored bytes are compressed: `none`, `gzip` or `lz4`.
  public let compression: CompressionMagic
  /// What the text is converted from: `utf-8` (not at all), `utf-16le`, ... or the name asked for.
  public let encoding: String
  /// Whether a byte order mark was dropped.
  public let hadBOM: Bool
  /// The next ``InputOpener/headSize`` bytes of the text, fewer only when there are no more;
  /// reading `source` delivers them too.
  public private(set) var head: [UInt8]
  /// The converter, for its count of undecodable characters; nil when the text is UTF-8 already.
  public let transcoding: TranscodingSource?
  fileprivate let text: PeekingSource

  /// A line feed and a carriage return.
  private static let lineEnds: [UInt8] = [0x0A, 0x0D]

  /// Takes away what comes before the first line end, of whatever kind, where ``head`` does not reach beyond it.
  /// - Returns: bytes taken away.
  /// - Throws: ``InputError``.
  public mutating func dropToLineEnd() throws(InputError) -> Int {
    var dropped = 0
    while head.count == InputOpener.headSize {
      // The last byte alone does not tell one kind of line end from another.
      let end = head.firstIndex(where: Self.lineEnds.contains) ?? head.count
      if end < head.count - 1 { break }
      text.drop(end)
      dropped += end
      head = try text.peek(InputOpener.headSize)
    }
    return dropped
  }

  /// Takes lines away from the start of the text, before anything of it is read, in bounded memory.
  /// - Parameters:
  ///   - count: how many lines.
  ///   - lineEnd: the byte that ends them.
  /// - Returns: what was taken away: fewer lines than asked for when the text has no more.
  /// - Throws: ``InputError``.
  public mutating func dropLines(
    _ count: Int, endingIn lineEnd: UInt8
  ) throws(InputError) -> DroppedLines {
    let dropped = try text.dropLines(count, endingIn: lineEnd)
    head = try text.peek(InputOpener.headSize)
    return dropped
  }
}

/// Opens inputs.
public enum InputOpener {
  /// The size of ``OpenedInput/head`` in bytes: what sniffing a dialect looks at (64 KiB).
  public static let headSize = 64 << 10

  /// What is wrong with the name of an encoding, in one line; nil if inputs can be read in it.
  public static func problem(ofEncoding name: String) -> String? {
    do throws(InputError) {
      try check(name)
      return nil
    } catch {
      return error.description
    }
  }

  /// Looks whether inputs can be read, before any of them is; opens none.
  /// - Parameters:
  ///   - paths: as for ``open(_:encoding:)``.
  ///   - encoding: as for ``open(_:encoding:)``.
  /// - Throws: ``InputError``: what opening them would, as far as looking tells.
  public static func check(_ paths: [String], encoding: String? = nil) throws(InputError) {
    if let encoding { try check(encoding) }
    for path in paths where path != "-" { try InputFolder.checkReadable(path) }
  }

  /// Opens a file, or stdin for `-`.
  /// - Parameters:
  ///   - path: the file's path, or `-`.
  ///   - encoding: a name as `iconv -l` lists them; nil for UTF-8 or UTF-16 or UTF-32 by their
  ///     marks, and UTF-16 that is unmistakable without one.
  /// - Throws: ``InputError``.
  public static func open(
    _ path: String, encoding: String? = nil
  ) throws(InputError) -> OpenedInput {
    if let encoding { try check(encoding) }
    let isStdin = path == "-"
    let source = isStdin ? try FileSource(descriptor: 0) : try FileSource(path: path)
    return try open(source, path: isStdin ? nil : path, encoding: encoding)
  }

  /// Opens what a source delivers as if it were a file's content.
  /// - Parameters:
  ///   - source: stored bytes.
  ///   - encoding: as for ``open(_:encoding:)``.
  /// - Throws: ``InputError``.
  public static func open(
    _ source: any ByteSource, encoding: String? = nil
  ) throws(InputError) -> OpenedInput {
    if let encoding { try check(encoding) }
    return try open(source, path: nil, encoding: encoding)
  }

  private static func open(
    _ source: any ByteSource, path: String?, encoding: String?
  ) throws(InputError) -> OpenedInput {
    let stored = PeekingSource(source)
    let compression = try detectCompression(stored, path)
    let bytes = try decompress(stored, compression)
    let head = try bytes.peek(EncodingDetector.lookahead)
    let choice = head.withRawBytes { EncodingDetector.choose(requested: encoding, head: $0) }
    bytes.drop(choice.markSize)
    let transcoding = choice.isUTF8 ? nil : try TranscodingSource(bytes, encoding: choice.name)
    let text = transcoding.map { PeekingSource($0) } ?? bytes
    return OpenedInput(
      compression: compression, encoding: choice.name, hadBOM: choice.markSize > 0,
      head: try text.peek(headSize), transcoding: transcoding, text: text)
  }

  private static func check(_ encoding: String) throws(InputError) {
    try Transcoding.check(encoding)
  }

  private static func decompress(
    _ stored: PeekingSource, _ compression: CompressionMagic
  ) throws(InputError) -> PeekingSource {
    if compression == .none { return stored }
    let decoded = PeekingSource(
      compression == .gzip
        ? try DecompressingSource.gzip(stored) : try DecompressingSource.lz4(stored))
    let inner = try decoded.peek(CompressionMagic.lookahead).withRawBytes(CompressionMagic.detect)
    if inner != .none {
      throw InputError(
        .unsupportedCompression, "\(compression) data that holds \(inner) data", at: stored.name,
        hint: "decompress it once before")
    }
    return decoded
  }

  private static func detectCompression(
    _ stored: PeekingSource, _ path: String?
  ) throws(InputError) -> CompressionMagic {
    let format = try stored.peek(CompressionMagic.lookahead).withRawBytes(CompressionMagic.detect)
    guard format.isReadable else {
      throw InputError(
        .unsupportedCompression, "\(format) data is not read directly", at: stored.name,
        hint: format.hint(for: path))
    }
    return format
  }
}
