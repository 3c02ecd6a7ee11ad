// A source with a look at its first bytes: what it is by them, before anything is decoded.
//
// Takes a source of stored bytes, gives the same with its head; fails as reading does.

import SluiceBytes
public import SluiceCodecs

/// Stored bytes, told by the first of them.
public struct StoredInput {
  /// The bytes, from the first one on.
  public let source: any ByteSource
  /// The first bytes: ``headSize``, fewer only when there are no more.
  public let head: [UInt8]
  /// What the bytes are compressed by, whatever the file is called.
  public let compression: CompressionMagic

  /// How many bytes are looked at.
  public static let headSize = 64

  /// Looks at the start of a source.
  /// - Throws: ``InputError`` from reading.
  public init(_ source: any ByteSource) throws(InputError) {
    let peeking = PeekingSource(source)
    head = try peeking.peek(Self.headSize)
    compression = head.withRawBytes(CompressionMagic.detect)
    self.source = peeking
  }
}

/// What the first bytes of a text say about its encoding.
public enum TextEncoding: Sendable, Equatable {
  /// Nothing but ASCII or UTF-8.
  case utf8(hasMark: Bool)
  /// Another one, by its mark or by the zeros in it.
  case other(name: String)

  /// Tells the encoding.
  /// - Parameter head: the first bytes of the text, 4096 where there are so many.
  public static func of(_ head: RawSpan) -> TextEncoding {
    let choice = EncodingDetector.choose(requested: nil, head: head)
    return choice.isUTF8 ? .utf8(hasMark: choice.markSize > 0) : .other(name: choice.name)
  }
}
