import Testing

@testable import AudienceManager

@Suite("What a writer spells is read back the same")
struct LineRoundTripTests {
  /// A pair or trait with its spelling.
  private struct Written {
    var form: LineElement.Form
    var key: String
    var value: String
    var text: String
  }

  private static let alphabet = "abzAZ019 _-./:=,;|'%&äß漢😀+()[]{}<>#!?“”"

  private func quoted(_ text: String, _ needsQuotes: Bool) -> String {
    needsQuotes ? "\"\(text)\"" : text
  }

  private func pair(_ random: inout SeededGenerator, isMinimal: Bool) -> Written? {
    let key = random.text(of: Self.alphabet, count: Int.random(in: 1...14, using: &random))
    let value = random.text(of: Self.alphabet, count: Int.random(in: 1...70, using: &random))
    guard LineSyntax.problem(inKey: key) == nil else { return nil }
    let spelledKey = quoted(key, !isMinimal || with(key, LineSyntax.keyNeedsQuotes))
    let spelledValue = quoted(value, !isMinimal || with(value, LineSyntax.valueNeedsQuotes))
    return Written(form: .pair, key: key, value: value, text: "\(spelledKey)=\(spelledValue)")
  }

  private func trait(_ random: inout SeededGenerator) -> Written {
    let id = random.digits(Int.random(in: 1...9, using: &random))
    switch Int.random(in: 0...5, using: &random) {
    case 0:
      return Written(form: .addTrait, key: "d_sid", value: id, text: LineSyntax.addTraitPrefix + id)
    case 1:
      return Written(
        form: .removeTrait, key: "d_unsid", value: id, text: LineSyntax.removeTraitPrefix + id)
    case 2:
      return Written(
        form: .integrationCode, key: "ic", value: id, text: LineSyntax.integrationCodePrefix + id)
    case 3: return Written(form: .bareIntegrationCode, key: "", value: id, text: id)
    default: return Written(form: .colonRemoval, key: "", value: id, text: id + ":-1")
    }
  }

  private func elements(_ random: inout SeededGenerator, isMinimal: Bool) -> [Written] {
    (0..<Int.random(in: 1...14, using: &random)).map { _ in
      if Int.random(in: 0...4, using: &random) > 0, let pair = pair(&random, isMinimal: isMinimal) {
        return pair
      }
      return trait(&random)
    }
  }

  @Test("keys and values under both quotings", arguments: [false, true])
  func roundTrip(isMinimal: Bool) throws {
    var random = SeededGenerator(seed: isMinimal ? 6 : 7)
    for _ in 0..<1_500 {
      let written = elements(&random, isMinimal: isMinimal)
      let line = "user-1\t" + written.map(\.text).joined(separator: ",")
      try check(line, against: written)
    }
  }

  private func check(_ line: String, against written: [Written]) throws {
    var elements = LineElements(from: 7)
    for expected in written {
      let element = try with(line) { try elements.next(in: $0) }
      #expect(element?.form == expected.form, "\(line)")
      #expect(element.map { slice(line, $0.key) } == expected.key, "\(line)")
      #expect(element.map { slice(line, $0.value) } == expected.value, "\(line)")
    }
    let end = try with(line) { try elements.next(in: $0) }
    #expect(end == nil)
    #expect(elements.notes.isEmpty, "\(line)")
    let reading = with(line) { LineParser(mode: .sync).parse($0) }
    #expect(reading.error == nil && reading.notes.isEmpty)
    #expect(reading.signals == written.filter { $0.form == .pair }.count)
  }

  /// Counts by the reading of each element alone, without the shortcut over plain pairs.
  private func countsWithoutShortcut(_ line: [UInt8], from start: Int) -> (
    Int, LineError?, LineNotes
  ) {
    var elements = LineElements(from: start)
    var count = 0
    do {
      while try with(bytes: line, { try elements.next(in: $0) }) != nil { count += 1 }
    } catch {
      return (0, error as? LineError, elements.notes)
    }
    return (count, nil, elements.notes)
  }

  @Test("the shortcut over plain pairs changes nothing, on damaged lines either")
  func shortcut() {
    var random = SeededGenerator(seed: 8)
    let noise = Array("\"=,- :abic_d0".utf8)
    for _ in 0..<6_000 {
      let written = elements(&random, isMinimal: Bool.random(using: &random))
      var line = Array(("u\t" + written.map(\.text).joined(separator: ",")).utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 2..<line.count, using: &random)
        line[place] = noise[Int.random(in: 0..<noise.count, using: &random)]
      }
      let (count, error, notes) = countsWithoutShortcut(line, from: 2)
      let reading = with(bytes: line) { LineParser(mode: .sync).parse($0) }
      if let found = reading.error, found.kind == .invalidUTF8 || found.kind == .noTraits {
        continue
      }
      #expect(reading.error == error, "\(String(decoding: line, as: UTF8.self))")
      #expect(reading.signals + reading.traitsAdded + reading.traitsRemoved == count)
      #expect(reading.notes == notes)
    }
  }

  @Test("any bytes are judged without a trap, and every range lies in the line")
  func anyBytes() {
    var random = SeededGenerator(seed: 9)
    let syntax = Array("\t\t\",=:- \r0152d_sidic".utf8)
    for _ in 0..<20_000 {
      let line = (0..<Int.random(in: 0...90, using: &random)).map { _ in
        Int.random(in: 0...3, using: &random) > 0
          ? syntax[Int.random(in: 0..<syntax.count, using: &random)]
          : UInt8.random(in: 0...255, using: &random)
      }
      for mode in TransferMode.allCases {
        let reading = with(bytes: line) { LineParser(mode: mode).parse($0) }
        #expect((0...line.count).contains(reading.userID.upperBound))
        if let error = reading.error { #expect((0...line.count).contains(error.offset)) }
        _ = with(bytes: line) { OracleLineParser(mode: mode).parse($0) }
      }
    }
  }
}
