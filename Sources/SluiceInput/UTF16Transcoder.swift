// UTF-16 to UTF-8: runs of ASCII sixteen characters at a time, all others one by one.
//
// Takes bytes in either order, without a mark, gives UTF-8; has no state. Stops before a surrogate
// that is not one of a pair.

/// Converts UTF-16.
final class UTF16Transcoder: Transcoder {
  let unitSize = 2
  private let isBigEndian: Bool

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  func convert(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) -> (consumed: Int, outcome: TranscodingOutcome) {
    // SAFETY: the walk is given both spans' memory with its bounds and keeps to them, see there; what
    // it says it has written is initialised.
    unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[used...])
        var walk = unsafe UTF16Walk(source: source, target: room)
        let outcome = unsafe isBigEndian ? walk.run(isSwapped: true) : walk.run(isSwapped: false)
        used += unsafe walk.written
        return unsafe (walk.read, outcome)
      }
    }
  }

  func reset() -> Bool { false }

  func flush(into output: inout OutputRawSpan) {}
}

/// One walk through a stretch of UTF-16.
@unsafe
private struct UTF16Walk {
  let source: UnsafeRawBufferPointer
  let target: UnsafeMutableRawBufferPointer
  /// Bytes of `source` that are converted; at most its count.
  var read = 0
  /// Bytes of `target` that are written; at most its count.
  var written = 0

  /// Units that are looked at together.
  private static let stride = 16
  /// Bytes of the longest character in UTF-8.
  private static let longest = 4

  /// - Parameter isSwapped: whether the high byte comes first; a constant, so that each order has a loop
  ///   of its own.
  @inline(__always)
  mutating func run(isSwapped: Bool) -> TranscodingOutcome {
    while true {
      unsafe copyASCII(isSwapped: isSwapped)
      guard unsafe source.count - read >= 2 else {
        return unsafe source.count == read ? .inputUsed : .incomplete
      }
      guard unsafe target.count - written >= Self.longest else { return .outputFull }
      if let outcome = unsafe convertCharacter(isSwapped: isSwapped) { return outcome }
    }
  }

  /// Converts ASCII up to the first other character, as long as there are whole strides.
  @inline(__always)
  private mutating func copyASCII(isSwapped: Bool) {
    let isASCIIOnly: UInt64 = isSwapped ? 0x80FF_80FF_80FF_80FF : 0xFF80_FF80_FF80_FF80
    while unsafe source.count - read >= Self.stride * 2,
      unsafe target.count - written >= Self.stride
    {
      // SAFETY: the condition above: a stride's bytes are readable at `read`, as many bytes as it has
      // units are writable at `written`. What is written beyond the ASCII run does not count.
      let units = unsafe source.loadUnaligned(fromByteOffset: read, as: SIMD16<UInt16>.self)
      let values = isSwapped ? units &>> 8 : units
      unsafe target.storeBytes(
        of: SIMD16<UInt8>(truncatingIfNeeded: values), toByteOffset: written,
        as: SIMD16<UInt8>.self)
      let quarters = unsafe unsafeBitCast(units, to: SIMD4<UInt64>.self) & isASCIIOnly
      if quarters == .zero {
        unsafe read += Self.stride * 2
        unsafe written += Self.stride
        continue
      }
      var count = 0
      for quarter in 0..<4 {
        let others = quarters[quarter]
        count += others.trailingZeroBitCount / 16
        if others != 0 { break }
      }
      unsafe read += count * 2
      unsafe written += count
      return
    }
  }

  /// Converts the character at `read`, of which two bytes are there, and the room for one.
  /// - Returns: nil when it is done, else why it is not.
  @inline(__always)
  private mutating func convertCharacter(isSwapped: Bool) -> TranscodingOutcome? {
    let unit = unsafe UInt32(unit(at: read, isSwapped: isSwapped))
    switch unit {
    case ..<0x80: unsafe put(unit, count: 1, unitCount: 1)
    case ..<0x800: unsafe put(0x80C0 | unit >> 6 | (unit & 0x3F) << 8, count: 2, unitCount: 1)
    case 0xD800..<0xDC00:
      guard unsafe source.count - read >= 4 else { return .incomplete }
      let low = unsafe UInt32(self.unit(at: read + 2, isSwapped: isSwapped))
      guard low & 0xFC00 == 0xDC00 else { return .undecodable }
      let scalar = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
      let end = (scalar >> 6 & 0x3F) << 16 | (scalar & 0x3F) << 24
      unsafe put(
        0x8080_80F0 | scalar >> 18 | (scalar >> 12 & 0x3F) << 8 | end, count: 4, unitCount: 2)
    case 0xDC00..<0xE000: return .undecodable
    default:
      let end = (unit >> 6 & 0x3F) << 8 | (unit & 0x3F) << 16
      unsafe put(0x8080E0 | unit >> 12 | end, count: 3, unitCount: 1)
    }
    return nil
  }

  @inline(__always)
  private func unit(at offset: Int, isSwapped: Bool) -> UInt16 {
    // SAFETY: the callers have seen that two bytes are there.
    let unit = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return isSwapped ? unit.byteSwapped : unit
  }

  /// Writes a character's bytes, the first one lowest.
  @inline(__always)
  private mutating func put(_ bytes: UInt32, count: Int, unitCount: Int) {
    // SAFETY: `run` has seen to room for the longest character.
    unsafe target.storeBytes(of: bytes, toByteOffset: written, as: UInt32.self)
    unsafe written += count
    unsafe read += unitCount * 2
  }
}
