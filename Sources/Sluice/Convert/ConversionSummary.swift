// What a conversion did, as numbers; the command line makes a text of them.

import AudienceManager
public import SluiceRecords

/// The outcome of a conversion.
public struct ConversionSummary: Sendable {
  /// Every record, by what became of it.
  public var counts: RecordCounts
  /// The inputs in order, and what each was taken for.
  public var inputs: [Input] = []
  /// Bytes of the lines.
  public var rawCount = 0
  /// Bytes of the decoded input.
  public var decodedBytes = 0
  /// Where the parts are; nil for a stream.
  public var directory: String?
  /// The parts in order.
  public var parts: [Part] = []
  /// The key that the parts are encrypted for; nil if they are not.
  public var encryptedFor: Key?
  /// Where the rejected records are, if there are any and they went anywhere.
  public var rejectsPath: String?
  /// Columns that were left out because they look like personal data.
  public var leftOutColumns: [String] = []
  /// Users whose lines stand in two parts, because they alone are more than one may have.
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
    /// Bytes as stored.
    public var byteCount: Int
    /// Bytes of the lines.
    public var rawCount: Int
    /// Lines.
    public var lineCount: Int
  }

  /// What a user should know of that is no error.
  public var warnings: [String] {
    var warnings: [String] = []
    if !leftOutColumns.isEmpty {
      warnings.append(
        "left out, because they look like personal data: \(leftOutColumns.joined(separator: ", ")) "
          + "(name columns in a mapping to choose yourself)")
    }
    if counts.lines == 0, !isDryRun {
      warnings.append("no line came out, so no file was written")
    }
    if tornUsers > 0 {
      warnings.append(
        "\(tornUsers) users' lines stand in two parts: they are more than a part may have")
    }
    if crowdedUsers > 0 {
      warnings.append(
        "\(crowdedUsers) users have more than \(Limits.linesPerUserAndFile) lines, of which the "
          + "receiver drops those past that in a file (join a user's rows before, or send less)")
    }
    return warnings + idWarnings
  }

  private var idWarnings: [String] {
    var warnings: [String] = []
    if counts.idsInOtherCase > 0 {
      warnings.append(
        "\(counts.idsInOtherCase) rejected IDs would be right in the other case (a transform of the "
          + "id, `uppercase` or `lowercase`, changes it)")
    }
    let hints: [(IDSuspicion, String)] = [
      (.urlEncoded, "look URL-encoded, and IDs are to be sent as they are"),
      (.quoted, "stand in quotation marks, which count as part of them"),
      (
        .allZeros,
        "are all zeros, as of users who opted out of tracking (leave them out by `where`)"
      ),
    ]
    for (suspicion, hint) in hints where counts[suspicion] > 0 {
      warnings.append("\(counts[suspicion]) IDs \(hint)")
    }
    return warnings
  }
}
