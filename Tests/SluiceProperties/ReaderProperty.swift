// Splitter, index and reader against the reference, in any dialect and chunking.
//
// An input: a byte for each part of the dialect, the kernel and the arrival, then the dump.

import SluiceRecords
import SluiceTestTools

/// Any dump in any dialect is read as the reference reads it.
enum ReaderProperty {
  static func problem(in input: [UInt8]) -> String? {
    let trial = ReaderTrial(input)
    let problem =
      IndexJudge(trial.dialect).disagreement(trial.text)
      ?? ChunkJudge(trial.dialect, trial.kernel, trial.arrival).disagreement(trial.text)
    return problem.map { "\(trial): \($0)" }
  }

  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let head = random.bytes(ReaderTrial.headLength)
    let dialect = ReaderTrial(head).dialect
    let text =
      random.oneIn(2)
      ? random.denseText(dialect, count: random.below(200))
      : random.recordText(
        dialect, records: random.below(12), fieldLengths: [0, 1, 7, 30, 62, 63, 64, 65])
    return head + text
  }
}

/// A dump, its dialect and how it arrives.
private struct ReaderTrial: CustomStringConvertible {
  let dialect: Dialect
  let kernel: ScanKernel
  let arrival: Arrival
  let text: [UInt8]

  /// Bytes that decide.
  static let headLength = 9
  /// Around what the kernels see at a time: registers, blocks.
  private static let runs = [1, 15, 30, 31, 32, 61, 62, 63, 64, 65, 126]
  /// Around batches of 64 blocks.
  private static let longRuns = [1000, 4030, 4094, 4095, 4096, 4160]
  /// Bytes of the longest text, a few batches.
  private static let most = 20_000
  /// Chunks of a text and arrivals of a chunk, about: each of them costs a walk over the rest.
  private static let mostSteps = 100

  init(_ input: [UInt8]) {
    var choices = Choices(input)
    dialect = Dialect(choosing: &choices)
    kernel = choices.pick(ScanKernel.available)
    let target = 1 + choices.number() * choices.pick([1, 1, 20])
    let step = choices.pick([1, 5, 40, 64, 700, 5000])
    text = choices.text(runsOf: Self.runs, long: Self.longRuns, most: Self.most)
    let least = 1 + text.count / Self.mostSteps
    arrival = Arrival(target: max(target, least), step: max(step, least), seed: UInt64(step))
  }

  var description: String {
    "\(kernel.name), \(dialect.testDescription), \(arrival): \(literal(text))"
  }
}

extension Dialect {
  /// A dialect by four bytes; a mark that is the delimiter or ends lines is none.
  fileprivate init(choosing choices: inout Choices) {
    let byte = choices.pick(Array(",\t;|:^ ~\"'#ax".utf8) + [1, 0x7F, 0x80, 0xC3])
    let quote = choices.pick([Ascii.quote, Ascii.apostrophe, nil, UInt8(ascii: "a")])
    let escape = choices.pick([nil, Ascii.backslash, UInt8(ascii: "~"), Ascii.quote])
    let comment = choices.pick([nil, UInt8(ascii: "#"), UInt8(ascii: "a")])
    let end = choices.number()
    self.init(
      delimiter: byte, quote: quote == byte ? nil : quote, escape: escape == byte ? nil : escape,
      comment: comment == byte || comment == quote ? nil : comment,
      lineEnd: end % 4 == 3 ? Ascii.carriageReturn : Ascii.lineFeed,
      maxRecord: [1 << 20, 4096, 3, 10, 50, 4100, 5000, 8192][end / 4 % 8])
    hasPairedLineEnds = lineEnd == Ascii.lineFeed && end / 32 % 2 == 1
  }
}
