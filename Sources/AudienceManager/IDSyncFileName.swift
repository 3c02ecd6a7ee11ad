// Names of ID synchronisation files (section 7): one value that reads and prints them.
//
// Strict in printing, tolerant in reading, as the names of data files are.

/// `[adobe_id_|c2c_id_]MASTER_DPID[_DPID...]_TIMESTAMP.sync[.SPLIT][.gz]` (section 7).
public struct IDSyncFileName: SequenceName, CustomStringConvertible {
  /// What is tied to what.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Device IDs to other device IDs or to DPUUIDs.
    case adobeID = "adobe_id_"
    /// DPUUIDs to hashed e-mail addresses.
    case c2cID = "c2c_id_"
    /// No prefix; read as device IDs to others.
    case unprefixed = ""

    /// The prefix without the underscore behind it, for people and machines.
    public var label: String { self == .unprefixed ? "unprefixed" : String(rawValue.dropLast()) }
  }

  /// What is tied to what.
  public let kind: Kind
  /// The data source of the first column; 0 is Audience Manager's UUIDs.
  public let master: Int
  /// The data sources of the further columns, in order.
  public let dpids: [Int]
  /// Seconds since 1970, in UTC.
  public let timestamp: Int
  /// Which part of the original file this is, from 1; nil when it is not split.
  public let split: Int?
  /// How the file is packed.
  public let packing: Packing

  /// Makes a name that keeps every rule.
  /// - Parameters:
  ///   - kind: what is tied to what.
  ///   - master: the first column's data source; 0 (UUIDs) not with `c2cID`.
  ///   - dpids: the further columns' data sources, at least one.
  ///   - timestamp: seconds since 1970 in UTC, of ten digits.
  ///   - split: which part this is, from 1; nil when the file is not split.
  ///   - packing: plain or gzip.
  /// - Throws: the first rule that the name would break.
  public init(
    kind: Kind, master: Int, dpids: [Int], timestamp: Int, split: Int? = nil,
    packing: Packing = .gzip
  ) throws(NameProblem) {
    self.init(
      unchecked: kind, master: master, dpids: dpids, timestamp: timestamp, split: split,
      packing: packing)
    if let problem = problems.first { throw problem }
  }

  private init(
    unchecked kind: Kind, master: Int, dpids: [Int], timestamp: Int, split: Int?, packing: Packing
  ) {
    self.kind = kind
    self.master = master
    self.dpids = dpids
    self.timestamp = timestamp
    self.split = split
    self.packing = packing
  }

  /// The rules that the values break; what only the text can break is not among them.
  private var problems: [NameProblem] {
    var problems: [NameProblem] = []
    if master < 0 { problems.append(.notPositive(.master)) }
    if dpids.isEmpty { problems.append(.noDataSource) }
    if dpids.contains(where: { $0 < 0 }) { problems.append(.notPositive(.dpid)) }
    let most = Limits.numbers.upperBound
    if master > most { problems.append(.tooLarge(.master)) }
    if dpids.contains(where: { $0 > most }) { problems.append(.tooLarge(.dpid)) }
    if kind == .c2cID { problems += hashProblems }
    problems += Timestamp.problems(timestamp)
    if let split, split <= 0 { problems.append(.notPositive(.split)) }
    if packing.isEncrypted { problems.append(.encryptedIDSync) }
    return problems
  }

  private var hashProblems: [NameProblem] {
    let devices = ([master] + dpids).first {
      $0 == IDType.uuid.dataSource || GlobalDataSource.contains($0)
    }
    return (devices.map { [.deviceIDsInC2C(dpid: $0)] } ?? [])
      + (dpids.count > Limits.hashesPerUser ? [.tooManyHashes(dpids.count)] : [])
  }

  /// The name.
  public var description: String {
    root + (split.map { ".\($0)" } ?? "") + packing.rawValue
  }

  /// The name without split number and packing, the same for all parts.
  public var root: String {
    let sources = ([master] + dpids).map(String.init).joined(separator: "_")
    return "\(kind.rawValue)\(sources)_\(timestamp).sync"
  }

  /// The name of one part, or of the whole when it is not split.
  /// - Parameter split: from 1.
  public func name(split: Int?) -> String {
    with(split: split).description
  }

  /// The same name with another split number.
  public func with(split: Int?) -> IDSyncFileName {
    IDSyncFileName(
      unchecked: kind, master: master, dpids: dpids, timestamp: timestamp, split: split,
      packing: packing)
  }

  /// The day of the timestamp, in UTC.
  public var date: CivilDate { CivilDate(unixSeconds: timestamp) }

  /// Columns of every line.
  public var columnCount: Int { 1 + dpids.count }
}

extension IDSyncFileName {
  /// Reads a name, without its folder.
  /// - Returns: what it says, and the rules it breaks.
  /// - Throws: why it is no name of an ID synchronisation file.
  public static func read(_ text: String) throws(NotAName) -> NameReading<IDSyncFileName> {
    let kind = kind(of: text)
    let pieces = text.dropFirst(kind.rawValue.count)
      .split(separator: ".", omittingEmptySubsequences: false)
    let columns = pieces[0].split(separator: "_", omittingEmptySubsequences: false)
    let numbers = columns.compactMap { NameNumber($0) }
    guard numbers.count == columns.count else { throw notANumber(text, kind) }
    guard numbers.count >= 3 else {
      throw NotAName(text, .numbers(expected: "master DPID, at least one DPID and timestamp"))
    }
    guard pieces.count > 1, pieces[1] == "sync" else {
      throw NotAName(text, .mode(expected: ".sync behind the timestamp"))
    }
    let tail = try NameTail(pieces.dropFirst(2), of: text)
    let name = IDSyncFileName(
      unchecked: kind, master: numbers[0].value, dpids: numbers[1..<numbers.count - 1].map(\.value),
      timestamp: numbers[numbers.count - 1].value, split: tail.split, packing: tail.packing)
    return NameReading(
      name: name, problems: textProblems(of: numbers) + name.problems + tail.problems)
  }

  private static func kind(of text: String) -> Kind {
    Kind.allCases.first { $0 != .unprefixed && text.hasPrefix($0.rawValue) } ?? .unprefixed
  }

  private static func notANumber(_ text: String, _ kind: Kind) -> NotAName {
    if kind != .unprefixed { return NotAName(text, .notANumber) }
    return NotAName(text, .prefix(expected: "adobe_id_, c2c_id_ or a DPID"))
  }

  private static func textProblems(of numbers: [NameNumber]) -> [NameProblem] {
    numbers.indices.flatMap { index in
      let isLast = index == numbers.count - 1
      return numbers[index].textProblems(of: isLast ? .timestamp : index == 0 ? .master : .dpid)
    }
  }
}
