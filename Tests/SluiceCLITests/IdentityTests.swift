// User IDs through the program: types, routes by type, hints, and traits that contradict each other.

import Foundation
import Testing

@Suite struct IdentityTests {
  private static let idfa = "6D92078A-8246-4BA4-AE5B-76104861E7DC"
  private static let gaid = "97987bca-ae59-4c7d-94ba-ee4f19ab8c21"
  private static let uuid = "67193751941108978510978903072806470000"

  private static let dump = """
    device,segments,level
    \(idfa),10|11,gold
    \(gaid),12,silver
    \(uuid),13,
    \(idfa.lowercased().capitalized),14,gold
    00000000-0000-0000-0000-000000000000,15,gold
    crm-17,16,gold

    """

  private static func mapping(
    _ rest: String, fields: String = "[{column: segments, as: sid, split: \"|\"}]"
  )
    -> String
  {
    "id: {column: device, type: auto}\nfields: \(fields)\n\(rest)\n"
  }

  @Test func everyTypeGetsItsFiles() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      try directory.write("map.yaml", Self.mapping("dataSource: {target: 77}"))
      let found = try directory.sluice(
        "convert -m map.yaml --out outbox --timestamp 1732240000 --compress none --verify dump.csv")
      #expect(found.ending == .done, "\(found.errors)")
      let names = ["20915", "20914", "0"].map { "ftp_dpm_\($0)_77_1732240000.sync" }
      let others = names.map { $0 + ".info" } + [names[0] + ".rejects.csv"]
      #expect(directory.list("outbox") == (names + others).sorted())
      #expect(try directory.text("outbox/\(names[0])") == "\(Self.idfa)\td_sid=10,d_sid=11\n")
      #expect(try directory.text("outbox/\(names[1])") == "\(Self.gaid)\td_sid=12\n")
      #expect(try directory.text("outbox/\(names[2])") == "\(Self.uuid)\td_sid=13\n")
      #expect(found.errors.contains("rejected  3 (id-format 3)"), "\(found.errors)")
      let rejects = try directory.text("outbox/\(names[0]).rejects.csv")
      #expect(
        rejects.split(separator: "\n").map { $0.split(separator: ",")[1] }.dropFirst() == [
          "5", "6", "7",
        ])
      let checked = try directory.sluice("check outbox")
      #expect(checked.ending == .done, "\(checked.text)")
      // A second run finds the names taken, whichever type comes first.
      _ = try directory.shell("rm outbox/*20915*")
      let second = try directory.sluice(
        "convert -m map.yaml --out outbox --timestamp 1732240000 dump.csv")
      #expect(second.ending == .exited(73), "\(second.errors)")
    }
  }

  @Test func routesMakeNoDifferenceToLanes() throws {
    try withDirectory { directory in
      var dump = "device,segments,level\n"
      for number in 0..<40_000 {
        let hex = String(number * 2_654_435_761 % 0xFFFF_FFFF, radix: 16)
        let padded = String(repeating: "a", count: 12 - hex.count) + hex
        let id = "97987bca-ae59-4c7d-94ba-\(padded)"
        dump += "\(number % 3 == 0 ? id.uppercased() : id),\(number % 50 + 1),x\n"
      }
      try directory.write("dump.csv", dump)
      try directory.write("map.yaml", Self.mapping("dataSource: {target: 77}"))
      for lanes in [1, 2, 5] {
        let found = try directory.sluice(
          "convert -m map.yaml --out out\(lanes) --timestamp 1732240000 --split-size 60000 --lanes \(lanes) dump.csv"
        )
        #expect(found.ending == .done, "\(found.errors)")
        #expect(try directory.shell("diff -r out1 out\(lanes)").ending == .done)
      }
      let count = try directory.shell(
        "zcat out1/*_20915_*.gz | wc -l; zcat out1/*_20914_*.gz | wc -l")
      #expect(count.text.split(separator: "\n") == ["13334", "26666"])
    }
  }

  @Test func aStreamTakesOneType() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      try directory.write("map.yaml", Self.mapping("dataSource: {target: 77}"))
      let stream = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(stream.ending == .exited(64), "\(stream.errors)")
      try directory.write("map.yaml", Self.mapping(""))
      let ownerless = try directory.sluice("convert -m map.yaml --out outbox dump.csv")
      #expect(ownerless.ending == .exited(78), "\(ownerless.errors)")
      #expect(ownerless.errors.contains("\"target\""), "\(ownerless.errors)")
    }
  }

  /// Oracle Data Cloud files (section 2): type, ID and traits in three columns, never two types in one.
  @Test func oracleLines() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", Self.dump)
      try directory.write("map.yaml", Self.mapping("dataSource: {target: 77}"))
      let found = try directory.sluice(
        "convert -m map.yaml --odc --out outbox --timestamp 1732240000 --compress none --verify dump.csv"
      )
      #expect(found.ending == .done, "\(found.errors)")
      let name = "outbox/ftp_dpm_odc_20915_77_1732240000.sync"
      #expect(try directory.text(name) == "idfa\t\(Self.idfa)\t10,11\n")
      let android = "outbox/ftp_dpm_odc_20914_77_1732240000.sync"
      #expect(try directory.text(android) == "gaid\t\(Self.gaid)\t12\n")
      #expect(found.errors.contains("id-format 4"), "\(found.errors)")
      try directory.write(
        "map.yaml", Self.mapping("dataSource: {target: 77}", fields: "[{column: level}]"))
      let pairs = try directory.sluice("convert -m map.yaml --odc --out pairs dump.csv")
      #expect(pairs.ending == .exited(78), "\(pairs.errors)")
    }
  }

  /// IDs of letters and digits are rejected with dashes, and it is said that these are why.
  @Test(arguments: [(389_146, "maid"), (963_906, "tifa"), (1_171_489, "vizio")])
  func dashesAreHintedAt(dpid: Int, type: String) throws {
    try withDirectory { directory in
      let bare = Self.idfa.replacing("-", with: "")
      try directory.write("dump.csv", "device,x\n\(Self.idfa),1\n\(bare),2\na-b,3\n")
      let options = "--dpid \(dpid) --target 77 --id device"
      let found = try directory.sluice("convert \(options) dump.csv")
      #expect(found.text == "\(bare)\t\"x\"=\"2\"\n")
      #expect(found.errors.contains("1 rejected IDs would be right without their dashes"))
      let strict = try directory.sluice("convert \(options) --strict dump.csv")
      #expect(
        strict.ending == .exited(65) && strict.errors.contains("would have it without its dashes"))
    }
  }

  /// An ID that would be right in the other case is rejected with that hint; a transform makes it right.
  @Test func theOtherCaseIsHintedAt() throws {
    try withDirectory { directory in
      try directory.write("dump.csv", "device,x\n\(Self.idfa.lowercased()),1\n")
      let id = "{column: device, type: idfa}"
      let rest = "fields: [{column: x}]\ndataSource: {dpid: 20915, target: 77}\n"
      try directory.write("map.yaml", "id: \(id)\n\(rest)")
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.text.isEmpty && found.errors.contains("would be right in the other case"))
      let strict = try directory.sluice("convert -m map.yaml --strict dump.csv")
      #expect(
        strict.ending == .exited(65) && strict.errors.contains("would have it in the other case"))
      try directory.write(
        "map.yaml", "id: {column: device, type: idfa, transform: [uppercase]}\n\(rest)")
      let changed = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(changed.text == "\(Self.idfa)\t\"x\"=\"1\"\n")
    }
  }

  @Test func whatLooksLikeAMistakeIsWarnedOf() throws {
    try withDirectory { directory in
      let crowd = String(repeating: "u1,a\n", count: 201)
      try directory.write("dump.csv", "id,x\nuser%20one,a\n" + crowd + "u2,a\n")
      try directory.write(
        "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: x}]\n")
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.ending == .done)
      #expect(found.errors.contains("1 IDs look URL-encoded"), "\(found.errors)")
      #expect(found.errors.contains("1 user has more than 200 lines"), "\(found.errors)")
    }
  }

  @Test func contradictionsAreRejected() throws {
    try withDirectory { directory in
      try directory.write(
        "dump.csv", "id,news,sids\nu1,N,24\nu2,N,25|026\nu3,Y,24\nu4,N,024\n")
      let fields =
        "[{column: news, traits: {Y: 24, N: -24}}, {column: sids, as: sid, split: \"|\"}]"
      try directory.write(
        "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: \(fields)\n")
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.text == "u2\td_unsid=24,d_sid=25,d_sid=026\nu3\td_sid=24\n")
      #expect(found.errors.contains("rejected  2 (conflict 2)"), "\(found.errors)")
      try directory.write(
        "map.yaml",
        "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: news, traits: {Y: [24, -24]}}]\n"
      )
      let never = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(never.ending == .exited(78), "\(never.errors)")
    }
  }
}
