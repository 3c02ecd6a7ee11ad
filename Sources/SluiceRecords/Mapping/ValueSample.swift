// What the values that a mapping would write hold, by the first of them.
//
// One value of bare digits says nothing about what it is, a column of them does. Counts what passes
// by and keeps no value; fixed size once made, cannot fail. What is counted is the value as it would be
// written (section of mapping files on personal data): `ValueSampler` makes it so.

public import AudienceManager

/// Counts over the IDs and values of a dump's first records.
public struct ValueSample: Sendable {
  /// The IDs, then each of the mapping's fields, then each of the dump's columns.
  private var sources: [Source]
  private let fieldCount: Int

  /// Starts a count.
  /// - Parameters:
  ///   - mapping: whose values are looked at.
  ///   - columns: the names of all columns, in the order of the first input.
  public init(_ mapping: Mapping, columns: [String]) {
    let fields = mapping.fields.map { field in
      if case .column(let name) = field.source { Source(name) } else { Source(nil) }
    }
    fieldCount = fields.count
    sources = [Source(mapping.id.column)] + fields + columns.map { Source($0) }
  }

  /// What the IDs are like.
  /// - Parameter isWhole: whether all of the dump has been looked at.
  public func idKind(isWhole: Bool) -> PersonalDataDetector.ColumnKind {
    sources[0].kind(isWhole)
  }

  /// What each of the mapping's fields would write.
  public func fieldKinds(isWhole: Bool) -> [PersonalDataDetector.ColumnKind] {
    sources[1..<1 + fieldCount].map { $0.kind(isWhole) }
  }

  /// What each column holds that no field names, by its place in the first input.
  public func columnKinds(isWhole: Bool) -> [PersonalDataDetector.ColumnKind] {
    sources[(1 + fieldCount)...].map { $0.kind(isWhole) }
  }

  /// Whether each column looks like personal data, by its place.
  public var suspects: [Bool] { sources[(1 + fieldCount)...].map { $0.judge.finding != nil } }

  /// Where the counts of something stand.
  enum Slot {
    static let id = 0
    static func field(_ number: Int) -> Int { 1 + number }
  }

  /// Where the counts of a column stand.
  func slot(ofColumn place: Int) -> Int { 1 + fieldCount + place }

  func isComplete(_ slot: Int) -> Bool { sources[slot].isComplete }

  /// Looks at a value that is not empty.
  mutating func add(_ value: RawSpan, to slot: Int, isJudged: Bool) {
    sources[slot].isWanted = true
    sources[slot].add(value, isJudged: isJudged)
  }

  /// Counts a value that is written as something else, which its rule knows.
  mutating func pass(_ slot: Int) { sources[slot].passed += 1 }

  /// Says that a slot's values are looked at, if there are any.
  mutating func want(_ slot: Int) { sources[slot].isWanted = true }

  /// Whether further records would tell more.
  public var isComplete: Bool { sources.allSatisfy { !$0.isWanted || $0.isComplete } }

  /// One source of values.
  private struct Source {
    private(set) var judge: ColumnJudge
    /// Filled values that are not written as they are.
    var passed = 0
    /// Whether values are counted that look personal by themselves.
    private var isJudged = false
    /// Whether anything is to be known of it.
    var isWanted = false

    init(_ name: String?) { judge = ColumnJudge(name: name) }

    /// Whether further values change nothing, or as many were seen as are to be. What a column is not is mostly known
    /// long before its sample is complete, but how many of its values look personal is not.
    var isComplete: Bool {
      let sampler = judge.sampler
      if isJudged { return sampler.isComplete }
      return sampler.isSettledOfPart || sampler.count + passed >= ColumnSampler.sampleSize
    }

    mutating func add(_ value: RawSpan, isJudged: Bool) {
      if isComplete { return }
      self.isJudged = isJudged
      judge.add(value, isJudged: isJudged)
    }

    func kind(_ isWhole: Bool) -> PersonalDataDetector.ColumnKind {
      if !isWanted { return .ordinary }
      return isWhole ? judge.sampler.verdict : judge.sampler.verdictOfPart
    }
  }
}
