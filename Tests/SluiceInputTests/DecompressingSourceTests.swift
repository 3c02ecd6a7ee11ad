// Compressed sources: the same bytes however they are read, and errors that say where.

import SluiceBytes
import SluiceCodecs
import SluiceTestTools
import Testing

@testable import SluiceInput

@Suite struct DecompressingSourceTests {
  private func message(_ stored: [UInt8], _ make: (MemorySource) throws -> DecompressingSource)
    throws
    -> (InputError.Kind?, String)
  {
    let source = try make(MemorySource(stored, piece: 1000))
    do { _ = try source.readAll() } catch { return (error.kind, error.description) }
    return (nil, "no error")
  }

  @Test(arguments: InflateEngine.allCases)
  func gzipInPiecesOfAnySize(_ engine: InflateEngine) throws {
    let content = Sample.lines.bytes(200_000)
    let stored = try Tool.output(of: ["gzip", "-c"], input: content)
    for (piece, room) in [(1, 65536), (7, 4096), (1000, 777), (.max, 1 << 20)] {
      let source = try DecompressingSource.gzip(MemorySource(stored, piece: piece), engine: engine)
      #expect(try source.readAll(room: room) == content)
      #expect(source.storedBytesRead == stored.count)
      #expect(try source.readAll().isEmpty, "the end stays the end")
    }
  }

  @Test func lz4InPiecesOfAnySize() throws {
    let content = Sample.lines.bytes(200_000)
    let stored = try Tool.output(of: ["lz4", "-c"], input: content)
    for (piece, room) in [(1, 65536), (7, 4096), (1000, 777), (.max, 1 << 20)] {
      let source = try DecompressingSource.lz4(MemorySource(stored, piece: piece))
      #expect(try source.readAll(room: room) == content)
    }
  }

  @Test func oneByteAtATime() throws {
    let content = Sample.lines.bytes(3000)
    let stored = try Tool.output(of: ["gzip", "-c"], input: content)
    #expect(
      try DecompressingSource.gzip(MemorySource(stored, piece: 1)).readAll(room: 1) == content)
  }

  @Test func errorsNameBothPositions() throws {
    let content = Sample.noise.bytes(5000)
    let stored = try Tool.output(of: ["gzip", "-nc"], input: content)
    let truncated = try message(Array(stored.dropLast(3))) { try .gzip($0) }
    #expect(truncated.0 == .corrupt)
    #expect(
      truncated.1 == "gzip data ends inside member 1: memory, stored byte \(stored.count - 3), "
        + "after 5000 decoded bytes (is the file complete?)")
    let trailing = try message(stored + Array("more".utf8)) { try .gzip($0) }
    #expect(
      trailing.1 == "data that is not gzip after member 1: memory, stored byte \(stored.count), "
        + "after 5000 decoded bytes")
    let legacy = try message(try Tool.output(of: ["lz4", "-lc"], input: content)) { try .lz4($0) }
    #expect(legacy.0 == .unsupportedCompression)
    #expect(
      legacy.1 == "legacy LZ4 format (lz4 -l) is not supported: memory, stored byte 3, "
        + "after 0 decoded bytes (use: lz4 -dc FILE | sluice ...)")
  }

  @Test func errorsOfTheStoredSourcePass() throws {
    let stored = try Tool.output(of: ["gzip", "-c"], input: Sample.noise.bytes(5000))
    let failure = InputError(.readFailed, "read error", at: "memory")
    let half = MemorySource(Array(stored.prefix(1000)), failure: failure)
    #expect(throws: failure) { try DecompressingSource.gzip(half).readAll() }
  }
}
