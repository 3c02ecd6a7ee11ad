// The files a receiver takes in, told apart by their names.

/// The name of an inbound file: of data, or of ID synchronisation.
public enum DeliveredFileName: Sendable, Hashable {
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
