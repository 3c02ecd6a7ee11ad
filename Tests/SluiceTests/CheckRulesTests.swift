// Each section of the inbound format, end to end: what is taken and what is not. Rules of single names,
// IDs and lines have tests of their own in AudienceManagerTests; here they go through a whole check.

import AudienceManager
import SluiceTestTools
import Testing

@testable import Sluice

/// A file and what is to be found in it.
struct CheckCase: Sendable, CustomTestStringConvertible {
  let section: Int
  let name: String
  let text: String
  let codes: [String]

  init(_ section: Int, _ name: String, _ text: String, _ codes: [String] = []) {
    self.section = section
    self.name = name
    self.text = text
    self.codes = codes
  }

  var testDescription: String { "section \(section): \(name): \(codes)" }
}

private let line = "u1\t\"k\"=\"v\"\n"
private let gaid = "b56e68ec-34ed-46d5-af0c-1d2401f676c9\t\"k\"=\"v\"\n"
private let idfa = "B56E68EC-34ED-46D5-AF0C-1D2401F676C9"
private let uuid = "12345678901234567890123456789012345678"
private let hash = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"
private let plain = "ftp_dpm_478_1366545717.sync"
private let overwrite = "ftp_dpm_478_1366545717.overwrite"

@Suite struct CheckRulesTests {
  static let names: [CheckCase] = [
    // The documented examples.
    CheckCase(2, "ftp_dpm_478_1366545717.sync.1.gz", line),
    CheckCase(2, "ftp_dpm_478_1366545717.sync.2.gz", line),
    CheckCase(2, "ftp_dpm_478_1366545717.sync", line),
    CheckCase(2, "ftp_dpm_478_567_1366545717.sync.gz", line),
    CheckCase(2, "ftp_dpm_478_1366545717.overwrite", line),
    CheckCase(2, "ftp_dpm_33_21_1234567890.sync", line),
    CheckCase(2, "ftp_dpm_20914_21_1234567890.sync", gaid),
    CheckCase(2, "ftp_dpm_121963_21_1234567890.sync", gaid),
    CheckCase(
      2, "ftp_dpm_100_123456789.sync.pgp", "-----BEGIN PGP MESSAGE-----\n",
      ["name-timestamp-digits", "encrypted"]),
    CheckCase(
      2, "ftp_dpm_100_123456789.overwrite.gpg", "-----BEGIN PGP MESSAGE-----\n",
      ["name-timestamp-digits", "encrypted"]),
    CheckCase(2, "ftp_dpm_odc_478_1366545717.sync", "idfa\t\(idfa)\t38838\n"),
    // And what breaks a rule.
    CheckCase(2, "ftp_dpm_20914_1234567890.sync", gaid, ["name-target-missing"]),
    CheckCase(2, "ftp_dpm_478_1366545717.sync.zip", line, ["name-zip"]),
    CheckCase(
      2, "ftp_dpm_478_1366545717.sync.gz.gpg", "-----BEGIN PGP MESSAGE-----\n",
      ["name-compressed-and-encrypted", "encrypted"]),
    CheckCase(2, "ftp_dpm_478_1366545717.sync.0.gz", line, ["name-not-positive"]),
    CheckCase(2, "ftp_dpm_478.sync", line, ["not-inbound"]),
    CheckCase(2, "ftp_dpm_478_1366545717.csv", line, ["not-inbound"]),
    CheckCase(2, "crm.csv", "id,plan\n", ["not-inbound"]),
    CheckCase(
      2, "ftp_dpm_odc_478_1366545717.sync",
      "idfa\t\(idfa)\t38838\nandroid\tb56e68ec-34ed-46d5-af0c-1d2401f676c9\t1\n",
      ["mixed-id-types"]),
    CheckCase(2, "ftp_dpm_odc_20915_21_1366545717.sync", "idfa\t\(idfa)\t38838\n"),
    CheckCase(
      2, "ftp_dpm_odc_20915_21_1366545717.sync",
      "gaid\tb56e68ec-34ed-46d5-af0c-1d2401f676c9\t1\n", ["foreign-id-type"]),
    CheckCase(
      2, "ftp_dpm_odc_20914_21_1366545717.sync", "idfa\t\(idfa)\t38838\n", ["foreign-id-type"]),
  ]

