// Drafts of any dump: they are mappings, say no more than they may, and do what a conversion without one does.

import Foundation
import Sluice
import SluiceTestTools
import Testing

@Suite struct DraftPropertyTests {
  @Test(arguments: seeds(150))
  func isAMappingForItsDump(seed: UInt64) throws {
    var dump = RandomDump(seed)
    let path = try TemporaryFile.make(dump.text())
    defer { TemporaryFile.remove(path) }
    var options = DraftOptions()
    options.input = path
    let draft = try Draft.make(options).text
    let isSilent = RandomDump.personal.allSatisfy { !draft.contains($0) }
    #expect(isSilent, "\(draft)")

    options.chunkSize = 1 << 10
    #expect(try Draft.make(options).text == draft)
    options.sampleSize = 3_000
    let start = try Draft.make(options).text
    options.chunkSize = 512 << 10
    #expect(try Draft.make(options).text == start)

    var overrides = MappingOverrides()
    overrides.dpid = 1
    overrides.target = 2
    let drafted: PlacedMapping
    do {
      drafted = try PlacedMapping(reading: draft, file: "draft", overrides: overrides)
    } catch {
      // All that may be missing.
      #expect(draft.contains("\n  column:\n") && error.problems.count == 1, "\(error)\n\(draft)")
      return
    }
    let lines = try convert(path, ConversionOptions(drafted))
    var mapping = Mapping(
      dataSource: drafted.mapping.dataSource, id: drafted.mapping.id, nulls: drafted.mapping.nulls)
    mapping.fields = []
    var plain = ConversionOptions(mapping: mapping)
    plain.mapsAllColumns = true
    let expected = try convert(path, plain)
    let isSame = lines == expected
    #expect(isSame, "\(draft)")
  }

  private func convert(_ path: String, _ options: ConversionOptions) throws -> Data {
    let output = try TemporaryFile.make("")
    defer { TemporaryFile.remove(output) }
    let handle = try #require(FileHandle(forWritingAtPath: output))
    var options = options
    options.inputs = [path]
    options.output = .stream(descriptor: handle.fileDescriptor)
    _ = try Conversion(options).run()
    try handle.close()
    return try Data(contentsOf: URL(filePath: output))
  }
}

/// A dump of odd names and values.
private struct RandomDump {
  private var random: SeededGenerator

  init(_ seed: UInt64) { random = SeededGenerator(seed: seed) }

  static let personal = [
    "ann.lee@example.com", "+1 (212) 555-0123", "4111 1111 1111 1111", "078-05-1120",
  ]

  private static let names = [
    "id", "customer_id", "Kundennummer", "idfa", "email", "first_name", "plan", "note", "", " ",
    "  pad ",
    "pad", "a\"b", "-x", "d_sid", "ic", "müller", "x: y", "# no", "- l", "{a}", "[b]", "&a", "*a",
    "!t",
    "\u{2028}", "\u{202E}x", "tab\tname", "new\nline", "'", "NULL", "null", "~", "a,b", "😀", "é",
    "e\u{301}", "7", "yes", "key", "\\", "%", "@", "`", "a: #b", "ann.lee@example.com",
    String(repeating: "k", count: 1_100),
  ]

  private static let words = [
    "a", "b", "Oslo", "NULL", "\\N", "N/A", "-", "Y", "N", "7", "-3", "17.50", "007", "2024-02-29",
    "31.12.2023", "a|b", "a;b", "x, y", "# c", "- d", ": ", "\n# e", "\r\n", "\u{2028}f: g",
    "\u{85}",
    "{", "}", "\"q\"", "'", "\\", " pad ", "é", "\u{202E}", "😀", "%3A", "a:b",
    String(repeating: "w", count: 90),
  ]

  /// What makes the values of one column.
  private enum Maker: CaseIterable {
    case words, word, numbers, ids, devices, dates, personal, mixed, nothing
  }

  mutating func text() -> String {
    let columns = 1 + random.below(6)
    let makers = (0..<columns).map { _ in random.pick(Maker.allCases) }
    let rows = random.pick([0, 1, 3, 40, 400])
    let delimiter = random.pick([",", ";", "\t"])
    var lines = [(0..<columns).map { _ in random.pick(Self.names) }]
    for row in 0..<rows {
      lines.append(makers.map { value($0, row) })
      // A record that is too short.
      if random.oneIn(50) { lines[lines.count - 1].removeLast() }
    }
    return lines.map { line in
      line.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter)
        + "\n"
    }.joined()
  }

  private mutating func value(_ maker: Maker, _ row: Int) -> String {
    switch maker {
    case .words: random.pick(Self.words)
    case .word: "Pro"
    case .numbers: "\(random.below(10_000))"
    case .ids: "c\(row)"
    case .devices: "b56e68ec-34ed-46d5-af0c-1d24\(10_000_000 + row)"
    case .dates: "20\(10 + random.below(10))-0\(1 + random.below(9))-1\(random.below(10))"
    case .personal: random.pick(Self.personal)
    case .mixed: random.oneIn(9) ? random.pick(Self.personal) : random.pick(Self.words)
    case .nothing: ""
    }
  }
}
