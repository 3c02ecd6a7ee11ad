// zlib: the only file that imports it. Raw deflate and inflate, CRC-32 and its combination.
//
// Each class owns one z_stream from `init` to `deinit`. The stream lies on the heap because zlib
// keeps its address and compares it at every call. Nothing here traps on data: what zlib refuses
// is thrown or returned.

import CZlib

/// Compresses blocks as raw deflate.
@safe
final class ZlibDeflater {
  // SAFETY: allocated and initialised in `init`, ended and freed only in `deinit`.
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Parameter level: zlib's own, 1...9.
  init(level: Int) throws(CodecError) {
    unsafe stream = makeStream()
    // SAFETY: `stream` points to a zeroed z_stream, which asks for zlib's own allocator.
    let status = unsafe sluice_deflateInitRaw(stream, Int32(level))
    if status != Z_OK {
      unsafe stream.deallocate()
      throw CodecError(.libraryFailure, "zlib cannot compress at level \(level) (status \(status))")
    }
  }

  deinit {
    // SAFETY: initialised in `init`; nobody uses it after this.
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Writes `block` as deflate blocks that end on a byte boundary and look back to nothing before.
  /// - Parameter room: the most bytes to write.
  /// - Returns: false when they are too few; what was appended to the output then means nothing.
  func deflate(_ block: RawSpan, into output: inout OutputRawSpan, room: Int) -> Bool {
    // The reset forgets what came before, so that a sync flush is as good as a full one.
    // SAFETY: an initialised stream may be reset at any time.
    guard unsafe deflateReset(stream) == Z_OK else { return false }
    let step = unsafe run(stream, block, &output, room: room) {
      unsafe CZlib.deflate($0, Z_SYNC_FLUSH)
    }
    // With room left zlib has written all it had, the flush marker included.
    return unsafe step.status == Z_OK && step.consumed == block.byteCount
      && stream.pointee.avail_out > 0
  }
}

/// Inflates raw deflate data.
@safe
final class ZlibInflater: RawInflater {
  // SAFETY: allocated and initialised in `init`, ended and freed only in `deinit`.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(CodecError) {
    unsafe stream = makeStream()
    // SAFETY: `stream` points to a zeroed z_stream, which asks for zlib's own allocator.
    let status = unsafe sluice_inflateInitRaw(stream)
    if status != Z_OK {
      unsafe stream.deallocate()
      throw CodecError(.libraryFailure, "zlib cannot inflate (status \(status))")
    }
  }

  deinit {
    // SAFETY: initialised in `init`; nobody uses it after this.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func reset() {
    // SAFETY: an initialised stream may be reset at any time.
    unsafe inflateReset(stream)
  }

  func inflate(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) throws(CodecError) -> InflateStep {
    let before = output.byteCount
    let step = unsafe run(stream, input, &output, room: maximumStep) {
      unsafe CZlib.inflate($0, Z_NO_FLUSH)
    }
    // Z_BUF_ERROR only says that there was nothing to do.
    guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(step.status) else {
      throw failure(step.status).at(step.consumed)
    }
    return InflateStep(
      consumed: step.consumed, produced: output.byteCount - before,
      isFinished: step.status == Z_STREAM_END)
  }

  private func failure(_ status: Int32) -> CodecError {
    if status == Z_MEM_ERROR { return CodecError(.libraryFailure, "zlib is out of memory") }
    // SAFETY: zlib's messages are static C strings, or nil.
    let detail = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
    return CodecError(.corrupt, "corrupt gzip data (\(detail ?? "status \(status)"))")
  }
}

/// zlib's checksums.
enum ZlibChecksum {
  /// The CRC-32 of the bytes that `crc` covers and `bytes` after them.
  static func crc32(of bytes: RawSpan, continuing crc: UInt32) -> UInt32 {
    // SAFETY: pointer and length are those of the span; an empty one has length 0.
    unsafe bytes.withUnsafeBytes { buffer in
      // A nil pointer would ask zlib for the CRC of nothing, forgetting `crc`.
      guard let start = buffer.baseAddress else { return crc }
      let pointer = unsafe start.assumingMemoryBound(to: Bytef.self)
      return unsafe UInt32(truncatingIfNeeded: crc32_z(uLong(crc), pointer, buffer.count))
    }
  }

  /// The CRC-32 of A followed by B.
  static func combine(_ first: UInt32, _ second: UInt32, countOfSecond: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_combine(uLong(first), uLong(second), countOfSecond))
  }
}

/// A zeroed stream on the heap; the caller initialises and frees it.
private func makeStream() -> UnsafeMutablePointer<z_stream> {
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  // SAFETY: there is room for the one value.
  unsafe stream.initialize(to: z_stream())
  return unsafe stream
}

/// Points `stream` at the two spans for one `call`, and counts what it read and wrote.
private func run(
  _ stream: UnsafeMutablePointer<z_stream>, _ input: RawSpan, _ output: inout OutputRawSpan,
  room: Int,
  call: (UnsafeMutablePointer<z_stream>) -> Int32
) -> (status: Int32, consumed: Int) {
  // SAFETY: zlib reads at most `avail_in` bytes of the input and writes at most `avail_out` into
  // the free part of the output, both held in place by the closures, and keeps neither pointer's
  // bytes in use after the call.
  unsafe input.withUnsafeBytes { source in
    unsafe output.withUnsafeMutableBytes { target, used in
      let available = min(source.count, maximumStep)
      let room = min(target.count - used, room)
      unsafe stream.pointee.next_in = source.baseAddress?.assumingMemoryBound(to: Bytef.self)
      unsafe stream.pointee.avail_in = uInt(available)
      unsafe stream.pointee.next_out = (target.baseAddress.map { unsafe $0 + used })?
        .assumingMemoryBound(to: Bytef.self)
      unsafe stream.pointee.avail_out = uInt(room)
      let status = unsafe call(stream)
      used += room - Int(unsafe stream.pointee.avail_out)
      return (status, available - Int(unsafe stream.pointee.avail_in))
    }
  }
}
