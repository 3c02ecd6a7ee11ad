// The MD5 of a part's stored bytes, which the transfer-control file names.

import Crypto

/// A running MD5. A copy of it is a state to go back to.
package struct Digest {
  private var state = Insecure.MD5()

  /// The digest of nothing.
  package init() {}

  /// Takes in the next bytes.
  package mutating func update(_ bytes: RawSpan) {
    // SAFETY: the bytes are read during the call only.
    unsafe bytes.withUnsafeBytes { unsafe state.update(bufferPointer: $0) }
  }

  /// The digest so far in lower-case hexadecimal, 32 characters.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = state.finalize().flatMap { byte in
      [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
