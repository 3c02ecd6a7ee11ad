// What turns text of one encoding into UTF-8, and which of the ways is taken.
//
// Pure: takes bytes in pieces, gives UTF-8 into the caller's room. All ways come to what iconv comes
// to, which is the definition; the others are there because they are five to twenty times as fast.

/// Why a conversion stopped.
enum TranscodingOutcome: Equatable {
  /// All input is converted.
  case inputUsed
  /// The next character might not fit.
  case outputFull
  /// The input ends inside a character.
  case incomplete
  /// What comes next is no character of the encoding.
  case undecodable
}

/// Converts one stream of text to UTF-8.
///
/// It never invents replacement characters: it stops before what it cannot decode. However the input
/// is cut up, the same bytes come out. It belongs to one thread at a time.
protocol Transcoder: AnyObject {
  /// Bytes of the encoding's smallest unit, which is what is skipped when it cannot be decoded.
  var unitSize: Int { get }

  /// Converts some of `input` into the room of `output`; with ``Transcoding/smallestRoom`` it gets on.
  /// - Returns: bytes of input converted, and why it stopped.
  func convert(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) -> (consumed: Int, outcome: TranscodingOutcome)

  /// Goes back to the state at the start of a text, after something undecodable: what was said before of
  /// how to read on may be part of the damage.
  /// - Returns: whether what was undecodable may be a character now.
  func reset() -> Bool

  /// Appends what is held back at the end of the input, for the few encodings in which a character
  /// waits for a combining one.
  func flush(into output: inout OutputRawSpan)
}

/// The choice of a transcoder.
enum Transcoding {
  /// More bytes than any one character becomes.
  static let smallestRoom = 64

  /// Makes a transcoder at the start of a text.
  /// - Parameter encoding: a name as `iconv -l` lists them, or another spelling of UTF-16 or UTF-32.
  /// - Throws: ``InputError`` (`unknownEncoding`).
  static func transcoder(from encoding: String) throws(InputError) -> any Transcoder {
    let name = EncodingDetector.canonical(encoding)
    switch name {
    case EncodingDetector.utf16LE: return UTF16Transcoder(isBigEndian: false)
    case EncodingDetector.utf16BE: return UTF16Transcoder(isBigEndian: true)
    default: break
    }
    guard let probe = Iconv(from: name), let fresh = Iconv(from: name) else {
      throw InputError(
        .unknownEncoding, "unknown encoding", at: encoding, hint: EncodingNames.hint(for: encoding))
    }
    return SingleByteTranscoder(probing: probe) ?? fresh
  }

  /// Checks that an encoding is known.
  /// - Throws: ``InputError`` (`unknownEncoding`).
  static func check(_ encoding: String) throws(InputError) {
    _ = try transcoder(from: encoding)
  }
}
