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

  /// Replaces an address by its hash.
  static func hash(_ value: inout [UInt8]) -> Outcome {
    let range = EmailHash.trimmed(unsafe value.span.bytes)
    if range.isEmpty {
      value.removeAll(keepingCapacity: true)
      return .empty
    }
    let address = Array(value[range])
    if isHash(address) {
      value = address.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "F") ? $0 | 0x20 : $0 }
      return .kept
    }
    guard EmailHash.isPlausibleAddress(unsafe address.span.bytes) else { return .notAnAddress }
    value = hex(SHA256.hash(data: normalized(address)))
    return .hashed
  }

  /// A hash in either case: digits mean the same, and the receiver wants lower case.
  private static func isHash(_ value: [UInt8]) -> Bool {
    switch EmailHash.problem(in: unsafe value.span.bytes) {
    case nil, .wrongCase: true
    default: false
    }
  }

  private static func normalized(_ address: [UInt8]) -> [UInt8] {
    let capacity = EmailHash.normalizedCapacity(address.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      // SAFETY: the span writes within the array's room, and says how far it came.
      var output = unsafe OutputRawSpan(
        buffer: UnsafeMutableRawBufferPointer(buffer), initializedCount: 0)
      EmailHash.appendNormalized(unsafe address.span.bytes, to: &output)
      count = unsafe output.finalize(for: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  private static func hex(_ digest: SHA256.Digest) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
