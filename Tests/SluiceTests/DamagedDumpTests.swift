// Damage in dumps that are larger than chunks and record sizes: one bad quote costs one line, wherever it is.

import Foundation
import Sluice
import SluiceProperties
import SluiceRecords
import SluiceTestTools
import Testing

/// How the records around the damage are written.
enum DamagedStyle: String, CaseIterable {
  /// Quotes where needed.
  case minimal
  /// All fields in quotes, CRLF.
  case quoted
  /// A field of two lines in each record.
  case lines

  var end: String { self == .quoted ? "\r\n" : "\n" }

  func record(_ number: Int) -> String {
    switch self {
    case .minimal: "\(number),Ann Poe,Oslo\(end)"
    case .quoted: "\"\(number)\",\"Ann \"\"A\"\" Poe\",\"Oslo, N\"\(end)"
    case .lines: "\(number),\"Ann\nPoe, \(number)\",Oslo\(end)"
    }
  }

  func json(_ number: Int) -> String {
    switch self {
    case .minimal: "[\"\(number)\",\"Ann Poe\",\"Oslo\"]\n"
    case .quoted: "[\"\(number)\",\"Ann \\\"A\\\" Poe\",\"Oslo, N\"]\n"
    case .lines: "[\"\(number)\",\"Ann\\nPoe, \(number)\",\"Oslo\"]\n"
    }
  }

  var header: String { "id,name,city\(end)" }
}

/// A bad record of one line.
enum BadQuote: String, CaseIterable {
  /// A quote opens and is never closed.
  case opened
  /// Something follows a closing quote.
  case stray
  /// A quote too many at a field's start.
  case twice

  var record: String {
    switch self {
    case .opened: "7,\"Bo,Rome"
    case .stray: "7,\"Bo\"x,Rome"
    case .twice: "7,\"\"Bo\",Rome"
    }
  }
}

