// The program's entry: parses, runs, turns every failure into one line and an exit code.

import ArgumentParser
import Glibc
import Sluice

/// The root command.
@main
struct SluiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Turns CSV and TSV dumps into Adobe Audience Manager's inbound files.",
    discussion: """
      Examples:
        sluice convert --mapping crm.yaml --out outbox crm.csv
        zcat crm.csv.gz | sluice convert --dpid 1234 --id customer_id > lines
        sluice idsync --columns gaid,customer_id --dpids 20914,1234 --out outbox crm.csv
        sluice draft crm.csv > crm.yaml
        sluice preview --mapping crm.yaml crm.csv
        sluice check outbox
      """,
    version: "sluice \(SluiceVersion.number) (\(SluiceVersion.compression))",
    subcommands: [
      ConvertCommand.self, IDSyncCommand.self, CheckCommand.self, DraftCommand.self,
      PreviewCommand.self, RowsCommand.self,
    ])

  private static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// Runs the command that the arguments name.
  static func main() {
    StandardStreams.prepare()
    Signals.prepare()
    do {
      let arguments = try Arguments.read(commands: commandNames)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let error as SluiceError {
      Exit.end(with: error)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      endParsing(with: error)
    }
  }

  /// Help and version go to stdout; everything else is a usage error in one line.
  private static func endParsing(with error: any Error) -> Never {
    let code = exitCode(for: error)
    if code == .success { tell(fullMessage(for: error)) }
    let line = message(for: error).split(separator: "\n").first.map(String.init) ?? "bad arguments"
    let command = CommandLine.arguments.dropFirst().first.flatMap {
      commandNames.contains($0) ? "\($0) " : nil
    }
    Terminal.error("\(line) (see sluice \(command ?? "")--help)")
    Glibc.exit(EX_USAGE)
  }

  /// Prints what was asked for and ends the program.
  private static func tell(_ text: String) -> Never {
    do {
      try (text + "\n").write(toDescriptor: STDOUT_FILENO)
    } catch {
      Exit.end(with: error)
    }
    Glibc.exit(0)
  }
}
