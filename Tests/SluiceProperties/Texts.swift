// Bytes as they are shown, and as readers get them.

package import SluiceBytes
package import SluiceRecords

/// Text as a Swift literal, for failure messages.
package func literal(_ bytes: some Sequence<UInt8>) -> String {
  let text = bytes.map { byte in
    switch byte {
    case 0x22: "\\\""
    case 0x5C: "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0x20..<0x7F: String(UnicodeScalar(byte))
    default: "<\(String(byte, radix: 16))>"
    }
  }
  return "\"\(text.joined())\""
}

/// A buffer of `bytes` whose slack is full of bytes that would matter if they counted.
package func buffer(_ bytes: [UInt8], slack: UInt8 = Ascii.quote) -> ByteBuffer {
  let buffer = ByteBuffer(capacity: bytes.count)
  for offset in 0..<ByteBuffer.slack {
    // SAFETY: all of the slack, and nothing else, is written.
    unsafe buffer.base.storeBytes(of: slack, toByteOffset: bytes.count + offset, as: UInt8.self)
  }
  bytes.withRawBytes { buffer.append($0) }
  return buffer
}

extension Dialect {
  /// The dialect in one line, for failure messages.
  package var testDescription: String {
    func mark(_ byte: UInt8?) -> String { byte.map { literal([$0]) } ?? "none" }
    return "delimiter \(mark(delimiter)) quote \(mark(quote)) escape \(mark(escape)) "
      + "comment \(mark(comment)) line end \(hasPairedLineEnds ? "CR " : "")\(mark(lineEnd)) "
      + "max \(maxRecord)"
  }
}
