// The lanes as a whole: order, the first failure by input order, and that nothing is left waiting.

import SluiceBytes
import SluiceRecords
import SluiceTestTools
import Synchronization
import Testing

@testable import Sluice

/// What a lane makes of a chunk here: its bytes.
private final class Copy { var bytes: [UInt8] = [] }

/// A lane that copies, and fails at chunks of its choice.
private final class CopyingLane: LaneWork {
  let failing: Set<Int>
  init(failing: Set<Int>) { self.failing = failing }

  func process(_ chunk: Chunk, in memory: ChunkMemory, into batch: Copy) throws {
    if failing.contains(chunk.number) { throw SluiceError(.inconsistent, "lane \(chunk.number)") }
    batch.bytes = memory.bytes.withBytes { $0.copied() }
  }
}

/// Gathers, and fails at chunks of its choice.
private final class Gatherer: BatchConsumer {
  let failing: Set<Int>
  var numbers: [Int] = []
  var bytes: [UInt8] = []
  init(failing: Set<Int> = []) { self.failing = failing }

  func consume(_ batch: Copy, of chunk: Chunk) throws {
    if failing.contains(chunk.number) { throw SluiceError(.io, "consumer \(chunk.number)") }
    numbers.append(chunk.number)
    bytes += batch.bytes
  }
}

@Suite struct LanePipelineTests {
  private static let text = "a,b\n" + (0..<4000).map { "\($0),\"x\ny\"\n" }.joined()

  /// Runs the text in chunks of some 500 bytes.
  private func run(
    lanes: Int, lane: Set<Int> = [], consumer: Set<Int> = []
  ) throws -> (Gatherer, SluiceError?) {
    let path = try TemporaryFile.make(Self.text)
    defer { TemporaryFile.remove(path) }
    let reader = ChunkReader(
      ReadingOptions(
        inputs: [path], dialect: DialectSettings(), chunkSize: 500, kernel: .best)
    ) { _ in }
    let gatherer = Gatherer(failing: consumer)
    let pipeline = LanePipeline(
      queue: ChunkQueue([reader], bufferCapacity: 1024),
      work: (0..<lanes).map { _ in CopyingLane(failing: lane) }, consumer: gatherer
    ) { Copy() }
    do {
      try pipeline.run()
      return (gatherer, nil)
    } catch {
      return (gatherer, error)
    }
  }

  @Test("chunks come out in order and whole", arguments: [1, 2, 3, 8])
  func order(lanes: Int) throws {
    let (gatherer, error) = try run(lanes: lanes)
    #expect(error == nil)
    #expect(gatherer.numbers == Array(0..<gatherer.numbers.count))
    #expect(gatherer.numbers.count > 20)
    #expect(String(decoding: gatherer.bytes, as: UTF8.self) == Self.text)
  }

  @Test("a failing lane ends the run with its own error", arguments: [1, 2, 3, 8])
  func failingLane(lanes: Int) throws {
    let (gatherer, error) = try run(lanes: lanes, lane: [7])
    #expect(error?.message == "lane 7")
    #expect(gatherer.numbers == Array(0..<7))
  }

  @Test("of several failures the first by input order is told", arguments: [1, 2, 3, 8])
  func firstFailure(lanes: Int) throws {
    for _ in 0..<20 {
      let (_, error) = try run(lanes: lanes, lane: [5, 6, 7, 8, 9], consumer: [11])
      #expect(error?.message == "lane 5")
      let (gatherer, other) = try run(lanes: lanes, lane: [9, 10], consumer: [4])
      #expect(other?.message == "consumer 4")
      #expect(gatherer.numbers == [0, 1, 2, 3])
    }
  }

  @Test("an input that is not there is told once", arguments: [1, 4])
  func missing(lanes: Int) {
    let reader = ChunkReader(
      ReadingOptions(
        inputs: ["no such file"], dialect: DialectSettings(), chunkSize: 500, kernel: .best)
    ) { _ in }
    let pipeline = LanePipeline(
      queue: ChunkQueue([reader], bufferCapacity: 1024),
      work: (0..<lanes).map { _ in CopyingLane(failing: []) }, consumer: Gatherer()
    ) { Copy() }
    #expect(throws: SluiceError(.input, "")) { try pipeline.run() }
  }
}
