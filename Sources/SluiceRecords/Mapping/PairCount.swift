// Pairs, and how many of them are traits: two counts that one addition brings up to date.
//
// A plain number. Lines of one block are counted with it, never those of a whole run.

/// How many pairs there are, and how many of them are traits or integration codes and so no
/// signals (section 9): the pairs in the lower half of the number, the traits in the upper. A block of lines
/// has room for far fewer than 2^32, since each takes two bytes or more.
struct PairCount: Sendable, Equatable {
  /// Both counts.
  private(set) var bits: Int

  /// One key-value.
  static var signal: PairCount { @inline(__always) get { PairCount(bits: 1) } }
  /// One trait or integration code.
  static var trait: PairCount { @inline(__always) get { PairCount(bits: 1 | 1 << 32) } }

  /// - Parameters:
  ///   - pairs: all of them.
  ///   - traits: those of them that are no key-values.
  init(pairs: Int = 0, traits: Int = 0) { bits = pairs | traits << 32 }

  /// The count that has gone through the kernel, which adds key-values only.
  @inline(__always)
  init(bits: Int) { self.bits = bits }

  /// All of them.
  var pairs: Int { bits & 0xFFFF_FFFF }
  /// Those of them that are no key-values.
  var traits: Int { bits >> 32 }

  @inline(__always)
  static func + (one: PairCount, other: PairCount) -> PairCount {
    PairCount(bits: one.bits &+ other.bits)
  }

  @inline(__always)
  static func += (total: inout PairCount, other: PairCount) { total = total + other }
}
