// What is wrong with the names of inputs and outputs is told before any work, by the names that were given.

import Foundation
import Testing

@Suite struct EarlyFailureTests {
  /// An input that is not there or a folder, behind one that is fine.
  @Test(arguments: [
    ("nosuch.csv", "no such file: nosuch.csv"),
    ("folder", "is a directory: folder (name the files in it)"),
    ("clean.csv/x", "no such file: clean.csv/x"),
  ])
  func furtherInput(input: String, error: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("mkdir folder")
      for command in ["convert -m map.yaml", "convert -m map.yaml -o outbox", "rows"] {
        let found = try directory.sluice("\(command) clean.csv \(input)")
        #expect(found.ending == .exited(66) && found.output.isEmpty)
        #expect(found.errors == "sluice: error: \(error)\n")
        #expect(directory.list("outbox") == [])
      }
      let preview = try directory.sluice("preview -m map.yaml --count 1 clean.csv \(input)")
      #expect(preview.ending == .exited(66) && preview.output.isEmpty)
    }
  }

  @Test("no permission", .enabled(if: getuid() != 0))
  func closedInput() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("cp clean.csv closed.csv; chmod 0 closed.csv")
      let found = try directory.sluice("rows clean.csv closed.csv")
      #expect(found.ending == .exited(66) && found.output.isEmpty)
      #expect(found.errors == "sluice: error: cannot open, permission denied: closed.csv\n")
    }
  }

  /// A pipe has one reader and is opened once.
  @Test func pipesAreNotOpenedEarly() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.shell("sluice rows clean.csv <(cat clean.csv) clean.csv")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.lines.count == 13)
    }
  }

  /// The user knows nothing of locks and temporary files.
  @Test(arguments: [
    ("-o clean.csv", "not a directory: clean.csv"),
    ("-o broken", "no such file or directory: broken"),
    ("--rejects clean.csv/x", "not a directory: clean.csv/x"),
    ("--report clean.csv/x.json", "not a directory: clean.csv/x.json"),
  ])
  func outputs(options: String, error: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("ln -s nowhere broken")
      for dry in ["", "--dry-run"] {
        let found = try directory.sluice("convert -m map.yaml \(options) \(dry) clean.csv")
        #expect(found.ending == .exited(73) && found.output.isEmpty)
        #expect(found.errors == "sluice: error: \(error)\n")
      }
    }
  }

  @Test("a folder that nothing can be written to", .enabled(if: getuid() != 0))
  func closedFolder() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("mkdir closed; chmod 500 closed")
      for (options, path) in [
        ("-o closed", "closed"), ("--rejects closed/x", "closed/x"),
        ("--report closed/x.json", "closed/x.json"),
      ] {
        let found = try directory.sluice("convert -m map.yaml \(options) clean.csv")
        #expect(found.ending == .exited(73))
        #expect(found.errors == "sluice: error: permission denied: \(path)\n")
      }
    }
  }

  @Test("a mapping that may not be read", .enabled(if: getuid() != 0))
  func closedMapping() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell("chmod 0 map.yaml")
      let found = try directory.sluice("convert -m map.yaml clean.csv")
      #expect(found.ending == .exited(66))
      #expect(
        found.errors == "sluice: error: the mapping cannot be read: map.yaml "
          + "(cannot open, permission denied)\n")
    }
  }

  /// A mapping may come from a shell's pipe.
  @Test func mappingFromAPipe() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.shell("sluice convert --quiet -m <(cat map.yaml) clean.csv")
      #expect(found.text == Samples.lines, "\(found.errors)")
    }
  }

  /// No name is not the working directory.
  @Test(arguments: [[], ["--dry-run"]])
  func emptyNameOfADirectory(options: [String]) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let before = directory.list()
      let found = try directory.sluice(
        ["convert", "-m", "map.yaml", "--out", "", "clean.csv"] + options)
      #expect(found.ending == .exited(64))
      #expect(
        found.errors == "sluice: error: not a value for --out: \"\" (expected: a directory)\n")
      #expect(directory.list() == before)
    }
  }

  /// Programs that take `-` for stdout are many; a directory of that name is no one's wish.
  @Test func dashIsNoDirectory() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml --out - clean.csv")
      #expect(found.ending == .exited(64))
      #expect(
        found.errors == "sluice: error: not a value for --out: \"-\" "
          + "(leave out --out for stdout; ./- is a directory of that name)\n")
      #expect(try directory.sluice("convert -m map.yaml --out ./- clean.csv").ending == .done)
      #expect(directory.list().contains("-"))
    }
  }
}
