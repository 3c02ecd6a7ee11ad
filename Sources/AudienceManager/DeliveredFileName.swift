// The files a receiver takes in, told apart by their names; and what holds for the names of both sorts.

/// The name of an inbound file: of data, or of ID synchronisation.
public enum DeliveredFileName: SequenceName {
  /// A data file (section 2).
  case data(InboundFileName)
  /// An ID synchronisation file (section 7).
  case idSync(IDSyncFileName)

  /// Reads a name, without its folder.
  /// - Returns: what it says, and the rules it breaks.
  /// - Throws: why it is no name of an inbound file.
  public static func read(_ text: String) throws(NotAName) -> NameReading<DeliveredFileName> {
    if text.hasPrefix(InboundFileName.Variant.standard.rawValue) {
      let reading = try InboundFileName.read(text)
      return NameReading(name: .data(reading.name), problems: reading.problems)
    }
    let startsAsIDSync = IDSyncFileName.Kind.allCases.contains { kind in
      kind != .unprefixed && text.hasPrefix(kind.rawValue)
    }
    guard startsAsIDSync || text.utf8.first.map(Ascii.isDigit) == true else {
      throw NotAName(text, .prefix(expected: "ftp_dpm_, adobe_id_, c2c_id_ or a DPID"))
    }
    let reading = try IDSyncFileName.read(text)
    return NameReading(name: .idSync(reading.name), problems: reading.problems)
  }
}

extension DeliveredFileName {
  /// The name, of whichever sort.
  private var named: any SequenceName {
    switch self {
    case .data(let name): name
    case .idSync(let name): name
    }
  }

  /// How the file is packed.
  public var packing: Packing { named.packing }
  /// The name without split number and packing, the same for all parts.
  public var root: String { named.root }
  /// Which part it is; nil when it is not split.
  public var split: Int? { named.split }
  /// The day of the timestamp, in UTC.
  public var date: CivilDate { named.date }

  /// The name of one part, or of the whole when it is not split.
  /// - Parameter split: from 1.
  public func name(split: Int?) -> String { named.name(split: split) }
}