@Suite struct DamagedDumpTests {
  /// Four hundred thousand records and a bad one in the middle.
  @Test(arguments: [
    (DamagedStyle.minimal, BadQuote.opened), (.quoted, .stray),
  ])
  func costsOneOfManyRecords(_ style: DamagedStyle, _ damage: BadQuote) throws {
    let (count, blocks) = (1000, 400)
    let block = (1...count).map(style.record).joined()
    let rows = (1...count).map(style.json).joined()
    let half = String(repeating: block, count: blocks / 2)
    let text = style.header + half + damage.record + style.end + half
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    let found = try ReadingOutcome.read(
      [path], DialectSettings(), ReadingWay(lanes: 2, chunkSize: 512 << 10, kernel: .best))
    #expect(
      found.json.utf8.elementsEqual(
        ("[\"id\",\"name\",\"city\"]\n" + String(repeating: rows, count: blocks)).utf8))
    let record = count * blocks / 2 + 2
    let line = style == .lines ? 2 * record - 2 : record
    let reason = style == .minimal && damage == .opened ? "unterminated-quote" : "quote"
    #expect(
      found.rejects == [
        Rejected(reason, record: record, line: line, after: style.header + half)
      ])
  }

  /// First, in the middle, last and not ended; each read in many ways and as the reference does.
  @Test(arguments: DamagedStyle.allCases, BadQuote.allCases)
  func costsOneRecordAnywhere(_ style: DamagedStyle, _ damage: BadQuote) throws {
    for place in [1, 2, 50, 119, 120] {
      for isEnded in [true, false] {
        var records = (1...120).map(style.record)
        records[place - 1] = damage.record + style.end
        var text = Array((style.header + records.joined()).utf8)
        if !isEnded { text.removeLast(style.end.utf8.count) }
        let found = try check(text, "\(style) \(damage) \(place) \(isEnded)")
        #expect(found.rejects.map(\.record) == [place + 1])
      }
    }
  }

  /// A bad quote in a field of several lines: its first line is lost, the others are no records.
  @Test func costsItsLinesWithinAField() throws {
    var records = (1...120).map(DamagedStyle.lines.record)
    records[59] = "60,\"Ann\nP\"oe\nlast\",Oslo\n"
    let found = try check(Array((DamagedStyle.lines.header + records.joined()).utf8), "inside")
    #expect(found.rejects.map(\.reason) == ["quote", "field-count", "field-count"])
    #expect(found.rejects.map(\.record) == [61, 62, 63])
    #expect(found.rejects.map(\.line) == [120, 121, 122])
  }

  /// Lines that are each the start of a record that does not end: every one of them is rejected alone, and what
  /// one has shown of the text is not gone over again for the next. That would take many minutes.
  @Test(arguments: ["\\\n", "a\",\"\n", "\"\"\",\"\\\n", "a,\"b\n"])
  func linesOfRecordsThatDoNotEnd(line: String) throws {
    var settings = DialectSettings()
    (settings.encoding, settings.delimiter) = ("utf-8", Ascii.comma)
    settings.quote = line == "\\\n" ? DialectSettings.Mark.none : .byte(Ascii.quote)
    settings.escape = line.contains("\\") ? .byte(Ascii.backslash) : DialectSettings.Mark.none
    settings.maxRecord = 100_000
    let text = "a,b\n" + String(repeating: line, count: 100_000) + "1,2\n"
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    let outcomes = try [(1, 512 << 10), (2, 3 << 20), (3, 50_000)].map {
      try ReadingOutcome.read(
        [path], settings, ReadingWay(lanes: $0.0, chunkSize: $0.1, kernel: .best))
    }
    #expect(outcomes[0].error == nil && outcomes[0].rejects.count > 40_000)
    #expect(outcomes[1] == outcomes[0])
    #expect(outcomes[2] == outcomes[0])
  }

  /// Records a little below, at and above the largest size, quoted, open, plain; with lines that go on for
  /// many times that size and for many chunks.
  @Test(arguments: [300, 4096])
  func recordSizes(maxRecord: Int) throws {
    for extra in [-1, 0, 1, 2, maxRecord * 9] {
      let size = maxRecord + extra
      let plain = "1," + String(repeating: "x", count: size - 2)
      let records = [
        plain, plain + "\r", "1,\"" + String(repeating: "x\n", count: (size - 4) / 2) + "\"",
        "1,\"" + String(repeating: "x", count: size - 3),
        "\"" + String(repeating: "x", count: size - 3) + "\",",
        "1,\"" + String(repeating: "\"\"", count: (size - 4) / 2) + "\"",
        "#" + String(repeating: "x", count: size),
      ]
      for (place, record) in records.enumerated() {
        let text = Array("a,b\n1,2\n\(record)\n3,4\n\(record)\n".utf8)
        var settings = DialectSettings()
        settings.maxRecord = maxRecord
        if record.hasPrefix("#") { settings.comment = UInt8(ascii: "#") }
        _ = try check(text, "\(maxRecord) \(extra) \(place)", settings)
      }
    }
  }

  /// Characters of several bytes and broken ones at every place of a chunk, and at the places reads end at.
  @Test func charactersAcrossChunks() throws {
    let odd =
      "ü1,€\n😀,x\n".utf8 + [0xE2, 0x82, 0x0A, 0x31, 0x2C, 0xF0, 0x9F, 0x98, 0x0A, 0xFF, 0x2C]
    let text = Array("a,b\n".utf8) + odd + "\n3,0\n".utf8 + odd + "\n".utf8
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    let expected = ReadingOutcome(ReferenceRows(text, Dialect()))
    for chunkSize in 1...70 {
      let way = ReadingWay(lanes: 1 + chunkSize % 3, chunkSize: chunkSize, kernel: .best)
      #expect(try ReadingOutcome.read([path], Self.utf8, way) == expected, "\(way)")
    }
    for shift in 0..<4 {
      let before =
        String(repeating: "x", count: shift) + ",1\n" + String(repeating: "😀,é\n", count: 5000)
      _ = try check(Array(("a,b\n" + before).utf8) + odd + "\n1,2\n".utf8, "shift \(shift)")
    }
  }

  /// What comes only after the sniffer has looked is read all the same.
  @Test(arguments: [70 << 10, 10_000_000])
  func theFirstQuoteComesLate(size: Int) throws {
    let block = (1...1000).map { "\($0),Ann Poe,Oslo\n" }.joined()
    let blocks = size / block.utf8.count + 1
    let before = DamagedStyle.minimal.header + String(repeating: block, count: blocks)
    let good = before + "1,\"a\nb, \"\"c\"\"\",x\n"
    let text = good + "2,\"d\"e,x\n3,f,x\n"
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    for lanes in size > 1_000_000 ? [2] : [1, 3] {
      let way = ReadingWay(lanes: lanes, chunkSize: 512 << 10, kernel: .best)
      let found = try ReadingOutcome.read([path], DialectSettings(), way)
      #expect(found.json.hasSuffix("[\"1\",\"a\\nb, \\\"c\\\"\",\"x\"]\n[\"3\",\"f\",\"x\"]\n"))
      #expect(found.json.utf8.count { $0 == 0x0A } == blocks * 1000 + 3)
      let record = blocks * 1000 + 3
      #expect(found.rejects == [Rejected("quote", record: record, line: record + 1, after: good)])
    }
  }

  /// Line ends of all kinds, NUL, blanks behind quotes and uneven records, many at once.
  @Test(arguments: [DialectSettings.Ragged.reject, .pad, .keep])
  func allSortsOfDamage(ragged: DialectSettings.Ragged) throws {
    let sorts = [
      "1,2,3\r\n", "1,2,3\r\r\n", "1,2\r3,4\n", "\n", "\r\n", "\r\r\n", "1,2\n", "1,2,3,4\n",
      "\"1\" ,\"2\"\t,\"3\"  \n", "\"1\"\r,2,3\n", "1,\0,3\n", "\0\n", "1,2,\"3\"\r\n", " \n",
      "1,\"2\r\n\r2\",3\n", ",,\n", "\"\"\n", "1,\"2\"2\",3\n", "\u{FEFF}1,2,3\n", "a,b,c\r\n",
    ]
    var random = SeededGenerator(seed: 7)
    let text = "a,b,c\n" + (0..<3000).map { _ in random.pick(sorts) }.joined() + "1,2,3"
    var settings = DialectSettings()
    settings.ragged = ragged
    let found = try check(Array(text.utf8), "\(ragged)", settings)
    #expect(found.rejects.count > 400)
  }

  private static var utf8: DialectSettings {
    var settings = DialectSettings()
    settings.encoding = "utf-8"
    return settings
  }

  /// Reads a text as RFC 4180 CSV in several ways, which must all do as the reference does.
  private func check(
    _ text: [UInt8], _ what: String, _ asked: DialectSettings = DialectSettings()
  ) throws -> ReadingOutcome {
    var settings = asked
    (settings.encoding, settings.delimiter) = ("utf-8", Ascii.comma)
    (settings.quote, settings.escape) = (.byte(Ascii.quote), DialectSettings.Mark.none)
    let dialect = Dialect(
      comment: settings.comment, maxRecord: settings.maxRecord ?? Dialect.defaultMaxRecord)
    let expected = ReadingOutcome(
      ReferenceRows(text, dialect, ragged: settings.ragged ?? .reject))
    let path = try TemporaryFile.make(text)
    defer { TemporaryFile.remove(path) }
    for (lanes, chunkSize) in [(1, 512 << 10), (2, 100), (3, 1000), (8, 5001)] {
      let way = ReadingWay(lanes: lanes, chunkSize: chunkSize, kernel: .best)
      let found = try ReadingOutcome.read([path], settings, way)
      #expect(found == expected, "\(what), \(way)")
      if found != expected { break }
    }
    return expected
  }
}
