// The mapper on any values: lines that the receiver takes, and that say just what was mapped.
//
// An input: bytes for the mapping, the dialect and the steps, then keys, IDs and values with a NUL
// after each. They become a dump; what its records must say is worked out by `ExpectedRecord`.

import AudienceManager
import SluiceBytes
import SluiceRecords
import SluiceTestTools

/// No value can forge syntax, and none is lost.
enum MapperProperty {
  static func problem(in input: [UInt8]) -> String? {
    let trial = MapperTrial(input)
    return trial.problem.map { "\(trial): \($0)" }
  }

  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let head = random.bytes(MapperTrial.headLength)
    if random.oneIn(8) { return MapperTrial.longSeed(head, &random) }
    let tokens = (0..<3 + random.below(20)).map { _ in
      random.pick([
        "", "u1", "plan", "Pro", " padded ", "say \"hi\"", "a\tb\r\nc", "24", " 7\n", "x|y|x", "é",
        "\"=\"", "\",\"k\"=\"v", "d_sid", "007", "a:b", "-", "it's", "\\N", "\\", "😀", "a,b", "x\r",
        "NULL", "-3", "17.99", "24|25|", " 2024-02-29", "2023-02-29",
      ])
    }
    return head + tokens.flatMap { Array($0.utf8) + [MapperTrial.tokenEnd] }
  }
}

extension MapperTrial {
  /// One record with a pair about as long as the longest line.
  fileprivate static func longSeed(
    _ head: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    var head = head
    head[fieldCountPlace] = 0
    // A pair or a code.
    head[fieldCountPlace + 1] = UInt8(random.below(2))
    // A run of 102,300, and what ID, key and signs leave of the line, more or less.
    let rest = [UInt8](repeating: UInt8(ascii: "y"), count: 88 + random.below(7))
    let value = Array("xx".utf8) + [0xFF, 0x93] + rest
    return head + Array("k\0u1\0".utf8) + value + [tokenEnd]
  }
}

/// A mapping, and records of values.
private struct MapperTrial: CustomStringConvertible {
  /// Bytes that decide.
  static let headLength = fieldCountPlace + 1 + 4 * mostFields + 2
  /// Which of them decides how many fields there are.
  private static let fieldCountPlace = 5
  static let tokenEnd: UInt8 = 0
  private static let mostFields = 3
  /// Around words, registers and blocks.
  private static let runs = [1, 6, 7, 8, 9, 15, 16, 17, 31, 33, 62, 65]
  /// Around the longest line.
  private static let longRuns = [1000, 34_000, 102_300, 102_370, 102_390]
  /// Bytes of all values, a few lines' worth.
  private static let most = 250_000
  /// Calls in which a dump is mapped, about.
  private static let mostSteps = 200

  let dialect: Dialect
  let quotesAll: Bool
  let lineEnd: [UInt8]
  let step: Int
  let mapping: Mapping
  let columns: [String]
  let records: [[String]]

