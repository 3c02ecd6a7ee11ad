// What must hold of any bytes whatever, and never trap: one function from an input to a problem for
// each part that reads what others wrote.
//
// The tests feed them seeds, changed seeds and inputs that once failed; the fuzzer (Tests/Fuzz,
// scripts/fuzz) whatever reaches more of the code. Pure.

package import SluiceTestTools

/// A property of any input.
package enum Property: String, CaseIterable, Sendable {
  /// Every kernel and chunking reads what the reference reads.
  case reader
  /// A dialect is guessed that keeps what was set and does not contradict itself.
  case sniffer
  /// Lines are valid and say just what was mapped, whatever the values.
  case mapper
  /// Lines are judged in agreement with their elements.
  case parser
  /// Names that are read are printed and read again the same.
  case names
  /// Any bytes come back from what our deflate makes of them, the same on every kernel.
  case deflate
  /// Any bytes are inflated to what zlib makes of them, or refused as zlib refuses them.
  case inflate

  /// What does not hold of `input`, in one line; nil when all does.
  package func problem(in input: [UInt8]) -> String? {
    switch self {
    case .reader: ReaderProperty.problem(in: input)
    case .sniffer: SnifferProperty.problem(in: input)
    case .mapper: MapperProperty.problem(in: input)
    case .parser: ParserProperty.problem(in: input)
    case .names: NamesProperty.problem(in: input)
    case .deflate: DeflateProperty.problem(in: input)
    case .inflate: InflateProperty.problem(in: input)
    }
  }

  /// An input of the kind that the property is about.
  package func seed(_ random: inout SeededGenerator) -> [UInt8] {
    switch self {
    case .reader: ReaderProperty.seed(&random)
    case .sniffer: SnifferProperty.seed(&random)
    case .mapper: MapperProperty.seed(&random)
    case .parser: ParserProperty.seed(&random)
    case .names: NamesProperty.seed(&random)
    case .deflate: DeflateProperty.seed(&random)
    case .inflate: InflateProperty.seed(&random)
    }
  }

  /// Inputs to start from, the same each time.
  package func seeds(_ count: Int) -> [[UInt8]] {
    var random = SeededGenerator(seed: 1)
    return (0..<count).map { _ in seed(&random) }
  }
}
