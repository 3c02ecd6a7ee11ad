import AudienceManager
import Testing

@Suite("Names of inbound data files (section 2)")
struct InboundFileNameTests {
  /// The pages' examples, each with the codes of the problems it must be found to have.
  static let examples: [(String, [String])] = [
    ("ftp_dpm_478_1366545717.sync.1.gz", []),
    ("ftp_dpm_478_1366545717.sync.2.gz", []),
    ("ftp_dpm_478_1366545717.sync", []),
    ("ftp_dpm_478_567_1366545717.sync.gz", []),
    ("ftp_dpm_478_1366545717.overwrite", []),
    ("ftp_dpm_33_21_1234567890.sync", []),
    ("ftp_dpm_20914_21_1234567890.sync", []),
    ("ftp_dpm_121963_21_1234567890.sync", []),
    ("ftp_dpm_100_123456789.sync.pgp", ["timestamp-digits"]),
    ("ftp_dpm_100_123456789.overwrite.gpg", ["timestamp-digits"]),
    ("ftp_dpm_1234_1445374061.overwrite", []),
    ("ftp_dpm_1234_5678_1732240000.sync.1.gpg", []),
    ("ftp_dpm_odc_33_21_1234567890.sync.1.gz", []),
  ]

  @Test("documented names are judged as the rules say", arguments: examples)
  func example(_ text: String, _ codes: [String]) throws {
    let reading = try InboundFileName.read(text)
    #expect(reading.problems.map(\.code) == codes)
    #expect(reading.name.description == text)
  }

  /// Names that are plainly meant, but wrong.
  static let wrong: [(String, [NameProblem])] = [
    ("ftp_dpm_478_136654571.sync", [.timestampDigits(found: 9, expected: 10)]),
    ("ftp_dpm_478_1366545717000.sync", [.timestampDigits(found: 13, expected: 10)]),
    ("ftp_dpm_0_1366545717.sync", [.targetMissing(dpid: 0)]),
    ("ftp_dpm_478_0_1366545717.sync", [.notPositive(.target)]),
    ("ftp_dpm_0478_1366545717.sync", [.leadingZeros(.dpid)]),
    ("ftp_dpm_20915_1366545717.sync", [.targetMissing(dpid: 20915)]),
    ("ftp_dpm_1171489_1366545717.sync.gz", [.targetMissing(dpid: 1_171_489)]),
    ("ftp_dpm_478_1366545717.sync.gz.gpg", [.compressedAndEncrypted]),
    ("ftp_dpm_478_1366545717.sync.pgp.gz", [.compressedAndEncrypted]),
    ("ftp_dpm_478_1366545717.sync.zip", [.zip]),
    ("ftp_dpm_478_1366545717.sync.0.gz", [.notPositive(.split)]),
    ("ftp_dpm_478_1366545717.sync.01.gz", [.leadingZeros(.split)]),
    ("ftp_dpm_478_1366545717.sync.gz.1", [.splitAfterSuffix]),
  ]

  @Test("names that break a rule are read with the problem", arguments: wrong)
  func broken(_ text: String, _ problems: [NameProblem]) throws {
    #expect(try InboundFileName.read(text).problems == problems)
  }

  static let notNames: [(String, NotAName.Reason)] = [
    ("customers.csv", .prefix(expected: "ftp_dpm_")),
    ("FTP_DPM_478_1366545717.sync", .prefix(expected: "ftp_dpm_")),
    (".sluice-ftp_dpm_478_1366545717.sync", .prefix(expected: "ftp_dpm_")),
    ("ftp_dpm_478_1366545717", .mode(expected: ".sync or .overwrite behind the timestamp")),
    ("ftp_dpm_478_1366545717.gz", .mode(expected: ".sync or .overwrite behind the timestamp")),
    ("ftp_dpm_1366545717.sync", .numbers(expected: "DPID, target if any, and timestamp")),
    ("ftp_dpm_1_2_3_1366545717.sync", .numbers(expected: "DPID, target if any, and timestamp")),
    ("ftp_dpm_x_1366545717.sync", .notANumber),
    ("ftp_dpm__1366545717.sync", .notANumber),
    ("ftp_dpm_-1_1366545717.sync", .notANumber),
    ("ftp_dpm_1_99999999999999999999.sync", .notANumber),
    ("ftp_dpm_478_1366545717.sync.csv", .suffix("csv")),
    ("ftp_dpm_478_1366545717.sync.1.2", .suffix("2")),
    ("ftp_dpm_478_1366545717.sync.gz.gz", .suffix("gz")),
    ("ftp_dpm_478_1366545717.sync.pgp.gpg", .suffix("gpg")),
    ("ftp_dpm_478_1366545717.sync.info", .companion),
    ("ftp_dpm_478_1366545717.sync.rejects.csv", .companion),
  ]

