// Stretches of lines judged by masks against the same lines read one by one, and stretches put
// together against the whole.

import AudienceManager
import SluiceBytes
import Testing

@testable import SluiceRecords

@Suite struct LineJudgeTests {
  static let rules: [LineRule] = [
    .data(LineParser(mode: .sync)), .data(LineParser(mode: .overwrite)),
    .data(LineParser(mode: .sync, idType: .gaid)), .data(LineParser(mode: .sync, idType: .idfa)),
    .data(LineParser(mode: .overwrite, idType: .uuid)),
  ]

  /// Reads each line by the rule and adds up, one obvious step after the other.
  private func readOneByOne(_ text: [UInt8], _ rule: LineRule) -> JudgedLines {
    var sums = LineSums(rule: rule, expected: nil)
    text.withRawBytes { bytes in
      var start = 0
      for end in text.indices where text[end] == Ascii.lineFeed {
        sums.read(PassedLine(start: start, idEnd: 0, end: end), in: bytes, pairs: 0)
        start = end + 1
      }
    }
    return text.withRawBytes { sums.finish($0) }
  }

  private func judge(_ text: [UInt8], _ rule: LineRule, _ kernel: LineKernel = .best) -> JudgedLines
  {
    buffer(text).withBytes { LineJudge(rule, kernel: kernel).judge($0) }
  }

  @Test func judgingIsReadingEachLine() {
    for seed in seeds(400) {
      var lines = RandomLines(seed: seed)
      let rule = lines.random.pick(Self.rules)
      let text = lines.text(lines.random.below(40))
      for kernel in LineKernel.available {
        let isSame = judge(text, rule, kernel) == readOneByOne(text, rule)
        if !isSame {
          let least = minimal(text) { smaller in
            smaller.last == Ascii.lineFeed
              && judge(smaller, rule, kernel) != readOneByOne(smaller, rule)
          }
          Issue.record(
            "seed \(seed), \(kernel.name): \(literal(least)): \(judge(least, rule, kernel)) is not \(readOneByOne(least, rule))"
          )
          return
        }
      }
    }
  }

