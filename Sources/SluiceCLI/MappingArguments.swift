// The mapping: a file, options over it, or options alone.

import ArgumentParser
import Foundation
import Sluice

/// Options that say whose IDs and traits the lines carry.
struct MappingArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The mapping file (--mapping crm.yaml).", valueName: "file"))
  var mapping: String?

  @Option(help: ArgumentHelp("The data source of the user IDs (--dpid 1234).", valueName: "n"))
  var dpid: String?

  @Option(help: ArgumentHelp("The data source of the traits (--target 5678).", valueName: "n"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "Add to profiles or replace them (--mode overwrite).", valueName: "sync|overwrite"))
  var mode: String?

  @Option(
    help: ArgumentHelp("The column of the user ID (--id customer_id).", valueName: "column"))
  var id: String?

  @Option(help: ArgumentHelp("The user ID's type (--id-type idfa).", valueName: "type"))
  var idType: String?

  @Flag(
    name: .customLong("odc"),
    help: "Write the Oracle Data Cloud's form: mobile IDs, their type and traits (--odc).")
  var isOracle = false

  /// Whether columns are to be mapped without a mapping file.
  var mapsAllColumns: Bool { mapping == nil }

  /// The form of lines and names.
  var variant: InboundFileName.Variant { isOracle ? .oracleDataCloud : .standard }

  /// The mapping with the options applied, checked.
  /// - Parameter nulls: what dialect options say is no value.
  func resolved(nulls: [String]) throws -> Mapping {
    var result = try mapping.map { try Self.read($0) } ?? Mapping(id: Mapping.Identity())
    if let dpid { result.dataSource.dpid = try Typed.number(dpid, "--dpid", in: 1...Int.max) }
    if let target {
      result.dataSource.target = try Typed.number(target, "--target", in: 1...Int.max)
    }
    if let mode {
      guard let mode = Mapping.Mode(rawValue: mode) else {
        throw SluiceError(.usage, "not a value for --mode: \"\(mode)\" (expected: sync, overwrite)")
      }
      result.dataSource.mode = mode
    }
    if let id { result.id.column = id }
    if let idType { result.id.type = idType }
    if !nulls.isEmpty { result.nulls = nulls + [""] }
    try check(result)
    return result
  }

  private func check(_ mapping: Mapping) throws {
    if mapsAllColumns,
      (mapping.dataSource.dpid == nil && !mapping.id.isAutomatic) || mapping.id.column == nil
    {
      throw SluiceError(
        .usage, "without a mapping both --dpid and --id are needed (or name one with --mapping)")
    }
    let problems = MappingCheck.problems(of: mapping)
    if !problems.isEmpty {
      let place = self.mapping.map { ": \($0)" } ?? ""
      throw SluiceError(
        mapsAllColumns ? .usage : .mapping, problems: problems.map { $0 + place })
    }
  }

  private static func read(_ path: String) throws -> Mapping {
    // A handle reads pipes as well, which a shell's <(...) gives.
    let handle = FileHandle(forReadingAtPath: path)
    guard let data = try? handle?.readToEnd() ?? Data(), handle != nil else {
      throw SluiceError(.input, "the mapping cannot be read: \(path)")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw SluiceError(.mapping, "the mapping is not UTF-8: \(path)")
    }
    do {
      return try MappingFile.parse(text, file: path)
    } catch {
      throw SluiceError(.mapping, problems: error.diagnostics.map(\.description))
    }
  }
}
