// Names of files that Audience Manager exports (section 11): one value that reads and prints them.
//
// Strict in printing, tolerant in reading, as the names of inbound files are.

/// `SYNCTYPE_DID_MASTERDPID[_ALIAS]_(iter|full)_TIMESTAMPSPLIT.sync[.gz]` (section 11).
public struct OutboundFileName: Sendable, Hashable, CustomStringConvertible {
  /// What the file holds.
  public enum Extent: String, Sendable, Hashable, CaseIterable {
    /// What changed since the last export.
    case iterative = "iter"
    /// Everything.
    case full
  }

  /// The way of delivery: `ftp`, `s3`, ... ASCII letters and digits.
  public let syncType: String
  /// The destination's ID.
  public let destination: Int
  /// The data source of the user IDs.
  public let master: Int
  /// An alias of the partner's, if any; may itself hold underscores.
  public let alias: String?
  /// What the file holds.
  public let extent: Extent
  /// Milliseconds since 1970, in UTC: 13 digits.
  public let timestamp: Int
  /// The split number; printed with three digits at least.
  public let split: Int?
  /// Whether the file is gzipped.
  public let isCompressed: Bool

  /// Digits of the timestamp, in milliseconds (section 11).
  static let timestampDigits = 13
  /// Digits of the split number at least (section 11).
  static let splitDigits = 3
  /// Milliseconds since 1970 that have 13 digits.
  static let timestamps = 1_000_000_000_000...9_999_999_999_999

  /// Makes a name that keeps every rule.
  /// - Parameters:
  ///   - syncType: the way of delivery, ASCII letters and digits.
  ///   - destination: the destination's ID, positive.
  ///   - master: the data source of the user IDs; 0 is UUIDs.
  ///   - alias: an alias of the partner's; ASCII letters, digits, `-` and `_`.
  ///   - extent: what the file holds.
  ///   - timestamp: milliseconds since 1970, of 13 digits.
  ///   - split: the split number, positive; nil when there is none.
  ///   - isCompressed: whether the file is gzipped.
  /// - Throws: the first rule that the name would break.
  public init(
    syncType: String, destination: Int, master: Int, alias: String? = nil, extent: Extent,
    timestamp: Int, split: Int? = nil, isCompressed: Bool = true
  ) throws(NameProblem) {
    self.init(
      unchecked: syncType, destination: destination, master: master, alias: alias, extent: extent,
      timestamp: timestamp, split: split, isCompressed: isCompressed)
    if let problem = problems.first { throw problem }
  }

  private init(
    unchecked syncType: String, destination: Int, master: Int, alias: String?, extent: Extent,
    timestamp: Int, split: Int?, isCompressed: Bool
  ) {
    self.syncType = syncType
    self.destination = destination
    self.master = master
    self.alias = alias
    self.extent = extent
    self.timestamp = timestamp
    self.split = split
    self.isCompressed = isCompressed
  }

  private var problems: [NameProblem] {
    var problems: [NameProblem] = []
    let isAliasText = alias.map { Self.isToken($0, extra: "-_") } ?? true
    if !Self.isToken(syncType, extra: "") || !isAliasText { problems.append(.outboundText) }
    if destination <= 0 { problems.append(.notPositive(.destination)) }
    if master < 0 { problems.append(.notPositive(.master)) }
    if !Self.timestamps.contains(timestamp) {
      let found = String(timestamp).utf8.count
      problems.append(.timestampDigits(found: found, expected: Self.timestampDigits))
    }
    if let split, split <= 0 { problems.append(.notPositive(.split)) }
    return problems
  }

  /// The name.
  public var description: String {
    let owner = alias.map { "_\($0)" } ?? ""
    return "\(syncType)_\(destination)_\(master)\(owner)_\(extent.rawValue)_\(timestamp)"
      + (split.map(Self.padded) ?? "") + ".sync" + (isCompressed ? ".gz" : "")
  }

  private static func padded(_ split: Int) -> String {
    let digits = String(split)
    return String(repeating: "0", count: max(0, splitDigits - digits.utf8.count)) + digits
  }

  private static func isToken(_ text: String, extra: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { Ascii.isAlphanumeric($0) || extra.utf8.contains($0) }
  }
}

extension OutboundFileName {
  /// Reads a name, without its folder.
  /// - Returns: what it says, and the rules it breaks.
  /// - Throws: why it is no name of an outbound file.
  public static func read(_ text: String) throws(NotAName) -> NameReading<OutboundFileName> {
    let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count > 1, pieces[1] == "sync" else {
      throw NotAName(text, .mode(expected: ".sync behind the timestamp"))
    }
    let suffixes = pieces.dropFirst(2)
    guard suffixes.isEmpty || suffixes.elementsEqual(["gz"]) else {
      throw NotAName(text, .suffix(suffixes.joined(separator: ".")))
    }
    return try read(stem: pieces[0], isCompressed: !suffixes.isEmpty, of: text)
  }

  private static func read(
    stem: Substring, isCompressed: Bool, of text: String
  ) throws(NotAName) -> NameReading<OutboundFileName> {
    let tokens = stem.split(separator: "_", omittingEmptySubsequences: false)
    guard tokens.count >= 5, let extent = Extent(rawValue: String(tokens[tokens.count - 2])) else {
      throw NotAName(text, .mode(expected: "_iter_ or _full_ before the timestamp"))
    }
    let moment = tokens[tokens.count - 1]
    guard isToken(String(tokens[0]), extra: ""), let destination = NameNumber(tokens[1]),
      let master = NameNumber(tokens[2]), let timestamp = NameNumber(moment.prefix(timestampDigits))
    else { throw NotAName(text, .notANumber) }
    let splitText = moment.dropFirst(timestampDigits)
    let split = NameNumber(splitText)
    guard splitText.isEmpty || split != nil else { throw NotAName(text, .notANumber) }
    let alias = tokens[3..<tokens.count - 2]
    let name = OutboundFileName(
      unchecked: String(tokens[0]), destination: destination.value, master: master.value,
      alias: alias.isEmpty ? nil : alias.joined(separator: "_"), extent: extent,
      timestamp: timestamp.value,
      split: split?.value, isCompressed: isCompressed)
    var problems = destination.textProblems(of: .destination) + master.textProblems(of: .master)
    problems += timestamp.textProblems(of: .timestamp) + name.problems
    if let split, split.digits < splitDigits { problems.append(.splitDigits(split.digits)) }
    if let split, split.digits > splitDigits { problems += split.textProblems(of: .split) }
    return NameReading(name: name, problems: problems)
  }
}
