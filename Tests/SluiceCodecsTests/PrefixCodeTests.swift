// Prefix codes against what makes one: no word begins another, none is missing or too long, and no
// code of the same limit would be shorter, as far as a slower way to find it can tell.

import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct PrefixCodeTests {
  /// The bits of a text in Huffman's code, by joining the two lightest again and again.
  private func leastBits(_ frequencies: [Int]) -> Int {
    var weights = frequencies.filter { $0 > 0 }
    var bits = 0
    while weights.count > 1 {
      weights.sort(by: >)
      let joined = weights.removeLast() + weights.removeLast()
      bits += joined
      weights.append(joined)
    }
    return bits
  }

  /// The bits of a text in the best code with words of at most `limit` bits: package-merge.
  private func leastBits(_ frequencies: [Int], limit: Int) -> Int {
    let leaves = frequencies.filter { $0 > 0 }.sorted()
    var packages = leaves
    for _ in 1..<limit {
      let pairs = stride(from: 0, to: packages.count - 1, by: 2).map {
        packages[$0] + packages[$0 + 1]
      }
      packages = (leaves + pairs).sorted()
    }
    return packages.prefix(2 * leaves.count - 2).reduce(0, +)
  }

  private func bits(_ code: PrefixCode, _ frequencies: [Int]) -> Int {
    zip(code.lengths, frequencies).reduce(0) { $0 + Int($1.0) * $1.1 }
  }

  private func frequencies(_ random: inout SeededGenerator, symbols: Int) -> [Int] {
    let spread = Int.random(in: 1...20, using: &random)
    return (0..<symbols).map { _ in
      Int.random(in: 0...2, using: &random) == 0
        ? 0
        : 1 << Int.random(in: 0...spread, using: &random) + Int.random(in: 0...9, using: &random)
    }
  }

  @Test func codesAreFullAndShort() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let symbols = Int.random(in: 2...(Bool.random(using: &random) ? 19 : 286), using: &random)
      let frequencies = frequencies(&random, symbols: symbols)
      // Deflate's limits: 7 in the code of code lengths, which has 19 symbols, else 15.
      let limit = symbols <= 19 ? 7 : 15
      let code = PrefixCode(frequencies: frequencies, limit: limit)
      let used = code.lengths.filter { $0 > 0 }.map(Int.init)
      #expect(used.allSatisfy { $0 <= limit })
      #expect(used.reduce(0) { $0 + 1 << (15 - $1) } == 1 << 15, "\(frequencies)")
      guard frequencies.count(where: { $0 > 0 }) > 1 else { continue }
      #expect(zip(code.lengths, frequencies).allSatisfy { ($0 > 0) == ($1 > 0) })
      let found = bits(code, frequencies)
      if used.max() ?? 0 < limit { #expect(found == leastBits(frequencies)) }
      let least = leastBits(frequencies, limit: limit)
      #expect(found >= least)
      #expect(Double(found) <= Double(least) * 1.05, "limit \(limit): \(frequencies)")
    }
  }

  @Test func noWordBeginsAnother() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<50 {
      let code = PrefixCode(frequencies: frequencies(&random, symbols: 60))
      let words = zip(code.lengths, code.words).filter { $0.0 > 0 }
      for (place, (length, word)) in words.enumerated() {
        for (other, (longer, begun)) in words.enumerated() where other != place && longer >= length
        {
          #expect(begun & (1 << UInt32(length) - 1) != word)
        }
      }
    }
  }

  @Test func fewSymbolsHaveAFullCodeToo() {
    for frequencies in [[0, 0, 0], [7, 0, 0], [0, 0, 7], [1, 0, 1]] {
      let code = PrefixCode(frequencies: frequencies)
      #expect(code.lengths.count(where: { $0 == 1 }) == 2)
    }
  }

  @Test func alphabetsAreThoseOfTheRFC() {
    let symbols = DeflateAlphabet.lengthSymbols
    #expect(symbols.count == DeflateAlphabet.lengths.count)
    // RFC 1951, 3.2.5: length: symbol, extra bits, their value.
    let known = [
      3: (257, 0, 0), 10: (264, 0, 0), 11: (265, 1, 0), 12: (265, 1, 1), 18: (268, 1, 1),
      130: (280, 4, 15), 131: (281, 5, 0), 257: (284, 5, 30), 258: (285, 0, 0),
    ]
    for (length, (symbol, bits, extra)) in known {
      let found = symbols[length - 3]
      #expect((found.symbol, found.extraBits, found.extra) == (symbol, bits, extra))
    }
    let extraBits = (0..<30).map { DeflateAlphabet.extraBits(ofDistance: $0) }
    #expect(extraBits[..<8] == [0, 0, 0, 0, 1, 1, 2, 2])
    #expect(extraBits[28...] == [13, 13])
  }
}
