// The kernels that write pairs against the mapper's way without one, and against the judge of values.

import AudienceManager
import SluiceBytes
import Testing

@testable import SluiceRecords

struct PairKernelTests {
  /// Few columns or many, whose values may be empty, null, long, odd, or look like numbers.
  @Test func kernelsWriteTheSame() throws {
    for seed in seeds(200) {
      let job = wideJob(seed)
      let plan = try job.plan()
      let expected = job.mapped(plan, .withoutPairs)
      for kernel in ScanKernel.available {
        let isSame = job.mapped(plan, kernel) == expected
        #expect(isSame, "seed \(seed), \(kernel.name): \(job.mapping) \(literal(job.text))")
        if !isSame { return }
      }
    }
  }

  /// Whatever the kernel writes without asking, the judge of values lets pass.
  @Test func kernelsWriteNoNumberThatCounts() throws {
    let pieces = [
      "4111", "1111", "415", "555", "2671", "212", "1234567", "+49", "+1", "30", "123", "45",
      "6789",
      "2024-12-31", "10:11", ":12", "4111 1111 1111 1111", "+4930123456", "415-555-2671",
      "123-45-6789",
      "(", ")", "-", "-", " ", " ", " ", ".", "/", ":", "'", "a", "call ", "tel:", "%", "ü", "x",
      "+", "9", "\u{A0}", "\u{202F}", "\u{2011}", "\u{3000}", "\u{FEFF}", "+49123456",
      "tel:41567899",
      "tel\u{2060}:41567899", "T\u{AD}el:41567899", "te\u{FEFF}l:0301234567",
    ]
    let signs = Array(
      "01234567890123456789012345678901234567890123456789+-./() :xet'ü\u{A0}\u{2011}"
    )
    .map(String.init)
    for seed in seeds(60) {
      var random = SeededGenerator(seed: seed)
      var job = wideJob(seed)
      job.mapping.pii = .reject
      job.columns = ["user", "a"]
      job.header = Array("user,a".utf8)
      job.text = job.header + [Ascii.lineFeed]
      for number in 0..<300 {
        let letters = random.oneIn(2) ? "" : String(repeating: "v ", count: random.below(70))
        var values = (0..<1 + random.below(9)).map { _ in random.pick(pieces) }
        if random.oneIn(2) { values = (0..<3 + random.below(25)).map { _ in random.pick(signs) } }
        let value = values.joined() + letters + random.pick(["", "", values[0] + values.joined()])
        job.text += Array("u\(number),\(value)\n".utf8)
      }
      let plan = try job.plan()
      for kernel in ScanKernel.available {
        for line in job.mapped(plan, kernel).lines {
          let value = line.split(separator: "=", maxSplits: 1)[1].dropFirst().dropLast()
          let kind = with(String(value)) { PersonalDataDetector.kind(of: $0) }
          #expect(kind == nil, "seed \(seed), \(kernel.name): \(value)")
        }
      }
    }
  }

  private static let longLengths = [100, 119, 120, 126, 127, 128, 129, 130, 200]

  private func wideJob(_ seed: UInt64) -> RandomJob {
    var random = SeededGenerator(seed: seed)
    var job = RandomJob(seed: 0, rowCount: 0)
    var values = [
      "", "", "a", "Yes", "NULL", "NULLS", "NUL", "n/a", "unknown!", "unknown", "unknown!!", " b",
      "b ", "ключ", "2024-12-31", "2024/12/31", "2024-12-31 10:11:12", "2024-12-31x10.11.12",
      "+49 30 1234567", "(030) 123456789", "078-05-1120", "tel:+491234567", "technology",
      "1234567",
      "12345-6789", "4111 1111 1111 1111", "a@b.de", "call 415-555-2671", "ann%40b.de", "100%",
      "2024-12-31 10:11 +4930123456", "'+49301234567", "4111111111111111",
      "6d92078a-8246-4ba4-ae5b-76104861e7dc", "d092078a-8246-4ba4-ae5b-761048610012", "a\u{1}b",
      "\"\"", "\"q\"",
      "\"two \"\" quotes\"",
    ]
    let lengths = [7, 8, 9, 31, 32, 33, 55, 56, 57, 58, 63, 64, 65] + Self.longLengths
    values += lengths.map { String(repeating: "v", count: $0) }
    for length in Self.longLengths {
      let before = String(repeating: "v", count: random.below(length))
      let behind = String(repeating: "w", count: length - before.count)
      values += ["@", "\u{1}", "ü", "%", " ", "\"", "078-05-1120"].map { before + $0 + behind }
      values += ["\"\(before), \(behind)\"", "\"\(before)\"\"\(behind)\"", before + " "]
    }
    let names = (1...1 + random.below(70)).map { number in
      "\(number)" + String(repeating: "k", count: random.pick([0, 0, 0, 50, 60, 80]))
    }
    job.columns = ["user"] + names
    job.dialect = Dialect(delimiter: Ascii.comma)
    job.mapping = Mapping(
      id: Mapping.Identity(column: "user"), rest: .pairs,
      nulls: ["", "NULL", "n/a", "unknown!", "unknown!?"],
      pii: random.pick([.dropValue, .dropValue, .allow, .reject]))
    job.columnKinds = []
    job.padsRagged = false
    job.header = Array(job.columns.joined(separator: ",").utf8)
    job.text = job.header + [Ascii.lineFeed]
    for number in 0..<8 {
      let fields = names.map { _ in random.oneIn(3) ? "\(number)" : random.pick(values) }
      job.text += Array((["u\(number)"] + fields).joined(separator: ",").utf8)
      job.text += random.oneIn(3) ? [Ascii.carriageReturn, Ascii.lineFeed] : [Ascii.lineFeed]
    }
    return job
  }
}
