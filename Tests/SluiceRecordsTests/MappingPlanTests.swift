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
    #expect(problems(mapping, ["id", "a", "", "", "b", "b"]).count == 4)
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
