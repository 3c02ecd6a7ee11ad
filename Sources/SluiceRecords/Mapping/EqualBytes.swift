// Whether two runs of bytes are the same, eight bytes at a time.

/// Whether two runs of as many bytes are the same.
/// - Parameters:
///   - a: has eight readable bytes from each of its bytes on; those behind the run do not count.
///   - b: as `a`.
///   - count: of each run.
@unsafe @inline(__always)
func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
  var offset = 0
  while offset < count {
    let difference = unsafe UInt64(
      littleEndian: a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        ^ b.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    let unused = UInt64(truncatingIfNeeded: max(0, 8 &- (count &- offset)) &* 8)
    if difference &<< unused != 0 { return false }
    offset &+= 8
  }
  return true
}
