// A trait that one record, or one line, both adds and removes: noticed cheaply, then proved from the lines.
//
// While a record is mapped only a bit for each trait is kept, added and removed ones apart. When the
// two have a bit in common, which most records never come to, the record's lines are read
// again. Pure; allocates only then.

import AudienceManager
import SluiceBytes

/// The traits of a record as bits: each trait sets one of 64, so that two that share a bit may be
/// the same trait, and two that do not never are.
struct TraitBits: Sendable, Equatable {
  var added: UInt64 = 0
  var removed: UInt64 = 0

  /// Whether a trait may be on both sides.
  @inline(__always)
  var mayConflict: Bool { added & removed != 0 }

  /// Whether a trait may be in both, on the same side.
  func intersects(_ other: TraitBits) -> Bool {
    added & other.added != 0 || removed & other.removed != 0
  }

  @inline(__always)
  mutating func formUnion(_ other: TraitBits) {
    added |= other.added
    removed |= other.removed
  }

  /// Adds trait IDs, negative ones as removals.
  init(_ ids: [Int]) {
    for id in ids {
      if id < 0 { removed |= Self.bit(UInt64(id.magnitude)) } else { added |= Self.bit(UInt64(id)) }
    }
  }

  init() {}

  mutating func insert(_ digits: RawSpan, isAdded: Bool) {
    // Leading zeros change nothing, so that 024 and 24 are one trait.
    var number: UInt64 = 0
    for offset in 0..<digits.byteCount {
      number = number &* 10 &+ UInt64(digits[offset] &- Ascii.zero)
    }
    if isAdded { added |= Self.bit(number) } else { removed |= Self.bit(number) }
  }

  /// One of 64 bits, by a multiplication that spreads near numbers.
  private static func bit(_ number: UInt64) -> UInt64 {
    1 << ((number &* 0x9E37_79B9_7F4A_7C15) >> 58)
  }
}

/// The proof that a record adds and removes the same trait.
enum TraitConflict {
  /// - Parameters:
  ///   - lines: the record's lines, good ones; the first byte after an ID need not be a tab yet.
  ///   - idCount: bytes before the traits of each line.
  static func exists(in lines: RawSpan, idCount: Int) -> Bool {
    var bits = TraitBits()
    forEachTrait(in: lines, idCount) { bits.insert($0, isAdded: $1) }
    return bits.mayConflict && areShared(lines, idCount)
  }

  private static func areShared(_ lines: RawSpan, _ idCount: Int) -> Bool {
    var added: Set<[UInt8]> = []
    var removed: Set<[UInt8]> = []
    forEachTrait(in: lines, idCount) { digits, isAdded in
      let number = Array(digits.copied().drop { $0 == Ascii.zero })
      if isAdded { added.insert(number) } else { removed.insert(number) }
    }
    return !added.isDisjoint(with: removed)
  }

  private static func forEachTrait(
    in lines: RawSpan, _ idCount: Int, _ body: (RawSpan, _ isAdded: Bool) -> Void
  ) {
    var start = 0
    while start < lines.byteCount {
      var end = start
      while end < lines.byteCount, lines[end] != Ascii.lineFeed { end += 1 }
      let line = lines.extracting(start..<end)
      var elements = LineElements(from: idCount + 1)
      // The lines are known to be well formed, so there is no error to report.
      while let element = try? elements.next(in: line) {
        switch element.form {
        case .addTrait: body(line.extracting(element.value), true)
        case .removeTrait, .colonRemoval: body(line.extracting(element.value), false)
        default: break
        }
      }
      start = end + 1
    }
  }
}
