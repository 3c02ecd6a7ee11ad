// Our deflate on any bytes: what it writes is inflated to just these by another's code, and no kernel writes
// anything else.
//
// An input: a byte for the ways and one for how often the rest is repeated, then the block.

import SluiceBytes
import SluiceCodecs
import SluiceTestTools

/// Any block comes back.
enum DeflateProperty {
  static func problem(in input: [UInt8]) -> String? {
    let ways = [1, 2, 4][Int(input.first ?? 0) % 3]
    let copies = 1 + Int(input.dropFirst().first ?? 0) % 8
    let block = Array(repeatElement(input.dropFirst(2), count: copies).joined())
    do throws(CodecError) {
      let runs = try SymbolKernel.available.map { kernel throws(CodecError) in
        try run(of: block, ways, kernel)
      }
      if let odd = runs.firstIndex(where: { $0 != runs[0] }) {
        return "kernel \(SymbolKernel.available[odd].name) differs: \(literal(block))"
      }
      return try content(of: runs[0], block) == block
        ? nil : "another block comes back, of \(ways) ways: \(literal(block))"
    } catch {
      return "\(error), of \(ways) ways: \(literal(block))"
    }
  }

  private static func run(
    of block: [UInt8], _ ways: Int, _ kernel: SymbolKernel
  ) throws(CodecError) -> [UInt8] {
    let output = ByteBuffer(capacity: 0)
    try block.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      try LineCompressor(ways: ways, kernel: kernel).compress(bytes, into: output)
    }
    return output.withBytes { $0.copied() }
  }

  /// What a gzip member of a run unpacks to; its trailer is that of `block`.
  private static func content(of run: [UInt8], _ block: [UInt8]) throws(CodecError) -> [UInt8] {
    let packaging = Packaging.gzip(.fastest)
    let summary = block.withRawBytes { BlockSummary(of: $0) }
    let member = try packaging.prologue + run + packaging.epilogue(summary)
    let decoder = try GzipDecoder(engine: .zlib)
    let output = ByteBuffer(capacity: block.count + 1)
    try member.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      _ = try output.withSpareCapacity(minimum: block.count + 1) {
        (room: inout OutputRawSpan) throws(CodecError) in
        try decoder.decode(bytes, into: &room)
      }
    }
    try decoder.finish()
    return output.withBytes { $0.copied() }
  }

  /// Lines that repeat keys, values and words, some bytes of them changed.
  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let keys = ["plan", "city", "a long key of several words", "é", "k"]
    let words = ["Pro", "garden", "Wien", "写真", "x", "2024-01-0", "", "home & ", "__"]
    let lines = (0..<1 + random.below(12)).map { number in
      let pairs = keys.prefix(1 + random.below(keys.count)).map { key in
        "\"\(key)\"=\"\((0..<random.below(4)).map { _ in random.pick(words) }.joined(separator: " "))\""
      }
      return "user-\(number)\t\(pairs.joined(separator: ","))\n"
    }
    var block = Array(lines.joined().utf8)
    for _ in 0..<random.below(4) where !block.isEmpty {
      block[random.below(block.count)] = UInt8(random.below(256))
    }
    return random.bytes(2) + block
  }
}
