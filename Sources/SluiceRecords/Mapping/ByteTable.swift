// Exact matches of short texts, without hashing strings.
//
// Takes a text, gives the number stored under it. All tables of a mapping share one run of slots,
// built once and read by all lanes. A lookup is two loads, two multiplications and, for texts of up to 16
// bytes, the comparison of one slot: first and last eight bytes and the length are the text.

/// Fixed maps from byte strings to numbers.
struct ByteTables: Sendable {
  /// One place of a table.
  struct Slot: Sendable {
    var words = Words(low: 0, high: 0)
    /// Bytes of the key; -1 in a free slot.
    var count: Int32 = -1
    var result: Int32 = 0
    /// Where the key starts in `keys`.
    var key = 0
  }

  /// The first and the last eight bytes of a text; of one below eight bytes all, and zero.
  struct Words: Sendable, Equatable {
    var low: UInt64
    var high: UInt64
  }

  /// One table among them.
  struct Table: Sendable {
    fileprivate var first = 0
    fileprivate var mask = 0
    /// Which bits of a hash tell the slot.
    fileprivate var shift: UInt64 = 32
    /// Bit n is set if a key has n bytes; bit 63 stands for 63 and more.
    fileprivate(set) var lengths: UInt64 = 0

    /// Whether a key has that many bytes (or there may be one).
    @inline(__always)
    func mayHold(count: Int) -> Bool { lengths &>> UInt64(min(count, 63)) & 1 != 0 }
  }

  private(set) var slots: [Slot] = []
  private(set) var keys: [UInt8] = []

  /// Adds a table of texts; what is found is a text's place in the list. Of equal texts the last
  /// one counts.
  mutating func add(_ texts: [String]) -> Table {
    var size = 4
    while size < texts.count * 2 { size *= 2 }
    let keys = texts.map { Array($0.utf8) }
    var table = Table(first: slots.count, mask: size - 1)
    table.shift = Self.bestShift(keys, table)
    slots += Array(repeating: Slot(), count: size)
    for (place, key) in keys.enumerated() { insert(key, place, into: &table) }
    return table
  }

  /// The shift that spreads the keys over the most slots: where several keys begin at one slot, the branch that
  /// tells them apart is foreseen wrongly.
  private static func bestShift(_ keys: [[UInt8]], _ table: Table) -> UInt64 {
    // SAFETY: bytes have no padding.
    let hashes = keys.map { hash(words(unsafe $0.span.bytes), $0.count) }
    var best = (shift: table.shift, slots: 0)
    var takenBy = [UInt64](repeating: 0, count: table.mask + 1)
    for shift: UInt64 in keys.count > mostTriedKeys ? best.shift...best.shift : 24...48 {
      var slots = 0
      for hash in hashes {
        let slot = Int(truncatingIfNeeded: hash &>> shift) & table.mask
        if takenBy[slot] != shift { slots += 1 }
        takenBy[slot] = shift
      }
      if slots > best.slots { best = (shift, slots) }
    }
    return best.shift
  }

  /// Keys of tables that are small enough for it to matter.
  private static let mostTriedKeys = 64

  private mutating func insert(_ key: [UInt8], _ result: Int, into table: inout Table) {
    // SAFETY: bytes have no padding.
    let words = Self.words(unsafe key.span.bytes)
    var place = Self.place(words, key.count, table)
    while slots[place].count >= 0 {
      if unsafe matches(key.span.bytes, words, slots[place]) { break }
      place = Self.next(place, table)
    }
    slots[place] = Slot(
      words: words, count: Int32(key.count), result: Int32(result), key: keys.count)
    keys += key
    table.lengths |= 1 << UInt64(min(key.count, 63))
  }

  /// The number stored under `text`, or nil.
  func find(_ text: RawSpan, in table: Table) -> Int? {
    guard table.mayHold(count: text.byteCount) else { return nil }
    let words = Self.words(text)
    var place = Self.place(words, text.byteCount, table)
    while slots[place].count >= 0 {
      if matches(text, words, slots[place]) { return Int(slots[place].result) }
      place = Self.next(place, table)
    }
    return nil
  }

  private func matches(_ text: RawSpan, _ words: Words, _ slot: Slot) -> Bool {
    guard slot.words == words, slot.count == text.byteCount else { return false }
    for offset in stride(from: 8, to: text.byteCount - 8, by: 1)
    where keys[slot.key + offset] != text[offset] { return false }
    return true
  }

  @inline(__always)
  static func place(_ words: Words, _ count: Int, _ table: Table) -> Int {
    table.first &+ Int(truncatingIfNeeded: hash(words, count) &>> table.shift) & table.mask
  }

  @inline(__always)
  static func next(_ place: Int, _ table: Table) -> Int {
    table.first &+ (place &- table.first &+ 1) & table.mask
  }

  /// Mixes a text's words and length.
  @inline(__always)
  static func hash(_ words: Words, _ count: Int) -> UInt64 {
    let low = (words.low ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return (low ^ (low &>> 29) ^ words.high) &* 0xC4CE_B9FE_1A85_EC53
  }

  /// The words of `text`.
  static func words(_ text: RawSpan) -> Words {
    let count = text.byteCount
    if count >= 8 {
      // SAFETY: both loads are of eight bytes within `count`.
      return unsafe Words(
        low: text.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self).littleEndian,
        high: text.unsafeLoadUnaligned(fromUncheckedByteOffset: count - 8, as: UInt64.self)
          .littleEndian)
    }
    if count >= 4 {
      // SAFETY: both loads are of four bytes within `count`. Where they overlap they are the same.
      let (first, last) = unsafe (
        text.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt32.self).littleEndian,
        text.unsafeLoadUnaligned(fromUncheckedByteOffset: count - 4, as: UInt32.self).littleEndian
      )
      return Words(low: UInt64(first) | UInt64(last) << UInt64(8 * (count - 4)), high: 0)
    }
    var low: UInt64 = 0
    for offset in 0..<count { low |= UInt64(text[offset]) << UInt64(8 * offset) }
    return Words(low: low, high: 0)
  }

  /// The words of `count` bytes at `text`, eight of which must be readable in any case.
  @unsafe @inline(__always)
  static func words(at text: UnsafeRawPointer, count: Int) -> Words {
    let low = unsafe UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
    if count >= 8 {
      let high = unsafe text.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      return Words(low: low, high: UInt64(littleEndian: high))
    }
    return Words(low: low & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1), high: 0)
  }
}
