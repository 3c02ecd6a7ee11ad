// Short texts to a stream, with the errors of a conversion's own output.

import SluiceBytes
import SluiceParts

extension String {
  /// Writes the text.
  /// - Parameter descriptor: where to.
  /// - Throws: `SluiceError`: `closedPipe` if nobody reads it, `io`.
  package func write(toDescriptor descriptor: Int32) throws(SluiceError) {
    let output = StreamWriter(descriptor: descriptor, name: "stdout", framing: .none)
    let block = FinishedBlock(rawCount: utf8.count, crc32: 0, lineCount: 0)
    do {
      try Array(utf8).withRawBytes { bytes throws(PartError) in try output.append(bytes, block) }
      _ = try output.finish()
    } catch {
      throw SluiceError(wrapping: error)
    }
  }
}
