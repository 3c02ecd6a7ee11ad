// One line of an inbound data file, judged by sections 3, 4, 5 and 13: the checker's side.
//
// Takes a view of a line without its newline, gives counts, notes and the first error, as ranges
// and offsets into the line. Allocates nothing; two passes over the traits: one over all bytes
// eight at a time for what may be nowhere, one over the elements.

/// What a line says, and what is wrong with it.
public struct LineReading: Sendable, Hashable {
  /// The user ID's bytes in the line.
  public var userID = 0..<0
  /// Key-value pairs. Zero, as the other counts are, in a line with an error.
  public var signals = 0
  /// Traits to qualify for: `d_sid`, and integration codes with `ic` or bare.
  public var traitsAdded = 0
  /// Traits to remove from, `d_unsid` or `24:0`; also in `.overwrite`, where they are ignored.
  public var traitsRemoved = 0
  /// The first thing that is wrong with the line; nil when it is good.
  public var error: LineError?
  /// What exactly is wrong with the user ID, when that is the error.
  public var idProblem: IDProblem?
  /// What is odd about the line.
  public var notes = LineNotes()
  /// The ID type that a line of the Oracle Data Cloud names.
  public var idType: IDType?

  /// The term of the receiver's report that the line counts under; nil for a good line (section 9).
  public var term: ReportTerm? { error?.kind.term }
}

/// Judges lines of one inbound data file.
public struct LineParser: Sendable {
  /// The mode in the file's name: what an ID alone and a removal mean.
  public let mode: TransferMode
  /// The type of the user IDs.
  public let idType: IDType

  /// Makes a parser for the lines of one file.
  /// - Parameters:
  ///   - mode: the mode in the file's name.
  ///   - idType: the type of the user IDs, which follows from the name's data source.
  public init(mode: TransferMode, idType: IDType = .dpuuid) {
    self.mode = mode
    self.idType = idType
  }

  /// Makes a parser for the lines of the file of a name; not for those of the Oracle Data Cloud.
  public init(name: InboundFileName) {
    self.init(mode: name.mode, idType: name.idType ?? .dpuuid)
  }

  /// Judges one line.
  /// - Parameter text: the line without its newline; one carriage return at its end is taken for
  ///   part of the line end and noted.
  public func parse(_ text: RawSpan) -> LineReading {
    LineReading.of(text) { (line, reading) throws(LineError) in try read(line, &reading) }
  }

  private func read(_ line: RawSpan, _ reading: inout LineReading) throws(LineError) {
    let tab = line.firstOffset(of: Ascii.tab, from: 0)
    let idEnd = tab ?? line.byteCount
    reading.userID = 0..<idEnd
    let bytes = ByteRule.check(line, from: min(idEnd + 1, line.byteCount))
    if let error = bytes.error, error.offset < idEnd { throw error }
    if tab == nil, let offset = MissingTab.offset(in: line) {
      throw LineError(.missingTab, at: offset)
    }
    if idEnd == 0 { throw LineError(.missingID, at: 0) }
    try IDRule.check(0..<idEnd, of: idType, in: line, &reading)
    if tab != nil { try readElements(line, from: idEnd + 1, bytes, &reading) }
    if reading.signals + reading.traitsAdded + reading.traitsRemoved == 0 {
      try acceptIDAlone(line, &reading)
    }
  }

  /// Reads all elements, unless a byte that may be nowhere comes first.
  private func readElements(
    _ line: RawSpan, from start: Int, _ bytes: ByteRule, _ reading: inout LineReading
  ) throws(LineError) {
    if bytes.hasOtherControl { reading.notes.insert(.controlByte) }
    var elements = LineElements(from: start)
    do throws(LineError) {
      repeat {
        while elements.skipPlainPair(in: line) { reading.signals += 1 }
      } while try countNext(&elements, line, &reading)
    } catch {
      reading.notes.formUnion(elements.notes)
      if let first = bytes.error, first.offset <= error.offset { throw first }
      throw error
    }
    reading.notes.formUnion(elements.notes)
    if let first = bytes.error { throw first }
  }

  /// Counts the next element; false when there is none.
  private func countNext(
    _ elements: inout LineElements, _ line: RawSpan, _ reading: inout LineReading
  ) throws(LineError) -> Bool {
    guard let element = try elements.next(in: line) else { return false }
    switch element.form {
    case .pair: reading.signals += 1
    case .addTrait, .integrationCode, .bareIntegrationCode: reading.traitsAdded += 1
    case .removeTrait, .colonRemoval:
      reading.traitsRemoved += 1
      if mode == .overwrite { reading.notes.insert(.removalIgnored) }
    }
    return true
  }

  /// An ID without traits clears the user in `.overwrite`; in `.sync` it says nothing.
  private func acceptIDAlone(_ line: RawSpan, _ reading: inout LineReading) throws(LineError) {
    if mode == .sync { throw LineError(.noTraits, at: line.byteCount) }
    reading.notes.insert(.idAlone)
  }
}

/// Where a tab should have been: a line without one that nevertheless has traits.
private enum MissingTab {
  /// The offset of the first sign of a trait: a `"`, a `,`, or an `=` with a blank before it. An
  /// `=` alone is none, since IDs in base 64 end in it.
  static func offset(in line: RawSpan) -> Int? {
    if let sign = line.firstOffset(of: Ascii.quote, or: Ascii.comma, from: 0) { return sign }
    guard let blank = line.firstOffset(of: Ascii.blank, from: 0) else { return nil }
    return line.firstOffset(of: Ascii.equals, from: blank) == nil ? nil : blank
  }
}
