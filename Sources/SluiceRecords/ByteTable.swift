// Exact matches of short texts, without hashing strings.
//
// Takes a text, gives the number stored under it. Built once from the mapping, read by all
// lanes; a lookup is one multiplication, one comparison of a slot and one of bytes.

/// A fixed map from byte strings to numbers.
struct ByteTable: Sendable {
  private struct Slot {
    var hash: UInt64 = 0
    var start: Int32 = 0
    /// -1 in a free slot.
    var count: Int32 = -1
    var result: Int = 0
  }

  private var slots: [Slot]
  private var keys: [UInt8] = []
  private let mask: Int
  private var longest = 0

  /// Makes a table; of equal keys the last one counts.
  init(_ entries: [(key: [UInt8], result: Int)]) {
    var size = 4
    while size < entries.count * 2 { size *= 2 }
    mask = size - 1
    slots = Array(repeating: Slot(), count: size)
    for (key, result) in entries { insert(key, result) }
  }

  /// A table of texts by their place in the list.
  init(_ texts: [String]) {
    self.init(texts.enumerated().map { (Array($0.element.utf8), $0.offset) })
  }

  var isEmpty: Bool { keys.isEmpty && longest == 0 && slots.allSatisfy { $0.count < 0 } }

  /// The number stored under `text`, or nil.
  func find(_ text: RawSpan) -> Int? {
    let count = text.byteCount
    guard count <= longest else { return nil }
    let hash = Self.hash(text)
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot.count < 0 { return nil }
      if slot.hash == hash, slot.count == count, matches(text, slot) { return slot.result }
      place = (place + 1) & mask
    }
  }

  private func matches(_ text: RawSpan, _ slot: Slot) -> Bool {
    let start = Int(slot.start)
    for offset in 0..<text.byteCount where keys[start + offset] != text[offset] { return false }
    return true
  }

  private mutating func insert(_ key: [UInt8], _ result: Int) {
    let hash = Self.hash(unsafe key.span.bytes)
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].count >= 0 {
      if slots[place].hash == hash, matches(unsafe key.span.bytes, slots[place]) { break }
      place = (place + 1) & mask
    }
    slots[place] = Slot(
      hash: hash, start: Int32(keys.count), count: Int32(key.count), result: result)
    keys += key
    longest = max(longest, key.count)
  }

  /// Mixes length, first and last bytes of a text, or all of one up to 16 bytes.
  static func hash(_ text: RawSpan) -> UInt64 {
    let count = text.byteCount
    var low: UInt64 = 0
    var high: UInt64 = 0
    if count >= 8 {
      // SAFETY: both loads are of eight bytes within `count`.
      unsafe low = text.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self)
      unsafe high = text.unsafeLoadUnaligned(fromUncheckedByteOffset: count - 8, as: UInt64.self)
    } else {
      for offset in 0..<count { low = low << 8 | UInt64(text[offset]) }
    }
    let mixed = (low ^ (UInt64(count) &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
    let more = (high ^ mixed) &* 0xC4CE_B9FE_1A85_EC53
    return more ^ (more >> 32)
  }
}
