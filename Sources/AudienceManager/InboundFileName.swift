// Names of inbound data files (section 2): one value that reads and prints them.
//
// Printing is strict: a name that breaks a rule cannot be made. Reading is tolerant: what is
// plainly meant as an inbound name is read, with the rules it breaks.

/// `ftp_dpm_DPID[_TARGET]_TIMESTAMP(.sync|.overwrite)[.SPLIT][.gz|.pgp|.gpg]` (section 2).
public struct InboundFileName: SequenceName, CustomStringConvertible {
  /// Whose lines the file holds.
  public enum Variant: String, Sendable, Hashable, CaseIterable {
    /// Lines of section 5.
    case standard = "ftp_dpm_"
    /// Oracle Data Cloud: mobile IDs only, lines of three columns.
    case oracleDataCloud = "ftp_dpm_odc_"
  }

  /// The standard name or that of the Oracle Data Cloud.
  public let variant: Variant
  /// The data source of the user IDs.
  public let dpid: Int
  /// The data source whose traits are set; nil means `dpid`.
  public let target: Int?
  /// Seconds since 1970, in UTC.
  public let timestamp: Int
  /// Whether the file adds to profiles or replaces them.
  public let mode: TransferMode
  /// Which part of the original file this is, from 1; nil when it is not split.
  public let split: Int?
  /// How the file is packed.
  public let packing: Packing

  /// Makes a name that keeps every rule.
  /// - Parameters:
  ///   - dpid: the data source of the user IDs, positive; 0 for Audience Manager's own (section 4).
  ///   - target: the data source whose traits are set; mandatory when `dpid` is a global one.
  ///   - timestamp: seconds since 1970 in UTC, of ten digits.
  ///   - mode: whether the file adds or replaces.
  ///   - split: which part this is, from 1; nil when the file is not split.
  ///   - packing: how the file is packed.
  ///   - variant: the standard name or that of the Oracle Data Cloud.
  /// - Throws: the first rule that the name would break.
  public init(
    dpid: Int, target: Int? = nil, timestamp: Int, mode: TransferMode = .sync, split: Int? = nil,
    packing: Packing = .gzip, variant: Variant = .standard
  ) throws(NameProblem) {
    self.init(
      unchecked: variant, dpid: dpid, target: target, timestamp: timestamp, mode: mode,
      split: split, packing: packing)
    if let problem = problems.first { throw problem }
  }

  private init(
    unchecked variant: Variant, dpid: Int, target: Int?, timestamp: Int, mode: TransferMode,
    split: Int?, packing: Packing
  ) {
    self.variant = variant
    self.dpid = dpid
    self.target = target
    self.timestamp = timestamp
    self.mode = mode
    self.split = split
    self.packing = packing
  }

  /// The rules that the values break; what only the text can break is not among them.
  private var problems: [NameProblem] {
    var problems: [NameProblem] = []
    if dpid < 0 { problems.append(.notPositive(.dpid)) }
    if dpid > Limits.numbers.upperBound { problems.append(.tooLarge(.dpid)) }
    if target == nil, IDType.fixed(by: dpid) != nil {
      problems.append(.targetMissing(dpid: dpid))
    }
    if let target, target <= 0 { problems.append(.notPositive(.target)) }
    if let target, target > Limits.numbers.upperBound { problems.append(.tooLarge(.target)) }
    problems += Timestamp.problems(timestamp)
    if let split, split <= 0 { problems.append(.notPositive(.split)) }
    return problems
  }

  /// The name.
  public var description: String {
    root + (split.map { ".\($0)" } ?? "") + packing.rawValue
  }

  /// The name without split number and packing, the same for all parts:
  /// `ftp_dpm_1234_5678_1732240000.sync`.
  public var root: String {
    let owner = target.map { "_\($0)" } ?? ""
    return "\(variant.rawValue)\(dpid)\(owner)_\(timestamp).\(mode.rawValue)"
  }

  /// The name of one part, or of the whole when it is not split.
  /// - Parameter split: from 1.
  public func name(split: Int?) -> String {
    with(split: split).description
  }

  /// The same name with another split number.
  public func with(split: Int?) -> InboundFileName {
    InboundFileName(
      unchecked: variant, dpid: dpid, target: target, timestamp: timestamp, mode: mode,
      split: split, packing: packing)
  }

  /// The day of the timestamp, in UTC.
  public var date: CivilDate { CivilDate(unixSeconds: timestamp) }

  /// The type of the user IDs, when the data source is a global one.
  public var idType: IDType? { IDType.fixed(by: dpid) }
}

extension InboundFileName {
  /// Reads a name, without its folder.
  /// - Returns: what it says, and the rules it breaks.
  /// - Throws: why it is no name of an inbound data file.
  public static func read(_ text: String) throws(NotAName) -> NameReading<InboundFileName> {
    guard let variant = variant(of: text) else {
      throw NotAName(text, .prefix(expected: Variant.standard.rawValue))
    }
    let pieces = text.dropFirst(variant.rawValue.count)
      .split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count > 1, let mode = TransferMode(rawValue: String(pieces[1])) else {
      throw NotAName(text, .mode(expected: ".sync or .overwrite behind the timestamp"))
    }
    let numbers = try numbers(in: pieces[0], of: text)
    let tail = try NameTail(pieces.dropFirst(2), of: text)
    let target = numbers.count == 3 ? numbers[1].value : nil
    let name = InboundFileName(
      unchecked: variant, dpid: numbers[0].value, target: target,
      timestamp: numbers[numbers.count - 1].value, mode: mode, split: tail.split,
      packing: tail.packing)
    return NameReading(
      name: name, problems: textProblems(of: numbers) + name.problems + tail.problems)
  }

  private static func variant(of text: String) -> Variant? {
    if text.hasPrefix(Variant.oracleDataCloud.rawValue) { return .oracleDataCloud }
    return text.hasPrefix(Variant.standard.rawValue) ? .standard : nil
  }

  private static func numbers(
    in stem: Substring, of text: String
  ) throws(NotAName) -> [NameNumber] {
    let pieces = stem.split(separator: "_", omittingEmptySubsequences: false)
    let numbers = pieces.compactMap { NameNumber($0) }
    guard numbers.count == pieces.count else { throw NotAName(text, .notANumber) }
    guard numbers.count == 2 || numbers.count == 3 else {
      throw NotAName(text, .numbers(expected: "DPID, target if any, and timestamp"))
    }
    return numbers
  }

  private static func textProblems(of numbers: [NameNumber]) -> [NameProblem] {
    let parts: [NamePart] =
      numbers.count == 3 ? [.dpid, .target, .timestamp] : [.dpid, .timestamp]
    return zip(numbers, parts).flatMap { $0.textProblems(of: $1) }
  }
}

/// A partner's folder on S3, valid by its type.
public struct PartnerName: Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// Takes a partner's name: ASCII letters, digits, `-`, `_` and `.`, not beginning with `.`, so
  /// that it is one folder on S3 and on disk alike.
  /// - Throws: ``NameProblem/partner``.
  public init(_ name: String) throws(NameProblem) {
    let isAllowed = name.utf8.allSatisfy { byte in
      Ascii.isAlphanumeric(byte) || byte == Ascii.dash || byte == Ascii.dot || byte == 0x5f
    }
    guard isAllowed, let first = name.utf8.first, first != Ascii.dot else { throw .partner }
    description = name
  }
}
