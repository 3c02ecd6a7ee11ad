// Arguments that the parser would take for something that nobody meant, refused before it sees them.

import Sluice

/// How options may be spelled.
enum OptionSpelling {
  /// Refuses what begins with a dash and has an `h` in it, unless it is `-h`: the parser reads a single dash
  /// and several letters as so many options, and would print its help for the name of a file.
  static func check(_ arguments: some Sequence<String>) throws(SluiceError) {
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
}
