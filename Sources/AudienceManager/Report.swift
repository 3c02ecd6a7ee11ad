// What the receiver reports back, and what we report in the same terms (section 9).
//
// Plain counters; adding two lanes' counts gives the whole's.

/// The terms of the receiver's reports, spelled as there (section 9).
public enum ReportTerm: String, Sendable, Hashable, CaseIterable {
  /// Lines.
  case recordsReceived = "Records received"
  /// Lines that do not match section 5.
  case formatErrors = "Format errors"
  /// UUIDs that are not 38 digits.
  case invalidAAMIDs = "Invalid AAM ID"
  /// Device IDs that have not their type's form.
  case invalidDeviceIDs = "Invalid device ID"
  /// IDs that no ID synchronisation has tied to a device yet.
  case noMatchingAAMIDs = "No matching AAM ID"
  /// Lines from which no trait followed.
  case noTraitRealized = "No trait realized"
  /// What is left.
  case storedRecords = "Stored records"
  /// Key-values.
  case totalSignals = "Total signals"
  /// Key-values that no trait's rule asks for.
  case totalUnusedSignals = "Total unused signals"
  /// Stored of received records, in percent.
  case percentSuccess = "Percent success"
}

/// Counts of lines by the receiver's terms (section 9).
public struct LineCounts: Sendable, Hashable {
  /// Lines.
  public var recordsReceived = 0
  /// Lines that do not match section 5.
  public var formatErrors = 0
  /// Lines whose UUID is not 38 digits.
  public var invalidAAMIDs = 0
  /// Lines whose device ID has not its type's form.
  public var invalidDeviceIDs = 0
  /// Lines whose ID is not tied to a device: only the receiver knows.
  public var noMatchingAAMIDs = 0
  /// Lines from which no trait followed: only the receiver knows.
  public var noTraitRealized = 0
  /// Key-values in lines without error.
  public var totalSignals = 0
  /// Key-values that no trait's rule asks for: only the receiver knows.
  public var totalUnusedSignals = 0

  /// Makes counts of nothing.
  public init() {}

  /// Lines that the receiver processes: those with a device ID of the wrong form are rejected before.
  public var processedRecords: Int { recordsReceived - invalidDeviceIDs }

  /// Processed lines less format errors, invalid AAM IDs, those without match, those without trait.
  public var storedRecords: Int {
    processedRecords - formatErrors - invalidAAMIDs - noMatchingAAMIDs - noTraitRealized
  }

  /// Stored of received lines in percent; 100 when there were none.
  public var percentSuccess: Double {
    recordsReceived == 0 ? 100 : Double(storedRecords) * 100 / Double(recordsReceived)
  }

  /// The count under a term; nil for the percentage.
  public subscript(_ term: ReportTerm) -> Int? {
    switch term {
    case .recordsReceived: recordsReceived
    case .formatErrors: formatErrors
    case .invalidAAMIDs: invalidAAMIDs
    case .invalidDeviceIDs: invalidDeviceIDs
    case .noMatchingAAMIDs: noMatchingAAMIDs
    case .noTraitRealized: noTraitRealized
    case .storedRecords: storedRecords
    case .totalSignals: totalSignals
    case .totalUnusedSignals: totalUnusedSignals
    case .percentSuccess: nil
    }
  }

  /// Counts one line.
  public mutating func add(_ reading: LineReading) {
    recordsReceived += 1
    totalSignals += reading.signals
    switch reading.term {
    case .formatErrors: formatErrors += 1
    case .invalidAAMIDs: invalidAAMIDs += 1
    case .invalidDeviceIDs: invalidDeviceIDs += 1
    default: break
    }
  }

  /// Adds other lines' counts.
  public static func += (counts: inout LineCounts, other: LineCounts) {
    counts.recordsReceived += other.recordsReceived
    counts.formatErrors += other.formatErrors
    counts.invalidAAMIDs += other.invalidAAMIDs
    counts.invalidDeviceIDs += other.invalidDeviceIDs
    counts.noMatchingAAMIDs += other.noMatchingAAMIDs
    counts.noTraitRealized += other.noTraitRealized
    counts.totalSignals += other.totalSignals
    counts.totalUnusedSignals += other.totalUnusedSignals
  }
}
