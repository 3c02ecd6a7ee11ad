// Decoded bytes to stretches of whole lines.
//
// Takes a source, fills a lane's buffer with lines that all have their line feed; owns the bytes read
// beyond the last cut. A cut is the last line feed of what was read, so finding it costs nothing.
// A line that is longer than any may be is cut short, so that memory stays bounded.

import AudienceManager
import SluiceBytes
import SluiceInput

/// Cuts one text at line ends.
final class LineCutter {
  private let source: any ByteSource
  private let chunkSize: Int
  private let carry = ByteBuffer(capacity: 4 << 10)
  private var isAtEnd = false
  /// Whether the last line had no line end.
  private(set) var hasOpenEnd = false
  /// Bytes of the text so far.
  private(set) var byteCount = 0

  /// Bytes that are kept of a line that goes on beyond a chunk: enough to be told from a line that is as
  /// long as one may be.
  private static let keptOfLine = 2 * Limits.lineBytes

  /// - Parameter chunkSize: bytes in a stretch, about.
  init(_ source: any ByteSource, chunkSize: Int) {
    self.source = source
    self.chunkSize = chunkSize
  }

  /// Fills `buffer` with the next whole lines.
  /// - Returns: how many bytes of the last one were left out; nil after the last line.
  func next(into buffer: ByteBuffer) throws(InputError) -> Int? {
    buffer.removeAll()
    carry.withBytes { buffer.append($0) }
    carry.removeAll()
    try fill(buffer, upTo: chunkSize)
    if buffer.isEmpty { return nil }
    if Self.lastLineEnd(buffer) == nil { try fill(buffer, upTo: Self.keptOfLine) }
    guard let end = Self.lastLineEnd(buffer) else { return try cutLongLine(buffer) }
    buffer.withBytes { carry.append($0.extracting(end...)) }
    buffer.setCount(end)
    return 0
  }

  private func fill(_ buffer: ByteBuffer, upTo count: Int) throws(InputError) {
    while !isAtEnd, buffer.count < count {
      let before = buffer.count
      defer { byteCount += buffer.count - before }
      let read = try buffer.withSpareCapacity(minimum: count - before) {
        (output: inout OutputRawSpan) throws(InputError) in try source.read(into: &output)
      }
      if read == 0 { isAtEnd = true }
    }
    if isAtEnd { closeLastLine(buffer) }
  }

  private func closeLastLine(_ buffer: ByteBuffer) {
    let last = buffer.withBytes { $0.isEmpty ? nil : $0.byte(at: $0.byteCount - 1) }
    guard let last, last != LineSyntax.lineEnd else { return }
    hasOpenEnd = true
    buffer.append(LineSyntax.lineEnd)
  }

  /// The offset behind the last line feed.
  private static func lastLineEnd(_ buffer: ByteBuffer) -> Int? {
    buffer.withBytes { bytes in
      var end = bytes.byteCount
      while end > 0, bytes.byte(at: end - 1) != LineSyntax.lineEnd { end -= 1 }
      return end == 0 ? nil : end
    }
  }

  /// Keeps the start of a line that has no end in `buffer`, and drops the rest of it.
  private func cutLongLine(_ buffer: ByteBuffer) throws(InputError) -> Int {
    var dropped = buffer.count - Self.keptOfLine
    buffer.setCount(Self.keptOfLine)
    let rest = ByteBuffer(capacity: Self.keptOfLine)
    defer { buffer.append(LineSyntax.lineEnd) }
    while !isAtEnd {
      rest.removeAll()
      try fill(rest, upTo: Self.keptOfLine)
      if let first = Self.firstLineEnd(rest) {
        rest.withBytes { carry.append($0.extracting((first + 1)...)) }
        return dropped + first
      }
      dropped += rest.count
    }
    hasOpenEnd = true
    return dropped
  }

  private static func firstLineEnd(_ buffer: ByteBuffer) -> Int? {
    buffer.withBytes { bytes in
      (0..<bytes.byteCount).first { bytes.byte(at: $0) == LineSyntax.lineEnd }
    }
  }
}
