// Users with more lines in a file than the receiver takes (section 3), counted a block of lines at a time.
//
// Plain numbers that add up: whoever has the blocks in order joins them, and knows where files end.

/// The lines of one block, as neighbouring lines of one user.
public struct UserLines: Sendable, Equatable {
  /// Lines in all.
  public let count: Int
  /// Lines of the first user at the block's start.
  public let first: Int
  /// Lines of the last user at the block's end; the same lines when the block has one user only.
  public let last: Int
  /// Users between the first and the last who have more lines than the receiver takes.
  public let crowded: Int

  /// - Parameters:
  ///   - count: lines in all.
  ///   - first: the first user's.
  ///   - last: the last user's.
  ///   - crowded: users in between with more lines than the receiver takes.
  public init(count: Int = 0, first: Int = 0, last: Int = 0, crowded: Int = 0) {
    self.count = count
    self.first = first
    self.last = last
    self.crowded = crowded
  }
}

/// Joins the lines of a file's blocks and counts users with more lines than the receiver takes.
public struct CrowdedUsers: Sendable, Equatable {
  private var open = 0
  private var closed = 0
  /// Whether the open user was counted in a file before.
  private var isOpenKnown = false

  /// Nothing counted.
  public init() {}

  /// Users so far with more than `Limits.linesPerUserAndFile` lines on end, the open one included.
  public var count: Int { closed + (isOpenCrowded ? 1 : 0) }

  private var isOpenCrowded: Bool { !isOpenKnown && open > Limits.linesPerUserAndFile }

  /// The count of a file that goes on with the last user of this one, who counts once in all.
  public var next: CrowdedUsers {
    var next = CrowdedUsers()
    next.isOpenKnown = isOpenKnown || isOpenCrowded
    return next
  }

  /// Adds the next block.
  /// - Parameters:
  ///   - lines: its lines.
  ///   - startsNewUser: whether its first line has another user than the line before it.
  public mutating func add(_ lines: UserLines, startsNewUser: Bool) {
    if lines.count == 0 { return }
    if startsNewUser { close() }
    open += lines.first
    if lines.first == lines.count { return }
    close()
    closed += lines.crowded
    open = lines.last
  }

  private mutating func close() {
    if isOpenCrowded { closed += 1 }
    open = 0
    isOpenKnown = false
  }
}
