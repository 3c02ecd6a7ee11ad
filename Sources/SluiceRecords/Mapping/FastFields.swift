// The fields that need no scratch: copied, looked up or banded straight from the chunk into the line.
//
// Takes the addresses of a record's field ends, of the chunk, the plan's constants and the room in the
// output; writes pairs for one step after the other and stops at the first it cannot do: a
// value that needs cleaning or decoding, one that is not known and not kept, no more room in the buffer or the
// line. `FieldMapping` then does that step with all the care it needs, and comes back here for the next.
//
// Values of up to 128 bytes, which nearly all are, are the kernel's; what it leaves is done here if it can be.
//
// The one place besides the kernels that works on bare addresses: it is where nine tenths of a
// conversion's time would go otherwise. Each function says what makes its accesses safe.

import CSluiceScan

/// One record and the room for its pairs.
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
  /// Pairs must end before this.
  let limit: UnsafeMutableRawPointer
  typealias Step = UnsafePointer<FastStep>
  /// The most pieces of a field that are told apart here.
  static let mostPieces = 16
}

/// How far a record's pairs have been written.
@unsafe
struct FastOutput {
  /// Where the next pair goes.
  var end: UnsafeMutableRawPointer
  var pairs = PairCount()
  /// Values dropped because no lookup knew them.
  var dropped = 0

  /// The output once it goes on to `end`, by so many pairs more.
  @inline(__always)
  func advanced(to end: UnsafeMutableRawPointer, by pairs: PairCount) -> FastOutput {
    unsafe FastOutput(end: end, pairs: self.pairs + pairs, dropped: dropped)
  }
}

/// Where a field's text stands in the chunk.
struct FastText {
  var start: Int
  var length: Int
}

extension FastRecord {
  /// Does the steps from `first` on.
  /// - Returns: the first step that is not done; the number of steps if all are.
  @inline(__always)
  func run(_ plan: FastPlan, from first: Int, into output: inout FastOutput) -> Int {
    let count = unsafe plan.steps.count
    guard let steps = unsafe plan.steps.baseAddress else { return count }
    var place = first
    while place < count {
      // SAFETY: `place` is below the number of steps. By address, because a step is large to copy.
      let step = unsafe steps + place
      if unsafe step.pointee.isForKernel {
        place = unsafe writeByKernel(plan, from: place, into: &output)
        if place == count { break }
      }
      guard let text = unsafe text(ofColumn: steps[place].column, plan),
        let next = unsafe writeOther(text, steps + place, plan, output)
      else { return place }
      unsafe output = next
      place &+= 1
    }
    return count
  }

  /// Writes the pairs that the kernel can.
  /// - Returns: the first step that is not done.
  @inline(__always)
  private func writeByKernel(
    _ plan: FastPlan, from first: Int, into output: inout FastOutput
  ) -> Int {
    // SAFETY: this is what the kernel wants of a record, word for word.
    var record = unsafe sluice_pairs_record(
      chunk: chunk.assumingMemoryBound(to: UInt8.self),
      special: special.assumingMemoryBound(to: UInt8.self), ends: ends, end: end,
      limit: limit.assumingMemoryBound(to: UInt8.self))
    var written = unsafe sluice_pairs_output(
      end: output.end.assumingMemoryBound(to: UInt8.self), pairs: output.pairs.bits)
    let place = unsafe plan.writePairs(plan.pairs, &record, first, &written)
    unsafe output.end = UnsafeMutableRawPointer(written.end)
    unsafe output.pairs = PairCount(bits: written.pairs)
    return place
  }

  /// What a field says, its quotes taken off.
  /// - Returns: nil if there is more to the quotes.
  @inline(__always)
  private func text(ofColumn column: Int, _ plan: FastPlan) -> FastText? {
    // SAFETY: every column has an entry, and there is one before the first; a record ends with a line
    // end, so there is a byte at any field's start.
    let start = unsafe Int(ends[column &- 1] &+ 1)
    let length = unsafe min(Int(ends[column]), end) &- start
    let first = unsafe chunk.load(fromByteOffset: start, as: UInt8.self)
    guard unsafe first == plan.quote, length > 0 else {
      return FastText(start: start, length: length)
    }
    // A quoted field that does not end with its quote has blanks after it.
    let last = unsafe chunk.load(fromByteOffset: start &+ length &- 1, as: UInt8.self)
    guard length >= 2, unsafe last == plan.quote else { return nil }
    return FastText(start: start &+ 1, length: length &- 2)
  }
}
