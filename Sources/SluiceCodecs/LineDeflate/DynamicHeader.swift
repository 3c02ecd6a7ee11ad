// How a block with codes of its own begins: the codes, by the lengths of their words.
//
// Source: RFC 1951, section 3.2.7.

/// The codes of a block as they stand at its beginning.
struct DynamicHeader {
  /// A code length, or a run of them.
  private struct Item {
    var symbol: Int
    var extra = 0
    var extraBits = 0
  }

  /// Symbols for runs: of the length before, of zeros, of many zeros.
  static let runs = (again: 16, zeros: 17, manyZeros: 18)
  /// Symbols of the code in which code lengths stand.
  static let lengthSymbolCount = 19
  /// In which order the lengths of that code stand.
  static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private let literalCount: Int
  private let distanceCount: Int
  private let items: [Item]
  private let code: PrefixCode
  private let codeCount: Int

  init(literals: PrefixCode, distances: PrefixCode) {
    literalCount = Self.used(literals, atLeast: DeflateAlphabet.firstLength)
    distanceCount = Self.used(distances, atLeast: 1)
    items = Self.items(literals.lengths[..<literalCount] + distances.lengths[..<distanceCount])
    var frequencies = [Int](repeating: 0, count: Self.lengthSymbolCount)
    for item in items { frequencies[item.symbol] += 1 }
    let code = PrefixCode(frequencies: frequencies, limit: 7)
    self.code = code
    codeCount = max(4, (Self.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
  }

  /// Bits of the header, those before the first symbol of the block.
  var bitCount: Int {
    items.reduce(3 + 14 + 3 * codeCount) { $0 + Int(code.lengths[$1.symbol]) + $1.extraBits }
  }

  /// Writes the header of a block that is not the last.
  /// SAFETY: the writer has room for `bitCount` bits.
  @unsafe
  func write(to writer: inout BitWriter) {
    let isLast: UInt64 = 0
    let kind: UInt64 = 2
    unsafe writer.put(isLast | kind << 1, 3)
    unsafe writer.put(UInt64(literalCount - DeflateAlphabet.firstLength), 5)
    unsafe writer.put(UInt64(distanceCount - 1), 5)
    unsafe writer.put(UInt64(codeCount - 4), 4)
    for symbol in Self.order[..<codeCount] { unsafe writer.put(UInt64(code.lengths[symbol]), 3) }
    for item in items {
      unsafe writer.put(UInt64(code.words[item.symbol]), UInt64(code.lengths[item.symbol]))
      unsafe writer.put(UInt64(item.extra), UInt64(item.extraBits))
    }
  }

  private static func used(_ code: PrefixCode, atLeast least: Int) -> Int {
    max(least, (code.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
  }

  /// Code lengths with runs for what repeats.
  private static func items(_ lengths: ArraySlice<UInt8>) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(lengths.count)
    var start = lengths.startIndex
    while start < lengths.endIndex {
      var end = start + 1
      while end < lengths.endIndex, lengths[end] == lengths[start] { end += 1 }
      appendRun(of: Int(lengths[start]), count: end - start, to: &items)
      start = end
    }
    return items
  }

  private static func appendRun(of length: Int, count: Int, to items: inout [Item]) {
    var rest = count
    if length > 0 {
      items.append(Item(symbol: length))
      rest -= 1
    }
    while rest >= 3 {
      if length > 0 {
        let taken = min(rest, 6)
        items.append(Item(symbol: runs.again, extra: taken - 3, extraBits: 2))
        rest -= taken
      } else if rest > 10 {
        let taken = min(rest, 138)
        items.append(Item(symbol: runs.manyZeros, extra: taken - 11, extraBits: 7))
        rest -= taken
      } else {
        items.append(Item(symbol: runs.zeros, extra: rest - 3, extraBits: 3))
        rest = 0
      }
    }
    for _ in 0..<rest { items.append(Item(symbol: length)) }
  }
}
