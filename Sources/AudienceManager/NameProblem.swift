// What can be wrong with a file's name: with a name that is one, and with one that is none.
//
// Plain values with one line of text each; names are shown with control bytes replaced.

/// A part of a file's name that is a number.
public enum NamePart: String, Sendable, Hashable {
  /// The data source of the user IDs.
  case dpid = "DPID"
  /// The data source whose traits are set.
  case target = "target DPID"
  /// The moment of the sending.
  case timestamp
  /// Which part of the original file this is.
  case split = "split number"
  /// The data source of an ID synchronisation file's first column.
  case master = "master DPID"
  /// An outbound file's destination ID.
  case destination = "destination ID"
}

/// A rule that a file's name breaks, though it is plain what the name means.
public enum NameProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// A timestamp that has not the digits it must have (sections 2, 7 and 11).
  case timestampDigits(found: Int, expected: Int)
  /// A number with zeros in front.
  case leadingZeros(NamePart)
  /// A number that must be positive and is not (sections 2 and 7).
  case notPositive(NamePart)
  /// A number of more digits than those of any data source.
  case tooLarge(NamePart)
  /// A global data source without the then mandatory target (section 2).
  case targetMissing(dpid: Int)
  /// Both gzip and PGP (section 2).
  case compressedAndEncrypted
  /// `.zip`, which is never taken (section 2).
  case zip
  /// A split number behind the compression's suffix (section 2).
  case splitAfterSuffix
  /// PGP on an ID synchronisation file, whose names know gzip only (section 7).
  case encryptedIDSync
  /// More hash columns than a transfer may have (section 7).
  case tooManyHashes(Int)
  /// No data source besides the master (section 7).
  case noDataSource
  /// A data source of device IDs where customers' IDs or hashes stand (section 7).
  case deviceIDsInC2C(dpid: Int)
  /// A split number of fewer than three digits (section 11).
  case splitDigits(Int)
  /// A sync type or alias of other characters than it may have (section 11).
  case outboundText
  /// A partner name that cannot be an S3 folder.
  case partner

  /// A stable name for machines.
  public var code: String {
    switch self {
    case .timestampDigits: "timestamp-digits"
    case .leadingZeros: "leading-zeros"
    case .notPositive: "not-positive"
    case .tooLarge: "too-large"
    case .targetMissing: "target-missing"
    case .compressedAndEncrypted: "compressed-and-encrypted"
    case .zip: "zip"
    case .splitAfterSuffix: "split-after-suffix"
    case .encryptedIDSync: "encrypted-id-sync"
    case .tooManyHashes: "too-many-hashes"
    case .noDataSource: "no-data-source"
    case .deviceIDsInC2C: "device-ids-in-c2c"
    case .splitDigits: "split-digits"
    case .outboundText: "outbound-text"
    case .partner: "partner-name"
    }
  }

  /// One line for people.
  public var description: String {
    switch self {
    case .timestampDigits(let found, let expected):
      "timestamp has \(found) digits, must have \(expected)"
    case .leadingZeros(let part): "\(part.rawValue) has zeros in front"
    case .notPositive(let part): "\(part.rawValue) is not positive"
    case .tooLarge(let part):
      "\(part.rawValue) is more than \(Limits.numbers.upperBound), larger than any"
    case .targetMissing(let dpid):
      "data source \(dpid) is a global one, so the name must give the target's DPID too"
    case .compressedAndEncrypted: "both gzip and PGP; a file may have one of them only"
    case .zip: ".zip is never taken; compress with gzip"
    case .splitAfterSuffix: "split number behind the compression's suffix, must be before it"
    case .encryptedIDSync: "ID synchronisation files may be gzipped, not PGP-encrypted"
    case .tooManyHashes(let count):
      "\(count) hash columns, at most \(Limits.hashesPerUser) in one transfer"
    case .noDataSource: "no data source besides the master"
    case .deviceIDsInC2C(let dpid):
      "data source \(dpid) holds device IDs; c2c_id ties customer IDs to hashes"
    case .splitDigits(let found): "split number has \(found) digits, must have 3 or more"
    case .outboundText: "sync type and alias must be ASCII letters and digits"
    case .partner:
      "partner name must be ASCII letters, digits, '-', '_' and '.', and not begin with '.'"
    }
  }
}

/// Why a text is no file name of the kind asked for.
public struct NotAName: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing or too much.
  public enum Reason: Sendable, Hashable {
    /// It does not begin as such names do; holds how they begin.
    case prefix(expected: String)
    /// Other than the expected count of numbers between underscores.
    case numbers(expected: String)
    /// Something that must be an integer is none, or one that is out of all bounds.
    case notANumber
    /// No `.sync` (or `.overwrite`) where it belongs.
    case mode(expected: String)
    /// A suffix that such names do not have.
    case suffix(String)
    /// A file written beside inbound files: transfer control or rejects.
    case companion
  }

  /// The text, control bytes replaced.
  public let name: String
  /// Why it is no name.
  public let reason: Reason

  init(_ name: String, _ reason: Reason) {
    self.name = Self.printable(name)
    self.reason = reason
  }

  /// One line for people.
  public var description: String {
    switch reason {
    case .prefix(let expected): "\(name): name does not begin with \(expected)"
    case .numbers(let expected): "\(name): name must have \(expected) between underscores"
    case .notANumber: "\(name): name has something else where an integer must be"
    case .mode(let expected): "\(name): name has no \(expected)"
    case .suffix(let suffix): "\(name): unknown suffix .\(Self.printable(suffix))"
    case .companion: "\(name): not an inbound file but one written beside them"
    }
  }

  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? "?" : $0 }))
  }
}

/// A name as it was read: what it says, and the rules it breaks.
public struct NameReading<Name: Sendable & Hashable>: Sendable, Hashable {
  /// What the name says.
  public let name: Name
  /// The rules it breaks; empty for a good name.
  public let problems: [NameProblem]
}
