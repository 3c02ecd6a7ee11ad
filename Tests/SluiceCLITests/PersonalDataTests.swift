// Personal data through the program: rejected, dropped, hashed, and never printed.

import Foundation
import Testing

@Suite struct PersonalDataTests {
  private static let mapping = """
    dataSource: {dpid: 1234}
    id: {column: id}
    fields: [{column: note}, {column: code}]

    """

  private static let dump = """
    id,note,code
    u1,call me,a
    u8,call +49 30 1234567,a
    u9,SSN 123-45-6789 or card 4111 1111 1111 1111,a
    u2,+49 30 1234567,a
    u3,jane.doe@example.com,a
    u4,4111-1111-1111-1111,a
    u5,123-45-6789,a
    jane.doe@example.com,x,a
    u7,4111111111111111,a

    """

  @Test func personalValuesRejectTheirRecords() throws {
    try withDirectory { directory in
      try directory.write("map.yaml", Self.mapping)
      try directory.write("dump.csv", Self.dump)
      let found = try directory.sluice("convert -m map.yaml --rejects bad.csv dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(
        found.text == """
          u1\t"note"="call me","code"="a"
          u7\t"note"="4111111111111111","code"="a"

          """)
      #expect(found.errors.contains("rejected  7 (id-pii 1, pii 6)"), "\(found.errors)")
      for secret in ["jane.doe", "+49 30", "4111-1", "41111111", "123-45"] {
        #expect(!found.errors.contains(secret), "\(found.errors)")
      }
      let rejects = try directory.text("bad.csv")
      #expect(rejects.contains("dump.csv,5,5,100,pii,note,\"u2,+49 30 1234567,a\""), "\(rejects)")
      #expect(try directory.mode("bad.csv") == 0o600)
    }
  }

  /// What nobody named goes out by `rest: pairs`, with a warning; bare social security numbers do not.
  @Test func restOfPersonalColumns() throws {
    try withDirectory { directory in
      try directory.write(
        "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\npii: dropValue\n")
      try directory.write(
        "dump.csv",
        "id,ssn,last_name,city,email,email\nu1,078051120,Poe,Rome,,\nu2,219099999,Doe,Oslo,,\n")
      for command in ["convert", "preview"] {
        let found = try directory.sluice("\(command) -m map.yaml dump.csv")
        #expect(found.ending == .done)
        #expect(!found.text.contains("078051120") && !found.text.contains("219099999"))
        #expect(
          found.errors.contains(
            "`rest: pairs` takes columns whose names look like personal data: ssn, last_name (name"),
          "\(found.errors)")
      }
      let found = try directory.sluice("convert -m map.yaml --quiet dump.csv")
      #expect(
        found.text == "u1\t\"last_name\"=\"Poe\",\"city\"=\"Rome\"\n"
          + "u2\t\"last_name\"=\"Doe\",\"city\"=\"Oslo\"\n")
    }
  }

  @Test(arguments: [
    ("dropValue", "u2\t\"code\"=\"a\"\n", "pii out   6"),
    ("allow", "u2\t\"note\"=\"+49 30 1234567\",\"code\"=\"a\"\n", "rejected  0"),
  ])
  func orAsTheMappingSays(pii: String, line: String, note: String) throws {
    try withDirectory { directory in
      try directory.write("map.yaml", Self.mapping + "pii: \(pii)\n")
      try directory.write("dump.csv", Self.dump)
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.text.contains(line), "\(found.text)")
      #expect(found.errors.contains(note), "\(found.errors)")
    }
  }

  /// Bare digits are judged by their column, from its first values on: not one of them goes out.
  @Test func columnsOfBareNumbersAreKnownBeforeTheFirstLine() throws {
    try withDirectory { directory in
      try directory.write("map.yaml", Self.mapping)
      var dump = "id,note,code\n"
      for number in 0..<3_000 {
        let phone = "\(212 + number % 7)\(220 + number * 37 % 770)\(1000 + number * 7 % 9000)"
        dump += "u\(number),\(phone),\(number)\n"
      }
      try directory.write("dump.csv", dump)
      for lanes in [1, 3] {
        let found = try directory.sluice("convert -m map.yaml --lanes \(lanes) dump.csv")
        let isMostlyRejected = found.output.filter { $0 == UInt8(ascii: "\n") }.count < 150
        #expect(isMostlyRejected && found.errors.contains("pii"), "\(found.errors)")
      }
    }
  }

  @Test func addressesAreHashed() throws {
    try withDirectory { directory in
      try directory.write(
        "map.yaml",
        """
        dataSource: {dpid: 1234}
        id: {column: mail, transform: [sha256-email]}
        fields: [{column: mail, key: m, transform: [sha256-email]}]
        """)
      let hash = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"
      try directory.write(
        "dump.csv", "mail,x\n JohnDoe@Example.com ,1\nnobody,1\n\(hash),1\n\(hash.uppercased()),1\n"
      )
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      let line = "\(hash)\t\"m\"=\"\(hash)\"\n"
      #expect(found.text == line + line + line)
      #expect(found.errors.contains("rejected  1 (email 1)"), "\(found.errors)")
      #expect(found.errors.contains("hashes    4"), "\(found.errors)")
    }
  }

  @Test func previewsMaskTheirLines() throws {
    try withDirectory { directory in
      try directory.write("map.yaml", Self.mapping + "pii: allow\n")
      try directory.write("dump.csv", Self.dump)
      let found = try directory.sluice("preview -m map.yaml --count 9 dump.csv")
      #expect(found.ending == .done)
      #expect(found.text.contains("-> u2\t\"note\"="), "\(found.text)")
      for secret in ["jane.doe", "1234567", "4111-1111", "123-45"] {
        #expect(!found.text.contains(secret), "\(found.text)")
      }
    }
  }
}

