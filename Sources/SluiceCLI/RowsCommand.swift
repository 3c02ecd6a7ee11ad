// `sluice rows`: how a dump is read, before any mapping.

import ArgumentParser
import Glibc
import Sluice

/// Prints each record as a JSON array of strings.
struct RowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rows",
    abstract: "Prints each record as a JSON array, rejected ones as JSON objects on stderr.",
    discussion: """
      Examples:
        sluice rows crm.csv | head -3
        sluice rows --delimiter tab --quote none --escape '\\' users.tsv | jq -r '.[0]'
      """)

  @Argument(help: "Dumps: files, or - for stdin.", completion: .file()) var inputs: [String] = []
  @OptionGroup(title: "Dialect") var dialect: DialectArguments
  @Option(help: ArgumentHelp("Parallel lanes (--lanes 4).", valueName: "n")) var lanes: String?
  @Flag(help: "Say nothing but errors (--quiet crm.csv).") var quiet = false

  func run() throws {
    var job = RowsJob()
    job.inputs = try Typed.inputs(inputs)
    job.dialect = try dialect.settings(keepsRagged: true)
    job.nulls = dialect.null
    job.lanes = try Typed.lanes(lanes)
    let isQuiet = quiet
    try job.run(to: STDOUT_FILENO) { problem in
      if !isQuiet { Terminal.line(problem.json) }
    }
  }
}
