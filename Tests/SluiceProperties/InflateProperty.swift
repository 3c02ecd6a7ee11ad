// Inflating any bytes: every kernel of ours gives what zlib gives, however the bytes are cut, and refuses what
// zlib refuses.
//
// An input: a byte for the size of pieces and one for that of rooms, then a member of gzip without its header.

import SluiceBytes
import SluiceCodecs
import SluiceTestTools

/// What is inflated is the same for all engines.
enum InflateProperty {
  /// What came of a stream.
  private struct Outcome {
    var bytes: [UInt8] = []
    var error: CodecError?
  }

  private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  /// Bytes of output after which a stream is as good as ended: a few bytes may stand for many.
  private static let most = 1 << 20

  static func problem(in input: [UInt8]) -> String? {
    let sizes = [1, 3, 17, 100, 1000, 4096, 40_000, 70_000]
    let piece = sizes[Int(input.first ?? 0) % sizes.count]
    let room = sizes[Int(input.dropFirst().first ?? 0) % sizes.count]
    let stored = header + input.dropFirst(2)
    let expected = outcome(of: stored, .zlib, piece: stored.count, room: most)
    for engine in InflateEngine.allCases {
      let found = outcome(of: stored, engine, piece: piece, room: room)
      if let problem = difference(found, expected) {
        return "\(engine), pieces of \(piece), rooms of \(room): \(problem): \(literal(stored))"
      }
    }
    return nil
  }

  private static func difference(_ found: Outcome, _ expected: Outcome) -> String? {
    // How much is given out before an error is noticed is each engine's own affair.
    if found.error != nil, found.error == expected.error {
      let common = min(found.bytes.count, expected.bytes.count)
      return found.bytes.prefix(common) == expected.bytes.prefix(common)
        ? nil : "other bytes before \(found.error.map { "\($0)" } ?? "")"
    }
    if found.error != expected.error {
      return "\(found.error.map { "\($0)" } ?? "sound") for "
        + "\(expected.error.map { "\($0)" } ?? "sound")"
    }
    return found.bytes == expected.bytes ? nil : "other bytes"
  }

  private static func outcome(
    of stored: [UInt8], _ engine: InflateEngine, piece: Int, room: Int
  ) -> Outcome {
    let output = ByteBuffer(capacity: 0)
    do throws(CodecError) {
      let decoder = try GzipDecoder(engine: engine)
      var start = 0
      while start < stored.count, output.count < most {
        let end = min(start + piece, stored.count)
        let bytes = Array(stored[start..<end])
        try bytes.withRawBytes { (bytes: RawSpan) throws(CodecError) in
          try decode(bytes, by: decoder, room: room, into: output)
        }
        start = end
      }
      if output.count < most { try decoder.finish() }
      return Outcome(bytes: Array(output.withBytes { $0.copied() }.prefix(most)))
    } catch {
      return Outcome(bytes: output.withBytes { $0.copied() }, error: error)
    }
  }

  private static func decode(
    _ bytes: RawSpan, by decoder: GzipDecoder, room: Int, into output: ByteBuffer
  ) throws(CodecError) {
    let block = ByteBuffer(capacity: room)
    var consumed = 0
    while output.count < most {
      block.removeAll()
      defer { block.withBytes { output.append($0) } }
      let progress = try block.withSpareCapacity(minimum: 0) {
        (room: inout OutputRawSpan) throws(CodecError) in
        try decoder.decode(bytes.extracting(droppingFirst: consumed), into: &room)
      }
      consumed += progress.consumed
      if progress.state != .needsOutput { return }
    }
  }

  /// A sound member of several blocks, by one of the compressors.
  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let words = ["plan", "Wien", "写真", "\"=\"", "a", "\u{0}", "0123456789abcdef", "\n", "zz"]
    var body: [UInt8] = []
    var summary = BlockSummary.empty
    for _ in 0..<1 + random.below(3) {
      let unit = (0..<1 + random.below(20)).map { _ in random.pick(words) }.joined()
      let copies = random.oneIn(4) ? 1 + random.below(2000) : 1 + random.below(6)
      let noise = random.bytes(random.below(80))
      let block = Array(String(repeating: unit, count: copies).utf8) + noise
      let level = 1 + random.below(9)
      body += (try? run(of: block, level: level)) ?? []
      summary.append(block.withRawBytes { BlockSummary(of: $0) })
    }
    let end = Packaging.gzip(.fastest).epilogue(summary)
    return random.bytes(2) + body + end
  }

  private static func run(of block: [UInt8], level: Int) throws(CodecError) -> [UInt8] {
    let output = ByteBuffer(capacity: 0)
    let compressor: any BlockCompressor =
      level < 4 ? LineCompressor(ways: 1) : try ZlibCompressor(level: level)
    try block.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      try compressor.compress(bytes, into: output)
    }
    return output.withBytes { $0.copied() }
  }
}
