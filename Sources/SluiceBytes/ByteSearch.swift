// Where in a span a byte of a kind stands next, for texts that are taken over in runs between such bytes, and how
// often one does.
//
// Takes a span and a place in it, gives a place or a number. Eight bytes at a time, each test exact.

extension RawSpan {
  /// The offset of the next byte that is one of two; `byteCount` when there is none.
  /// - Parameter start: where to begin, 0 ... `byteCount`.
  public func offset(of first: UInt8, or second: UInt8, from start: Int) -> Int {
    let (firsts, seconds) = (Self.repeated(first), Self.repeated(second))
    return offset(from: start) { word in
      Self.zeros(word ^ firsts) | Self.zeros(word ^ seconds)
    }
  }

  /// The offset of the next byte that is a control byte (below 0x20) or `byte`; `byteCount` when there is none.
  /// - Parameter start: where to begin, 0 ... `byteCount`.
  public func offset(ofControlOr byte: UInt8, from start: Int) -> Int {
    let (bytes, controls) = (Self.repeated(byte), Self.repeated(0xE0))
    return offset(from: start) { word in
      Self.zeros(word ^ bytes) | Self.zeros(word & controls)
    }
  }

  /// How many bytes of a range are `byte`.
  public func count(of byte: UInt8, in range: Range<Int>) -> Int {
    let (text, bytes) = (extracting(range), Self.repeated(byte))
    var count = 0
    var offset = 0
    while offset + 8 <= text.byteCount {
      // SAFETY: eight bytes from `offset` lie within the span, and any bits are a number.
      let word = unsafe text.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self)
      // The sum of all bytes is the product's highest.
      count += Int(((Self.zeros(word ^ bytes) >> 7) &* Self.repeated(1)) >> 56)
      offset += 8
    }
    for place in offset..<text.byteCount where text.byte(at: place) == byte { count += 1 }
    return count
  }

  /// The offset of the first byte whose high bit is set in what `marks` says of eight bytes.
  @inline(__always)
  private func offset(from start: Int, _ marks: (UInt64) -> UInt64) -> Int {
    var offset = start
    while offset + 8 <= byteCount {
      // SAFETY: eight bytes from `offset` lie within the span, and any bits are a number.
      let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      let found = marks(word.littleEndian)
      if found != 0 { return offset + found.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < byteCount, marks(Self.repeated(byte(at: offset))) == 0 { offset += 1 }
    return offset
  }

  private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The high bit of each byte that is zero.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~((word & low) &+ low | word | low)
  }
}

extension [UInt8] {
  /// Appends the bytes of a range of a span.
  public mutating func append(_ range: Range<Int>, of bytes: RawSpan) {
    // SAFETY: the buffer covers exactly the range's bytes and does not leave the closure.
    unsafe bytes.extracting(range).withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