  /// Lines longer than a batch of blocks, and longer than any may be.
  @Test func longLines() {
    let rule = LineRule.data(LineParser(mode: .sync))
    for length in [4_000, 4_095, 4_096, 9_000, 102_392, 102_393, 102_394, 150_000] {
      let long =
        Array("u\t\"k\"=\"".utf8) + [UInt8](repeating: 0x61, count: length) + Array("\"\n".utf8)
      for text in [
        long, Array("a\t\"k\"=\"v\",\n".utf8) + long + Array("b\t\"k\"=\"v\"\n".utf8) + long,
      ] {
        #expect(judge(text, rule) == readOneByOne(text, rule), "\(length)")
      }
    }
    let most = Array("u\t\"k\"=\"".utf8) + [UInt8](repeating: 0x61, count: 102_400 - 8)
    #expect(judge(most + Array("\"\n".utf8), rule).findings.isEmpty)
    #expect(
      Array(judge(most + Array("a\"\n".utf8), rule).findings.keys) == [.error(.lineTooLong)])
  }

  @Test func stretchesAddUpToTheWhole() {
    for seed in seeds(100) {
      var lines = RandomLines(seed: seed)
      let rule = lines.random.pick(Self.rules)
      var text = lines.text(lines.random.below(30))
      // Runs around the most lines of a user, cut anywhere.
      for _ in 0..<lines.random.below(3) {
        let user = lines.random.pick(["u1", "u2"])
        for _ in 0..<lines.random.below(450) { text += Array("\(user)\t\"k\"=\"v\"\n".utf8) }
      }
      var sum = JudgedLines()
      var start = 0
      while start < text.count {
        var end = min(text.count, start + 1 + lines.random.below(1500))
        while text[end - 1] != Ascii.lineFeed { end += 1 }
        sum.append(judge(Array(text[start..<end]), rule))
        start = end
      }
      let whole = judge(text, rule)
      let isSame =
        sum.counts == whole.counts && sum.findings == whole.findings
        && sum.byteCount == whole.byteCount && sum.traitsAdded == whole.traitsAdded
        && sum.traitsRemoved == whole.traitsRemoved
      #expect(isSame, "seed \(seed): \(sum) is not \(whole)")
      if !isSame { return }
    }
  }

  @Test("section 3: 200 lines of a user in a file are taken, further ones are told of")
  func linesOfAUser() {
    let rule = LineRule.data(LineParser(mode: .sync))
    let line = Array("u1\t\"k\"=\"v\"\n".utf8)
    func text(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in line } }
    #expect(judge(text(200), rule).findings.isEmpty)
    let found = judge(text(203), rule).findings[.surplusLine]
    #expect(found?.count == 3)
    #expect(found?.places.map(\.line) == [201, 202, 203])
    #expect(found?.places.first?.offset == 200 * line.count)
    let apart = text(150) + Array("u2\t\"k\"=\"v\"\n".utf8) + text(150)
    #expect(judge(apart, rule).findings.isEmpty)
  }

  @Test("section 1: a user ID that looks like personal data is told of, masked")
  func personalData() {
    let rule = LineRule.data(LineParser(mode: .sync))
    let found = judge(Array("jo@example.com\t\"k\"=\"v\"\n".utf8), rule).findings
    #expect(Array(found.keys) == [.personalData(.email)])
    #expect(found[.personalData(.email)]?.places.first?.excerpt == "j***@e***")
    #expect(judge(Array("a3f6b0\t\"k\"=\"v\"\n".utf8), rule).findings.isEmpty)
  }

  @Test("section 1: each column of an ID synchronisation file, at its place")
  func personalColumns() throws {
    let name = try IDSyncFileName.read("c2c_id_1_2_1732240000.sync").name
    let text = "u1\ta@example.com\n4111 1111 1111 1111\tjo@example.com\r\n"
    let found = judge(Array(text.utf8), .idSync(IDSyncLineParser(name: name))).findings
    #expect(found[.personalData(.email)]?.places.map(\.offset) == [3, 37])
    #expect(found[.personalData(.email)]?.places.map(\.excerpt) == ["a***@e***", "j***@e***"])
    #expect(found[.personalData(.paymentCard)]?.places.map(\.offset) == [17])
    #expect(found[.error(.invalidHash)]?.count == 2)
  }

  static let conflicts: [(String, Int)] = [
    ("u\td_sid=24,d_unsid=24", 1), ("u\td_unsid=24,\"k\"=\"v\",d_sid=24", 1),
    ("u\td_sid=024,d_unsid=24", 1), ("u\td_sid=24,d_unsid=00024", 1),
    ("u\t24:0,d_sid=24", 1), ("u\t\"d_unsid\"=\"24\", d_sid = 24", 1),
    ("u\td_sid=24,d_unsid=24\r", 1), ("u\td_sid=12345678901234567890123,d_unsid=1", 0),
    ("u\td_sid=24,d_unsid=25", 0), ("u\td_sid=24,d_unsid=240", 0), ("u\td_sid=24,d_sid=24", 0),
    ("u\tic=24,24,d_unsid=24", 0), ("u\td_sid=24,d_unsid=24,x", 0),
    ("u\t\"d_sid\"=\"24\",d_unsid=24", 1),
  ]

  @Test("a line that adds and removes the same trait is told of", arguments: conflicts)
  func conflict(_ line: String, _ count: Int) {
    let text = Array((line + "\n").utf8)
    for mode in [TransferMode.sync, .overwrite] {
      let found = judge(text, .data(LineParser(mode: mode))).findings[.traitConflict]
      // In `.overwrite` the removal is ignored, and that is told.
      #expect(found?.count ?? 0 == (mode == .sync ? count : 0), "\(mode)")
    }
  }

  /// Lines of many traits, few of them on both sides, that begin and end anywhere in blocks and batches.
  @Test func conflictsInLongLines() {
    let rule = LineRule.data(LineParser(mode: .sync))
    for seed in seeds(60) {
      var random = SeededGenerator(seed: seed)
      var text: [UInt8] = []
      var conflicts = 0
      for _ in 0..<20 {
        let traits = (0..<random.below(random.oneIn(3) ? 300 : 12)).map { _ in
          (isAdded: random.oneIn(2), id: random.below(100_000))
        }
        let added = Set(traits.filter(\.isAdded).map(\.id))
        let removed = Set(traits.filter { !$0.isAdded }.map(\.id))
        conflicts += added.isDisjoint(with: removed) ? 0 : 1
        let written = traits.map { "\($0.isAdded ? "d_sid" : "d_unsid")=\($0.id)" }
        let pairs = (0...random.below(40)).map { "\"k\($0)\"=\"v\"" }
        text += Array("u\t\((written + pairs).joined(separator: ","))\n".utf8)
      }
      for kernel in LineKernel.available {
        let found = judge(text, rule, kernel)
        #expect(found.findings[.traitConflict]?.count ?? 0 == conflicts, "seed \(seed)")
        #expect(found == readOneByOne(text, rule), "seed \(seed)")
      }
    }
  }

  @Test func readingWithoutNotesSaysTheSameOfIDs() {
    let types: [IDType] = IDType.allCases
    for seed in seeds(600) {
      var random = SeededGenerator(seed: seed)
      let id = random.bytes(
        random.below(44), of: random.oneIn(2) ? Array("abC019_".utf8) : Array(0...255))
      for type in types {
        id.withRawBytes { id in
          let expected =
            type.problem(in: id) == nil && type.suspicion(in: id) == nil
            && (type != .dpuuid || PersonalDataDetector.kind(of: id) == nil)
          #expect(type.isUnremarkable(id) == expected, "seed \(seed), \(type)")
        }
      }
    }
  }
}
