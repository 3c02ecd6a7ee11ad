// Values changed in place against the same done with arrays, and hashes against Python's.

import SluiceBytes
import Testing

@testable import SluiceRecords

struct ChangedValueTests {
  private static let alphabet = Array("@AZ[`az{09 \t\r\n\0\u{80}\u{C1}\u{E9}".utf8)

  @Test func changesAreThoseOfArrays() {
    var value = ChangedValue()
    for seed in seeds(2000) {
      var random = SeededGenerator(seed: seed)
      var expected = random.bytes(random.below(random.pick([4, 20, 200])), of: Self.alphabet)
      expected.withRawBytes { value.set($0) }
      for _ in 0..<random.below(4) {
        switch random.below(3) {
        case 0:
          value.trim()
          expected = trimmed(expected)
        case 1:
          value.changeCase(from: Mapping.Transform.lowercase.firstLetter)
          expected = expected.map { (65...90).contains($0) ? $0 + 32 : $0 }
        default:
          value.changeCase(from: Mapping.Transform.uppercase.firstLetter)
          expected = expected.map { (97...122).contains($0) ? $0 - 32 : $0 }
        }
      }
      let changed = value.withBytes { $0.copied() }
      #expect(changed == expected, "seed \(seed): \(literal(changed))")
    }
  }

  @Test func onlyLettersOfOneCaseChange() {
    for first in [UInt8(ascii: "A"), UInt8(ascii: "a")] {
      for byte in UInt8.min...UInt8.max {
        for place in 0..<9 {
          var value = ChangedValue()
          var expected = [UInt8](repeating: 0xFF, count: 9)
          expected[place] = byte
          expected.withRawBytes { value.set($0) }
          value.changeCase(from: first)
          expected[place] = (first..<first + 26).contains(byte) ? byte ^ 0x20 : byte
          let changed = value.withBytes { $0.copied() }
          #expect(changed == expected, "\(byte) at \(place)")
        }
      }
    }
  }

  @Test func cleanValuesAreThoseThatCleaningLeaves() {
    let alphabet = Array("a\" \t\0\u{1}é".utf8)
    for seed in seeds(3000) {
      var random = SeededGenerator(seed: seed)
      let value = random.bytes(random.below(20), of: random.oneIn(2) ? alphabet : [0x61, 0x20])
      for rule in Mapping.QuoteInValue.allCases {
        var output: [UInt8] = []
        let (isClean, outcome) = value.withRawBytes {
          (ValueCleaner.isClean($0), ValueCleaner.clean($0, quoteInValue: rule, into: &output))
        }
        let isChanged =
          output != value || outcome.isSanitised || outcome.isRequoted || outcome.isRejected
        #expect(isClean == !(isChanged || value.contains(1)), "seed \(seed): \(literal(value))")
      }
    }
  }

  @Test func hashesAreThoseOfPython() throws {
    let addresses = seeds(500).map { seed in
      var random = SeededGenerator(seed: seed)
      return address(&random)
    }
    let program = """
      import hashlib
      for line in data.decode().split('\\n')[:-1]:
          put((hashlib.sha256(line.strip().lower().encode()).hexdigest() + '\\n').encode())

      """
    let output = try Tool.python(program, input: Array(addresses.map { $0 + "\n" }.joined().utf8))
    let hashes = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    try #require(hashes.count == addresses.count)
    for (address, hash) in zip(addresses, hashes) {
      var value = ChangedValue()
      with(address) { value.set($0) }
      #expect(value.hash() == .hashed, "\(address)")
      #expect(text(value) == hash, "\(address)")
      // A hash is kept, in lower case, whatever is around it.
      with(" \(hash.uppercased())\t") { value.set($0) }
      #expect(value.hash() == .kept)
      #expect(text(value) == hash)
    }
  }

  @Test func whatIsNoAddressStays() {
    var value = ChangedValue()
    for text in ["a@b", "a b@c.de", String(repeating: "g", count: 64), "@"] {
      with(text) { value.set($0) }
      #expect(value.hash() == .notAnAddress)
      #expect(self.text(value) == text)
    }
    with(" \t\u{A0}") { value.set($0) }
    #expect(value.hash() == .empty)
    #expect(text(value).isEmpty)
  }

  private func text(_ value: ChangedValue) -> String {
    String(decoding: value.withBytes { $0.copied() }, as: UTF8.self)
  }

  /// An address of any length, in any case, with blanks around it and letters of other alphabets at times.
  private func address(_ random: inout SeededGenerator) -> String {
    func letters(_ most: Int) -> String {
      (0..<1 + random.below(most)).map { _ in
        random.pick(["a", "Z", "m", "Q", "7", "_", random.oneIn(8) ? "Ü" : "x"])
      }.joined()
    }
    let local = letters(random.pick([3, 12, 31]))
    let domain = (0..<1 + random.below(3)).map { _ in "d\(random.below(100))X" }
    let address = "\(local)@\(domain.joined(separator: ".")).Com"
    return random.pick(["", " ", "\t "]) + address + random.pick(["", " "])
  }

  private func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    let blanks = Array(" \t\r\n\0".utf8)
    return Array(
      bytes.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
  }
}
