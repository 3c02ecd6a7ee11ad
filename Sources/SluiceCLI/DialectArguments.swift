// The dialect's options, as typed, and what they come to.

import ArgumentParser
import Sluice

/// Options that say how dumps are read.
struct DialectArguments: ParsableArguments {
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
      "The escape character, or none (--escape '\\\\' for database dumps).", valueName: "c|none"))
  var escape: String?

  @Option(help: ArgumentHelp("The encoding (--encoding windows-1252).", valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "Whether the first record is the header (--header no).", valueName: "yes|no"))
  var header: String?

  @Option(
    help: ArgumentHelp(
      "Column names of a dump without a header (--columns id,plan,city).", valueName: "a,b,..."))
  var columns: String?

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
      valueName: "reject|pad"))
  var ragged: String?

  @Option(
    help: ArgumentHelp(
      "The most bytes of a record (--max-record 4MiB).", valueName: "size"))
  var maxRecord: String?

  /// What was typed over what the mapping says.
  func settings(over base: DialectSettings = DialectSettings()) throws -> DialectSettings {
    var settings = base
    if let delimiter { settings.delimiter = try Typed.byte(delimiter, "--delimiter") }
    if let quote { settings.quote = try Typed.mark(quote, "--quote") }
    if let escape { settings.escape = try Typed.mark(escape, "--escape") }
    if let encoding { settings.encoding = encoding }
    if let header { settings.hasHeader = try Typed.yesNo(header, "--header") }
    if let columns {
      settings.columns = columns.split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
    }
    if let comment { settings.comment = try Typed.byte(comment, "--comment") }
    if let skipLines {
      settings.skipLines = try Typed.number(skipLines, "--skip-lines", in: 0...1_000_000)
    }
    if let ragged { settings.ragged = try Typed.ragged(ragged) }
    if let maxRecord { settings.maxRecord = try Typed.size(maxRecord, "--max-record") }
    try check(settings)
    return settings
  }

  /// One byte cannot do two things.
  private func check(_ settings: DialectSettings) throws {
    guard let clash = settings.clashes.first else { return }
    throw SluiceError(.usage, "\(clash) (name another --\(clash.role) or --\(clash.mark))")
  }
}
