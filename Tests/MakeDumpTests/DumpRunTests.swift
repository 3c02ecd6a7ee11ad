// The dump as bytes: the same whatever the threads, cut where it was asked to be.

import Testing

@testable import MakeDump

@Suite struct DumpRunTests {
  /// Records enough for several blocks and a part of one.
  static func severalBlocks(_ shape: ShapeName) -> Int {
    2 * shape.make(DumpDialect()).recordsPerBlock + 7
  }

  @Test(arguments: ShapeName.allCases)
  func threadsDoNotMatter(shape: ShapeName) throws {
    let run = DumpRun(shape: shape, seed: 7, end: .records(Self.severalBlocks(shape)))
    let one = try run.make(lanes: 1)
    #expect(one.total.records == Self.severalBlocks(shape))
    #expect(one.total.bytes == one.bytes.count)
    for lanes in [2, 3] {
      let several = try run.make(lanes: lanes)
      #expect(several.bytes == one.bytes, "with \(lanes) lanes")
      #expect(several.total == one.total)
    }
  }

  @Test(arguments: ShapeName.allCases)
  func seedMatters(shape: ShapeName) throws {
    let first = try DumpRun(shape: shape, seed: 1, end: .records(50)).make()
    let second = try DumpRun(shape: shape, seed: 2, end: .records(50)).make()
    #expect(first.bytes != second.bytes)
  }

  /// A shorter dump is the start of a longer one, at ends within a block and between two.
  @Test(arguments: ShapeName.allCases)
  func shorterIsPrefix(shape: ShapeName) throws {
    let block = shape.make(DumpDialect()).recordsPerBlock
    let whole = try DumpRun(shape: shape, seed: 3, end: .records(block + 5)).make()
    for records in [0, 1, block, block + 1] {
      let shorter = try DumpRun(shape: shape, seed: 3, end: .records(records)).make(lanes: 3)
      #expect(shorter.total.records == records)
      #expect(whole.bytes.starts(with: shorter.bytes))
    }
  }

  /// By size, a dump has the fewest records that reach it: one less would fall short.
  @Test(arguments: ShapeName.allCases, [1, 60, 5_000, 123_456])
  func sizeIsReachedByLastRecord(shape: ShapeName, size: Int) throws {
    let bySize = try DumpRun(shape: shape, seed: 4, end: .bytes(size)).make(lanes: 3)
    #expect(bySize.bytes.count >= size)
    #expect(bySize.bytes.count == bySize.total.bytes)
    let records = bySize.total.records
    let byRecords = try DumpRun(shape: shape, seed: 4, end: .records(records)).make()
    #expect(bySize.bytes == byRecords.bytes)
    if records > 0 {
      let oneLess = try DumpRun(shape: shape, seed: 4, end: .records(records - 1)).make()
      #expect(oneLess.bytes.count < size)
    }
  }

  /// A size that is just a block's end, one byte less, one more.
  @Test func sizeAtBlockEnd() throws {
    let block = ShapeName.crm.make(DumpDialect()).recordsPerBlock
    let length = try DumpRun(shape: .crm, seed: 5, end: .records(block)).make().bytes.count
    for (size, records) in [(length - 1, block), (length, block), (length + 1, block + 1)] {
      let made = try DumpRun(shape: .crm, seed: 5, end: .bytes(size)).make()
      #expect(made.total.records == records)
    }
  }

  @Test func headerCanBeLeftOut() throws {
    let with = try DumpRun(shape: .tiny, seed: 1, end: .records(9)).make()
    let without = try DumpRun(shape: .tiny, seed: 1, end: .records(9), hasHeader: false).make()
    #expect(with.bytes == Array("user_id,segment,active\n".utf8) + without.bytes)
  }

  @Test func sinkFailureEndsAllLanes() {
    let run = DumpRun(shape: .tiny, seed: 1, end: .bytes(.max))
    for lanes in 1...3 {
      #expect(throws: DumpError("disk full")) {
        try run.write(lanes: lanes) { _ throws(DumpError) in throw DumpError("disk full") }
      }
    }
  }
}
