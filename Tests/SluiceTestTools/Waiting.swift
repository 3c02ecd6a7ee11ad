// Waiting for what other processes and threads do, on a condition and never for a time.

import Dispatch
public import Foundation

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

extension Process {
  /// Far more than the longest run of any test takes, in seconds.
  private static let longest = 1200.0

  /// Waits until the process has ended; kills one that does not, with all that it has started, so that its
  /// test fails instead of never ending.
  public func waitOrKill() {
    let process = processIdentifier
    // Each is started in a group of its own, and counts as running while a child of it does.
    let killing = DispatchWorkItem { kill(-process, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.longest, execute: killing)
    waitUntilExit()
    killing.cancel()
  }
}
