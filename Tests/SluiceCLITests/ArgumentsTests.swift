// Arguments that the parser would take for something that nobody meant.

import Testing

@Suite struct ArgumentsTests {
  @Test(arguments: ["-data-h.csv", "-dash", "-hx", "-x-h", "-mhome.yaml"])
  func unknown(argument: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write(argument, Samples.clean)
      for command in [
        "convert -m map.yaml", "rows", "preview -m map.yaml", "check", "draft",
        "idsync --columns a,b --dpids 1,2",
      ] {
        let found = try directory.sluice("\(command) \(argument)")
        #expect(found.ending == .exited(64) && found.output.isEmpty)
        #expect(
          found.errors == "sluice: error: Unknown option '\(argument)' (a file of that name: "
            + "./\(argument), or after --; see sluice --help)\n")
      }
      let found = try directory.sluice("convert --quiet -m map.yaml -- \(argument)")
      #expect(found.ending == .done && found.text == Samples.lines)
      #expect(try directory.sluice("rows ./\(argument)").rows().count == 5)
    }
  }

  @Test(arguments: ["-h", "--help", "help", "convert -h", "convert --help", "rows clean.csv -h"])
  func help(arguments: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice(arguments)
      #expect(found.ending == .done && found.errors.isEmpty)
      #expect(found.text.contains("USAGE: sluice"))
    }
  }

  @Test func noHelpWithWhatIsNoCommand() throws {
    try withDirectory { directory in
      let found = try directory.sluice("help nosuch")
      #expect(found.ending == .exited(64) && found.output.isEmpty)
      #expect(
        found.errors
          == "sluice: error: there is no command 'nosuch' (expected: convert, idsync, check, draft, preview, rows)\n"
      )
    }
  }

  /// `--null=` is the empty text, and what follows is an input still.
  @Test func nothingBehindAnEqualsSign() throws {
    try withDirectory { directory in
      try directory.write("a.csv", "id,v\nu1,\nu2,x\n")
      let found = try directory.sluice("convert --dpid 1 --id id --quiet --null= a.csv")
      #expect(found.ending == .done && found.text == "u2\t\"v\"=\"x\"\n", "\(found.errors)")
      for option in ["--rejects=", "--delimiter=", "--id=", "--out=", "--mapping=", "-m="] {
        let refused = try directory.sluice(
          "convert --dpid 1 --id id \(option) a.csv", input: "id,v\nu3,y\n")
        #expect(refused.ending != .done && refused.output.isEmpty, "\(option)")
        #expect(refused.errors.contains("\"\"") || option == "--rejects=", "\(refused.errors)")
      }
      #expect(try directory.text("a.csv") == "id,v\nu1,\nu2,x\n")
    }
  }

  @Test func pathsOfNothing() throws {
    try withDirectory { directory in
      for command in [
        "convert --dpid 1 --id id", "preview --dpid 1 --id id", "rows", "check", "draft",
        "idsync --columns a,b --dpids 1,2",
      ] {
        let found = try directory.sluice(command.split(separator: " ").map(String.init) + [""])
        #expect(found.ending == .exited(64), "\(command)")
        #expect(
          found.errors == "sluice: error: a path is \"\" (expected: a file, or - for stdin)\n")
      }
    }
  }

  /// A path that is no text would become another one: nothing is read or written by it.
  @Test func argumentsThatAreNotUTF8() throws {
    try withDirectory { directory in
      let found = try directory.shell(
        #"""
        printf 'id,v\nu1,x\n' > $'M\xe4rz.csv'
        sluice convert --dpid 1 --id id --out $'M\xe4rz' $'M\xe4rz.csv'
        echo $?
        sluice rows < $'M\xe4rz.csv' | head -n 1
        ls | wc -l
        """#)
      #expect(found.text.split(separator: "\n") == ["64", "[\"id\",\"v\"]", "1"], "\(found.text)")
      #expect(
        found.errors
          == "sluice: error: an argument is not UTF-8: M\u{FFFD}rz (a file of such a name can be read by < as stdin)\n"
      )
    }
  }
}
