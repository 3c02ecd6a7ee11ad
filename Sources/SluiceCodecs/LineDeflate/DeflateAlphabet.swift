// The alphabets of deflate: which symbol stands for a length or a distance, with which extra bits.
//
// Source: RFC 1951, section 3.2.5.

/// The alphabet of literals and lengths, and that of distances.
enum DeflateAlphabet {
  /// Literals, the end of a block, and the lengths.
  static let literalCount = 286
  static let distanceCount = 30
  static let endOfBlock = 256
  static let firstLength = 257

  /// The lengths that a repetition can have.
  static let lengths = 3...258

  /// The symbol of a length and its extra bits.
  struct Length {
    var symbol: Int
    var extraBits: Int
    var extra: Int
  }

  /// By length, from 3 on.
  static let lengthSymbols: [Length] = {
    var found: [Length] = []
    for symbol in firstLength..<literalCount - 1 {
      // Four symbols for each number of extra bits, but eight without any.
      let extraBits = max(0, (symbol - firstLength) / 4 - 1)
      for extra in 0..<1 << extraBits {
        found.append(Length(symbol: symbol, extraBits: extraBits, extra: extra))
      }
    }
    // The greatest length has a symbol of its own.
    found[lengths.count - 1] = Length(symbol: literalCount - 1, extraBits: 0, extra: 0)
    return found
  }()

  /// The extra bits of a distance symbol: two symbols for each number of them, but four without any.
  static func extraBits(ofDistance symbol: Int) -> Int { max(0, symbol / 2 - 1) }
}
