// The mapper against the naive one, and its lines against the receiver's rules.

import AudienceManager
import SluiceBytes
import Testing

@testable import SluiceRecords

struct RecordMapperTests {
  @Test func linesAreThoseOfTheNaiveMapper() {
    for seed in seeds(2500) {
      let job = RandomJob(seed: seed)
      if disagreement(job) == nil { continue }
      let least = job.minimal { disagreement($0) != nil }
      Issue.record(
        """
        seed \(seed), \(least.mapping), \(least.dialect.testDescription), pads \(least.padsRagged): \
        \(literal(least.text)): \(disagreement(least) ?? "")
        """)
      return
    }
  }

  /// How the mapper does otherwise than the naive one; nil when it does not.
  private func disagreement(_ job: RandomJob) -> String? {
    guard let plan = try? job.plan() else { return "no plan" }
    let expected = expectation(job)
    for kernel in ScanKernel.available {
      let mapped = job.mapped(plan, kernel)
      if let problem = disagreement(job, mapped, expected) { return "\(kernel.name): \(problem)" }
    }
    return disagreement(job, job.mapped(plan, .withoutPairs), expected)
  }

  private func disagreement(
    _ job: RandomJob, _ mapped: MappedJob, _ expected: Expectation
  ) -> String? {
    if mapped.lines != expected.lines { return "lines \(mapped.lines), naive \(expected.lines)" }
    if mapped.rejects.map(\.withoutProblem) != expected.rejects {
      return "rejects \(mapped.rejects), naive \(expected.rejects)"
    }
    if mapped.records != expected.numbered { return "\(mapped.records) records" }
    return problem(in: mapped.counts, expected) ?? problem(readingBack: mapped.lines, expected, job)
  }

  /// However the chunk is mapped in pieces, the sum is the same.
  @Test func stepsMakeNoDifference() throws {
    for seed in seeds(500) {
      let job = RandomJob(seed: seed)
      let whole = job.mapped(try job.plan())
      for steps in [MappedJob.Steps.random(seed), .random(seed + 1), .oneByte] {
        let stepped = job.mapped(try job.plan(), steps: steps)
        let isSame = stepped == whole
        #expect(isSame, "seed \(seed), \(steps): \(job.mapping) \(literal(job.text))")
        if !isSame { return }
      }
    }
  }

  /// Users with more pairs than a line takes, or with pairs as long as a line.
  @Test func linesEndWhereTheReceiverStopsReading() throws {
    for seed in seeds(12) {
      var random = SeededGenerator(seed: seed)
      let job = longJob(&random)
      let mapped = job.mapped(try job.plan(), steps: .random(seed))
      let expected = expectation(job)
      let isSame =
        mapped.lines == expected.lines && mapped.rejects.map(\.withoutProblem) == expected.rejects
      let lengths = (mapped.lines.map(\.utf8.count), expected.lines.map(\.utf8.count))
      #expect(isSame, "seed \(seed): lengths of lines and of naive ones \(lengths)")
      #expect(mapped.lines.allSatisfy { $0.utf8.count <= Limits.lineBytes }, "seed \(seed)")
      let problem =
        problem(in: mapped.counts, expected) ?? problem(readingBack: mapped.lines, expected, job)
      #expect(problem == nil, "seed \(seed)")
      if !isSame || problem != nil { return }
    }
  }

  /// `\N` alone is null in dumps of databases (and an N in quotes, or elsewhere, is not).
  @Test func backslashNIsNoValue() throws {
    var job = RandomJob(seed: 0, rowCount: 0)
    job.columns = ["user", "plan"]
    job.dialect = Dialect(delimiter: Ascii.tab, quote: nil, escape: Ascii.backslash)
    job.mapping = Mapping(
      id: Mapping.Identity(column: "user"), fields: [Mapping.Field(source: .column("plan"))])
    job.header = Array("user\tplan".utf8)
    job.text = Array("user\tplan\nu1\t\\N\nu2\tN\nu3\ta\\N\n\\N\tb\nu4\t\\N\n".utf8)
    let mapped = job.mapped(try job.plan())
    #expect(mapped.lines == ["u2\t\"plan\"=\"N\"", "u3\t\"plan\"=\"aN\""])
    #expect(mapped.counts.withoutTrait == 2)
    #expect(mapped.counts[.idEmpty] == 1)
  }