  static let texts: [CheckCase] = [
    // Only ASCII and UTF-8; not empty.
    CheckCase(3, plain, "müller\t\"stadt\"=\"Köln 日本 🙂\"\n"),
    CheckCase(3, plain, "", ["empty-file"]),
    CheckCase(3, plain + ".gz", "", ["empty-file"]),
    CheckCase(3, plain, "\u{FEFF}" + line, ["byte-order-mark"]),
    CheckCase(3, plain, "u1\t\"k\"=\"a\0b\"\n", ["control-byte"]),
    // IDs.
    CheckCase(4, "ftp_dpm_20915_21_1234567890.sync", "\(idfa)\t\"k\"=\"v\"\n"),
    CheckCase(4, "ftp_dpm_20915_21_1234567890.sync", gaid, ["invalid-device-id"]),
    CheckCase(4, "ftp_dpm_389146_21_1234567890.sync", "aB09\t\"k\"=\"v\"\n"),
    CheckCase(4, "ftp_dpm_389146_21_1234567890.sync", "a.b\t\"k\"=\"v\"\n", ["invalid-device-id"]),
    CheckCase(4, "ftp_dpm_389146_21_1234567890.sync", gaid, ["invalid-device-id"]),
    CheckCase(4, "ftp_dpm_963906_21_1234567890.sync", gaid, ["invalid-device-id"]),
    CheckCase(4, "ftp_dpm_1171489_21_1234567890.sync", gaid, ["invalid-device-id"]),
    CheckCase(4, plain, "a:b\t\"k\"=\"v\"\n", ["invalid-user-id"]),
    CheckCase(4, plain, "a%3Ab\t\"k\"=\"v\"\n", ["invalid-user-id"]),
    CheckCase(4, plain, "a%20b\t\"k\"=\"v\"\n", ["id-url-encoded"]),
    CheckCase(1, plain, "jo@example.com\t\"k\"=\"v\"\n", ["id-personal-data-email"]),
    // The forms of traits.
    CheckCase(
      5, plain,
      "u1\td_sid=24,d_unsid=25,26:0,27:-1,ic=52,53,k=v,\"k\"=v,k=\"v\",\"k\"=\"v\", k = v\n"),
    CheckCase(5, plain, "u1\t\"product\"=\"tablet\",\"product\"=\"phone\"\n"),
    CheckCase(
      5, overwrite,
      "u1\t\"ACCOUNT_TYPE\"=\"HAC\",\"Plans\"=\"123\","
        + "\"ServiceExpiryDate\"=\"2013-01-26 00:00:00.000\"\r\n"
        + "u2\t\"a\"=\"x|y z\",,\"b\"=\"c\"\r\n", ["crlf", "empty-element"]),
    CheckCase(5, plain, "u1\t-product=tablet\n", ["leading-dash"]),
    CheckCase(5, plain, "u1\t\"a\"=\"b, c\"\n"),
    CheckCase(5, plain, "u1\ta=b, c\n", ["not-a-trait"]),
    CheckCase(5, plain, "u1 \"k\"=\"v\"\n", ["missing-tab"]),
    CheckCase(5, plain, "u1\t\"k\"=\"v\"\t\"l\"=\"w\"\n", ["tab"]),
    CheckCase(5, plain, "u1\t\"k\"=\"a\"b\"\n", ["text-after-quote"]),
    CheckCase(5, plain, "u1\t\"k\"=\"v\n", ["unterminated-quote"]),
    CheckCase(5, plain, "u1\td_sid=x\n", ["invalid-trait-id"]),
    CheckCase(5, plain, "u1\t24:2\n", ["invalid-removal"]),
    CheckCase(5, plain, "u1\t\u{201C}k\u{201D}=v\n", ["typographic-quotes"]),
    CheckCase(5, overwrite, "u1\t\"k\"=\"v\",d_unsid=24\n", ["removal-ignored"]),
    CheckCase(5, plain, "u1\td_sid=24,d_unsid=024\n", ["trait-conflict"]),
    // Encryption.
    CheckCase(6, plain + ".gpg", "-----BEGIN PGP MESSAGE-----\n", ["encrypted"]),
    CheckCase(6, plain + ".gpg", line, ["not-pgp", "encrypted"]),
    CheckCase(6, plain + ".pgp", "", ["empty-file", "encrypted"]),
    // ID synchronisation.
    CheckCase(7, "adobe_id_0_222_1454442149.sync", "\(uuid)\tu1\n"),
    CheckCase(7, "adobe_id_0_222_1454442149.sync", "u1\tu1\n", ["invalid-aam-id"]),
    CheckCase(7, "adobe_id_111_222_333_444_1454442149.sync", "\(idfa)\ta\tb\tc\n"),
    CheckCase(7, "adobe_id_111_222_1454442149.sync", "u1\tu2\n", ["master-not-a-device"]),
    CheckCase(
      7, "adobe_id_111_222_1454442149.sync", "\(idfa)\tjo@example.com\n",
      ["id-personal-data-email"]),
    CheckCase(
      7, "c2c_id_123_898_1454442149.sync", "jo@example.com\t\(hash)\n",
      ["id-personal-data-email"]),
    CheckCase(
      7, "c2c_id_123_898_1454442149.sync", "4111 1111 1111 1111\t\(hash)\n",
      ["id-personal-data-payment-card"]),
    CheckCase(
      7, "c2c_id_123_898_1454442149.sync", "u1\tjo@example.com\n",
      ["invalid-hash", "id-personal-data-email"]),
    CheckCase(
      7, "adobe_id_0_222_1454442149.sync", "\(uuid)\ta%20b\n", ["id-url-encoded"]),
    CheckCase(7, "c2c_id_123_898_1454442149.sync.gz", "u1\t\(hash)\n"),
    CheckCase(
      7, "c2c_id_123_898_1454442149.sync.gz", "u1\t\(hash.uppercased())\n", ["invalid-hash"]),
    CheckCase(7, "c2c_id_123_898_1454442149.sync", "u1\t\(hash)\t\(hash)\n", ["column-count"]),
    CheckCase(7, "c2c_id_123_898_1454442149.sync", "u1\t\(hash)\t\n", ["trailing-blank"]),
    CheckCase(7, "c2c_id_123_898_1454442149.sync", "\t\(hash)\n", ["empty-column"]),
    CheckCase(
      7, "c2c_id_123_898_1454442149.sync.gpg", "-----BEGIN PGP MESSAGE-----\n",
      ["name-encrypted-id-sync", "encrypted"]),
    // Outbound files.
    CheckCase(11, "ftp_1234_20915_iter_1486140843000001.sync.gz", "\(uuid) 1,2 3\n", ["outbound"]),
    CheckCase(11, "ftp_1234_20915_iterative_1486140843000001.sync", "", ["not-inbound"]),
    // What the pages leave open.
    CheckCase(13, plain, "u1\t\"k\"=\"v\"\r\n", ["crlf"]),
    CheckCase(13, plain, line + "\n\n", ["blank-line"]),
    CheckCase(13, plain, "u1\ta = b, c = d\n"),
    CheckCase(13, plain, "u1\n", ["no-traits"]),
    CheckCase(13, overwrite, "u1\n", ["id-alone"]),
    CheckCase(13, plain, "u1\t\"k\"=\"v\"", ["no-line-end"]),
    CheckCase(13, "ftp_dpm_478_136654571.sync", line, ["name-timestamp-digits"]),
  ]

