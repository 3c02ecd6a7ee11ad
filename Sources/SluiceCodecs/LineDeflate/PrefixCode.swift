// Frequencies to a prefix code that is the shortest there is under a limit, nearly.
//
// Takes how often each symbol occurs, gives the length of its code word and the word itself. Pure.
// Source: RFC 1951, section 3.2.2 for the words; the lengths are Huffman's, those over the limit cut.

/// A canonical prefix code.
struct PrefixCode {
  /// The most bits of a code word in deflate.
  static let longest = 15

  /// How many words there are of each length, by the length.
  private typealias LengthCounts = InlineArray<16, Int>

  /// Bits of each symbol's code word; 0 for symbols that do not occur, beyond the two that there always are.
  private(set) var lengths: [UInt8]
  /// Each symbol's code word, its first bit the lowest.
  private(set) var words: [UInt32]

  /// The code for symbols that occur so often.
  /// - Parameters:
  ///   - frequencies: less than 2^47 each, of two symbols or more.
  ///   - limit: the most bits of a code word; there are fewer than 2^limit symbols.
  init(frequencies: some Sequence<Int>, limit: Int = longest) {
    let frequencies = Array(frequencies)
    lengths = Self.lengths(frequencies, limit: limit)
    words = Self.words(lengths)
  }

  private static func lengths(_ frequencies: [Int], limit: Int) -> [UInt8] {
    var lengths = [UInt8](repeating: 0, count: frequencies.count)
    let symbols = sortedSymbols(frequencies)
    if symbols.count < 2 {
      // Not every inflater takes a code that is not full, so there are two words at least.
      let first = symbols.first ?? 0
      lengths[first] = 1
      lengths[first == 0 ? 1 : 0] = 1
      return lengths
    }
    var counts = lengthCounts(symbols, frequencies, limit: limit)
    shorten(&counts, limit: limit)
    // The rarest symbols get the longest words.
    var next = 0
    for length in stride(from: limit, to: 0, by: -1) {
      for _ in 0..<counts[length] {
        lengths[symbols[next]] = UInt8(length)
        next += 1
      }
    }
    return lengths
  }

  /// Symbols that occur, the rarest first; of equally frequent ones the lower first.
  private static func sortedSymbols(_ frequencies: [Int]) -> [Int] {
    let bits = 16
    var symbols: [Int] = []
    symbols.reserveCapacity(frequencies.count)
    for symbol in frequencies.indices where frequencies[symbol] > 0 {
      symbols.append(frequencies[symbol] << bits | symbol)
    }
    symbols.sort()
    for place in symbols.indices { symbols[place] &= 1 << bits - 1 }
    return symbols
  }

  /// How many words have each length in Huffman's code, those over `limit` counted at it.
  /// - Parameter symbols: two or more, in rising order of frequency.
  private static func lengthCounts(
    _ symbols: [Int], _ frequencies: [Int], limit: Int
  ) -> LengthCounts {
    let leaves = symbols.count
    // The weights of leaves first, then of the nodes made of two each, both in rising order.
    var nodes: [Int] = []
    nodes.reserveCapacity(2 * leaves - 1)
    for symbol in symbols { nodes.append(frequencies[symbol]) }
    var parents = [Int](repeating: 0, count: 2 * leaves - 1)
    var (leaf, node) = (0, leaves)
    func takeLightest() -> Int {
      if leaf < leaves, node == nodes.count || nodes[leaf] <= nodes[node] {
        leaf += 1
        return leaf - 1
      }
      node += 1
      return node - 1
    }
    for made in leaves..<2 * leaves - 1 {
      let (left, right) = (takeLightest(), takeLightest())
      nodes.append(nodes[left] + nodes[right])
      parents[left] = made
      parents[right] = made
    }
    // From the root down each place's parent gives way to its depth.
    var counts = LengthCounts(repeating: 0)
    for place in nodes.indices.dropLast().reversed() {
      parents[place] = parents[parents[place]] + 1
      if place < leaves { counts[min(parents[place], limit)] += 1 }
    }
    return counts
  }

  /// Makes room in a code that words were cut in: each step takes one of the longest away, to stand beside
  /// a shorter one that grows by a bit.
  private static func shorten(_ counts: inout LengthCounts, limit: Int) {
    var taken = (1...limit).reduce(0) { $0 + counts[$1] << (limit - $1) }
    while taken > 1 << limit {
      guard let shorter = (1..<limit).last(where: { counts[$0] > 0 }) else { return }
      counts[limit] -= 1
      counts[shorter] -= 1
      counts[shorter + 1] += 2
      taken -= 1
    }
  }

  /// The words of the canonical code with such lengths, if there is one.
  static func words(_ lengths: [UInt8]) -> [UInt32] {
    // How many words there are of each length, at the place behind it; then the first word of each length.
    var next = InlineArray<17, UInt32>(repeating: 0)
    for length in lengths where length > 0 { next[Int(length) + 1] += 1 }
    for length in 1...longest { next[length] = (next[length - 1] + next[length]) << 1 }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      let word = next[Int(length)]
      next[Int(length)] += 1
      return reversed(word, count: Int(length))
    }
  }

  private static func reversed(_ word: UInt32, count: Int) -> UInt32 {
    var (rest, reversed) = (word, UInt32(0))
    for _ in 0..<count {
      reversed = reversed << 1 | rest & 1
      rest >>= 1
    }
    return reversed
  }
}
