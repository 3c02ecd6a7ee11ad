// Chunks: whatever the target, the kernel and the way the bytes arrive, the records stay the same.

import AudienceManager
import SluiceBytes
import Testing

@testable import SluiceRecords

struct ChunkSplitterTests {
  /// Every target, one byte more at a time.
  @Test func smallTextsAreCutTheSameHoweverTheyArrive() {
    for seed in seeds(100) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [3, 10, 50, 4096, 1 << 20])
      let text = random.denseText(dialect, count: random.below(24))
      let kernel = random.pick(ScanKernel.available)
      for target in 1...text.count + 2 {
        let arrival = Arrival(target: target, step: 1, seed: seed)
        guard check(text, dialect, kernel, arrival) else { return }
      }
    }
  }

  @Test func largerTextsAreCutTheSameHoweverTheyArrive() {
    for seed in seeds(60) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [50, 4096, 4200, 1 << 20])
      let text = random.recordText(
        dialect, records: random.below(40), fieldLengths: [0, 1, 5, 63, 64, 65, 500, 4096])
      let kernel = random.pick(ScanKernel.available)
      for _ in 0..<3 {
        let step = random.pick([1 + text.count / 40, 700, 5000])
        let target = 1 + random.below(text.count + 2)
        let arrival = Arrival(target: target, step: step, seed: seed)
        guard check(text, dialect, kernel, arrival) else { return }
      }
    }
  }

  /// What was learnt from the records of one chunk holds in the next.
  @Test func recordsThatDoNotEndAreCutTheSameHoweverTheyArrive() {
    for seed in seeds(150) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [70, 200, 1000, 1 << 20])
      let text = random.endlessText(dialect, lines: random.below(200))
      let kernel = random.pick(ScanKernel.available)
      for _ in 0..<3 {
        let arrival = Arrival(
          target: 1 + random.below(random.pick([20, 200, text.count + 2])),
          step: random.pick([40, 700, 5000]), seed: seed)
        guard check(text, dialect, kernel, arrival) else { return }
      }
    }
  }

  /// A chunk that is there in one piece and has nothing odd in it need not be scanned again.
  @Test(arguments: [
    ("a,\"b\n\"\n1,2\n3,4\n", 13, 4), ("a\n", 2, 1), ("a,\"b\"x\n1,2\n", 8, nil),
    ("\"a\n", 4, nil),
  ])
  func masksAreKept(text: String, end: Int, lines: Int?) {
    for repetitions in [1, 100, 5000, 300_000] {
      let body = String(repeating: "k,\"v\n\"\n", count: repetitions)
      let chunk = Array((body + text).utf8)
      let target = body.utf8.count + end
      for kernel in ScanKernel.available {
        var splitter = ChunkSplitter(dialect: Dialect(delimiter: Ascii.comma), kernel: kernel)
        let masks = ChunkMasks()
        let split = buffer(chunk).withBytes {
          splitter.split($0, target: target, isFinal: true, keeping: masks)
        }
        guard case .cut(let end, _) = split else { return #expect(Bool(false), "\(split)") }
        // Those of over 2 MiB are not.
        let expected = repetitions > 5000 ? nil : lines.map { $0 + 2 * repetitions }
        #expect(masks.lineCount(ofChunk: end) == expected, "\(kernel.name) \(repetitions)")
        #expect(masks.lineCount(ofChunk: end + 1) == nil)
      }
    }
  }
}

private func check(
  _ text: [UInt8], _ dialect: Dialect, _ kernel: ScanKernel, _ arrival: Arrival
) -> Bool {
  let judge = ChunkJudge(dialect, kernel, arrival)
  guard judge.disagreement(text) != nil else { return true }
  let least = minimal(text) { judge.disagreement($0) != nil }
  Issue.record(
    """
    \(kernel.name), \(dialect.testDescription), \(arrival): \(literal(least)): \
    \(judge.disagreement(least) ?? "")
    """)
  return false
}
