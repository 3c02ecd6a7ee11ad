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
      #expect(with(text) { Decimal.wholePart($0) } == naiveWholePart(text), "seed \(seed): \(text)")
    }
    let most = 999_999_999_999_999_999
    for (text, number) in [("\(most)", most), ("-\(most)", -most), ("-\(most).01", -most - 1)] {
      #expect(with(text) { Decimal.wholePart($0) } == number, "\(text)")
    }
    #expect(with("1\(most)") { Decimal.wholePart($0) } == nil)
  }

  private func naiveWholePart(_ text: String) -> Int? {
    guard text.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?/) != nil else { return nil }
    return Double(text).map { Int($0.rounded(.down)) }
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

  @Test func nearestNameTakesTheFewestChanges() {
    for seed in seeds(400) {
      var random = SeededGenerator(seed: seed)
      func word() -> String {
        (0..<1 + random.below(7)).map { _ in random.pick(["a", "b", "C", "é"]) }.joined()
      }
      let name = word()
      let known = (0..<random.below(5)).map { _ in word() }
      let distances = known.map { changes(Array(name.lowercased()), Array($0.lowercased())) }
      let found = NearestName.find(name, in: known)
      let best = zip(known, distances).min { $0.1 < $1.1 }
      let expected = best.flatMap { $0.1 * 3 <= max(name.count, $0.0.count) ? $0.0 : nil }
      #expect(found == expected, "seed \(seed): \(name) in \(known)")
    }
    #expect(NearestName.find("custmer_id", in: ["customer_id", "email"]) == "customer_id")
  }

  private func changes(_ a: [Character], _ b: [Character]) -> Int {
    var known: [[Int]: Int] = [:]
    func changes(_ i: Int, _ j: Int) -> Int {
      if i == 0 || j == 0 { return i + j }
      if let known = known[[i, j]] { return known }
      let least = min(
        changes(i - 1, j) + 1, changes(i, j - 1) + 1,
        changes(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1))
      known[[i, j]] = least
      return least
    }
    return changes(a.count, b.count)
  }
}
