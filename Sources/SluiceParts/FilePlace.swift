// Which file a path leads to, so that two spellings of one file can be told, also of files that are
// not there yet. Links are followed as far as there is something to follow; never fails.

/// The place that a path leads to.
public struct FilePlace: Sendable, Hashable {
  /// Names from the root of the file system on, without links and dots as far as they are there.
  private let steps: [String]

  /// - Parameter path: absolute, or relative to the working directory.
  public init(_ path: String, calls: SystemCalls = SystemCalls()) {
    if let resolved = try? calls.resolve(path) {
      steps = Self.names(in: resolved)
      return
    }
    let name = path.split(separator: "/").last.map(String.init)
    guard let name, let parent = SystemCalls.parent(of: path) else {
      steps = Self.names(in: path)
      return
    }
    // What is not there is made as it is spelled.
    let above = FilePlace(parent, calls: calls).steps
    steps = name == ".." ? above.dropLast() : name == "." ? above : above + [name]
  }

  /// The first name on the way from a directory to this place; nil if this place is not below it.
  public func step(below directory: FilePlace) -> String? {
    guard steps.count > directory.steps.count, steps.starts(with: directory.steps) else {
      return nil
    }
    return steps[directory.steps.count]
  }

  /// Whether this place is `other`, or below it.
  public func isAtOrBelow(_ other: FilePlace) -> Bool { steps.starts(with: other.steps) }

  /// Whether a path leads to something that is written to as it stands, and so never replaced.
  public static func isDevice(_ path: String, calls: SystemCalls = SystemCalls()) -> Bool {
    (try? calls.facts(at: path, followingLinks: true).form) == .other
  }

  private static func names(in path: String) -> [String] {
    path.split(separator: "/").map(String.init)
  }
}
