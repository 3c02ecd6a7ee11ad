// Symbols to bits: counts them, finds the codes that suit them best, and writes them.
//
// Takes the symbols of `sluice_symbols.h`; a code word with what follows it is made once for each of
// them, so that writing is a table look-up, a shift and a store for two.

import CSluiceScan

/// The codes of one deflate block.
struct SymbolCode {
  /// Bits of the whole block.
  let bitCount: Int

  private let header: DynamicHeader
  private let endOfBlock: Entry
  private let entries: [Entry]

  /// What is written for a symbol.
  fileprivate struct Entry {
    /// The code word; for lengths their extra bits behind it.
    var word: UInt32
    /// Bits of `word`, after which a distance's extra bits stand.
    var wordBits: UInt8
    /// Bits with those.
    var allBits: UInt8
  }

  private static let symbolCount = SLUICE_SYMBOL_COUNT
  private static let firstLength = SLUICE_SYMBOL_LENGTH
  private static let firstDistance = SLUICE_SYMBOL_DISTANCE
  private static let symbolBits = UInt32(SLUICE_SYMBOL_BITS)
  private static let symbolMask = UInt32(1) << symbolBits - 1

  /// The codes that are the shortest for those symbols, nearly.
  init(for symbols: UnsafeBufferPointer<UInt32>) {
    let counts = unsafe Self.count(symbols)
    var literals = Array(counts[..<DeflateAlphabet.endOfBlock])
    literals.append(1)
    literals += [Int](repeating: 0, count: DeflateAlphabet.literalCount - literals.count)
    for (place, length) in DeflateAlphabet.lengthSymbols.enumerated() {
      literals[length.symbol] += counts[Self.firstLength + place]
    }
    let literalCode = PrefixCode(frequencies: literals)
    let distanceCode = PrefixCode(frequencies: counts[Self.firstDistance...])
    let entries = Self.entries(literalCode, distanceCode)
    let header = DynamicHeader(literals: literalCode, distances: distanceCode)
    let endOfBlock = Entry(literalCode, DeflateAlphabet.endOfBlock)
    self.entries = entries
    self.header = header
    self.endOfBlock = endOfBlock
    var bitCount = header.bitCount + Int(endOfBlock.allBits)
    for (entry, count) in zip(entries, counts) { bitCount += count * Int(entry.allBits) }
    self.bitCount = bitCount
  }

  /// Writes the block.
  /// SAFETY: the symbols are those that the codes were made for; the writer has room for `bitCount` bits.
  @unsafe
  func write(_ symbols: UnsafeBufferPointer<UInt32>, to target: inout BitWriter) {
    unsafe header.write(to: &target)
    var writer = unsafe target
    unsafe entries.withUnsafeBufferPointer { entries in
      var place = 0
      // A symbol has at most 15 bits and 13 extra ones, so two fit into a word.
      while place &+ 2 <= symbols.count {
        let (first, second) = unsafe (symbols[place], symbols[place &+ 1])
        let one = unsafe entries[Int(first & Self.symbolMask)]
        let other = unsafe entries[Int(second & Self.symbolMask)]
        let bits = one.bits(of: first) | other.bits(of: second) &<< UInt64(one.allBits)
        unsafe writer.put(bits, UInt64(one.allBits &+ other.allBits))
        place &+= 2
      }
      if place < symbols.count {
        let symbol = unsafe symbols[place]
        let entry = unsafe entries[Int(symbol & Self.symbolMask)]
        unsafe writer.put(entry.bits(of: symbol), UInt64(entry.allBits))
      }
    }
    unsafe writer.put(UInt64(endOfBlock.word), UInt64(endOfBlock.allBits))
    unsafe target = unsafe writer
  }

  /// How often each symbol occurs. Four counts go side by side, because one would wait for itself
  /// wherever a symbol follows its like.
  private static func count(_ symbols: UnsafeBufferPointer<UInt32>) -> [Int] {
    let width = 4
    var counts = [UInt32](repeating: 0, count: width * symbolCount)
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      var place = 0
      // SAFETY: the kernel's symbols are below `symbolCount` in their low bits.
      while place &+ width <= symbols.count {
        for lane in 0..<width {
          let symbol = unsafe Int(symbols[place &+ lane] & symbolMask)
          unsafe counts[lane &* symbolCount &+ symbol] &+= 1
        }
        place &+= width
      }
      while place < symbols.count {
        unsafe counts[Int(symbols[place] & symbolMask)] &+= 1
        place &+= 1
      }
    }
    var sums = [Int](repeating: 0, count: symbolCount)
    for place in counts.indices { sums[place % symbolCount] += Int(counts[place]) }
    return sums
  }

  private static func entries(_ literals: PrefixCode, _ distances: PrefixCode) -> [Entry] {
    (0..<symbolCount).map { symbol in
      if symbol < firstLength { return Entry(literals, symbol) }
      if symbol < firstDistance {
        let length = DeflateAlphabet.lengthSymbols[symbol - firstLength]
        var entry = Entry(literals, length.symbol)
        entry.word |= UInt32(length.extra) << UInt32(entry.wordBits)
        entry.wordBits += UInt8(length.extraBits)
        entry.allBits = entry.wordBits
        return entry
      }
      var entry = Entry(distances, symbol - firstDistance)
      entry.allBits += UInt8(DeflateAlphabet.extraBits(ofDistance: symbol - firstDistance))
      return entry
    }
  }
}

extension SymbolCode.Entry {
  fileprivate init(_ code: PrefixCode, _ symbol: Int) {
    self.init(
      word: code.words[symbol], wordBits: code.lengths[symbol], allBits: code.lengths[symbol])
  }

  /// The bits that stand for a symbol of this entry.
  @inline(__always)
  fileprivate func bits(of symbol: UInt32) -> UInt64 {
    UInt64(word) | UInt64(symbol &>> UInt32(SLUICE_SYMBOL_BITS)) &<< UInt64(wordBits)
  }
}
