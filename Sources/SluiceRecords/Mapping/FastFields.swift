// The fields that need no scratch: copied, looked up or banded straight from the chunk into the line.
//
// Takes the addresses of a record's field ends, of the chunk, the plan's constants and the room in the
// output; writes pairs for one step after the other and stops at the first it cannot do: a
// value that needs cleaning or decoding, one that a table does not know, no more room in the buffer or the
// line. `FieldMapping` then does that step with all the care it needs, and comes back here for the next.
//
// The one place besides the kernels that works on bare addresses: it is where nine tenths of a
// conversion's time would go otherwise. Each function says what makes its accesses safe.

import AudienceManager

/// What a step of the fast path does.
enum FastAction: UInt8, Sendable {
  /// Nothing: `FieldMapping` does it.
  case none
  /// The field is the value.
  case plain
  /// The field is the value, unless it looks like personal data.
  case judged
  /// The field's bytes select a constant.
  case lookup
  /// The field's number selects a constant.
  case bands
  /// The field's pieces are values, equal ones once.
  case split
}

/// What the fast path must know of an operation.
struct FastStep: Sendable {
  var column: Int
  var action = FastAction.none
  /// The byte a field is split at.
  var separator: UInt8 = 0
  /// `,"key"="`, in the constants.
  var prefix: MappingPlan.Constant = 0..<0
  var table = ByteTables.Table()
  /// The results of a lookup or of bands, from this place of the plan's list.
  var firstResult = 0
  /// The boundaries of bands, in the plan's list.
  var boundaries: Range<Int> = 0..<0
}

/// Everything of a plan that the fast path reads, by address.
///
/// SAFETY: valid within the closure it is given to, which the plan's arrays outlive.
@unsafe
struct FastPlan {
  let steps: UnsafeBufferPointer<FastStep>
  let constants: UnsafeRawPointer
  let slots: UnsafePointer<ByteTables.Slot>
  let results: UnsafePointer<MappingPlan.PlannedResult>
  let boundaries: UnsafePointer<Int>
  let nulls: ByteTables.Table
  /// Whether values that look like personal data may not be written.
  let judgesValues: Bool
  /// The quote; where there is none, a byte that is not in any text.
  let quote: UInt8
}

/// One record and the place its pairs go to.
///
/// SAFETY: `chunk` has 64 readable bytes after its end, as has the output after `limit`; `ends` has an
/// entry for each column and one before the first; `special` has a bit for each byte of the chunk and 64 more.
@unsafe
struct FastRecord {
  let chunk: UnsafeRawPointer
  let ends: UnsafePointer<UInt32>
  let special: UnsafeRawPointer
  /// Where the record's last field ends.
  let end: Int
  /// Where the next pair goes.
  var output: UnsafeMutableRawPointer
  /// Pairs must end before this.
  let limit: UnsafeMutableRawPointer
  var pairs = 0
  typealias Step = UnsafePointer<FastStep>
  /// The most pieces of a field that are told apart here.
  static let mostPieces = 16
}

extension FastRecord {
  /// Does the steps from `first` on.
  /// - Returns: the first step that is not done; the number of steps if all are.
  @inline(__always)
  mutating func run(_ plan: FastPlan, from first: Int) -> Int {
    let count = unsafe plan.steps.count
    guard let steps = unsafe plan.steps.baseAddress else { return count }
    var place = first
    while place < count {
      // SAFETY: `place` is below the number of steps. By address, because a step is large to copy.
      let step = unsafe steps + place
      guard unsafe step.pointee.action != .none else { break }
      let column = unsafe step.pointee.column
      // SAFETY: every column has an entry, and there is one before the first.
      var start = unsafe Int(ends[column &- 1] &+ 1)
      var length = unsafe min(Int(ends[column]), end) &- start
      if length > 0 {
        // SAFETY: a field of a record lies within the chunk.
        if unsafe chunk.load(fromByteOffset: start, as: UInt8.self) == plan.quote {
          start &+= 1
          length &-= 2
          // A quoted field that does not end with its quote has blanks after it.
          let last = unsafe chunk.load(fromByteOffset: start &+ length, as: UInt8.self)
          guard length >= 0, unsafe last == plan.quote else { break }
        }
        guard unsafe length == 0 || write(start, length, step, plan) else { break }
      }
      place &+= 1
    }
    return place
  }

  /// Writes what a step makes of a text that is not empty.
  /// - Returns: false if the step has to be done elsewhere; then nothing is written.
  @inline(__always)
  private mutating func write(_ start: Int, _ length: Int, _ step: Step, _ plan: FastPlan) -> Bool {
    guard unsafe isClean(start, length) else { return false }
    if unsafe plan.nulls.mayHold(count: length) {
      // Longer texts are compared byte by byte, which is done elsewhere.
      guard length <= 16 else { return false }
      if unsafe find(start, length, in: plan.nulls, plan) >= 0 { return true }
    }
    let action = unsafe step.pointee.action
    if action == .judged, unsafe looksPersonal(start, length) { return false }
    if action == .judged || action == .plain {
      return unsafe writePair(start, length, step, plan)
    }
    return unsafe writeOther(start..<start &+ length, step, plan)
  }

