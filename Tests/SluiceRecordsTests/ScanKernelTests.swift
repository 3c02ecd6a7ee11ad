// Every kernel that this processor can run against the portable one, and that one against a loop
// over single bytes.

import CSluiceScan
import SluiceBytes
import Testing

@testable import SluiceRecords

struct ScanKernelTests {
  @Test func portableIsAlwaysThereAndLast() {
    #expect(ScanKernel.available.last?.name == "portable")
    #expect(ScanKernel.best.name == ScanKernel.available.first?.name)
    #expect(ScanKernel.named("portable") != nil)
    #expect(ScanKernel.named("abacus") == nil)
    #expect(Set(ScanKernel.available.map(\.name)).count == ScanKernel.available.count)
  }

  @Test func kernelsFindTheSame() throws {
    let portable = try #require(ScanKernel.named("portable"))
    for seed in seeds(3000) {
      let scan = RandomScan(seed: seed)
      let expected = scan.run(portable)
      for kernel in ScanKernel.available where kernel.name != "portable" {
        let isSame = scan.run(kernel) == expected
        #expect(isSame, "seed \(seed), \(kernel.name): \(literal(scan.bytes))")
        if !isSame { return }
      }
    }
  }

  @Test func portableFindsWhatALoopFinds() throws {
    let portable = try #require(ScanKernel.named("portable"))
    for seed in seeds(1500) {
      let scan = RandomScan(seed: seed)
      let isSame = scan.run(portable) == scan.runByLoop()
      #expect(isSame, "seed \(seed): \(literal(scan.bytes))")
      if !isSame { return }
    }
  }

  /// A text scanned in pieces gives the masks it gives at once.
  @Test func stateCarriesFromCallToCall() {
    for seed in seeds(300) {
      let scan = RandomScan(seed: seed)
      for kernel in ScanKernel.available {
        let isSame = scan.run(kernel, blocksAtOnce: 1) == scan.run(kernel)
        #expect(isSame, "seed \(seed), \(kernel.name): \(literal(scan.bytes))")
        if !isSame { return }
      }
    }
  }
}

