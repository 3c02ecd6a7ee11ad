// The few moves on spans that the standard library leaves to pointers.
//
// Takes and gives bytes in spans; owns nothing; bounds are checked, a wrong one is a
// programming error and stops.

extension RawSpan {
  /// The byte at `offset`, for headers and other short looks; loops over data use kernels.
  /// - Parameter offset: 0 ..< `byteCount`.
  public func byte(at offset: Int) -> UInt8 {
    // SAFETY: `unsafeLoad` checks the bounds, and every bit pattern is a `UInt8`.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Whether the bytes are those of an array.
  public func equals(_ other: [UInt8]) -> Bool {
    byteCount == other.count && other.indices.allSatisfy { other[$0] == byte(at: $0) }
  }

  /// A copy of the bytes as an array.
  public func copied() -> [UInt8] {
    // SAFETY: the buffer covers exactly this span's bytes and does not leave the closure.
    unsafe withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

extension [UInt8] {
  /// Calls `body` with the array's bytes.
  public func withRawBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: bytes have no padding, so all of the raw memory is initialised.
    try body(unsafe span.bytes)
  }
}

extension OutputRawSpan {
  /// Appends as many of `bytes` as there is room for.
  /// - Returns: how many that were.
  public mutating func append(fitting bytes: RawSpan) -> Int {
    let count = min(bytes.byteCount, freeCapacity)
    if count == 0 { return 0 }
    // SAFETY: `count` bytes are readable in `bytes` and free after `used` in the output; two
    // spans, one of them exclusive, never overlap.
    unsafe bytes.withUnsafeBytes { source in
      unsafe withUnsafeMutableBytes { target, used in
        unsafe target[used..<(used + count)].copyBytes(from: source.prefix(count))
        used += count
      }
    }
    return count
  }
}
