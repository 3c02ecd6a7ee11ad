// A job run through the mapper, in one step or many.

import SluiceBytes
import Testing

@testable import SluiceRecords

/// What the mapper made of a job.
struct MappedJob: Equatable {
  /// The pieces in which a chunk is mapped.
  enum Steps {
    case all
    case oneByte
    case random(UInt64)
  }

  var lines: [String] = []
  var rejects: [Reject] = []
  var counts = RecordCounts()
  var records = 0
}

extension RandomJob {
  /// Maps the job's dump behind bytes that must stay.
  func mapped(
    _ plan: MappingPlan, steps: MappedJob.Steps = .all, _ kernel: ScanKernel = .best
  ) -> MappedJob {
    var mapper = RecordMapper(
      plan: plan, dialect: dialect, padsRagged: padsRagged, header: header,
      kernel: kernel)
    var index = RecordIndex(dialect: dialect)
    let output = ByteBuffer(capacity: 16 << 10)
    let before = Array("before\n".utf8)
    before.withRawBytes { output.append($0) }
    buffer(text).withBytes { chunk in
      index.build(chunk)
      mapper.beginChunk(skippingHeader: true)
      var random = SeededGenerator(seed: 0)
      if case .random(let seed) = steps { random = SeededGenerator(seed: seed) }
      var limit = 0
      while !mapper.isAtEnd(of: index) {
        var most = Int.max
        switch steps {
        case .all: limit = .max
        case .oneByte: limit += 1
        case .random:
          limit += random.below(90)
          most = output.count + random.below(60)
        }
        mapper.map(chunk, index, until: limit, most: most, into: output)
      }
    }
    let bytes = output.withBytes { $0.copied() }
    #expect(bytes.starts(with: before))
    #expect(bytes.last == Ascii.lineFeed)
    let lines = bytes.dropFirst(before.count).split(
      separator: Ascii.lineFeed, omittingEmptySubsequences: false
    ).dropLast()
    return MappedJob(
      lines: lines.map { String(decoding: $0, as: UTF8.self) }, rejects: mapper.rejects,
      counts: mapper.counts, records: mapper.recordsInChunk)
  }
}

extension ScanKernel {
  /// One that writes no pairs: the mapper does all by itself.
  static let withoutPairs = unsafe ScanKernel(
    name: "none", scan: best.scan, places: best.places, writePairs: { _, _, first, _ in first })
}
