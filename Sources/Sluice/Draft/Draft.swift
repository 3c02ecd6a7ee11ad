// A mapping to start from: what each column of a dump is like, and what could be made of it.
//
// Takes a dump and how much of it to read, gives the text of a mapping file with its reasons in comments.
// Reads one chunk after the other, on the caller's thread; writes nothing. Personal data is left out by the
// same judgement as in a conversion without a mapping, and shown masked.

import AudienceManager
import SluiceMapping
public import SluiceRecords

/// What a draft is made from.
public struct DraftOptions: Sendable {
  /// The dump's path; `-` is stdin.
  public var input = "-"
  /// What is said of the dialect; the rest is sniffed.
  public var dialect = DialectSettings()
  /// Field contents that are no value, besides empty ones and what databases write.
  public var nulls: [String] = []
  /// Bytes of the decoded dump whose records are looked at.
  public var sampleSize = Self.usualSampleSize
  /// The data source of the user IDs, if it is known.
  public var dpid: Int?
  /// The column of the user IDs, if it is known.
  public var idColumn: String?
  /// Bytes of the decoded input in one chunk.
  package var chunkSize = BlockLimits.usualStretch

  /// 16 MB.
  public static let usualSampleSize = 16_000_000

  /// Makes options that read stdin.
  public init() {}
}

/// A mapping that was drafted from the start of a dump.
public struct Draft: Sendable {
  /// The text of the mapping file. What has to be filled in has nothing behind its key: `dpid` unless it was given,
  /// `id.column` if no column looks like one of IDs, `target` where the IDs are a global data source's.
  public let text: String

  /// Drafts a mapping.
  /// - Throws: `SluiceError`: what keeps the dump from being read; of code `mapping` if the column that is said to
  ///   hold the IDs is not in the header, or more than once.
  public static func make(_ options: DraftOptions) throws(SluiceError) -> Draft {
    do {
      let sample = try DraftSample.read(options)
      let columns = try DraftColumns(sample, options)
      return Draft(text: DraftText(sample, columns, options).lines.joined(separator: "\n") + "\n")
    } catch {
      throw SluiceError(wrapping: error)
    }
  }
}
