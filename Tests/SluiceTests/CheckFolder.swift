// A folder of inbound files for tests of the check.

import Foundation
import SluiceTestTools

@testable import Sluice

/// A folder that a test puts files in and checks.
struct CheckFolder {
  let url: URL
  var path: String { url.path }

  /// Calls `body` with an empty folder, which is removed afterwards.
  static func with<Result>(_ body: (CheckFolder) throws -> Result) throws -> Result {
    try TemporaryDirectory.with { try body(CheckFolder(url: $0)) }
  }

  /// Writes a file, as it is.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Writes a file, gzipped by gzip if its name ends in `.gz`.
  @discardableResult
  func put(_ name: String, _ text: String) throws -> String {
    try write(name, name.hasSuffix(".gz") ? Self.gzip(Array(text.utf8)) : Array(text.utf8))
  }

  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    try Tool.output(of: ["gzip", "-cn"], input: bytes)
  }

  /// Checks paths below the folder, or the folder itself.
  func check(_ names: String..., lanes: Int = 2, chunkSize: Int? = nil) throws -> CheckReport {
    var job = CheckJob(paths: names.isEmpty ? [path] : names.map { path + "/" + $0 })
    job.lanes = lanes
    if let chunkSize { job.chunkSize = chunkSize }
    return try job.run()
  }

  /// The codes of what is found in one file of such a name and content.
  static func codes(_ name: String, _ bytes: [UInt8]) throws -> [String] {
    try with { folder in
      try folder.write(name, bytes)
      return try folder.check(name).codes
    }
  }

  /// The same for text, gzipped if the name says so.
  static func codes(_ name: String, _ text: String) throws -> [String] {
    try codes(name, name.hasSuffix(".gz") ? gzip(Array(text.utf8)) : Array(text.utf8))
  }
}

extension CheckReport {
  /// The codes of everything that was found, in order.
  var codes: [String] {
    (files.flatMap(\.findings) + sequences.flatMap(\.findings) + findings).map(\.code)
  }
}
