// Waiting for what other processes and threads do, on a condition and never for a time.

import Foundation

/// Something that was waited for and did not come.
public struct WaitingError: Error, CustomStringConvertible {
  /// What was waited for, and why no longer.
  public var description: String

  /// Makes an error with its text.
  public init(_ description: String) { self.description = description }
}

/// Looked at this often: little beside what a process takes to start.
private let pause = 0.002

/// Waits until `isSo`.
/// - Parameters:
///   - limit: the longest time to wait, many times what a slow and busy machine takes.
///   - what: what is waited for, for the error's text.
/// - Throws: `WaitingError` when the limit has passed.
public func waitUntil(
  limit: Duration = .seconds(60), _ what: String, _ isSo: () throws -> Bool
) throws {
  let end = ContinuousClock.now + limit
  while try !isSo() {
    if ContinuousClock.now > end {
      throw WaitingError("waited for \(limit) in vain: \(what)")
    }
    Thread.sleep(forTimeInterval: pause)
  }
}
