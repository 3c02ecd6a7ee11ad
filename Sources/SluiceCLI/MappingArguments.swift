// The mapping: a file, options over it, or options alone.

import ArgumentParser
import Sluice

/// Options that say whose IDs and traits the lines carry.
struct MappingArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The mapping file (--mapping crm.yaml).", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var mapping: String?

  @Option(
    help: ArgumentHelp(
      "The data source of the user IDs, 0 for UUIDs (--dpid 1234).", valueName: "n"))
  var dpid: String?

  @Option(help: ArgumentHelp("The data source of the traits (--target 5678).", valueName: "n"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "Add to profiles or replace them (--mode overwrite).", valueName: "sync|overwrite"),
    completion: .list(["sync", "overwrite"]))
  var mode: String?

  @Option(
    help: ArgumentHelp("The column of the user ID (--id customer_id).", valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp("The user ID's type (--id-type idfa).", valueName: "type"),
    completion: .list(Mapping.Identity.typeNames))
  var idType: String?

  @Flag(
    name: .customLong("odc"),
    help: "Write the Oracle Data Cloud's form: mobile IDs, their type and traits (--odc).")
  var isOracle = false

  /// The form of lines and names.
  private var variant: InboundFileName.Variant { isOracle ? .oracleDataCloud : .standard }

  /// What was typed about inputs, the mapping and the dialect, as options of the library.
  func options(inputs: [String], dialect: DialectArguments) throws -> ConversionOptions {
    if mapping == "" {
      throw SluiceError(.usage, "not a value for --mapping: \"\" (expected: a file)")
    }
    var options = ConversionOptions(try resolved(reading: dialect), variant: variant)
    try ReadingArguments.check(options.dialect)
    options.inputs = try Typed.inputs(inputs)
    options.otherPaths = mapping.map { [$0] } ?? []
    options.mapsAllColumns = mapping == nil
    return options
  }

  /// The mapping with the options applied, checked.
  /// - Parameter dialect: the options that go over the mapping's dialect.
  private func resolved(reading dialect: DialectArguments) throws -> PlacedMapping {
    let overrides = try overrides(dialect)
    guard let mapping else { return try withoutFile(overrides) }
    return try PlacedMapping(contentsOf: mapping, overrides: overrides, variant: variant)
  }

  /// What was typed, as settings that go over a mapping's.
  private func overrides(_ dialect: DialectArguments) throws -> MappingOverrides {
    var overrides = MappingOverrides()
    overrides.dpid = try dpid.map { try Typed.number($0, "--dpid", in: Limits.numbers) }
    overrides.target = try target.map {
      try Typed.number($0, "--target", in: 1...Limits.numbers.upperBound)
    }
    overrides.mode = try mode.map { text in
      guard let mode = TransferMode(rawValue: text) else {
        throw SluiceError(.usage, "not a value for --mode: \"\(text)\" (expected: sync, overwrite)")
      }
      return mode
    }
    overrides.idColumn = id
    overrides.idType = try idType.map(Self.typeName)
    if !dialect.null.isEmpty { overrides.nulls = dialect.null + [""] }
    overrides.dialect = try dialect.settings()
    return overrides
  }

  private static func typeName(_ text: String) throws -> String {
    let known = Mapping.Identity.typeNames
    if known.contains(text) { return text }
    let hint = "expected: \(known.joined(separator: ", "))"
    throw SluiceError(.usage, "not a value for --id-type: \"\(text)\" (\(hint))")
  }

  /// A mapping of options alone.
  private func withoutFile(_ overrides: MappingOverrides) throws -> PlacedMapping {
    var result = Mapping(id: Mapping.Identity())
    overrides.apply(to: &result)
    if (result.dataSource.dpid == nil && !result.id.isAutomatic) || result.id.column == nil {
      throw SluiceError(
        .usage, "without a mapping both --dpid and --id are needed (or name one with --mapping)")
    }
    let problems = MappingCheck.problems(of: result, variant: variant)
    if !problems.isEmpty {
      throw SluiceError(.usage, problems: problems.map(\.description))
    }
    return PlacedMapping(result)
  }
}
