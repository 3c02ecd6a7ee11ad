// Transcoding against the iconv program, at every split point, and its marks for what is no text.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceInput

@Suite struct TranscodingSourceTests {
  static let text = "id,näme;prïce €\r\n1,\"Ünïted\"\n2,ñandú\n"
  static let japanese = "番号,名前\n1,東京\n2,カタカナ\n3,ｶﾅ\n"

  static let cases: [(encoding: String, text: String)] = [
    ("windows-1252", text), ("iso-8859-15", text), ("utf-16le", text + japanese + "😀\n"),
    ("utf-16be", text + japanese + "😀\n"), ("utf-32le", text + "😀\n"), ("utf-32be", text + "😀\n"),
    ("shift_jis", japanese), ("euc-jp", japanese), ("iso-2022-jp", "番号,名前\n1,東京\n"),
    ("gb18030", text + japanese + "😀\n"), ("big5-hkscs", "中文,名稱\nÊ̄,Ê̌,Ê\n"),
    ("koi8-r", "Имя,цена\n"),
    ("utf-7", text), ("cp037", "ID,NAME 1"), ("cp1255", "שָׁלוֹם,א\n"),
    ("cp1255", "held back,א"), ("big5-hkscs", "held back,Ê"),
  ]

  /// `text` in `encoding` by the iconv program.
  static func encoded(_ text: String, _ encoding: String) throws -> [UInt8] {
    try Tool.output(of: ["iconv", "-f", "utf-8", "-t", encoding], input: Array(text.utf8))
  }

  static func transcode(
    _ stored: [UInt8], _ encoding: String, piece: Int = .max, room: Int = 4096
  ) throws -> [UInt8] {
    try TranscodingSource(MemorySource(stored, piece: piece), encoding: encoding).readAll(
      room: room)
  }

  @Test(arguments: cases)
  func everySplitGivesWhatIconvGives(_ encoding: String, _ text: String) throws {
    let stored = try Self.encoded(text, encoding)
    let judge = try Tool.output(of: ["iconv", "-f", encoding, "-t", "utf-8"], input: stored)
    for piece in 1...stored.count {
      #expect(try Self.transcode(stored, encoding, piece: piece) == judge, "\(piece)")
    }
    for room in 1...9 {
      #expect(try Self.transcode(stored, encoding, piece: 5, room: room) == judge)
    }
  }

  @Test(arguments: ["windows-1252", "utf-16le", "shift_jis"])
  func longerThanTheBuffers(_ encoding: String) throws {
    let unit = try Self.encoded(encoding == "shift_jis" ? Self.japanese : Self.text, encoding)
    let stored = joined([[UInt8]](repeating: unit, count: 1_000_000 / unit.count))
    let judge = try Tool.output(of: ["iconv", "-f", encoding, "-t", "utf-8"], input: stored)
    for piece in [65_537, 999, .max] {
      #expect(try Self.transcode(stored, encoding, piece: piece, room: 100_003) == judge)
    }
  }

  @Test func anUndecodableByteIsMarkedAndNothingElse() throws {
    let stored: [UInt8] = Array("a,".utf8) + [0x81] + Array("\nb,".utf8) + [0x8D, 0x0A, 0x90]
    let marked = Array("a,".utf8) + [0xFF] + Array("\nb,".utf8) + [0xFF, 0x0A, 0xFF]
    for piece in 1...stored.count {
      let source = try TranscodingSource(
        MemorySource(stored, piece: piece), encoding: "windows-1252")
      #expect(try source.readAll() == marked)
      #expect(source.undecodableCount == 3)
      #expect(source.undecodableOffsets == [2, 6, 8])
    }
  }

