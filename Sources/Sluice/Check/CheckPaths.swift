// Paths as given to files to check: folders are listed, names of no interest left out.
//
// Takes paths, gives files and transfer-control files, in the order in which they were given and found.
// Looks at folders only; opens no file. Fails for paths that are not there.

import AudienceManager
import SluiceInput

/// The files that paths stand for.
struct CheckPaths {
  /// The files to check.
  private(set) var files: [CheckedFile] = []
  /// The transfer-control files: path, folder and name of each.
  private(set) var controls: [(path: String, folder: String, name: String)] = []
  /// Folders in which there was no inbound file.
  private(set) var emptyFolders: [String] = []

  private static let controlSuffix = ".info"
  private static let rejectsSuffix = ".rejects.csv"

  /// - Parameter stdinName: the name that stdin is judged by.
  /// - Throws: ``SluiceError``: `usage`, or `input` for a path that is not there.
  init(_ paths: [String], stdinName: String?) throws(SluiceError) {
    if paths.isEmpty { throw SluiceError(.usage, "nothing to check: name files or folders") }
    if paths.contains("-") != (stdinName != nil) {
      throw SluiceError(
        .usage, "stdin and a name go together (sluice check - --name ftp_dpm_1234_1732240000.sync)")
    }
    do {
      for path in paths { try add(path, stdinName) }
    } catch {
      throw SluiceError(wrapping: error)
    }
  }

  private mutating func add(_ path: String, _ stdinName: String?) throws(InputError) {
    if path == "-" {
      if files.contains(where: { $0.path == "-" }) { return }
      files.append(CheckedFile(path: "-", name: stdinName ?? "", folder: nil, isFound: false))
      return
    }
    guard try InputFolder.kind(of: path) == .folder else { return addFile(path, isFound: false) }
    let before = files.count
    try addFolder(Self.trimmed(path), isTop: true)
    let found = files[before...].contains { $0.inbound != nil }
    if !found { emptyFolders.append(path) }
  }

  private mutating func addFile(_ path: String, isFound: Bool) {
    let (folder, name) = Self.split(path)
    if name.hasSuffix(Self.controlSuffix) {
      controls.append((path, folder, name))
    } else if !isFound || !name.hasSuffix(Self.rejectsSuffix) {
      files.append(CheckedFile(path: path, name: name, folder: folder, isFound: isFound))
    }
  }

  /// The files of a folder, and those of the folders below that are as in the receiver's bucket:
  /// `PARTNER/date=YYYY-MM-DD/`.
  private mutating func addFolder(_ path: String, isTop: Bool) throws(InputError) {
    for name in try InputFolder.names(in: path) where !name.hasPrefix(".") {
      let below = path == "/" ? "/" + name : path + "/" + name
      // What is gone since it was listed is none of our business.
      guard let kind = try? InputFolder.kind(of: below) else { continue }
      if kind != .folder {
        addFile(below, isFound: true)
      } else if name.hasPrefix(CheckedFile.datePrefix) {
        try addFolder(below, isTop: false)
      } else if isTop {
        try addDates(of: below)
      }
    }
  }

  private mutating func addDates(of partner: String) throws(InputError) {
    for name in try InputFolder.names(in: partner) where name.hasPrefix(CheckedFile.datePrefix) {
      let below = partner + "/" + name
      if (try? InputFolder.kind(of: below)) == .folder { try addFolder(below, isTop: false) }
    }
  }

  private static func trimmed(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
}