/// One call of a kernel: random bytes, needles and state, from an odd address.
private struct RandomScan {
  let bytes: [UInt8]
  let offset: Int
  let blocks: Int
  let needles: sluice_scan_needles
  let state: sluice_scan_state

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var pool =
      Array(",\t;|:^ \"'%@\\\n\rabz".utf8) + [0, 1, 0x1F, 0x20, 0x7F, 0x80, 0x9F, 0xA2, 0xFF]
    if random.oneIn(2) { pool = Array(0...255) }
    let needles = sluice_scan_needles(
      delimiter: random.pick(pool), quote: random.pick(pool), line_end: random.pick(pool),
      escape: random.pick(pool), comment: random.pick(pool), has_quote: random.oneIn(4) ? 0 : 1,
      has_escape: random.oneIn(2) ? 0 : 1, has_comment: random.oneIn(2) ? 0 : 1)
    let structure = [
      needles.delimiter, needles.quote, needles.line_end, needles.escape, needles.comment,
      Ascii.carriageReturn,
    ]
    let alphabet = random.oneIn(3) ? pool : structure + structure + [UInt8(ascii: "x"), 0x80, 0]
    offset = random.below(64)
    blocks = 1 + random.below(5)
    bytes = random.bytes(offset + blocks * 64, of: alphabet)
    self.needles = needles
    state = sluice_scan_state(
      quoted: random.oneIn(2) ? ~0 : 0, may_open: UInt64(random.below(2)),
      after_close: UInt64(random.below(2)), after_close_cr: UInt64(random.below(2)),
      after_escape: needles.has_escape == 0 ? 0 : UInt64(random.below(2)),
      may_comment: needles.has_comment == 0 ? 0 : UInt64(random.below(2)),
      line_count: UInt64(random.below(9)), any_stray: 0, any_foreign: UInt64(random.below(2)))
  }

  /// The masks and the state, as numbers.
  func run(_ kernel: ScanKernel, blocksAtOnce: Int = .max) -> [UInt64] {
    var state = state
    var masks = [sluice_scan_masks](repeating: sluice_scan_masks(), count: blocks)
    var done = 0
    while done < blocks {
      let count = min(blocksAtOnce, blocks - done)
      // SAFETY: `count` blocks from `done` on lie within the bytes, and as many masks in `masks`.
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe masks.withUnsafeMutableBufferPointer { masks in
          guard let from = bytes.baseAddress, let to = masks.baseAddress else { return }
          unsafe kernel.scan(from + offset + done * 64, count, needles, &state, to + done)
        }
      }
      done += count
    }
    return masks.flatMap { [$0.structural, $0.line_end, $0.stray, $0.foreign, $0.special] }
      + numbers(state)
  }

  private func numbers(_ state: sluice_scan_state) -> [UInt64] {
    [
      state.quoted, state.may_open, state.after_close, state.after_close_cr, state.after_escape,
      needles.has_comment == 0 ? 0 : state.may_comment, state.line_count, state.any_stray,
      state.any_foreign,
    ]
  }

  /// The same, a byte at a time.
  func runByLoop() -> [UInt64] {
    var state = state
    var masks: [UInt64] = []
    for block in 0..<blocks {
      var mask = sluice_scan_masks()
      for bit in 0..<64 {
        step(bytes[offset + block * 64 + bit], 1 << UInt64(bit), &state, &mask)
      }
      masks += [mask.structural, mask.line_end, mask.stray, mask.foreign, mask.special]
      state.any_stray |= mask.stray
      state.any_foreign |= mask.foreign
    }
    return masks + numbers(state)
  }

  private func step(
    _ byte: UInt8, _ bit: UInt64, _ state: inout sluice_scan_state, _ mask: inout sluice_scan_masks
  ) {
    let isEscape = needles.has_escape != 0 && byte == needles.escape
    let isTaken = state.after_escape != 0
    state.after_escape = isEscape && !isTaken ? 1 : 0
    let isQuote = needles.has_quote != 0 && byte == needles.quote && !isTaken
    let isDelimiter = byte == needles.delimiter && !isTaken
    let isLineEnd = byte == needles.line_end && !isTaken
    let isReturn = byte == Ascii.carriageReturn && !isLineEnd
    if isQuote { state.quoted = ~state.quoted }
    let isQuoted = state.quoted != 0
    let isOpening = isQuote && isQuoted
    let isClosing = isQuote && !isQuoted
    let isStructural = (isDelimiter || isLineEnd) && !isQuoted
    let mayFollowClose = isDelimiter || isLineEnd || isQuote || isReturn
    let isStray =
      isOpening && state.may_open == 0 || state.after_close != 0 && !mayFollowClose
      || state.after_close_cr != 0 && !isLineEnd || isTaken && byte == Ascii.carriageReturn
      || needles.has_comment != 0 && byte == needles.comment && state.may_comment != 0
    if isStructural { mask.structural |= bit }
    if isLineEnd && !isQuoted { mask.line_end |= bit }
    if isStray { mask.stray |= bit }
    let isForeign = byte == 0 || byte >= 0x80
    if isForeign { mask.foreign |= bit }
    if byte < 0x20 || "\"@%".utf8.contains(byte) || isEscape
      || needles.has_quote != 0 && byte == needles.quote
    {
      mask.special |= bit
    }
    if byte == needles.line_end { state.line_count += 1 }
    state.after_close_cr = state.after_close != 0 && isReturn ? 1 : 0
    state.after_close = isClosing ? 1 : 0
    state.may_comment = isLineEnd && !isQuoted || isForeign ? 1 : 0
    state.may_open = isStructural || isClosing ? 1 : 0
  }
}
