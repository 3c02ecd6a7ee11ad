// The numbers everything is drawn from: xoshiro256**, started afresh for each block of records.
//
// Takes a seed and a block's number, gives the same numbers for the same two, on any machine and
// whichever thread asks. Values, no locks, cannot fail.

/// SplitMix64, which turns one number into many unrelated ones; used to start the other generator.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // The constants are those of Steele, Lea and Flood's generator.
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// The random numbers of one block (xoshiro256** by Blackman and Vigna).
struct BlockRandom {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Starts the numbers of block `block` of the dump with this seed.
  init(seed: UInt64, block: Int) {
    var ofDump = SplitMix64(seed: seed)
    var ofBlock = SplitMix64(seed: ofDump.next() ^ UInt64(block))
    s0 = ofBlock.next()
    s1 = ofBlock.next()
    s2 = ofBlock.next()
    s3 = ofBlock.next()
  }

  mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A number from 0 up to, not including, `bound`, all equally likely.
  mutating func below(_ bound: Int) -> Int {
    // The high half of the product; the bias of 2^-64 times `bound` does not matter here.
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from 0 up to, not including, `bound`, small ones more likely: names and places
  /// have a few common values and a long tail.
  mutating func skewed(below bound: Int) -> Int { below(below(bound) + 1) }

  /// Whether something happens that does so `perThousand` times in a thousand.
  mutating func chance(perThousand: Int) -> Bool { below(1000) < perThousand }
}
