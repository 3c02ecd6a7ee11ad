// The codes of a deflate block: fixed ones, or as they stand at its beginning.
//
// Takes bits as they come in, gives tables for the kernel. Owns nothing; keeps only the lengths of code words
// that were read so far. What is no code is an error. Source: RFC 1951, sections 3.2.6 and 3.2.7.

import CSluiceScan

/// The lengths of a block's code words, while they are read.
struct InflateCodes {
  /// Code words that there may be; the alphabets have two more symbols, which mean nothing.
  private static let mostLiterals = 286
  private static let mostDistances = 30
  private static let (again, zeros, manyZeros) = DynamicHeader.runs
  /// Bits of a code length's own length, and of the longest such code word.
  private static let lengthBits = 3
  private static let longestLengthWord = 7
  /// Bits of the three counts that a header begins with.
  private static let countBits = 14

  private var literalCount: Int
  private var distanceCount: Int
  private var lengthCodeCount: Int
  /// Lengths of the code in which the lengths stand, and how many of them were read.
  private var lengthCode = [UInt8](repeating: 0, count: DynamicHeader.lengthSymbolCount)
  private var lengthCodeRead = 0
  /// By the next seven bits: symbol and bits of its word; 0 bits for none.
  private var lengthTable: [(symbol: UInt8, bits: UInt8)] = []
  private var lengths: [UInt8] = []

  /// Begins with the counts.
  /// - Returns: nil when there are not enough bits yet.
  /// - Throws: ``CodecError`` when there are more than there are symbols.
  init?(from bits: inout InflateBits, _ input: RawSpan) throws(CodecError) {
    guard let counts = bits.take(Self.countBits, input) else { return nil }
    literalCount = 257 + counts & 31
    distanceCount = 1 + counts >> 5 & 31
    lengthCodeCount = 4 + counts >> 10
    if literalCount > Self.mostLiterals || distanceCount > Self.mostDistances {
      throw CodecError(.corrupt, "corrupt gzip data (too many code words)")
    }
    lengths.reserveCapacity(literalCount + distanceCount)
  }

  /// Reads on.
  /// - Returns: false when there are not enough bits yet.
  /// - Throws: ``CodecError`` when the lengths are not those of codes.
  mutating func read(from bits: inout InflateBits, _ input: RawSpan) throws(CodecError) -> Bool {
    while lengthCodeRead < lengthCodeCount {
      guard let length = bits.take(Self.lengthBits, input) else { return false }
      lengthCode[DynamicHeader.order[lengthCodeRead]] = UInt8(length)
      lengthCodeRead += 1
    }
    if lengthTable.isEmpty { try makeLengthTable() }
    while lengths.count < literalCount + distanceCount {
      guard try readLength(from: &bits, input) else { return false }
    }
    if lengths[DeflateAlphabet.endOfBlock] == 0 {
      throw CodecError(.corrupt, "corrupt gzip data (block without an end)")
    }
    return true
  }

  private mutating func makeLengthTable() throws(CodecError) {
    if lengthCode.allSatisfy({ $0 == 0 }) {
      // Without a word each bit is a length of zero, as zlib has it: such a block has no end, which is
      // noticed when all of them are read.
      lengthTable = Array(repeating: (0, 1), count: 1 << Self.longestLengthWord)
      return
    }
    let words = PrefixCode.words(lengthCode)
    var table = [(symbol: UInt8, bits: UInt8)](
      repeating: (0, 0), count: 1 << Self.longestLengthWord)
    var filled = 0
    for (symbol, bits) in lengthCode.enumerated() where bits > 0 {
      for place in stride(from: Int(words[symbol]), to: table.count, by: 1 << Int(bits)) {
        guard table[place].bits == 0 else { throw Self.noCode }
        table[place] = (UInt8(symbol), bits)
        filled += 1
      }
    }
    if filled < table.count { throw Self.noCode }
    lengthTable = table
  }

  /// Reads a length or a run of them.
  private mutating func readLength(
    from bits: inout InflateBits, _ input: RawSpan
  ) throws(CodecError) -> Bool {
    bits.fill(from: input)
    let word = lengthTable[Int(bits.low(Self.longestLengthWord))]
    let symbol = Int(word.symbol)
    let extraBits = Self.extraBits(of: symbol)
    guard let taken = bits.take(Int(word.bits) + extraBits, input) else { return false }
    let extra = taken >> Int(word.bits)
    if symbol < Self.again {
      lengths.append(UInt8(symbol))
      return true
    }
    guard symbol != Self.again || !lengths.isEmpty else { throw Self.noCode }
    let length = symbol == Self.again ? lengths[lengths.count - 1] : 0
    let count = extra + (symbol == Self.manyZeros ? 11 : 3)
    guard lengths.count + count <= literalCount + distanceCount else { throw Self.noCode }
    lengths.append(contentsOf: repeatElement(length, count: count))
    return true
  }

  private static func extraBits(of symbol: Int) -> Int {
    switch symbol {
    case again: 2
    case zeros: 3
    case manyZeros: 7
    default: 0
    }
  }

  /// Makes the tables, once all has been read.
  /// SAFETY: there is room for the tables.
  @unsafe
  func build(_ tables: UnsafeMutablePointer<sluice_inflate_tables>) throws(CodecError) {
    guard unsafe Self.build(tables, lengths, literalCount) else { throw Self.noCode }
  }

  /// Makes the tables of the codes that blocks without a header have.
  /// SAFETY: there is room for the tables.
  @unsafe
  static func buildFixed(_ tables: UnsafeMutablePointer<sluice_inflate_tables>) {
    let runs = [(144, 8), (112, 9), (24, 7), (8, 8), (32, 5)]
    let lengths = runs.flatMap { repeatElement(UInt8($0.1), count: $0.0) }
    _ = unsafe build(tables, lengths, SLUICE_INFLATE_LITERALS)
  }

  private static func build(
    _ tables: UnsafeMutablePointer<sluice_inflate_tables>, _ lengths: [UInt8], _ literalCount: Int
  ) -> Bool {
    // SAFETY: the counts are those of the two parts of the array.
    unsafe lengths.withUnsafeBufferPointer { lengths in
      guard let literals = lengths.baseAddress else { return false }
      return unsafe sluice_inflate_build(
        tables, literals, literalCount, literals + literalCount, lengths.count - literalCount) != 0
    }
  }

  private static var noCode: CodecError {
    CodecError(.corrupt, "corrupt gzip data (code words that are no code)")
  }
}
