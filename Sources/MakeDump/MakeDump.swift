// The program `make-dump`: arguments in, a dump out, one line of summary to stderr.

import ArgumentParser

/// Makes customer dumps of any size for demos, tests and measurements.
@main
struct MakeDump: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-dump",
    abstract: "Makes a dump of made-up customers, the same for the same options.",
    discussion: """
      Examples:
        make-dump --size 1GB --output crm.csv
        make-dump --rows 1000 --shape quoted --delimiter ';' --line-end crlf
        make-dump --size 100MB --shape wide | gzip > wide.csv.gz
      """)

  @Option(help: ArgumentHelp("Stop after this many records.", valueName: "n"))
  var rows: Int?

  @Option(
    help: ArgumentHelp(
      "Stop at the first record end at or after this size: 1GB, 250MB, 250MiB or bytes.",
      valueName: "size"))
  var size: ByteSize?

  @Option(help: "Another seed makes another dump of the same kind.")
  var seed: UInt64 = 1

  @Option(name: [.short, .long], help: ArgumentHelp("A file, or - for stdout.", valueName: "file"))
  var output = "-"

  @Option(
    help: ArgumentHelp("One character, tab, or \\x01 and the like. (default: ,)", valueName: "c"))
  var delimiter: Delimiter?

  @Option(help: "What ends a record.")
  var lineEnd = DumpDialect.LineEnd.lf

  @Option(
    help: """
      crm: 16 columns; wide: 200; tiny: 3 short ones; quoted: crm with every field quoted; \
      long: long texts with line ends.
      """)
  var shape = ShapeName.crm

  @Flag(help: "Leave the header out.")
  var noHeader = false

  @Option(help: ArgumentHelp("Threads; the dump does not depend on it.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if (rows == nil) == (size == nil) { throw ValidationError("give either --rows or --size") }
    if let rows, rows < 0 { throw ValidationError("--rows must not be negative: \(rows)") }
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be 1 to 256: \(threads)")
    }
  }

  func run() throws {
    let file = try OutputFile(path: output)
    let total = try dump.write(lanes: threads ?? onlineProcessors()) { bytes throws(DumpError) in
      try file.write(bytes)
    }
    try file.close()
    printToStandardError("make-dump: \(total.records) records, \(total.bytes) bytes")
  }

  /// The dump that the arguments ask for.
  var dump: DumpRun {
    var dialect = DumpDialect()
    if let delimiter { dialect.delimiter = delimiter.byte }
    dialect.lineEnd = lineEnd
    return DumpRun(
      shape: shape, dialect: dialect, seed: seed,
      end: size.map { .bytes($0.bytes) } ?? .records(rows ?? 0), hasHeader: !noHeader)
  }
}
