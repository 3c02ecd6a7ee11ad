// A compressed source as a source of what was compressed.
//
// Takes stored bytes from a source, gives decoded ones straight into the caller's room; owns the
// decoder and one buffer of stored bytes. Damage is an error that names both positions.

import SluiceBytes
public import SluiceCodecs

/// Decompresses what another source delivers.
public final class DecompressingSource: ByteSource {
  /// Stored bytes read at a time: enough for a megabyte and more of decoded ones.
  private static let storedCapacity = 256 << 10

  private let upstream: any ByteSource
  private let decoder: any StreamDecoder
  private let stored = ByteBuffer(capacity: storedCapacity)
  /// Bytes of `stored` that the decoder has taken.
  private var taken = 0
  private var isUpstreamAtEnd = false
  /// What is wrong with the compressed data, once reading has failed for that.
  public private(set) var damage: CodecError?
  /// Complete gzip members so far; 0 for another format.
  public var gzipMembers: Int { (decoder as? GzipDecoder)?.completeMembers ?? 0 }
  /// Zero bytes behind the gzip members so far; 0 for another format.
  public var gzipPadding: Int { (decoder as? GzipDecoder)?.paddingCount ?? 0 }

  /// Decompresses gzip data: all members.
  /// - Parameter engine: what inflates.
  /// - Throws: ``InputError`` when it gets no memory.
  public static func gzip(
    _ upstream: any ByteSource, engine: InflateEngine = .preferred
  ) throws(InputError) -> DecompressingSource {
    try DecompressingSource(upstream) { () throws(CodecError) in try GzipDecoder(engine: engine) }
  }

  /// Decompresses LZ4 data: all frames.
  /// - Throws: ``InputError`` when the library gets no memory.
  public static func lz4(_ upstream: any ByteSource) throws(InputError) -> DecompressingSource {
    try DecompressingSource(upstream) { () throws(CodecError) in try LZ4FrameDecoder() }
  }

  private init(
    _ upstream: any ByteSource, _ makeDecoder: () throws(CodecError) -> any StreamDecoder
  ) throws(InputError) {
    self.upstream = upstream
    do { decoder = try makeDecoder() } catch {
      throw InputError(.readFailed, error.reason, at: upstream.name)
    }
  }

  /// The compressed source's name.
  public var name: String { upstream.name }
  /// Compressed bytes read so far.
  public var storedBytesRead: Int { upstream.storedBytesRead }

  /// Appends decompressed bytes.
  /// - Throws: ``InputError``: `corrupt` with the positions in the stored and the decoded stream, or
  ///   what the compressed source throws.
  public func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    if output.isFull { return 0 }
    while true {
      let produced = try decode(into: &output)
      if produced > 0 { return produced }
      if isUpstreamAtEnd {
        do { try decoder.finish() } catch { throw inputError(error) }
        return 0
      }
      try refill()
    }
  }

  private func decode(into output: inout OutputRawSpan) throws(InputError) -> Int {
    do {
      let progress = try stored.withBytes { (bytes: RawSpan) throws(CodecError) in
        try decoder.decode(bytes.extracting(droppingFirst: taken), into: &output)
      }
      taken += progress.consumed
      return progress.produced
    } catch { throw inputError(error) }
  }

  /// Called when the decoder has taken all there was.
  private func refill() throws(InputError) {
    stored.removeAll()
    taken = 0
    let count = try stored.withSpareCapacity(minimum: Self.storedCapacity) {
      (room: inout OutputRawSpan) throws(InputError) in try upstream.read(into: &room)
    }
    isUpstreamAtEnd = count == 0
  }

  private func inputError(_ error: CodecError) -> InputError {
    damage = error
    let offset = error.storedOffset ?? decoder.storedCount
    let place = "\(name), stored byte \(offset), after \(decoder.decodedCount) decoded bytes"
    switch error.code {
    case .unsupported:
      return InputError(.unsupportedCompression, error.reason, at: place, hint: error.hint)
    case .truncated:
      return InputError(.corrupt, error.reason, at: place, hint: "is the file complete?")
    case .corrupt, .trailingData:
      return InputError(.corrupt, error.reason, at: place)
    case .blockTooLarge, .libraryFailure:
      return InputError(.readFailed, error.reason, at: place)
    }
  }
}
