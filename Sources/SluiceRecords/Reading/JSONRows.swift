// Records as JSON: an array of strings each.
//
// Takes fields as views, appends JSON text (RFC 8259) to a buffer. Text goes out as it is, in
// UTF-8; only what JSON forbids is escaped.

public import SluiceBytes

/// Writes records as JSON arrays, one a line.
public struct JSONRows: ~Copyable {
  private var output: BufferWriter
  private var isFirst = true

  private static let hexDigits = Array("0123456789abcdef".utf8)

  /// Starts to write after what is in `buffer`.
  public init(into buffer: ByteBuffer) { output = BufferWriter(into: buffer) }

  /// Hands what was written to the buffer.
  public consuming func finish() { output.finish() }

  /// Opens an array.
  public mutating func beginRow() {
    output.append(UInt8(ascii: "["))
    isFirst = true
  }

  /// Adds a string to the open array.
  public mutating func append(_ field: RawSpan) {
    if !isFirst { output.append(Ascii.comma) }
    isFirst = false
    output.append(Ascii.quote)
    appendEscaped(field)
    output.append(Ascii.quote)
  }

  /// Closes the array and ends the line.
  public mutating func endRow() {
    output.append(UInt8(ascii: "]"))
    output.append(Ascii.lineFeed)
  }

  private mutating func appendEscaped(_ text: RawSpan) {
    var start = 0
    while start < text.byteCount {
      let end = Self.firstForbidden(in: text, from: start)
      output.append(text.extracting(start..<end))
      if end < text.byteCount { appendEscape(text[end]) }
      start = end + 1
    }
  }

  /// Where the first byte stands that JSON forbids in a string; the text's end if there is none.
  private static func firstForbidden(in text: RawSpan, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones &* 0x80
    var offset = start
    while offset &+ 8 <= text.byteCount {
      // SAFETY: the eight bytes are in the span, and every bit pattern is a number.
      let word = unsafe UInt64(
        littleEndian: text.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
      let (quotes, backslashes) = (
        word ^ ones &* UInt64(Ascii.quote), word ^ ones &* UInt64(Ascii.backslash)
      )
      // The lowest mark of each is right; those above it need not be.
      let marks =
        (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes
        | (backslashes &- ones) & ~backslashes
      if marks & highBits != 0 { return offset &+ (marks & highBits).trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < text.byteCount {
      // SAFETY: `offset` is below the count.
      let byte = unsafe text.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
      if byte < 0x20 || byte == Ascii.quote || byte == Ascii.backslash { break }
      offset &+= 1
    }
    return offset
  }

  private mutating func appendEscape(_ byte: UInt8) {
    output.append(Ascii.backslash)
    switch byte {
    case Ascii.quote, Ascii.backslash: output.append(byte)
    case Ascii.lineFeed: output.append(UInt8(ascii: "n"))
    case Ascii.carriageReturn: output.append(UInt8(ascii: "r"))
    case Ascii.tab: output.append(UInt8(ascii: "t"))
    default:
      for letter in "u00".utf8 { output.append(letter) }
      output.append(Self.hexDigits[Int(byte >> 4)])
      output.append(Self.hexDigits[Int(byte & 15)])
    }
  }
}
