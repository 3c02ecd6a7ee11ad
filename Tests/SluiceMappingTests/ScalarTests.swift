// Scalars count as they are written, in YAML and in JSON.

import SluiceRecords
import Testing

@testable import SluiceMapping

@Suite struct ScalarTests {
  private func rule(_ rule: String) throws -> Mapping.Rule? {
    let text = "fields:\n  - column: c\n    \(rule)\n"
    return try MappingFile.parse(text, file: "m.yaml").fields.first?.rule
  }

  @Test func valuesAreText() throws {
    let values = "values: {Y: yes, N: no, 007: James, 1.10: x, ~: y, 2024-01-02: on, 1e3: 0x1F}"
    #expect(
      try rule(values)
        == .values([
          "Y": "yes", "N": "no", "007": "James", "1.10": "x", "~": "y", "2024-01-02": "on",
          "1e3": "0x1F",
        ]))
  }

  @Test func valuesMayBeNothing() throws {
    #expect(
      try rule("values: {a: , b: ~, null: c, \"\": d, 'q': ''}")
        == .values(["a": "", "b": "~", "null": "c", "": "d", "q": ""]))
  }

  @Test func spellingsOfOneNumberAreDifferentKeys() throws {
    #expect(
      try rule("traits: {1: 1, 1.0: 2, 01: 3, +1: [4, -5], 0x1: []}")
        == .traits(["1": [1], "1.0": [2], "01": [3], "+1": [4, -5], "0x1": []]))
  }

  @Test func listsAreText() throws {
    let mapping = try MappingFile.parse(
      "nulls: [~, NULL, no, 0, 1.0, 'x']\nwhere: [{column: c, in: [N, 24, 2024-01-02]}]\n",
      file: "m.yaml")
    #expect(mapping.nulls == ["~", "NULL", "no", "0", "1.0", "x"])
    #expect(mapping.conditions.first?.values == ["N", "24", "2024-01-02"])
  }

  @Test func quotedNumbersAreNumbers() throws {
    let mapping = try MappingFile.parse("dataSource: {dpid: '12', target: \"34\"}", file: "m")
    #expect(mapping.dataSource == .init(dpid: 12, target: 34))
  }

  @Test func blocksOfText() throws {
    #expect(
      try rule("values:\n      a: |\n        one\n        two\n") == .values(["a": "one\ntwo\n"]))
  }

  @Test func starsStay() throws {
    let text = "nulls: ['*', \"**\", a*b, a *b, '\u{E000}', \"\\uE001 *\"] # *x\n"
    #expect(
      try MappingFile.parse(text, file: "m").nulls
        == ["*", "**", "a*b", "a *b", "\u{E000}", "\u{E001} *"])
  }

  @Test func jsonIsYAML() throws {
    let json = #"""
      {
      	"dataSource": {"dpid": 20915, "target": 7},
      	"id": {"column": "a\/b", "transform": ["trim"]},
      	"fields": [{"column":"n","traits":{"Y":24,"N":[-24,25]}}, {"column": "\u00fc\ud83e\udd8a"}],
      	"nulls": ["", "NULL", "\\N", "\\ud83e\\udd8a"], "dialect": {"header": true, "delimiter": "\t"}
      }
      """#
    let mapping = try MappingFile.parse(json, file: "m.json")
    #expect(mapping.dataSource == .init(dpid: 20915, target: 7))
    #expect(mapping.id == .init(column: "a/b", transforms: [.trim]))
    #expect(
      mapping.fields == [
        .init(source: .column("n"), rule: .traits(["Y": [24], "N": [-24, 25]])),
        .init(source: .column("ü🦊")),
      ])
    #expect(mapping.nulls == ["", "NULL", "\\N", "\\ud83e\\udd8a"])
    #expect(mapping.dialect.hasHeader == true)
    #expect(mapping.dialect.delimiter == 0x09)
  }

  @Test func positionsBehindJoinedSurrogates() {
    #expect(
      messages(#"{"nulls": ["\ud83e\udd8a", "\ud83e\udd8a"], "rst": 1}"#)
        == [#"1:45: unknown key "rst" in the mapping (did you mean "rest"?)"#])
  }

  @Test func byteOrderMarkIsNotText() {
    #expect(messages("\u{FEFF}rst: 1").first?.hasPrefix("1:1: unknown key \"rst\"") == true)
    #expect(messages("\u{FEFF}rest: ignore") == [])
  }

  @Test func crlfLines() {
    #expect(
      messages("rest: ignore\r\nrows: x\r\n")
        == [#"2:7: "rows": unknown value "x" (allowed: separate, mergeAdjacent, mergeAll)"#])
  }
}
