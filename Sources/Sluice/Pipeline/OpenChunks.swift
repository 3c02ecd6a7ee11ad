// One open input on its way into chunks: the source, and what was read beyond the last cut.

import SluiceBytes
import SluiceInput
import SluiceRecords

/// The state of an input between two chunks.
final class OpenChunks {
  /// What is known of the input; the header from the first chunk on.
  var context: InputContext
  /// Whether the header is known.
  var isMet = false
  /// Where the next chunk starts in the decoded stream.
  private(set) var offset: Int
  /// Whether the source has no more bytes.
  private(set) var isAtEnd = false
  /// Bytes of the decoded stream that have been read; a line end that the last line lacks is none.
  private(set) var decodedBytesRead: Int
  private let source: any ByteSource
  private let carry = ByteBuffer(capacity: 64 << 10)
  private let kernel: ScanKernel
  private var splitter: ChunkSplitter
  private var dialect: Dialect { context.dialect }

  /// - Parameter offset: where the source's next byte stands in the decoded stream.
  init(_ source: any ByteSource, _ context: InputContext, offset: Int, kernel: ScanKernel) {
    self.source = source
    self.offset = offset
    decodedBytesRead = offset
    self.context = context
    self.kernel = kernel
    splitter = ChunkSplitter(dialect: context.dialect, kernel: kernel)
  }

  /// Bytes of the stored input that have been read.
  var storedBytesRead: Int { source.storedBytesRead }

  /// Goes past bytes at the start that belong to no record.
  func skip(_ count: Int) throws {
    let skipped = ByteBuffer(capacity: count)
    while skipped.count < count {
      let read = try skipped.withSpareCapacity(minimum: 0) { try source.read(into: &$0) }
      if read == 0 { break }
    }
    offset += skipped.count
    decodedBytesRead += skipped.count
  }

  /// Starts a chunk with what was read beyond the last cut.
  func takeCarry(into buffer: ByteBuffer) {
    buffer.removeAll()
    carry.withBytes { buffer.append($0) }
    carry.removeAll()
  }

  /// Bytes from the next chunk's start to the nominal end of the stretch it starts in.
  func cutOffset(chunkSize: Int) -> Int { chunkSize - offset % chunkSize }

  /// Reads until `buffer` holds `count` bytes or the source ends; then sees to the last line end.
  func fill(_ buffer: ByteBuffer, upTo count: Int) throws {
    while !isAtEnd, buffer.count < count {
      let read = try buffer.withSpareCapacity(minimum: count - buffer.count) { output in
        try source.read(into: &output)
      }
      decodedBytesRead += read
      if read == 0 { end(buffer) }
    }
  }

  private func end(_ buffer: ByteBuffer) {
    isAtEnd = true
    if !buffer.withBytes({ dialect.isComplete($0) }) { buffer.append(dialect.lineEnd) }
  }

  /// Finds the chunk's end, reading on as needed, and leaves just the chunk in `memory`.
  func cut(
    _ memory: ChunkMemory, target: Int, step: Int
  ) throws -> [Damage] {
    let buffer = memory.bytes
    var step = step
    while true {
      let split = buffer.withBytes {
        splitter.split($0, target: target, isFinal: isAtEnd, keeping: memory.masks)
      }
      switch split {
      case .cut(let end, let damage):
        keep(buffer, upTo: end)
        offset += end
        return damage
      case .needsMore(let open):
        if buffer.count - open > dialect.decisiveCount {
          return try cutOverlong(buffer, at: open + dialect.decisiveCount, target: target)
        }
        try fill(buffer, upTo: buffer.count + step)
        step *= 2
      }
    }
  }

  /// Leaves `buffer[..<end]` in the buffer and the rest for the next chunk.
  private func keep(_ buffer: ByteBuffer, upTo end: Int) {
    buffer.withBytes { carry.append($0.extracting(end...)) }
    buffer.setCount(end)
  }

  /// Ends the chunk at a record that is longer than any may be and whose first line goes on beyond
  /// what was read: the rest of that line is read and dropped, so that memory stays bounded.
  private func cutOverlong(
    _ buffer: ByteBuffer, at end: Int, target: Int
  ) throws -> [Damage] {
    let read = buffer.count
    buffer.setCount(end)
    offset += read + (try dropLine(buffer))
    buffer.append(dialect.lineEnd)
    let split = buffer.withBytes { splitter.split($0, target: target, isFinal: true) }
    // What follows is not what the splitter has seen of it.
    splitter = ChunkSplitter(dialect: dialect, kernel: kernel)
    guard case .cut(buffer.count, let damage) = split else {
      throw SluiceError(
        .inconsistent, "a record of over \(dialect.maxRecord) bytes was not cut: \(context.name)")
    }
    return damage
  }

  /// Reads up to and including the next line end, using the room behind `buffer`'s bytes.
  /// - Returns: bytes read and dropped.
  private func dropLine(_ buffer: ByteBuffer) throws -> Int {
    let kept = buffer.count
    var dropped = 0
    while !isAtEnd {
      try fill(buffer, upTo: kept + Self.dropStep)
      let end = buffer.withBytes { bytes in
        (kept..<bytes.byteCount).first { bytes.byte(at: $0) == dialect.lineEnd }
      }
      if let end {
        buffer.withBytes { carry.append($0.extracting((end + 1)...)) }
        buffer.setCount(kept)
        return dropped + end + 1 - kept
      }
      dropped += buffer.count - kept
      buffer.setCount(kept)
    }
    return dropped
  }

  /// Bytes read at a time while the rest of an overlong line is dropped.
  private static let dropStep = 64 << 10
}
