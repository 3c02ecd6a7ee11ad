// Lines of the Oracle Data Cloud's files (section 2): ID type, user ID, trait IDs.
//
// Takes a view of a line without its newline, gives counts, notes and the first error; allocates
// nothing.

/// Judges lines of `ftp_dpm_odc_` files: `ID type<TAB>user ID<TAB>trait ID,trait ID,...`.
public struct OracleLineParser: Sendable {
  /// The mode in the file's name: what an ID without traits means.
  public let mode: TransferMode

  /// The type that all IDs must have, where the file's data source says it; nil for one's own.
  public let idType: IDType?

  /// Makes a parser for the lines of one file.
  /// - Parameters:
  ///   - mode: the mode in the file's name.
  ///   - idType: the type of the IDs of the name's data source, when that is a global one.
  public init(mode: TransferMode, idType: IDType? = nil) {
    self.mode = mode
    self.idType = idType
  }

  /// Makes a parser for the lines of the file of a name, one of the Oracle Data Cloud.
  public init(name: InboundFileName) { self.init(mode: name.mode, idType: name.idType) }

  /// The ID type by its name in the first column, in either case: `idfa`, or for Android's ID
  /// one of the names it goes by, since the pages give none.
  public static func idType(named name: RawSpan) -> IDType? {
    guard name.byteCount == 4 else { return name.byteCount == 7 && isAndroid(name) ? .gaid : nil }
    let word = name.lastWord(from: 0) | 0x2020_2020
    switch word {
    case spelled("idfa"): return .idfa
    case spelled("gaid"), spelled("aaid"), spelled("adid"): return .gaid
    default: return nil
    }
  }

  /// The name that a type of ID has in the first column; nil for types that these files do not
  /// take. Adobe's pages name the Android ID's type nowhere; it is called what it is called elsewhere.
  public static func name(of type: IDType) -> String? {
    type == .idfa || type == .gaid ? type.rawValue : nil
  }

  /// Judges one line.
  /// - Parameters:
  ///   - text: the line without its newline; one carriage return at its end is taken for part of
  ///     the line end and noted.
  ///   - expected: the ID type of the lines before; nil at the first. The two are never in one file.
  public func parse(_ text: RawSpan, expecting expected: IDType? = nil) -> LineReading {
    LineReading.of(text) { (line, reading) throws(LineError) in
      try read(line, expected, &reading)
    }
  }

  private func read(
    _ line: RawSpan, _ expected: IDType?, _ reading: inout LineReading
  ) throws(LineError) {
    guard let first = line.firstOffset(of: Ascii.tab, from: 0) else {
      throw LineError(.columnCount, at: line.byteCount)
    }
    guard let type = Self.idType(named: line.extracting(0..<first)) else {
      throw LineError(.unknownIDType, at: 0)
    }
    reading.idType = type
    if let idType, idType != type { throw LineError(.foreignIDType, at: 0) }
    if let expected, expected != type { throw LineError(.mixedIDTypes, at: 0) }
    let second = line.firstOffset(of: Ascii.tab, from: first + 1) ?? line.byteCount
    reading.userID = first + 1..<second
    if reading.userID.isEmpty { throw LineError(.missingID, at: first + 1) }
    try IDRule.check(reading.userID, of: type, in: line, &reading)
    if second < line.byteCount { try readTraits(line, from: second + 1, &reading) }
    if reading.traitsAdded > 0 { return }
    if mode == .sync { throw LineError(.noTraits, at: line.byteCount) }
    reading.notes.insert(.idAlone)
  }

  private func readTraits(
    _ line: RawSpan, from start: Int, _ reading: inout LineReading
  ) throws(LineError) {
    if let error = ByteRule.check(line, from: start).error { throw error }
    var start = start
    while start <= line.byteCount {
      let end = line.firstOffset(of: Ascii.comma, from: start) ?? line.byteCount
      let trait = line.trimmingBlanks(start..<end)
      if trait.isEmpty {
        if end > start || end < line.byteCount || reading.traitsAdded > 0 {
          reading.notes.insert(.emptyElement)
        }
      } else if LineSyntax.isTraitID(line.extracting(trait)) {
        reading.traitsAdded += 1
        if trait.upperBound < end { reading.notes.insert(.blankBeforeComma) }
      } else {
        throw LineError(.invalidTraitID, at: trait.lowerBound)
      }
      start = end + 1
    }
  }

  private static func spelled(_ name: StaticString) -> UInt64 {
    // SAFETY: a static string's UTF-8 is valid for `utf8CodeUnitCount` bytes and for ever.
    unsafe UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount).bytes
      .lastWord(from: 0)
  }

  private static func isAndroid(_ name: RawSpan) -> Bool {
    (name.lastWord(from: 0) | Lanes.all(0x20) >> 8) == spelled("android")
  }
}