  @Test("other files are no inbound names, with the reason", arguments: notNames)
  func notAName(_ text: String, _ reason: NotAName.Reason) {
    #expect(throws: NotAName.self) { try InboundFileName.read(text) }
    do {
      _ = try InboundFileName.read(text)
    } catch {
      #expect(error.reason == reason)
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("a name that breaks a rule cannot be made")
  func strict() throws {
    #expect(throws: NameProblem.targetMissing(dpid: 0)) {
      try InboundFileName(dpid: 0, timestamp: 1_732_240_000)
    }
    #expect(throws: NameProblem.targetMissing(dpid: 20914)) {
      try InboundFileName(dpid: 20914, timestamp: 1_732_240_000)
    }
    #expect(throws: NameProblem.tooLarge(.dpid)) {
      try InboundFileName(dpid: 1_000_000_000_000_000_000, timestamp: 1_732_240_000)
    }
    let largest = try InboundFileName(dpid: Limits.numbers.upperBound, timestamp: 1_732_240_000)
    #expect(try InboundFileName.read(largest.description).name == largest)
    #expect(throws: NameProblem.notPositive(.target)) {
      try InboundFileName(dpid: 1, target: -2, timestamp: 1_732_240_000)
    }
    #expect(throws: NameProblem.timestampDigits(found: 9, expected: 10)) {
      try InboundFileName(dpid: 1, timestamp: 999_999_999)
    }
    #expect(throws: NameProblem.timestampDigits(found: 11, expected: 10)) {
      try InboundFileName(dpid: 1, timestamp: 10_000_000_000)
    }
    #expect(throws: NameProblem.notPositive(.split)) {
      try InboundFileName(dpid: 1, timestamp: 1_732_240_000, split: 0)
    }
  }

  @Test("names of parts and of the files beside them")
  func derived() throws {
    let name = try InboundFileName(
      dpid: 1234, target: 5678, timestamp: 1_732_240_000, split: 3, packing: .gzip)
    #expect(name.description == "ftp_dpm_1234_5678_1732240000.sync.3.gz")
    #expect(name.root == "ftp_dpm_1234_5678_1732240000.sync")
    #expect(name.name(split: nil) == "ftp_dpm_1234_5678_1732240000.sync.gz")
    #expect(name.name(split: 12) == "ftp_dpm_1234_5678_1732240000.sync.12.gz")
    #expect(name.infoName == "ftp_dpm_1234_5678_1732240000.sync.info")
    #expect(name.rejectsName == "ftp_dpm_1234_5678_1732240000.sync.rejects.csv")
    #expect(name.s3Prefix(partner: try PartnerName("acme-1")) == "acme-1/date=2024-11-22/")
  }

  @Test("partner names are one folder")
  func partner() throws {
    for good in ["acme", "Acme_1", "a.b-c"] { #expect(try PartnerName(good).description == good) }
    for bad in ["", ".", "..", ".a", "a/b", "a b", "müller", "a\n"] {
      #expect(throws: NameProblem.partner) { try PartnerName(bad) }
    }
  }

  @Test("what is printed is read back the same")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let name = try InboundFileName(
        dpid: Int.random(in: 1...3_000_000, using: &random),
        target: Int.random(in: 1...3_000_000, using: &random),
        timestamp: Int.random(in: Limits.timestamps, using: &random),
        mode: .allCases.randomElement(using: &random) ?? .sync,
        split: Bool.random(using: &random) ? Int.random(in: 1...5_000, using: &random) : nil,
        packing: .allCases.randomElement(using: &random) ?? .plain,
        variant: .allCases.randomElement(using: &random) ?? .standard)
      let reading = try InboundFileName.read(name.description)
      #expect(reading.name == name)
      #expect(reading.problems.isEmpty)
      #expect(try DeliveredFileName.read(name.description).name == .data(name))
    }
  }

  @Test("damaged names are never read as good unless they print the same")
  func damaged() {
    var random = SeededGenerator(seed: 2)
    let alphabet = Array("ftp_dm019.syncoverwitgz_")
    for _ in 0..<5_000 {
      var text = Array("ftp_dpm_1234_5678_1732240000.sync.1.gz")
      let place = Int.random(in: 0..<text.count, using: &random)
      text[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      guard let reading = try? InboundFileName.read(String(text)), reading.problems.isEmpty else {
        continue
      }
      #expect(reading.name.description == String(text))
    }
  }
}

@Suite("Dates of timestamps")
struct CivilDateTests {
  static let known: [(Int, String)] = [
    (0, "1970-01-01"), (-1, "1969-12-31"), (86_399, "1970-01-01"), (86_400, "1970-01-02"),
    (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (1_366_545_717, "2013-04-21"),
    (1_709_164_800, "2024-02-29"), (1_732_240_000, "2024-11-22"), (4_107_542_400, "2100-03-01"),
    (4_107_542_399, "2100-02-28"), (9_999_999_999, "2286-11-20"), (-62_135_596_800, "0001-01-01"),
  ]

  @Test("known days", arguments: known)
  func day(_ seconds: Int, _ date: String) {
    #expect(CivilDate(unixSeconds: seconds).description == date)
  }

  @Test("every day follows the one before, over 800 years")
  func successive() {
    var before = CivilDate(unixSeconds: 0)
    for day in 1..<292_200 {
      let date = CivilDate(unixSeconds: day * 86_400)
      #expect(isSuccessor(date, of: before))
      before = date
    }
  }

  private func isSuccessor(_ date: CivilDate, of before: CivilDate) -> Bool {
    if date.year == before.year, date.month == before.month { return date.day == before.day + 1 }
    let isLeap = before.year % 4 == 0 && (before.year % 100 != 0 || before.year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let isMonthEnd = before.day == lengths[before.month - 1] && date.day == 1
    let isNextMonth = date.year == before.year && date.month == before.month + 1
    let isNextYear = date.year == before.year + 1 && date.month == 1 && before.month == 12
    return isMonthEnd && (isNextMonth || isNextYear)
  }
}