  /// `\0` in a database dump is a NUL, which no line may hold.
  @Test func namedNULsBecomeBlanks() throws {
    var job = RandomJob(seed: 1)
    job.padsRagged = false
    job.columns = ["user", "plan"]
    job.dialect = Dialect(delimiter: Ascii.tab, quote: nil, escape: Ascii.backslash)
    job.mapping = Mapping(
      id: Mapping.Identity(column: "user"),
      fields: [
        Mapping.Field(source: .column("plan")),
        Mapping.Field(source: .column("plan"), key: "band", rule: .bands([5])),
      ])
    job.header = Array("user\tplan".utf8)
    job.text = Array("user\tplan\nu1\ta\\0\\t\\0b\\0\nu2\t\\0\nu3\t\\07\nu\\04\tx\n".utf8)
    let mapped = job.mapped(try job.plan())
    #expect(
      mapped.lines == ["u1\t\"plan\"=\"a b\"", "u3\t\"plan\"=\"7\",\"band\"=\"5-\""])
    #expect(mapped.counts.sanitised == 3 && mapped.counts.withoutTrait == 1)
    #expect(mapped.counts[.idFormat] == 1)
  }

  // MARK: Expecting

  private struct Expectation {
    var lines: [String] = []
    var rejects: [Reject] = []
    var counts = RecordCounts()
    var numbered = 0
    var naive: NaiveMapper
  }

  private func expectation(_ job: RandomJob) -> Expectation {
    let naive = NaiveMapper(job)
    var expected = Expectation(naive: naive)
    for row in job.rows { add(row, to: &expected) }
    expected.counts.lines = expected.lines.count
    expected.counts.idsInOtherCase = expected.naive.idsInOtherCase
    expected.counts.idsWithDashes = expected.naive.idsWithDashes
    expected.counts.suspectIDs = expected.naive.suspectIDs
    expected.counts.pairs = expected.naive.elements.map(\.count).reduce(0, +)
    expected.counts.traits = expected.naive.elements.joined().count { $0.form != .pair }
    return expected
  }

  private func add(_ row: RandomJob.PlacedRow, to expected: inout Expectation) {
    var reject: (RejectReason, Int?)?
    switch row.row {
    case .skipped: return
    case .header: if expected.numbered > 0 { expected.counts.repeatedHeaders += 1 }
    case .damaged(let reason): reject = (reason, nil)
    case .fields(let fields):
      switch expected.naive.map(fields) {
      case .filtered: expected.counts.filtered += 1
      case .withoutTrait: expected.counts.withoutTrait += 1
      case .rejected(let reason, let column): reject = (reason, column)
      case .lines(let lines):
        expected.counts.written += 1
        expected.lines += lines
      }
    }
    if case .header = row.row {} else { expected.counts.records += 1 }
    if let (reason, column) = reject {
      expected.counts[reason] += 1
      expected.rejects.append(
        Reject(
          reason: reason, column: column, recordsBefore: expected.numbered,
          linesBefore: row.linesBefore, offset: row.range.lowerBound, range: row.range))
    }
    expected.numbered += 1
  }

  private func problem(in counts: RecordCounts, _ expected: Expectation) -> String? {
    if !counts.addsUp { return "the sum does not add up: \(counts)" }
    var others = counts
    (others.sanitised, others.quotesReplaced) = (0, 0)
    (others.personalValuesDropped, others.hashesKept, others.droppedValues) = (0, 0, 0)
    if others != expected.counts { return "counts \(others), naive \(expected.counts)" }
    let naive = expected.naive
    let bounded = [
      (counts.sanitised, naive.sanitised), (counts.quotesReplaced, naive.requoted),
      (counts.personalValuesDropped, naive.personalDropped),
      (counts.hashesKept, naive.hashesKept), (counts.droppedValues, naive.dropped),
    ]
    let isWithin = bounded.allSatisfy { ($1.least...$1.most).contains($0) }
    return isWithin ? nil : "\(counts), naive \(bounded)"
  }

  // MARK: Reading back

  /// The receiver's reading of each line must be what was meant, without a fault.
  private func problem(
    readingBack lines: [String], _ expected: Expectation, _ job: RandomJob
  ) -> String? {
    let type = job.mapping.id.type.flatMap(IDType.init) ?? .dpuuid
    let parser = LineParser(mode: .sync, idType: type)
    for (line, elements) in zip(lines, expected.naive.elements) {
      let reading = with(line) { parser.parse($0) }
      let start = literal(line.utf8.prefix(300))
      if let error = reading.error { return "\(start): \(error)" }
      let read = with(line) { self.elements(in: $0, from: reading.userID.upperBound + 1) }
      if read != elements { return "\(start) read as \(read ?? [])" }
    }
    return nil
  }

  private func elements(in line: RawSpan, from start: Int) -> [NaiveElement]? {
    func text(_ range: Range<Int>) -> String {
      String(decoding: line.extracting(range).copied(), as: UTF8.self)
    }
    var reader = LineElements(from: start)
    var found: [NaiveElement] = []
    do throws(LineError) {
      while let element = try reader.next(in: line) {
        found.append(
          NaiveElement(form: element.form, key: text(element.key), value: text(element.value)))
      }
    } catch {
      return nil
    }
    return reader.notes.isEmpty ? found : nil
  }

  // MARK: Long lines

  private func longJob(_ random: inout SeededGenerator) -> RandomJob {
    var job = RandomJob(seed: 0, rowCount: 0)
    job.columns = ["user", "list", "long", "short"]
    job.dialect = Dialect()
    job.padsRagged = false
    job.mapping = Mapping(id: Mapping.Identity(column: "user"), pii: .allow)
    job.mapping.quoting = random.pick([.always, .minimal])
    job.mapping.fields = [
      Mapping.Field(source: .column("list"), key: "k", separator: "|"),
      Mapping.Field(source: .column("long")), Mapping.Field(source: .column("short")),
    ]
    job.header = Array("user,list,long,short".utf8)
    job.text = []
    job.rows = []
    job.append(Array("user,list,long,short\n".utf8), .header)
    for number in 0..<4 {
      let id =
        "user\(number)" + String(repeating: "x", count: random.pick([0, 0, 50_000, 102_300]))
      let list = (0..<random.pick([0, 3, 2000])).map { _ in
        String(repeating: "v", count: random.pick([1, 60, 97])) + "\(random.below(100_000))"
      }
      let room = Limits.lineBytes - id.utf8.count - "\t\"long\"=\"\"\n".utf8.count
      let long = random.oneIn(3) ? 3 : max(0, room - 3 + random.below(7))
      let fields = [
        id, list.joined(separator: "|"), String(repeating: "l", count: long),
        random.pick(["", "s"]),
      ]
      job.append(Array((fields.joined(separator: ",") + "\n").utf8), .fields(fields))
    }
    return job
  }
}

extension Reject {
  /// The reject as the naive mapper knows it: what is wrong with an ID is for other tests.
  fileprivate var withoutProblem: Reject {
    var reject = self
    reject.idProblem = nil
    return reject
  }
}
