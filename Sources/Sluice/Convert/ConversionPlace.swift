// Where a conversion's files go, what they are called, and that no two of them, and none that is read, are
// one. Looks at names only; fails with `SluiceError` of code `usage`, before any work.

import AudienceManager
import SluiceParts

/// Where named files go and what they are called.
struct OutputPlace: Sendable {
  /// The directory as it was given.
  let root: String
  /// The one in it that the files are in.
  let directory: String
  /// One a route.
  let names: [DeliveredFileName]

  /// Nil for a stream, which has no name.
  init?(_ options: ConversionOptions) throws {
    guard case .directory(let directory, let layout) = options.output else {
      try options.checkStream()
      return nil
    }
    root = directory
    names = try options.routes.map { try options.fileName(for: $0) }
    for name in names { try Self.checkLength(of: name) }
    switch layout {
    case .flat: self.directory = directory
    case .s3(let partner):
      self.directory = "\(directory)/\(names[0].s3Prefix(partner: partner).dropLast())"
    }
  }

  /// Bytes of the longest name that a file can have on the usual file systems (`NAME_MAX`).
  private static let mostNameBytes = 255

  /// Names with many data sources may be too long for any file: better told before the work than after it.
  private static func checkLength(of name: DeliveredFileName) throws(SluiceError) {
    guard name.rejectsName.utf8.count > mostNameBytes else { return }
    throw SluiceError(
      .usage,
      "no file can have so long a name, with all data sources in it: \(name.root) (tie fewer columns in "
        + "one run)")
  }

  /// The rejects of a run are in one file, whatever the routes: most have no route.
  var rejectsName: String { names[0].rejectsName }

  var sequences: [PartNaming] {
    names.enumerated().map { place, name in
      PartNaming(
        root: name.root, infoName: name.infoName,
        companionNames: place == 0 ? [name.rejectsName] : [], info: Self.info(name)
      ) { name.name(split: $0) }
    }
  }

  /// The text of the transfer-control file.
  private static func info(_ name: DeliveredFileName) -> @Sendable ([PublishedPart]) -> [UInt8] {
    { parts in
      let files = parts.map {
        TransferControl.File(
          name: $0.name, byteSize: $0.byteCount, lineCount: $0.lineCount,
          sequenceNumber: $0.sequenceNumber, md5: $0.md5)
      }
      return Array(TransferControl(root: name.root, files: files).json.utf8)
    }
  }
}

extension OutputPlace {
  /// - Throws: `SluiceError` if a file that was asked for by name is one of the run's sequence, or one of
  ///   the two would have to be a folder of the other.
  fileprivate func check(_ file: NamedFile) throws(SluiceError) {
    let place = FilePlace(directory)
    if place.isAtOrBelow(file.place) {
      throw SluiceError(
        .usage,
        "\(file.option) has the name of a folder of the files that are written: \(file.path)")
    }
    guard let name = file.place.step(below: place),
      sequences.contains(where: { $0.belongsToSequence(fileName: name) })
    else { return }
    let hint =
      name == rejectsName && file.option == NamedFile.rejects
      ? "leave out \(file.option) to have the rejects there" : "name another"
    throw SluiceError(
      .usage, "\(file.option) has a name of the files that are written: \(file.path) (\(hint))")
  }
}

/// A file that is asked for by name, besides those of a sequence.
private struct NamedFile {
  static let rejects = "--rejects"
  static let report = "--report"
  static let read = "a file that is read"

  /// The option that names it.
  let option: String
  let path: String
  let place: FilePlace

  /// Nil without a path, for an empty one, which is refused where it is opened, and for a device, which is
  /// never replaced.
  init?(_ option: String, _ path: String?) {
    guard let path, !path.isEmpty, !FilePlace.isDevice(path) else { return nil }
    self.option = option
    self.path = path
    place = FilePlace(path)
  }
}

extension ConversionOptions {
  /// Files that are named again among the inputs, by whatever path.
  var repeatedInputs: [String] {
    var counts: [FilePlace: Int] = [:]
    return inputs.filter { input in
      if input == "-" || FilePlace.isDevice(input) { return false }
      let place = FilePlace(input)
      counts[place, default: 0] += 1
      return counts[place] == 2
    }
  }

  /// Checks that no file which is written is another one of the run.
  /// - Parameter output: where named files go, if any.
  /// - Throws: `SluiceError` of code `usage`.
  func checkPaths(at output: OutputPlace?) throws(SluiceError) {
    let read = (inputs.filter { $0 != "-" } + otherPaths).compactMap {
      NamedFile(NamedFile.read, $0)
    }
    // What is in the way is refused anyhow, but for this.
    if replacesExisting { for file in read { try output?.check(file) } }
    let rejects = NamedFile(NamedFile.rejects, rejectsPath)
    let report = NamedFile(NamedFile.report, report?.path)
    for file in [rejects, report].compactMap(\.self) {
      try output?.check(file)
      if read.contains(where: { $0.place == file.place }) {
        throw SluiceError(
          .usage, "\(file.option) names a file that is read: \(file.path) (name another)")
      }
    }
    if let rejects, let report,
      rejects.place.isAtOrBelow(report.place) || report.place.isAtOrBelow(rejects.place)
    {
      throw SluiceError(.usage, "--report and --rejects name the same file: \(report.path)")
    }
  }
}
