// What gpg says of keys and of failures, read into values. Pure.
//
// `gpg --with-colons --list-keys` prints a line a key with its validity in the second field and its
// capabilities in the twelfth (GnuPG's doc/DETAILS), then a line with its fingerprint.

/// One public key, as gpg lists it.
struct GpgKey: Equatable {
  /// 40 hexadecimal digits, or more of newer keys.
  var fingerprint = ""
  /// One letter: `r` revoked, `e` expired, `d` disabled, `i` invalid, others by trust.
  let validity: Substring
  /// Letters: `E` when the key as a whole can encrypt, `D` when it is disabled.
  let capabilities: Substring

  /// Why nothing can be encrypted with it; nil if it can.
  var flaw: String? {
    switch validity {
    case "r": return "the key is revoked"
    case "e": return "the key has expired"
    case "i": return "the key is invalid"
    case "d": return "the key is disabled"
    default: break
    }
    if capabilities.contains("D") { return "the key is disabled" }
    return capabilities.contains("E") ? nil : "the key cannot encrypt"
  }

  /// The keys of a listing.
  static func keys(in listing: String) -> [GpgKey] {
    var keys: [GpgKey] = []
    for line in listing.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields[0] == "pub", fields.count > 11 {
        keys.append(GpgKey(validity: fields[1], capabilities: fields[11]))
      } else if fields[0] == "fpr", fields.count > 9, keys.last?.fingerprint == "" {
        keys[keys.count - 1].fingerprint = String(fields[9])
      }
    }
    return keys
  }
}

/// What gpg says on stderr: words for people, and between them lines for programs.
struct GpgWords {
  private static let statusPrefix = "[GNUPG:] "
  /// The reason by which `INV_RECP` tells of a key that nobody vouches for.
  private static let notTrusted = "10"
  /// More is no line any more.
  private static let longest = 300

  /// The first thing it says that is no warning; nil if it says nothing.
  let first: String?
  /// Whether it refused a key because nobody vouches for whose it is.
  let isKeyUntrusted: Bool

  init(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    first = lines.first {
      !$0.hasPrefix(Self.statusPrefix) && !$0.contains(": WARNING: ")
    }.map(Self.plain)
    isKeyUntrusted = lines.contains {
      $0.hasPrefix(Self.statusPrefix + "INV_RECP \(Self.notTrusted) ")
    }
  }

  /// Without the program's name before it, and without anything that a terminal would act on.
  private static func plain(_ line: Substring) -> String {
    let name = "gpg: "
    let words = line.hasPrefix(name) ? line.dropFirst(name.count) : line
    let printable = words.unicodeScalars.prefix(longest).map {
      $0.properties.generalCategory == .control ? " " : Character($0)
    }
    return String(printable)
  }
}
