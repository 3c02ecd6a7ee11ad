// The steps of the fast path that the kernel leaves: very long values, other cases, lookups, bands, pieces, codes and
// trait IDs.
//
// As `FastFields.swift`, and for the same reason on bare addresses.

import AudienceManager

extension FastRecord {
  /// Writes what a step makes of a text of any length.
  /// - Returns: nil if it has to be done elsewhere.
  @inline(never)
  func writeOther(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    let action = unsafe step.pointee.action
    if action == .none { return nil }
    if text.length <= 0 { return unsafe output }
    let key = unsafe ByteTables.words(at: chunk + text.start, count: text.length)
    if let place = unsafe plan.nulls.firstIndex(of: key.low) {
      return unsafe place < plan.shortNulls ? output : nil
    }
    guard unsafe isClean(text) || isClean(apartFromPercents: text, plan) else { return nil }
    switch action {
    case .none: return nil
    case .plain: return unsafe writePair(text, step, plan, output)
    case .judged:
      return unsafe looksPersonal(text, step) ? nil : writePair(text, step, plan, output)
    case .cased: return unsafe writeCased(text, step, plan, output)
    case .lookup: return unsafe writeFound(text, key, step, plan, output)
    case .bands: return unsafe writeBand(text, step, plan, output)
    case .split: return unsafe writePieces(text, step, plan, output)
    case .code: return unsafe writeCode(text, step, plan, output)
    case .trait:
      let isTraitID = unsafe withBytes(of: text) { $0.isTraitID }
      return isTraitID ? unsafe writeTrait(text, step, plan, output) : nil
    }
  }

  /// Whether a text, which is not empty, can go into a line as it is: no special byte, no blank at
  /// either end.
  private func isClean(_ text: FastText) -> Bool {
    guard unsafe isTrimmed(text) else { return false }
    var start = text.start
    var count = text.length
    while count > 56 {
      if unsafe holdsSpecial(start, 56) { return false }
      start &+= 56
      count &-= 56
    }
    return unsafe !holdsSpecial(start, count)
  }

  /// The same for a text in which only `%` is special and does not stand for the `@` of an address, nor may once signs
  /// that cannot be seen are taken out of it.
  private func isClean(apartFromPercents text: FastText, _ plan: FastPlan) -> Bool {
    guard unsafe isTrimmed(text) else { return false }
    for position in text.start..<text.start &+ text.length {
      // SAFETY: the text lies within the chunk, and there are readable bytes after it.
      let byte = unsafe chunk.load(fromByteOffset: position, as: UInt8.self)
      if byte < 0x20 || byte == Ascii.quote || byte == UInt8(ascii: "@") { return false }
      if unsafe byte == plan.quote || byte == plan.escape { return false }
      guard byte == UInt8(ascii: "%") else { continue }
      let next = unsafe UInt16(
        littleEndian: chunk.loadUnaligned(fromByteOffset: position &+ 1, as: UInt16.self))
      let first = UInt8(truncatingIfNeeded: next)
      if next == 0x3034 || first >= 0x80 || first == 0x34 && next >= 0x8000 { return false }
    }
    return true
  }

