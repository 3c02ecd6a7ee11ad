// `sluice idsync`: which columns are tied together, as options of a conversion.

import ArgumentParser
import Sluice

/// Writes ID synchronisation files or a stream from dumps.
struct IDSyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "idsync",
    abstract: "Writes ID synchronisation files, or one stream, from dumps.",
    discussion: """
      Each record becomes a line of its IDs. The columns of a dump without a header (--header no) are column1, \
      column2, and so on.

      Examples:
        sluice idsync --columns gaid,customer_id --dpids 20914,1234 --out outbox crm.csv
        sluice idsync --c2c --columns customer_id --hash email --dpids 1234,5678 --out outbox crm.csv
      """)

  @Argument(
    help: "Dumps: files, or - for stdin. Several with the same header are one dump.",
    completion: .file())
  var inputs: [String] = []

  @OptionGroup(title: "IDs") var ids: IDSyncArguments
  @OptionGroup(title: "Dialect") var reading: ReadingArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "Rejects") var rejects: RejectArguments
  @OptionGroup var running: RunArguments

  func run() throws { try running.run(try resolved()) }

  /// What was typed, as options of the library.
  private func resolved() throws -> ConversionOptions {
    var options = ConversionOptions(try ids.resolved())
    options.inputs = try Typed.inputs(inputs)
    options.dialect = try reading.settings()
    options.mapping.nulls = reading.null + [""]
    try output.apply(to: &options)
    try rejects.apply(to: &options)
    try running.apply(to: &options)
    return options
  }
}
