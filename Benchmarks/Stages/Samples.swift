// What the stages work on: dumps from make-dump, the jobs of Benchmarks/jobs, lines and stored forms of them.
//
// Takes names of shapes and jobs; gives buffers with slack, as lanes have them. Each call makes its own.

import Foundation
import SluiceBytes
import SluiceCodecs
import SluiceMapping
import SluiceRecords

enum Samples {
  /// A sample's size in bytes, to the end of a record.
  static let size = 1_000_000

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A dump of that shape.
  static func dump(_ shape: String) throws -> ByteBuffer {
    let maker = Process()
    let output = Pipe()
    maker.executableURL = root.appending(path: "scripts/make-dump")
    maker.arguments = ["--shape", shape, "--size", "\(size)"]
    maker.standardOutput = output
    maker.standardError = FileHandle.nullDevice
    try maker.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    maker.waitUntilExit()
    guard maker.terminationStatus == 0, bytes.count >= size else {
      throw WrongAnswer(description: "scripts/make-dump made \(bytes.count) bytes")
    }
    return buffer([UInt8](bytes))
  }

  /// Those bytes with slack behind them.
  static func buffer(_ bytes: [UInt8]) -> ByteBuffer {
    let buffer = ByteBuffer(capacity: bytes.count)
    bytes.withRawBytes { buffer.append($0) }
    return buffer
  }

  /// A job's mapping.
  static func mapping(_ job: String) throws -> Mapping {
    let file = root.appending(path: "Benchmarks/jobs/\(job).yaml")
    return try MappingFile.parse(String(contentsOf: file, encoding: .utf8), file: job)
  }

  /// The lines that a job makes of a dump of that shape, as many as fit into a sample's size.
  static func lines(_ job: String, _ shape: String) throws -> ByteBuffer {
    let lane = try SampleLane(job: job, shape: shape)
    _ = lane.map()
    let most = min(size, lane.lines.count)
    let end = lane.lines.withBytes { bytes in
      (0..<most).last { bytes.byte(at: $0) == Ascii.lineFeed }
    }
    lane.lines.setCount((end ?? -1) + 1)
    return lane.lines
  }

  /// Where lines end.
  static func ends(of lines: ByteBuffer) -> [Int] {
    lines.withBytes { bytes in
      (0..<bytes.byteCount).filter { bytes.byte(at: $0) == Ascii.lineFeed }
    }
  }

  /// Bytes as one gzip member.
  static func gzip(_ bytes: ByteBuffer) throws -> ByteBuffer {
    let packaging = Packaging.gzip(.fastest)
    let compressor = try packaging.makeCompressor()
    let stored = buffer(try packaging.prologue)
    let summary = try bytes.withBytes { bytes in
      try compressor.compress(bytes, into: stored)
      return BlockSummary(of: bytes)
    }
    packaging.epilogue(summary).withRawBytes { stored.append($0) }
    return stored
  }
}

/// What a lane has made ready for one dump.
final class SampleLane {
  let dump: ByteBuffer
  let lines = ByteBuffer(capacity: 2 * Samples.size)
  private var index = RecordIndex(dialect: Dialect())
  private var mapper: RecordMapper

  init(job: String, shape: String) throws {
    dump = try Samples.dump(shape)
    let header = dump.withBytes { bytes in
      bytes.copied().prefix { $0 != Ascii.lineFeed }
    }
    let columns = header.split(separator: Ascii.comma).map {
      String(decoding: $0, as: UTF8.self).replacing("\"", with: "")
    }
    let plan = try MappingPlan(try Samples.mapping(job), columns: columns)
    mapper = RecordMapper(
      plan: plan, dialect: Dialect(), padsRagged: false, header: Array(header))
    dump.withBytes { index.build($0) }
  }

  /// Maps and encodes the dump, which is indexed already.
  /// - Returns: lines.
  func map() -> Int {
    lines.removeAll()
    mapper.beginChunk(skippingHeader: true)
    dump.withBytes { mapper.map($0, index, until: .max, most: .max, into: lines) }
    return mapper.counts.lines
  }

  /// Calls `body` with every field of the dump.
  func forEachField(_ body: (RawSpan) -> Void) {
    dump.withBytes { bytes in
      for record in 0..<index.recordCount {
        for field in 0..<index.fieldCount(record) {
          body(bytes.extracting(index.field(field, ofRecord: record)))
        }
      }
    }
  }
}
