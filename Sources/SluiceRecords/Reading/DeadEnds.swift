// What was learnt from damaged records of many lines: where walks lead that come by the same place.
//
// A damaged record costs one line, and reading goes on with the next: a walk over what the one before has
// just gone over, up to the largest record. Where two walks meet in the same state they are one
// from there on, so the first is remembered and the second goes on at its end. In any place at most two
// walks are apart, one within quotes and one not, so every byte is gone over a few times and no more.
//
// Takes records that turned out damaged and starts of others, gives their outcomes where they follow from
// the former: always what the exact reader alone would say. Owns places, at most one in 64 bytes of a record.

/// Walks through damaged records.
struct DeadEnds {
  /// A walk that has not come to the end of a record.
  private struct Trail {
    /// Places on its way, in rising order.
    var places: [RecordWalk]
    /// How far it has been followed.
    var head: RecordWalk
    /// Whether what stands at the head makes a record bad.
    var isStray = false

    /// The first remembered place after `position`.
    func place(after position: Int) -> RecordWalk? {
      var range = places.startIndex..<places.endIndex
      while !range.isEmpty {
        let middle = range.lowerBound + range.count / 2
        range =
          places[middle].position > position
          ? range.lowerBound..<middle : middle + 1..<range.upperBound
      }
      return range.lowerBound < places.endIndex ? places[range.lowerBound] : nil
    }
  }

  private var trails: [Trail] = []

  /// Bytes between remembered places: what a walk goes until it can be seen to be another.
  private static let spacing = 64
  /// Bytes at the end of a text that are not gone over for good: an escape there may take those to come.
  private static let undecided = 3

  /// Moves all places with a text of which `count` bytes at the start are gone.
  mutating func drop(_ count: Int) {
    for number in trails.indices {
      trails[number].head.position -= count
      trails[number].places.removeAll { $0.position <= count }
      for place in trails[number].places.indices {
        trails[number].places[place].position -= count
      }
    }
    trails.removeAll { $0.head.position <= 0 }
  }

  /// Takes note of a damaged record, if it went beyond the line it costs.
  mutating func add(_ damage: Damage, _ bytes: RawSpan, _ reader: ExactReader, isFinal: Bool) {
    guard damage.position >= damage.next else { return }
    let start = RecordWalk(position: damage.start)
    trails.append(Trail(places: [start], head: start))
    extend(
      trails.count - 1, to: reader.bound(bytes, from: damage.start), bytes, reader, isFinal: isFinal
    )
  }

  /// What the record at `start` is, if it is not a good one and meets a walk that is known.
  /// - Parameter start: not before that of the last call.
  mutating func outcome(
    at start: Int, _ bytes: RawSpan, _ reader: ExactReader, isFinal: Bool
  ) -> RecordOutcome? {
    if trails.isEmpty { return nil }
    trails.removeAll { $0.head.position <= start }
    if reader.isComment(bytes, at: start) { return nil }
    let bound = reader.bound(bytes, from: start)
    var walk = RecordWalk(position: start)
    var nothing = NoFields()
    while let (trail, place) = nextPlace(after: walk.position), place.position < bound {
      let halt = reader.advance(
        &walk, bytes, to: place.position, isFinal: isFinal, sink: &nothing)
      if halt != .bound { return nil }
      if walk == place {
        extend(trail, to: bound, bytes, reader, isFinal: isFinal)
        return outcome(of: trail, for: start, to: bound, bytes, reader, isFinal: isFinal)
      }
    }
    return nil
  }

  /// The first remembered place after `position`, and whose it is.
  private func nextPlace(after position: Int) -> (trail: Int, place: RecordWalk)? {
    var first: (trail: Int, place: RecordWalk)?
    for number in trails.indices {
      guard let place = trails[number].place(after: position) else { continue }
      if place.position < first?.place.position ?? .max { first = (number, place) }
    }
    return first
  }

  /// Follows a trail as far as is sure.
  private mutating func extend(
    _ number: Int, to bound: Int, _ bytes: RawSpan, _ reader: ExactReader, isFinal: Bool
  ) {
    let end = min(bound, bytes.byteCount - Self.undecided)
    var nothing = NoFields()
    while !trails[number].isStray, trails[number].head.position < end {
      let next = (trails[number].places.last?.position ?? 0) + Self.spacing
      let halt = reader.advance(
        &trails[number].head, bytes, to: min(max(next, trails[number].head.position + 1), end),
        isFinal: isFinal, sink: &nothing)
      if halt == .lineEnd { return }
      trails[number].isStray = halt == .stray
      if trails[number].head.position >= next { trails[number].places.append(trails[number].head) }
    }
  }

  /// What the record at `start` is whose walk has become that of a trail.
  private func outcome(
    of number: Int, for start: Int, to bound: Int, _ bytes: RawSpan, _ reader: ExactReader,
    isFinal: Bool
  ) -> RecordOutcome? {
    var walk = trails[number].head
    var nothing = NoFields()
    let halt = reader.advance(&walk, bytes, to: bound, isFinal: isFinal, sink: &nothing)
    let outcome = reader.judge(halt, walk, bytes, from: start, isFinal: isFinal, sink: &nothing)
    if case .record = outcome { return nil }
    return outcome
  }
}

/// For walks of which only the halt matters.
private struct NoFields: FieldEndSink {
  mutating func endField(at position: Int) {}
}
