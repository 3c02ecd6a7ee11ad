// ID synchronisation by the library: what cannot be asked for, and the same files whatever the chunks.

import Foundation
import Sluice
import SluiceTestTools
import Testing

@Suite struct IDSyncConversionTests {
  private static func column(_ name: String, _ dpid: Int, hashed: Bool = false) -> IDSync.Column {
    IDSync.Column(name, dpid: dpid, isHashed: hashed)
  }

  @Test func rules() throws {
    let (own, mail) = (Self.column("id", 1), Self.column("mail", 2, hashed: true))
    #expect(throws: IDSync.Problem.name(.noDataSource)) {
      try IDSync(kind: .adobeID, columns: [])
    }
    #expect(throws: IDSync.Problem.name(.noDataSource)) {
      try IDSync(kind: .c2cID, columns: [own])
    }
    #expect(throws: IDSync.Problem.hashed(mail)) {
      try IDSync(kind: .adobeID, columns: [own, mail])
    }
    #expect(throws: IDSync.Problem.hashed(mail)) {
      try IDSync(kind: .c2cID, columns: [mail, mail])
    }
    #expect(throws: IDSync.Problem.notHashed(own)) {
      try IDSync(kind: .c2cID, columns: [Self.column("id", 3), mail, own])
    }
    #expect(throws: IDSync.Problem.tiedToItself(1)) {
      try IDSync(kind: .adobeID, columns: [own, Self.column("other", 1)])
    }
    #expect(throws: IDSync.Problem.namedAgain(mail)) {
      try IDSync(kind: .c2cID, columns: [own, mail, mail])
    }
    #expect(throws: IDSync.Problem.name(.notPositive(.dpid))) {
      try IDSync(kind: .adobeID, columns: [own, Self.column("other", -1)])
    }
    #expect(throws: IDSync.Problem.name(.tooLarge(.dpid))) {
      try IDSync(kind: .adobeID, columns: [own, Self.column("other", 1_000_000_000_000_000_000)])
    }
    let sync = try IDSync(kind: .c2cID, columns: [own, mail, Self.column("more", 2, hashed: true)])
    #expect(
      try sync.fileName(timestamp: 1_732_240_000).description == "c2c_id_1_2_2_1732240000.sync.gz")
  }

  /// A column's name may be an address, and errors show none in full.
  @Test func problemsMaskNames() throws {
    let problem = IDSync.Problem.notHashed(Self.column("ann@example.com", 3))
    #expect(!problem.description.contains("ann@example.com"))
  }

  /// The columns are those of the value that was asked for; nulls and conditions may be changed.
  @Test func otherColumnsAreRefused() throws {
    let sync = try IDSync(
      kind: .adobeID, columns: [Self.column("uuid", 0), Self.column("id", 1)])
    var options = ConversionOptions(sync)
    options.mapping.nulls = ["", "-"]
    _ = try Conversion(options)
    options.mapping.fields.removeAll()
    #expect(throws: SluiceError(.usage, "")) { try Conversion(options) }
  }

  @Test func encryptionIsRefused() throws {
    let sync = try IDSync(
      kind: .adobeID, columns: [Self.column("uuid", 0), Self.column("id", 1)])
    try TemporaryDirectory.with { directory in
      var options = ConversionOptions(sync)
      options.output = .directory(directory.path, layout: .flat)
      options.encryption = ConversionOptions.Encryption(recipient: "x")
      do throws(SluiceError) {
        _ = try Conversion(options)
        Issue.record("nothing was thrown")
      } catch {
        #expect(
          error.code == .usage
            && error.message
              == "no ID synchronisation file can have this name: ID synchronisation files "
              + "may be gzipped, not PGP-encrypted"
        )
      }
    }
  }

  /// A mapping's conditions hold for what is tied as well.
  @Test func conditions() throws {
    let sync = try IDSync(
      kind: .adobeID, columns: [Self.column("a", 389_146), Self.column("b", 1)])
    let found = try Self.files(of: "a,b,c\nx,1,yes\ny,2,no\n", sync) {
      $0.mapping.conditions = [Mapping.Condition(column: "c", kind: .isIn, values: ["yes"])]
    }
    #expect(found.counts.filtered == 1 && found.counts.lines == 1)
    #expect(found.files["adobe_id_389146_1_1732240000.sync"] == Data("x\t1\n".utf8))
  }

  @Test func isTheSameForLanesAndChunks() throws {
    let sync = try IDSync(
      kind: .c2cID, columns: [Self.column("id", 1), Self.column("mail", 2, hashed: true)])
    let rows = (0..<40_000).map { number in
      switch number % 50 {
      case 7: "u\(number),,\"of two\nlines\"\n"
      case 9: "u\(number),nobody,\n"
      case 11: ",a\(number)@example.com,\n"
      default: "u\(number), Ann.\(number)@Example.com,\"\"\"x\"\"\"\n"
      }
    }
    let text = "id,mail,note\n" + rows.joined()
    let ways = [(1, 1), (3, 2), (2, 1), (8, 8)]
    let found = try ways.map { lanes, chunks in
      try Self.files(of: text, sync) { options in
        (options.lanes, options.chunkSize) = (lanes, chunks << 19)
        (options.splitSize, options.packaging) = (200_000, .gzip(.fastest))
      }
    }
    #expect(found[0].files.count > 4 && found[0].counts.written == 40_000 * 47 / 50)
    #expect(found[0].counts.withoutTrait == 800 && found[0].counts.rejectedTotal == 1600)
    for (way, other) in zip(ways, found) {
      // Compared before, because a failure would work out the difference of megabytes.
      let isSame = other.files == found[0].files && other.counts == found[0].counts
      #expect(isSame, "\(way)")
    }
  }

  /// The files of a conversion, by their names, without the inputs' name in the rejects.
  private static func files(
    of text: String, _ sync: IDSync, _ change: (inout ConversionOptions) -> Void
  ) throws -> (files: [String: Data], counts: RecordCounts) {
    try TemporaryDirectory.with { directory in
      let input = directory.appending(path: "dump.csv")
      let outbox = directory.appending(path: "outbox")
      try Data(text.utf8).write(to: input)
      var options = ConversionOptions(sync)
      options.inputs = [input.path]
      options.output = .directory(outbox.path, layout: .flat)
      options.timestamp = 1_732_240_000
      options.packaging = .plain
      change(&options)
      let summary = try Conversion(options).run()
      var files: [String: Data] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: outbox.path) {
        let data = try Data(contentsOf: outbox.appending(path: name))
        let own = String(decoding: data, as: UTF8.self).replacing(input.path, with: "")
        files[name] = name.hasSuffix(".csv") ? Data(own.utf8) : data
      }
      return (files, summary.counts)
    }
  }
}
