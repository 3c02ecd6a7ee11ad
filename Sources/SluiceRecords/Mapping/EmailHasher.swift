// E-mail addresses to their hashes.
//
// Takes an address' bytes, gives the 64 digits that stand for it. Pure.
// Source: hashing for people-based destinations (section 7): trimmed, lower case, SHA-256, no
// salt, lower-case hex.

import AudienceManager
import Crypto

/// Hashes addresses.
enum EmailHasher {
  /// What becomes of a value that is to be a hashed address.
  enum Outcome {
    /// It was an address and is its hash now.
    case hashed
    /// It was a hash already: kept, its digits in lower case.
    case kept
    /// There was nothing but white space, and nothing is left.
    case empty
    /// It is no address; it is as it was.
    case notAnAddress
  }

  /// What stands for an address: 64 digits, eight to a word, the first one lowest.
  typealias Digits = InlineArray<8, UInt64>

  /// Hashes an address.
  /// - Parameters:
  ///   - value: valid UTF-8.
  ///   - digits: gets the hash, if there is one.
  static func hash(_ value: RawSpan, into digits: inout Digits) -> Outcome {
    let address = value.extracting(EmailHash.trimmed(value))
    if address.isEmpty { return .empty }
    if isHash(address) {
      for place in digits.indices { digits[place] = lowercased(word(address, place)) }
      return .kept
    }
    guard EmailHash.isPlausibleAddress(address) else { return .notAnAddress }
    write(digest(address), into: &digits)
    return .hashed
  }

  /// A hash in either case: digits mean the same, and the receiver wants lower case.
  private static func isHash(_ value: RawSpan) -> Bool {
    switch EmailHash.problem(in: value) {
    case nil, .wrongCase: true
    default: false
    }
  }

  private static func word(_ hash: RawSpan, _ place: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and every bit pattern is a UInt64.
    unsafe hash.unsafeLoadUnaligned(fromByteOffset: 8 * place, as: UInt64.self)
  }

  /// Letters, which have the bit 0x40, get the bit 0x20.
  private static func lowercased(_ digits: UInt64) -> UInt64 {
    digits | (digits & 0x4040_4040_4040_4040) >> 1
  }

  /// The hash of an address as it is to be hashed. An address is short enough for the stack; the library keeps its
  /// state in an object of its own, the one thing that is allocated.
  private static func digest(_ address: RawSpan) -> SHA256Digest {
    let capacity = EmailHash.normalizedCapacity(address.byteCount)
    return unsafe withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { room in
      // SAFETY: the span writes within the room, and says how far it came.
      var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
      EmailHash.appendNormalized(address, to: &output)
      let count = unsafe output.finalize(for: room)
      var hasher = SHA256()
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: room[..<count]))
      return hasher.finalize()
    }
  }

  private static func write(_ digest: SHA256Digest, into digits: inout Digits) {
    // SAFETY: the loads check their bounds, and every bit pattern is a UInt32.
    unsafe digest.withUnsafeBytes { bytes in
      for place in digits.indices {
        let four = unsafe bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
        digits[place] = Self.digits(UInt32(littleEndian: four)).littleEndian
      }
    }
  }

  /// The digits of four bytes, the lowest first.
  private static func digits(_ bytes: UInt32) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Each byte moves to a lane of 16 bits, and its upper half to the first byte of the lane.
    var word = UInt64(bytes)
    word = (word | word << 16) & 0x0000_FFFF_0000_FFFF
    word = (word | word << 8) & 0x00FF_00FF_00FF_00FF
    word = word >> 4 & 0x000F_000F_000F_000F | (word & 0x000F_000F_000F_000F) << 8
    // Ten and more are letters: they carry into the next bit when six is added.
    let letters = (word &+ ones &* 6) >> 4 & ones
    let distance = UInt8(ascii: "a") - 10 - Ascii.zero
    return word &+ ones &* UInt64(Ascii.zero) &+ letters &* UInt64(distance)
  }
}
