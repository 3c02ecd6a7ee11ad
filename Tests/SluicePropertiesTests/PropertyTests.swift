// What must hold of any input, on inputs of every kind: such as are meant, such as are damaged, and
// such as failed once.

import SluiceProperties
import SluiceTestTools
import Testing

@Suite struct PropertyTests {
  @Test(arguments: Property.allCases)
  func holdsOfSeedsAndDamagedSeeds(property: Property) {
    var random = SeededGenerator(seed: 7)
    for seed in property.seeds(100) {
      for input in [seed, damaged(seed, &random), damaged(seed, &random)] {
        let problem = property.problem(in: input)
        #expect(problem == nil)
        if problem != nil { return }
      }
    }
  }

  /// Seeds are worth little when they decide all alike.
  @Test(arguments: Property.allCases)
  func seedsDiffer(property: Property) {
    #expect(Set(property.seeds(100)).count > 90)
  }

  @Test(arguments: Finding.all)
  func holdsOfWhatFailedOnce(finding: Finding) {
    #expect(finding.property.problem(in: finding.input) == nil)
  }

  private func damaged(_ input: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var input = input
    for _ in 0..<1 + random.below(4) where !input.isEmpty {
      let place = random.below(input.count)
      switch random.below(4) {
      case 0: input[place] = UInt8.random(in: 0...255, using: &random)
      case 1: input.insert(input[random.below(input.count)], at: place)
      case 2: input.insert(contentsOf: [0xFF, UInt8(random.below(17))], at: place)
      default: input.remove(at: place)
      }
    }
    return input
  }
}
