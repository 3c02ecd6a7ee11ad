// The reader against Python's `csv`, which shares nothing with it.
//
// Dumps are generated as fields and written in random dialects; one `python3` reads them all, and
// so does every kernel, whole and in chunks. `SLUICE_LONG_TESTS=1` makes them 100,000 dumps. What
// Python defines otherwise is not generated:
// - line ends outside quotes that are not the dump's own: a lone carriage return ends a record in
//   Python, but is text here where line feeds end records (and the other way round);
// - anything between a closing quote and the delimiter: Python adds it to the field, here blanks are
//   dropped and the rest is damage; quotes that do not close: Python reads to the end of the text;
// - letters after the escape of dumps without quotes: here they name characters, or `\N` nothing;
// - NUL and invalid UTF-8, which reject a record here.
// Blank lines (and what looks the same, records of one empty unquoted field) are generated, but are
// rows without fields in Python and no records here: the judge leaves them out.

import Foundation
import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceRecords

@Suite struct PythonCSVTests {
  /// Both tests share what one process said.
  private static let dumps = Result { try JudgedDump.generate() }

  @Test func recordsAreReadAsPythonReads() throws {
    for judged in try Self.dumps.get() {
      let dump = judged.dump
      #expect(
        judged.rows == dump.rows,
        "Python reads \(dump): \(literal(judged.rows)), written \(literal(dump.rows))")
      guard let problem = disagreement(dump, judged.rows) else { continue }
      let least = dump.shrunk { disagreement($0, $0.rows) != nil }
      Issue.record(
        "\(least): \(disagreement(least, least.rows) ?? problem), written \(literal(least.rows))")
      return
    }
  }

  @Test func sniffedDialectsReadAsPythonReads() throws {
    let dumps = try Self.dumps.get().filter(\.dump.isTable)
    let wrong = dumps.filter { rowsAsSniffed($0.dump) != $0.rows }
    let examples = wrong.prefix(3).map { judged in
      "\(judged.dump.shrunk { $0.isTable && rowsAsSniffed($0) != $0.rows })"
    }
    #expect(dumps.count >= 1000)
    #expect(
      wrong.count * 100 <= dumps.count,
      "\(wrong.count) of \(dumps.count)\n\(examples.joined(separator: "\n"))")
  }
}

/// What stands after each field, record and dump where rows are compared; in no field.
private enum Mark {
  static let field: UInt8 = 0x1F
  static let record: UInt8 = 0x1E
  static let dump: UInt8 = 0x1D
}

/// A dump and what Python makes of it.
private struct JudgedDump {
  var dump: CSVDump
  var rows: [UInt8]

  /// Prints the rows of all dumps; each one begins with its delimiter, quote and escape, where a
  /// hyphen stands for none.
  private static let script = """
    import csv, io
    for dump in data.split(b"\\x1d")[:-1]:
        delimiter, quote, escape = (None if c == "-" else c for c in dump[:3].decode())
        rows = csv.reader(
            io.StringIO(dump[3:].decode(), newline=""), delimiter=delimiter, quotechar=quote,
            quoting=csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL,
            escapechar=escape, doublequote=quote is not None, strict=False)
        said = "".join(
            "".join(field + "\\x1f" for field in row) + "\\x1e" for row in rows if row)
        put(said.encode() + b"\\x1d")
    """

  static func generate() throws -> [JudgedDump] {
    let isLong = ProcessInfo.processInfo.environment["SLUICE_LONG_TESTS"] == "1"
    let dumps = seeds(isLong ? 100_000 : 4000).map(CSVDump.init(seed:))
    let none = UInt8(ascii: "-")
    var input: [UInt8] = []
    for dump in dumps {
      let dialect = dump.dialect
      input += [dialect.delimiter, dialect.quote ?? none, dialect.escape ?? none]
      input += dump.text + [Mark.dump]
    }
    let rows = try Tool.python(script, input: input).split(
      separator: Mark.dump, omittingEmptySubsequences: false)
    try #require(rows.count == dumps.count + 1)
    return zip(dumps, rows).map { JudgedDump(dump: $0, rows: Array($1)) }
  }
}

// MARK: - Reading

/// How a reader reads a dump otherwise than in `rows`; nil when none does.
private func disagreement(_ dump: CSVDump, _ rows: [UInt8]) -> String? {
  let text = ReferenceReader.completed(dump.text, dump.dialect)
  for kernel in ScanKernel.available {
    var reader = RowReader(dump.dialect, kernel)
    reader.read(text)
    if reader.rows != rows { return "\(kernel.name) reads \(literal(reader.rows))" }
    reader.rows = []
    let cuts = reader.readInChunks(text, seed: dump.seed)
    if reader.rows != rows {
      return "\(kernel.name), cut at \(cuts), reads \(literal(reader.rows))"
    }
  }
  return nil
}

