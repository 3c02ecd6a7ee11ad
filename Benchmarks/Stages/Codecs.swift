// Lines to compressed blocks and back: the levels, the checksum, inflating.

import SluiceBytes
import SluiceCodecs

func addCodecs() {
  for number in [1, 2, 3, 6] {
    guard let level = CompressionLevel(number) else { continue }
    add("compress, level \(number) (\(level)), lines") { try compressed(.gzip(level)) }
  }
  add("compress, LZ4, lines") { try compressed(.lz4) }
  add("CRC-32, lines") {
    let lines = try Samples.lines("crm-pairs", "crm")
    return { lines.withBytes { Int(Checksum.crc32(of: $0)) } }
  }
  for engine in InflateEngine.allCases {
    for shape in ["crm", "long"] {
      add("inflate, \(engine), \(shape)", expecting: { try Samples.dump(shape).count }) {
        try inflated(shape, engine)
      }
    }
  }
}

/// Compresses lines as one block.
/// - Returns: bytes.
private func compressed(_ packaging: Packaging) throws -> StageWork {
  let lines = try Samples.lines("crm-pairs", "crm")
  let compressor = try packaging.makeCompressor()
  let stored = ByteBuffer(capacity: compressor.maximumSize(of: lines.count))
  return {
    stored.removeAll()
    try lines.withBytes { try compressor.compress($0, into: stored) }
    return stored.count
  }
}

/// Inflates a dump that level 1 compressed.
/// - Returns: bytes.
private func inflated(_ shape: String, _ engine: InflateEngine) throws -> StageWork {
  let dump = try Samples.dump(shape)
  let stored = try Samples.gzip(dump)
  let output = ByteBuffer(capacity: dump.count + 1)
  return {
    output.removeAll()
    let decoder = try GzipDecoder(engine: engine)
    try stored.withBytes { bytes in
      try output.withSpareCapacity(minimum: 1) { _ = try decoder.decode(bytes, into: &$0) }
    }
    try decoder.finish()
    return output.count
  }
}
