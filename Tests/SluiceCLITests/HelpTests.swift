// The examples that help prints: each is accepted as shown when it is typed in a shell.

import Foundation
import Testing

@Suite struct HelpTests {
  /// A command, and what its examples stand among. That the command then ends with 64 is what must not be;
  /// that a dump is not of the dialect told, or a key not there, is not the example's fault.
  struct Command: CustomTestStringConvertible {
    var name: String
    var before = ""
    var after = ""
    /// What an option needs that its example leaves to others.
    var companions: [String: String] = [:]

    var testDescription: String { name }

    static let all = [
      Command(
        name: "convert", before: "-m crm.yaml", after: "crm.csv",
        companions: [
          "--encrypt-to": "--out outbox", "--header": "--id column1", "--layout": "--out outbox",
          "--partner": "--layout s3 --out outbox",
        ]),
      Command(
        name: "idsync", before: "--columns id,plan --dpids 20914,1234", after: "crm.csv",
        companions: [
          "--c2c": "--columns id --dpids 1234,5678", "--columns": "--columns id,plan",
          "--header": "--columns column1,column2",
          "--hash": "--columns id --dpids 1234,5678,5678", "--layout": "--out outbox",
          "--partner": "--layout s3 --out outbox",
        ]),
      Command(
        name: "preview", before: "-m crm.yaml", after: "crm.csv",
        companions: ["--header": "--id column1"]),
      Command(
        name: "draft", after: "crm.csv", companions: ["--ragged": "--header yes"]),
      Command(name: "rows", after: "crm.csv"),
      Command(name: "check", after: "outbox", companions: ["--name": "-"]),
    ]
  }

  /// What help prints, unfolded.
  private static func help(_ directory: Directory, _ command: String) throws -> String {
    let found = try directory.sluice("\(command) --help")
    #expect(found.ending == .done)
    return found.text
  }

  /// Runs a command line in a shell, among files such as examples name.
  private static func expectAccepted(_ line: String) throws {
    try withDirectory { directory in
      try directory.write("crm.yaml", "dataSource: {dpid: 1234}\nid: {column: id}\nrest: pairs\n")
      for name in ["crm.csv", "crm-1.csv", "crm-2.csv", "users.tsv"] {
        try directory.write(name, Samples.clean)
      }
      let made = try directory.shell(
        "mkdir outbox; printf 'u1\\t\"a\"=\"b\"\\n' > outbox/ftp_dpm_1_1.sync")
      #expect(made.ending == .done)
      let found = try directory.shell("export GNUPGHOME=$PWD\n" + line + " < crm.csv")
      let isAccepted = if case .exited(let code) = found.ending { code != 64 } else { false }
      #expect(isAccepted, "$ \(line)\n\(found.errors)")
    }
  }

  /// `(--report run.json, --report run.html)` behind the description of an option, or
  /// `(--quote none for text without quoting)`.
  @Test(arguments: Command.all) func examplesOfOptions(_ command: Command) throws {
    try withDirectory { directory in
      let help = try Self.help(directory, command.name)
      let text = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let examples = text.matches(of: /\((--[^()]+)\)/).flatMap { match in
        match.output.1.replacing(/\s+for .*/, with: "").split(separator: /, (?=--)/)
          .map(String.init)
      }
      let options = help.matches(of: /\n  (?:-\w, )?(--[a-z0-9-]+)/).map { String($0.output.1) }
      for option in options where !["--help", "--version"].contains(option) {
        let isShown = examples.contains { $0.split(separator: " ").contains(option[...]) }
        #expect(isShown, "\(option) has an example")
      }
      for example in examples {
        let companion = command.companions.first { example.hasPrefix($0.key) }?.value ?? ""
        try Self.expectAccepted(
          "sluice \(command.name) \(command.before) \(example) \(companion) \(command.after)")
      }
    }
  }

  /// The lines under `Examples:`, without the programs that they are piped to.
  @Test(arguments: ["", "convert", "idsync", "draft", "preview", "rows", "check"])
  func examplesOfCommands(command: String) throws {
    try withDirectory { directory in
      let help = try Self.help(directory, command)
      let part = try #require(help.firstMatch(of: /Examples?:\n((?s:.*?))\n\n/)).output.1
      // A line that does not begin with two blanks is the rest of the one before.
      let lines = part.replacing(/\n(?! {2})/, with: " ").split(separator: "\n")
      #expect(!lines.isEmpty)
      for line in lines {
        let typed = try #require(line.firstMatch(of: /sluice .*?(?= [|>] |$)/)).output
        try Self.expectAccepted(String(typed))
      }
    }
  }
}
