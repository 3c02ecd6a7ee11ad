// The lines that a block's last user has, against a reading of the block line by line.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import Sluice

@Suite struct LastUserTests {
  @Test(arguments: UInt64(0)..<200) func againstLineByLine(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let users = ["a", "aa", "b", "a\u{E9}"]
    let lines = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      let user = users.randomElement(using: &random) ?? ""
      return "\(user)\t\(String(repeating: "x", count: .random(in: 0...2, using: &random)))\n"
    }
    let text = Array(lines.joined().utf8)
    let user = lines.last?.prefix { $0 != "\t" }
    let count = lines.reversed().prefix { $0.prefix { $0 != "\t" } == user }.count
    let start = lines.dropLast(count).joined().utf8.count
    // SAFETY: bytes have no padding.
    let found = LastUser(of: unsafe text.span.bytes)
    #expect(found.start == start && found.lineCount == count, "seed \(seed): \(lines)")
  }

  /// A batch's last block becomes two, whose numbers add up to those of the one.
  @Test(arguments: [("a\t1\nb\t2\nb\t3\n", [4, 8], [1, 2]), ("b\t2\nb\t3\n", [8], [2])])
  func splitting(lines: String, counts: [Int], lineCounts: [Int]) {
    let batch = ConvertBatch(routes: 1)
    let earlier = "earlier\t0\n".utf8.count
    batch.stored.append("earlier\t0\n" + lines)
    let end = earlier + lines.utf8.count
    var last = BatchBlock(
      stored: earlier..<end, rawCount: end - earlier, lineCount: lineCounts.reduce(0, +))
    last.startsNewUser = false
    batch.routes[0].blocks = [
      BatchBlock(stored: 0..<earlier, rawCount: earlier, lineCount: 1), last,
    ]
    batch.splitLastUser(of: 0, idColumns: 1)
    let blocks = batch.routes[0].blocks.dropFirst()
    #expect(blocks.map(\.stored.count) == counts)
    #expect(blocks.map(\.stored.upperBound).last == end)
    #expect(blocks.map(\.rawCount) == counts)
    #expect(blocks.map(\.lineCount) == lineCounts)
    #expect(blocks.map(\.startsNewUser) == Array([false, true].prefix(counts.count)))
  }

  /// In lines of the Oracle Data Cloud the ID's type comes before the ID.
  @Test func typeBeforeID() {
    let text = Array("idfa\tA\t1\nidfa\tB\t1\nidfa\tB\t2\n".utf8)
    // SAFETY: bytes have no padding.
    let found = LastUser(of: unsafe text.span.bytes, idColumns: 2)
    #expect(found.start == 9 && found.lineCount == 2)
  }
}
