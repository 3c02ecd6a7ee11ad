// What the tests share: seeds, texts as bytes, failing texts made small; and what they share with the
// properties, brought along for every file.

import Foundation
import SluiceBytes
@_exported import SluiceProperties
@_exported import SluiceTestTools

/// The seeds of a test's cases: other ones, if `SLUICE_TEST_SEED` gives another start.
func seeds(_ count: Int) -> Range<UInt64> {
  let start = ProcessInfo.processInfo.environment["SLUICE_TEST_SEED"].flatMap(UInt64.init) ?? 1
  return start..<start + UInt64(count)
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
