// `sluice convert`: options as typed, checked into a `ConversionOptions`, run, summed up.

import ArgumentParser
import Dispatch
import Sluice
import Synchronization

/// Converts dumps to inbound data files or a stream.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes inbound data files, or one stream, from dumps.",
    discussion: """
      Examples:
        sluice convert --mapping crm.yaml --out outbox crm-1.csv crm-2.csv
        sluice convert --mapping crm.yaml --out outbox --split-size 250MB --strict crm.csv
        zcat crm.csv.gz | sluice convert --dpid 1234 --id id --compress gz > lines.gz
      """)

  @Argument(
    help: "Dumps: files, or - for stdin. Several with the same header are one dump.",
    completion: .file())
  var inputs: [String] = []

  @OptionGroup(title: "Mapping") var mapping: MappingArguments
  @OptionGroup(title: "Dialect") var dialect: DialectArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "Rejects") var rejects: RejectArguments

  @Option(help: ArgumentHelp("Parallel lanes (--lanes 4).", valueName: "n"))
  var lanes: String?

  @Flag(
    help: """
      Do everything but write, and name the files that would be written (--out outbox --dry-run); a report \
      is written.
      """)
  var dryRun = false

  @Flag(help: "Say nothing but errors (--out outbox --quiet).") var quiet = false

  func run() throws {
    let options = try resolved()
    let stoppable = StoppableConversion()
    let signals = Signals.cleanUpOnInterrupt(telling: options.interruption) {
      stoppable.cancel()
    }
    defer { signals.forEach { $0.cancel() } }
    let conversion = try stoppable.make(options)
    let progress = ProgressLine(
      conversion, totalBytes: InputSizes.total(of: options.inputs), isShown: !quiet)
    let summary: ConversionSummary
    do {
      defer { progress.end() }
      summary = try conversion.run()
    }
    if quiet { return }
    Terminal.write(SummaryText.text(summary))
    for warning in summary.warnings { Terminal.warning(warning) }
  }

  /// What was typed, as options of the library.
  private func resolved() throws -> ConversionOptions {
    var options = try mapping.options(inputs: inputs, dialect: dialect)
    try output.apply(to: &options)
    try rejects.apply(to: &options)
    options.lanes = try Typed.lanes(lanes)
    options.isDryRun = dryRun
    return options
  }
}

/// A conversion that can be stopped from the moment on at which it is asked for.
private final class StoppableConversion: Sendable {
  private let conversion = Mutex<Conversion?>(nil)
  private let isMade = DispatchSemaphore(value: 0)

  /// Making the outputs ready takes milliseconds, but for a pipe that nobody reads.
  private static let patience = DispatchTimeInterval.seconds(2)

  func make(_ options: ConversionOptions) throws -> Conversion {
    let made = try Conversion(options)
    conversion.withLock { $0 = made }
    isMade.signal()
    return made
  }

  /// Stops the conversion, or what is being made ready for it: its files could not be removed before
  /// they are known.
  func cancel() -> Bool {
    _ = isMade.wait(timeout: .now() + Self.patience)
    isMade.signal()
    return conversion.withLock { $0 }?.cancel() ?? true
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
