// Which rules the lines of a file are judged by: those that its name asks for.

public import AudienceManager

/// The rules of one file's lines.
public enum LineRule: Sendable {
  /// Lines of a data file (section 5).
  case data(LineParser)
  /// Lines of an Oracle Data Cloud file (section 2).
  case oracle(OracleLineParser)
  /// Lines of an ID synchronisation file (section 7).
  case idSync(IDSyncLineParser)

  /// The rules for the file of a name.
  public init(_ name: DeliveredFileName) {
    switch name {
    case .idSync(let name): self = .idSync(IDSyncLineParser(name: name))
    case .data(let name):
      switch name.variant {
      case .standard: self = .data(LineParser(name: name))
      case .oracleDataCloud: self = .oracle(OracleLineParser(name: name))
      }
    }
  }

  /// Judges one line.
  /// - Parameters:
  ///   - line: without its newline.
  ///   - expected: the ID type that an Oracle Data Cloud file began with.
  func read(_ line: RawSpan, expecting expected: IDType?) -> LineReading {
    switch self {
    case .data(let parser): parser.parse(line)
    case .oracle(let parser): parser.parse(line, expecting: expected)
    case .idSync(let parser): parser.parse(line)
    }
  }

  /// The type of the user IDs when lines spelled as writers do need no further look; nil when
  /// each line has to be read.
  var plainIDType: IDType? {
    if case .data(let parser) = self { parser.idType } else { nil }
  }

  /// Calls `body` for each ID of a line that looks like personal data, in any kind of file, whether or not the line is
  /// valid.
  /// - Parameter reading: what the line was read as.
  func forEachPersonalID(
    in line: RawSpan, _ reading: LineReading,
    _ body: (PersonalDataDetector.Kind, Range<Int>) -> Void
  ) {
    // Of a line that is too long there is perhaps only the start.
    if reading.error?.kind == .lineTooLong { return }
    if case .idSync(let parser) = self { return parser.forEachPersonalColumn(in: line, body) }
    let id = reading.userID
    if let kind = idType(reading)?.personalData(in: line.extracting(id)) { body(kind, id) }
  }

  /// The numbers, from 0, of the columns whose IDs have no form of their own.
  public var openIDColumns: [Int] {
    switch self {
    case .data(let parser): parser.idType.hasFixedForm ? [] : [0]
    case .oracle: []
    case .idSync(let parser): parser.openIDColumns
    }
  }

  /// Whether lines have a user, who may have so many of them.
  var hasUsers: Bool { if case .idSync = self { false } else { true } }

  /// Whether removals from traits have no effect.
  var ignoresRemovals: Bool {
    if case .data(let parser) = self { parser.mode == .overwrite } else { false }
  }

  /// The type of the user ID in a line.
  func idType(_ reading: LineReading) -> IDType? {
    switch self {
    case .data(let parser): parser.idType
    case .oracle: reading.idType
    case .idSync: nil
    }
  }
}