  init(_ input: [UInt8]) {
    var choices = Choices(input)
    var dialect = choices.pick([
      Dialect(), Dialect(delimiter: UInt8(ascii: ";"), quote: Ascii.apostrophe),
      Dialect(delimiter: Ascii.tab, quote: nil, escape: Ascii.backslash),
      Dialect(escape: Ascii.backslash),
    ])
    (quotesAll, lineEnd) = choices.pick([
      (false, [Ascii.lineFeed]), (true, [Ascii.lineFeed]),
      (false, [Ascii.carriageReturn, Ascii.lineFeed]),
      (true, [Ascii.carriageReturn, Ascii.lineFeed]),
    ])
    dialect.hasPairedLineEnds = lineEnd.count == 2
    self.dialect = dialect
    let leastStep = choices.pick([Int.max, 1, 30, 1000])
    let quoting = choices.pick(Mapping.Quoting.allCases)
    let quoteInValue = choices.pick(Mapping.QuoteInValue.allCases)
    let fieldCount = 1 + choices.number() % Self.mostFields
    let makers = (0..<Self.mostFields).map { _ in FieldMaker(&choices) }.prefix(fieldCount)
    let nulls = choices.pick([[""], ["", "NULL"], ["-"]])
    let condition = choices.pick([nil, nil, .isIn, .notIn] as [Mapping.Condition.Kind?])
    var tokens = choices.text(runsOf: Self.runs, long: Self.longRuns, most: Self.most)
      .split(separator: Self.tokenEnd, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    var mapping = Mapping(id: Mapping.Identity(column: "id"), pii: .allow)
    mapping.quoting = quoting
    mapping.quoteInValue = quoteInValue
    mapping.nulls = nulls
    mapping.fields = makers.enumerated().map { place, maker in
      maker.field(column: "c\(place)", key: tokens.popFirst() ?? "", known: tokens.first ?? "")
    }
    if let condition {
      let values = ["Pro", "24"] + tokens.dropFirst().prefix(1)
      mapping.conditions = [Mapping.Condition(column: "c0", kind: condition, values: values)]
    }
    self.mapping = mapping
    columns = ["id"] + makers.indices.map { "c\($0)" }
    var records: [[String]] = []
    while tokens.count > fieldCount {
      records.append(Array(tokens.prefix(columns.count)))
      tokens = tokens.dropFirst(columns.count)
    }
    self.records = records
    step = max(leastStep, records.joined().reduce(0) { $0 + $1.utf8.count } / Self.mostSteps)
  }

  var description: String { "\(dialect.testDescription), \(mapping), \(literal(dump))" }

  // MARK: Running

  var problem: String? {
    guard let plan = try? MappingPlan(mapping, columns: columns) else { return "no plan" }
    let (dump, expected) = (buffer(dump), records.map { ExpectedRecord($0, mapping) })
    // In so little room the mapper maps small dumps without the kernel.
    for (name, kernel, room) in [("little room", .best, 16)]
      + ScanKernel.available.map({ ($0.name, $0, 4 << 10) })
    {
      var mapper = RecordMapper(
        plan: plan, dialect: dialect, padsRagged: false, header: [], kernel: kernel)
      let output = ByteBuffer(capacity: room)
      run(&mapper, dump, output)
      if let problem = problem(of: mapper, output, expected) { return "\(name): \(problem)" }
    }
    return nil
  }

  /// Maps the dump, `step` bytes of it at a time.
  private func run(_ mapper: inout RecordMapper, _ dump: ByteBuffer, _ output: ByteBuffer) {
    var index = RecordIndex(dialect: dialect, chunk: 0)
    dump.withBytes { dump in
      index.build(dump)
      mapper.beginChunk(skippingHeader: false)
      var limit = 0
      while !mapper.isAtEnd(of: index) {
        limit = step == .max ? .max : limit + step
        mapper.map(dump, index, until: limit, most: .max, into: output)
      }
    }
  }

  /// How rejects, counts or lines are not the expected ones.
  private func problem(
    of mapper: RecordMapper, _ output: ByteBuffer, _ expected: [ExpectedRecord]
  ) -> String? {
    let reasons = expected.compactMap(\.rejection)
    if mapper.rejects.map(\.reason) != reasons {
      return "rejects \(mapper.rejects), expected \(reasons)"
    }
    let counts = mapper.counts
    if !counts.addsUp || counts.records != records.count { return "\(counts) do not add up" }
    let filtered = expected.count(where: \.isFiltered)
    let written = expected.count { !$0.elements.isEmpty }
    if counts.filtered != filtered || counts.written != written {
      return "\(counts), expected \(filtered) filtered and \(written) written"
    }
    return problem(reading: output.withBytes { $0.copied() }, expected.flatMap(\.elements))
  }

  /// How lines are invalid, or say something else.
  private func problem(reading lines: [UInt8], _ expected: [ExpectedElement]) -> String? {
    guard lines.isEmpty || lines.last == LineSyntax.lineEnd else { return "no line end" }
    var said: [ExpectedElement] = []
    let parser = LineParser(mode: .sync)
    for line in lines.dropLast().split(
      separator: LineSyntax.lineEnd, omittingEmptySubsequences: lines.isEmpty)
    {
      let line = Array(line)
      let reading = line.withRawBytes { parser.parse($0) }
      if let error = reading.error { return "\(literal(line)): \(error)" }
      guard let elements = elements(in: line, id: reading.userID) else {
        return "\(literal(line)): its elements have an error or a note"
      }
      said += elements
    }
    return said == expected ? nil : "says \(said), expected \(expected)"
  }

  private func elements(in line: [UInt8], id: Range<Int>) -> [ExpectedElement]? {
    var reader = LineElements(from: id.upperBound + 1)
    var found: [ExpectedElement] = []
    do throws(LineError) {
      while let element = try line.withRawBytes({ line throws(LineError) in
        try reader.next(in: line)
      }) {
        found.append(
          ExpectedElement(
            id: Array(line[id]), form: element.form, key: Array(line[element.key]),
            value: Array(line[element.value])))
      }
    } catch {
      return nil
    }
    return reader.notes.isEmpty ? found : nil
  }

  // MARK: Writing

  /// The records as a program writes them.
  private var dump: [UInt8] {
    records.flatMap { record in
      Array(record.map(written).joined(separator: [dialect.delimiter])) + lineEnd
    }
  }

  private func written(_ value: String) -> [UInt8] {
    let marks =
      [dialect.delimiter, Ascii.lineFeed, Ascii.carriageReturn]
      + [dialect.quote, dialect.escape].compactMap(\.self)
    let hasMarks = value.utf8.contains(where: marks.contains)
    guard let quote = dialect.quote else {
      return value.utf8.flatMap { marks.contains($0) ? [Ascii.backslash, $0] : [$0] }
    }
    guard hasMarks || quotesAll else { return Array(value.utf8) }
    let inner = value.utf8.flatMap { byte in
      byte == quote || byte == dialect.escape ? [dialect.escape ?? quote, byte] : [byte]
    }
    return [quote] + inner + [quote]
  }
}

/// One field of a mapping, decided by four bytes.
private struct FieldMaker {
  private enum Kind: CaseIterable { case pair, code, add, remove, values, bands, date, traits }

