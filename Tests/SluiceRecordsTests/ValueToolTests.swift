// Numbers, dates and near names, each against another's judgement.

import Foundation
import SluiceBytes
import Testing

@testable import SluiceRecords

struct ValueToolTests {
  @Test func wholePartIsTheFloorOfTheNumber() {
    for seed in seeds(5000) {
      var random = SeededGenerator(seed: seed)
      let text = String(
        decoding: random.bytes(random.below(7), of: Array("-+.0159e ".utf8)), as: UTF8.self)
      #expect(with(text) { Decimal.wholePart($0) } == naiveNumber(text), "seed \(seed): \(text)")
    }
    let most = 999_999_999_999_999_999
    for (text, number) in [("\(most)", most), ("-\(most)", -most), ("-\(most).01", -most - 1)] {
      #expect(with(text) { Decimal.wholePart($0) } == number, "\(text)")
    }
    for text in ["1\(most)", "\(most)\(most)\(most)", "9223372036854775808.5"] {
      #expect(with(text) { Decimal.wholePart($0) ?? 0 } > most, "\(text)")
      #expect(with("-\(text)") { Decimal.wholePart($0) ?? 0 } < -most, "\(text)")
    }
    #expect(with("000000000000000000000018.") { Decimal.wholePart($0) } == 18)
  }

  @Test func firstRangeIsWhereTheTextFirstStands() {
    for seed in seeds(2000) {
      var random = SeededGenerator(seed: seed)
      let text = random.bytes(random.below(12), of: Array("ab".utf8))
      let part = random.bytes(1 + random.below(3), of: Array("ab".utf8))
      let start = random.below(text.count + 1)
      let expected = (start..<text.count + 1).first { text[$0...].starts(with: part) }
      let found = text.withRawBytes { text in
        part.withRawBytes { text.firstRange(of: $0, from: start) }
      }
      #expect(found == expected, "seed \(seed): \(literal(part)) in \(literal(text)) from \(start)")
    }
  }

  @Test func nearestNameTakesTheFewestSlips() {
    for seed in seeds(400) {
      var random = SeededGenerator(seed: seed)
      func word() -> String {
        (0..<1 + random.below(7)).map { _ in random.pick(["a", "b", "C", "é"]) }.joined()
      }
      let name = word()
      let known = (0..<random.below(5)).map { _ in word() }
      let near = known.filter { slips(name, $0) <= min(2, max(name.count, $0.count) / 2) }
      let expected = near.min { slips(name, $0) < slips(name, $1) }
      #expect(NearestName.find(name, in: known) == expected, "seed \(seed): \(name) in \(known)")
    }
  }

  @Test(arguments: [
    ("custmer_id", "customer_id"), ("cuontry", "country"), ("Coutnyr", "country"),
    ("EMAIL", "email"),
    ("rows", nil), ("ctry", nil), ("", nil), ("e", nil), ("stra\u{DF}", "straße"),
  ])
  func nearestNamesOfSlips(name: String, expected: String?) {
    let known = ["customer_id", "email", "country", "rest", "straße"]
    #expect(NearestName.find(name, in: known) == expected)
  }

  /// The fewest single steps from one word to the other.
  private func slips(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    var known: [[Int]: Int] = [:]
    func slips(_ i: Int, _ j: Int) -> Int {
      if i == 0 || j == 0 { return i + j }
      if let known = known[[i, j]] { return known }
      var least = min(
        slips(i - 1, j) + 1, slips(i, j - 1) + 1,
        slips(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        least = min(least, slips(i - 2, j - 2) + 1)
      }
      known[[i, j]] = least
      return least
    }
    return slips(a.count, b.count)
  }
}
