import Testing

@testable import AudienceManager

@Suite("Lines of ID synchronisation files (section 7)")
struct IDSyncLineTests {
  private func parse(_ name: String, _ line: String) throws -> LineReading {
    let parser = IDSyncLineParser(name: try IDSyncFileName.read(name).name)
    return with(line) { parser.parse($0) }
  }

  static let hash = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"
  static let uuid = IDTypeTests.digits38

  static let good: [(String, String, [LineNote])] = [
    ("adobe_id_0_1234_1454442149.sync", "\(uuid)\tcrm-1", []),
    ("adobe_id_0_1234_1454442149.sync", "\(uuid)\tcrm-1\r", [.crlf]),
    ("adobe_id_20914_20915_1454442149.sync", "\(IDTypeTests.lower)\t\(IDTypeTests.upper)", []),
    ("adobe_id_111_222_333_1454442149.sync", "abc\tdef\tghi", [.masterNotADevice]),
    ("adobe_id_111_222_1454442149.sync", "\(IDTypeTests.upper)\tdef", []),
    ("111_222_1454442149.sync", "\(uuid)\tdef", []),
    ("c2c_id_123_898_1454442149.sync", "crm-1\t\(hash)", []),
    ("c2c_id_123_898_898_1454442149.sync", "crm-1\t\(hash)\t\(hash)", []),
    ("c2c_id_123_898_1454442149.sync", "crm%201\t\(hash)", [.idURLEncoded]),
  ]

  @Test("good lines", arguments: good)
  func accepts(_ name: String, _ line: String, _ notes: [LineNote]) throws {
    let reading = try parse(name, line)
    #expect(reading.error == nil)
    #expect(reading.notes.all == notes)
    #expect(slice(line, reading.userID) == line.split(separator: "\t")[0])
  }

  static let bad: [(String, String, LineError.Kind, Int)] = [
    ("adobe_id_0_1_1454442149.sync", "", .blankLine, 0),
    ("adobe_id_0_1_1454442149.sync", "\t", .blankLine, 0),
    ("adobe_id_0_1_1454442149.sync", "\(uuid)\tcrm\t", .trailingBlank, 42),
    ("adobe_id_0_1_1454442149.sync", "\(uuid)\tcrm ", .trailingBlank, 42),
    ("adobe_id_0_1_1454442149.sync", "\(uuid)", .columnCount, 38),
    ("adobe_id_0_1_1454442149.sync", "\(uuid)\ta\tb", .columnCount, 40),
    ("adobe_id_0_1_2_1454442149.sync", "\(uuid)\t\tb", .emptyColumn, 39),
    ("adobe_id_0_1_1454442149.sync", "\tb", .emptyColumn, 0),
    ("adobe_id_0_1_1454442149.sync", "123\tb", .invalidAAMID, 0),
    ("adobe_id_20914_1_1454442149.sync", "\(IDTypeTests.upper)\tb", .invalidDeviceID, 0),
    ("adobe_id_0_1_1454442149.sync", "\(uuid)\ta:b", .invalidUserID, 39),
    ("c2c_id_1_2_1454442149.sync", "crm\tjohn", .invalidHash, 4),
    ("c2c_id_1_2_1454442149.sync", "crm\t\(hash.uppercased())", .invalidHash, 4),
  ]

  @Test("bad lines, and where", arguments: bad)
  func refuses(_ name: String, _ line: String, _ kind: LineError.Kind, _ offset: Int) throws {
    #expect(try parse(name, line).error == LineError(kind, at: offset))
  }

  static let personal: [(String, String, [String])] = [
    ("adobe_id_111_222_1454442149.sync", "jo@example.com\tu1", ["email 0..<14"]),
    ("adobe_id_111_222_1454442149.sync", "u1\tjo@example.com\r", ["email 3..<17"]),
    ("222_333_1454442149.sync", "4111 1111 1111 1111\tu", ["payment-card 0..<19"]),
    (
      "adobe_id_0_1_2_1454442149.sync", "\(uuid)\t078-05-1120\ta@example.com",
      ["national-id 39..<50", "email 51..<64"]
    ),
    ("c2c_id_1_2_1454442149.sync", "+49 30 1234567\t\(hash)", ["phone 0..<14"]),
    // Also in lines that are not taken, and instead of a hash.
    ("c2c_id_1_2_1454442149.sync", "a:b\tjo@example.com", ["email 4..<18"]),
    ("c2c_id_1_2_1454442149.sync", "jo@example.com", ["email 0..<14"]),
    // But not what is no column, nor where it has no room.
    ("c2c_id_1_2_1454442149.sync", "u1\t\(hash)\tjo@example.com", []),
    ("adobe_id_20914_1_1454442149.sync", "078-05-1120\tu1", []),
    ("adobe_id_111_222_1454442149.sync", "4111111111111111\tu1", []),
    ("adobe_id_111_222_1454442149.sync", "", []),
  ]