  private let kind: Kind
  private let transforms: [Mapping.Transform]
  private let separator: String?
  private let otherwise: Mapping.Otherwise?

  init(_ choices: inout Choices) {
    kind = choices.pick(Kind.allCases)
    transforms = choices.pick([[], [.trim], [.lowercase], [.uppercase, .trim]])
    separator = choices.pick([nil, nil, "|", ", ", "ab"])
    otherwise = choices.pick([nil, .keep, .drop, .reject, .value(" another one")])
  }

  /// - Parameters:
  ///   - key: taken if it can be a key.
  ///   - known: a value that a field of known values knows.
  func field(column: String, key: String, known: String) -> Mapping.Field {
    let isKey = LineSyntax.problem(inKey: key) == nil
    var field = Mapping.Field(
      source: .column(column), key: isKey ? key : "key", separator: separator,
      transforms: transforms, rule: rule(known: known))
    if kind != .pair && kind != .code { field.otherwise = otherwise }
    return field
  }

  private func rule(known: String) -> Mapping.Rule {
    switch kind {
    case .pair: .pair
    case .code: .ic
    case .add: .sid
    case .remove: .unsid
    case .values: .values(["Pro": "a pro"].merging([known: "this one"]) { $1 })
    case .bands: .bands([-3, 18, 25])
    case .date: .date(input: "yyyy-MM-dd", output: "MM/yyyy")
    case .traits: .traits(["24": [24, -25]].merging([known: [7, -24, 7]]) { $1 })
    }
  }
}
