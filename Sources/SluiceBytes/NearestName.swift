// What a user may have meant.

/// Finds the known name nearest to a mistyped one.
public enum NearestName {
  /// The most slips between a name and the known one it is taken for. Three make unlike names alike:
  /// "rest" would be near "rows".
  private static let mostSlips = 2

  /// The name in `known` that is the fewest slips (letters added, left out, changed or swapped with
  /// the next, whatever their case) away from `name`, the first of several; nil when all are more than
  /// two away, or more than one for each two letters.
  public static func find(_ name: String, in known: [String]) -> String? {
    let letters = Array(name.lowercased())
    let near = known.compactMap { candidate -> (slips: Int, name: String)? in
      let others = Array(candidate.lowercased())
      let most = min(mostSlips, max(letters.count, others.count) / 2)
      guard abs(letters.count - others.count) <= most else { return nil }
      let slips = slips(from: letters, to: others)
      return slips <= most ? (slips, candidate) : nil
    }
    return near.min { $0.slips < $1.slips }?.name
  }

  /// The fewest slips that turn `left` into `right`, no letter being touched twice (optimal string
  /// alignment).
  private static func slips(from left: [Character], to right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
