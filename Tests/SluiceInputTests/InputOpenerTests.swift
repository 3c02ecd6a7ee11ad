// Opening: every compression with every encoding, nothing lost to the look ahead.

import Foundation
import SluiceBytes
import SluiceCodecs
import SluiceTestTools
import Testing

@testable import SluiceInput

@Suite struct InputOpenerTests {
  static let compressions: [(command: [String], format: CompressionMagic)] = [
    (["cat"], .none), (["gzip", "-c"], .gzip), (["lz4", "-c"], .lz4),
  ]

  /// Marks, the encoding as iconv names it, what is asked for, what is reported.
  struct Encoding: Sendable {
    var mark: [UInt8]
    var iconv: String
    var requested: String?
    var reported: String
  }

  static let encodings = [
    Encoding(mark: [], iconv: "utf-8", requested: nil, reported: "utf-8"),
    Encoding(mark: [0xEF, 0xBB, 0xBF], iconv: "utf-8", requested: nil, reported: "utf-8"),
    Encoding(mark: [0xFF, 0xFE], iconv: "utf-16le", requested: nil, reported: "utf-16le"),
    Encoding(mark: [0xFE, 0xFF], iconv: "utf-16be", requested: nil, reported: "utf-16be"),
    Encoding(mark: [], iconv: "utf-16le", requested: nil, reported: "utf-16le"),
    Encoding(mark: [], iconv: "utf-16be", requested: "UTF-16", reported: "utf-16be"),
    Encoding(mark: [0xFF, 0xFE, 0, 0], iconv: "utf-32le", requested: nil, reported: "utf-32le"),
    Encoding(mark: [], iconv: "windows-1252", requested: "windows-1252", reported: "windows-1252"),
  ]

  @Test(arguments: compressions.map(\.command), encodings)
  func everyCompressionWithEveryEncoding(_ command: [String], _ encoding: Encoding) throws {
    let line = Array("1,\"Zoë\",Málaga,42\n".utf8)
    let format = Self.compressions.first { $0.command == command }?.format
    for lines in [1, 5000] {
      let text = joined([[UInt8]](repeating: line, count: lines))
      let encoded = try Tool.output(
        of: ["iconv", "-f", "utf-8", "-t", encoding.iconv], input: text)
      let stored = try Tool.output(of: command, input: encoding.mark + encoded)
      for (piece, room) in [(.max, 1 << 20), (997, 1001)] {
        let source = MemorySource(stored, piece: piece)
        let opened = try InputOpener.open(source, encoding: encoding.requested)
        #expect(opened.compression == format)
        #expect(opened.encoding == encoding.reported)
        #expect(opened.hadBOM == !encoding.mark.isEmpty)
        #expect(opened.head == Array(text.prefix(InputOpener.headSize)))
        #expect(try opened.source.readAll(room: room) == text)
        #expect(opened.source.storedBytesRead == stored.count)
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 15, 16, 17, 4095, 4096, 4097, 65535, 65536, 65537, 200_000])
  func lookingAheadLosesNothing(_ count: Int) throws {
    let text = Sample.lines.bytes(count)
    for (piece, room) in [(.max, 1 << 20), (1000, 3), (65536, 65536)] where room > 3 || count < 5000
    {
      let opened = try InputOpener.open(MemorySource(text, piece: piece))
      #expect(opened.head == Array(text.prefix(InputOpener.headSize)))
      #expect(try opened.source.readAll(room: room) == text)
    }
  }

  /// Lines are dropped as splitting the text would drop them, however far they go.
  @Test(arguments: [0x0A, 0x0D] as [UInt8])
  func dropsLines(_ lineEnd: UInt8) throws {
    var random = SeededGenerator(seed: 21)
    let lines = (0..<40).map { line in
      [UInt8](
        repeating: 0x61, count: line % 8 == 7 ? Int.random(in: 0...99_999, using: &random) : line)
        + [0x09, lineEnd]
    }
    for (count, cut) in [
      (0, 0), (1, 0), (8, 1), (39, 0), (40, 0), (40, 1), (40, 2), (50, 0), (50, 1),
    ] {
      let text = Array(joined(lines).dropLast(cut))
      let kept = Array(joined(Array(lines.dropFirst(count))).dropLast(cut))
      for piece in [.max, 1021] {
        var opened = try InputOpener.open(MemorySource(text, piece: piece))
        let dropped = try opened.dropLines(count, endingIn: lineEnd)
        #expect(dropped.bytes == text.count - kept.count)
        #expect(dropped.lines == min(count, lines.count))
        #expect(opened.head == Array(kept.prefix(InputOpener.headSize)))
        #expect(try opened.source.readAll() == kept)
      }
    }
    var empty = try InputOpener.open(MemorySource([]))
    #expect(try empty.dropLines(3, endingIn: lineEnd) == DroppedLines())
  }

  @Test func opensPaths() throws {
    let directory = try TemporaryDirectory.make()
    defer { try? FileManager.default.removeItem(at: directory) }
    let path = directory.appending(path: "dump").path
    try Data(try Tool.output(of: ["gzip", "-c"], input: Array("a,b\n".utf8))).write(
      to: URL(filePath: path))
    let opened = try InputOpener.open(path)
    #expect(opened.compression == .gzip)
    #expect(opened.source.name == path)
    #expect(try opened.source.readAll() == Array("a,b\n".utf8))
  }

  private func failure(_ stored: [UInt8], encoding: String? = nil) -> (InputError.Kind?, String) {
    do { _ = try InputOpener.open(MemorySource(stored), encoding: encoding) } catch {
      return (error.kind, error.description)
    }
    return (nil, "no error")
  }

  @Test func namesTheToolForOtherCompression() throws {
    let zstd = failure(try Tool.output(of: ["zstd", "-c"], input: Array("a,b\n".utf8)))
    #expect(zstd.0 == .unsupportedCompression)
    #expect(
      zstd.1 == "zstd data is not read directly: memory (use: ... | zstdcat | sluice ...)")
  }

  @Test func compressedTwice() throws {
    let once = try Tool.output(of: ["gzip", "-c"], input: Array("a,b\n".utf8))
    let twice = failure(try Tool.output(of: ["lz4", "-c"], input: once))
    #expect(twice.0 == .unsupportedCompression)
    #expect(twice.1 == "lz4 data that holds gzip data: memory (decompress it once before)")
  }

  @Test func damageInTheHeadIsAnError() throws {
    let stored = try Tool.output(of: ["gzip", "-c"], input: Sample.lines.bytes(1000))
    #expect(failure(Array(stored.dropLast())).0 == .corrupt)
  }

  @Test func unknownEncodingIsNamedBeforeTheFileIsOpened() {
    #expect(throws: InputError(.unknownEncoding, "", at: "")) {
      try InputOpener.open("/no/such/file", encoding: "klingon")
    }
    #expect(failure([], encoding: "klingon").0 == .unknownEncoding)
  }

  @Test func emptyInput() throws {
    let opened = try InputOpener.open(MemorySource([]))
    #expect(opened.head.isEmpty)
    #expect(opened.encoding == "utf-8")
    #expect(try opened.source.readAll().isEmpty)
    let compressed = try Tool.output(of: ["gzip", "-c"])
    #expect(try InputOpener.open(MemorySource(compressed)).source.readAll().isEmpty)
  }

  @Test func undecodableCharactersAreCounted() throws {
    let opened = try InputOpener.open(MemorySource([0x61, 0x81, 0x0A]), encoding: "cp1252")
    #expect(try opened.source.readAll() == [0x61, 0xFF, 0x0A])
    #expect(opened.transcoding?.undecodableCount == 1)
  }
}
