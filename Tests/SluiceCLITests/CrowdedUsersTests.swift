// Users with more lines than the receiver takes: counted in each part, as the receiver does.

import Testing

@Suite struct CrowdedUsersTests {
  /// Rows of one user after the other, so many of each.
  private static func dump(_ counts: [Int]) -> String {
    let rows = counts.enumerated().flatMap { user, count in
      (0..<count).map { "user\(user),\($0 + 100)\n" }
    }
    return "id,x\n" + rows.joined()
  }

  /// The warning, if any, of a conversion; the same in a dry run, and with any number of lanes.
  private static func warning(_ counts: [Int], _ options: String) throws -> String? {
    try withDirectory { directory in
      try directory.write("dump.csv", dump(counts))
      let all = try ["--lanes 1", "--lanes 4", "--dry-run"].map { other in
        let found = try directory.sluice(
          "convert --dpid 1 --id id -o outbox --timestamp 1732240000 --force \(options) \(other) dump.csv"
        )
        #expect(found.ending == .done, "\(found.errors)")
        let line = found.errors.split(separator: "\n").first { $0.contains("more than 200 lines") }
        return line.map { String($0.prefix { $0 != "," }) }
      }
      #expect(all.allSatisfy { $0 == all[0] })
      return all[0]
    }
  }

  private static let one = "sluice: warning: 1 user has more than 200 lines"
  private static let two = "sluice: warning: 2 users have more than 200 lines"

  /// A line has 16 bytes.
  @Test(
    arguments: [
      ([300], "--split-size 500", nil),
      ([300], "--compress none --split-size 2000", nil),
      ([300], "--compress none --split-size 3200", nil),
      ([300], "--compress none --split-size 3216", one),
      // Both parts have more than 200 of one user.
      ([500], "--compress none --split-size 4000", one),
      ([150, 500, 150], "--compress none --split-size 4000", one),
      ([300, 300], "--compress none --split-size 6000", two),
      ([300, 1, 300], "", two),
      ([200, 200, 3], "", nil),
    ] as [([Int], String, String?)])
  func countedByPart(counts: [Int], options: String, warning: String?) throws {
    #expect(try Self.warning(counts, options) == warning)
  }

  /// A stream is one file.
  @Test func stream() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump([300]))
      for options in ["", "--dry-run"] {
        let found = try directory.sluice("convert --dpid 1 --id id \(options) dump.csv")
        #expect(found.errors.contains(Self.one))
      }
    }
  }
}
