// The user's level 1 to 9, and which library compresses at it.

/// How much time goes into making the output smaller: 1 is the fastest, 9 the smallest.
///
/// With ISA-L built in, levels 1 to 3 are its levels and 4 to 9 are zlib's; without it all nine are
/// zlib's. As a rule speed falls and the ratio improves from level to level.
public struct CompressionLevel: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1...9.
  public let number: Int

  /// The levels there are.
  public static let range = 1...9

  /// The fastest level. It is also the default: with ISA-L it is four times as fast as zlib's
  /// fastest and compresses better, and a dump's lines gain little from more.
  public static let fastest = CompressionLevel(unchecked: 1)

  /// Makes a level; nil when `number` is not in ``range``.
  public init?(_ number: Int) {
    guard Self.range.contains(number) else { return nil }
    self.init(unchecked: number)
  }

  private init(unchecked number: Int) { self.number = number }

  /// All levels, the fastest first.
  public static let all = range.map { CompressionLevel(unchecked: $0) }

  /// The faster one is the lesser.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// Which library compresses at this level, with its own name for it: `ISA-L 1`, `zlib 6`.
  public var description: String {
    switch engine {
    #if ISAL
      case .isal(let level): "ISA-L \(level)"
    #endif
    case .zlib(let level): "zlib \(level)"
    }
  }

  /// A library and its own level.
  enum Engine: Hashable {
    #if ISAL
      case isal(Int)
    #endif
    case zlib(Int)
  }

  var engine: Engine {
    #if ISAL
      if number <= 3 { return .isal(number) }
    #endif
    return .zlib(number)
  }
}

/// What this build of the library is made of.
public enum CodecSupport {
  /// Whether ISA-L is built in.
  public static var hasISAL: Bool {
    #if ISAL
      true
    #else
      false
    #endif
  }
}
