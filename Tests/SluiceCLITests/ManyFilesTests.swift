// More files than can be open at a time: each is opened when its turn comes, and closed when it is done.

import Testing

@Suite struct ManyFilesTests {
  /// Few descriptors, and many more files.
  private static let limit = "ulimit -n 48"
  private static let count = 300

  private static func write(_ directory: Directory) throws {
    let found = try directory.shell(
      """
      (echo id,x; for i in $(seq \(count * 2)); do echo user$i,value; done) > dump.csv
      sluice convert --dpid 1 --id id -o outbox --timestamp 1732240000 --split-size 120 --quiet dump.csv
      """)
    #expect(found.ending == .done, "\(found.errors)")
    #expect(directory.list("outbox").count > count)
  }

  @Test(arguments: [1, 4])
  func check(lanes: Int) throws {
    try withDirectory { directory in
      try Self.write(directory)
      let plain = try directory.shell("sluice check --json outbox")
      let limited = try directory.shell(
        "\(Self.limit); sluice check --json --lanes \(lanes) outbox")
      #expect(limited.ending == .done, "\(limited.errors)")
      #expect(limited.text == plain.text && limited.text.contains("\"errors\":0"))
    }
  }

  @Test func verify() throws {
    try withDirectory { directory in
      try Self.write(directory)
      let found = try directory.shell(
        "\(Self.limit); sluice convert --dpid 1 --id id -o again --timestamp 1732240000 "
          + "--split-size 120 --verify dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.errors.contains("verified  each file read back and checked"))
      #expect(try directory.shell("diff -r outbox again").ending == .done)
    }
  }
}
