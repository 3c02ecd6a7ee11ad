// Batches come out in order whatever the order they go in, and nobody is given one twice.

import Testing

@testable import Sluice

@Suite struct SequencerTests {
  /// Plays lanes that submit in a given order, each writing at once what it is given.
  private func written(_ order: [Int]) -> [Int] {
    var state = SequencerState<Int>()
    var written: [Int] = []
    for number in order {
      var next = state.submit(number, number: number)
      while let batch = next {
        written.append(batch)
        next = state.written()
      }
    }
    return written
  }

  @Test("every order of six batches comes out sorted")
  func allOrders() {
    func permutations(_ rest: [Int], _ head: [Int]) {
      if rest.isEmpty {
        #expect(written(head) == Array(0..<6), "submitted as \(head)")
        return
      }
      for (place, number) in rest.enumerated() {
        var others = rest
        others.remove(at: place)
        permutations(others, head + [number])
      }
    }
    permutations(Array(0..<6), [])
  }

  @Test("while one lane writes, others leave theirs")
  func busy() {
    var state = SequencerState<String>()
    #expect(state.submit("a", number: 0) == "a")
    #expect(state.submit("c", number: 2) == nil)
    #expect(state.submit("b", number: 1) == nil)
    #expect(state.written() == "b")
    #expect(state.written() == "c")
    #expect(state.written() == nil)
    #expect(state.submit("d", number: 3) == "d")
  }
}
