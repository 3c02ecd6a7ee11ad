// What begins with a dash and is no option: never a call for help.

import Testing

@Suite struct OptionSpellingTests {
  @Test(arguments: ["-data-h.csv", "-dash", "-hx", "-x-h", "-mhome.yaml"])
  func unknown(argument: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write(argument, Samples.clean)
      for command in ["convert -m map.yaml", "rows", "preview -m map.yaml", "check"] {
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
}
