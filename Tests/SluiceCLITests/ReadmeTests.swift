// The README's examples: every `console` block is run, in order, in one directory, and has to print
// what the README says. Of `sh` blocks, whatever runs `sluice` or makes a dump for it has to succeed; not
// run are scripts/setup and scripts/demo, which build the program. Blocks with a file's name behind
// their language are that file.

import Foundation
import Testing

@Suite struct ReadmeTests {
  /// A fenced block of the README.
  struct Block {
    var language: String
    var fileName: String?
    var lines: [String] = []
  }

  static func blocks() throws -> [Block] {
    let text = try String(contentsOfFile: repositoryPath("README.md"), encoding: .utf8)
    var blocks: [Block] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isOpen {
          let words = line.dropFirst(3).split(separator: " ").map(String.init)
          blocks.append(
            Block(language: words.first ?? "", fileName: words.count > 1 ? words[1] : nil))
        }
        isOpen.toggle()
      } else if isOpen {
        blocks[blocks.count - 1].lines.append(String(line))
      }
    }
    return blocks
  }

  /// Writes the files that the README shows.
  static func writeFiles(_ directory: Directory) throws {
    for block in try blocks() {
      guard let name = block.fileName else { continue }
      try directory.write(name, block.lines.joined(separator: "\n") + "\n")
    }
  }

  /// The commands of a block, each with what it prints.
  static func commands(_ block: Block) -> [(command: String, output: String)] {
    var commands: [(command: String, output: String)] = []
    for line in block.lines {
      if line.hasPrefix("$ ") {
        commands.append((String(line.dropFirst(2)), ""))
      } else if commands.last?.command.hasSuffix("\\") == true, commands.last?.output == "" {
        commands[commands.count - 1].command += "\n" + line
      } else if !commands.isEmpty {
        commands[commands.count - 1].output += line + "\n"
      }
    }
    return commands
  }

  /// Without what differs from run to run: times and speeds. Stored sizes and digests are the same
  /// everywhere, since the lines are compressed by the program's own deflate.
  static func lasting(_ text: String) -> String {
    text.replacing(/in [0-9.]+ s \([^)]*\)/, with: "in no time")
      .trimmingCharacters(in: .newlines)
  }

  @Test func everyCommandPrintsWhatTheReadmeSays() throws {
    try withDirectory { directory in
      try Self.writeFiles(directory)
      let commands = try Self.blocks().filter { $0.language == "console" }.flatMap(Self.commands)
      #expect(commands.count > 5)
      for (command, output) in commands {
        let found = try directory.shell("exec 2>&1\n" + command)
        #expect(Self.lasting(found.text) == Self.lasting(output), "$ \(command)")
      }
    }
  }

  /// A dump of a gigabyte is made as a small one, and gpg has a key of the name that is written for.
  @Test func everyCommandOfAnShBlockSucceeds() throws {
    try withDirectory { directory in
      try Self.writeFiles(directory)
      _ = try directory.shell("ln -s \(repositoryPath("Benchmarks"))")
      let home = GpgHome.isInstalled ? try GpgHome(hasKey: false) : nil
      try home?.makeKey("Adobe AudienceManager <receiver@example.com>")
      let commands = try Self.blocks().filter { $0.language == "sh" }.flatMap(\.lines)
        .filter { $0.hasPrefix("sluice ") || $0.hasPrefix("scripts/make-dump ") }
      #expect(commands.count > 4)
      for command in commands where home != nil || !command.contains("--encrypt-to") {
        let typed = command.replacing("scripts/make-dump", with: "make-dump")
          .replacing("--size 1GB", with: "--size 100kB")
        // Each has a directory of its own: names are made of the second.
        let found = try directory.shell(
          "export GNUPGHOME=\(home?.path ?? "")\nrm -rf outbox\n" + typed)
        #expect(found.ending == .done, "$ \(typed)\n\(found.errors)")
      }
    }
  }

  /// Scripts and files that commands or links name are there.
  @Test func everythingNamedExists() throws {
    let text = try String(contentsOfFile: repositoryPath("README.md"), encoding: .utf8)
    let links = text.matches(of: /\]\(([^):]+)\)/).map { String($0.output.1) }
    let commands = try Self.blocks().filter { $0.language == "sh" }.flatMap(\.lines)
    let scripts = commands.compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { $0.hasPrefix("scripts/") }
    #expect(links.count > 3 && scripts.count > 2)
    for path in links + scripts {
      #expect(FileManager.default.fileExists(atPath: repositoryPath(path)), "\(path)")
    }
  }

  /// The fields of the table "The mapping, by example" are what the program takes.
  @Test func everyFieldOfTheTableIsTaken() throws {
    let text = try String(contentsOfFile: repositoryPath("README.md"), encoding: .utf8)
    let fields = text.matches(of: /\| `(- [^`]+)`/).map {
      $0.output.1.replacingOccurrences(of: "\\|", with: "|")
    }
    #expect(fields.count > 10)
    try withDirectory { directory in
      for field in fields {
        let column = field.firstMatch(of: /column: (\w+)/).map { String($0.output.1) } ?? "other"
        try directory.write(
          "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields:\n  \(field)\n")
        let found = try directory.sluice("convert -m map.yaml --quiet", input: "id,\(column)\n")
        #expect(found.ending == .done, "\(field): \(found.errors)")
      }
    }
  }
}
