// Symbols to bits: the codes that suit them best, and what is written for each.
//
// Takes the symbols of `sluice_symbols.h`, which the kernel counts and writes; a code word with what
// follows it is made once for each of them.

import CSluiceScan

/// The codes of one deflate block.
struct SymbolCode {
  /// Bits of the whole block.
  let bitCount: Int

  private let kernel: SymbolKernel
  private let header: DynamicHeader
  private let endOfBlock: sluice_symbol_code
  private let codes: [sluice_symbol_code]

  private static let symbolCount = SLUICE_SYMBOL_COUNT
  private static let firstLength = SLUICE_SYMBOL_LENGTH
  private static let firstDistance = SLUICE_SYMBOL_DISTANCE

  /// The codes that are the shortest for those symbols, nearly.
  init(for symbols: UnsafeBufferPointer<UInt32>, kernel: SymbolKernel) {
    self.kernel = kernel
    let counts = unsafe Self.count(symbols, kernel)
    var literals = [Int](repeating: 0, count: DeflateAlphabet.literalCount)
    for symbol in 0..<DeflateAlphabet.endOfBlock { literals[symbol] = counts[symbol] }
    literals[DeflateAlphabet.endOfBlock] = 1
    for (place, length) in DeflateAlphabet.lengthSymbols.enumerated() {
      literals[length.symbol] += counts[Self.firstLength + place]
    }
    let literalCode = PrefixCode(frequencies: literals)
    let distanceCode = PrefixCode(frequencies: counts[Self.firstDistance...])
    codes = Self.codes(literalCode, distanceCode)
    header = DynamicHeader(literals: literalCode, distances: distanceCode)
    endOfBlock = sluice_symbol_code(literalCode, DeflateAlphabet.endOfBlock)
    var bitCount = header.bitCount + Int(endOfBlock.all_bits)
    for (code, count) in zip(codes, counts) { bitCount += count * Int(code.all_bits) }
    self.bitCount = bitCount
  }

  /// Writes the block.
  /// SAFETY: the symbols are those that the codes were made for; the writer has room for `bitCount` bits.
  @unsafe
  func write(_ symbols: UnsafeBufferPointer<UInt32>, to writer: inout BitWriter) {
    unsafe header.write(to: &writer)
    unsafe kernel.write(symbols.baseAddress, symbols.count, codes, &writer.bits)
    unsafe writer.put(UInt64(endOfBlock.word), UInt64(endOfBlock.all_bits))
  }

  /// How often each symbol occurs.
  private static func count(
    _ symbols: UnsafeBufferPointer<UInt32>, _ kernel: SymbolKernel
  ) -> [Int] {
    var counts = [UInt32](repeating: 0, count: SLUICE_SYMBOLS_COUNT_SETS * symbolCount)
    // SAFETY: the array is as many sets of counts as the kernel takes.
    unsafe kernel.count(symbols.baseAddress, symbols.count, &counts)
    var sums = [Int](repeating: 0, count: symbolCount)
    for place in counts.indices { sums[place % symbolCount] += Int(counts[place]) }
    return sums
  }

  private static func codes(
    _ literals: PrefixCode, _ distances: PrefixCode
  ) -> [sluice_symbol_code] {
    (0..<symbolCount).map { symbol in
      if symbol < firstLength { return sluice_symbol_code(literals, symbol) }
      if symbol < firstDistance {
        let length = DeflateAlphabet.lengthSymbols[symbol - firstLength]
        var code = sluice_symbol_code(literals, length.symbol)
        code.word |= UInt32(length.extra) << UInt32(code.word_bits)
        code.word_bits += UInt8(length.extraBits)
        code.all_bits = code.word_bits
        return code
      }
      var code = sluice_symbol_code(distances, symbol - firstDistance)
      code.all_bits += UInt8(DeflateAlphabet.extraBits(ofDistance: symbol - firstDistance))
      return code
    }
  }
}

extension sluice_symbol_code {
  fileprivate init(_ code: PrefixCode, _ symbol: Int) {
    self.init(
      word: code.words[symbol], word_bits: code.lengths[symbol], all_bits: code.lengths[symbol])
  }
}
