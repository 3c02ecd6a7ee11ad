// What ID synchronisation is asked for: which columns hold the IDs of a user, and in which data sources.
//
// A plain value, valid by its type: what the receiver's rules of names forbid, or what would tie IDs to
// themselves, cannot be made. Source of the rules: ID synchronisation files (section 7).

public import AudienceManager

/// The columns of a dump that hold the IDs of one user, each in a data source of its own.
public struct IDSync: Sendable, Equatable {
  /// What is tied to what; the prefix of the names.
  public let kind: IDSyncFileName.Kind
  /// The first column, to which the others are tied.
  public let master: Column
  /// The further columns, in the order of the lines; at least one.
  public let others: [Column]

  /// A column of IDs.
  public struct Column: Sendable, Equatable {
    /// Its name in the dump.
    public var name: String
    /// The data source of its IDs.
    public var dpid: Int
    /// Whether it holds e-mail addresses, or hashes of them, and lines have the hashes.
    public var isHashed: Bool

    /// Makes a column.
    /// - Parameters:
    ///   - name: its name in the dump.
    ///   - dpid: the data source of its IDs; 0 is Audience Manager's UUIDs.
    ///   - isHashed: whether it holds e-mail addresses, or hashes of them.
    public init(_ name: String, dpid: Int, isHashed: Bool = false) {
      self.name = name
      self.dpid = dpid
      self.isHashed = isHashed
    }
  }

  /// Names the columns.
  /// - Parameters:
  ///   - kind: what is tied to what.
  ///   - columns: the master's first.
  /// - Throws: the first rule that is broken.
  public init(kind: IDSyncFileName.Kind, columns: [Column]) throws(Problem) {
    guard let master = columns.first else { throw .name(.noDataSource) }
    self.kind = kind
    self.master = master
    others = Array(columns.dropFirst())
    if let problem = Self.hashProblem(kind, master, others) { throw problem }
    // Any moment does: the rule of timestamps is for those who name files.
    do {
      _ = try fileName(timestamp: Limits.timestamps.lowerBound)
    } catch {
      throw .name(error)
    }
    if others.contains(where: { $0.dpid == master.dpid }) { throw .tiedToItself(master.dpid) }
    for (place, column) in others.enumerated() where others[..<place].contains(column) {
      throw .namedAgain(column)
    }
  }

  /// Hashes stand behind the master's IDs where all others are hashes, and nowhere else.
  private static func hashProblem(
    _ kind: IDSyncFileName.Kind, _ master: Column, _ others: [Column]
  ) -> Problem? {
    if master.isHashed { return .hashed(master) }
    let wantsHashes = kind == .c2cID
    guard let wrong = others.first(where: { $0.isHashed != wantsHashes }) else { return nil }
    return wantsHashes ? .notHashed(wrong) : .hashed(wrong)
  }

  /// The name of a file with these columns.
  /// - Parameters:
  ///   - timestamp: seconds since 1970 in UTC, of ten digits.
  ///   - packing: how the file is packed.
  /// - Throws: the first rule that the name would break.
  public func fileName(
    timestamp: Int, packing: Packing = .gzip
  ) throws(NameProblem) -> IDSyncFileName {
    try IDSyncFileName(
      kind: kind, master: master.dpid, dpids: others.map(\.dpid), timestamp: timestamp,
      packing: packing)
  }

  /// The columns as a mapping has them: the master's IDs are the users', each other column is a field.
  public var mapping: Mapping {
    Mapping(
      dataSource: Mapping.DataSource(dpid: master.dpid),
      id: Mapping.Identity(column: master.name),
      fields: others.map {
        Mapping.Field(source: .column($0.name), transforms: $0.isHashed ? [.sha256Email] : [])
      })
  }

  /// What is allowed but hardly meant, in one line each.
  public var warnings: [String] {
    guard kind != .c2cID, IDType.fixed(by: master.dpid) == nil else { return [] }
    return [
      "the master data source \(master.dpid) is not one of device IDs, and other IDs in the first column "
        + "tie wrongly (0 is that of UUIDs; the global data sources are those of device IDs)"
    ]
  }

  /// Why columns cannot be synchronised.
  public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Files cannot be named after the data sources.
    case name(NameProblem)
    /// A column of a `c2c_id` file that is neither the master's nor one of hashes.
    case notHashed(Column)
    /// The master's column as one of hashes, or any in an `adobe_id` file.
    case hashed(Column)
    /// The master's data source has a further column.
    case tiedToItself(Int)
    /// A column stands twice for the same data source.
    case namedAgain(Column)

    /// One line for people.
    public var description: String {
      switch self {
      case .name(let problem): "no ID synchronisation file can have this name: \(problem)"
      case .notHashed(let column):
        "column \(PlanBuilder.quoted(column.name)) would stand unhashed in a c2c_id file, which ties "
          + "customer IDs to hashed addresses"
      case .hashed(let column):
        "column \(PlanBuilder.quoted(column.name)) cannot be hashed: hashes stand only in c2c_id files, "
          + "and not in their first column"
      case .tiedToItself(let dpid):
        "the master's data source \(dpid) has a further column, which would tie its IDs to themselves"
      case .namedAgain(let column):
        "column \(PlanBuilder.quoted(column.name)) is named twice for data source \(column.dpid)"
      }
    }
  }
}