/// What the sniffed dialect makes of a dump.
private func rowsAsSniffed(_ dump: CSVDump) -> [UInt8] {
  let head = Array(dump.text.prefix(DialectSniffer.headSize))
  let sniffed = head.withRawBytes {
    DialectSniffer.sniff($0, isWhole: head.count == dump.text.count, settings: DialectSettings())
  }
  var reader = RowReader(sniffed.dialect, .best)
  let text = Array(dump.text[sniffed.skipBytes...])
  reader.read(ReferenceReader.completed(text, sniffed.dialect))
  return reader.rows
}

/// Reads chunks into rows.
private struct RowReader: ~Copyable {
  var rows: [UInt8] = []
  private let dialect: Dialect
  private var index: RecordIndex
  private var splitter: ChunkSplitter
  private let masks = ChunkMasks()

  init(_ dialect: Dialect, _ kernel: ScanKernel) {
    self.dialect = dialect
    index = RecordIndex(dialect: dialect, kernel: kernel)
    splitter = ChunkSplitter(dialect: dialect, kernel: kernel)
  }

  mutating func read(_ chunk: [UInt8], damage: [Damage] = [], masks: ChunkMasks? = nil) {
    buffer(chunk, slack: dialect.quote ?? dialect.lineEnd).withBytes { bytes in
      index.build(bytes, damage: damage, masks: masks)
      var reader = RecordReader(dialect: dialect)
      while let record = reader.next(bytes, index) {
        if let problem = record.problem { rows += Array("rejected: \(problem)".utf8) }
        reader.forEachField(of: record, bytes, index) { rows += $0.copied() + [Mark.field] }
        rows.append(Mark.record)
      }
    }
  }

  /// Reads a text cut at random targets.
  /// - Returns: where the chunks ended.
  mutating func readInChunks(_ text: [UInt8], seed: UInt64) -> [Int] {
    var random = SeededGenerator(seed: seed)
    let longest = random.pick([2, 20, 200, 2000])
    var start = 0
    var cuts: [Int] = []
    while start < text.count {
      let target = 1 + random.below(longest)
      let split = buffer(Array(text[start...])).withBytes {
        splitter.split($0, target: target, isFinal: true, keeping: masks)
      }
      guard case .cut(let end, let damage) = split, end > 0, start + end <= text.count else {
        return cuts + [-1]
      }
      read(Array(text[start..<start + end]), damage: damage, masks: masks)
      start += end
      cuts.append(start)
    }
    return cuts
  }
}

// MARK: - Dumps

/// A field as it is written.
private struct CSVField {
  var text: String
  var isQuoted: Bool
}

/// A dump before it is written: its text follows from its fields, so that it stays well-formed when
/// some of them are left out.
private struct CSVDump: CustomStringConvertible {
  let seed: UInt64
  let dialect: Dialect
  private let lineEnd: [UInt8]
  private let doublesQuotes: Bool
  private let endsLastLine: Bool
  private let isTame: Bool
  /// One without fields is a blank line.
  private var records: [[CSVField]] { didSet { text = written() } }
  /// The bytes of the dump.
  private(set) var text: [UInt8] = []

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let end = random.pick(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
    let quote = random.pick([Ascii.quote, Ascii.quote, Ascii.quote, Ascii.apostrophe, nil])
    let isEscaped = quote == nil || random.oneIn(4)
    dialect = Dialect(
      delimiter: random.pick(Array(",\t;|:^\u{1}".utf8)), quote: quote,
      escape: isEscaped ? Ascii.backslash : nil,
      lineEnd: end == "\r" ? Ascii.carriageReturn : Ascii.lineFeed)
    self.seed = seed
    lineEnd = Array(end.utf8)
    doublesQuotes = !isEscaped || random.oneIn(2)
    endsLastLine = !random.oneIn(3)
    isTame = random.oneIn(2)
    records = random.csvRecords(dialect, isTame: isTame)
    text = written()
  }

  /// What was written, as it is to be read.
  var rows: [UInt8] {
    var rows: [UInt8] = []
    for record in records where !isBlank(record) {
      for field in record { rows += Array(field.text.utf8) + [Mark.field] }
      rows.append(Mark.record)
    }
    return rows
  }

  var description: String { "seed \(seed), \(dialect.testDescription): \(literal(text))" }

  private func isBlank(_ record: [CSVField]) -> Bool {
    let isOneEmpty = record.count == 1 && record[0].text.isEmpty
    return record.isEmpty || (isOneEmpty && (dialect.quote == nil || !record[0].isQuoted))
  }

  private func written() -> [UInt8] {
    var text: [UInt8] = []
    for record in records {
      for (place, field) in record.enumerated() {
        if place > 0 { text.append(dialect.delimiter) }
        text += written(field)
      }
      text += lineEnd
    }
    if !endsLastLine, !text.isEmpty { text.removeLast(lineEnd.count) }
    return text
  }

