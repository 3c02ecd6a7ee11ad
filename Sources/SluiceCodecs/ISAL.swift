// ISA-L: the only file that imports it, built only with the trait `ISAL`. CRC-32.

#if ISAL
  import CISAL

  /// ISA-L's checksum.
  enum ISALChecksum {
    /// The CRC-32 of the bytes that `crc` covers and `bytes` after them.
    static func crc32(of bytes: RawSpan, continuing crc: UInt32) -> UInt32 {
      // SAFETY: pointer and length are those of the span.
      unsafe bytes.withUnsafeBytes { buffer in
        guard let start = buffer.baseAddress else { return crc }
        let pointer = unsafe start.assumingMemoryBound(to: UInt8.self)
        return unsafe crc32_gzip_refl(crc, pointer, UInt64(buffer.count))
      }
    }
  }
#endif
