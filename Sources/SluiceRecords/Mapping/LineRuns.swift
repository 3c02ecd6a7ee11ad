// How many lines neighbours of one user make: the receiver drops those past its most a file.
//
// Counted while lines are written, a block at a time; blocks are joined by whoever has them in order.
// Plain numbers, no allocation.

import AudienceManager

/// The lines of one block of output, as runs of one user.
public struct LineRuns: Sendable, Equatable {
  /// Lines of the first user at the block's start.
  public private(set) var first = 0
  /// Lines of the last user at the block's end; the same lines when the block has one user only.
  public private(set) var last = 0
  /// Lines in all.
  public private(set) var lines = 0
  /// Users between the first and the last who have more lines than the receiver takes (section 3).
  public private(set) var crowded = 0

  /// No line.
  public init() {}

  /// Counts a line.
  /// - Parameter isSameUser: whether its user is that of the line before.
  @inline(__always)
  mutating func add(isSameUser: Bool) {
    lines &+= 1
    if isSameUser {
      last &+= 1
    } else {
      endRun()
    }
    if last == lines { first = lines }
  }

  /// Takes away the last user's lines, which are not all of them.
  /// - Returns: these lines by themselves.
  public mutating func takeLast() -> LineRuns {
    var taken = LineRuns()
    (taken.first, taken.last, taken.lines) = (last, last, last)
    lines -= last
    // The user before was counted as one in between, or is the first; what follows is another.
    last = lines == first ? first : 0
    return taken
  }

  private mutating func endRun() {
    if last < lines &- 1, last > Limits.linesPerUserAndFile { crowded &+= 1 }
    last = 1
  }
}

/// Joins the runs of blocks and counts users with more lines than the receiver takes.
public struct CrowdedUsers: Sendable {
  private var open = 0
  private var closed = 0

  /// Nothing counted.
  public init() {}

  /// Users so far with more than `Limits.linesPerUserAndFile` lines on end, the open one included.
  public var count: Int { closed + (open > Limits.linesPerUserAndFile ? 1 : 0) }

  /// Adds the next block.
  /// - Parameters:
  ///   - runs: its lines.
  ///   - startsNewUser: whether its first line has another user than the line before it.
  public mutating func add(_ runs: LineRuns, startsNewUser: Bool) {
    if runs.lines == 0 { return }
    if startsNewUser { close() }
    open += runs.first
    if runs.first == runs.lines { return }
    close()
    closed += runs.crowded
    open = runs.last
  }

  private mutating func close() {
    if open > Limits.linesPerUserAndFile { closed += 1 }
    open = 0
  }
}
