import AudienceManager
import Testing

@Suite("Names of ID synchronisation files (section 7)")
struct IDSyncFileNameTests {
  static let examples = [
    "adobe_id_111_222_333_444_1454442149.sync", "adobe_id_123_898_456_1454442149.sync.1.gz",
    "c2c_id_123_898_1454442149.sync.gz", "adobe_id_0_898_1454442149.sync",
    "111_222_1454442149.sync.2", "adobe_id_20914_20915_1454442149.sync.gz",
  ]

  @Test("documented names are good and print the same", arguments: examples)
  func example(_ text: String) throws {
    let reading = try IDSyncFileName.read(text)
    #expect(reading.problems.isEmpty)
    #expect(reading.name.description == text)
    #expect(try DeliveredFileName.read(text).name == .idSync(reading.name))
  }

  static let wrong: [(String, [NameProblem])] = [
    ("adobe_id_1_2_145444214.sync", [.timestampDigits(found: 9, expected: 10)]),
    ("c2c_id_0_2_1454442149.sync", [.deviceIDsInC2C(dpid: 0)]),
    ("c2c_id_1_20914_1454442149.sync", [.deviceIDsInC2C(dpid: 20914)]),
    ("c2c_id_1_2_2_2_2_2_2_2_2_2_2_2_1454442149.sync", [.tooManyHashes(11)]),
    ("adobe_id_1_2_1454442149.sync.gpg", [.encryptedIDSync]),
    ("adobe_id_1_2_1454442149.sync.zip", [.zip]),
    ("adobe_id_1_2_1454442149.sync.0", [.notPositive(.split)]),
    ("adobe_id_01_2_1454442149.sync", [.leadingZeros(.master)]),
  ]

  @Test("names that break a rule are read with the problem", arguments: wrong)
  func broken(_ text: String, _ problems: [NameProblem]) throws {
    #expect(try IDSyncFileName.read(text).problems == problems)
  }

  static let notNames = [
    "adobe_id_1_1454442149.sync", "adobe_id_1_2_1454442149.overwrite", "adobe_id_1_2_1454442149",
    "adobe_id_1_a_1454442149.sync", "c2c_id_.sync", "customers.csv", "",
    "adobe_id_1_2_1454442149.sync.info", "adobe_id_1_2_1454442149.sync.rejects.csv",
    "ftp_1234_20915_iter_1486140843000001.sync.gz",
  ]

  @Test("other files are no such names", arguments: notNames)
  func notAName(_ text: String) {
    #expect(throws: NotAName.self) { try IDSyncFileName.read(text) }
    #expect(throws: NotAName.self) { try DeliveredFileName.read(text) }
  }

  @Test("a name that breaks a rule cannot be made")
  func strict() {
    #expect(throws: NameProblem.noDataSource) {
      try IDSyncFileName(kind: .adobeID, master: 0, dpids: [], timestamp: 1_454_442_149)
    }
    #expect(throws: NameProblem.encryptedIDSync) {
      try IDSyncFileName(
        kind: .adobeID, master: 0, dpids: [1], timestamp: 1_454_442_149, packing: .gpg)
    }
    #expect(throws: NameProblem.deviceIDsInC2C(dpid: 0)) {
      try IDSyncFileName(kind: .c2cID, master: 0, dpids: [1], timestamp: 1_454_442_149)
    }
    #expect(throws: NameProblem.notPositive(.master)) {
      try IDSyncFileName(kind: .adobeID, master: -1, dpids: [1], timestamp: 1_454_442_149)
    }
  }

  @Test("what is printed is read back the same")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<1_000 {
      let kind = IDSyncFileName.Kind.allCases.randomElement(using: &random) ?? .adobeID
      let name = try IDSyncFileName(
        kind: kind, master: Int.random(in: (kind == .c2cID ? 1 : 0)...9_999, using: &random),
        dpids: (0..<Int.random(in: 1...10, using: &random)).map { 1 + $0 },
        timestamp: Int.random(in: Limits.timestamps, using: &random),
        split: Bool.random(using: &random) ? Int.random(in: 1...999, using: &random) : nil,
        packing: Bool.random(using: &random) ? .gzip : .plain)
      let reading = try IDSyncFileName.read(name.description)
      #expect(reading.name == name && reading.problems.isEmpty)
      #expect(name.name(split: 7).hasPrefix(name.root + ".7"))
      #expect(name.infoName == name.root + ".info")
    }
  }
}

@Suite("Names of outbound files (section 11)")
struct OutboundFileNameTests {
  @Test("the documented name is good and prints the same")
  func example() throws {
    let text = "ftp_1234_20915_iter_1486140843000001.sync.gz"
    let reading = try OutboundFileName.read(text)
    #expect(reading.problems.isEmpty)
    #expect(reading.name.description == text)
    #expect(reading.name.timestamp == 1_486_140_843_000)
    #expect(reading.name.split == 1)
    #expect(reading.name.alias == nil)
  }

  @Test("an alias may have underscores")
  func alias() throws {
    let reading = try OutboundFileName.read("s3_12_0_my_alias_full_1486140843000.sync")
    #expect(reading.name.alias == "my_alias" && reading.name.split == nil)
    #expect(reading.problems.isEmpty)
  }

  @Test("names that break a rule are read with the problem")
  func broken() throws {
    let digits = try OutboundFileName.read("ftp_1_2_iter_148614084300.sync").problems
    #expect(digits == [.timestampDigits(found: 12, expected: 13)])
    let split = try OutboundFileName.read("ftp_1_2_iter_148614084300012.sync").problems
    #expect(split == [.splitDigits(2)])
    let zeros = try OutboundFileName.read("ftp_1_2_iter_14861408430000999.sync").problems
    #expect(zeros == [.leadingZeros(.split)])
    for text in ["ftp_1_2__iter_1486140843000.sync", "ftp_1_2_a b_iter_1486140843000.sync"] {
      #expect(try OutboundFileName.read(text).problems == [.outboundText])
    }
  }

  @Test(
    "other names are none",
    arguments: [
      "ftp_dpm_478_1366545717.sync", "ftp_1234_20915_1486140843000001.sync", "ftp_1_iter_1.sync",
      "ftp_1_2_iter_1486140843000.overwrite", "ftp_1_2_iter_1486140843000.sync.zip", "",
    ])
  func notAName(_ text: String) {
    #expect(throws: NotAName.self) { try OutboundFileName.read(text) }
  }

  @Test("what is printed is read back the same")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      let name = try OutboundFileName(
        syncType: ["ftp", "s3", "http"].randomElement(using: &random) ?? "ftp",
        destination: Int.random(in: 1...9_999, using: &random),
        master: Int.random(in: 0...9_999, using: &random),
        alias: Bool.random(using: &random) ? "a_b" : nil,
        extent: Bool.random(using: &random) ? .full : .iterative,
        timestamp: Int.random(in: 1_000_000_000_000...9_999_999_999_999, using: &random),
        split: Bool.random(using: &random) ? Int.random(in: 1...12_345, using: &random) : nil,
        isCompressed: Bool.random(using: &random))
      let reading = try OutboundFileName.read(name.description)
      #expect(reading.name == name && reading.problems.isEmpty)
    }
    #expect(throws: NameProblem.outboundText) {
      try OutboundFileName(
        syncType: "f_p", destination: 1, master: 1, extent: .full, timestamp: 1_486_140_843_000)
    }
  }
}
