// ISA-L: the only file that imports it, built only with the trait `ISAL`. Inflate and CRC-32.
//
// An inflater owns its state from `init` to `deinit`, on the heap because it is large (88 KB) and
// because C code is given its address. ISA-L allocates nothing itself.

#if ISAL
  import CISAL

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
