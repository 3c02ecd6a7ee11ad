// Tables and sets of byte strings against those of the standard library.

import SluiceBytes
import Testing

@testable import SluiceRecords

struct TableTests {
  @Test func tablesFindWhatDictionariesFind() {
    for seed in seeds(800) {
      var random = SeededGenerator(seed: seed)
      var tables = ByteTables()
      let texts = (0..<3).map { _ in keys(&random).map { String(decoding: $0, as: UTF8.self) } }
      let added = texts.map { tables.add($0) }
      for (table, texts) in zip(added, texts) {
        let entries = texts.enumerated().map { (Array($0.element.utf8), $0.offset) }
        let dictionary = Dictionary(entries) { $1 }
        for key in entries.map(\.0) + keys(&random) + [[]] {
          let found = key.withRawBytes { tables.find($0, in: table) }
          let isRight = found == dictionary[key]
          #expect(isRight, "seed \(seed): \(literal(key)) in \(texts)")
          if !isRight { return }
        }
      }
    }
  }

  /// Keys of other lengths whose hashes are the same.
  @Test func keysOfOneHashAndDifferentLengthsAreKeptApart() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let end = random.bytes(8, of: Array("abcdef".utf8))
      let counts = [17, 17 ^ 4, 17 ^ 8, 17 ^ 12]
      // The hash mixes the length into the first byte; this takes it out again.
      let keys = counts.map { count in
        [UInt8(ascii: "a") ^ UInt8(count)] + Array("bcdefgh".utf8)
          + random.bytes(max(0, count - 16), of: Array("xy".utf8)) + end.suffix(count - 8)
      }
      let hashes = Set(
        keys.map { $0.withRawBytes { ByteTables.hash(ByteTables.words($0), $0.byteCount) } })
      #expect(hashes.count == 1 || keys.contains { $0.count < 16 })
      var tables = ByteTables()
      let table = tables.add(keys.map { String(decoding: $0, as: UTF8.self) })
      for (place, key) in keys.enumerated() {
        #expect(key.withRawBytes { tables.find($0, in: table) } == place)
      }
    }
  }

  @Test func textsAreFoundByTheirPlace() {
    var tables = ByteTables()
    let table = tables.add(["a", "é", "", "a b", "a"])
    let empty = tables.add([])
    #expect(with("") { tables.find($0, in: table) } == 2)
    #expect(with("é") { tables.find($0, in: table) } == 1)
    #expect(with("e\u{301}") { tables.find($0, in: table) } == nil)
    #expect(with("a") { tables.find($0, in: table) } == 4)
    for text in ["", "a", "\0"] { #expect(with(text) { tables.find($0, in: empty) } == nil) }
  }

  @Test func pairSetTellsTheFirstFromTheOthers() {
    for seed in seeds(300) {
      var random = SeededGenerator(seed: seed)
      var set = PairSet()
      for _ in 0..<2 {
        set.removeAll()
        var known: Set<[UInt8]> = []
        for pair in keys(&random) + keys(&random) + keys(&random) {
          let isNew = pair.withRawBytes { set.insert($0) }
          let isRight = isNew == known.insert(pair).inserted
          #expect(isRight, "seed \(seed): \(literal(pair))")
          if !isRight { return }
        }
      }
    }
  }

  /// Keys that are much alike: of one length, with the same ends.
  private func keys(_ random: inout SeededGenerator) -> [[UInt8]] {
    let length = random.below(30)
    return (0..<random.below(40)).map { _ in
      switch random.below(3) {
      case 0: return random.bytes(random.below(4), of: Array("ab\0".utf8))
      case 1: return random.bytes(length, of: Array("ab".utf8))
      default:
        let ends = [UInt8](repeating: UInt8(ascii: "e"), count: 8)
        return ends + random.bytes(random.pick([length, 3]), of: Array("ab".utf8)) + ends
      }
    }
  }
}