  @Test("personal data in each column (section 7)", arguments: personal)
  func personalData(_ name: String, _ line: String, _ expected: [String]) throws {
    let parser = IDSyncLineParser(name: try IDSyncFileName.read(name).name)
    var found: [String] = []
    with(line) { line in
      parser.forEachPersonalColumn(in: line) { found.append("\($0.rawValue) \($1)") }
    }
    #expect(found == expected)
  }

  @Test("columns whose IDs may be anything")
  func openColumns() throws {
    for (name, columns) in [
      ("adobe_id_0_1_20914_389146_1454442149.sync", [1, 3]), ("c2c_id_1_2_3_1454442149.sync", [0]),
      ("adobe_id_1_2_1454442149.sync", [0, 1]),
    ] {
      let parser = IDSyncLineParser(name: try IDSyncFileName.read(name).name)
      #expect(parser.openIDColumns == columns, "\(name)")
    }
  }

  @Test("a hash in upper case is told from one of another form")
  func hashCase() throws {
    let name = "c2c_id_1_2_1454442149.sync"
    #expect(try parse(name, "crm\t\(Self.hash.uppercased())").idProblem == .wrongCase)
    #expect(try parse(name, "crm\t\(Self.hash)0").idProblem == .wrongForm)
  }
}

@Suite("Lines of the Oracle Data Cloud (section 2)")
struct OracleLineTests {
  private func parse(
    _ line: String, _ mode: TransferMode = .sync, expecting type: IDType? = nil
  ) -> LineReading {
    with(line) { OracleLineParser(mode: mode).parse($0, expecting: type) }
  }

  @Test("the documented sample line")
  func sample() {
    let reading = parse("idfa\tB56E68EC-34ED-46D5-AF0C-1D2401F676C9\t38838")
    #expect(reading.error == nil && reading.notes.isEmpty)
    #expect(reading.idType == .idfa && reading.traitsAdded == 1)
    #expect(reading.userID == 5..<41)
  }

  @Test("both types, several traits, and oddities")
  func good() {
    for name in ["gaid", "AAID", "adid", "Android"] {
      #expect(parse("\(name)\t\(IDTypeTests.lower)\t1,2, 3").traitsAdded == 3)
    }
    #expect(parse("IDFA\t\(IDTypeTests.upper)\t1,,2").notes.all == [.emptyElement])
    #expect(parse("idfa\t\(IDTypeTests.upper)\t1,").notes.all == [.emptyElement])
    #expect(parse("idfa\t\(IDTypeTests.upper)\t1\r").notes.all == [.crlf])
    #expect(parse("idfa\t\(IDTypeTests.upper)", .overwrite).notes.all == [.idAlone])
    #expect(parse("idfa\t\(IDTypeTests.upper)\t1", expecting: .idfa).error == nil)
  }

  static let bad: [(String, LineError.Kind)] = [
    ("", .blankLine), ("idfa", .columnCount), ("dpid\tx\t1", .unknownIDType),
    ("\t\(IDTypeTests.upper)\t1", .unknownIDType), ("idfa\t\t1", .missingID),
    ("idfa\t\(IDTypeTests.lower)\t1", .invalidDeviceID),
    ("gaid\t\(IDTypeTests.upper)\t1", .invalidDeviceID),
    ("idfa\t\(IDTypeTests.upper)", .noTraits), ("idfa\t\(IDTypeTests.upper)\t", .noTraits),
    ("idfa\t\(IDTypeTests.upper)\td_sid=1", .invalidTraitID),
    ("idfa\t\(IDTypeTests.upper)\t1\t2", .tab),
  ]

  @Test("bad lines", arguments: bad)
  func refuses(_ line: String, _ kind: LineError.Kind) {
    #expect(parse(line).error?.kind == kind)
  }

  @Test("section 4: the type is that of the data source in the name")
  func typeOfTheName() throws {
    let idfa = "idfa\t\(IDTypeTests.upper)\t1"
    let gaid = "gaid\t\(IDTypeTests.lower)\t1"
    let cases = [("20915_9", idfa, gaid, IDType.gaid), ("20914_9", gaid, idfa, .idfa)]
    for (dpid, good, bad, type) in cases {
      let name = try InboundFileName.read("ftp_dpm_odc_\(dpid)_1454442149.sync").name
      let parser = OracleLineParser(name: name)
      #expect(with(good) { parser.parse($0) }.error == nil)
      #expect(with(bad) { parser.parse($0) }.error == LineError(.foreignIDType, at: 0))
      // What the file began with makes it no better.
      #expect(
        with(bad) { parser.parse($0, expecting: type) }.error == LineError(.foreignIDType, at: 0))
    }
    let own = OracleLineParser(name: try InboundFileName.read("ftp_dpm_odc_9_1454442149.sync").name)
    for line in [idfa, gaid] { #expect(with(line) { own.parse($0) }.error == nil) }
  }

  @Test("the two types are never in one file")
  func mixed() {
    let line = "gaid\t\(IDTypeTests.lower)\t1"
    #expect(parse(line, expecting: .idfa).error?.kind == .mixedIDTypes)
  }
}
