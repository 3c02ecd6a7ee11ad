// `sluice check`: what Audience Manager would say of inbound files.

import ArgumentParser
import Glibc
import Sluice

/// Checks inbound files.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says what Audience Manager would say of inbound files: name, size, every line.",
    discussion: """
      Takes data files and ID synchronisation files, plain or .gz. A folder stands for the inbound files \
      in it, and in AWS_DIRECTORY/PARTNER/date=YYYY-MM-DD/ below it. Ends with 0, or with 65 when there are \
      errors.

      Examples:
        sluice check outbox
        sluice check ftp_dpm_1234_1732240000.sync.1.gz ftp_dpm_1234_1732240000.sync.2.gz
        sluice check --json outbox | jq '.files[] | select(.findings != [])'
        zcat lines.gz | sluice check - --name ftp_dpm_1234_1732240000.sync
      """)

  @Argument(help: "Files, folders, or - for stdin.", completion: .file()) var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "The name that stdin is judged by (--name ftp_dpm_1234_1732240000.sync).", valueName: "name"))
  var name: String?

  @Flag(help: "Print the report as JSON (--json outbox).") var json = false
  @Option(help: ArgumentHelp("Parallel lanes (--lanes 4).", valueName: "n")) var lanes: String?
  @Flag(help: "Allow compressed files of up to 3GB (--allow-large outbox).") var allowLarge = false
  @Flag(help: "Print errors only (--quiet outbox).") var quiet = false

  func run() throws {
    var job = CheckJob(paths: try Typed.paths(paths))
    job.stdinName = name
    job.allowsLarge = allowLarge
    job.lanes = try Typed.lanes(lanes)
    let report = try job.run()
    let text = json ? report.json : CheckText.text(report, errorsOnly: quiet)
    try text.write(toDescriptor: STDOUT_FILENO)
    if !report.isGood { throw ExitCode(EX_DATAERR) }
  }
}