/// Bare digits are judged by the first values that would be written, from the whole dump's columns.
@Suite struct ColumnsOfNumbersTests {
  /// Card numbers with their check digits, all different.
  private static let cards = (0..<400).map { number in
    let body = "4\(String(10_000_000_000_000 + number * 7_654_321).dropFirst(0))"
    let sum = body.reversed().enumerated().reduce(0) { sum, digit in
      let value = digit.element.wholeNumberValue ?? 0
      return sum + (digit.offset % 2 == 0 ? value / 5 + value * 2 % 10 : value)
    }
    return body + "\((10 - sum % 10) % 10)"
  }

  private static func phone(_ number: Int) -> String {
    "\(212 + number % 7)\(220 + number * 37 % 770)\(1000 + number * 7 % 9000)"
  }

  private func convert(
    _ mapping: String, _ dump: String, _ options: String = ""
  ) throws -> Finished {
    try withDirectory { directory in
      try directory.write("map.yaml", "dataSource: {dpid: 1234}\n" + mapping)
      try directory.write("dump.csv", dump)
      let found = try directory.sluice("convert -m map.yaml \(options) dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      return found
    }
  }

  private func dump(_ header: String, _ rows: [String]) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  /// A null is no value, whoever says that it is one.
  @Test(arguments: [
    ("nulls: [\"\", \"\\\\N\"]", ""), ("pii: dropValue", "--null \\N --null -"),
  ])
  func nullsAreNoValues(setting: String, options: String) throws {
    let rows = Self.cards.enumerated().map { "u\($0),\($0 % 8 == 0 ? "\\N" : $1)" }
    let mapping = "id: {column: id}\nfields: [{column: c}]\n\(setting)\n"
    #expect(try convert(mapping, dump("id,c", rows), options).text == "")
    let phones = (0..<400).map { "u\($0),\($0 % 8 == 0 ? "\\N" : Self.phone($0))" }
    let lines = try convert(mapping, dump("id,c", phones), options).lines
    #expect(lines.count < 20, "\(lines.prefix(3))")
  }

  @Test func nullsAreNoValuesOfIDs() throws {
    let rows = Self.cards.enumerated().map { "\($0 % 8 == 0 ? "\\N" : $1),x" }
    let mapping = "id: {column: id}\nfields: [{column: c}]\nnulls: ['', '\\N']\n"
    #expect(try convert(mapping, dump("id,c", rows)).text == "")
  }

  @Test func withoutAMapping() throws {
    try withDirectory { directory in
      let rows = Self.cards.enumerated().map { "u\($0),\($0 % 8 == 0 ? "\\N" : $1),a" }
      try directory.write("dump.csv", dump("id,c,d", rows))
      for command in ["convert", "preview --count 2"] {
        let found = try directory.sluice("\(command) --dpid 1 --id id --null \\N dump.csv")
        #expect(found.ending == .done && !found.text.contains("\"c\"="), "\(found.text)")
        #expect(!found.text.contains(Self.cards[1]))
        #expect(found.errors.contains("look like personal data: c"), "\(found.errors)")
      }
    }
  }

  /// What is looked at is what would be written.
  @Test(arguments: [
    ("fields: [{column: c}]", " ", " "), ("fields: [{column: c, transform: [trim]}]", " ", "\t"),
    ("fields: [{column: c, split: '|'}]", "", "|4111111111111111"),
    ("fields: [{column: d}, {column: c, key: a, split: '|'}]", "|", " |"),
    ("fields: [{column: c, values: {x: y}}]", "", " "),
    ("fields: [{column: c, as: ic}]", " ", ""),
  ])
  func valuesAsTheyWouldBeWritten(fields: String, before: String, behind: String) throws {
    let rows = Self.cards.enumerated().map { "u\($0),\(before)\($1)\(behind)," }
    let mapping = "id: {column: id}\n\(fields)\ndialect: {delimiter: ',', quote: none}\n"
    #expect(try convert(mapping, dump("id,c,d", rows)).text == "")
  }

  @Test func idsAfterTheirTransforms() throws {
    let rows = Self.cards.map { " \($0) ,x" }
    let mapping = "id: {column: id, transform: [trim]}\nfields: [{column: c}]\n"
    #expect(try convert(mapping, dump("id,c", rows)).text == "")
  }

  /// One column twice, once hashed: the hashes say nothing of what else is written.
  @Test func fieldsByThemselves() throws {
    let rows = Self.cards.enumerated().map { "u\($0),\($1),\($0)" }
    let mapping = """
      id: {column: id}
      fields: [{column: c, values: {x: y}, otherwise: drop}, {column: c, key: d}, {column: e}]
      pii: dropValue

      """
    let lines = try convert(mapping, dump("id,c,e", rows)).lines
    #expect(lines.count == rows.count && lines[0] == "u0\t\"e\"=\"0\"", "\(lines.prefix(3))")
  }

  @Test func recordsThatAreFilteredDoNotCount() throws {
    let rows = Self.cards.enumerated().flatMap { ["u\($0),\($1),a", "v\($0),x\($0),b"] }
    let mapping = "id: {column: id}\nfields: [{column: c}]\nwhere: [{column: s, in: [a]}]\n"
    #expect(try convert(mapping, dump("id,c,s", rows)).text == "")
  }

  /// The sample ends with 8 MiB of the dump; of a column with few values until there, values that
  /// have the form of cards count by themselves. The same for any lanes and chunks, pipe or file.
  @Test func columnsThatAreFilledLate() throws {
    try withDirectory { directory in
      let filler = String(repeating: "f", count: 200)
      let early = (0..<45_000).map { "e\($0),,\(filler),\(10_000_000 + $0)" }
      let late = Self.cards.enumerated().map { "l\($0),\($1),f,\($0)" }
      let other = Self.cards.enumerated().map { "o\($0),4\($0),f,\($1)" }
      try directory.write("dump.csv", dump("id,c,f,n", early + late + other))
      try directory.write(
        "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: c}, {column: n}]\n")
      var outputs: Set<[UInt8]> = []
      for options in ["--lanes 1", "--lanes 3"] {
        let found = try directory.sluice("convert -m map.yaml \(options) dump.csv")
        // `n` is settled: bare digits in it are numbers, whatever they look like.
        #expect(found.errors.contains("(pii 400)"), "\(found.errors)")
        #expect(found.lines.count == 45_400 && found.lines.last?.hasPrefix("o399\t") == true)
        outputs.insert(found.output)
      }
      let piped = try directory.shell("cat dump.csv | sluice convert -m map.yaml --quiet -")
      outputs.insert(piped.output)
      #expect(outputs.count == 1)
    }
  }
}

/// Of a dump without a header the first record may be taken for names: they are values all the same.
@Suite struct PersonalNamesTests {
  /// Long enough that no time, size or name of a folder in a report holds one by chance.
  private static let secrets = [
    "anna.meier", "firma.de", "+49 1", "7654321", "41111111", "2025550173",
  ]