  @Test func lineEndsAfterABrokenCharacterStay() throws {
    for (encoding, lead) in [
      ("shift_jis", 0x83), ("euc-jp", 0xC5), ("gb18030", 0x81), ("big5", 0xA4),
    ] {
      let stored: [UInt8] = [0x61, UInt8(lead), 0x0A, 0x62, 0x0A]
      for piece in 1...5 {
        #expect(
          try Self.transcode(stored, encoding, piece: piece) == [0x61, 0xFF, 0x0A, 0x62, 0x0A])
      }
    }
  }

  @Test func incompleteAtTheEnd() throws {
    #expect(try Self.transcode([0x61, 0x83], "shift_jis") == [0x61, 0xFF])
    #expect(try Self.transcode([0x61, 0], "utf-16le") == [0x61])
    #expect(try Self.transcode([0x61, 0, 0x62], "utf-16le") == [0x61, 0xFF])
    #expect(try Self.transcode([0x3D, 0xD8], "utf-16le", piece: 1) == [0xFF])
    #expect(try Self.transcode([0x3D, 0xD8, 0x00], "utf-16le", piece: 1) == [0xFF, 0xFF])
    #expect(try Self.transcode([0x81, 0x30], "gb18030", piece: 1) == [0xFF, 0x30])
    #expect(try Self.transcode([0, 0, 0], "utf-32be", piece: 1) == [0xFF])
    #expect(try Self.transcode([], "utf-16le").isEmpty)
  }

  @Test func nulStaysNul() throws {
    #expect(try Self.transcode([0, 0, 0x2C, 0, 0, 0, 0x0A, 0], "utf-16le") == [0, 0x2C, 0, 0x0A])
    #expect(try Self.transcode([0, 0x2C], "windows-1252") == [0, 0x2C])
  }

  /// What decoding UTF-16 comes to by its definition: a pair, a character, or a mark.
  private func naiveUTF16(_ units: [UInt16]) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      let next = index + 1 < units.count ? units[index + 1] : 0
      index += 1
      if let scalar = Unicode.Scalar(unit) {
        bytes += Array(String(scalar).utf8)
      } else if UTF16.isLeadSurrogate(unit), UTF16.isTrailSurrogate(next) {
        index += 1
        bytes += Array(String(decoding: [unit, next], as: UTF16.self).utf8)
      } else {
        bytes.append(0xFF)
      }
    }
    return bytes
  }

  @Test(arguments: ["utf-16le", "utf-16be"])
  func surrogatesInAnyOrder(_ encoding: String) throws {
    var random = SeededGenerator(seed: 3)
    let choices: [UInt16] = [0x41, 0x0A, 0xE9, 0x6771, 0xD83D, 0xDE00, 0xD800, 0xDFFF, 0, 0xFFFE]
    for round in 0..<400 {
      let units = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        choices.randomElement(using: &random) ?? 0
      }
      let stored = units.flatMap { unit -> [UInt8] in
        let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
        return encoding == "utf-16le" ? bytes : bytes.reversed()
      }
      let decoded = try Self.transcode(stored, encoding, piece: 1 + round % 7)
      #expect(decoded == naiveUTF16(units), "\(units)")
    }
  }

  @Test(arguments: ["shift_jis", "euc-kr", "gb18030", "utf-16be", "iso-2022-jp", "utf-7", "cp1251"])
  func noiseComesToTheSameHoweverItIsCut(_ encoding: String) throws {
    let stored = Sample.noise.bytes(2000, seed: 17)
    let whole = try Self.transcode(stored, encoding)
    for piece in [1, 2, 3, 5, 7, 1999] {
      #expect(try Self.transcode(stored, encoding, piece: piece, room: 11) == whole)
    }
    if encoding != "utf-16be" {
      #expect(whole.count { $0 == 0x0A } == stored.count { $0 == 0x0A })
    }
    #expect(!String(decoding: whole.filter { $0 != 0xFF }, as: UTF8.self).contains("\u{FFFD}"))
  }

  @Test func unknownEncodings() {
    for name in ["klingon", "", "latin1//IGNORE", "utf-8//TRANSLIT"] {
      #expect(throws: InputError(.unknownEncoding, "", at: "")) {
        try TranscodingSource(MemorySource([]), encoding: name)
      }
    }
  }

  @Test(arguments: [
    ("klingon", ""), ("windows1252", "did you mean \"windows-1252\"? "),
    ("iso-8859-1.", "did you mean \"iso-8859-1\"? "), ("utf-16l", "did you mean \"utf-16\"? "),
    ("shiftjis", "did you mean \"shift_jis\"? "), ("utf-88", "did you mean \"utf-8\"? "),
  ])
  func unknownEncodingsAndWhatTheyMayMean(_ name: String, _ hint: String) {
    do {
      try Transcoding.check(name)
      Issue.record("\(name) is known")
    } catch {
      #expect(error.description == "unknown encoding: \(name) (\(hint)`iconv -l` lists the names)")
    }
  }
}