  /// Whether there is a special byte among up to 56: eight bytes from the one with the first bit hold 57.
  @inline(__always)
  private func holdsSpecial(_ start: Int, _ count: Int) -> Bool {
    // SAFETY: there are bits for 64 bytes after the chunk's end.
    let word = unsafe UInt64(
      littleEndian: special.loadUnaligned(fromByteOffset: start &>> 3, as: UInt64.self))
    let bits = word &>> UInt64(truncatingIfNeeded: start & 7)
    return bits & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1) != 0
  }

  @inline(__always)
  private func isTrimmed(_ text: FastText) -> Bool {
    // SAFETY: a text of a record lies within the chunk, and this one is not empty.
    unsafe chunk.load(fromByteOffset: text.start, as: UInt8.self) != Ascii.space
      && chunk.load(fromByteOffset: text.start &+ text.length &- 1, as: UInt8.self) != Ascii.space
  }

  /// Whether a clean text, which has no `@`, is a number that may not be sent.
  @inline(__always)
  private func looksPersonal(_ text: FastText, _ step: Step) -> Bool {
    unsafe withBytes(of: text) { unsafe Self.looksPersonal($0, step) }
  }

  private static func looksPersonal(_ text: RawSpan, _ step: Step) -> Bool {
    guard text.byteCount >= PersonalDataDetector.fewestNumberBytes else { return false }
    // What is no ASCII may be a blank of typography before a number.
    let mayBeNumber =
      PersonalDataDetector.mayBeginNumber(text[0]) || text[0] >= 0x80
      || PersonalDataDetector.mayHoldNumber(text)
    return unsafe mayBeNumber
      && PersonalDataDetector.kind(of: text, columnHint: step.pointee.columnKind) != nil
  }

  /// Calls `body` with a text of the record.
  @inline(__always)
  private func withBytes<Result>(of text: FastText, _ body: (RawSpan) -> Result) -> Result {
    // SAFETY: the texts of a record lie within the chunk.
    body(unsafe UnsafeRawBufferPointer(start: chunk + text.start, count: text.length).bytes)
  }

  /// Writes a pair of any length, if there is room.
  @inline(__always)
  private func writePair(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    let isBare = unsafe isBare(text, step)
    guard let end = unsafe writeBare(text, step, plan, output.end, isBare: isBare)
    else { return nil }
    return unsafe Self.closePair(end, output, isBare: isBare)
  }

  /// Whether a value stands without quotation marks, which no change of case makes a difference to.
  @inline(__always)
  private func isBare(_ text: FastText, _ step: Step) -> Bool {
    unsafe step.pointee.isBareIfSafe && !withBytes(of: text, LineSyntax.valueNeedsQuotes)
  }

  @inline(__always)
  private static func closePair(
    _ end: UnsafeMutableRawPointer, _ output: FastOutput, isBare: Bool
  ) -> FastOutput {
    // SAFETY: there is room for a byte more.
    unsafe end.storeBytes(of: Ascii.quote, as: UInt8.self)
    return unsafe output.advanced(to: end + (isBare ? 0 : 1), by: .signal)
  }

  /// Writes a pair, changes the case of the value there, and judges what it has become.
  private func writeCased(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    let isBare = unsafe isBare(text, step)
    guard let end = unsafe writeBare(text, step, plan, output.end, isBare: isBare)
    else { return nil }
    let value = unsafe end - text.length
    // SAFETY: the value has just been written, and there is slack after it.
    unsafe LetterCase.change(value, text.length, from: step.pointee.firstLetter)
    if unsafe plan.judgesValues {
      // SAFETY: these bytes have just been written.
      let bytes = unsafe UnsafeRawBufferPointer(start: value, count: text.length).bytes
      if unsafe Self.looksPersonal(bytes, step) { return nil }
    }
    return unsafe Self.closePair(end, output, isBare: isBare)
  }

  /// Writes a step's prefix, without the quotation mark at its end for a bare value, and a text, if there is room for
  /// them and one byte more.
  /// - Returns: the end of what was written.
  @inline(__always)
  private func writeBare(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ end: UnsafeMutableRawPointer,
    isBare: Bool = false
  ) -> UnsafeMutableRawPointer? {
    let prefix = unsafe step.pointee.prefix
    guard unsafe limit - end > prefix.count &+ text.length else { return nil }
    // SAFETY: checked on the line above; wide stores run into the slack at most.
    unsafe Self.copy(plan.constants + prefix.lowerBound, to: end, prefix.count)
    let value = unsafe end + prefix.count - (isBare ? 1 : 0)
    unsafe Self.copy(chunk + text.start, to: value, text.length)
    return unsafe value + text.length
  }

  /// The constant that a table has for the text, or the text where it has none and others are kept.
  private func writeFound(
    _ text: FastText, _ words: ByteTables.Words, _ step: Step, _ plan: FastPlan,
    _ output: FastOutput
  ) -> FastOutput? {
    let table = unsafe step.pointee.table
    guard table.mayHold(count: text.length) else {
      return unsafe writeUnknown(text, step, plan, output)
    }
    // Longer keys are compared byte by byte, which is done elsewhere.
    guard text.length <= 16 else { return nil }
    var place = ByteTables.place(words, text.length, table)
    // SAFETY: places are within the table, which has a free slot.
    while unsafe plan.slots[place].count >= 0 {
      if unsafe plan.slots[place].words == words, unsafe plan.slots[place].count == text.length {
        let result = unsafe step.pointee.firstResult &+ Int(plan.slots[place].result)
        return unsafe writeResult(result, plan, output)
      }
      place = ByteTables.next(place, table)
    }
    return unsafe writeUnknown(text, step, plan, output)
  }

  /// What becomes of a text that a table does not know.
  @inline(never)
  private func writeUnknown(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    switch unsafe step.pointee.others {
    case .elsewhere: return nil
    case .kept:
      if unsafe plan.judgesValues && looksPersonal(text, step) { return nil }
      return unsafe writePair(text, step, plan, output)
    case .dropped:
      var output = unsafe output
      unsafe output.dropped &+= 1
      return unsafe output
    }
  }

  @inline(__always)
  private func writeResult(
    _ result: Int, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    // SAFETY: results are found by their own numbers; the room is checked.
    let constant = unsafe plan.results[result].text
    guard unsafe limit - output.end > constant.count else { return nil }
    unsafe Self.copy(plan.constants + constant.lowerBound, to: output.end, constant.count)
    return unsafe output.advanced(
      to: output.end + constant.count, by: plan.results[result].pairs)
  }

  /// The constant of the band that a whole number without a sign falls in.
  private func writeBand(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    guard text.length <= 9 else { return nil }
    var number = 0
    for position in text.start..<text.start &+ text.length {
      let digit = unsafe chunk.load(fromByteOffset: position, as: UInt8.self) &- Ascii.zero
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    var band = 0
    for place in unsafe step.pointee.boundaries {
      // SAFETY: the step's boundaries are in the list.
      band &+= unsafe plan.boundaries[place] <= number ? 1 : 0
    }
    return unsafe writeResult(step.pointee.firstResult &+ band, plan, output)
  }

  /// An integration code that needs no quotation marks.
  private func writeCode(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    guard unsafe !withBytes(of: text, LineSyntax.codeNeedsQuotes),
      unsafe !(plan.judgesValues && looksPersonal(text, step))
    else { return nil }
    return unsafe writeTrait(text, step, plan, output)
  }

  /// A trait's ID or its code, if there is room.
  private func writeTrait(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    guard let end = unsafe writeBare(text, step, plan, output.end) else { return nil }
    return unsafe output.advanced(to: end, by: .trait)
  }

  /// A pair for each piece, equal ones once.
  private func writePieces(
    _ text: FastText, _ step: Step, _ plan: FastPlan, _ output: FastOutput
  ) -> FastOutput? {
    let judgesPieces =
      unsafe plan.judgesValues
      && withBytes(of: text) {
        PersonalDataDetector.hasDigitsOfNumber($0)
      }
    // SAFETY: at most `mostPieces` are kept.
    return unsafe withUnsafeTemporaryAllocation(of: FastText.self, capacity: Self.mostPieces) {
      pieces in
      var written = unsafe output
      var count = 0
      var start = text.start
      let end = text.start &+ text.length
      while start <= end {
        let pieceEnd = unsafe find(step.pointee.separator, from: start, to: end)
        let piece = FastText(start: start, length: pieceEnd &- start)
        start = pieceEnd &+ 1
        if piece.length == 0 { continue }
        guard unsafe count < Self.mostPieces, unsafe isTrimmed(piece),
          unsafe !(judgesPieces && looksPersonal(piece, step))
        else { return nil }
        if unsafe !pieces[..<count].contains(where: { unsafe equal($0, piece) }) {
          guard let next = unsafe writePair(piece, step, plan, written) else { return nil }
          unsafe written = next
          unsafe pieces[count] = piece
          count &+= 1
        }
      }
      return unsafe written
    }
  }

  /// Whether two pieces are the same text.
  @inline(__always)
  private func equal(_ a: FastText, _ b: FastText) -> Bool {
    // SAFETY: eight bytes from a piece's byte are readable.
    unsafe a.length == b.length && areEqual(chunk + a.start, chunk + b.start, a.length)
  }

  /// Where `byte` first stands in `start..<end`; `end` if nowhere.
  @inline(__always)
  private func find(_ byte: UInt8, from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let needle = ones &* UInt64(byte)
    var position = start
    while position < end {
      // SAFETY: eight bytes from a byte of the chunk are readable.
      let word = unsafe UInt64(
        littleEndian: chunk.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let difference = word ^ needle
      let zero = (difference &- ones) & ~difference & (ones &* 0x80)
      if zero != 0 { return min(position &+ zero.trailingZeroBitCount &>> 3, end) }
      position &+= 8
    }
    return end
  }

  /// Copies with stores of 16 bytes, up to 32 more than there are.
  @inline(__always)
  private static func copy(
    _ from: UnsafeRawPointer, to: UnsafeMutableRawPointer, _ count: Int
  ) {
    typealias Wide = SIMD16<UInt8>
    // SAFETY: source and target have 64 bytes of slack.
    let (low, high) = unsafe (
      from.loadUnaligned(as: Wide.self), from.loadUnaligned(fromByteOffset: 16, as: Wide.self)
    )
    unsafe to.storeBytes(of: low, as: Wide.self)
    unsafe to.storeBytes(of: high, toByteOffset: 16, as: Wide.self)
    if count > 32 { unsafe (to + 32).copyMemory(from: from + 32, byteCount: count &- 32) }
  }
}
