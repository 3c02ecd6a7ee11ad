// The JSON Schema against the parser, with Python's jsonschema as the judge of the schema.
//
// Both judge the same random mappings, valid and with something changed, and must agree, but for
// the rules that a schema cannot express; those are named here, each with a proof.

import Foundation
import SluiceRecords
import Testing

@testable import SluiceMapping

/// The rules that the schema leaves to the parser.
enum InexpressibleRule: CaseIterable {
  /// A schema cannot compare neighbours in a list.
  case risingBands
  /// A reader of JSON has dropped one of them before a schema sees the value.
  case repeatedKeys
  /// Keys that are the same text in two Unicode forms are two keys of a JSON object.
  case normalisedKeys
  /// To a schema 1.0 and 1e1 are integers; the parser goes by what is written.
  case numberSpelling
  /// YAML has keys of up to 1024 characters where no `?` announces them.
  case longKeys
  /// A schema does not compare the letters of two patterns.
  case writtenDates
  /// A schema does not add numbers up.
  case contraryTraits
  /// A schema does not know what looks like personal data.
  case personalValues
  /// What this version does not do is a word of the language all the same.
  case mergedRows
  /// A schema does not compare two settings.
  case dialectClash

  /// A mapping that breaks this rule alone.
  var example: String {
    switch self {
    case .risingBands: #"{"fields": [{"column": "a", "bands": [2, 1]}]}"#
    case .repeatedKeys: #"{"rest": "ignore", "rest": "pairs"}"#
    case .normalisedKeys:
      #"{"fields": [{"column": "a", "values": {"\u00e9": "x", "e\u0301": "y"}}]}"#
    case .numberSpelling: #"{"dataSource": {"dpid": 1.0, "target": 1e1}}"#
    case .longKeys:
      #"{"fields": [{"column": "a", "values": {"\#(String(repeating: "k", count: 1100))": "x"}}]}"#
    case .writtenDates: #"{"fields": [{"column": "a", "date": {"in": "yyyy", "out": "MM"}}]}"#
    case .contraryTraits: #"{"fields": [{"column": "a", "traits": {"Y": [24, -24]}}]}"#
    case .personalValues: #"{"fields": [{"column": "a", "values": {"P": "bob@example.com"}}]}"#
    case .mergedRows: #"{"rows": "mergeAll"}"#
    case .dialectClash: #"{"dialect": {"delimiter": ";", "quote": ";"}}"#
    }
  }
}

@Suite struct SchemaTests {
  /// A random valid mapping, or one with one or two changes.
  static func corpus(_ count: Int) -> [String] {
    var generator = SeededGenerator(seed: 11)
    return (0..<count).map { _ in
      var value = JSONValue(generator.mapping())
      if generator.chance(75) { value = generator.mutated(value) }
      if generator.chance(15) { value = generator.mutated(value) }
      return value.text
    }
  }

