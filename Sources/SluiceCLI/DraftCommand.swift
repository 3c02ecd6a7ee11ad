// `sluice draft`: a mapping to start from.

import ArgumentParser
import Glibc
import Sluice

/// Prints a commented mapping for a dump.
struct DraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "Reads the start of a dump and prints a commented mapping to start from.",
    discussion: """
      Examples:
        sluice draft crm.csv > crm.yaml
        zcat crm.csv.gz | sluice draft --dpid 1234 --id customer_id > crm.yaml
      """)

  @Argument(help: "The dump: a file, or - for stdin.", completion: .file()) var input = "-"
  @Option(
    help: ArgumentHelp(
      "How much of the dump to look at (--sample 100MB); 16MB by default.", valueName: "size"))
  var sample: String?
  @Option(
    help: ArgumentHelp(
      "The data source of the user IDs, to be filled in (--dpid 1234).", valueName: "n"))
  var dpid: String?
  @Option(
    help: ArgumentHelp(
      "The column of the user ID, where the guess is wrong (--id customer_id).",
      valueName: "column"))
  var id: String?
  @OptionGroup(title: "Dialect") var dialect: DialectArguments
  // There is nothing else to be silent about.
  @Flag(help: "Say nothing but errors (--dpid 1234 --quiet).") var quiet = false

  func run() throws {
    var options = DraftOptions()
    options.input = try Typed.path(input)
    options.dialect = try dialect.settings()
    options.nulls = dialect.null
    if let sample { options.sampleSize = try Typed.size(sample, "--sample") }
    options.dpid = try dpid.map { try Typed.number($0, "--dpid", in: Limits.numbers) }
    options.idColumn = id
    try Draft.make(options).text.write(toDescriptor: STDOUT_FILENO)
  }
}
