// ID and pairs to the bytes of inbound lines: the one place where a value is copied.
//
// Takes views and constants, appends lines to an output buffer; a line is open between `beginLine`
// and `endLine`, a pair between `beginPair` and `commitPair`, and either can be taken back. Each pair is
// written with a comma before it; the first comma of a line becomes the tab after the ID, so that
// no pair has to know whether it is the first. Belongs to one lane. Grows the buffer, fails never.
//
// Source of the syntax and of the length of lines: inbound data file contents and file size
// requirements of the receiver (`Limits.lineBytes`).

import AudienceManager
import SluiceBytes

/// Writes lines into a buffer.
@safe
struct LineEncoder: ~Copyable {
  /// Lines ended so far, continuation lines included.
  private(set) var lineCount = 0
  /// Pairs committed so far.
  private(set) var pairCount = 0

  private let buffer: ByteBuffer
  // SAFETY: `memory` has `capacity + ByteBuffer.slack` bytes, of which those below `position` are
  // output; it is taken from `buffer` anew whenever that grows.
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var position: Int
  private var recordStart = 0
  private var recordLines = 0
  private var recordPairs = 0
  private var lineStart = 0
  private var idEnd = 0
  private var pairStart = 0

  /// The most bytes copied by wide stores before an ordinary copy takes over.
  private static let wideCopy = 32

  /// Starts to write after what is in `buffer`.
  init(into buffer: ByteBuffer) {
    self.buffer = buffer
    unsafe memory = buffer.base
    capacity = buffer.capacity
    position = buffer.count
  }

  /// Bytes in the buffer, those of the open line included.
  var count: Int { position }

  /// Hands what was written to the buffer. The encoder is of no use afterwards.
  consuming func finish() { buffer.setCount(position) }

  /// Opens a record's first line.
  @inline(__always)
  mutating func beginLine(id: RawSpan) {
    recordStart = position
    recordLines = lineCount
    recordPairs = pairCount
    lineStart = position
    append(id)
    idEnd = position
    pairStart = position
  }

  /// Ends the record: its last line gets its line end.
  /// - Returns: false when it has no pair; then it leaves no trace.
  @inline(__always)
  mutating func endLine() -> Bool {
    guard position > idEnd else {
      abandonRecord()
      return false
    }
    closeLine()
    return true
  }

  /// Takes back everything since `beginLine`.
  mutating func abandonRecord() {
    position = recordStart
    lineCount = recordLines
    pairCount = recordPairs
  }

  /// Remembers where a pair starts.
  @inline(__always)
  mutating func beginPair() { pairStart = position }

  /// Whether anything was written since `beginPair`.
  var hasOpenPair: Bool { position > pairStart }

  /// Takes back everything since `beginPair`.
  mutating func abandonPair() { position = pairStart }

  /// Calls `body` with the bytes of the open pair, its comma included.
  func withOpenPair<Result>(_ body: (RawSpan) -> Result) -> Result {
    // SAFETY: `pairStart..<position` are output bytes.
    body(
      unsafe UnsafeRawBufferPointer(start: memory + pairStart, count: position - pairStart).bytes)
  }

  /// Ends a pair. If the line has become too long, the pair goes to a further line of the user.
  /// - Returns: false when the pair does not fit in a line by itself.
  @inline(__always)
  mutating func commitPair() -> Bool {
    pairCount += 1
    if position - lineStart < Limits.lineBytes { return true }
    return continueLine()
  }

  /// Appends bytes.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) {
    let length = bytes.byteCount
    reserve(length)
    // SAFETY: `reserve` made room.
    unsafe bytes.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return }
      unsafe (memory + position).copyMemory(from: from, byteCount: length)
    }
    position += length
  }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe memory.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
    position += 1
  }

  /// Appends a whole pair: `prefix`, `value` and a closing quote.
  /// Both spans must be readable `ByteBuffer.slack` bytes past their end.
  @inline(__always)
  mutating func appendPair(prefix: RawSpan, value: RawSpan) {
    let prefixLength = prefix.byteCount
    let valueLength = value.byteCount
    reserve(prefixLength + valueLength + 1)
    // SAFETY: `reserve` made room; wide loads and stores stay within the slack of all buffers.
    unsafe prefix.withUnsafeBytes { prefix in
      unsafe value.withUnsafeBytes { value in
        guard let head = prefix.baseAddress, let tail = value.baseAddress else { return }
        let start = unsafe memory + position
        unsafe Self.copy(head, to: start, prefixLength)
        unsafe Self.copy(tail, to: start + prefixLength, valueLength)
        unsafe start.storeBytes(
          of: Ascii.quote, toByteOffset: prefixLength + valueLength, as: UInt8.self)
      }
    }
    position += prefixLength + valueLength + 1
  }

  @inline(__always)
  private static func copy(_ from: UnsafeRawPointer, to: UnsafeMutableRawPointer, _ length: Int) {
    typealias Wide = SIMD16<UInt8>
    if length <= wideCopy {
      unsafe to.storeBytes(of: from.loadUnaligned(as: Wide.self), as: Wide.self)
      if length > 16 {
        unsafe to.storeBytes(
          of: from.loadUnaligned(fromByteOffset: 16, as: Wide.self), toByteOffset: 16,
          as: Wide.self)
      }
    } else {
      unsafe to.copyMemory(from: from, byteCount: length)
    }
  }

  @inline(__always)
  private mutating func reserve(_ additional: Int) {
    if position + additional > capacity { grow(additional) }
  }

  private mutating func grow(_ additional: Int) {
    buffer.setCount(min(position, buffer.capacity))
    buffer.reserve(additional)
    unsafe memory = buffer.base
    capacity = buffer.capacity
  }

  /// Puts the tab after the ID and the line end after the pairs.
  @inline(__always)
  private mutating func closeLine() {
    unsafe memory.storeBytes(of: Ascii.tab, toByteOffset: idEnd, as: UInt8.self)
    append(Ascii.lineFeed)
    lineCount += 1
  }

  /// Moves the pair just written to a new line with the same ID.
  private mutating func continueLine() -> Bool {
    let idLength = idEnd - lineStart
    let pairLength = position - pairStart
    guard idLength + pairLength < Limits.lineBytes, pairStart > idEnd else { return false }
    reserve(1 + idLength)
    // SAFETY: `reserve` made room for the line end and the ID that come before the pair.
    unsafe (memory + pairStart + 1 + idLength).copyMemory(
      from: memory + pairStart, byteCount: pairLength)
    unsafe (memory + pairStart + 1).copyMemory(from: memory + lineStart, byteCount: idLength)
    position = pairStart
    closeLine()
    lineStart = position
    idEnd = lineStart + idLength
    pairStart = idEnd
    position = idEnd + pairLength
    return true
  }
}
