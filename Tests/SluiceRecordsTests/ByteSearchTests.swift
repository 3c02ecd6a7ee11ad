// Searching by eight bytes against searching byte by byte, in texts of every length and at every place.

import SluiceBytes
import SluiceTestTools
import Testing

@Suite struct ByteSearchTests {
  /// Bytes around those that are looked for, where tests by eight are apt to be off by one.
  private static let alphabet: [UInt8] = [
    0x00, 0x01, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5C, 0x7F, 0x80, 0x9F, 0xA0, 0xA2, 0xDC, 0xFF, 0x61,
  ]

  @Test func findsWhatALoopFinds() {
    var random = SeededGenerator(seed: 3)
    for length in 0...40 {
      for _ in 0..<60 {
        let plain = Int.random(in: 0..<3, using: &random) > 0
        let text = (0..<length).map { _ -> UInt8 in
          let isPlain = plain && Int.random(in: 0..<12, using: &random) > 0
          return isPlain ? 0x62 : Self.alphabet.randomElement(using: &random) ?? 0
        }
        for start in 0...length {
          let rest = text[start...]
          let mark = rest.firstIndex { $0 == 0x22 || $0 == 0x5C } ?? length
          let control = rest.firstIndex { $0 < 0x20 || $0 == 0x22 } ?? length
          text.withRawBytes { bytes in
            #expect(bytes.offset(of: 0x22, or: 0x5C, from: start) == mark, "\(text)")
            #expect(bytes.offset(ofControlOr: 0x22, from: start) == control, "\(text)")
            let count = bytes.count(of: 0x22, in: start..<length)
            #expect(count == rest.count { $0 == 0x22 }, "\(text)")
          }
        }
      }
    }
  }
}
