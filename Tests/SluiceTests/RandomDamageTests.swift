// Small dumps of every dialect with random damage, through the lanes, against the reference reader.

import Sluice
import SluiceBytes
import SluiceProperties
import SluiceRecords
import SluiceTestTools
import Testing

@Suite struct RandomDamageTests {
  /// Rows, and rejects with their places, of many damaged dumps.
  @Test func rowsAndPlacesAreTheReferences() throws {
    var rejects = 0
    for seed in seeds(1000) {
      let dump = DamagedDump(seed: seed)
      let expected = try dump.expected()
      rejects += expected.rejects.count
      let path = try TemporaryFile.make(dump.text)
      defer { TemporaryFile.remove(path) }
      let found = try ReadingOutcome.read([path], dump.settings, dump.way).withError(like: expected)
      #expect(found == expected, "seed \(seed), \(dump.way), \(dump.settings): \(dump.shown)")
      if found != expected { return }
    }
    #expect(rejects > 1000)
  }
}

private let noMark = DialectSettings.Mark.none

/// A dump as a program writes it, then damaged.
private struct DamagedDump {
  var settings = DialectSettings()
  var way: ReadingWay
  var text: [UInt8] = []
  private var random: SeededGenerator
  private let end: [UInt8]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    settings.encoding = "utf-8"
    settings.delimiter = random.pick(Array(",\t;|:^\u{1} ".utf8))
    let quote = Ascii.quote
    settings.quote = random.oneIn(5) ? noMark : .byte(random.pick([quote, quote, quote, 0x27]))
    settings.escape = random.oneIn(3) ? .byte(Ascii.backslash) : noMark
    settings.comment = random.oneIn(4) ? 0x23 : nil
    settings.hasHeader = !random.oneIn(3)
    settings.ragged = random.pick([.reject, .reject, .pad, .keep])
    settings.maxRecord = random.pick([nil, nil, 4, 30, 200])
    end = Array(random.pick(["\n", "\n", "\r\n", "\r", "\r\r\n"]).utf8)
    way = ReadingWay(
      lanes: random.pick([1, 2, 3, 8]), chunkSize: random.pick([1, 2, 13, 64, 100, 512 << 10]),
      kernel: random.pick(ScanKernel.available))
    write()
    for _ in 0..<random.pick([0, 1, 1, 2, 5]) { damage() }
  }

  /// The text for a failure's message.
  var shown: String { String(decoding: text, as: UTF8.self).debugDescription }

  /// What the reference makes of it. Line ends and lines on top are as sniffed, which is not judged here.
  func expected() throws -> ReadingOutcome {
    let sniffed = text.withRawBytes {
      DialectSniffer.sniff($0, isWhole: true, settings: settings)
    }
    try #require(sniffed.skipBytes == 0)
    let reference = ReferenceRows(
      text, sniffed.dialect, hasHeader: settings.hasHeader ?? true,
      ragged: settings.ragged ?? .reject, columns: sniffed.fieldCount)
    return ReadingOutcome(reference)
  }

  private mutating func write() {
    let columns = 1 + random.below(5)
    for _ in 0..<1 + random.below(12) {
      for column in 0..<columns {
        if column > 0 { text.append(settings.delimiter ?? 0) }
        text += field()
      }
      text += end
      if random.oneIn(12) { text += end }
    }
    if random.oneIn(3) { text.removeLast(end.count) }
  }

  private mutating func field() -> [UInt8] {
    let plain = ["", "7", "abc", "Oslo", "né", "漢字", "😀", "two words"]
    guard case .byte(let quote) = settings.quote, random.oneIn(2) else {
      return Array(random.pick(plain).utf8)
    }
    var inner: [UInt8] = []
    for _ in 0..<random.below(4) {
      inner += Array(random.pick(plain + ["\n", "\r\n", ", ", "\t", "|"]).utf8)
      if random.oneIn(5) { inner += [quote, quote] }
    }
    return [quote] + inner + [quote] + (random.oneIn(8) ? [0x20, 0x20] : [])
  }

  /// One byte more, less or other, a piece twice or gone, or the end cut off.
  private mutating func damage() {
    guard !text.isEmpty else { return }
    let place = random.below(text.count)
    let length = random.below(min(20, text.count - place))
    switch random.below(6) {
    case 0, 1: text.insert(odd(), at: place)
    case 2: text.remove(at: place)
    case 3: text[place] = odd()
    case 4: text.insert(contentsOf: text[place..<place + length], at: place)
    default: text.removeSubrange(place..<place + length)
    }
    if random.oneIn(8) { text.removeLast(min(text.count, 1 + random.below(9))) }
    if text.isEmpty { text = Array("a".utf8) }
  }

  private mutating func odd() -> UInt8 {
    let marks = [settings.delimiter, settings.quote?.byte, settings.escape?.byte, settings.comment]
    return random.pick(
      marks.compactMap { $0 } + [0x22, 0x22, 0x0A, 0x0D, 0x20, 0x09, 0, 0xFF, 0xC3, 0x80, 0x78])
  }
}

extension DialectSettings.Mark {
  fileprivate var byte: UInt8? { if case .byte(let byte) = self { byte } else { nil } }
}

extension ReadingOutcome {
  /// What the reference says must come out.
  init(_ reference: ReferenceRows) {
    if reference.headerProblem != nil {
      self.init(json: "", rejects: [], error: "the header cannot be read")
      return
    }
    let rows = reference.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    var error: String?
    if rows.isEmpty, reference.rejects.isEmpty { error = "the input is empty" }
    self.init(
      json: rows.map(JSONLine.text).joined(),
      rejects: reference.rejects.map {
        Rejected($0.reason, record: $0.record, line: $0.line, offset: $0.offset)
      }, error: error)
  }
}
