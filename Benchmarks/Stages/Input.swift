// Other encodings to UTF-8.

import SluiceBytes
import SluiceInput

func addInput() {
  for encoding in ["UTF-16LE", "windows-1252", "EUC-JP"] {
    add("transcode, \(encoding)", expecting: { try latinText().utf8.count }) {
      try transcoded(from: encoding)
    }
  }
}

/// A dump's text of characters that all of the encodings have as bytes of their own: ASCII.
private func latinText() throws -> String {
  try Samples.dump("crm").withBytes { bytes in
    String(decoding: bytes.copied().map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
  }
}

/// Reads a dump through a source that transcodes.
/// - Returns: bytes of UTF-8.
private func transcoded(from encoding: String) throws -> StageWork {
  let text = try latinText()
  let isWide = encoding == "UTF-16LE"
  let stored =
    isWide
    ? text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    : Array(text.utf8)
  let output = ByteBuffer(capacity: 256 << 10)
  return {
    let source = try TranscodingSource(MemorySource(stored), encoding: encoding)
    var count = 0
    while true {
      output.removeAll()
      let read = try output.withSpareCapacity(minimum: output.capacity) { room in
        try source.read(into: &room)
      }
      if read == 0 { return count }
      count += read
    }
  }
}

/// Bytes as a source.
private final class MemorySource: ByteSource {
  let name = "memory"
  private(set) var storedBytesRead = 0
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    let count = bytes.withRawBytes { all in
      output.append(fitting: all.extracting(droppingFirst: storedBytesRead))
    }
    storedBytesRead += count
    return count
  }
}
