// Damaged files: whatever the text, there is a mapping or an orderly list of messages.

import SluiceRecords
import Testing

@testable import SluiceMapping

@Suite struct RobustnessTests {
  @Test func readsTheDocumentedExample() throws {
    #expect(try MappingFile.parse(documentedExample, file: "mapping.yaml") == documentedMapping)
  }

  @Test func prefixesEndInOrder() {
    // A prime step: all kinds of places are met, and an eleventh of the time is spent.
    for length in stride(from: 0, to: documentedExample.count, by: 11) {
      check(String(documentedExample.prefix(length)))
    }
  }

  @Test(arguments: 0..<6) func damagedTextEndsInOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var scalars = Array(documentedExample.unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &generator) { generator.damage(&scalars) }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      check(String(text))
    }
  }

  /// Messages are sorted, each once, of one line, and inside the file.
  private func check(_ text: String) {
    guard
      case .failure(let errors) = Result(catching: { () throws(MappingErrors) in
        try MappingFile.parse(text, file: "m")
      })
    else { return }
    let places = errors.diagnostics.map { Position(line: $0.line, column: $0.column) }
    let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" || $0 == "\u{85}" } + 1
    #expect(!errors.diagnostics.isEmpty)
    #expect(places == places.sorted())
    #expect(Set(errors.diagnostics.map(\.description)).count == errors.diagnostics.count)
    #expect(places.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 }, "\(errors)")
    for diagnostic in errors.diagnostics {
      #expect(diagnostic.description.allSatisfy { !$0.isNewline })
      #expect(!diagnostic.description.contains("sluice-repeated"))
      #expect(!diagnostic.description.contains("Yam"))
    }
  }
}

extension SeededGenerator {
  /// One change: something left out, put in, or copied from elsewhere.
  fileprivate mutating func damage(_ scalars: inout [Unicode.Scalar]) {
    let odd = Array("\t\n\r:-?*&!|>'\"{}[],#%@`~<\\\u{0}\u{85}\u{FEFF}é🦊".unicodeScalars)
    let place = Int.random(in: 0..<scalars.count, using: &self)
    let length = Int.random(in: 1...30, using: &self)
    let end = min(scalars.count, place + length)
    switch Int.random(in: 0..<4, using: &self) {
    case 0: scalars.removeSubrange(place..<end)
    case 1: scalars.insert(pick(odd), at: place)
    case 2: scalars[place] = pick(odd)
    default:
      let target = Int.random(in: 0...scalars.count, using: &self)
      scalars.insert(contentsOf: Array(scalars[place..<end]), at: target)
    }
  }
}
