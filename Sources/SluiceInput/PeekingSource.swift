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
  var totalBytes: Int? { upstream.totalBytes }
  var storedBytesRead: Int { upstream.storedBytesRead }

  /// The next bytes, which the next reads will deliver.
  /// - Parameter count: how many; fewer come back only when the stream has no more.
  func peek(_ count: Int) throws(InputError) -> [UInt8] {
    while seen.count - passed < count, !isAtEnd {
      let missing = count - (seen.count - passed)
      let got = try seen.withSpareCapacity(minimum: missing) {
        (room: inout OutputRawSpan) throws(InputError) in try upstream.read(into: &room)
      }
      isAtEnd = got == 0
    }
    return seen.withBytes { $0.extracting(droppingFirst: passed).extracting(first: count).copied() }
  }

  /// Takes away bytes that were looked at.
  func drop(_ count: Int) { passed += count }

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
