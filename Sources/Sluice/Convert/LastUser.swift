// Where the last user of a block of lines begins, so that a part can end there: plain lines, unlike
// compressed ones, can be cut at any line, and a part that goes through another program can't be
// cut far back.

import SluiceBytes
import SluiceRecords

/// The lines of the user that a block ends with.
struct LastUser: Equatable {
  /// Where they begin in the block; 0 when they are all of it.
  private(set) var start: Int
  private(set) var lineCount = 1

  /// - Parameters:
  ///   - lines: whole lines, at least one.
  ///   - idColumns: columns of a line up to the user's ID, each with a tab after it.
  init(of lines: RawSpan, idColumns: Int = 1) {
    start = Self.lineStart(before: lines.byteCount, in: lines)
    while start > 0 {
      let previous = Self.lineStart(before: start, in: lines)
      guard Self.haveOneUser(previous, start, idColumns, in: lines) else { return }
      start = previous
      lineCount += 1
    }
  }

  /// Where the line begins that ends at `end`.
  private static func lineStart(before end: Int, in lines: RawSpan) -> Int {
    var start = end - 1
    while start > 0, lines.byte(at: start - 1) != Ascii.lineFeed { start -= 1 }
    return start
  }

  /// Whether the lines that begin at two places have the same bytes up to the tab after the ID.
  private static func haveOneUser(
    _ first: Int, _ second: Int, _ idColumns: Int, in lines: RawSpan
  ) -> Bool {
    var length = 0
    var tabs = 0
    while second + length < lines.byteCount {
      let byte = lines.byte(at: second + length)
      if byte != lines.byte(at: first + length) { return false }
      if byte == Ascii.tab { tabs += 1 }
      if tabs == idColumns { return true }
      length += 1
    }
    return false
  }
}

extension ConvertBatch {
  /// Makes a block of its own of the lines of the user whom a route's last, plain block ends with.
  /// - Parameter idColumns: columns of a line up to the user's ID.
  func splitLastUser(of route: Int, idColumns: Int) {
    guard var block = routes[route].blocks.popLast() else { return }
    let last = stored.withBytes {
      LastUser(of: $0.extracting(block.stored), idColumns: idColumns)
    }
    guard last.start > 0 else { return routes[route].blocks.append(block) }
    let cut = block.stored.lowerBound + last.start
    var end = BatchBlock(
      stored: cut..<block.stored.upperBound, rawCount: block.stored.upperBound - cut,
      lineCount: last.lineCount)
    end.runs = block.runs.takeLast()
    block.stored = block.stored.lowerBound..<cut
    block.rawCount = block.stored.count
    block.lineCount -= last.lineCount
    routes[route].blocks += [block, end]
  }
}
