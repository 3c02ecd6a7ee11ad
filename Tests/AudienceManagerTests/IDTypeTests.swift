import Testing

@testable import AudienceManager

@Suite("IDs and global data sources (section 4)")
struct IDTypeTests {
  @Test("data sources are those of the table, and only those are global")
  func dataSources() {
    let table: [(IDType, Int?)] = [
      (.uuid, 0), (.dpuuid, nil), (.idfa, 20915), (.gaid, 20914), (.rida, 121_963),
      (.maid, 389_146), (.tifa, 963_906), (.firetv, 488_258), (.lgudid, 1_171_485),
      (.vizio, 1_171_489),
    ]
    #expect(table.count == IDType.allCases.count)
    for (type, dpid) in table {
      #expect(type.dataSource == dpid)
      guard let dpid else { continue }
      #expect(GlobalDataSource.contains(dpid) == (dpid != 0))
      #expect(GlobalDataSource.idType(dpid) == (dpid == 0 ? nil : type))
    }
    #expect(!GlobalDataSource.contains(1234))
  }

  static let upper = "B56E68EC-34ED-46D5-AF0C-1D2401F676C9"
  static let lower = "b56e68ec-34ed-46d5-af0c-1d2401f676c9"
  static let digits38 = "12345678901234567890123456789012345678"

  static let cases: [(IDType, String, IDProblem?)] = [
    (.uuid, digits38, nil), (.uuid, String(digits38.dropLast()), .wrongForm),
    (.uuid, digits38 + "9", .wrongForm), (.uuid, "a" + digits38.dropFirst(), .wrongForm),
    (.uuid, digits38.dropLast() + "/", .wrongForm), (.uuid, digits38.dropLast() + ":", .wrongForm),
    (.idfa, upper, nil), (.idfa, lower, .wrongCase), (.idfa, upper.dropLast() + "c", .wrongCase),
    (.idfa, upper.dropLast() + "G", .wrongForm), (.idfa, String(upper.dropLast()), .wrongForm),
    (.idfa, upper.replacing("-", with: "_"), .wrongForm), (.idfa, "", .empty),
    (.idfa, upper.replacing("-", with: ""), .wrongForm), (.idfa, "{" + upper + "}", .wrongForm),
    (.gaid, lower, nil), (.gaid, upper, .wrongCase), (.gaid, "g" + lower.dropFirst(), .wrongForm),
    (.rida, lower, nil), (.rida, upper, .wrongCase), (.firetv, lower, nil),
    (.firetv, upper, .wrongCase), (.lgudid, lower, nil), (.lgudid, "abc", .wrongForm),
    (.maid, "0A1b2C", nil), (.maid, "a-b", .wrongForm), (.maid, lower, .dashes),
    (.maid, "a b", .wrongForm), (.maid, lower.replacing("-", with: ""), nil),
    (.tifa, "abc123", nil), (.tifa, upper, .dashes), (.tifa, "abc_1", .wrongForm),
    (.tifa, "", .empty), (.tifa, lower.dropLast() + "g", .wrongForm),
    (.vizio, "XYZ9", nil), (.vizio, "é", .wrongForm), (.vizio, lower.dropLast() + "A", .dashes),
    (.dpuuid, "User123", nil), (.dpuuid, "a b", nil), (.dpuuid, "müller-7", nil),
    (.dpuuid, "100%", nil), (.dpuuid, "a%3", nil), (.dpuuid, "a%20b", nil), (.dpuuid, "", .empty),
    (.dpuuid, "a:b", .colon), (.dpuuid, ":", .colon), (.dpuuid, "abcdefghij:", .colon),
    (.dpuuid, "a%3Ab", .encodedColon), (.dpuuid, "a%3a", .encodedColon),
    (.dpuuid, "abcdef%3Aghijkl", .encodedColon), (.dpuuid, "a\tb", .control),
    (.dpuuid, "a\r", .control), (.dpuuid, "a\nb", .control), (.dpuuid, "a\0b", .control),
    (.dpuuid, "a\u{7f}", .control), (.dpuuid, " a", .blankAtEnd), (.dpuuid, "a ", .blankAtEnd),
    (.dpuuid, "abcdefghijkl ", .blankAtEnd), (.dpuuid, " ", .blankAtEnd),
  ]

  @Test("each type's form", arguments: cases)
  func form(_ type: IDType, _ id: String, _ expected: IDProblem?) {
    #expect(with(id) { type.problem(in: $0) } == expected)
  }

