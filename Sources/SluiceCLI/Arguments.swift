// The program's arguments as the parser is to see them: what it would take for something that nobody meant is
// refused or spelled otherwise before.

import Sluice

/// The program's arguments.
enum Arguments {
  /// The arguments without the program's name.
  /// - Parameter commands: the names of the commands, found out only where they are needed.
  /// - Throws: `SluiceError` of code `usage`.
  static func read(commands: @autoclosure () -> [String]) throws(SluiceError) -> [String] {
    let arguments = try decoded()
    try checkDashes(arguments)
    if arguments.count > 1, arguments[0] == "help" { try checkHelp(with: arguments[1], commands()) }
    return withValuesApart(arguments)
  }

  /// Refuses what is not UTF-8: paths are texts here, and one with other characters would be another path.
  private static func decoded() throws(SluiceError) -> [String] {
    var arguments: [String] = []
    for place in 1..<max(1, Int(CommandLine.argc)) {
      // SAFETY: there are `argc` terminated strings, which nobody changes.
      guard let pointer = unsafe CommandLine.unsafeArgv[place] else { break }
      guard let argument = unsafe String(validatingCString: pointer) else {
        throw SluiceError(
          .usage,
          "an argument is not UTF-8: \(unsafe String(cString: pointer)) (a file of such a name can be read by < as "
            + "stdin)")
      }
      arguments.append(argument)
    }
    return arguments
  }

  /// Refuses what begins with a dash and has an `h` in it, unless it is `-h`: the parser reads a single dash
  /// and several letters as so many options, and would print its help for the name of a file.
  private static func checkDashes(_ arguments: [String]) throws(SluiceError) {
    // Behind `--` there are no options, and behind `---completion` a shell's words.
    for argument in arguments where argument.hasPrefix("-") {
      if argument == "--" || argument.hasPrefix("---") { return }
      if argument.hasPrefix("--") || argument == "-h" || !argument.contains("h") { continue }
      throw SluiceError(
        .usage,
        "Unknown option '\(argument)' (a file of that name: ./\(argument), or after --; "
          + "see sluice --help)")
    }
  }

  /// Refuses to help with a command that is none, for which the parser would print its general help.
  private static func checkHelp(
    with name: String, _ commands: [String]
  ) throws(SluiceError) {
    if name.hasPrefix("-") || (commands + ["help"]).contains(name) { return }
    throw SluiceError(
      .usage, "there is no command '\(name)' (expected: \(commands.joined(separator: ", ")))")
  }

  /// Gives the nothing behind `--option=` as a value of its own: the parser would take the next argument for the
  /// option's value, which is a file's name more often than not.
  private static func withValuesApart(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex { $0 == "--" || $0.hasPrefix("---") } ?? arguments.endIndex
    let options = arguments[..<end].flatMap { argument in
      argument.hasPrefix("-") && argument != "-="
        && argument.firstIndex(of: "=") == argument.indices.last
        ? [String(argument.dropLast()), ""] : [argument]
    }
    return options + arguments[end...]
  }
}
