// What the tests of this module share: all compressors, and a decoder driven in small steps.

import Foundation
import SluiceBytes

@testable import SluiceCodecs

/// A compressor by name, so that a test can go through all that are built in.
enum AnyCompressor: Hashable, CustomStringConvertible {
  case lines(ways: Int)
  case zlib(Int)
  case lz4

  static var deflate: [AnyCompressor] {
    [1, 2, 4].map { .lines(ways: $0) } + (1...9).map { .zlib($0) }
  }
  static var all: [AnyCompressor] { deflate + [.lz4] }

  var description: String {
    switch self {
    case .lines(let ways): "lines, \(ways) ways"
    case .zlib(let level): "zlib \(level)"
    case .lz4: "LZ4"
    }
  }

  func make() throws -> any BlockCompressor {
    switch self {
    case .zlib(let level): return try ZlibCompressor(level: level)
    case .lz4: return LZ4Compressor()
    case .lines(let ways): return LineCompressor(ways: ways)
    }
  }
}

extension BlockCompressor {
  /// One block by itself.
  func run(of block: [UInt8]) throws -> [UInt8] {
    let output = ByteBuffer(capacity: 0)
    try block.withRawBytes { (bytes: RawSpan) throws(CodecError) in
      try compress(bytes, into: output)
    }
    return output.copied()
  }
}

extension ByteBuffer {
  func copied() -> [UInt8] { withBytes { $0.copied() } }
}

extension Packaging {
  /// The whole stream of `blocks`, each compressed by the compressor at its place, in turns.
  func stream(_ blocks: [[UInt8]], by compressors: [any BlockCompressor]) throws -> [UInt8] {
    var stream = try prologue
    var summary = BlockSummary.empty
    for (index, block) in blocks.enumerated() {
      stream += try compressors[index % compressors.count].run(of: block)
      summary.append(block.withRawBytes { BlockSummary(of: $0) })
    }
    return stream + epilogue(summary)
  }
}

/// What came of decoding a whole stream.
struct Decoded: Equatable {
  var bytes: [UInt8]
  var error: CodecError?

  /// As the synthesised one would, but fast without optimisation.
  static func == (left: Decoded, right: Decoded) -> Bool {
    // SAFETY: both hold as many bytes as are compared.
    unsafe left.error == right.error && left.bytes.count == right.bytes.count
      && memcmp(left.bytes, right.bytes, left.bytes.count) == 0
  }
}

/// Decodes `stored` in pieces of at most `piece` bytes into room for at most `room` at a time.
func decode(
  _ stored: [UInt8], by decoder: any StreamDecoder, piece: Int = .max, room: Int = 4096
) -> Decoded {
  decode(cutting(stored, into: piece), by: decoder, room: room)
}

/// Decodes `pieces` one after another.
func decode(_ pieces: [[UInt8]], by decoder: any StreamDecoder, room: Int = 4096) -> Decoded {
  let output = ByteBuffer(capacity: 0)
  let block = ByteBuffer(capacity: room)
  do {
    for piece in pieces {
      try piece.withRawBytes { (bytes: RawSpan) throws(CodecError) in
        try feed(bytes, to: decoder, output, block)
      }
    }
    try decoder.finish()
    return Decoded(bytes: output.copied())
  } catch {
    return Decoded(bytes: output.copied(), error: error)
  }
}

private func feed(
  _ bytes: RawSpan, to decoder: any StreamDecoder, _ output: ByteBuffer, _ block: ByteBuffer
) throws(CodecError) {
  var consumed = 0
  while true {
    block.removeAll()
    let progress = try block.withSpareCapacity(minimum: 0) {
      (room: inout OutputRawSpan) throws(CodecError) in
      try decoder.decode(bytes.extracting(droppingFirst: consumed), into: &room)
    }
    precondition(progress.produced == block.count, "produced is not what was appended")
    consumed += progress.consumed
    block.withBytes { output.append($0) }
    if progress.state != .needsOutput {
      precondition(consumed == bytes.byteCount, "input is left over")
      return
    }
    precondition(progress.consumed + progress.produced > 0, "asks for room and takes none")
  }
}

/// The array in pieces of at most `size`.
func cutting(_ bytes: [UInt8], into size: Int) -> [[UInt8]] {
  if bytes.isEmpty { return [] }
  return stride(from: 0, to: bytes.count, by: min(size, bytes.count)).map {
    Array(bytes[$0..<min($0 + min(size, bytes.count), bytes.count)])
  }
}
