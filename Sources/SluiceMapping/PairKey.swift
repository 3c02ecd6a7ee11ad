// Which texts can be the key of a pair in an inbound file, in a mapping file's words.

import AudienceManager

enum PairKey {
  /// What is wrong with `key`, in one line; nil when it can be written.
  static func problem(_ key: String) -> String? {
    switch LineSyntax.problem(inKey: key) {
    case nil: nil
    case .empty: "a key cannot be empty"
    case .quote, .control: "a key cannot hold a tab, a line end or a quotation mark"
    // The receiver drops the dash, and the pair is another key's.
    case .leadingDash: "a key cannot begin with a dash"
    case .blankAtEnd: "a key cannot begin or end with a blank"
    case .reserved: "\(Wording.quoted(key)) would be read as a trait, not as a key"
    }
  }
}
