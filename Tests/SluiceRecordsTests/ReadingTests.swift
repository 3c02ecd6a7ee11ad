// Every reader against the reference: the exact one, and the index through every kernel.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceRecords

struct ReadingTests {
  @Test func denseTextsAreReadAsTheReferenceReads() {
    for seed in seeds(3000) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [3, 10, 50, 4096, 1 << 20])
      let count = random.pick([5, 20, 64, 130, 300])
      let text = random.denseText(dialect, count: random.below(count))
      guard check(text, dialect, seed) else { return }
    }
  }

  @Test func writtenRecordsAreReadAsTheReferenceReads() {
    for seed in seeds(300) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [50, 4096, 5000, 1 << 20])
      let text = random.recordText(
        dialect, records: random.below(30), fieldLengths: [0, 1, 7, 30, 62, 63, 64, 65, 130])
      guard check(text, dialect, seed) else { return }
    }
  }

  @Test func longRecordsAreReadAsTheReferenceReads() {
    for seed in seeds(30) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [4096, 4100, 5000, 8192, 1 << 20])
      let text = random.recordText(
        dialect, records: 2 + random.below(6),
        fieldLengths: [0, 3, 64, 1000, 4030, 4093, 4094, 4095, 4096, 4097, 4160])
      guard check(text, dialect, seed) else { return }
    }
  }

  /// Walks over the same text again and again, of which all but the first go only where it has not been.
  @Test func recordsThatDoNotEndAreReadAsTheReferenceReads() {
    for seed in seeds(400) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [70, 200, 1000, 1 << 20])
      let text = random.endlessText(dialect, lines: random.below(300))
      guard check(text, dialect, seed) else { return }
    }
  }

  /// The last quote, delimiter or line end just within, at and just after the largest record.
  @Test(arguments: [4096, 4160, 5000])
  func recordsAroundTheLargestAreReadAsTheReferenceReads(maxRecord: Int) {
    for length in maxRecord - 4...maxRecord + 4 {
      let filling = [UInt8](repeating: UInt8(ascii: "x"), count: length)
      let records = [
        filling, Array("\"".utf8) + filling + Array("\"".utf8),
        Array("a,\"".utf8) + filling + Array("\",b".utf8), filling + Array(",\"b\"".utf8),
        Array("\"".utf8) + filling + Array("\"\"\"".utf8), filling + Array(",\"".utf8),
        Array("\"".utf8) + filling + Array("\" \r".utf8),
      ]
      for record in records {
        for before in [[], Array("short,\"record\"\n".utf8)] {
          let text = before + record + [Ascii.lineFeed] + Array("after,1\n\"it\",2\n".utf8)
          guard check(text, Dialect(maxRecord: maxRecord), 0) else { return }
        }
      }
    }
  }

  /// Of any first part of a text, a record is read as in the whole text or not at all.
  @Test func exactReaderDecidesNothingTooEarly() {
    for seed in seeds(300) {
      var random = SeededGenerator(seed: seed)
      let dialect = random.dialect(maxRecords: [3, 10, 30, 1 << 20])
      let raw = random.denseText(dialect, count: 1 + random.below(40))
      let text = ReferenceReader.completed(raw, dialect)
      let whole = exactOutcome(text, dialect, isFinal: true)
      for count in 1...text.count {
        let part = exactOutcome(Array(text[..<count]), dialect, isFinal: false)
        let isRight = part == .incomplete || part == whole
        #expect(
          isRight, "seed \(seed), \(dialect.testDescription): \(literal(text)) first \(count) bytes"
        )
        if !isRight { return }
      }
    }
  }

  private func exactOutcome(_ text: [UInt8], _ dialect: Dialect, isFinal: Bool) -> RecordOutcome {
    var ends = FieldEnds()
    return text.withRawBytes { bytes in
      ExactReader(dialect: dialect).read(bytes, from: 0, isFinal: isFinal, sink: &ends)
    }
  }
}

/// Records where all readers and the reference disagree, with as little text as shows it.
private func check(_ text: [UInt8], _ dialect: Dialect, _ seed: UInt64) -> Bool {
  guard disagreement(text, dialect) != nil else { return true }
  let least = minimal(text) { disagreement($0, dialect) != nil }
  let what = disagreement(least, dialect) ?? ""
  Issue.record("seed \(seed), \(dialect.testDescription): \(literal(least)): \(what)")
  return false
}

/// How a reader reads `text` otherwise than the reference; nil when none does.
private func disagreement(_ text: [UInt8], _ dialect: Dialect) -> String? {
  let reference = ReferenceReader(text, dialect)
  let exact = exactRecords(reference.text, dialect)
  let structure = reference.records().map { ReadStructure($0) }
  if exact != structure { return "exact \(exact) reference \(structure)" }
  return IndexJudge(dialect).disagreement(text)
}

private struct FieldEnds: FieldEndSink {
  var ends: [Int] = []
  mutating func endField(at position: Int) { ends.append(position) }
}

private func exactRecords(_ text: [UInt8], _ dialect: Dialect) -> [ReadStructure] {
  let reader = ExactReader(dialect: dialect)
  var records: [ReadStructure] = []
  var start = 0
  text.withRawBytes { bytes in
    while start < bytes.byteCount {
      if bytes.hasMark(at: start) {
        var mark = ReadStructure(start: start, next: start + ByteOrderMark.size)
        mark.isComment = true
        records.append(mark)
        start = mark.next
        continue
      }
      var sink = FieldEnds()
      var record = ReadStructure(start: start, next: start)
      switch reader.read(bytes, from: start, isFinal: true, sink: &sink) {
      case .record(let next):
        record.next = next
        record.fieldEnds = sink.ends
      case .comment(let next):
        record.next = next
        record.isComment = true
      case .damaged(let damage):
        record.next = damage.next
        record.damage = damage.kind
      case .incomplete: record.next = bytes.byteCount
      }
      start = max(record.next, start + 1)
      records.append(record)
    }
  }
  return records
}
