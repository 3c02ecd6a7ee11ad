// LZ4: the only file that imports it. Blocks one way, frames the other.
//
// The frame decoder's class owns one LZ4F context from `init` to `deinit`; block compression keeps
// its hash table on the stack and has no state.

import CLZ4

/// LZ4 blocks and the frame header they are written under.
enum LZ4Blocks {
  /// The largest block of the frames we write: the format's largest.
  static let maximumContent = 4 << 20

  /// Compresses `block` into the room of `output`.
  /// - Returns: false when it does not fit; what was appended to the output then means nothing.
  static func compress(_ block: RawSpan, into output: inout OutputRawSpan, room: Int) -> Bool {
    // SAFETY: LZ4 reads `source.count` bytes and writes at most `room`, which is within the free
    // part of the output.
    unsafe block.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        guard let start = source.baseAddress, let free = target.baseAddress,
          room <= target.count - used
        else { return false }
        let written = unsafe LZ4_compress_default(
          start.assumingMemoryBound(to: CChar.self),
          (free + used).assumingMemoryBound(to: CChar.self),
          Int32(source.count), Int32(room))
        used += Int(max(0, written))
        return written > 0
      }
    }
  }

  /// The header of a frame of independent blocks of up to 4 MiB, without sizes or checksums.
  static func frameHeader() throws(CodecError) -> [UInt8] {
    var context: OpaquePointer?
    // SAFETY: LZ4F fills `context`, or leaves nil and returns an error.
    let status = unsafe LZ4F_createCompressionContext(&context, UInt32(LZ4F_VERSION))
    defer { unsafe LZ4F_freeCompressionContext(context) }
    guard LZ4F_isError(status) == 0 else {
      throw CodecError(.libraryFailure, "LZ4 cannot start a frame (\(errorName(status)))")
    }
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.blockSizeID = LZ4F_max4MB
    preferences.frameInfo.blockMode = LZ4F_blockIndependent
    let header = unsafe [UInt8](unsafeUninitializedCapacity: Int(LZ4F_HEADER_SIZE_MAX)) {
      // SAFETY: LZ4F writes at most the capacity, and gives back how much that was.
      let size = unsafe LZ4F_compressBegin(context, $0.baseAddress, $0.count, &preferences)
      $1 = LZ4F_isError(size) == 0 ? size : 0
    }
    if header.isEmpty { throw CodecError(.libraryFailure, "LZ4 cannot start a frame") }
    return header
  }
}

/// Reads LZ4 frames, one after another.
@safe
final class LZ4FrameReader {
  /// What one call did.
  struct Step {
    var consumed: Int
    var produced: Int
    /// Whether a frame has ended and all its bytes are out.
    var isFrameEnd: Bool
    /// Bytes of input that the library would like next: the rest of the block, and the next header.
    var wanted: Int
  }

  // SAFETY: created in `init`, freed only in `deinit`.
  private let context: OpaquePointer

  init() throws(CodecError) {
    var created: OpaquePointer?
    // SAFETY: LZ4F fills `created`, or leaves nil and returns an error.
    let status = unsafe LZ4F_createDecompressionContext(&created, UInt32(LZ4F_VERSION))
    guard let made = unsafe created, LZ4F_isError(status) == 0 else {
      throw CodecError(.libraryFailure, "LZ4 cannot read frames (\(errorName(status)))")
    }
    unsafe context = made
  }

  // SAFETY: created in `init`; nobody uses it after this.
  deinit { unsafe LZ4F_freeDecompressionContext(context) }

  /// Decodes some of `input` into the room of `output`.
  /// - Throws: ``CodecError`` without a position when the data is not an LZ4 frame.
  func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) -> Step {
    // SAFETY: LZ4F reads at most `consumed` bytes of the input and writes at most `produced` into
    // the free part of the output, both held in place by the closures; it sets both to what it did.
    let (status, consumed, produced) = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        var consumed = source.count
        var produced = target.count - used
        let status = unsafe LZ4F_decompress(
          context, target.baseAddress.map { unsafe $0 + used }, &produced,
          source.baseAddress, &consumed, nil)
        if LZ4F_isError(status) != 0 { produced = 0 }
        used += produced
        return (status, consumed, produced)
      }
    }
    if LZ4F_isError(status) != 0 {
      throw CodecError(.corrupt, "corrupt LZ4 data (\(errorName(status)))")
    }
    return Step(consumed: consumed, produced: produced, isFrameEnd: status == 0, wanted: status)
  }
}

/// LZ4's name for a failure, such as `ERROR_headerChecksum_invalid`.
private func errorName(_ status: Int) -> String {
  // SAFETY: LZ4F's names are static C strings.
  unsafe String(cString: LZ4F_getErrorName(status))
}
