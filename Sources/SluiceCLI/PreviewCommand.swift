// `sluice preview`: the first records side by side with the lines they become.

import ArgumentParser
import Glibc
import Sluice

/// Shows what becomes of the first records.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows the first records and the lines they become; writes nothing.",
    discussion: """
      Example:
        sluice preview --mapping crm.yaml --count 3 crm.csv
      """)

  @Argument(help: "Dumps: files, or - for stdin.", completion: .file()) var inputs: [String] = []
  @OptionGroup(title: "Mapping") var mapping: MappingArguments
  @OptionGroup(title: "Dialect") var dialect: DialectArguments
  @Option(help: ArgumentHelp("How many records (--count 20).", valueName: "n")) var count = "5"
  @Flag(help: "Say nothing but errors (--count 3 --quiet).") var quiet = false

  func run() throws {
    let options = try mapping.options(inputs: inputs, dialect: dialect)
    let count = try Typed.number(count, "--count", in: 1...1_000_000)
    let preview = try Preview.make(options, count: count)
    let namesInput = options.inputs.count > 1
    try preview.records.map { Self.text($0, namesInput: namesInput) }.joined().write(
      toDescriptor: STDOUT_FILENO)
    if !preview.leftOutColumns.isEmpty, !quiet {
      Terminal.warning(
        "left out, because they look like personal data: "
          + preview.leftOutColumns.joined(separator: ", "))
    }
    if !quiet { preview.warnings.forEach(Terminal.warning) }
  }

  private static func text(_ record: Preview.Record, namesInput: Bool) -> String {
    let width = record.fields.map(\.column.count).max() ?? 0
    let place = "line \(record.line), byte \(record.offset)"
    let input = namesInput ? " of \(record.input)" : ""
    var lines = ["record \(record.number)\(input) (\(place))"]
    lines += record.fields.map { field in
      "  \(field.column)" + String(repeating: " ", count: width - field.column.count)
        + " | \(field.value)"
    }
    switch record.outcome {
    case .lines(let texts): lines += texts.map { "  -> \($0)" }
    case .rejected(let reason, let column, let explanation):
      let place = column.map { ", column \"\($0)\"" } ?? ""
      lines.append("  -> rejected: \(reason.rawValue)\(place): \(explanation)")
    case .filtered: lines.append("  -> filtered: `where` leaves it out")
    case .withoutTrait: lines.append("  -> no-trait: no pair is left")
    }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
