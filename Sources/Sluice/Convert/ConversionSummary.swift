// What a conversion did, as numbers; the command line makes a text of them.

public import AudienceManager
import SluiceParts
public import SluiceRecords

/// The outcome of a conversion.
public struct ConversionSummary: Sendable {
  /// Every record, by what became of it.
  public var counts: RecordCounts
  /// The inputs in order, and what each was taken for.
  public var inputs: [Input] = []
  /// Inputs that were named again, and so read again.
  public var repeatedInputs: [String] = []
  /// Bytes of the lines.
  public var rawCount = 0
  /// Bytes of the decoded input.
  public var decodedBytes = 0
  /// Where the parts are; nil for a stream.
  public var directory: String?
  /// The parts in order; of a dry run those that would be written.
  public var parts: [Part] = []
  /// The key that the parts are encrypted for; nil if they are not.
  public var encryptedFor: Key?
  /// Where the rejected records are, if there are any and they went anywhere.
  public var rejectsPath: String?
  /// The reasons for which records were rejected, the commonest first.
  public var rejects: [Rejects] = []
  /// What the lines are for.
  public var transfer = Transfer()
  /// When the run began, in seconds since 1970 in UTC.
  public var started = 0
  /// How long the run took, in seconds.
  public var seconds = 0.0
  /// Why the run failed, in one line; nil if it did not.
  public var failure: String?
  /// Columns that were left out because they look like personal data; names that do are masked.
  public var leftOutColumns: [String] = []
  /// Columns that were left out because their names cannot be keys.
  public var keylessColumns: [KeylessColumn] = []
  /// Columns that `rest: pairs` takes although their names say that they hold personal data.
  public var personalColumns: [String] = []
  /// What is odd about the mapping, or about what is to be tied together, in one line each.
  public var mappingWarnings: [String] = []
  /// Users whose lines stand in two parts or more, because they alone are more than one may have.
  public var tornUsers = 0
  /// Users with more lines on end than the receiver takes from one file.
  public var crowdedUsers = 0
  /// Whether nothing was written on purpose.
  public var isDryRun = false
  /// Whether the parts were read back and checked before they got their names.
  public var isVerified = false

  init(counts: RecordCounts) { self.counts = counts }

  /// One input.
  public struct Input: Sendable, Equatable {
    /// The file's name, or `stdin`.
    public var name: String
    /// Compression, encoding and dialect, and why, in short phrases.
    public var takenFor: [String]
  }

  /// A key of gpg's.
  public struct Key: Sendable, Equatable {
    /// The recipient as it was given.
    public var recipient: String
    /// The key's fingerprint.
    public var fingerprint: String
  }

  /// One part.
  public struct Part: Sendable, Equatable {
    /// The file's name.
    public var name: String
    /// Bytes as stored; nil in a dry run of encrypted parts, where only gpg would tell.
    public var byteCount: Int?
    /// Bytes of the lines.
    public var rawCount: Int
    /// Lines.
    public var lineCount: Int
    /// MD5 of the file in lower-case hexadecimal; nil in a dry run.
    public var md5: String?
  }

  /// What the lines are for, as the names of the parts say.
  public struct Transfer: Sendable, Equatable {
    /// The data source of the user IDs, as it was given.
    public var dpid: Int?
    /// The data source of the traits, if it is another.
    public var target: Int?
    /// Whether lines add to profiles or replace them.
    public var mode = TransferMode.sync
    /// Seconds since 1970 in UTC; nil for a stream, which has no name.
    public var timestamp: Int?
    /// What is tied together, by lines of ID synchronisation; the master's data source is `dpid`.
    public var idSync: IDSync?
  }

  /// The records that were rejected for one reason.
  public struct Rejects: Sendable, Equatable {
    /// Why.
    public var reason: RejectReason
    /// How many.
    public var count: Int
    /// The first of them.
    public var first: [RejectedRecord]
  }