  /// Whether a text, which is not empty, can go into a line as it is: no special byte, no blank at
  /// either end.
  @inline(__always)
  private func isClean(_ start: Int, _ length: Int) -> Bool {
    let first = unsafe chunk.load(fromByteOffset: start, as: UInt8.self)
    let last = unsafe chunk.load(fromByteOffset: start &+ length &- 1, as: UInt8.self)
    if first == Ascii.space || last == Ascii.space { return false }
    if unsafe length <= Self.glance { return unsafe !holdsSpecial(start, length) }
    return unsafe !holdsSpecial(start..<start &+ length)
  }

  /// Whether a clean text, which has no `@`, is a number that may not be sent.
  @inline(__always)
  private func looksPersonal(_ start: Int, _ length: Int) -> Bool {
    guard length >= PersonalDataDetector.fewestNumberBytes else { return false }
    let first = unsafe chunk.load(fromByteOffset: start, as: UInt8.self)
    guard PersonalDataDetector.mayBeginNumber(first), unsafe !isDate(start, length, first) else {
      return false
    }
    // SAFETY: the text lies within the chunk.
    let text = unsafe UnsafeRawBufferPointer(start: chunk + start, count: length).bytes
    return PersonalDataDetector.kind(of: text) != nil
  }

  /// Whether a text has signs where ISO dates have theirs and so too few digits for a number that
  /// counts, or the colon of a time, which no such number has. Most long texts that begin with a
  /// digit are told apart by this.
  @inline(__always)
  private func isDate(_ start: Int, _ length: Int, _ first: UInt8) -> Bool {
    guard first &- Ascii.zero < 10 else { return false }
    // SAFETY: the offsets are below the text's length, or within the slack behind the chunk.
    let time = unsafe chunk.load(fromByteOffset: start &+ 13, as: UInt8.self)
    if length > 13 { return time == UInt8(ascii: ":") }
    let year = unsafe chunk.load(fromByteOffset: start &+ 4, as: UInt8.self) &- Ascii.zero
    let month = unsafe chunk.load(fromByteOffset: start &+ 7, as: UInt8.self) &- Ascii.zero
    return length <= 10 && year > 9 && month > 9
  }

  /// Bits that can be looked at together: eight bytes from the one with the first bit hold 57.
  private static let glance = 56

