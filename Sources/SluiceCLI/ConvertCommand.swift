// `sluice convert`: options as typed, checked into a `ConversionOptions`, run, summed up.

import ArgumentParser
import Sluice

/// Converts dumps to inbound data files or a stream.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes inbound data files, or one stream, from dumps.",
    discussion: """
      Examples:
        sluice convert --mapping crm.yaml --out outbox crm-1.csv crm-2.csv
        sluice convert --mapping crm.yaml --out outbox --split-size 250MB --strict crm.csv
        zcat crm.csv.gz | sluice convert --dpid 1234 --id id --compress gz > lines.gz
      """)

  @Argument(
    help: "Dumps: files, or - for stdin. Several with the same header are one dump.",
    completion: .file())
  var inputs: [String] = []

  @OptionGroup(title: "Mapping") var mapping: MappingArguments
  @OptionGroup(title: "Dialect") var dialect: DialectArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "Output") var encryption: EncryptionArguments
  @OptionGroup(title: "Rejects") var rejects: RejectArguments
  @OptionGroup var running: RunArguments

  func run() throws { try running.run(try resolved()) }

  /// What was typed, as options of the library.
  private func resolved() throws -> ConversionOptions {
    var options = try mapping.options(inputs: inputs, dialect: dialect)
    try encryption.apply(to: &options, output)
    try output.apply(to: &options)
    try rejects.apply(to: &options)
    try running.apply(to: &options)
    return options
  }
}