  /// Where a rejected record stood.
  public struct RejectedRecord: Sendable, Equatable {
    /// The input's name.
    public var input: String
    /// From 1; the header is the first.
    public var record: Int
    /// From 1, of the line the record starts on.
    public var line: Int
    /// From 0, in the decoded input.
    public var byte: Int
    /// The column in which the reason lies, if it lies in one; masked if its name is personal data.
    public var column: String?
  }

  /// What a user should know of that is no error.
  public var warnings: [String] {
    var warnings = mappingWarnings
    if !repeatedInputs.isEmpty {
      warnings.append(
        "named more than once: \(repeatedInputs.joined(separator: ", ")) (the records count as often)"
      )
    }
    if !leftOutColumns.isEmpty {
      warnings.append(
        "left out, because they look like personal data: \(leftOutColumns.joined(separator: ", ")) "
          + "(name columns in a mapping to choose yourself)")
    }
    if let warning = KeylessColumn.warning(of: keylessColumns) { warnings.append(warning) }
    if let warning = Self.warning(ofPersonalColumns: personalColumns) {
      warnings.append(warning)
    }
    if counts.lines == 0, failure == nil {
      let outcome = isDryRun ? "would be" : "was"
      warnings.append(
        "no line came out" + (directory == nil ? "" : ", so no file \(outcome) written"))
    }
    if tornUsers > 0 {
      warnings.append(
        "\(tornUsers) \(tornUsers == 1 ? "user's" : "users'") lines stand in two parts or more: they are "
          + "more than a part may have")
    }
    if crowdedUsers > 0 {
      warnings.append(
        "\(crowdedUsers) \(crowdedUsers == 1 ? "user has" : "users have") more than "
          + "\(Limits.linesPerUserAndFile) lines, of which the receiver drops those past that in a file (join "
          + "a user's rows before, or send less)")
    }
    return warnings + idWarnings
  }

  /// The warning that tells of columns whose names say that they hold personal data; nil if there are none.
  static func warning(ofPersonalColumns columns: [String]) -> String? {
    if columns.isEmpty { return nil }
    return "`rest: pairs` takes columns whose names look like personal data: "
      + "\(columns.joined(separator: ", ")) (name the columns to send in `fields` instead)"
  }

  private var idWarnings: [String] {
    var warnings: [String] = []
    let isIDSync = transfer.idSync != nil
    if let sync = transfer.idSync, sync.others.count > 1, counts[.idEmpty] > 0 {
      warnings.append(
        "\(Quantity.count(counts[.idEmpty], "record")) without one of the IDs: rejected (if it is a further one, "
          + "tie the columns in runs of their own)")
    }
    if counts.idsInOtherCase > 0 {
      let hint =
        isIDSync
        ? "ID synchronisation changes no IDs, so change the dump"
        : "a transform of the id, `uppercase` or `lowercase`, changes it"
      warnings.append(
        "\(counts.idsInOtherCase) rejected IDs would be right in the other case (\(hint))")
    }
    if counts.idsWithDashes > 0 {
      warnings.append(
        "\(counts.idsWithDashes) rejected IDs would be right without their dashes, which IDs of their type "
          + "may not have (take them out of the dump)")
    }
    let hints: [(IDSuspicion, String)] = [
      (.urlEncoded, "look URL-encoded, and IDs are to be sent as they are"),
      (.quoted, "stand in quotation marks, which count as part of them"),
      (
        .allZeros,
        "are all zeros, as of users who opted out of tracking (leave them out"
          + (isIDSync ? " of the dump)" : " by `where`)")
      ),
      (.placeholder, "are words for nothing, such as NULL (name them with --null)"),
    ]
    for (suspicion, hint) in hints where counts[suspicion] > 0 {
      warnings.append("\(counts[suspicion]) IDs \(hint)")
    }
    return warnings
  }
}

extension ConversionSummary.Part {
  init(_ part: PublishedPart) {
    self.init(
      name: part.name, byteCount: part.byteCount, rawCount: part.rawCount,
      lineCount: part.lineCount, md5: part.md5)
  }

  init(_ part: PartRehearsal.Part) {
    self.init(
      name: part.name, byteCount: part.byteCount, rawCount: part.rawCount,
      lineCount: part.lineCount)
  }
}
