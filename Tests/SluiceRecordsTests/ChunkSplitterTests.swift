// Chunks: whatever the target, the kernel and the way the bytes arrive, the records stay the same.

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
