// What becomes of each column of a dump in its draft: the ID, a pair, or nothing and why. Pure.

import AudienceManager
import SluiceRecords

/// The decisions of a draft.
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
    case personal(ColumnJudge.Finding, isNameable: Bool)
    /// No part of the mapping, for what is wrong with its name.
    case unnamed(String)
  }

  init(_ sample: DraftSample, _ options: DraftOptions) throws(SluiceError) {
    let names = sample.input.columns
    let own = OwnKeys(of: Array(names.indices), in: names)
    if let name = options.idColumn {
      let place = try Self.place(of: name, in: sample.input)
      id = IDGuess(sample.columns[place], at: place, dpid: options.dpid)
    } else {
      id = IDGuess.best(
        of: sample.columns, at: own.keys.map(\.place), records: sample.records, dpid: options.dpid)
    }
    var uses = names.map { _ in Use.unnamed("no name") }
    for (place, key) in own.keys { uses[place] = .pair(key: key) }
    for column in own.keyless { uses[column.place] = .unnamed(column.reason) }
    let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    for (place, column) in sample.columns.enumerated() {
      if let finding = column.judge.finding {
        let isNameable = counts[column.name] == 1 && !column.name.isEmpty
        uses[place] = .personal(finding, isNameable: isNameable)
      }
      if let reason = Self.problem(ofName: column.name) { uses[place] = .unnamed(reason) }
    }
    if let id { uses[id.place] = .id }
    self.uses = uses
  }

  /// Why no mapping can name a column, or should.
  private static func problem(ofName name: String) -> String? {
    if name.unicodeScalars.first == "\u{FEFF}" { return "begins with a byte order mark" }
    return PersonalDataDetector.kind(ofName: name).map { "the name is personal data itself: \($0)" }
  }

  /// Where the column stands that is said to hold the user IDs.
  private static func place(
    of name: String, in input: InputContext
  ) throws(SluiceError) -> Int {
    do throws(PlanError) {
      _ = try MappingPlan(
        Mapping(id: Mapping.Identity(column: name)), columns: input.columns)
    } catch {
      throw SluiceError(.mapping, problems: error.problems.map { $0.text(at: input.name) })
    }
    return input.columns.firstIndex(of: name) ?? 0
  }
}
