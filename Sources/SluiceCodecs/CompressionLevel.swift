// The user's level 1 to 9, and what compresses at it.

/// How much time goes into making the output smaller: 1 is the fastest, 9 the smallest.
///
/// Levels 1 to 3 are our own deflate for lines; 4 is zlib's 5, and 5 to 9 are zlib's own. As a rule speed
/// falls and the ratio improves from level to level.
public struct CompressionLevel: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1...9.
  public let number: Int

  /// The levels there are.
  public static let range = 1...9

  /// The fastest level. It is also the default: it makes lines as small as zlib does at level 4, which takes
  /// six times as long.
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

  /// What compresses at this level, with its own name for it: `lines 1`, `zlib 6`.
  public var description: String {
    switch engine {
    case .lines: "lines \(number)"
    case .zlib(let level): "zlib \(level)"
    }
  }

  /// A compressor and its own level.
  enum Engine: Hashable {
    /// Our own, which tries so many earlier places of each kind.
    case lines(ways: Int)
    case zlib(Int)
  }

  var engine: Engine {
    switch number {
    case 1: .lines(ways: 1)
    case 2: .lines(ways: 2)
    case 3: .lines(ways: 4)
    // zlib's 4 makes lines larger than our 3.
    case 4: .zlib(5)
    default: .zlib(number)
    }
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
