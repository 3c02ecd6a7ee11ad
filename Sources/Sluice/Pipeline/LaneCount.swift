// How many lanes a job may have, and how many it has if nobody says.

import FoundationEssentials

/// The number of parallel lanes of a job.
public enum LaneCount {
  /// What a job may have: more lanes than this only cost memory.
  public static let range = 1...256
  /// One for each processor that this process may run on.
  public static let usual = min(range.upperBound, ProcessInfo.processInfo.activeProcessorCount)

  /// - Throws: `SluiceError` of code `usage` for a number that no job may have.
  static func check(_ lanes: Int) throws(SluiceError) {
    if range.contains(lanes) { return }
    throw SluiceError(
      .usage,
      "not a number of lanes: \(lanes) (expected: \(range.lowerBound) to \(range.upperBound))")
  }
}
