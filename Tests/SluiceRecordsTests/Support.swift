// What the tests share: numbers that can be had again, bytes in buffers, failing texts made small.

import Foundation
import SluiceBytes
import Testing

@testable import SluiceRecords

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

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// True once in so many times.
  mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

  mutating func bytes(_ count: Int, of alphabet: [UInt8]) -> [UInt8] {
    (0..<count).map { _ in pick(alphabet) }
  }
}

/// The seeds of a test's cases: other ones, if `SLUICE_TEST_SEED` gives another start.
func seeds(_ count: Int) -> Range<UInt64> {
  let start = ProcessInfo.processInfo.environment["SLUICE_TEST_SEED"].flatMap(UInt64.init) ?? 1
  return start..<start + UInt64(count)
}

/// Text as a Swift literal, for failure messages.
func literal(_ bytes: some Sequence<UInt8>) -> String {
  let text = bytes.map { byte in
    switch byte {
    case 0x22: "\\\""
    case 0x5C: "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0x20..<0x7F: String(UnicodeScalar(byte))
    default: "<\(String(byte, radix: 16))>"
    }
  }
  return "\"\(text.joined())\""
}

/// A buffer of `bytes` whose slack is full of bytes that would matter if they counted.
func buffer(_ bytes: [UInt8], slack: UInt8 = Ascii.quote) -> ByteBuffer {
  let buffer = ByteBuffer(capacity: bytes.count)
  for offset in 0..<ByteBuffer.slack {
    // SAFETY: all of the slack, and nothing else, is written.
    unsafe buffer.base.storeBytes(of: slack, toByteOffset: bytes.count + offset, as: UInt8.self)
  }
  bytes.withRawBytes { buffer.append($0) }
  return buffer
}

/// Calls `body` with a view of a text's bytes.
func with<Result>(_ text: String, _ body: (RawSpan) throws -> Result) rethrows -> Result {
  try Array(text.utf8).withRawBytes { span in try body(span) }
}

/// The smallest text that still fails, found by leaving out ever shorter stretches of `bytes`.
func minimal(_ bytes: [UInt8], _ fails: ([UInt8]) -> Bool) -> [UInt8] {
  var bytes = bytes
  var length = max(1, bytes.count / 2)
  while true {
    var start = 0
    var didShrink = false
    while start < bytes.count {
      let end = min(bytes.count, start + length)
      let shorter = Array(bytes[..<start] + bytes[end...])
      if fails(shorter) {
        bytes = shorter
        didShrink = true
      } else {
        start = end
      }
    }
    if length > 1 { length /= 2 } else if !didShrink { return bytes }
  }
}

extension Dialect {
  /// The dialect in one line, for failure messages.
  var testDescription: String {
    func mark(_ byte: UInt8?) -> String { byte.map { literal([$0]) } ?? "none" }
    return "delimiter \(mark(delimiter)) quote \(mark(quote)) escape \(mark(escape)) "
      + "comment \(mark(comment)) line end \(mark(lineEnd)) max \(maxRecord)"
  }
}
