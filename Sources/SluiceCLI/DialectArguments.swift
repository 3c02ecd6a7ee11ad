// The dialect's options, as typed, and what they come to.

import ArgumentParser
import Sluice

/// Options that say how dumps are read, and what the columns are called.
struct DialectArguments: ParsableArguments {
  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "Column names of a dump without a header (--columns id,plan,city).", valueName: "a,b,..."))
  var columns: String?

  /// Field contents that are no value.
  var null: [String] { reading.null }

  /// What was typed.
  /// - Parameter keepsRagged: whether records of any number of fields can be taken as they are.
  func settings(keepsRagged: Bool = false) throws -> DialectSettings {
    var settings = try reading.settings(keepsRagged: keepsRagged)
    if columns == "" {
      throw SluiceError(.usage, "not a value for --columns: \"\" (expected: names, a,b,...)")
    }
    settings.columns = columns?.split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    return settings
  }
}

/// Options that say how dumps are read.
struct ReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What stands between fields: one ASCII character, tab, or its number (--delimiter 0x01).",
      valueName: "c"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp(
      "The quote character, or none (--quote none for text without quoting).", valueName: "c|none"))
  var quote: String?

  @Option(
    help: ArgumentHelp(
      "The escape character, or none (--escape '\\' for database dumps).", valueName: "c|none"))
  var escape: String?

  @Option(help: ArgumentHelp("The encoding (--encoding windows-1252).", valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "Whether the first record is the header (--header no).", valueName: "yes|no"),
    completion: .list(["yes", "no"]))
  var header: String?

  @Option(
    help: ArgumentHelp(
      "Lines that begin with this are skipped (--comment '#').", valueName: "c"))
  var comment: String?

  @Option(
    help: ArgumentHelp(
      "A field content that is no value; may be given again (--null NULL).", valueName: "text"))
  var null: [String] = []

  @Option(
    help: ArgumentHelp(
      "Lines before the header that are no records (--skip-lines 3).", valueName: "n"))
  var skipLines: String?

  @Option(
    help: ArgumentHelp(
      "Records of more or fewer fields: reject, pad, or keep (rows only) (--ragged pad).",
      valueName: "reject|pad"), completion: .list(["reject", "pad", "keep"]))
  var ragged: String?

  @Option(
    help: ArgumentHelp(
      "The most bytes of a record (--max-record 4MiB).", valueName: "size"))
  var maxRecord: String?

  /// What was typed.
  /// - Parameter keepsRagged: whether records of any number of fields can be taken as they are.
  func settings(keepsRagged: Bool = false) throws -> DialectSettings {
    var settings = DialectSettings()
    settings.delimiter = try delimiter.map { try Typed.byte($0, "--delimiter") }
    settings.quote = try quote.map { try Typed.mark($0, "--quote") }
    settings.escape = try escape.map { try Typed.mark($0, "--escape") }
    settings.encoding = encoding
    settings.hasHeader = try header.map { try Typed.yesNo($0, "--header") }
    settings.comment = try comment.map { try Typed.byte($0, "--comment") }
    settings.skipLines = try skipLines.map {
      try Typed.number($0, "--skip-lines", in: 0...1_000_000)
    }
    settings.ragged = try ragged.map(Typed.ragged)
    if settings.ragged == .keep, !keepsRagged {
      throw SluiceError(.usage, "--ragged keep is for sluice rows (expected: reject, pad)")
    }
    settings.maxRecord = try maxRecord.map { try Typed.size($0, "--max-record") }
    try Self.check(settings)
    return settings
  }

  /// One byte cannot do two things.
  static func check(_ settings: DialectSettings) throws {
    guard let clash = settings.clashes.first else { return }
    throw SluiceError(.usage, "\(clash) (name another --\(clash.role) or --\(clash.mark))")
  }
}
