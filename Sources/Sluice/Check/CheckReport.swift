// What checking found, as plain values: for each file, each sequence of files, and in total.

public import AudienceManager

/// What Audience Manager would say of inbound files, as far as that can be known from outside.
///
/// Three of the receiver's terms cannot: *No matching AAM ID*, *No trait realized* and *Total unused
/// signals* depend on the IDs it has synchronised and the traits it has; *Stored records* is therefore
/// what may be stored at most (section 9).
public struct CheckReport: Sendable, Equatable {
  /// How much a finding weighs.
  public enum Severity: String, Sendable, CaseIterable {
    /// The receiver rejects the file or the line, or what it takes is not what was meant.
    case error
    /// The receiver takes it, but it is probably not what was meant.
    case warning
    /// Worth knowing.
    case note
  }

  /// Where something was found.
  public struct Place: Sendable, Equatable {
    /// The line, from 1.
    public var line: Int
    /// Bytes of the decompressed file before it.
    public var byte: Int
    /// What stands there, masked so that no personal data shows; nil where that says nothing.
    public var excerpt: String?
    /// What exactly is wrong, where the finding does not say it.
    public var detail: String?
  }

  /// One kind of thing that was found.
  public struct Finding: Sendable, Equatable {
    /// How much it weighs.
    public var severity: Severity
    /// A stable name for machines.
    public var code: String
    /// The section of the inbound format that it rests on.
    public var section: Int
    /// The term of the receiver's report that such lines count under, if it is of lines.
    public var term: ReportTerm?
    /// One line for people.
    public var text: String
    /// How often it was found.
    public var count = 1
    /// Where first: ten places at most; none for what is said of a whole file.
    public var places: [Place] = []
  }

  /// What a file is, by its name.
  public enum Kind: String, Sendable, CaseIterable {
    /// A data file (section 2).
    case data
    /// A data file of the Oracle Data Cloud (section 2).
    case oracleDataCloud = "oracle-data-cloud"
    /// An ID synchronisation file (section 7).
    case idSync = "id-sync"
    /// A file that Audience Manager exports (section 11).
    case outbound
    /// No file that has to do with Audience Manager.
    case unknown
  }

  /// One file.
  public struct File: Sendable, Equatable {
    /// The path as it was given or found.
    public var path: String
    /// The name it was judged by.
    public var name: String
    /// What it is by its name.
    public var kind: Kind
    /// Bytes as stored.
    public var storedBytes: Int
    /// Bytes of its lines; nil when they were not read.
    public var rawBytes: Int?
    /// The lines by the receiver's terms; nil when they were not read.
    public var counts: LineCounts?
    /// Traits to qualify for, in lines without error.
    public var traitsAdded = 0
    /// Traits to remove from, in lines without error.
    public var traitsRemoved = 0
    /// What was found: errors, then warnings, then notes.
    public var findings: [Finding]
  }

  /// Files that are parts of one, by their names.
  public struct Sequence: Sendable, Equatable {
    /// The folder they are in.
    public var folder: String
    /// The names without split number and packing.
    public var root: String
    /// The files' names, in order of their split numbers.
    public var names: [String]
    /// What was found: errors, then warnings, then notes.
    public var findings: [Finding]
  }

  /// The files in the order in which they were given and found.
  public var files: [File]
  /// The sequences that were judged as such.
  public var sequences: [Sequence]
  /// What belongs to no file.
  public var findings: [Finding]

  /// All lines by the receiver's terms.
  public var total: LineCounts {
    files.reduce(into: LineCounts()) { total, file in
      if let counts = file.counts { total += counts }
    }
  }

  /// How often something of this weight was found.
  public func count(_ severity: Severity) -> Int {
    let all = files.flatMap(\.findings) + sequences.flatMap(\.findings) + findings
    return all.reduce(0) { $0 + ($1.severity == severity ? $1.count : 0) }
  }

  /// Whether there is no error.
  public var isGood: Bool { count(.error) == 0 }

  /// The receiver's terms that a checker can count, in the order of its reports.
  public static let knownTerms: [ReportTerm] = [
    .recordsReceived, .formatErrors, .invalidAAMIDs, .invalidDeviceIDs, .storedRecords,
    .totalSignals,
  ]

  /// The receiver's terms that cannot be known from outside.
  public static let unknownTerms: [ReportTerm] = [
    .noMatchingAAMIDs, .noTraitRealized, .totalUnusedSignals,
  ]
}

extension [CheckReport.Finding] {
  /// Errors, then warnings, then notes, each in the order in which they were added.
  func byWeight() -> [CheckReport.Finding] {
    CheckReport.Severity.allCases.flatMap { severity in filter { $0.severity == severity } }
  }
}
