// What a header and a mapping can have against each other.

import Testing

@testable import SluiceRecords

struct MappingPlanTests {
  private func problems(_ mapping: Mapping, _ columns: [String]) -> [String] {
    do throws(PlanError) {
      _ = try MappingPlan(mapping, columns: columns)
      return []
    } catch {
      return error.problems.map { $0.text() }
    }
  }

  @Test func allProblemsAreReportedAtOnce() {
    var mapping = Mapping(id: Mapping.Identity(column: "custmer_id"))
    mapping.fields = [
      Mapping.Field(source: .column("twice")), Mapping.Field(source: .column("plan"), key: "-plan"),
      Mapping.Field(source: .column("plan"), rule: .date(input: "yyyy-QQ", output: "yyyy")),
    ]
    mapping.conditions = [Mapping.Condition(column: "zzz", kind: .isIn, values: [])]
    let found = problems(mapping, ["customer_id", "twice", "twice", "plan"])
    #expect(found.count == 5)
    #expect(
      found.contains(
        "column \"custmer_id\" for the user ID is not in the header (did you mean \"customer_id\"?)"
      ))
    #expect(found.contains("column \"twice\" for a field stands 2 times in the header"))
    #expect(found.contains("column \"zzz\" for where is not in the header"))
  }

  @Test func namesThatNoFieldTakesMayBeBad() {
    var mapping = Mapping(id: Mapping.Identity(column: "id"))
    mapping.fields = [Mapping.Field(source: .column("a"))]
    #expect(problems(mapping, ["id", "a", "", "", "b", "b"]) == [])
    mapping.rest = .pairs
    #expect(problems(mapping, ["id", "a", "", "", "b", "b"]) == [])
  }

  @Test func columnsWithoutAKeyAreLeftOut() throws {
    var mapping = Mapping(id: Mapping.Identity(column: "id"))
    mapping.rest = .pairs
    let columns = ["", "id", " plan ", "a", "b", "b", "IC", "-x", "q\"q", " a", "c\td"]
    let plan = try MappingPlan(mapping, columns: columns)
    #expect(
      plan.keylessColumns.map { "\($0.label): \($0.reason)" } == [
        "column 1: no name", "\"b\": stands 2 times in the header",
        "\"b\": stands 2 times in the header", "\"IC\": would be read as a trait",
        "\"-x\": begins with a dash, which the receiver ignores",
        "\"q\"q\": has a quotation mark", "\" a\": is another column's name but for blanks",
        "column 11: has a tab, a line end or another control byte",
      ])
    let keys = OwnKeys(of: Array(columns.indices), in: columns).keys
    #expect(keys.map(\.place) == [1, 2, 3])
    #expect(keys.map(\.key) == ["id", "plan", "a"])
  }

  /// Columns of a dump without a header are called by what stands in its first record.
  @Test func namesThatLookPersonalAreNotTold() {
    let columns = ["ann@example.com", "ann@example.com"]
    #expect(OwnKeys(of: [0, 1], in: columns).keyless.map(\.label) == ["column 1", "column 2"])
  }

  private static let caseHint = "MM is the month, mm the minute"

  @Test(arguments: [
    (
      "yyyy-mm-dd", "yyyy-MM", "the date pattern has a minute (mm) and no hour", caseHint,
      ["date", "in"]
    ),
    (
      "yyyy-MM-dd", "yyyy-mm",
      "the date pattern writes what the one of \"in\" does not read: minute (mm)", caseHint,
      ["date", "out"]
    ),
    (
      "HH:mm", "yy-MM-dd",
      "the date pattern writes what the one of \"in\" does not read: year (yyyy), month (MM), "
        + "day (dd)", caseHint, ["date", "out"]
    ),
    (
      "'at'", "yyyy", "date pattern \"'at'\": no part of a date in it",
      "known: yyyy yy MM M dd d HH H mm ss SSS", ["date", "in"]
    ),
    (
      "dMyyyy", "yyyy",
      "the date pattern reads day and month of one digit or two each, and cannot tell where one ends",
      "take dd or MM", ["date", "in"]
    ),
  ])
  func onlyWhatIsReadCanBeWritten(
    input: String, output: String, what: String, hint: String, part: Mapping.Path
  ) {
    var mapping = Mapping(id: Mapping.Identity(column: "id"))
    mapping.fields = [
      Mapping.Field(source: .column("id")),
      Mapping.Field(source: .column("d"), rule: .date(input: input, output: output)),
    ]
    let found = MappingPlan.problems(of: mapping)
    #expect(found.map(\.what) == [what])
    #expect(found.map(\.part) == [["fields", "1"] + part])
    #expect(found.first?.hint == hint)
  }

  /// A value that is kept needs a key, whatever the rule that did not know it.
  @Test(arguments: [
    Mapping.Rule.pair, .values([:]), .bands([1]), .traits(["a": [1]]), .sid, .unsid,
    .date(input: "yyyy", output: "yy"),
  ])
  func keptValuesNeedAKeyThatCanBeWritten(rule: Mapping.Rule) {
    for key in ["", "a\"b", "tab\there", "-dash", " blank", "d_sid", "ic", "D_UNSID"] {
      for otherwise in [Mapping.Otherwise.keep, .value("other")] {
        var mapping = Mapping(id: Mapping.Identity(column: "id"))
        mapping.fields = [Mapping.Field(source: .column(key), rule: rule, otherwise: otherwise)]
        let found = problems(mapping, ["id", key])
        #expect(!found.isEmpty, "\(literal(key.utf8)), \(rule), \(otherwise)")
        if found.isEmpty { return }
      }
    }
  }

  @Test func bandsAreNamedByTheirEnds() {
    #expect(BandLabels.labels([18, 25, 35, 50]) == ["-17", "18-24", "25-34", "35-49", "50-"])
  }
}
