// The fast ways of transcoding against iconv: the same bytes, the same marks at the same places, for
// whatever there is in the input and however it is cut.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceInput

@Suite struct TranscoderTests {
  /// What a source gave, and what it could not decode.
  struct Outcome: Equatable {
    var bytes: [UInt8]
    var undecodable: Int
    var offsets: [Int]
  }

  static func outcome(
    _ stored: [UInt8], by transcoder: any Transcoder, piece: Int = .max, room: Int = 1 << 16
  ) throws -> Outcome {
    let source = TranscodingSource(
      MemorySource(stored, piece: piece), encoding: "test", by: transcoder)
    let bytes = try source.readAll(room: room)
    return Outcome(
      bytes: bytes, undecodable: source.undecodableCount, offsets: source.undecodableOffsets)
  }

  static func iconv(_ encoding: String) throws -> Iconv { try #require(Iconv(from: encoding)) }

  /// Text of runs: ASCII of any length, and now and then something else.
  static func units(_ count: Int, _ random: inout SeededGenerator) -> [UInt16] {
    var units: [UInt16] = []
    let others: [ClosedRange<UInt16>] = [
      0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0xD800...0xDBFF, 0xDC00...0xDFFF,
      0x7E...0x81, 0x7FE...0x801,
    ]
    while units.count < count {
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        units.append(.random(in: 0...0x7F, using: &random))
      }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let range = others.randomElement(using: &random) ?? 0...0
        units.append(.random(in: range, using: &random))
        if units.last.map(UTF16.isLeadSurrogate) == true, Bool.random(using: &random) {
          units.append(.random(in: 0xDC00...0xDFFF, using: &random))
        }
      }
    }
    return Array(units.prefix(count))
  }

  static func bytes(_ units: [UInt16], isBigEndian: Bool) -> [UInt8] {
    units.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  @Test(arguments: [("UTF-16LE", false), ("UTF-16BE", true)])
  func utf16IsWhatIconvMakesOfIt(_ encoding: String, _ isBigEndian: Bool) throws {
    var random = SeededGenerator(seed: 11)
    for round in 0..<150 {
      var stored = Self.bytes(
        Self.units(Int.random(in: 0...900, using: &random), &random), isBigEndian: isBigEndian)
      if round % 3 == 0 { stored.append(.random(in: 0...255, using: &random)) }
      let expected = try Self.outcome(stored, by: try Self.iconv(encoding))
      for (piece, room) in [(.max, 1 << 16), (1 + round % 70, 1 << 16), (.max, 1 + round % 200)] {
        let found = try Self.outcome(
          stored, by: UTF16Transcoder(isBigEndian: isBigEndian), piece: piece, room: room)
        #expect(found == expected, "\(round) \(piece) \(room)")
      }
    }
  }

  @Test(arguments: [("UTF-16LE", false), ("UTF-16BE", true)])
  func utf16AtEverySplitPoint(_ encoding: String, _ isBigEndian: Bool) throws {
    var random = SeededGenerator(seed: 12)
    let stored = Self.bytes(Self.units(70, &random), isBigEndian: isBigEndian) + [0xD8]
    let expected = try Self.outcome(stored, by: try Self.iconv(encoding))
    for piece in 1...stored.count {
      for room in [1, 2, 3, 63, 64, 65, 80, 1000] {
        let found = try Self.outcome(
          stored, by: UTF16Transcoder(isBigEndian: isBigEndian), piece: piece, room: room)
        #expect(found == expected, "\(piece) \(room)")
      }
    }
  }

  /// The names that iconv lists; most encodings have several.
  static func listedEncodings() throws -> [String] {
    let list = String(decoding: try Tool.output(of: ["iconv", "-l"]), as: UTF8.self)
    return Set(list.split { " ,\n".contains($0) }.map { $0.split(separator: "/")[0] })
      .map(String.init).sorted()
  }

  /// Every encoding that is taken for one of single bytes is one: also pairs of bytes come to what iconv
  /// makes of them.
  @Test func singleByteEncodingsAreWhatIconvMakesOfThem() throws {
    var tables = 0
    for (place, encoding) in try Self.listedEncodings().enumerated() where place % 4 == 0 {
      guard let probe = Iconv(from: encoding), let table = SingleByteTranscoder(probing: probe)
      else { continue }
      tables += 1
      let stored = (0...255).map { UInt8($0) } + Sample.noise.bytes(1000, seed: UInt64(place))
      let expected = try Self.outcome(stored, by: try Self.iconv(encoding))
      #expect(try Self.outcome(stored, by: table) == expected, "\(encoding)")
    }
    #expect(tables > 20)
  }

  @Test(arguments: ["windows-1252", "iso-8859-1", "koi8-r", "cp437", "cp037", "us-ascii"])
  func singleBytesHoweverTheyAreCut(_ encoding: String) throws {
    var random = SeededGenerator(seed: 14)
    for round in 1...40 {
      let stored = (0..<Int.random(in: 0...500, using: &random)).map { _ in
        UInt8.random(in: Bool.random(using: &random) ? 0...127 : 0...255, using: &random)
      }
      let runs = stored.flatMap { [UInt8](repeating: $0, count: $0 < 128 ? Int($0 % 23) : 1) }
      let expected = try Self.outcome(runs, by: try Self.iconv(encoding))
      for (piece, room) in [(.max, 1 << 16), (round, 1 << 16), (7 * round, round)] {
        let table = try #require(SingleByteTranscoder(probing: try Self.iconv(encoding)))
        let found = try Self.outcome(runs, by: table, piece: piece, room: room)
        #expect(found == expected, "\(round) \(piece) \(room)")
      }
    }
  }

  @Test(arguments: [
    "utf-8", "shift_jis", "gb18030", "big5-hkscs", "utf-7", "iso-2022-jp", "cp1255", "tscii",
    "utf-16",
    "utf-32", "ucs-4le", "ibm930", "iso6937", "hz",
  ])
  func otherEncodingsAreLeftToIconv(_ encoding: String) {
    if let iconv = Iconv(from: encoding) { #expect(SingleByteTranscoder(probing: iconv) == nil) }
  }

  @Test func theFastWaysAreTaken() throws {
    #expect(try Transcoding.transcoder(from: "UTF_16LE") is UTF16Transcoder)
    #expect(try Transcoding.transcoder(from: "ucs-2be") is UTF16Transcoder)
    for name in ["windows-1252", "CP1252", "ISO-8859-1", "latin1", "iso-8859-15", "cp037"] {
      #expect(try Transcoding.transcoder(from: name) is SingleByteTranscoder)
    }
    #expect(try Transcoding.transcoder(from: "shift_jis") is Iconv)
  }

  /// Where the iconv program stops, the first mark is.
  @Test(
    arguments: [
      ("windows-1252", [0x81]), ("windows-1252", [0x8D]), ("windows-1252", [0x9D]),
      ("us-ascii", [0x80]),
      ("iso-8859-7", [0xFF]), ("utf-16le", [0x00, 0xDC]), ("utf-16be", [0xDC, 0x00]),
      ("utf-16le", [0x00, 0xD8]), ("utf-16be", [0xDB, 0xFF]),
    ] as [(String, [UInt8])])
  func theFirstMarkIsWhereIconvStops(_ encoding: String, _ wrong: [UInt8]) throws {
    for before in [0, 1, 7, 8, 15, 16, 17, 33, 200] {
      let text = String(repeating: "a", count: before)
      let encode = ["iconv", "-f", "utf-8", "-t", encoding]
      let head = try Tool.output(of: encode, input: Array(text.utf8))
      let stored = head + wrong + (try Tool.output(of: encode, input: Array("zz".utf8)))
      let judge = try Tool.run(["iconv", "-f", encoding, "-t", "utf-8"], input: stored)
      #expect(judge.status != 0)
      let place = judge.errors.split(separator: " ").last.flatMap { Int($0.trimmed) }
      let source = try TranscodingSource(MemorySource(stored), encoding: encoding)
      #expect(try source.readAll() == Array((text + "\u{1}zz").utf8).map { $0 == 1 ? 0xFF : $0 })
      #expect(source.undecodableOffsets == [place ?? -1])
    }
  }

  /// Dumps of text that all characters of an encoding occur in, judged by the iconv program.
  @Test(arguments: [
    "windows-1252", "iso-8859-1", "iso-8859-2", "windows-1251", "macintosh", "utf-16le", "utf-16be",
  ])
  func randomTextIsWhatTheProgramMakesOfIt(_ encoding: String) throws {
    var random = SeededGenerator(seed: 15)
    let stored =
      encoding.hasPrefix("utf-16")
      ? Self.bytes(
        Self.units(60_000, &random).filter { !(0xD800...0xDFFF).contains($0) },
        isBigEndian: encoding == "utf-16be")
      : Sample.noise.bytes(100_000).filter { ![0x81, 0x8D, 0x8F, 0x90, 0x98, 0x9D].contains($0) }
    let judge = try Tool.output(of: ["iconv", "-f", encoding, "-t", "utf-8"], input: stored)
    for piece in [.max, 4099] {
      let source = try TranscodingSource(MemorySource(stored, piece: piece), encoding: encoding)
      #expect(try source.readAll(room: 50_021) == judge)
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { filter { $0.isNumber } }
}
