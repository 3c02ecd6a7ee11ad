// Which texts can be the key of a pair in an inbound file.
//
// Source: the inbound format, section 5.

enum PairKey {
  /// Keys with which the receiver reads a pair as a trait.
  static let reserved = ["d_sid", "d_unsid", "ic"]

  /// What is wrong with `key`, in one line; nil when it can be written.
  static func problem(_ key: String) -> String? {
    if key.isEmpty { return "a key cannot be empty" }
    if key.unicodeScalars.contains(where: { "\t\n\r\"".unicodeScalars.contains($0) }) {
      return "a key cannot hold a tab, a line end or a quotation mark"
    }
    // The receiver drops the dash, and the pair is another key's.
    if key.hasPrefix("-") { return "a key cannot begin with a dash" }
    if reserved.contains(key) {
      return "\(Wording.quoted(key)) would be read as a trait, not as a key"
    }
    return nil
  }
}
