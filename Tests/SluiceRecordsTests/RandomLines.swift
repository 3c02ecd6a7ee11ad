// Inbound lines at random: as writers spell them, in other good spellings, and mangled.

import AudienceManager
import SluiceRecords

/// Makes lines.
struct RandomLines {
  var random: SeededGenerator
  /// How lines are mangled: never, now and then, or mostly.
  private let mangledOf: Int
  /// How seldom an element is another one than a quoted pair.
  private let others: Int

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    mangledOf = random.pick([0, 8, 2])
    others = random.pick([40, 8, 2])
  }

  /// Some lines, each with its line feed.
  mutating func text(_ count: Int) -> [UInt8] {
    var text: [UInt8] = []
    var user = id()
    for _ in 0..<count {
      if !random.oneIn(4) { user = id() }
      var line = user + [Ascii.tab] + elements()
      if mangledOf > 0, random.oneIn(mangledOf) { mangle(&line) }
      text += line.filter { $0 != Ascii.lineFeed } + [Ascii.lineFeed]
    }
    return text
  }

  private mutating func id() -> [UInt8] {
    let ids = [
      "u1", "U_2", "C0012000003", "a-b.c/d", "id==", "b,c", "x y", "100%", "%41", "a:b", "\"q\"",
      "köln", "jo@example.com", "555-123-4567", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "b56e68ec-34ed-46d5-af0c-1d2401f676c9", "B56E68EC-34ED-46D5-AF0C-1D2401F676C9",
      "00000000-0000-0000-0000-000000000000", "12345678901234567890123456789012345678", "",
    ]
    if !random.oneIn(3) { return Array("u\(random.below(3))".utf8) }
    return Array(random.pick(ids).utf8)
  }

  private mutating func elements() -> [UInt8] {
    var text: [UInt8] = []
    for place in 0...random.below(random.oneIn(9) ? 40 : 5) {
      if place > 0 { text += Array(random.oneIn(20) ? ", ".utf8 : ",".utf8) }
      text += random.oneIn(others) ? other() : pair()
    }
    return text
  }

  private mutating func pair() -> [UInt8] {
    let keys = [
      "a", "plan", "ic", "id", "sc", "ac", "d_sid", "d_unsid", "d_si", "x_sid", "city of birth",
      "-a", "a-b", "ключ", "d_", "_", "c", "ico", "d_sids",
    ]
    return [Ascii.quote] + Array(random.pick(keys).utf8) + Array("\"=\"".utf8) + value()
      + [Ascii.quote]
  }

  private mutating func value() -> [UInt8] {
    let values = [
      "24", "Pro", "a,b", "k=v", "", "-", "München", "日本語", "🙂", "\u{7FF}\u{800}\u{FFFF}\u{10000}",
      " ", "it's", "\u{80}", "\u{10FFFF}", "\u{D7FF}\u{E000}",
    ]
    if random.oneIn(3) {
      return random.bytes(random.below(90), of: Array("abc 019,=-_|.".utf8))
    }
    return Array(random.pick(values).utf8)
  }

  private mutating func other() -> [UInt8] {
    let forms = [
      "d_sid=24", "d_unsid=24", "d_sid=1", "d_sid=024", "d_unsid=1", "d_unsid=0001",
      "d_unsid=123456789", "d_sid=2x", "d_sid=", "x_sid=24",
      "ad_sid=3", "d_sid=\"24\"", "d_sid==4", "d_sid=\"x\"", "d_unsid=\"\"", "24:0", "24:-1",
      "ic=52", "52", "ic=\"52\"", "k=v",
      "\"k\"=v",
      "k=\"v\"",
      "\"d_sid\"=\"24\"", "", " ", "24:2", "d_sid=x", "\u{201C}k\u{201D}=v", "k = v",
      "\"k\" = \"v\" ",
    ]
    return Array(random.pick(forms).utf8)
  }

  /// Sequences that only look like UTF-8: overlong ones, surrogates, beyond the last character, cut short.
  private static let notUTF8: [[UInt8]] = [
    [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x99], [0x80],
  ]

  /// Puts in, takes out or changes a few bytes.
  private mutating func mangle(_ line: inout [UInt8]) {
    let bytes: [UInt8] =
      Array("\"\"\"==,,\t\t\r -_:ic".utf8)
      + [
        0, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x90,
        0xA0,
      ]
    for _ in 0...random.below(3) {
      let place = random.below(line.count + 1)
      switch random.below(5) {
      case 4: line.insert(contentsOf: random.pick(Self.notUTF8), at: place)
      case 0 where place < line.count: line.remove(at: place)
      case 1 where place < line.count: line[place] = random.pick(bytes)
      case 2: line.insert(contentsOf: random.bytes(2, of: bytes), at: place)
      default: line.insert(random.pick(bytes), at: place)
      }
    }
    if random.oneIn(10) { line.append(Ascii.carriageReturn) }
    if random.oneIn(30) { line = [] }
  }
}
