// Encodings of one byte a character, such as windows-1252, by a table that iconv fills.
//
// Takes bytes, gives UTF-8; owns the table, has no state. Bytes that iconv does not know are not known
// here either. Runs of ASCII are copied sixteen bytes at a time.

import SluiceBytes

/// Converts an encoding in which each byte is a character by itself.
final class SingleByteTranscoder: Transcoder {
  let unitSize = 1
  private let table: CharacterTable

  /// Asks `iconv` for each byte's character.
  /// - Parameter iconv: a converter that is used for nothing else.
  /// - Returns: nil when there is a byte that is not a character by itself: part of a longer one, a
  ///   shift, or one that may combine with the next.
  init?(probing iconv: Iconv) {
    guard iconv.unitSize == 1, let table = CharacterTable(iconv) else { return nil }
    self.table = table
  }

  func convert(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) -> (consumed: Int, outcome: TranscodingOutcome) {
    // SAFETY: the walk is given the memory of both spans and of the table with its bounds and keeps to
    // them, see there; what it says it has written is initialised.
    unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        unsafe table.entries.withUnsafeBufferPointer { entries in
          let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[used...])
          var walk = unsafe SingleByteWalk(source: source, target: room, entries: entries)
          let outcome = unsafe walk.run(hasASCII: table.hasASCII)
          used += unsafe walk.written
          return unsafe (walk.read, outcome)
        }
      }
    }
  }

  func reset() -> Bool { false }

  func flush(into output: inout OutputRawSpan) {}
}

/// What each byte of an encoding is in UTF-8.
private struct CharacterTable {
  /// 256 entries: the character's bytes, the first one lowest, and from bit 32 on how many they are; none
  /// for a byte that is no character.
  let entries: [UInt64]
  /// Whether the bytes below 128 are those of ASCII.
  let hasASCII: Bool

  /// Bytes of the longest sequence that an entry holds.
  static let longest = 4

  init?(_ iconv: Iconv) {
    var entries: [UInt64] = []
    let character = ByteBuffer(capacity: Transcoding.smallestRoom)
    for byte in UInt8.min...UInt8.max {
      character.removeAll()
      let outcome = character.withSpareCapacity(minimum: Transcoding.smallestRoom) { room in
        [byte].withRawBytes { iconv.convert($0, into: &room).outcome }
      }
      let count = character.count
      character.withSpareCapacity(minimum: Transcoding.smallestRoom) { iconv.flush(into: &$0) }
      guard outcome == .undecodable || (outcome == .inputUsed && count > 0),
        character.count == count, count <= Self.longest
      else { return nil }
      entries.append(character.withBytes(Self.entry))
    }
    self.entries = entries
    hasASCII = (0..<128).allSatisfy { entries[$0] == 1 << 32 | UInt64($0) }
  }

  private static func entry(_ character: RawSpan) -> UInt64 {
    var entry = UInt64(character.byteCount) << 32
    for offset in 0..<character.byteCount {
      entry |= UInt64(character.byte(at: offset)) << UInt64(offset * 8)
    }
    return entry
  }
}

/// One walk through a stretch of bytes.
@unsafe
private struct SingleByteWalk {
  let source: UnsafeRawBufferPointer
  let target: UnsafeMutableRawBufferPointer
  /// 256 of them.
  let entries: UnsafeBufferPointer<UInt64>
  /// Bytes of `source` that are converted; at most its count.
  var read = 0
  /// Bytes of `target` that are written; at most its count.
  var written = 0

  /// Bytes that are looked at together.
  private static let stride = 16

  mutating func run(hasASCII: Bool) -> TranscodingOutcome {
    while true {
      if hasASCII { unsafe copyASCII() }
      guard unsafe read < source.count else { return .inputUsed }
      guard unsafe target.count - written >= CharacterTable.longest else { return .outputFull }
      // SAFETY: there is a byte at `read`, an entry for every byte, and room for every entry's bytes.
      let entry = unsafe entries[Int(source[read])]
      let count = Int(entry >> 32)
      if count == 0 { return .undecodable }
      unsafe target.storeBytes(
        of: UInt32(truncatingIfNeeded: entry), toByteOffset: written, as: UInt32.self)
      unsafe read += 1
      unsafe written += count
    }
  }

  /// Copies ASCII up to the first other byte, as long as there are whole strides.
  @inline(__always)
  private mutating func copyASCII() {
    while unsafe min(source.count - read, target.count - written) >= Self.stride {
      // SAFETY: the condition above. What is written beyond the ASCII run does not count.
      let halves = unsafe source.loadUnaligned(fromByteOffset: read, as: SIMD2<UInt64>.self)
      unsafe target.storeBytes(of: halves, toByteOffset: written, as: SIMD2<UInt64>.self)
      let (first, second) = (asciiPrefix(halves[0]), asciiPrefix(halves[1]))
      let count = first < 8 ? first : 8 + second
      unsafe read += count
      unsafe written += count
      if unsafe count < Self.stride { return }
    }
  }
}

/// How many of eight bytes, the first one lowest, come before the first that is not ASCII.
@inline(__always)
private func asciiPrefix(_ bytes: UInt64) -> Int {
  (bytes & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
}
