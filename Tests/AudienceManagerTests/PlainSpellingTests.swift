import AudienceManager
import Testing

@Suite("Numbers in long texts with the signs of typography")
struct PlainSpellingTests {
  private static let blanks: [Unicode.Scalar] = ["\u{A0}", "\u{2009}", "\u{202F}", "\u{3000}"]
  private static let dashes: [Unicode.Scalar] = ["\u{2010}", "\u{2011}", "\u{2013}", "\u{2212}"]
  private static let invisible: [Unicode.Scalar] = ["\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}"]
  private static let numbers = [
    "415 555 2671", "(415) 555-2671", "4111 1111 1111 1111", "123-45-6789", "+49 30 1234567",
    "2024-12-31", "12 345 678", "5 4 3",
  ]
  /// Other signs of two and three bytes are among the words.
  private static let words = [
    "call", "from", "x", "2nd", "%", "100 %", "no.", "ist\u{2014}", "M\u{FC}ller", "\u{2026}",
    "\u{20AC}5", "\u{304A}\u{96FB}\u{8A71}", "\u{43D}\u{43E}", "(", ")", "+", "/", ":",
  ]

  /// A text of words and numbers, longer than any number, some of its blanks and dashes other signs.
  private static func text(using generator: inout SeededGenerator) -> String {
    var parts: [String] = []
    while parts.joined().utf8.count < 140 {
      parts.append(words.randomElement(using: &generator) ?? "")
      if Int.random(in: 0..<12, using: &generator) == 0 {
        parts.append(numbers.randomElement(using: &generator) ?? "")
      }
    }
    var text = String.UnicodeScalarView()
    for scalar in parts.joined(separator: " ").unicodeScalars {
      let isReplaced = Int.random(in: 0..<2, using: &generator) == 0
      switch scalar {
      case " " where isReplaced: text.append(blanks.randomElement(using: &generator) ?? scalar)
      case "-" where isReplaced: text.append(dashes.randomElement(using: &generator) ?? scalar)
      default: text.append(scalar)
      }
      if Int.random(in: 0..<20, using: &generator) == 0 {
        text.append(invisible.randomElement(using: &generator) ?? scalar)
      }
    }
    return String(text)
  }

  /// The text with those signs as ASCII has them.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if blanks.contains(scalar) {
        plain.append(" ")
      } else if dashes.contains(scalar) || scalar == "\u{2014}" {
        plain.append("-")
      } else if !invisible.contains(scalar) {
        plain.append(scalar)
      }
    }
    return String(plain)
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character == " " }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  @Test("none gets through that is found in plain spelling", arguments: 0..<20)
  func findsWhatPlainSpellingShows(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var found = 0
    for _ in 0..<500 {
      let text = Self.text(using: &generator)
      guard let kind = with(Self.plain(text), { PersonalDataDetector.kind(of: $0) }) else {
        continue
      }
      found += 1
      #expect(with(text) { PersonalDataDetector.kind(of: $0) } != nil, "\(kind): \(text)")
    }
    #expect(found > 100 && found < 450)
  }

  /// One sign at every place of every number, in a text that has no other.
  @Test("nor one that a single sign stands in or beside", arguments: [false, true])
  func findsEachNumberWithOneSign(_ isPadded: Bool) {
    let before = String(repeating: "word ", count: 30)
    let numbers =
      Self.numbers + [
        "ann%40example.com order 12345678", "tel:0301234567", "030 1234567 x12", "+49123456",
        "030 1234567",
      ]
    for number in numbers {
      for sign in Self.blanks + Self.dashes + Self.invisible {
        let signs = String(repeating: String(sign), count: isPadded ? 60 : 1)
        for place in number.indices + [number.endIndex] {
          let text = number[..<place] + signs + number[place...]
          for text in isPadded ? [String(text)] : [before + text, before + text + " and so on"] {
            let plain = with(Self.trimmed(Self.plain(text))) { PersonalDataDetector.kind(of: $0) }
            if plain == nil { continue }
            #expect(
              with(text) { PersonalDataDetector.kind(of: $0) } != nil, "\(text.debugDescription)")
          }
        }
      }
    }
  }
}
