// A source in any encoding as a source of UTF-8.
//
// Takes bytes from a source, gives UTF-8; owns a converter and two buffers. What cannot be decoded
// becomes one byte 0xFF for each unit of the encoding, which is never valid UTF-8: the record it
// stands in is then rejected for its encoding, and no other. No line end is ever part of it.

import SluiceBytes

/// Converts what another source delivers to UTF-8.
public final class TranscodingSource: ByteSource {
  /// Never part of valid UTF-8, so that the record reader rejects the record.
  static let undecodableMark: UInt8 = 0xFF
  /// How many positions of undecodable input are kept.
  static let positionsKept = 10

  private static let inputCapacity = 128 << 10
  private static let outputCapacity = 256 << 10
  /// More than any one character becomes, so that a conversion with this much room gets on.
  private static let smallestRoom = 64

  /// The encoding that is converted from.
  public let encoding: String
  /// Units of the encoding that could not be decoded.
  public private(set) var undecodableCount = 0
  /// The 0-based offsets of the first of them, in the stream before it is converted.
  public private(set) var undecodableOffsets: [Int] = []

  private let upstream: any ByteSource
  private let converter: Iconv
  private let input = ByteBuffer(capacity: inputCapacity)
  /// The offset of the first byte in `input`.
  private var inputOffset = 0
  private let output = ByteBuffer(capacity: outputCapacity)
  /// Bytes of `output` handed on.
  private var delivered = 0
  private var isUpstreamAtEnd = false
  private var isFlushed = false

  /// Makes a source that converts.
  /// - Parameter encoding: a name as `iconv -l` lists them.
  /// - Throws: ``InputError`` (`unknownEncoding`).
  public init(_ upstream: any ByteSource, encoding: String) throws(InputError) {
    self.upstream = upstream
    self.encoding = encoding
    converter = try Self.makeConverter(encoding)
  }

  /// Checks that an encoding is known.
  /// - Throws: ``InputError`` (`unknownEncoding`).
  static func check(_ encoding: String) throws(InputError) { _ = try makeConverter(encoding) }

  private static func makeConverter(_ encoding: String) throws(InputError) -> Iconv {
    if let converter = Iconv(from: encoding) { return converter }
    throw InputError(
      .unknownEncoding, "unknown encoding", at: encoding, hint: "`iconv -l` lists the names")
  }

  /// The converted source's name.
  public var name: String { upstream.name }
  /// The stored stream's size, when known.
  public var totalBytes: Int? { upstream.totalBytes }
  /// Bytes of the stored stream read so far.
  public var storedBytesRead: Int { upstream.storedBytesRead }

  /// Appends UTF-8.
  /// - Throws: ``InputError`` as the converted source does.
  public func read(into target: inout OutputRawSpan) throws(InputError) -> Int {
    if target.isFull { return 0 }
    if delivered == output.count {
      output.removeAll()
      delivered = 0
      while output.isEmpty, !isFlushed { try fill() }
    }
    let count = output.withBytes { target.append(fitting: $0.extracting(droppingFirst: delivered)) }
    delivered += count
    return count
  }

  /// Converts what there is, then gets more or, at the end, lets go of what is held back.
  private func fill() throws(InputError) {
    let isIncomplete = convertInput()
    if output.capacity - output.count < Self.smallestRoom { return }
    if !isUpstreamAtEnd { return try refill() }
    if isIncomplete { return markUndecodable() }
    output.withSpareCapacity(minimum: Self.smallestRoom) { converter.flush(into: &$0) }
    isFlushed = true
  }

  /// Converts until the input is used up or begins with an incomplete character, or until the
  /// output is full.
  /// - Returns: whether an incomplete character is left.
  private func convertInput() -> Bool {
    while output.capacity - output.count >= Self.smallestRoom {
      let (consumed, outcome) = input.withBytes { bytes in
        output.withSpareCapacity(minimum: Self.smallestRoom) {
          converter.convert(bytes, into: &$0)
        }
      }
      drop(consumed)
      switch outcome {
      case .inputUsed: return false
      case .incomplete: return true
      case .undecodable: markUndecodable()
      case .outputFull: break
      }
    }
    return false
  }

  private func markUndecodable() {
    undecodableCount += 1
    if undecodableOffsets.count < Self.positionsKept { undecodableOffsets.append(inputOffset) }
    output.append(Self.undecodableMark)
    drop(min(converter.unitSize, input.count))
  }

  private func drop(_ count: Int) {
    input.removeFirst(count)
    inputOffset += count
  }

  private func refill() throws(InputError) {
    let room = Self.inputCapacity - input.count
    let count = try input.withSpareCapacity(minimum: room) {
      (room: inout OutputRawSpan) throws(InputError) in try upstream.read(into: &room)
    }
    isUpstreamAtEnd = count == 0
  }
}