  @Test(arguments: names)
  func name(_ example: CheckCase) throws {
    #expect(try CheckFolder.codes(example.name, example.text) == example.codes)
  }

  @Test(arguments: texts)
  func text(_ example: CheckCase) throws {
    #expect(try CheckFolder.codes(example.name, example.text) == example.codes)
  }

  @Test("section 3: bytes that are not UTF-8, and other encodings")
  func encodings() throws {
    #expect(
      try CheckFolder.codes(plain, Array("u1\t\"k\"=\"".utf8) + [0xFC] + Array("\"\n".utf8))
        == ["invalid-utf8"])
    for encoding in ["UTF-16LE", "UTF-16BE", "UTF-16"] {
      let bytes = try Tool.output(
        of: ["iconv", "-f", "UTF-8", "-t", encoding], input: Array(line.utf8))
      #expect(try CheckFolder.codes(plain, bytes).contains("encoding"), "\(encoding)")
    }
  }

  @Test("section 3: a line of 102,400 bytes is taken, one of 102,401 is not")
  func longLine() throws {
    func line(_ count: Int) -> String {
      "u1\t\"k\"=\"" + String(repeating: "x", count: count - 9) + "\""
    }
    #expect(try CheckFolder.codes(plain, line(102_400) + "\n") == [])
    #expect(try CheckFolder.codes(plain, line(102_400) + "\r\n") == ["crlf"])
    #expect(try CheckFolder.codes(plain, line(102_401) + "\n") == ["line-too-long"])
  }

  @Test("section 3: 200 lines of a user are taken, further ones are dropped")
  func linesOfAUser() throws {
    let lines = String(repeating: line, count: 200)
    #expect(try CheckFolder.codes(plain, lines) == [])
    #expect(try CheckFolder.codes(plain, lines + line) == ["lines-of-user"])
  }

  @Test("section 3: sizes, best and most")
  func sizes() {
    func codes(_ name: String, stored: Int, raw: Int = 0, allowsLarge: Bool = false) -> [String] {
      var job = CheckJob(paths: [])
      job.allowsLarge = allowsLarge
      let file = CheckedFile(path: name, name: name, folder: nil, isFound: false)
      return job.sizeFindings(file, stored: stored, raw: raw).map(\.code)
    }
    let gigabyte = 1_000_000_000
    #expect(codes(plain + ".gz", stored: 300_000_000, raw: gigabyte) == [])
    #expect(codes(plain + ".gz", stored: 300_000_001) == ["larger-than-best"])
    #expect(codes(plain + ".gz", stored: gigabyte) == ["larger-than-best"])
    #expect(codes(plain + ".gz", stored: gigabyte + 1) == ["too-large-stored"])
    #expect(codes(plain + ".gpg", stored: gigabyte + 1) == ["too-large-stored"])
    #expect(codes(plain + ".gz", stored: gigabyte + 1, allowsLarge: true) == ["larger-than-best"])
    #expect(codes(plain + ".gz", stored: 3 * gigabyte, allowsLarge: true) == ["larger-than-best"])
    #expect(
      codes(plain + ".gz", stored: 3 * gigabyte + 1, allowsLarge: true) == ["too-large-stored"])
    #expect(codes(plain, stored: gigabyte, raw: gigabyte) == [])
    #expect(codes(plain, stored: gigabyte + 1, raw: gigabyte + 1) == ["larger-than-best"])
    #expect(codes(plain, stored: 5 * gigabyte, raw: 5 * gigabyte) == ["larger-than-best"])
    #expect(codes(plain, stored: 5 * gigabyte + 1, raw: 5 * gigabyte + 1) == ["too-large-raw"])
    #expect(codes(plain + ".gz", stored: 9, raw: 5 * gigabyte + 1) == ["too-large-raw"])
  }

  @Test("section 2: content that is not as the name says")
  func packing() throws {
    let zipped = try CheckFolder.gzip(Array(line.utf8))
    #expect(try CheckFolder.codes(plain + ".gz", zipped) == [])
    #expect(try CheckFolder.codes(plain, zipped) == ["gzip-unnamed"])
    #expect(try CheckFolder.codes(plain + ".gz", Array(line.utf8)) == ["not-gzip"])
    #expect(try CheckFolder.codes(plain + ".gpg", zipped) == ["not-pgp", "encrypted"])
    #expect(try CheckFolder.codes(plain + ".gpg", [0x85, 1, 2]) == ["encrypted"])
    #expect(
      try CheckFolder.codes(plain + ".zip", [0x50, 0x4B, 3, 4, 0]) == ["name-zip", "compression"])
    #expect(try CheckFolder.codes(plain, [0x28, 0xB5, 0x2F, 0xFD, 0]) == ["compression"])
  }

  @Test("section 2: gzip data must be whole; section 13: one member is usual")
  func gzip() throws {
    let text = (0..<300).map { "u\($0)\t\"k\"=\"v\"\n" }.joined()
    let zipped = try CheckFolder.gzip(Array(text.utf8))
    #expect(try CheckFolder.codes(plain + ".gz", zipped + zipped) == ["gzip-members"])
    #expect(
      try CheckFolder.codes(plain + ".gz", zipped + Array("junk".utf8)) == ["gzip-trailing-data"])
    let zeros = [UInt8](repeating: 0, count: 512)
    #expect(try CheckFolder.codes(plain + ".gz", zipped + zeros) == ["gzip-padding"])
    #expect(
      try CheckFolder.codes(plain + ".gz", zipped + zeros + [1]) == ["gzip-trailing-data"])
    #expect(try CheckFolder.codes(plain + ".gz", zipped.dropLast()) == ["gzip-truncated"])
    #expect(try CheckFolder.codes(plain + ".gz", zipped.dropLast(100)) == ["gzip-truncated"])
    var damaged = zipped
    damaged[damaged.count - 5] ^= 1  // in the CRC-32
    let report = try CheckFolder.with { folder in
      try folder.write(plain + ".gz", damaged)
      return try folder.check(plain + ".gz")
    }
    #expect(report.codes == ["gzip-corrupt"])
    #expect(report.total.recordsReceived == 300)
  }

  @Test("what is probably not meant is a warning, what is only odd a note")
  func severities() throws {
    let text =
      "u1\t\u{201C}k\u{201D}=\u{201C}v\u{201D}\n" + "a%20b\t\"k\"=\"v\"\n" + "\"q\"\t\"k\"=\"v\"\n"
      + "NULL\t\"k\"=\"v\"\n" + "u2\td_sid=1,d_unsid=1,,\r\n"
    let report = try CheckFolder.with { folder in
      try folder.put(plain, text)
      try folder.put(
        "ftp_dpm_20914_21_1234567890.sync", "00000000-0000-0000-0000-000000000000\ta=b\n")
      return try folder.check()
    }
    let found = report.files.flatMap(\.findings)
    #expect(
      Set(found.filter { $0.severity == .warning }.map(\.code))
        == ["typographic-quotes", "id-url-encoded", "id-quoted", "id-all-zeros", "id-placeholder"])
    #expect(
      Set(found.filter { $0.severity == .note }.map(\.code))
        == ["trait-conflict", "empty-element", "crlf"])
    #expect(found.count == 8)
  }

  /// Numbers with the check digit of cards, of an issuer's range.
  private static func cards(_ count: Int) -> [String] {
    (0..<count).map { number in
      let body = Array("4\(String(10_000_000_000_000 + number * 7_919_317))".utf8).map {
        Int($0) - 48
      }
      let sum = body.enumerated().reduce(0) { sum, digit in
        let value = digit.offset % 2 == 0 ? 2 * digit.element : digit.element
        return sum + value / 10 + value % 10
      }
      return (body + [(10 - sum % 10) % 10]).map(String.init).joined()
    }
  }

  @Test("section 1: IDs that are card or phone numbers all together, whatever the stretches")
  func numbersForIDs() throws {
    let cards = Self.cards(12_000)
    let phones = (0..<500).map { "202\(212 + $0 * 37 % 700)\(1_000 + $0)" }
    let hash = hash
    let cases: [(String, [String], [String])] = [
      (plain, Array(cards.prefix(500)).map { $0 + "\t\"k\"=\"v\"" }, ["id-column-cards"]),
      (plain, cards.map { $0 + "\t\"k\"=\"v\"" }, ["id-column-cards"]),
      (plain, phones.map { $0 + "\t\"k\"=\"v\"" }, ["id-column-phones"]),
      (plain, cards.prefix(3).map { $0 + "\t\"k\"=\"v\"" }, []),
      (plain, (0..<999).map { "\(4_000_000_000_000_000 + $0)\t\"k\"=\"v\"" }, []),
      (plain, (0..<502).map { "u\($0)\t\"k\"=\"v\"" } + cards.map { $0 + "\ta=b" }, []),
      (
        "c2c_id_1_2_1454442149.sync", cards.prefix(99).map { "\($0)\t\(hash)" }, ["id-column-cards"]
      ),
    ]
    for (name, lines, codes) in cases {
      try CheckFolder.with { folder in
        try folder.put(name, lines.map { $0 + "\n" }.joined())
        for size in [nil, 3_000] {
          let report = try folder.check(name, chunkSize: size)
          #expect(report.codes == codes && report.isGood, "\(name), \(lines.count) lines")
          #expect(report.count(.warning) == codes.count)
        }
      }
    }
  }

  @Test("section 9: terms, and which of them cannot be known")
  func terms() throws {
    let report = try CheckFolder.with { folder in
      try folder.put(plain, line + "u2\n" + "u3\ta=b,c=d,d_sid=1,d_unsid=2\n")
      try folder.put("ftp_dpm_20915_21_1234567890.sync", gaid)
      try folder.put("adobe_id_0_222_1454442149.sync", "1\tu\n")
      return try folder.check()
    }
    let total = report.total
    #expect(total.recordsReceived == 5 && total.formatErrors == 1 && total.storedRecords == 2)
    #expect(total.invalidAAMIDs == 1 && total.invalidDeviceIDs == 1 && total.totalSignals == 3)
    let data = report.files.first { $0.name == plain }
    #expect(data?.traitsAdded == 1 && data?.traitsRemoved == 1)
    #expect(!report.isGood && report.count(.error) == 3)
    let known = CheckReport.knownTerms + CheckReport.unknownTerms + [.percentSuccess]
    #expect(Set(known) == Set(ReportTerm.allCases))
  }

  @Test("places: line and byte, the first ten of a kind, masked")
  func places() throws {
    let bad = "jane.doe@example.com \"k\"=\"xyzzy-quux\"\n"
    let report = try CheckFolder.with { folder in
      try folder.put(plain, line + String(repeating: bad, count: 12))
      return try folder.check(plain)
    }
    let finding = try #require(report.files.first?.findings.first)
    #expect(finding.code == "missing-tab" && finding.count == 12 && finding.places.count == 10)
    #expect(finding.term == .formatErrors && finding.section == 5)
    #expect(finding.places.map(\.line) == Array(2...11))
    let first = finding.places[0]
    let quote = try #require(bad.utf8.firstIndex(of: UInt8(ascii: "\"")))
    #expect(first.byte == line.utf8.count + bad.utf8.distance(from: bad.utf8.startIndex, to: quote))
    for secret in ["jane", "doe", "example", "xyzzy", "quux"] {
      #expect(!report.json.contains(secret), "\(secret)")
    }
  }
}