  /// A field with each set of up to three keys in each mode, and each ID type with each data
  /// source: what stands beside what.
  static func combinations() -> [String] {
    let types = globalDataSources.flatMap { dpid in
      (MappingRules.idTypes + ["auto"]).map { type in
        #"{"dataSource": {"dpid": \#(dpid), "target": 1}, "id": {"type": "\#(type)"}}"#
      }
    }
    let parts = [
      #""column": "ic""#, #""column": "c""#, #""constant": {"key": "k", "value": "v"}"#,
      #""key": "k""#, #""split": ",""#, #""transform": []"#, #""values": {}"#, #""bands": [1]"#,
      #""date": {"in": "d", "out": "M"}"#, #""traits": {"Y": -1}"#, #""traits": {"Y": [1, "-1"]}"#,
      #""traits": {"Y": "-1"}"#,
      #""as": "pair""#, #""as": "sid""#, #""as": "unsid""#, #""as": "ic""#, #""otherwise": "keep""#,
    ]
    var fields: Set<String> = []
    for first in parts {
      for second in parts {
        for third in parts {
          let chosen = [first, second, third].reduce(into: [:]) { $0[$1.prefix(5)] = $1 }
          fields.insert(chosen.values.sorted().joined(separator: ", "))
        }
      }
    }
    let sources = [
      #""dataSource": {"mode": "overwrite"}, "#, #""dataSource": {"mode": "sync"}, "#, "",
    ]
    return types
      + sources.flatMap { source in
        fields.sorted().map { #"{\#(source)"fields": [{\#($0)}]}"# }
      }
  }

  /// Every key of every map with many values, right and wrong, in an otherwise right mapping.
  static func singleValues() -> [String] {
    let maps: [(keys: [String], parts: [String: String], frame: (String) -> String)] = [
      (MappingKeys.root, [:], { $0 }),
      (MappingKeys.dataSource, [:], { #"{"dataSource": \#($0)}"# }),
      (MappingKeys.id, [:], { #"{"id": \#($0)}"# }),
      (MappingKeys.field, [:], { #"{"fields": [\#($0)]}"# }),
      (MappingKeys.field, ["column": #""c""#], { #"{"fields": [\#($0)]}"# }),
      (
        MappingKeys.field, ["column": #""c""#, "values": "{}", "key": "1"],
        { #"{"fields": [\#($0)]}"# }
      ),
      (
        MappingKeys.constant, ["key": #""k""#, "value": "1"],
        { #"{"fields": [{"constant": \#($0)}]}"# }
      ),
      (
        MappingKeys.date, ["in": #""d""#, "out": #""d""#],
        { #"{"fields": [{"column": "c", "date": \#($0)}]}"# }
      ),
      (
        MappingKeys.otherwise, ["value": "1"],
        { #"{"fields": [{"column": "c", "values": {}, "otherwise": \#($0)}]}"# }
      ),
      (MappingKeys.condition, ["column": #""c""#, "in": "[1]"], { #"{"where": [\#($0)]}"# }),
      (MappingKeys.condition, ["in": "[1]"], { #"{"where": [\#($0)]}"# }),
      (MappingKeys.condition, ["column": #""c""#], { #"{"where": [\#($0)]}"# }),
      (MappingKeys.dialect, [:], { #"{"dialect": \#($0)}"# }),
    ]
    return maps.flatMap { map in
      (map.keys + ["foo"]).flatMap { key in
        SeededGenerator.candidates(key).map { value in
          let parts = map.parts.merging([key: value.text]) { $1 }
          let entries = parts.sorted { $0.key < $1.key }.map { #""\#($0.key)": \#($0.value)"# }
          return map.frame("{" + entries.joined(separator: ", ") + "}")
        }
      }
    }
  }

  enum Listed: CaseIterable {
    case combinations
    case singleValues
  }

  @Test(arguments: Listed.allCases)
  func schemaAndParserJudgeListedCasesAlike(listed: Listed) throws {
    let corpus = listed == .combinations ? Self.combinations() : Self.singleValues()
    let verdicts = try SchemaJudge.verdicts(on: corpus)
    for (text, verdict) in zip(corpus, verdicts) {
      let found = formMessages(text)
      #expect(verdict.isEmpty == found.isEmpty, "\(text)\nschema: \(verdict)\nparser: \(found)")
    }
    #expect(verdicts.contains(""))
    #expect(verdicts.contains { !$0.isEmpty })
  }

  @Test func schemaAndParserJudgeAlike() throws {
    let corpus = Self.corpus(800)
    let verdicts = try SchemaJudge.verdicts(on: corpus)
    var valid = 0
    for (text, verdict) in zip(corpus, verdicts) {
      let bySchema = verdict.isEmpty
      let found = formMessages(text)
      // The one inexpressible rule that a random change can break.
      let byParser = found.allSatisfy { $0.contains("does not rise above") }
      #expect(bySchema == byParser, "\(text)\nschema: \(verdict)\nparser: \(found)")
      valid += bySchema ? 1 : 0
    }
    // The corpus is no test when it is of one kind.
    #expect((160...640).contains(valid), "\(valid) of 800 are valid")
  }

  @Test func rulesLeftToTheParser() throws {
    let examples = InexpressibleRule.allCases.map(\.example)
    for (text, verdict) in zip(examples, try SchemaJudge.verdicts(on: examples)) {
      #expect(verdict.isEmpty, "the schema can tell: \(text)")
      #expect(!messages(text).isEmpty, "the parser cannot tell: \(text)")
    }
  }

  @Test func documentedExampleIsValid() throws {
    #expect(try SchemaJudge.verdicts(on: [JSONValue(documentedMapping).text]) == [""])
  }

  @Test func keysAreTheParsers() throws {
    let schema = try SchemaJudge.schema()
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    let field = try #require(definitions["field"])
    let properties = try #require(field["properties"] as? [String: [String: Any]])
    let otherwise = try #require(properties["otherwise"]?["then"] as? [String: Any])
    let maps: [([String: Any]?, [String])] = [
      (schema, MappingKeys.root), (definitions["dataSource"], MappingKeys.dataSource),
      (definitions["id"], MappingKeys.id), (field, MappingKeys.field),
      (properties["constant"], MappingKeys.constant), (properties["date"], MappingKeys.date),
      (otherwise, MappingKeys.otherwise), (definitions["condition"], MappingKeys.condition),
      (definitions["dialect"], MappingKeys.dialect),
    ]
    for (map, keys) in maps {
      let properties = try #require(map?["properties"] as? [String: [String: Any]])
      #expect(properties.keys.sorted() == keys.sorted())
      #expect(map?["additionalProperties"] as? Bool == false)
    }
  }

  @Test func everyKeyHasADescription() throws {
    let schema = try SchemaJudge.schema()
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    var maps = ["dataSource", "id", "field", "condition", "dialect"].map { definitions[$0] }
    maps.append(schema)
    for map in maps {
      let properties = try #require(map?["properties"] as? [String: [String: Any]])
      for (key, property) in properties {
        let reference = (property["$ref"] as? String)?.split(separator: "/").last
        let target = reference.flatMap { definitions[String($0)] }
        #expect((property["description"] ?? target?["description"]) is String, "\(key)")
      }
    }
  }
}

/// Python's jsonschema with the schema of mapping files.
enum SchemaJudge {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for line in open(sys.argv[2], encoding="utf-8", newline="\\n"):
        error = next(validator.iter_errors(json.loads(line)), None)
        print("" if error is None else ascii(error.message)[:200])
    """

  private static let schemaFile = repositoryPath("Sources/SluiceMapping/mapping.schema.json")

  static func schema() throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: schemaFile)))
    return try #require(value as? [String: Any])
  }

  /// What the schema says of each text: nothing when it is valid. One run for all of them.
  static func verdicts(on texts: [String]) throws -> [String] {
    let run = try TemporaryFile.with(texts.map { $0 + "\n" }.joined()) { corpus in
      try Tool.run(try interpreter() + ["-c", program, schemaFile, corpus])
    }
    guard run.status == 0 else { throw Failure(description: "python3 failed: \(run.errors)") }
    let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == texts.count + 1 else {
      throw Failure(description: "\(lines.count - 1) verdicts on \(texts.count) mappings")
    }
    return lines.dropLast()
  }

  /// The first interpreter that has a jsonschema of draft 2020-12.
  private static func interpreter() throws -> [String] {
    let check = ["-c", "from jsonschema import Draft202012Validator"]
    for candidate in [["/usr/bin/python3"], ["python3"]] {
      if try Tool.run(candidate + check).status == 0 { return candidate }
    }
    throw Failure(
      description: "no python3 with jsonschema 4 or later found (Debian: python3-jsonschema)")
  }
}
