// The printer against the parser: what is printed is read as the same mapping.

import SluiceRecords
import Testing

@testable import SluiceMapping

@Suite struct PrinterTests {
  @Test(arguments: 0..<8) func parsesToTheSameMapping(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let mapping = generator.mapping()
      let text = MappingFile.print(mapping)
      let parsed = try MappingFile.parse(text, file: "printed.yaml")
      #expect(parsed == mapping, "\(text)")
      // Strings are equal when they differ in normalisation; their bytes must be the same too.
      #expect(Array(MappingFile.print(parsed).utf8) == Array(text.utf8))
    }
  }

  @Test func printsTheDocumentedExample() {
    let text = #"""
      dataSource:
        dpid: 1234
        target: 5678
      id:
        column: customer_id
        type: dpuuid
        transform: [trim]
      fields:
        - column: gender
        - column: plan_code
          key: plan
          values: {F: Free, P: Pro}
          otherwise: drop
        - column: age
          key: age_band
          bands: [18, 25, 35, 50]
        - column: signup_date
          key: signup_month
          date: {in: yyyy-MM-dd, out: yyyy-MM}
        - column: interests
          key: interest
          split: "|"
        - column: newsletter
          traits: {"N": -24, "Y": 24}
        - column: segment_ids
          split: ","
          as: sid
        - column: email
          key: email_hash
          transform: [sha256-email]
        - constant: {key: source, value: crm}
      where:
        - {column: status, in: [active, trial]}
        - {column: country, notIn: [""]}
      nulls: ["", "NULL", "\\N"]
      dialect:
        delimiter: ","
        quote: "\""
        encoding: utf-8

      """#
    #expect(MappingFile.print(documentedMapping) == text)
  }

  @Test func printsAMappingOfDefaults() throws {
    #expect(MappingFile.print(Mapping(id: .init())) == "{}\n")
  }
}
