// How many lines neighbours of one user make: the receiver drops those past its most a file.
//
// Counted while lines are written, a block at a time; blocks are joined by whoever has them in order.
// Plain numbers, no allocation.

public import AudienceManager

/// The lines of one block of output, as runs of one user.
public struct LineRuns: Sendable, Equatable {
  /// Lines in all.
  public private(set) var lines = 0
  /// Users between the first and the last who have more lines than the receiver takes (section 3).
  public private(set) var crowded = 0
  /// The line that the last user's lines begin with.
  private var lastStart = 0
  /// Lines of the first user once another has come; 0 until then.
  private var firstCount = 0

  /// No line.
  public init() {}

  /// Lines of the first user at the block's start.
  public var first: Int { firstCount == 0 ? lines : firstCount }
  /// Lines of the last user at the block's end; the same lines when the block has one user only.
  public var last: Int { lines - lastStart }
  /// All of it in plain numbers.
  public var users: UserLines {
    UserLines(count: lines, first: first, last: last, crowded: crowded)
  }

  /// Counts a line.
  /// - Parameter isSameUser: whether its user is that of the line before.
  @inline(__always)
  mutating func add(isSameUser: Bool) {
    if !isSameUser {
      // Nearly every user in between has few lines, and nothing to be noted.
      if firstCount == 0 || lines &- lastStart > Limits.linesPerUserAndFile { endRun() }
      lastStart = lines
    }
    lines &+= 1
  }

  private mutating func endRun() {
    if firstCount == 0 { firstCount = last } else { crowded += 1 }
  }

  /// Takes away the last user's lines, which are not all of them.
  /// - Returns: these lines by themselves.
  public mutating func takeLast() -> LineRuns {
    var taken = LineRuns()
    taken.lines = last
    lines -= taken.lines
    // The user before is the first, or was counted as one in between; what follows is another.
    lastStart = lines == firstCount ? 0 : lines
    if lines == firstCount { firstCount = 0 }
    return taken
  }
}
