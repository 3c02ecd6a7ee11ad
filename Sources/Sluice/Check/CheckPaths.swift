// Paths as given to files to check: folders are listed, names of no interest left out.
//
// Takes paths, gives files and transfer-control files, each once, in the order in which they were given and
// found. Looks at folders only; opens no file. Fails for paths that are not there or are no files.

import AudienceManager
import SluiceInput

/// The files that paths stand for.
struct CheckPaths {
  /// The files to check.
  private(set) var files: [CheckedFile] = []
  /// The transfer-control files: path, folder and name of each.
  private(set) var controls: [(path: String, folder: CheckedFolder, name: String)] = []
  /// What there is to say of the folders.
  private(set) var findings: [Finding] = []

  /// A name in a folder. Not what the name leads to: links to one file under several names are judged
  /// by each name, and where they lie.
  private struct Place: Hashable {
    let folder: CheckedFolder
    let name: String
  }

  /// The places met so far, and which of `files` is there; nil for what is none of them.
  private var known: [Place: Int?] = [:]
  /// Folders by their paths.
  private var folders: [String: CheckedFolder] = [:]

  private static let controlSuffix = ".info"
  private static let rejectsSuffix = ".rejects.csv"
  /// Folders from the bucket's top down to the one of a date: `AWS_DIRECTORY/PARTNER/date=YYYY-MM-DD/`
  /// (section 2).
  private static let bucketLevels = 3

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
    switch try InputFolder.kind(of: path) {
    case .file: _ = addFile(path, isFound: false)
    case .folder:
      let isAny = try look(
        in: Self.trimmed(path), takesFiles: true, levels: Self.bucketLevels)
      if !isAny { findings.append(.noInboundFile(path)) }
    case .other:
      // To open a pipe that nobody writes to would be to wait for ever.
      throw InputError(
        .unreadable, "neither a file nor a folder", at: path,
        hint: "for a pipe: sluice check - --name NAME < \(path)")
    }
  }

  /// Takes in a file, unless it is there already.
  /// - Returns: whether it is an inbound file.
  private mutating func addFile(_ path: String, isFound: Bool) -> Bool {
    let place = place(path)
    if let place = known[place] { return place.map { meetAgain($0, isFound: isFound) } ?? false }
    if place.name.hasSuffix(Self.controlSuffix) {
      controls.append((path, place.folder, place.name))
      known[place] = .some(nil)
      return false
    }
    if isFound, place.name.hasSuffix(Self.rejectsSuffix) { return false }
    known[place] = files.count
    files.append(
      CheckedFile(path: path, name: place.name, folder: place.folder, isFound: isFound))
    return files[files.count - 1].inbound != nil
  }

  private mutating func passOver(_ path: String, telling finding: Finding) {
    if known.updateValue(nil, forKey: place(path)) == nil { findings.append(finding) }
  }

  /// Whether a name has the form of one that the receiver takes files by.
  private static func isInbound(_ name: String) -> Bool {
    (try? DeliveredFileName.read(name)) != nil
  }

  /// A file that is both named and found is judged as both.
  private mutating func meetAgain(_ index: Int, isFound: Bool) -> Bool {
    if isFound { files[index].isFound = true } else { files[index].isNamed = true }
    return files[index].inbound != nil
  }

  private mutating func place(_ path: String) -> Place {
    let (folderPath, name) = Self.split(path)
    let folder = folders[folderPath] ?? CheckedFolder(folderPath)
    folders[folderPath] = folder
    return Place(folder: folder, name: name)
  }

  /// The files of a folder, and those of the folders below that are as in the receiver's bucket.
  /// - Parameters:
  ///   - takesFiles: whether the folder's own files are of interest.
  ///   - levels: how many levels down there may be folders of dates.
  /// - Returns: whether there was an inbound file.
  private mutating func look(
    in folder: String, takesFiles: Bool, levels: Int
  ) throws(InputError) -> Bool {
    var isAny = false
    let found = try InputFolder.names(in: folder)
    if takesFiles {
      findings += found.undecodable.filter { !$0.hasPrefix(".") }.sorted().map {
        .undecodableName($0, in: folder)
      }
    }
    for name in found.names where !name.hasPrefix(".") {
      let isDate = name.hasPrefix(CheckedFile.datePrefix)
      let isWanted = takesFiles || levels > (isDate ? 0 : 1)
      let path = folder == "/" ? "/" + name : folder + "/" + name
      let isMeant = takesFiles && Self.isInbound(name)
      // What is gone since it was listed is none of our business.
      guard isWanted, let kind = try? InputFolder.kind(of: path) else {
        if isMeant, InputFolder.isBrokenLink(path) { passOver(path, telling: .brokenLink(path)) }
        continue
      }
      switch kind {
      case .file: if takesFiles, addFile(path, isFound: true) { isAny = true }
      case .other: if takesFiles { passOver(path, telling: .notRegular(path)) }
      case .folder:
        if isMeant { passOver(path, telling: .namedFolder(path)) }
        guard levels > (isDate ? 0 : 1) else { continue }
        let below = try look(in: path, takesFiles: isDate, levels: isDate ? 0 : levels - 1)
        isAny = isAny || below
      }
    }
    return isAny
  }

  private static func trimmed(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return (folder, String(path[path.index(after: slash)...]))
  }
}
