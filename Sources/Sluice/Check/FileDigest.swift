// The MD5 of a file's stored bytes, taken where it holds up nobody.
//
// An MD5 takes its bytes one after the other, and half as long as inflating them. Where reading a file is work by
// itself it is therefore not taken while the file is read, for which other lanes may wait, but when
// the chunk that the bytes came with has its turn at the end of the pipeline. Elsewhere it is taken at once,
// so that those of several files are taken at the same time.

import SluiceBytes
import SluiceInput
import SluiceParts

/// The digest of one file.
final class FileDigest: @unchecked Sendable {
  // SAFETY: used by whoever reads the file, or else by whoever consumes its chunks, one at a time.
  private var state = Digest()

  /// Takes in the next bytes.
  func update(_ bytes: RawSpan) { state.update(bytes) }

  /// The digest so far in lower-case hexadecimal.
  var hex: String { state.hex }
}

/// Bytes that are still to be added to a digest.
struct UndigestedBytes {
  let digest: FileDigest
  let bytes: ByteBuffer

  /// Adds them.
  func add() { bytes.withBytes { digest.update($0) } }
}

/// A source that takes the digest of what passes through it, or keeps what it is to be taken of.
final class DigestingSource: ByteSource {
  private let upstream: any ByteSource
  private let fileDigest: FileDigest?
  private let isLater: Bool
  private var undigested: ByteBuffer?

  /// - Parameters:
  ///   - digest: nil when none is wanted.
  ///   - isLater: whether the bytes are kept for whoever calls `takeUndigested`.
  init(_ upstream: any ByteSource, digest: FileDigest?, isLater: Bool) {
    self.upstream = upstream
    fileDigest = digest
    self.isLater = isLater
  }

  var name: String { upstream.name }
  var storedBytesRead: Int { upstream.storedBytesRead }

  /// The bytes since the last call, for their digest to be taken; nil when there are none.
  func takeUndigested() -> UndigestedBytes? {
    guard let fileDigest, let bytes = undigested else { return nil }
    undigested = nil
    return UndigestedBytes(digest: fileDigest, bytes: bytes)
  }

  func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    let count = try upstream.read(into: &output)
    let bytes = output.bytes.extracting(last: count)
    if !isLater {
      fileDigest?.update(bytes)
    } else if fileDigest != nil, count > 0 {
      let kept = undigested ?? ByteBuffer(capacity: count)
      kept.append(bytes)
      undigested = kept
    }
    return count
  }
}