  private static let header =
    "id,anna.meier@firma.de,+49 170 7654321,city,4111111111111111,2025550173"

  private static let dump = header + "\nu1,a,b,Bonn,c,d\nu2,a,b,Kiel,c,d\n"

  private func isSecretKept(_ text: String) -> Bool {
    !Self.secrets.contains { text.contains($0) }
  }

  @Test(arguments: ["", "--report r.json", "--report r.html"])
  func withoutAMappingTheyAreNoKeys(report: String) throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      let found = try directory.sluice("convert --dpid 1 --id id \(report) dump.csv")
      #expect(found.text == "u1\t\"city\"=\"Bonn\"\nu2\t\"city\"=\"Kiel\"\n", "\(found.text)")
      #expect(found.errors.contains("look like personal data: a***@f***, +** *** *******, ****"))
      #expect(isSecretKept(found.errors), "\(found.errors)")
      for name in directory.list() where name.hasPrefix("r.") {
        #expect(isSecretKept(try directory.text(name)))
      }
      let shown = try directory.sluice("preview --dpid 1 --id id dump.csv")
      #expect(isSecretKept(shown.text + shown.errors), "\(shown.text)")
      #expect(shown.text.contains("a***@f***") && shown.errors.contains("a***@f***"))
    }
  }

  @Test func restLeavesThemOut() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      let mapping = "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\n"
      try directory.write("map.yaml", mapping)
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.text == "u1\t\"city\"=\"Bonn\"\nu2\t\"city\"=\"Kiel\"\n", "\(found.text)")
      #expect(found.errors.contains("look like personal data: a***@f***"), "\(found.errors)")
      #expect(isSecretKept(found.errors), "\(found.errors)")
      try directory.write("map.yaml", mapping + "pii: allow\n")
      let allowed = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(allowed.text.contains("\"anna.meier@firma.de\"=\"a\""), "\(allowed.text)")
      let shown = try directory.sluice("preview -m map.yaml dump.csv")
      #expect(isSecretKept(shown.text + shown.errors), "\(shown.text)")
    }
  }

  @Test func inputsThatDifferAreToldApartMasked() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      try directory.write("other.csv", "id,city\nu3,Ulm\n")
      try directory.write("third.csv", "id,city,x@y.de\nu3,Ulm,1\n")
      for inputs in ["dump.csv other.csv", "other.csv dump.csv", "other.csv third.csv"] {
        let found = try directory.sluice(
          "convert --dpid 1 --id id --report r.json --force \(inputs)")
        #expect(found.ending == .exited(65) && found.errors.contains("@"), "\(found.errors)")
        #expect(isSecretKept(found.errors) && !found.errors.contains("x@y.de"), "\(found.errors)")
        let report = directory.has("r.json") ? try directory.text("r.json") : ""
        #expect(isSecretKept(report) && !report.contains("x@y.de"), "\(report)")
      }
    }
  }

  @Test(arguments: [
    ("fields: [{column: anna.meier@firma.de}]", "key \"a***@f***\" looks like personal data"),
    ("fields: [{column: city, key: ann@example.com}]", "key \"a***@e***\" looks like personal"),
    ("fields: [{column: city, key: +49 170 7654321}]", "key \"+** *** *******\" looks like"),
    ("fields: [{column: city, key: '4111111111111111'}]", "key \"****************\" looks"),
    ("fields: [{constant: {key: ann@example.com, value: x}}]", "key \"a***@e***\" looks like"),
    ("fields: [{constant: {key: x, value: ann@example.com}}]", "for key \"x\" looks like"),
    ("fields: [{constant: {key: x, value: SSN 123-45-6789}}]", "for key \"x\" looks like"),
    ("fields: [{column: anna.meyer@firma.de, key: x}]", "column \"a***@f***\" for a field is not"),
    ("fields: [{column: anna.meyer@firma.de, key: x}]", "did you mean \"a***@f***\"?"),
    ("where: [{column: ann@example.com, in: [x]}]", "column \"a***@e***\" for where is not"),
    ("rows: ann@example.com", "unknown value \"a***@e***\""),
    ("ann@example.com: 1", "unknown key \"a***@e***\""),
    ("dialect: {delimiter: ann@example.com}", "found \"a***@e***\""),
  ])
  func mappingsAreToldOffMasked(line: String, message: String) throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      try directory.write("map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\n\(line)\n")
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.ending == .exited(78) && found.errors.contains(message), "\(found.errors)")
      for secret in ["ann@", "anna.me", "7654321", "41111111", "123-45"] {
        #expect(!found.errors.contains(secret), "\(found.errors)")
      }
    }
  }

  @Test func strictRunsNameTheColumnMasked() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", "id,x@y.de\nu1,+49 170 7654321\n")
      try directory.write(
        "map.yaml",
        "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: x@y.de, key: x}]\n")
      let found = try directory.sluice("convert -m map.yaml --strict --report r.json dump.csv")
      #expect(found.errors.contains("column \"x***@y***\""), "\(found.errors)")
      let lax = try directory.sluice("convert -m map.yaml --report l.json dump.csv")
      let reports = try directory.text("r.json") + directory.text("l.json")
      for text in [found.errors, lax.errors, reports] { #expect(!text.contains("x@y.de")) }
      #expect(reports.contains("x***@y***"))
    }
  }
}
