// Python's csv module as judge: what it reads, and that it would have written the same bytes.

import Testing

@testable import MakeDump

@Suite struct CSVJudgeTests {
  /// Reads a dump, prints records, fields a record, distinct first fields and whether writing
  /// what was read gives the same bytes: quotes stand where they must, and nowhere else.
  static let judge = """
    import csv, io, sys
    path, delimiter, line_end, quoting = sys.argv[1:]
    text = open(path, newline="", encoding="utf-8").read()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    out = io.StringIO(newline="")
    line_end = {"lf": "\\n", "crlf": "\\r\\n"}[line_end]
    quoting = {"all": csv.QUOTE_ALL, "minimal": csv.QUOTE_MINIMAL}[quoting]
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    widths = ",".join(map(str, sorted({len(row) for row in rows})))
    print(len(rows), widths, len({row[0] for row in rows}), out.getvalue() == text)
    """

  static func columns(_ shape: ShapeName) -> Int {
    switch shape {
    case .crm, .quoted: 16
    case .wide: 200
    case .tiny: 3
    case .long: 5
    }
  }

  @Test(
    arguments: ShapeName.allCases, [",", ";", "|", "\t", " ", ":", "@", ".", "-", "_", "\u{1}"])
  func readsBack(shape: ShapeName, delimiter: String) throws {
    for lineEnd in DumpDialect.LineEnd.allCases {
      var dialect = DumpDialect()
      dialect.delimiter = try #require(Delimiter(argument: delimiter)).byte
      dialect.lineEnd = lineEnd
      let records = shape == .crm ? 500 : 40
      let run = DumpRun(shape: shape, dialect: dialect, seed: 11, end: .records(records))
      let found = try TemporaryFile.with(try run.make().bytes) { path in
        try Tool.run([
          "python3", "-c", Self.judge, path, delimiter, lineEnd.rawValue,
          shape == .quoted ? "all" : "minimal",
        ])
      }
      #expect(found.errors == "")
      // The header counts as a record, and its first name as a first field, to the judge.
      let all = records + 1
      #expect(found.text == "\(all) \(Self.columns(shape)) \(all) True\n")
    }
  }

  /// What makes a dump worth testing with is in it.
  @Test func customersHaveWhatRealOnesHave() throws {
    let made = try DumpRun(shape: .crm, seed: 1, end: .records(4000)).make()
    let text = String(decoding: made.bytes, as: UTF8.self)
    for needed in [
      "Müller", "Łukasz", "Zoë", "陳", "O'Brien", "\"Smith, Jr.\"", ",NULL,", ",,", "|", "\"\"",
      "\r\n", "\n\n", "😀", "\"Washington, D.C.\"",
    ] {
      #expect(text.utf8.contains(sequence: needed.utf8), "\(needed)")
    }
    let average = made.bytes.count / made.total.records
    #expect((165...200).contains(average), "\(average) bytes a record")
  }
}

extension Collection where Element: Equatable {
  fileprivate func contains(sequence: some Collection<Element>) -> Bool {
    guard let first = sequence.first else { return true }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: sequence) { return true }
      rest = rest[index(after: start)...]
    }
    return false
  }
}
