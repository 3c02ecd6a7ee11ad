// ISA-L: the only file that imports it, built only with the trait `ISAL`. Raw deflate and inflate,
// CRC-32.
//
// Each class owns one state from `init` to `deinit`, on the heap because it is large (deflate
// 82 KB, inflate 88 KB) and because C code is given its address. ISA-L allocates nothing itself.

#if ISAL
  import CISAL

  /// Compresses blocks as raw deflate.
  @safe
  final class ISALDeflater {
    // SAFETY: both are allocated in `init`, freed only in `deinit`; `stream` points to
    // `levelBuffer` as long as it lives. ISA-L likes its hash table at a cache line, hence 64.
    private let stream: UnsafeMutablePointer<isal_zstream>
    private let levelBuffer: UnsafeMutableRawPointer

    /// - Parameter level: ISA-L's own, 0...3.
    init(level: Int) throws(CodecError) {
      guard (Int(ISAL_DEF_MIN_LEVEL)...Int(ISAL_DEF_MAX_LEVEL)).contains(level) else {
        throw CodecError(.libraryFailure, "ISA-L cannot compress at level \(level)")
      }
      let size = sluice_isalLevelBufferSize(UInt32(level))
      unsafe stream = allocateState()
      unsafe levelBuffer = .allocate(byteCount: Int(size), alignment: stateAlignment)
      // SAFETY: the stream is initialised by ISA-L before anything in it is read.
      unsafe isal_deflate_init(stream)
      unsafe stream.pointee.level = UInt32(level)
      unsafe stream.pointee.level_buf = levelBuffer.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.level_buf_size = size
      unsafe stream.pointee.flush = UInt16(FULL_FLUSH)
    }

    deinit {
      // SAFETY: allocated in `init`; ISA-L holds nothing else, and nobody uses them after this.
      unsafe stream.deallocate()
      unsafe levelBuffer.deallocate()
    }

    /// Writes `block` as deflate blocks that end on a byte boundary and look back to nothing before.
    /// - Parameter room: the most bytes to write.
    /// - Returns: false when they are too few; what was appended to the output then means nothing.
    func deflate(_ block: RawSpan, into output: inout OutputRawSpan, room: Int) -> Bool {
      // The reset keeps level, flush and buffers, and lets the hash tables be cleared at the start.
      // SAFETY: an initialised stream may be reset at any time; ISA-L reads at most `avail_in`
      // bytes of the block and writes at most `avail_out` into the free part of the output.
      unsafe isal_deflate_reset(stream)
      return unsafe block.withUnsafeBytes { source in
        unsafe output.withUnsafeMutableBytes { target, used in
          let room = min(target.count - used, room)
          unsafe stream.pointee.next_in = mutableBytes(source.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(source.count)
          unsafe stream.pointee.next_out = mutableBytes(target.baseAddress, offset: used)
          unsafe stream.pointee.avail_out = UInt32(room)
          let status = unsafe isal_deflate(stream)
          used += room - Int(unsafe stream.pointee.avail_out)
          return unsafe status == COMP_OK && stream.pointee.avail_in == 0
            && stream.pointee.avail_out > 0
            && stream.pointee.internal_state.state == ZSTATE_NEW_HDR
        }
      }
    }
  }

  /// Inflates raw deflate data.
  @safe
  final class ISALInflater: RawInflater {
    // SAFETY: allocated and initialised in `init`, freed only in `deinit`.
    private let state: UnsafeMutablePointer<inflate_state>

    init() {
      unsafe state = allocateState()
      // SAFETY: the state is initialised by ISA-L before anything in it is read.
      unsafe isal_inflate_init(state)
    }

    // SAFETY: allocated in `init`; ISA-L holds nothing else, and nobody uses it after this.
    deinit { unsafe state.deallocate() }

    func reset() {
      // SAFETY: an initialised state may be reset at any time.
      unsafe isal_inflate_reset(state)
    }

    func inflate(
      _ input: RawSpan, into output: inout OutputRawSpan
    ) throws(CodecError) -> InflateStep {
      let before = output.byteCount
      let (status, consumed) = run(input, &output)
      if status != ISAL_DECOMP_OK { throw failure(status).at(consumed) }
      var step = InflateStep(
        consumed: consumed, produced: output.byteCount - before,
        isFinished: unsafe state.pointee.block_state == ISAL_BLOCK_FINISH)
      if step.isFinished { takeLeftover(&step) }
      return step
    }

    private func run(
      _ input: RawSpan, _ output: inout OutputRawSpan
    ) -> (status: Int32, consumed: Int) {
      // SAFETY: ISA-L reads at most `avail_in` bytes of the input and writes at most `avail_out`
      // into the free part of the output, both held in place by the closures; what it needs of
      // either later it copies into its state.
      unsafe input.withUnsafeBytes { source in
        unsafe output.withUnsafeMutableBytes { target, used in
          let available = min(source.count, maximumStep)
          let room = min(target.count - used, maximumStep)
          unsafe state.pointee.next_in = mutableBytes(source.baseAddress)
          unsafe state.pointee.avail_in = UInt32(available)
          unsafe state.pointee.next_out = mutableBytes(target.baseAddress, offset: used)
          unsafe state.pointee.avail_out = UInt32(room)
          let status = unsafe isal_inflate(state)
          used += room - Int(unsafe state.pointee.avail_out)
          return (status, available - Int(unsafe state.pointee.avail_in))
        }
      }
    }

    /// ISA-L reads ahead into a 64-bit register: after the final block, the whole bytes in it
    /// belong to what follows. The bits of the last, begun byte are padding.
    private func takeLeftover(_ step: inout InflateStep) {
      // SAFETY: the state is initialised; only numbers are read.
      let bits = unsafe max(0, state.pointee.read_in_length)
      step.leftoverCount = Int(bits / 8)
      step.leftover = unsafe state.pointee.read_in >> UInt64(bits % 8)
    }

    private func failure(_ status: Int32) -> CodecError {
      let detail =
        switch status {
        case ISAL_INVALID_BLOCK: "invalid block"
        case ISAL_INVALID_SYMBOL: "invalid code"
        case ISAL_INVALID_LOOKBACK: "invalid distance"
        default: "status \(status)"
        }
      return CodecError(.corrupt, "corrupt gzip data (\(detail))")
    }
  }

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

  /// One cache line.
  private let stateAlignment = 64

  /// Memory for one C state, not yet initialised.
  private func allocateState<State>() -> UnsafeMutablePointer<State> {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<State>.size, alignment: stateAlignment)
    // SAFETY: size and alignment are those of one `State` at least.
    return unsafe memory.bindMemory(to: State.self, capacity: 1)
  }

  /// ISA-L declares its input mutable but only reads it.
  private func mutableBytes(
    _ start: UnsafeRawPointer?, offset: Int = 0
  ) -> UnsafeMutablePointer<UInt8>? {
    // SAFETY: a cast; whoever reads or writes through it keeps to the bounds given beside it.
    unsafe start.map { unsafe UnsafeMutableRawPointer(mutating: $0 + offset) }?
      .assumingMemoryBound(to: UInt8.self)
  }

  private func mutableBytes(
    _ start: UnsafeMutableRawPointer?, offset: Int
  ) -> UnsafeMutablePointer<UInt8>? {
    // SAFETY: `offset` lies within the buffer that begins at `start`.
    unsafe start.map { unsafe $0 + offset }?.assumingMemoryBound(to: UInt8.self)
  }
#endif
