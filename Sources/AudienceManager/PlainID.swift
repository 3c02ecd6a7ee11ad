// IDs of which there is nothing to say: what a checker asks of nearly every line.
//
// Takes a view of the ID's bytes, gives a yes or no; one pass for IDs of letters and digits.

extension IDType {
  /// Whether an ID is good and nothing about it is suspicious: no problem (section 4), no
  /// suspicion, and nothing in it that looks like personal data (section 1).
  /// - Parameter id: the ID's bytes, without anything around them.
  public func isUnremarkable(_ id: RawSpan) -> Bool {
    if self == .dpuuid, PlainToken.matches(id) { return !Placeholder.isOne(id) }
    return problem(in: id) == nil && suspicion(in: id) == nil && personalData(in: id) == nil
  }

  /// The kind of personal data that a customer's own ID looks like. Device IDs and UUIDs have forms
  /// that leave no room for any.
  public func personalData(in id: RawSpan) -> PersonalDataDetector.Kind? {
    self == .dpuuid ? PersonalDataDetector.kind(of: id) : nil
  }
}

/// ASCII letters, digits and `_`: no sign that any rule asks about.
private enum PlainToken {
  static func matches(_ id: RawSpan) -> Bool {
    let count = id.byteCount
    if count == 0 { return false }
    var position = 0
    while position &+ 8 <= count {
      if plain(id.word(at: position)) != Lanes.highBits { return false }
      position &+= 8
    }
    // Lanes behind the ID are filled with a byte that is plain.
    let padding = position == count ? 0 : Lanes.all(Ascii.zero) &<< UInt64(8 &* (count &- position))
    return position == count || plain(id.lastWord(from: position) | padding) == Lanes.highBits
  }

  private static func plain(_ word: UInt64) -> UInt64 {
    // Letters in either case at once: bit 5 is all that differs.
    Lanes.digits(word) | Lanes.inRange(word | Lanes.all(0x20), 0x61, 0x7a)
      | Lanes.equal(word, 0x5f)
  }
}
