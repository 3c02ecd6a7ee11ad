// Chunks: whatever the target, the kernel and the way the bytes arrive, the records stay the same.

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
        let growth = Growth(step: 1, seed: seed)
        guard check(text, dialect, kernel, target: target, growth) else { return }
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
        let growth = Growth(step: random.pick([1 + text.count / 40, 700, 5000]), seed: seed)
        let target = 1 + random.below(text.count + 2)
        guard check(text, dialect, kernel, target: target, growth) else { return }
      }
    }
  }
}

/// How a text arrives: so many bytes at most at a time.
private struct Growth {
  var step: Int
  var seed: UInt64
}

private func check(
  _ text: [UInt8], _ dialect: Dialect, _ kernel: ScanKernel, target: Int, _ growth: Growth
) -> Bool {
  func problem(_ text: [UInt8]) -> String? {
    disagreement(text, dialect, kernel, target: target, growth)
  }
  guard problem(text) != nil else { return true }
  let least = minimal(text) { problem($0) != nil }
  Issue.record(
    """
    seed \(growth.seed), \(kernel.name), \(dialect.testDescription), target \(target), \
    step \(growth.step): \(literal(least)): \(problem(least) ?? "")
    """)
  return false
}

/// How the chunks of a text differ from what the reference's records say they are.
private func disagreement(
  _ raw: [UInt8], _ dialect: Dialect, _ kernel: ScanKernel, target: Int, _ growth: Growth
) -> String? {
  let reference = ReferenceReader(raw, dialect)
  let records = reference.records()
  var chunks = Chunks(raw, dialect, kernel, growth)
  var start = 0
  while start < reference.text.count {
    let expected = records.first { $0.next - start >= target }?.next ?? reference.text.count
    let (end, damage) = chunks.next(target: target)
    if start + end != expected { return "cut at \(start + end), reference \(expected)" }
    let inChunk = records.filter { $0.start >= start && $0.start < expected }
    let bad = inChunk.filter { if case .damaged = $0.content { true } else { false } }
    let found = damage.map {
      ReferenceRecord(
        start: $0.start + start, end: $0.next + start - 1, next: $0.next + start,
        content: .damaged($0.kind))
    }
    if found != bad { return "damage \(found), reference \(bad)" }
    let chunk = Array(reference.text[start..<expected])
    let places = indexed(chunk, dialect, kernel, damage)
    let expectedPlaces = inChunk.map { [$0.start - start] + $0.fieldEnds.map { $0 - start } }
    if places != expectedPlaces { return "records \(places), reference \(expectedPlaces)" }
    start = expected
  }
  return nil
}

/// Start and field ends of each record of a chunk; of those that cannot be used only the start.
private func indexed(
  _ chunk: [UInt8], _ dialect: Dialect, _ kernel: ScanKernel, _ damage: [Damage]
) -> [[Int]] {
  var index = RecordIndex(dialect: dialect, kernel: kernel)
  buffer(chunk).withBytes { index.build($0, damage: damage) }
  var unusable: Set<Int> = []
  for fault in index.faults where fault.kind != .encoding && fault.kind != .nul {
    unusable.insert(fault.record)
  }
  return (0..<index.recordCount).map { number in
    let fields = unusable.contains(number) ? 0 : index.fieldCount(number)
    return [index.start(ofRecord: number)]
      + (0..<fields).map { index.field($0, ofRecord: number).upperBound }
  }
}

/// Cuts a text that arrives bit by bit, as the reader of an input does.
private struct Chunks {
  private let raw: [UInt8]
  private let completed: [UInt8]
  private let step: Int
  private var random: SeededGenerator
  private var splitter: ChunkSplitter
  private var start = 0
  private var arrived = 0

  init(_ raw: [UInt8], _ dialect: Dialect, _ kernel: ScanKernel, _ growth: Growth) {
    self.raw = raw
    completed = ReferenceReader.completed(raw, dialect)
    step = growth.step
    random = SeededGenerator(seed: growth.seed)
    splitter = ChunkSplitter(dialect: dialect, kernel: kernel)
  }

  /// The end of the next chunk, from its start, and the damage in it; -1 when none is found.
  mutating func next(target: Int) -> (end: Int, damage: [Damage]) {
    while true {
      let isFinal = arrived > raw.count
      let bytes = isFinal ? Array(completed[start...]) : Array(raw[start..<max(arrived, start)])
      let split = buffer(bytes).withBytes {
        splitter.split($0, target: target, isFinal: isFinal)
      }
      if case .cut(let end, let damage) = split {
        start += end
        return (end, damage)
      }
      if isFinal { return (-1, []) }
      arrived =
        arrived == raw.count ? raw.count + 1 : min(raw.count, arrived + 1 + random.below(step))
    }
  }
}
