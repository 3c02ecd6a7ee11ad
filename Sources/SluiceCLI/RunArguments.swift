// How a conversion is run: the options as typed, and the run itself, with progress, summary and signals.

import ArgumentParser
import Dispatch
import Sluice
import Synchronization

/// Options that say how a run goes, and what it says.
struct RunArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Parallel lanes (--lanes 4).", valueName: "n"))
  var lanes: String?

  @Flag(
    help: """
      Do everything but write, and name the files that would be written (--out outbox --dry-run); a report \
      is written.
      """)
  var dryRun = false

  @Flag(help: "Say nothing but errors (--out outbox --quiet).") var quiet = false

  func apply(to options: inout ConversionOptions) throws {
    options.lanes = try Typed.lanes(lanes)
    options.isDryRun = dryRun
  }

  /// Runs a conversion to its end, and says what it did.
  func run(_ options: ConversionOptions) throws {
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
