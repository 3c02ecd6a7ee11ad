// E-mail addresses to their hashes: the one file that knows the cryptography library.
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

  /// What stands for an address.
  typealias Digits = InlineArray<64, UInt8>

  /// Hashes an address.
  /// - Parameters:
  ///   - value: valid UTF-8.
  ///   - digits: gets the hash, if there is one.
  static func hash(_ value: RawSpan, into digits: inout Digits) -> Outcome {
    let address = value.extracting(EmailHash.trimmed(value))
    if address.isEmpty { return .empty }
    if isHash(address) {
      for place in digits.indices { digits[place] = lowercased(address[place]) }
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

  private static func lowercased(_ digit: UInt8) -> UInt8 {
    digit >= UInt8(ascii: "A") ? digit | 0x20 : digit
  }

  /// The hash of an address as it is to be hashed. An address is short enough for the stack.
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
    // SAFETY: the digest's bytes do not leave the closure.
    unsafe digest.withUnsafeBytes { bytes in
      for place in 0..<SHA256Digest.byteCount {
        let byte = unsafe bytes[place]
        digits[2 * place] = digit(byte >> 4)
        digits[2 * place + 1] = digit(byte & 15)
      }
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value + (value < 10 ? Ascii.zero : UInt8(ascii: "a") - 10)
  }
}
