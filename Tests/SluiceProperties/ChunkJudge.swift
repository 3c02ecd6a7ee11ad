// A text that arrives bit by bit and is cut into chunks, against the reference's reading of the whole.
//
// Takes the text, a dialect, a kernel and how it arrives; gives the first difference in words.

import SluiceBytes
package import SluiceRecords
import SluiceTestTools

/// How a text arrives, and where it is cut.
package struct Arrival {
  /// The offset in a chunk at or after which it is cut.
  package var target: Int
  /// Bytes that arrive at a time at most.
  package var step: Int
  /// Of the numbers that say how many do.
  package var seed: UInt64

  /// Makes an arrival.
  package init(target: Int, step: Int, seed: UInt64) {
    self.target = target
    self.step = step
    self.seed = seed
  }
}

/// Judges the chunks of texts of one dialect.
package struct ChunkJudge {
  private let dialect: Dialect
  private let kernel: ScanKernel
  private let arrival: Arrival

  /// Makes a judge.
  package init(_ dialect: Dialect, _ kernel: ScanKernel, _ arrival: Arrival) {
    self.dialect = dialect
    self.kernel = kernel
    self.arrival = arrival
  }

  /// How the chunks of a text differ from what the reference's records say they are.
  package func disagreement(_ raw: [UInt8]) -> String? {
    let reference = ReferenceReader(raw, dialect)
    var records = reference.records()[...]
    var chunks = Chunks(
      raw, reference.text, ChunkSplitter(dialect: dialect, kernel: kernel), arrival)
    var index = RecordIndex(dialect: dialect, kernel: kernel, chunk: 0)
    var start = 0
    while start < reference.text.count {
      let cut = records.first { $0.content != .mark && $0.next - start >= arrival.target }
      let end = cut?.next ?? reference.text.count
      let inChunk = records.prefix { $0.start < end }
      records = records.dropFirst(inChunk.count)
      guard let found = chunks.next() else { return "not cut at \(end)" }
      if start + found.end != end { return "cut at \(start + found.end), reference \(end)" }
      let expected = inChunk.map { $0.moved(by: -start) }
      if let what = difference(found.damage, expected) { return what }
      for masks in [nil, chunks.masks] {
        if let what = IndexJudge(dialect).disagreement(
          Array(reference.text[start..<end]), expected, damage: found.damage, masks: masks,
          slack: dialect.lineEnd, &index)
        {
          let way = masks == nil ? "scanned" : "cut"
          return "\(kernel.name), chunk at \(start), \(way): \(what)"
        }
      }
      start = end
    }
    return nil
  }

  private func difference(_ damage: [Damage], _ expected: [ReferenceRecord]) -> String? {
    let bad = expected.filter { if case .damaged = $0.content { true } else { false } }
    let found = damage.map {
      ReferenceRecord(
        start: $0.start, end: $0.next - 1, next: $0.next, content: .damaged($0.kind))
    }
    return found == bad ? nil : "damage \(found), reference \(bad)"
  }
}

extension ReferenceRecord {
  fileprivate func moved(by distance: Int) -> ReferenceRecord {
    ReferenceRecord(
      start: start + distance, end: end + distance, next: next + distance, content: content,
      fieldEnds: fieldEnds.map { $0 + distance })
  }
}

/// Cuts a text that arrives bit by bit, as the reader of an input does.
private struct Chunks {
  private let raw: [UInt8]
  private let completed: [UInt8]
  private let arrival: Arrival
  private var random: SeededGenerator
  private var splitter: ChunkSplitter
  /// Of the last chunk.
  let masks = ChunkMasks()
  private var start = 0
  private var arrived = 0

  init(_ raw: [UInt8], _ completed: [UInt8], _ splitter: ChunkSplitter, _ arrival: Arrival) {
    self.raw = raw
    self.completed = completed
    self.splitter = splitter
    self.arrival = arrival
    random = SeededGenerator(seed: arrival.seed)
  }

  /// The end of the next chunk, from its start, and the damage in it; nil when none is found.
  mutating func next() -> (end: Int, damage: [Damage])? {
    while true {
      let isFinal = arrived > raw.count
      let bytes = isFinal ? Array(completed[start...]) : Array(raw[start..<max(arrived, start)])
      let split = buffer(bytes).withBytes {
        splitter.split($0, target: arrival.target, isFinal: isFinal, keeping: masks)
      }
      if case .cut(let end, let damage) = split {
        start += end
        return (end, damage)
      }
      if isFinal { return nil }
      arrived =
        arrived == raw.count
        ? raw.count + 1 : min(raw.count, arrived + 1 + random.below(arrival.step))
    }
  }
}
