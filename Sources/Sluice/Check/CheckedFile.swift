// A file to be checked, and what its name says of it before it is opened.

import AudienceManager
import SluiceInput

/// One file, by its name.
struct CheckedFile: Sendable {
  /// The path as it was given or found; `-` is stdin.
  let path: String
  /// The name to judge it by.
  let name: String
  /// The folder it is in; nil for stdin.
  let folder: CheckedFolder?
  /// Whether it was found in a folder.
  var isFound: Bool
  /// Whether it was named by itself.
  var isNamed: Bool
  /// What the name is.
  let verdict: Verdict
  /// Whether a transfer-control file tells the digest of its bytes.
  var wantsDigest = false

  /// What a name is.
  enum Verdict: Sendable {
    case inbound(DeliveredFileName, [NameProblem])
    case outbound
    case unknown(NotAName)
  }

  init(path: String, name: String, folder: CheckedFolder?, isFound: Bool) {
    self.path = path
    self.name = name
    self.folder = folder
    self.isFound = isFound
    isNamed = !isFound
    verdict = Self.verdict(on: name)
  }

  private static func verdict(on name: String) -> Verdict {
    do throws(NotAName) {
      let reading = try DeliveredFileName.read(name)
      return .inbound(reading.name, reading.problems)
    } catch {
      return (try? OutboundFileName.read(name)) == nil ? .unknown(error) : .outbound
    }
  }

  /// The name, if it is one of an inbound file.
  var inbound: DeliveredFileName? { if case .inbound(let name, _) = verdict { name } else { nil } }

  /// What the file is by its name.
  var kind: CheckReport.Kind {
    switch verdict {
    case .inbound(.idSync, _): .idSync
    case .inbound(.data(let name), _): name.variant == .standard ? .data : .oracleDataCloud
    case .outbound: .outbound
    case .unknown: .unknown
    }
  }

  /// What is to be said of the name.
  var nameFindings: [Finding] {
    switch verdict {
    case .inbound(let name, let problems): problems.map(Finding.name) + folderFindings(name.date)
    case .outbound: [.outbound]
    case .unknown(let reason):
      [.notInbound(reason, severity: isPassedOver(reason) ? .note : .error)]
    }
  }

  /// A file that only happens to be in a folder is nobody's mistake, unless its name begins as an
  /// inbound file's does; nor are the files that are written beside inbound ones.
  private func isPassedOver(_ reason: NotAName) -> Bool {
    if reason.reason == .companion { return true }
    return !isNamed && !Self.isMeantAsInbound(name)
  }

  /// Whether a name begins as an inbound file's does.
  static func isMeantAsInbound(_ name: String) -> Bool {
    ["ftp_dpm", "adobe_id", "c2c_id"].contains { name.hasPrefix($0) }
  }

  /// On S3 the folder has the date, which follows from the timestamp (section 2).
  private func folderFindings(_ date: CivilDate) -> [Finding] {
    let last = folder?.path.split(separator: "/").last.map(String.init) ?? ""
    guard last.hasPrefix(Self.datePrefix), last != Self.datePrefix + date.description else {
      return []
    }
    return [.folderDate(last, date)]
  }

  /// What the folders of the receiver's bucket begin with.
  static let datePrefix = "date="
}

/// A folder as it was given or found; equal to itself under another path.
struct CheckedFolder: Sendable, Hashable {
  /// The path as it was given or found.
  let path: String
  private let canonicalPath: String

  init(_ path: String) {
    self.path = path
    canonicalPath = InputFolder.canonicalPath(of: path) ?? path
  }

  static func == (one: CheckedFolder, other: CheckedFolder) -> Bool {
    one.canonicalPath == other.canonicalPath
  }

  func hash(into hasher: inout Hasher) { hasher.combine(canonicalPath) }
}
