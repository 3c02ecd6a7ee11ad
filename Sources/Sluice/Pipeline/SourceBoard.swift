// Which lane reads from which source: pure state, guarded by `ChunkQueue`.
//
// A lane stays with its source until that ends. Then it begins one that nobody has begun, and when there
// is none it joins the lanes of the source that has the fewest: reading a source is one lane's work at a
// time, so several sources are read at once as long as there are several, and what is read
// from the last one is worked on by all.

/// Lanes and the sources they read from.
struct SourceBoard {
  /// For each lane the source it reads from, by its index.
  private var places: [Int: Int] = [:]
  /// How many lanes are at each source; nil once it has ended.
  private var lanes: [Int?]
  /// The first source that nobody has begun.
  private var unbegun = 0

  init(sources: Int) { lanes = Array(repeating: 0, count: sources) }

  /// The source that a lane is to read from next; nil when all have ended.
  mutating func source(for lane: Int) -> Int? {
    if let place = places[lane], lanes[place] != nil { return place }
    guard let place = nextPlace() else { return nil }
    places[lane] = place
    lanes[place] = (lanes[place] ?? 0) + 1
    return place
  }

  /// Takes note that a source has ended.
  mutating func end(_ source: Int) { lanes[source] = nil }

  private mutating func nextPlace() -> Int? {
    if unbegun < lanes.count {
      defer { unbegun += 1 }
      return unbegun
    }
    return lanes.indices.filter { lanes[$0] != nil }.min { (lanes[$0] ?? 0) < (lanes[$1] ?? 0) }
  }
}
