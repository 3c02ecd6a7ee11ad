// A look at the first bytes of a source that takes nothing away from it.
//
// Takes a source, gives the same bytes; owns those that were looked at until they are read.

import SluiceBytes

/// A source whose first bytes can be seen before they are read.
final class PeekingSource: ByteSource {
  private let upstream: any ByteSource
  /// Bytes that were looked at.
  private let seen = ByteBuffer(capacity: 0)
  /// How many of them have been handed on or dropped.
  private var passed = 0
  private var isAtEnd = false

  init(_ upstream: any ByteSource) { self.upstream = upstream }

  var name: String { upstream.name }
  var storedBytesRead: Int { upstream.storedBytesRead }

  /// The next bytes, which the next reads will deliver.
  /// - Parameter count: how many; fewer come back only when the stream has no more.
  func peek(_ count: Int) throws(InputError) -> [UInt8] {
    seen.removeFirst(passed)
    passed = 0
    while seen.count < count, !isAtEnd {
      let got = try seen.withSpareCapacity(minimum: count - seen.count) {
        (room: inout OutputRawSpan) throws(InputError) in try upstream.read(into: &room)
      }
      isAtEnd = got == 0
    }
    return seen.withBytes { $0.extracting(first: count).copied() }
  }

  /// Takes away bytes that were looked at.
  func drop(_ count: Int) { passed += count }

  /// Takes away lines, however long they are together.
  /// - Returns: what was taken away: fewer lines than asked for when the stream has no more, of which
  ///   the last may lack its line end.
  func dropLines(_ count: Int, endingIn lineEnd: UInt8) throws(InputError) -> DroppedLines {
    var dropped = DroppedLines()
    var isInLine = false
    while dropped.lines < count {
      let block = try peek(Self.dropStep)
      if block.isEmpty {
        dropped.lines += isInLine ? 1 : 0
        break
      }
      var end = 0
      while end < block.count, dropped.lines < count {
        dropped.lines += block[end] == lineEnd ? 1 : 0
        end += 1
      }
      isInLine = block[end - 1] != lineEnd
      drop(end)
      dropped.bytes += end
    }
    return dropped
  }

  /// Bytes looked at together while lines are dropped.
  private static let dropStep = 64 << 10

  func read(into output: inout OutputRawSpan) throws(InputError) -> Int {
    if seen.count > passed {
      let count = seen.withBytes {
        output.append(fitting: $0.extracting(droppingFirst: passed))
      }
      passed += count
      return count
    }
    return isAtEnd ? 0 : try upstream.read(into: &output)
  }
}

/// Lines taken away from the start of a text.
public struct DroppedLines: Sendable, Equatable {
  /// How many.
  public var lines = 0
  /// Bytes in them.
  public var bytes = 0

  /// None.
  public init() {}
}
