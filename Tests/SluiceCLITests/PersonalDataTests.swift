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
    u1,call +49 30 1234567,a
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
          u1\t"note"="call +49 30 1234567","code"="a"
          u7\t"note"="4111111111111111","code"="a"

          """)
      #expect(found.errors.contains("rejected  5 (id-pii 1, pii 4)"), "\(found.errors)")
      for secret in ["jane.doe", "+49 30", "4111", "123-45"] {
        #expect(!found.errors.contains(secret), "\(found.errors)")
      }
      let rejects = try directory.text("bad.csv")
      #expect(rejects.contains("dump.csv,3,3,38,pii,note,\"u2,+49 30 1234567,a\""), "\(rejects)")
      #expect(try directory.mode("bad.csv") == 0o600)
    }
  }

  @Test(arguments: [
    ("dropValue", "u2\t\"code\"=\"a\"\n", "pii left  4"),
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
        let shown = found.text.replacing("call +49 30 1234567", with: "")
        #expect(!shown.contains(secret), "\(found.text)")
      }
    }
  }
}
