// A text file beside the parts, such as the rejected records: buffered, appended to, and like
// the parts without its name until it is complete.
//
// Takes bytes from any thread, one call at a time. Either it belongs to a set and is named with
// it, or it stands alone at a path of the user's choice and is named by `finish`.

import SluiceBytes
import Synchronization

/// A file written beside the parts.
public final class CompanionFile: Sendable {
  /// Bytes gathered before a write: these files grow slowly.
  private static let bufferSize = 64 << 10

  /// Where the file will be.
  public let path: String

  private let isPrivate: Bool
  private let target: Target
  private let state: Mutex<State>

  private enum Target {
    /// A name in a set's directory, given by the set.
    case set(name: String)
    /// A name in a directory of its own choice.
    case own(Workspace, name: String, replaceExisting: Bool)
    /// A device or pipe, which is written to as it stands.
    case device
  }

  private struct State {
    var sink: Sink
    var count = 0
  }

  private enum Sink {
    case file(OutputFile)
    case device(SystemCalls, Int32)
    /// Nothing more is taken.
    case closed
  }

  /// A companion of a set, whose workspace removes the file if the set comes to nothing.
  init(of workspace: Workspace, name: String, isPrivate: Bool) throws(PartError) {
    path = workspace.path(of: name)
    target = .set(name: name)
    self.isPrivate = isPrivate
    state = Mutex(State(sink: .file(try workspace.makeFile(bufferSize: Self.bufferSize))))
  }

  /// A file at a path of its own, which `finish` names even if it is empty. Symbolic links are
  /// followed, and a device or pipe (`/dev/stderr`) is written to directly.
  /// - Parameters:
  ///   - path: where the file will be; its directory is made if missing.
  ///   - replaceExisting: whether a file that is there is replaced.
  ///   - isPrivate: whether only this user may read it (mode 0600).
  ///   - calls: the system calls to use.
  /// - Throws: `PartError`: `exists`, `cannotCreate`, `io` or `usage`.
  public init(
    path: String, replaceExisting: Bool = false, isPrivate: Bool = true,
    calls: SystemCalls = SystemCalls()
  ) throws(PartError) {
    self.isPrivate = isPrivate
    guard let place = try Self.place(path, replaceExisting: replaceExisting, calls) else {
      self.path = path
      target = .device
      state = Mutex(State(sink: try Self.openDevice(path, calls)))
      return
    }
    self.path = place
    let (directory, name) = try Self.split(place)
    do throws(PartError) {
      let workspace = try Workspace(directory: directory, calls: calls)
      target = .own(workspace, name: name, replaceExisting: replaceExisting)
      state = Mutex(State(sink: .file(try workspace.makeFile(bufferSize: Self.bufferSize))))
    } catch {
      throw error.of(path)
    }
  }

  deinit { discard() }

  /// Bytes appended so far.
  public var byteCount: Int { state.withLock { $0.count } }

  /// Adds bytes at the end.
  /// - Throws: `PartError`: `io`, `closedPipe`, or `cancelled` once the file is finished or
  ///   discarded.
  public func append(_ bytes: RawSpan) throws(PartError) {
    try state.withLock { (state) throws(PartError) in
      switch state.sink {
      case .file(let file):
        try file.append(bytes)
      case .device(let calls, let descriptor):
        try write(bytes, to: descriptor, calls, after: state.count)
      case .closed:
        throw .cancelled(path)
      }
      state.count += bytes.byteCount
    }
  }

  /// Completes the file and gives it its name. A companion of a set is named by its set; for it
  /// this does nothing.
  /// - Throws: `PartError`: `exists` if a file was made at the path meanwhile, `io`,
  ///   `cannotCreate`, or `cancelled` after `discard`.
  public func finish() throws(PartError) {
    switch target {
    case .set: return
    case .device: discard()
    case .own(let workspace, let name, let replaceExisting):
      guard let item = try seal(as: name) else { throw .cancelled(path) }
      try Publisher(workspace).publish([item], replacing: replaceExisting ? [name] : [])
      workspace.close()
    }
  }

  /// Removes the file unless it has its name. May be called from any thread and more than once.
  public func discard() {
    state.withLock { state in
      switch state.sink {
      case .file(let file): file.close()
      case .device(let calls, let descriptor): calls.closeFile(descriptor)
      case .closed: break
      }
      state.sink = .closed
    }
    if case .own(let workspace, _, _) = target { workspace.close() }
  }

  /// Completes the file for its set; nil if there is nothing to name.
  func seal() throws(PartError) -> Publisher.Item? {
    guard case .set(let name) = target, byteCount > 0 else { return nil }
    return try seal(as: name)
  }

  private func seal(as name: String) throws(PartError) -> Publisher.Item? {
    try state.withLock { (state) throws(PartError) in
      guard case .file(let file) = state.sink else { return nil }
      try file.syncAndClose()
      state.sink = .closed
      return Publisher.Item(temporary: file.name, name: name, isPrivate: isPrivate)
    }
  }

  private func write(
    _ bytes: RawSpan, to descriptor: Int32, _ calls: SystemCalls, after count: Int
  ) throws(PartError) {
    var written = 0
    do throws(SystemError) {
      try calls.writeAll(bytes, to: descriptor) { written += $0 }
    } catch {
      throw .writing(path, error, after: count + written)
    }
  }
}

// MARK: Places

extension CompanionFile {
  /// Looks whether a file can be made at a path of its own; makes nothing.
  /// - Throws: `PartError`: what making it would, as far as looking tells.
  public static func check(
    path: String, replaceExisting: Bool, calls: SystemCalls = SystemCalls()
  ) throws(PartError) {
    guard let place = try place(path, replaceExisting: replaceExisting, calls) else { return }
    let directory = try split(place).directory
    do {
      try calls.checkDirectory(directory)
    } catch {
      throw .creating(path, error)
    }
  }

  /// Where a file of this path is to be made; nil for a device or pipe that is there.
  private static func place(
    _ path: String, replaceExisting: Bool, _ calls: SystemCalls
  ) throws(PartError) -> String? {
    let form: FileFacts.Form?
    var place = path
    do throws(SystemError) {
      form = try calls.formFollowingLinks(path)
      if form == .regular { place = try calls.resolve(path) }
    } catch {
      throw .creating(path, error)
    }
    switch form {
    case nil: return place
    case .other: return nil
    case .directory: throw .notReplaceable(path)
    case .regular, .symbolicLink:
      guard replaceExisting else { throw .exists(path) }
      return place
    }
  }

  private static func split(
    _ path: String
  ) throws(PartError) -> (directory: String, name: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
    guard let name, PublishingJournal.isPlain(name) else {
      throw .usage("not a path of a file", path: path)
    }
    return (SystemCalls.parent(of: path) ?? ".", name)
  }

  private static func openDevice(
    _ path: String, _ calls: SystemCalls
  ) throws(PartError) -> Sink {
    do {
      return .device(calls, try calls.openFile(path, .device))
    } catch {
      throw .creating(path, error)
    }
  }
}

extension SystemCalls {
  /// What a path leads to: nil for nothing, a symbolic link for one that leads to nothing.
  fileprivate func formFollowingLinks(_ path: String) throws(SystemError) -> FileFacts.Form? {
    do {
      return try facts(at: path, followingLinks: true).form
    } catch .noSuchFile {
      return try exists(path) ? .symbolicLink : nil
    }
  }
}
