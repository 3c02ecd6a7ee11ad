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
