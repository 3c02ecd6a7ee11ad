// What a user may have meant.

/// Finds the known name nearest to a mistyped one.
public enum NearestName {
  /// Names further away than this share of their length are no help.
  private static let farthest = 3

  /// The name in `known` that takes the fewest insertions, deletions and changes of a letter; nil
  /// when more than one letter in three would change.
  public static func find(_ name: String, in known: [String]) -> String? {
    let letters = Array(name.lowercased())
    let ranked = known.map { (name: $0, distance: distance(letters, Array($0.lowercased()))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance * farthest <= max(letters.count, best.name.count) ? best.name : nil
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let change = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
