// The text of names: numbers, and the suffixes that all names of files end in.
//
// Shared by the three kinds of names. Names are short and few, so this is written with strings.

/// How a file is packed, as its last suffix says.
public enum Packing: String, Sendable, Hashable, CaseIterable {
  /// As it is; no suffix.
  case plain = ""
  /// gzip.
  case gzip = ".gz"
  /// PGP, by its older suffix.
  case pgp = ".pgp"
  /// PGP, by its newer suffix, the one to write.
  case gpg = ".gpg"

  /// Whether the file is encrypted.
  public var isEncrypted: Bool { self == .pgp || self == .gpg }
}

/// The transfer mode, as it stands in a file's name (section 2).
public enum TransferMode: String, Sendable, Hashable, CaseIterable {
  /// Adds to profiles, or removes from them.
  case sync
  /// Replaces all traits of the data source for the users in the file.
  case overwrite
}

/// A number in a name: its value, and how it was written.
struct NameNumber {
  let value: Int
  let digits: Int
  let hasLeadingZeros: Bool

  private static let mostDigits = String(Limits.numbers.upperBound).utf8.count

  init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= Self.mostDigits, bytes.allSatisfy(Ascii.isDigit) else {
      return nil
    }
    value = bytes.reduce(0) { $0 * 10 + Int($1 - Ascii.zero) }
    digits = bytes.count
    hasLeadingZeros = digits > 1 && bytes.first == Ascii.zero
  }

  /// The problems that only the text shows.
  func textProblems(of part: NamePart) -> [NameProblem] {
    hasLeadingZeros ? [.leadingZeros(part)] : []
  }
}

/// What follows the mode in a name: `[.SPLIT][.gz]`.
struct NameTail {
  var split: Int?
  var packing = Packing.plain
  var problems: [NameProblem] = []

  /// Reads the suffixes behind the mode.
  init(_ suffixes: some Collection<Substring>, of name: String) throws(NotAName) {
    if Self.isCompanion(suffixes) { throw NotAName(name, .companion) }
    var seen = Set<Substring>()
    for suffix in suffixes {
      if let number = NameNumber(suffix), split == nil {
        if packing != .plain { problems.append(.splitAfterSuffix) }
        problems += number.textProblems(of: .split)
        split = number.value
      } else if seen.insert(suffix).inserted, add(packing: suffix) {
        continue
      } else {
        throw NotAName(name, .suffix(String(suffix)))
      }
    }
  }

  /// Takes note of a suffix of packing; false when it is none.
  private mutating func add(packing suffix: Substring) -> Bool {
    if suffix == "zip" {
      problems.append(.zip)
      return true
    }
    guard let next = Packing(rawValue: "." + suffix), next != .plain else { return false }
    if packing != .plain {
      // Packed twice in one way, which nothing does.
      if packing.isEncrypted == next.isEncrypted { return false }
      problems.append(.compressedAndEncrypted)
    }
    packing = next
    return true
  }

  /// `ROOT.info` and `ROOT.rejects.csv` lie beside inbound files and are none.
  private static func isCompanion(_ suffixes: some Collection<Substring>) -> Bool {
    suffixes.elementsEqual(["info"]) || suffixes.elementsEqual(["rejects", "csv"])
  }
}

/// How the digits of a timestamp are judged.
enum Timestamp {
  static func problems(_ seconds: Int) -> [NameProblem] {
    if Limits.timestamps.contains(seconds) { return [] }
    return [
      .timestampDigits(found: String(seconds).utf8.count, expected: Limits.timestampDigits)
    ]
  }
}