  @inline(__always)
  private func holdsSpecial(_ start: Int, _ count: Int) -> Bool {
    // SAFETY: there are bits for 64 bytes after the chunk's end.
    let word = unsafe UInt64(
      littleEndian: special.loadUnaligned(fromByteOffset: start &>> 3, as: UInt64.self))
    let bits = word &>> UInt64(truncatingIfNeeded: start & 7)
    return bits & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1) != 0
  }

  private func holdsSpecial(_ text: Range<Int>) -> Bool {
    unsafe stride(from: text.lowerBound, to: text.upperBound, by: Self.glance).contains {
      unsafe holdsSpecial($0, min(text.upperBound &- $0, Self.glance))
    }
  }

  /// The number a table has for a text, or -1.
  @inline(__always)
  private func find(_ start: Int, _ count: Int, in table: ByteTables.Table, _ plan: FastPlan) -> Int
  {
    // Longer keys are compared byte by byte, which is done elsewhere.
    guard count <= 16 else { return -1 }
    let words = unsafe ByteTables.words(at: chunk + start, count: count)
    var place = ByteTables.place(words, count, table)
    // SAFETY: places are within the table, which has a free slot.
    while unsafe plan.slots[place].count >= 0 {
      if unsafe plan.slots[place].words == words, unsafe plan.slots[place].count == count {
        return unsafe Int(plan.slots[place].result)
      }
      place = ByteTables.next(place, table)
    }
    return -1
  }

  /// The actions that are not the most common one.
  private mutating func writeOther(_ value: Range<Int>, _ step: Step, _ plan: FastPlan) -> Bool {
    switch unsafe step.pointee.action {
    case .none, .plain, .judged: return false
    case .lookup:
      let result = unsafe find(value.lowerBound, value.count, in: step.pointee.table, plan)
      return unsafe result >= 0 && writeResult(step.pointee.firstResult &+ result, plan)
    case .bands: return unsafe writeBand(value, step, plan)
    case .split: return unsafe writePieces(value, step, plan)
    }
  }

  @inline(__always)
  private mutating func writePair(
    _ start: Int, _ length: Int, _ step: Step, _ plan: FastPlan
  ) -> Bool {
    let prefix = unsafe step.pointee.prefix
    let prefixCount = prefix.upperBound &- prefix.lowerBound
    guard unsafe limit - output > prefixCount &+ length else { return false }
    // SAFETY: checked on the line above; wide stores run into the slack at most.
    unsafe Self.copy(plan.constants + prefix.lowerBound, to: output, prefixCount)
    unsafe Self.copy(chunk + start, to: output + prefixCount, length)
    unsafe output += prefixCount &+ length
    unsafe output.storeBytes(of: Ascii.quote, as: UInt8.self)
    unsafe output += 1
    unsafe pairs &+= 1
    return true
  }

  @inline(__always)
  private mutating func writeResult(_ result: Int, _ plan: FastPlan) -> Bool {
    // SAFETY: results are found by their own numbers; the room is checked.
    let constant = unsafe plan.results[result].text
    guard unsafe limit - output > constant.count else { return false }
    unsafe Self.copy(plan.constants + constant.lowerBound, to: output, constant.count)
    unsafe output += constant.count
    unsafe pairs &+= plan.results[result].pairs
    return true
  }

  /// The constant of the band that a whole number without a sign falls in.
  @inline(__always)
  private mutating func writeBand(_ value: Range<Int>, _ step: Step, _ plan: FastPlan) -> Bool {
    guard value.count <= 9 else { return false }
    var number = 0
    for position in value {
      let digit = unsafe chunk.load(fromByteOffset: position, as: UInt8.self) &- Ascii.zero
      guard digit < 10 else { return false }
      number = number &* 10 &+ Int(digit)
    }
    var band = 0
    for place in unsafe step.pointee.boundaries {
      // SAFETY: the step's boundaries are in the list.
      band &+= unsafe plan.boundaries[place] <= number ? 1 : 0
    }
    return unsafe writeResult(step.pointee.firstResult &+ band, plan)
  }

  /// A pair for each piece, equal ones once.
  private mutating func writePieces(_ value: Range<Int>, _ step: Step, _ plan: FastPlan) -> Bool {
    let before = unsafe (output, pairs)
    // SAFETY: at most `mostPieces` are kept.
    let isDone = unsafe withUnsafeTemporaryAllocation(
      of: Range<Int>.self, capacity: Self.mostPieces
    ) { pieces in
      var count = 0
      var start = value.lowerBound
      while start <= value.upperBound {
        let end = unsafe find(step.pointee.separator, from: start, to: value.upperBound)
        let piece = start..<end
        start = end &+ 1
        if piece.isEmpty { continue }
        guard unsafe count < Self.mostPieces, unsafe isTrimmed(piece),
          unsafe !(plan.judgesValues && looksPersonal(piece.lowerBound, piece.count))
        else { return false }
        if unsafe !pieces[..<count].contains(where: { unsafe equal($0, piece) }) {
          guard unsafe writePair(piece.lowerBound, piece.count, step, plan) else { return false }
          unsafe pieces[count] = piece
          count &+= 1
        }
      }
      return true
    }
    if !isDone { unsafe (output, pairs) = before }
    return isDone
  }

  private func isTrimmed(_ piece: Range<Int>) -> Bool {
    unsafe chunk.load(fromByteOffset: piece.lowerBound, as: UInt8.self) != Ascii.space
      && chunk.load(fromByteOffset: piece.upperBound - 1, as: UInt8.self) != Ascii.space
  }

  /// Whether two pieces are the same text.
  @inline(__always)
  private func equal(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    var offset = 0
    while offset < a.count {
      // SAFETY: eight bytes from a piece's byte are readable; those past its end are shifted out.
      let difference = unsafe UInt64(
        littleEndian: (chunk + a.lowerBound + offset).loadUnaligned(as: UInt64.self)
          ^ (chunk + b.lowerBound + offset).loadUnaligned(as: UInt64.self))
      let unused = UInt64(truncatingIfNeeded: max(0, 8 &- (a.count &- offset)) &* 8)
      if difference &<< unused != 0 { return false }
      offset &+= 8
    }
    return true
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

  /// Copies with stores of 16 bytes, up to 31 more than asked for.
  @inline(__always)
  private static func copy(
    _ from: UnsafeRawPointer, to: UnsafeMutableRawPointer, _ count: Int
  ) {
    typealias Wide = SIMD16<UInt8>
    // SAFETY: source and target have 64 bytes of slack.
    unsafe to.storeBytes(of: from.loadUnaligned(as: Wide.self), as: Wide.self)
    if count <= 16 { return }
    unsafe to.storeBytes(
      of: from.loadUnaligned(fromByteOffset: 16, as: Wide.self), toByteOffset: 16, as: Wide.self)
    if count <= 32 { return }
    unsafe (to + 32).copyMemory(from: from + 32, byteCount: count &- 32)
  }
}
