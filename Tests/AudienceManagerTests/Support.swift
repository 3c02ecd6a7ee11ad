@testable import AudienceManager

/// Calls `body` with a view of a text's bytes.
func with<Result>(_ text: String, _ body: (RawSpan) throws -> Result) rethrows -> Result {
  try with(bytes: Array(text.utf8), body)
}

/// Calls `body` with a view of bytes that need not be text.
func with<Result>(bytes: [UInt8], _ body: (RawSpan) throws -> Result) rethrows -> Result {
  try unsafe bytes.withUnsafeBytes { try body(unsafe $0.bytes) }
}

/// The bytes of a range of a text.
func slice(_ text: String, _ range: Range<Int>) -> String {
  String(decoding: Array(text.utf8)[range], as: UTF8.self)
}

/// A generator that gives the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  mutating func digits(_ count: Int) -> String {
    String((0..<count).map { _ in Character(String(Int.random(in: 0...9, using: &self))) })
  }

  mutating func text(of alphabet: String, count: Int) -> String {
    let letters = Array(alphabet)
    return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] })
  }
}
