// UTF-8 against the standard library's judgement.

import SluiceBytes
import Testing

@testable import SluiceRecords

struct EncodingCheckTests {
  /// Every lead and second byte, with later bytes at the edges, whole and cut short.
  @Test func allSequencesAreJudgedAsTheStandardLibraryJudges() {
    let edges: [UInt8] = [0x7F, 0x80, 0xBF, 0xC0]
    for lead in UInt8(0x80)...0xFF {
      for second in UInt8.min...UInt8.max {
        for third in edges {
          for fourth in edges {
            let bytes = [lead, second, third, fourth]
            let length = bytes.withRawBytes { EncodingCheck.sequenceLength($0, at: 0) }
            let expected = (2...4).first { isValid(bytes[..<$0]) } ?? 0
            if length == expected { continue }
            Issue.record("\(literal(bytes)): \(length), standard library \(expected)")
            return
          }
        }
        for count in 1...3 {
          let bytes = Array([lead, second, 0x80].prefix(count))
          let length = bytes.withRawBytes { EncodingCheck.sequenceLength($0, at: 0) }
          let expected = (2...4).first { $0 <= count && isValid(bytes[..<$0]) } ?? 0
          if length != expected { Issue.record("\(literal(bytes)): \(length)") }
        }
      }
    }
  }

  @Test func randomBytesAreValidWhereTheStandardLibrarySaysSo() {
    for seed in seeds(4000) {
      var random = SeededGenerator(seed: seed)
      let scalars = (0..<random.below(60)).map { _ in
        random.pick([
          "a", "\u{7F}", "é", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{10FFFF}",
        ])
      }
      var bytes = scalars.flatMap { Array($0.utf8) }
      for _ in 0..<random.below(3) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = random.pick([0x80, 0xC0, 0xED, 0xF4, 0xFF, 0x61])
      }
      let isRight = faults(bytes, stretches: stretches(bytes)).isEmpty == isValid(bytes[...])
      #expect(isRight, "seed \(seed): \(literal(bytes))")
      if !isRight { return }
    }
  }

  @Test func everyNulIsReported() {
    let bytes: [UInt8] = [0x61, 0, 0xC3, 0xA9, 0, 0]
    #expect(faults(bytes, stretches: [0..<6]).map(\.position) == [1, 4, 5])
    #expect(faults(bytes, stretches: [0..<6]).allSatisfy { $0.kind == .nul })
  }

  /// Lines that masks took for one quoted field are gone over again once its quote turns out to be stray.
  @Test(arguments: ScanKernel.available.map(\.name), [nil, UInt8(ascii: "#")])
  func fieldsOfOneNULAreEmptyBehindStrayQuotes(kernel: String, comment: UInt8?) throws {
    var dialect = Dialect(delimiter: UInt8(ascii: ";"), comment: comment)
    dialect.nulIsEmpty = true
    let buffer = ByteBuffer(capacity: 100)
    buffer.append("u1;\"x\nu2;\0\nu3;\0\nu4;\"y\nu5;ok\n")
    var index = RecordIndex(dialect: dialect, kernel: try #require(ScanKernel.named(kernel)))
    buffer.withBytes { index.build($0) }
    #expect(index.recordCount == 5)
    #expect(index.faults.map(\.record) == [0, 3])
    #expect(index.faults.allSatisfy { $0.kind != .nul })
  }

  /// Stretches that overlap, or cut a sequence in two, find what one stretch over all finds.
  @Test func stretchesFindWhatTheWholeHas() {
    for seed in seeds(2000) {
      var random = SeededGenerator(seed: seed)
      let bytes = random.bytes(
        1 + random.below(30), of: [0x61, 0, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80])
      var stretches: [Range<Int>] = []
      while (stretches.last?.upperBound ?? 0) < bytes.count {
        let end = stretches.last?.upperBound ?? 0
        stretches.append(
          max(0, end - random.below(5))..<min(bytes.count, end + 1 + random.below(8)))
      }
      // Stretches may go back, but what was reported is then reported again at most.
      let found = faults(bytes, stretches: stretches)
      let expected = faults(bytes, stretches: self.stretches(bytes))
      let isSame = found.allSatisfy(expected.contains) && expected.allSatisfy(found.contains)
      #expect(isSame, "seed \(seed): \(literal(bytes)) \(stretches)")
      if !isSame { return }
    }
  }

  /// Lines in which letters are whole or not, on either side of where a kernel's blocks end.
  @Test func kernelsFindTheLinesThatAreNoText() {
    let letters: [[UInt8]] = [
      [0x61], [0x62], [0xC3, 0xA9], [0xDF, 0xBF], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80],
    ]
    let damage: [[UInt8]] = [[0], [0xC3], [0xA9], [0xC0, 0x80], [0xC3, 0], [0xE2, 0x82], [0xFF]]
    for seed in seeds(1000) {
      var random = SeededGenerator(seed: seed)
      // In most languages of dumps no letter takes more than two bytes.
      let alphabet = random.pick([letters, Array(letters.prefix(4))])
      var lines: [[UInt8]] = []
      for _ in 0..<1 + random.below(12) {
        var line: [UInt8] = [0x78]
        for _ in 0..<random.below(40) {
          line += random.oneIn(60) ? random.pick(damage) : random.pick(alphabet)
        }
        lines.append(line)
      }
      let wrong = lines.indices.filter { lines[$0].contains(0) || !isValid(lines[$0][...]) }
      for kernel in ScanKernel.available {
        var index = RecordIndex(dialect: Dialect(), kernel: kernel)
        buffer(lines.flatMap { $0 + [Ascii.lineFeed] }).withBytes { index.build($0) }
        let isSame = index.faults.map(\.record) == wrong
        #expect(isSame, "seed \(seed), \(kernel.name): \(literal(lines.joined()))")
        if !isSame { return }
      }
    }
  }

  private func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  /// All of a text, 64 bytes at a time.
  private func stretches(_ bytes: [UInt8]) -> [Range<Int>] {
    stride(from: 0, to: bytes.count, by: 64).map { $0..<min($0 + 64, bytes.count) }
  }

  private struct Fault: Equatable {
    var position: Int
    var kind: EncodingCheck.Finding
  }

  private func faults(_ bytes: [UInt8], stretches: [Range<Int>]) -> [Fault] {
    var check = EncodingCheck()
    var faults: [Fault] = []
    bytes.withRawBytes { text in
      for stretch in stretches {
        var bits: UInt64 = 0
        for place in stretch where text[place] == 0 || text[place] >= 0x80 {
          bits |= 1 << UInt64(place - stretch.lowerBound)
        }
        check.check(text, from: stretch.lowerBound, bits: bits) {
          faults.append(Fault(position: $0, kind: $1))
        }
      }
    }
    return faults
  }
}
