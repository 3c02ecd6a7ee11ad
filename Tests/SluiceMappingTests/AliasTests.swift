// Anchors, aliases and merge keys, and files that are made to hang or crash a reader.

import SluiceRecords
import Testing

@testable import SluiceMapping

@Suite struct AliasTests {
  @Test func aliasesStandForTheirAnchors() throws {
    let mapping = try MappingFile.parse(
      """
      id: {column: &c user}
      fields:
        - {column: *c , values: &v {*c : x, b: "*c"}}
        - {column: d, values: *v}
        - &f
          column: e
          transform: &t [trim]
        - <<: *f
          column: g
        - <<: [*f , {split: ";", column: nobody}]
          transform: []
      nulls: &v [*c ]
      """, file: "m")
    let values = Mapping.Rule.values(["user": "x", "b": "*c"])
    #expect(
      mapping.fields == [
        .init(source: .column("user"), rule: values), .init(source: .column("d"), rule: values),
        .init(source: .column("e"), transforms: [.trim]),
        .init(source: .column("g"), transforms: [.trim]),
        .init(source: .column("e"), separator: ";"),
      ])
    #expect(mapping.nulls == ["user"])
  }

  @Test func quotedMergeKeysAreText() throws {
    let mapping = try MappingFile.parse("fields: [{column: a, values: {\"<<\": b}}]", file: "m")
    #expect(mapping.fields.first?.rule == .values(["<<": "b"]))
  }

  @Test(arguments: [
    (
      "rest: *gone\n",
      [
        #"1:7: "rest": expected one of ignore, pairs, found nothing"#,
        #"1:7: alias "gone" has no anchor before it"#,
      ]
    ),
    ("nulls: &a [*a ]\n", [#"1:12: alias "a" has no anchor before it"#]),
    (
      "fields:\n  - {column: a, values: {<<: b}}\n",
      [#"2:30: expected a map to merge, found "b" (put << in quotes to mean the text)"#]
    ),
    // A mistake behind an anchor is reported once, however often it is used.
    (
      "fields:\n  - &f {column: a, splitt: x}\n  - *f\n  - *f\n",
      [#"2:20: unknown key "splitt" in a field (did you mean "split"?)"#]
    ),
    (
      "fields:\n  - &f {key: a}\n  - <<: *f\n",
      [
        #"2:5: a field needs "column" or "constant""#,
        #"3:5: a field needs "column" or "constant""#,
      ]
    ),
  ])
  func mistakesWithAliases(text: String, expected: [String]) {
    #expect(messages(text) == expected)
  }

  /// Nine aliases a line, each of the line before: 9^20 nodes.
  private func laughs(_ item: (Int) -> String) -> String {
    (1...20).map(item).joined(separator: "\n")
  }

  @Test func billionLaughsEnd() {
    let values = "nulls: &n0 [x,x,x,x,x,x,x,x,x]\n"
    let lists = laughs {
      "k\($0): &n\($0) [" + Array(repeating: "*n\($0 - 1)", count: 9).joined(separator: ", ") + "]"
    }
    let found = messages(values + lists)
    #expect(found.filter { $0.contains("aliases stand for more than 100000 nodes") }.count == 1)
    #expect(found.count == 21)
  }

  @Test func billionLaughsInKeysAndMergesEnd() {
    let keys = laughs {
      "? &n\($0) [" + Array(repeating: "*n\($0 - 1)", count: 9).joined(separator: ", ") + "]\n: y"
    }
    #expect(messages("nulls: &n0 [x]\n" + keys).contains { $0.contains("more than 100000 nodes") })
    let merges = laughs {
      "k\($0): &n\($0) {<<: [" + Array(repeating: "*n\($0 - 1)", count: 9).joined(separator: ", ")
        + "]}"
    }
    #expect(messages("id: &n0 {column: x}\n" + merges).count == 20)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "{? "]) func deepNestingEnds(opening: String) {
    let text = "nulls:\n " + String(repeating: opening, count: 5000)
    let found = messages(text)
    #expect(found.count == 1)
    #expect(found.first?.contains("nested too deeply") == true, "\(found)")
    // Just below the library's limit, all of it must fit on the stack.
    #expect(!messages(String(repeating: opening, count: 900)).isEmpty)
  }

  @Test func manyRepeatedKeysEnd() {
    let text = (0..<200).map { "k\($0): 1\nk\($0): 2\n" }.joined()
    #expect(messages(text) == ["1:1: over 20 duplicate keys in the file"])
  }
}
