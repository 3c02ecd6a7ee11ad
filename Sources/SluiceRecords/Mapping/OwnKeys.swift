// Which columns can be pairs under their own names, where nobody named them one by one.
//
// Takes a header and the columns that are wanted, gives keys for those whose names can be one, and the
// others with the reason. Pure: what is left out is for the caller to tell.

import AudienceManager
import SluiceBytes

/// A column that is not sent, because its name cannot be the key of a pair.
public struct KeylessColumn: Sendable, Hashable {
  /// The column's name.
  public var name: String
  /// Its place in the header, from 0.
  public var place: Int
  /// What is wrong with the name, in a few words.
  public var reason: String

  /// What messages call it: its name, unless that is none, looks like personal data, as it does where a dump
  /// has no header, or would not be seen.
  public var label: String {
    let bytes = Array(name.utf8)
    let isShown =
      !bytes.allSatisfy(Blank.contains)
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
      && bytes.withRawBytes { PersonalDataDetector.kind(of: $0) } == nil
    return isShown ? "\"\(name)\"" : "column \(place + 1)"
  }

  /// The warning that tells of such columns; nil if there are none.
  public static func warning(of columns: [KeylessColumn]) -> String? {
    if columns.isEmpty { return nil }
    var told: Set<String> = []
    let texts = columns.map { "\($0.label) (\($0.reason))" }.filter { told.insert($0).inserted }
    return "left out, because their names cannot be keys: \(texts.joined(separator: ", ")) "
      + "(a mapping can give a column another key, --header yes with --columns another name)"
  }
}

/// The keys of columns that become pairs under their own names.
public struct OwnKeys: Sendable {
  /// The columns that can be sent, by their places in the header, and their keys.
  public private(set) var keys: [(place: Int, key: String)] = []
  /// The others.
  public private(set) var keyless: [KeylessColumn] = []

  /// Finds the keys of the columns at `places` of a header.
  ///
  /// Blanks at the ends of a name are not part of its key: exports pad names, and the receiver would not
  /// tell the two apart. A name that the header has twice is no column's own; where two names differ in
  /// such blanks only, the padded one gives way.
  public init(of places: [Int], in columns: [String]) {
    let names = columns.map(Self.trimmed)
    let (counts, trimmedCounts) = (Self.counts(columns), Self.counts(names))
    for place in places {
      let (name, key) = (columns[place], names[place])
      let count = counts[name] ?? 1
      if let problem = LineSyntax.problem(inKey: key) {
        leaveOut(name, at: place, problem.reason)
      } else if count > 1 {
        leaveOut(name, at: place, "stands \(count) times in the header")
      } else if name != key, trimmedCounts[key] != 1 {
        leaveOut(name, at: place, "is another column's name but for blanks")
      } else {
        keys.append((place, key))
      }
    }
  }

  private static func counts(_ names: [String]) -> [String: Int] {
    names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private mutating func leaveOut(_ name: String, at place: Int, _ reason: String) {
    keyless.append(KeylessColumn(name: name, place: place, reason: reason))
  }

  private static func trimmed(_ name: String) -> String {
    let bytes = Array(name.utf8)
    return String(decoding: bytes[bytes.withRawBytes(Blank.trimmed)], as: UTF8.self)
  }
}

extension KeyProblem {
  /// The problem as the reason behind a column's name.
  fileprivate var reason: String {
    switch self {
    case .empty: "no name"
    case .quote: "has a quotation mark"
    case .control: "has a tab, a line end or another control byte"
    case .leadingDash: "begins with a dash, which the receiver ignores"
    case .blankAtEnd: "has a blank at one end"
    case .reserved: "would be read as a trait"
    }
  }
}
