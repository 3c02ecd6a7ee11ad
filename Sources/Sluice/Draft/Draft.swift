// A mapping to start from: what each column of a dump is like, and what could be made of it.
//
// Takes a dump and how much of it to read, gives the text of a mapping file with its reasons in comments.
// Reads one chunk after the other, on the caller's thread; writes nothing. Personal data is left out by the
// same judgement as in a conversion without a mapping, and shown masked.

import AudienceManager
import SluiceBytes
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

/// What becomes of each column.
struct DraftColumns {
  /// Which column has the user IDs; nil if none looks like it.
  let id: IDGuess?
  /// What becomes of each of the columns, by its place in the header.
  let uses: [Use]

  enum Use {
    case id
    /// A pair under a key.
    case pair(key: String)
    /// No part of the mapping, because it looks like personal data.
    case personal(ColumnJudge.Finding)
    /// No part of the mapping, for what is wrong with its name.
    case unnamed(String)
  }

  init(_ sample: DraftSample, _ options: DraftOptions) throws(SluiceError) {
    let names = sample.input.columns
    let own = OwnKeys(of: Array(names.indices), in: names)
    if let name = options.idColumn {
      let place = try Self.place(of: name, in: sample.input)
      id = IDGuess(sample.columns[place], at: place)
    } else {
      id = IDGuess.best(
        of: sample.columns, at: own.keys.map(\.place), records: sample.records)
    }
    var uses: [Int: Use] = [:]
    for (place, key) in own.keys { uses[place] = .pair(key: key) }
    for column in own.keyless { uses[column.place] = .unnamed(column.reason) }
    for (place, column) in sample.columns.enumerated() {
      if let finding = column.judge.finding { uses[place] = .personal(finding) }
      if let kind = PersonalDataDetector.kind(ofName: column.name) {
        uses[place] = .unnamed("the name is personal data itself: \(kind)")
      }
    }
    if let id { uses[id.place] = .id }
    self.uses = names.indices.compactMap { uses[$0] }
  }

  /// Where the column stands that is said to hold the user IDs.
  private static func place(
    of name: String, in input: InputContext
  ) throws(SluiceError) -> Int {
    let places = input.columns.indices.filter { input.columns[$0] == name }
    if places.count == 1 { return places[0] }
    var what = "stands \(places.count) times in the header: \(input.name)"
    if places.isEmpty {
      let near = NearestName.find(name, in: input.columns).map { " (did you mean \"\($0)\"?)" }
      what = "is not in the header: \(input.name)" + (near ?? "")
    }
    throw SluiceError(
      .mapping, "column \"\(PersonalDataDetector.shown(name))\" for the user ID \(what)")
  }
}
