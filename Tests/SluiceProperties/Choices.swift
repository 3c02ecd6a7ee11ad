// How an input's bytes become a case: the first ones decide, the rest is the text.
//
// One byte for each decision, so that a changed byte changes one thing; an input that is too short
// decides as if zeros followed.

/// Decisions read off the start of an input.
struct Choices {
  /// The bytes that have decided nothing.
  private(set) var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  /// The next byte as a number.
  mutating func number() -> Int { Int(rest.popFirst() ?? 0) }

  /// One of several; the first, where nothing is decided.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number() % choices.count] }

  /// The rest with its runs at full length.
  /// - Parameters:
  ///   - lengths: those of most runs.
  ///   - long: those of a few, since each long text costs as much as many short ones.
  ///   - most: bytes at which the text ends.
  func text(runsOf lengths: [Int], long: [Int], most: Int) -> [UInt8] {
    Runs(lengths: lengths, long: long, most: most).expanded(rest)
  }
}

/// Long runs in few bytes, so that small inputs reach what only long texts do.
private struct Runs {
  let lengths: [Int]
  let long: [Int]
  let most: Int

  /// Stands, with the number behind it, for so many more of the byte before it; twice for itself.
  private static let mark: UInt8 = 0xFF
  /// The numbers that stand for a long run; small ones, also negative, come up too often.
  private static let longNumbers: Range<UInt8> = 0x90..<0xA0

  func expanded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst(), text.count < most {
      if byte != Self.mark {
        text.append(byte)
      } else if let number = rest.popFirst() {
        append(number, to: &text)
      }
    }
    return Array(text.prefix(most))
  }

  private func append(_ number: UInt8, to text: inout [UInt8]) {
    if number == Self.mark { return text.append(Self.mark) }
    let choices = Self.longNumbers.contains(number) ? long : lengths
    let length = choices[Int(number) % choices.count]
    text += [UInt8](repeating: text.last ?? Self.mark, count: length)
  }
}