  /// The rules for DPUUIDs, byte by byte.
  private func naive(_ id: [UInt8]) -> IDProblem? {
    if id.isEmpty { return .empty }
    for index in id.indices {
      if id[index] == UInt8(ascii: ":") { return .colon }
      if id[index] < 32 || id[index] == 127 { return .control }
      let tail = id[index...].prefix(3)
      if tail.elementsEqual("%3A".utf8) || tail.elementsEqual("%3a".utf8) { return .encodedColon }
    }
    return id.first == 32 || id.last == 32 ? .blankAtEnd : nil
  }

  @Test("DPUUIDs are judged as byte by byte, at every length and place")
  func dpuuidTwin() {
    var random = SeededGenerator(seed: 5)
    let bytes: [UInt8] = Array("aZ09-_.:%3A3a \t\r\0\u{7f}\"é".utf8) + [0x80, 0xff, 0xba]
    for _ in 0..<40_000 {
      let length = Int.random(in: 0...40, using: &random)
      var id = [UInt8](repeating: UInt8(ascii: "x"), count: length)
      for _ in 0..<Int.random(in: 0...3, using: &random) where length > 0 {
        let place = Int.random(in: 0..<length, using: &random)
        id[place] = bytes[Int.random(in: 0..<bytes.count, using: &random)]
      }
      #expect(with(bytes: id) { IDType.dpuuid.problem(in: $0) } == naive(id))
    }
  }

  @Test("one wrong byte anywhere spoils a device ID")
  func spoiled() {
    for place in 0..<36 {
      for byte in UInt8.min...UInt8.max {
        var id = Array(Self.lower.utf8)
        id[place] = byte
        let isDash = [8, 13, 18, 23].contains(place)
        let isHex = (48...57).contains(byte) || (97...102).contains(byte)
        let isGood = isDash ? byte == 45 : isHex
        #expect((with(bytes: id) { IDType.gaid.problem(in: $0) } == nil) == isGood)
      }
    }
  }

  @Test("URL-encoding and other oddities are suspicions, not problems")
  func suspicions() {
    let cases: [(IDType, String, IDSuspicion?)] = [
      (.dpuuid, "a%20b", .urlEncoded), (.dpuuid, "a%2Fb", .urlEncoded), (.dpuuid, "100%", nil),
      (.dpuuid, "a%2", nil), (.dpuuid, "%%41", .urlEncoded), (.dpuuid, "a%zz", nil),
      (.dpuuid, "\"a\"", .quoted), (.dpuuid, "\"", nil), (.dpuuid, "abc", nil),
      (.idfa, "00000000-0000-0000-0000-000000000000", .allZeros), (.idfa, Self.upper, nil),
      (.dpuuid, "NULL", .placeholder), (.dpuuid, "n/a", .placeholder), (.dpuuid, "-", .placeholder),
      (.dpuuid, "\\N", .placeholder), (.dpuuid, "NULLS", nil), (.dpuuid, "n", nil),
      (.dpuuid, "000", nil), (.uuid, Self.digits38, nil),
    ]
    for (type, id, expected) in cases {
      #expect(with(id) { type.suspicion(in: $0) } == expected, "\(id)")
      #expect(with(id) { type.isUnremarkable($0) } == (expected == nil), "\(id)")
    }
  }

  @Test("device IDs are told apart by form")
  func detect() {
    #expect(with(Self.upper, IDType.detect) == .idfa)
    #expect(with(Self.lower, IDType.detect) == .gaid)
    #expect(with(Self.digits38, IDType.detect) == .uuid)
    for id in [
      "", "abc", "B56E68EC-34ed-46D5-AF0C-1D2401F676C9", "00000000-0000-0000-0000-000000000000",
    ] {
      #expect(with(id, IDType.detect) == nil)
    }
  }

  @Test("messages are one line and show the way out")
  func messages() {
    #expect(
      IDProblem.wrongCase.description(for: .idfa)
        == "idfa is not 8-4-4-4-12 upper-case hex digits, but for its case (transform: uppercase)")
    #expect(IDProblem.wrongForm.description(for: .uuid) == "uuid is not 38 decimal digits")
    #expect(
      IDProblem.dashes.description(for: .vizio)
        == "vizio is not letters and digits, but for its dashes")
    for problem in IDProblem.allCases {
      for type in IDType.allCases {
        #expect(!problem.description(for: type).contains("\n"))
      }
    }
  }
}