  private func written(_ field: CSVField) -> [UInt8] {
    guard let quote = dialect.quote, field.isQuoted || needsQuotes(field.text) else {
      return escaped(field.text)
    }
    let inner = field.text.utf8.flatMap { byte in
      if byte == quote { return [doublesQuotes ? quote : Ascii.backslash, byte] }
      return byte == dialect.escape ? [byte, byte] : [byte]
    }
    return [quote] + inner + [quote]
  }

  /// Where there is an escape, what needs quotes is escaped instead.
  private func needsQuotes(_ text: String) -> Bool {
    dialect.escape == nil
      && (text.utf8.first == dialect.quote || text.utf8.contains(where: isStructural))
  }

  private func escaped(_ text: String) -> [UInt8] {
    guard let escape = dialect.escape else { return Array(text.utf8) }
    return text.utf8.enumerated().flatMap { place, byte in
      let isMeant =
        isStructural(byte) || byte == escape || (place == 0 && byte == dialect.quote)
      return isMeant ? [escape, byte] : [byte]
    }
  }

  private func isStructural(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || byte == Ascii.lineFeed || byte == Ascii.carriageReturn
  }
}

extension CSVDump {
  /// Whether the sniffer has enough to go by: a table, quotes that are escaped if anything is, and no
  /// escaped line feeds in old Mac exports, whose line ends are found before the escape is known.
  var isTable: Bool {
    guard isTame, records.count(where: { $0.count >= 2 }) >= 3 else { return false }
    guard dialect.escape != nil, text.contains(Ascii.backslash) else { return true }
    guard let quote = dialect.quote else { return dialect.lineEnd == Ascii.lineFeed }
    return text.contains([Ascii.backslash, quote])
  }

  /// The dump with as few and as short fields as still fail.
  func shrunk(_ fails: (CSVDump) -> Bool) -> CSVDump {
    var dump = self
    func shrink<Element>(_ path: WritableKeyPath<CSVDump, [Element]>) {
      for place in dump[keyPath: path].indices.reversed() {
        var smaller = dump
        smaller[keyPath: path].remove(at: place)
        if fails(smaller) { dump = smaller }
      }
    }
    shrink(\.records)
    for record in dump.records.indices {
      shrink(\.records[record])
      for field in dump.records[record].indices { shrink(\.records[record][field].scalars) }
    }
    return dump
  }
}

extension CSVField {
  fileprivate var scalars: [Unicode.Scalar] {
    get { Array(text.unicodeScalars) }
    set { text = String(String.UnicodeScalarView(newValue)) }
  }
}

extension SeededGenerator {
  /// Records of a dump and blank lines between them.
  /// - Parameter isTame: whether they have equally many fields with little that means something.
  fileprivate mutating func csvRecords(_ dialect: Dialect, isTame: Bool) -> [[CSVField]] {
    let columns = isTame ? 2 + below(11) : 1 + below(pick([1, 4, 12]))
    let isRagged = !isTame && oneIn(3)
    let isShy = dialect.quote == Ascii.apostrophe || dialect.escape != nil
    let quotes = isTame && isShy ? 1 : pick([1, 2, 8])
    var records: [[CSVField]] = []
    for _ in 0..<1 + below(pick([3, 10, 40])) {
      if oneIn(20) { records.append([]) }
      let count = isRagged ? 1 + below(columns) : columns
      records.append(
        (0..<count).map { _ in
          let text = isTame ? tameText(dialect) : denseText(dialect)
          return CSVField(text: text, isQuoted: oneIn(quotes))
        })
    }
    return records
  }

  /// A value of the kind that customers have, at times with something that means something.
  private mutating func tameText(_ dialect: Dialect) -> String {
    let words = ["alpha", "Berlin", "côté", "delta", "9 €", "fox", "日本", "Haus", "😀", "iron"]
    if oneIn(8) { return "" }
    if oneIn(3) { return "\(below(100_000))" }
    var text = pick(words)
    for _ in 0..<below(3) { text += " " + pick(words) }
    if oneIn(12) { text += pick(special(dialect)) + pick(words) }
    return text
  }

  /// A value in which nearly everything means something, at times as long as a block and more.
  private mutating func denseText(_ dialect: Dialect) -> String {
    if oneIn(60) { return String(repeating: "x", count: pick([62, 63, 64, 65, 130, 4095, 4096])) }
    let pieces =
      special(dialect)
      + ["a", "bc", "0", "\\", "\t", ",", ";", "#", "é", "€", "😀", "\u{85}", "\u{2028}", "  "]
    return (0..<below(pick([2, 6, 12]))).map { _ in pick(pieces) }.joined()
  }

  private func special(_ dialect: Dialect) -> [String] {
    let marks = [dialect.delimiter, dialect.quote ?? Ascii.quote]
    return marks.map { String(UnicodeScalar($0)) } + ["\n", "\r", "\r\n", "\"", "'", " "]
  }
}
