// Rejected records as CSV: where they stood, why, and their bytes as they were.

import SluiceBytes
import SluiceParts
import SluiceRecords

/// Where a rejected record stood in its input.
struct RejectPlace: Sendable {
  var input: String
  /// From 1; the header is the first.
  var record: Int
  /// From 1, of the line the record starts on.
  var line: Int
  /// From 0, in the decoded stream.
  var offset: Int
}

/// Writes the rejects file.
final class RejectsFile {
  /// The header of the file.
  static let header = "input,record,line,offset,reason,column,content\n"

  private let file: CompanionFile
  private let buffer = ByteBuffer(capacity: 64 << 10)
  private var hasHeader = false

  /// Whether the file is written even if nothing is rejected.
  private let isWanted: Bool

  init(_ file: CompanionFile, isWanted: Bool) {
    self.file = file
    self.isWanted = isWanted
  }

  /// Starts the file, if it is wanted in any case.
  func begin() throws(PartError) {
    if isWanted { try writeHeader() }
  }

  /// Adds one record.
  func append(
    _ place: RejectPlace, reason: RejectReason, column: String?, content: RawSpan
  ) throws(PartError) {
    try writeHeader()
    buffer.removeAll()
    appendQuoted(place.input)
    buffer.append(",\(place.record),\(place.line),\(place.offset),\(reason.rawValue),")
    appendQuoted(column ?? "")
    buffer.append(UInt8(ascii: ","))
    appendQuoted(content)
    buffer.append(Ascii.lineFeed)
    try buffer.withBytes { bytes throws(PartError) in try file.append(bytes) }
  }

  private func writeHeader() throws(PartError) {
    if hasHeader { return }
    hasHeader = true
    buffer.removeAll()
    buffer.append(Self.header)
    try buffer.withBytes { bytes throws(PartError) in try file.append(bytes) }
  }

  private func appendQuoted(_ text: String) {
    // SAFETY: bytes have no padding.
    appendQuoted(unsafe text.utf8Span.span.bytes)
  }

  /// A field: in quotes when it holds a delimiter, a quote or a line end, quotes doubled.
  private func appendQuoted(_ bytes: RawSpan) {
    let needsQuotes = (0..<bytes.byteCount).contains {
      [Ascii.comma, Ascii.quote, Ascii.lineFeed, Ascii.carriageReturn].contains(bytes.byte(at: $0))
    }
    guard needsQuotes else { return buffer.append(bytes) }
    buffer.append(Ascii.quote)
    for offset in 0..<bytes.byteCount {
      if bytes.byte(at: offset) == Ascii.quote { buffer.append(Ascii.quote) }
      buffer.append(bytes.byte(at: offset))
    }
    buffer.append(Ascii.quote)
  }
}
