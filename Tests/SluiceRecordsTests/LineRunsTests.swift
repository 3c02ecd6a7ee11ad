// Users with too many lines, however their lines fall into blocks.

import AudienceManager
import Testing

@testable import SluiceRecords

struct LineRunsTests {
  @Test func blocksMakeNoDifference() {
    for seed in seeds(400) {
      var random = SeededGenerator(seed: seed)
      let lengths = (0..<random.below(12)).map { _ in
        random.pick([1, 2, 3, 199, 200, 201, 202, 450])
      }
      let expected = lengths.count { $0 > Limits.linesPerUserAndFile }
      let users = lengths.enumerated().flatMap { user, count in
        [Int](repeating: user, count: count)
      }
      var crowded = CrowdedUsers()
      var start = 0
      while start < users.count {
        let end = min(users.count, start + 1 + random.below(random.pick([2, 150, 1000])))
        var runs = LineRuns()
        for place in start..<end {
          runs.add(isSameUser: place > start && users[place] == users[place - 1])
        }
        let isNew = start == 0 || users[start] != users[start - 1]
        let isSplit = random.oneIn(2) && users[start] != users[end - 1]
        let last = isSplit ? runs.takeLast() : nil
        crowded.add(runs.users, startsNewUser: isNew)
        if let last { crowded.add(last.users, startsNewUser: true) }
        start = end
      }
      #expect(crowded.count == expected, "seed \(seed): \(lengths)")
    }
  }
}
