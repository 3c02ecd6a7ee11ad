// The command line: sizes, delimiters, and which options go together.

import ArgumentParser
import Testing

@testable import MakeDump

@Suite struct ArgumentsTests {
  @Test(arguments: [
    ("0", 0), ("17", 17), ("17B", 17), ("3KB", 3000), ("3KiB", 3072), ("250MB", 250_000_000),
    ("250MiB", 262_144_000), ("1GB", 1_000_000_000), ("1gb", 1_000_000_000),
    ("2TiB", 2_199_023_255_552),
  ])
  func sizes(text: String, bytes: Int) {
    #expect(ByteSize(argument: text)?.bytes == bytes)
  }

  @Test(arguments: ["", "GB", "-1", "-1GB", "1.5GB", "1 GB", "1PB", "9999999999TB"])
  func wrongSizes(text: String) {
    #expect(ByteSize(argument: text) == nil)
  }

  @Test(arguments: [
    (",", 0x2c), (";", 0x3b), ("tab", 9), ("\\t", 9), ("\t", 9), ("\\x01", 1), ("0x1f", 0x1f),
  ])
  func delimiters(text: String, byte: UInt8) {
    #expect(Delimiter(argument: text)?.byte == byte)
  }

  @Test(arguments: [
    "", "\"", "\n", "\r", "a", "Z", "7", "ab", "§", "\\x", "\\xff", "\\x00", "\\x0a",
  ])
  func wrongDelimiters(text: String) {
    #expect(Delimiter(argument: text) == nil)
  }

  @Test func optionsBecomeARun() throws {
    let command = try MakeDump.parse([
      "--size", "5MB", "--seed", "9", "--delimiter", ";", "--line-end", "crlf", "--shape", "quoted",
      "--no-header",
    ])
    let run = command.dump
    #expect(run.end.bytes == 5_000_000)
    #expect(run.seed == 9)
    #expect(run.dialect.delimiter == UInt8(ascii: ";"))
    #expect(run.dialect.lineEnd == .crlf)
    #expect(run.shape == .quoted)
    #expect(!run.hasHeader)
  }

  @Test(arguments: [
    [], ["--rows", "1", "--size", "1"], ["--rows", "-1"], ["--rows", "1", "--threads", "0"],
    ["--rows", "1", "--shape", "round"], ["--rows", "1", "--line-end", "cr"],
  ])
  func wrongOptions(arguments: [String]) {
    #expect(throws: (any Error).self) { try MakeDump.parse(arguments) }
  }

  @Test func outputErrorsSayWhatAndWhere() {
    #expect(throws: DumpError("cannot create output: /nowhere/x.csv (No such file or directory)")) {
      try OutputFile(path: "/nowhere/x.csv")
    }
    #expect(throws: DumpError("cannot write output: /dev/full (No space left on device)")) {
      let file = try OutputFile(path: "/dev/full")
      _ = try DumpRun(shape: .tiny, seed: 1, end: .records(10)).write(lanes: 2) {
        bytes throws(DumpError) in try file.write(bytes)
      }
    }
  }

  @Test func fileHoldsTheDump() throws {
    try TemporaryFile.with("older content that is longer than what comes") { path in
      let command = try MakeDump.parse(["--rows", "3", "--shape", "tiny", "--output", path])
      try command.run()
      let expected = try DumpRun(shape: .tiny, seed: 1, end: .records(3)).make()
      #expect(try Tool.output(of: ["cat", path]) == expected.bytes)
    }
  }
}
