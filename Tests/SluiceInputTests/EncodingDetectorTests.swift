// Encodings told by marks and zeros, and the user's word over both.

import SluiceBytes
import Testing

@testable import SluiceInput

@Suite struct EncodingDetectorTests {
  private func choose(_ bytes: [UInt8], _ requested: String? = nil) -> EncodingChoice {
    bytes.withRawBytes { EncodingDetector.choose(requested: requested, head: $0) }
  }

  private func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  @Test func marks() {
    #expect(choose([0xEF, 0xBB, 0xBF, 0x61]) == EncodingChoice(name: "utf-8", markSize: 3))
    #expect(choose([0xFF, 0xFE, 0x61, 0]) == EncodingChoice(name: "utf-16le", markSize: 2))
    #expect(choose([0xFE, 0xFF, 0, 0x61]) == EncodingChoice(name: "utf-16be", markSize: 2))
    let utf32: [UInt8] = [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]
    #expect(choose(utf32) == EncodingChoice(name: "utf-32le", markSize: 4))
    #expect(
      choose([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]) == EncodingChoice(name: "utf-32be", markSize: 4))
    #expect(choose([0xFF, 0xFE]) == EncodingChoice(name: "utf-16le", markSize: 2))
    #expect(choose([0xEF, 0xBB]) == EncodingChoice(name: "utf-8"))
  }

  @Test func emptyFirstFieldOfSQLServerIsNotUTF32() {
    let text = [0xFF, 0xFE] + utf16("\0,name\r\n1,x\r\n")
    #expect(choose(text) == EncodingChoice(name: "utf-16le", markSize: 2))
  }

  @Test func zerosTellUTF16() {
    #expect(choose(utf16("id,name\n1,x\n")) == EncodingChoice(name: "utf-16le"))
    #expect(choose(utf16("id,name\n1,x\n", bigEndian: true)) == EncodingChoice(name: "utf-16be"))
    #expect(choose(utf16("id,名前\n1,東京\n")) == EncodingChoice(name: "utf-16le"))
    #expect(choose(utf16("a\n")) == EncodingChoice(name: "utf-16le"))
  }

  @Test func zerosThatTellNothing() {
    for bytes: [UInt8] in [
      [], [0x61], [0x61, 0], [0, 0, 0, 0], Array("a,b\0\nc,d\n".utf8), Array("plain text\n".utf8),
      Array("a\0\0b\0\0c\0\0".utf8), utf16("東京,名前,番号,住所,電話"),
      Array("a\0b\n1\u{0}2\n3\u{0}4\n".utf8),
    ] {
      #expect(choose(bytes) == EncodingChoice(name: "utf-8"), "\(bytes)")
    }
  }

  /// Zeros in the values of a text make no other text of its header.
  @Test func zerosBehindTheFirstLine() {
    for text in [
      "i,b\n1,\02\03\04\05\0\n", "id,b\n\02\03\04\05\06\07\n", "id,b\r\n\02\03\04\05\06\07\n",
      "i,b\n\0" + String(repeating: "1\0", count: 2000), "ab\n1\02\03\04\0\n\05\06\07\0",
    ] {
      #expect(choose(Array(text.utf8)) == EncodingChoice(name: "utf-8"), "\(text.prefix(40))")
    }
  }

  /// Headers in other scripts, and with characters that have the byte of a line end in them (U+4E0A).
  @Test func headersInOtherScripts() {
    for header in ["名前,番号,x", "id,上,下", "naïve,é", "id,Ċ", "x"] {
      for bigEndian in [false, true] {
        let text = utf16(header + "\r\n1,plain,3\r\n2,words,4\r\n", bigEndian: bigEndian)
        let expected = bigEndian ? "utf-16be" : "utf-16le"
        let isFound = choose(text) == EncodingChoice(name: expected)
        #expect(isFound, "\(header) \(expected)")
      }
    }
  }

  @Test func theUsersWordWins() {
    #expect(choose([0xFF, 0xFE, 0x61, 0], "windows-1252") == EncodingChoice(name: "windows-1252"))
    #expect(choose([0xFF, 0xFE, 0x61, 0], "utf-16be") == EncodingChoice(name: "utf-16be"))
    #expect(choose(utf16("id,name\n"), "utf-8") == EncodingChoice(name: "utf-8"))
    #expect(choose([0xEF, 0xBB, 0xBF], "iso-8859-1").markSize == 0)
  }

  @Test func theUsersWordAndAMarkThatAgrees() {
    #expect(choose([0xEF, 0xBB, 0xBF], "UTF8") == EncodingChoice(name: "utf-8", markSize: 3))
    #expect(choose([0xFF, 0xFE, 0x61, 0], "UTF-16LE").markSize == 2)
    #expect(
      choose([0xFE, 0xFF, 0, 0x61], "utf_16") == EncodingChoice(name: "utf-16be", markSize: 2))
    #expect(choose([0x61, 0, 0x62, 0], "UTF-16") == EncodingChoice(name: "utf-16le"))
    #expect(choose([0, 0x61, 0, 0x62], "UCS-2") == EncodingChoice(name: "utf-16be"))
    #expect(choose([0x11, 0x67, 0x11, 0x67], "utf16") == EncodingChoice(name: "utf-16le"))
  }
}
