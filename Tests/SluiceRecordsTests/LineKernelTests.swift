// The scan of inbound lines: every kernel against the portable one, and what the masks promise
// against the receiver's rules.

import AudienceManager
import CSluiceScan
import SluiceBytes
import Testing

@testable import SluiceRecords

@Suite struct LineKernelTests {
  /// Masks and the state after them, as numbers.
  private func scan(
    _ text: [UInt8], _ kernel: LineKernel, blocksAtOnce: Int = .max
  ) -> (masks: [sluice_line_masks], state: sluice_line_state) {
    let buffer = buffer(text)
    let blocks = (text.count + 63) / 64
    var masks = [sluice_line_masks](repeating: sluice_line_masks(), count: blocks)
    var state = sluice_line_state()
    state.in_id = ~0
    var done = 0
    while done < blocks {
      let count = min(blocksAtOnce, blocks - done)
      // SAFETY: the blocks reach no further than the buffer's slack, and there are as many masks.
      unsafe masks.withUnsafeMutableBufferPointer { masks in
        guard let to = masks.baseAddress else { return }
        let from = unsafe buffer.base.assumingMemoryBound(to: UInt8.self)
        unsafe kernel.scan(from + done * 64, count, &state, to + done)
      }
      done += count
    }
    return (masks, state)
  }

  private func numbers(_ found: (masks: [sluice_line_masks], state: sluice_line_state)) -> [UInt64]
  {
    let state = found.state
    return found.masks.flatMap {
      [$0.line_end, $0.id_end, $0.pair, $0.added, $0.removed, $0.odd, $0.pairs_before]
    } + [
      state.quoted, state.in_id, state.in_value, state.key_opener, state.equals, state.open,
      state.close, state.bare, state.bare_equals,
      state.key_open, state.asked, state.after_e0, state.after_ed, state.after_f0, state.after_f4,
      state.pair_count,
    ]
  }

  @Test func kernelsFindTheSame() throws {
    let portable = try #require(LineKernel.available.last)
    #expect(portable.name == "portable")
    for seed in seeds(300) {
      var lines = RandomLines(seed: seed)
      let text =
        lines.random.oneIn(4)
        ? lines.random.bytes(lines.random.below(400), of: Array(0...255)) : lines.text(8)
      let expected = numbers(scan(text, portable))
      for kernel in LineKernel.available {
        let isSame =
          numbers(scan(text, kernel)) == expected
          && numbers(scan(text, kernel, blocksAtOnce: 1)) == expected
        #expect(isSame, "seed \(seed), \(kernel.name): \(literal(text))")
        if !isSame { return }
      }
    }
  }

  /// A line without an odd bit is good, has no note but of its ID, and a signal for each pair bit.
  @Test func linesWithoutOddBitsAreAsPromised() {
    let parser = LineParser(mode: .sync)
    var plain = 0
    for seed in seeds(300) {
      var lines = RandomLines(seed: seed)
      let text = lines.text(8)
      let masks = scan(text, .best).masks
      var start = 0
      for end in text.indices where text[end] == Ascii.lineFeed {
        let bits = (start...end).map { place in
          let mask = masks[place / 64]
          let bit: UInt64 = 1 << UInt64(place % 64)
          return (
            odd: mask.odd & bit != 0, pair: mask.pair & bit != 0, added: mask.added & bit != 0,
            removed: mask.removed & bit != 0, idEnd: mask.id_end & bit != 0
          )
        }
        if !bits.contains(where: \.odd) {
          plain += 1
          let reading = Array(text[start..<end]).withRawBytes { parser.parse($0) }
          let isIDBad = reading.error?.kind == .invalidUserID || reading.error?.kind == .missingID
          let ofIDs: [LineNote] = [.idURLEncoded, .idQuoted, .idPlaceholder]
          let notes = reading.notes.all.filter { !ofIDs.contains($0) }
          let isAsPromised =
            isIDBad
            || reading.error == nil && notes.isEmpty
              && reading.traitsAdded == bits.count(where: \.added)
              && reading.traitsRemoved == bits.count(where: \.removed)
              && reading.signals == bits.count(where: \.pair)
              && reading.userID.upperBound == bits.firstIndex(where: \.idEnd)
          #expect(isAsPromised, "seed \(seed): \(literal(text[start..<end])) \(reading)")
          if !isAsPromised { return }
        }
        start = end + 1
      }
    }
    #expect(plain > 300)
  }

  /// What writers write has no odd bit, whatever stands in front of it.
  @Test func linesAsWrittenHaveNoOddBits() {
    for seed in seeds(500) {
      var random = SeededGenerator(seed: seed)
      var text: [UInt8] = []
      if random.oneIn(2) {
        text = Array("odd \"one\tx=\"y,\u{1}".utf8) + [0xE2, 0x80, Ascii.lineFeed]
      }
      let first = text.count
      for _ in 0...random.below(5) {
        text += Array("id\(random.below(1000))\t".utf8)
        for place in 0...random.below(4) {
          let value = random.pick(["v", "a,b=c", "Zürich", "日本", "🙂", "x y -"])
          let trait = random.pick(["d_sid=24", "d_unsid=5"])
          let element = random.oneIn(4) ? trait : "\"key\(random.below(9))\"=\"\(value)\""
          text += Array("\(place > 0 ? "," : "")\(element)".utf8)
        }
        text.append(Ascii.lineFeed)
      }
      for (index, mask) in scan(text, .best).masks.enumerated() {
        for bit in 0..<64 where mask.odd & (1 << UInt64(bit)) != 0 {
          let place = index * 64 + bit
          // An unfinished sequence is told of at the bytes that should have ended it.
          #expect(
            place < first + 2 || place >= text.count, "seed \(seed): \(literal(text)) \(place)")
        }
      }
    }
  }
}
