// Texts and dialects in which everything collides with everything.

package import SluiceRecords
package import SluiceTestTools

extension SeededGenerator {
  /// A dialect of which each part is met.
  package mutating func dialect(maxRecords: [Int]) -> Dialect {
    let delimiter = pick(Array(",,\t;|:^ ".utf8) + [1])
    var dialect = Dialect(
      delimiter: delimiter, quote: pick([Ascii.quote, Ascii.quote, Ascii.apostrophe, nil]),
      escape: pick([nil, nil, nil, Ascii.backslash, UInt8(ascii: "~"), Ascii.quote]),
      comment: pick([nil, nil, nil, UInt8(ascii: "#")]),
      lineEnd: oneIn(5) ? Ascii.carriageReturn : Ascii.lineFeed, maxRecord: pick(maxRecords))
    dialect.hasPairedLineEnds = dialect.lineEnd == Ascii.lineFeed && oneIn(2)
    return dialect
  }

  /// Bytes of which nearly each one means something.
  package mutating func denseText(_ dialect: Dialect, count: Int) -> [UInt8] {
    var alphabet = special(dialect) + Array("ab".utf8)
    if oneIn(2) { alphabet += Array("abcdt0".utf8) }
    if oneIn(3) { alphabet += [Ascii.space, Ascii.tab, Ascii.carriageReturn] }
    if oneIn(4) { alphabet += [0, 0x80, 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80] }
    return pieces(count, of: alphabet.map { [$0] } + longPieces(dialect))
  }

  /// What only means something whole: an escaped line end, a quoted field that never ends, a mark.
  private mutating func longPieces(_ dialect: Dialect) -> [[UInt8]] {
    let end = dialect.lineEnd
    var pieces: [[UInt8]] = []
    if oneIn(3) { pieces += [[end, 0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF]] }
    if let escape = dialect.escape, oneIn(2) { pieces += [[escape, end], [escape, 0x0D, end]] }
    if let quote = dialect.quote, oneIn(3) {
      let line = [UInt8(ascii: "a"), quote, dialect.delimiter, quote, end]
      pieces += [line, line + line + line]
    }
    return pieces
  }

  /// Lines of which most are the start of a record that does not end with them, in one state or another.
  package mutating func endlessText(_ dialect: Dialect, lines: Int) -> [UInt8] {
    let (quote, escape) = (dialect.quote ?? 0x22, dialect.escape ?? 0x5C)
    let (between, end) = (dialect.delimiter, dialect.lineEnd)
    var kinds: [[UInt8]] = [
      [0x61, quote, between, quote, end], [escape, end], [escape, 0x0D, end], [quote, end],
      [0x61, end],
      [quote, quote, between, quote, end], [0x61, escape, quote, between, quote, escape, end],
      [quote, 0x61, quote, end], [0xEF, 0xBB, 0xBF, quote, end],
      [0x61, between, quote, escape, quote, end],
    ]
    kinds = (0..<1 + below(4)).map { _ in pick(kinds) }
    return (0..<lines).flatMap { _ in
      bytes(below(oneIn(9) ? 90 : 3), of: [0x62, between]) + pick(kinds)
    }
  }

  private mutating func pieces(_ count: Int, of choice: [[UInt8]]) -> [UInt8] {
    (0..<count).flatMap { _ in pick(choice) }
  }

  /// Records as programs write them, with a fault now and then.
  package mutating func recordText(_ dialect: Dialect, records: Int, fieldLengths: [Int]) -> [UInt8]
  {
    let faults = pick([0, 0, 40, 8])
    let lineEnd = pick(lineEnds(dialect))
    var text: [UInt8] = []
    for _ in 0..<records {
      for field in 0..<1 + below(4) {
        if field > 0 { text.append(dialect.delimiter) }
        text += self.field(dialect, length: pick(fieldLengths), faults: faults)
      }
      text += lineEnd
    }
    if oneIn(3) { text.removeLast(min(text.count, lineEnd.count)) }
    return text
  }

  private mutating func lineEnds(_ dialect: Dialect) -> [[UInt8]] {
    let end = dialect.lineEnd
    return [[end], [end], [Ascii.carriageReturn, end], [Ascii.carriageReturn] + [0x0D, end]]
  }

  private mutating func field(_ dialect: Dialect, length: Int, faults: Int) -> [UInt8] {
    let plain = Array("abcdefghij 0123456789é€".utf8)
    let pieces = (0..<length).map { _ in pick(plain) }
    let said = oneIn(9) ? denseText(dialect, count: min(length, 9)) : pieces.filter { $0 < 0x80 }
    let foreign = oneIn(20) ? Array("né€😀".utf8) : []
    guard let quote = dialect.quote, oneIn(2) else {
      return faults > 0 && oneIn(faults)
        ? said + foreign : (said + foreign).filter { !special(dialect).contains($0) }
    }
    let inner = (said + foreign).flatMap { byte in
      byte == quote || byte == dialect.escape ? [dialect.escape ?? quote, byte] : [byte]
    }
    let isFaulty = faults > 0 && oneIn(faults)
    let after = isFaulty ? pick([[], [Ascii.space], [UInt8(ascii: "x")], [quote]]) : [quote]
    return [quote] + inner + after + (oneIn(30) ? [Ascii.space, Ascii.space] : [])
  }

  private func special(_ dialect: Dialect) -> [UInt8] {
    [dialect.delimiter, dialect.lineEnd, Ascii.carriageReturn, Ascii.lineFeed]
      + [dialect.quote, dialect.quote, dialect.escape, dialect.comment].compactMap { $0 }
  }
}
