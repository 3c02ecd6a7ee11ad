// One conversion from inputs to named parts: puts the stages together, runs them, adds up.
//
// Takes options; owns the outputs until they are published. Fails with `SluiceError`, leaving no named file.

import AudienceManager
import SluiceCodecs
import SluiceMapping
import SluiceParts
import SluiceRecords
import Synchronization

/// A conversion of a dump to inbound files: of data, or of ID synchronisation.
///
/// A conversion is made, and run once: `run` blocks the thread that calls it until the end, while its lanes work on
/// threads of their own. `progress` and `cancel` may be called from any thread, at any time.
public final class Conversion: Sendable {
  /// How far a conversion has come.
  public struct Progress: Sendable {
    /// Bytes of the stored inputs read.
    public var storedBytes = 0
    /// Bytes of the decoded inputs read.
    public var decodedBytes = 0
    /// Records mapped.
    public var records = 0
    /// Records rejected.
    public var rejected = 0
  }

  private let options: ConversionOptions
  private let plans: PlanStore
  private let output: BlockOutput
  private let encryptor: Encryptor?
  private let rejects: CompanionFile?
  private let isRejectsFileOwn: Bool
  private let report: ReportFile?
  private let place: OutputPlace?
  private let running = Mutex<(queue: ChunkQueue<SampledChunks>, consumer: ConsumerHandle)?>(nil)
  private let fate = Mutex(Fate.open)

  /// What a run comes to. Decided once, by the run or by whoever cancels it, so that all say the same.
  private enum Fate { case open, cancelled, ended }

  /// The part of the consumer that progress may look at while it works.
  private struct ConsumerHandle: @unchecked Sendable {
    // SAFETY: while the run goes on only `counts` is touched through this, which has its own lock; the
    // rest once the pipeline has ended, by the thread that ran it.
    let consumer: ConvertConsumer
  }

  /// Checks names and bounds and makes the outputs ready, before any input is opened: the directory is made and
  /// taken, so that no other run writes into it, and gpg and its key are tried.
  ///
  /// What was made ready is taken back by `run`, when it fails, and by `cancel`.
  /// - Parameter options: what is to be done.
  /// - Throws: `SluiceError`: `output` if a file is in the way, `usage`, `mapping`, `encryption`, `io`.
  public init(_ options: ConversionOptions) throws(SluiceError) {
    do {
      self.options = options
      try LaneCount.check(options.lanes)
      try options.checkForm()
      plans = PlanStore(options)
      place = try OutputPlace(options)
      try options.checkPaths(at: place)
      encryptor = try Self.makeEncryptor(options)
      output = try Self.open(options, at: place, encryptor)
      isRejectsFileOwn = options.rejectsPath != nil
      rejects = try Self.openRejects(options, output: output, at: place)
      report = try options.report.map {
        try ReportFile($0, replacesExisting: options.replacesExisting)
      }
    } catch {
      throw SluiceError(wrapping: error)
    }
  }

  /// Runs the conversion to its end.
  /// - Returns: what was done.
  /// - Throws: `SluiceError`; then no inbound file has its name.
  public func run() throws(SluiceError) -> ConversionSummary {
    let start = (moment: SystemCalls().unixSeconds, clock: ContinuousClock.now)
    let summary: ConversionSummary
    do {
      let consumer = try convert()
      let counts = consumer.counts.withLock { $0 }
      try check(counts, of: consumer)
      let parts = try publish()
      summary = self.summary(counts, of: consumer, parts: parts, since: start)
    } catch {
      throw fail(SluiceError(wrapping: error), since: start)
    }
    try finishReport(summary)
    return summary
  }

  /// Ends a run that came to nothing; returns why it did.
  private func fail(_ failure: SluiceError, since start: Start) -> SluiceError {
    guard end() else {
      discard(keepingRejects: false)
      return SluiceError(.cancelled, options.interruption)
    }
    reportFailure(failure, since: start)
    discard(keepingRejects: failure.code == .data)
    return failure
  }

  /// Says that the run has come to its end by itself; false if it was cancelled before.
  private func end() -> Bool {
    fate.withLock { fate in
      if fate == .open { fate = .ended }
      return fate == .ended
    }
  }

  /// How far the run is.
  public var progress: Progress {
    guard let (queue, handle) = running.withLock({ $0 }) else { return Progress() }
    let position = queue.position
    let counts = handle.consumer.counts.withLock { $0 }
    return Progress(
      storedBytes: position.storedBytes, decodedBytes: position.decodedBytes,
      records: counts.records, rejected: counts.rejectedTotal)
  }

  /// Stops the run and removes its temporary files, unless it is publishing, which is finished, or has
  /// failed already.
  /// - Returns: whether the run was stopped; it then throws `cancelled`. If not, what it does is unchanged.
  @discardableResult
  public func cancel() -> Bool {
    let isOpen = fate.withLock { fate in
      if fate == .open { fate = .cancelled }
      return fate == .cancelled
    }
    guard isOpen else { return false }
    running.withLock { $0?.queue.stop() }
    if case .parts(let parts) = output { parts.discard() }
    rejects?.discard()
    report?.discard()
    return true
  }

  private func convert() throws -> ConvertConsumer {
    let reading = ReadingOptions(
      inputs: options.inputs, dialect: options.dialect, chunkSize: options.chunkSize,
      kernel: options.kernel)
    try reading.checkInputs()
    let reader = ChunkReader(reading) { [plans] in try plans.meet($0) }
    let bufferCapacity = options.chunkSize + ChunkReader.overread * 2
    let queue = ChunkQueue(
      [SampledChunks(reader, plans: plans, bufferCapacity: bufferCapacity)],
      bufferCapacity: bufferCapacity)
    let limits = BlockLimits(smallerBound: options.smallerBound)
    let lanes = try (0..<options.lanes).map { _ in
      try ConvertLane(
        plans: plans, packaging: options.chosenPackaging, limits: limits,
        cutsBeforeUsers: options.cutsBeforeUsers, kernel: options.kernel)
    }
    let consumer = ConvertConsumer(
      output: output, routes: options.routes.count,
      rejects: rejects.map { RejectsFile($0, isWanted: isRejectsFileOwn) },
      watch: RejectWatch(limit: options.rejectLimit, isStrict: options.isStrict))
    let handle = ConsumerHandle(consumer: consumer)
    running.withLock { $0 = (queue, handle) }
    // Whoever cancels from now on stops the queue.
    try requireOpen()
    let pipeline = LanePipeline(queue: queue, work: lanes, consumer: consumer) { [options] in
      ConvertBatch(routes: options.routes.count)
    }
    try consumer.begin()
    try pipeline.run()
    return consumer
  }

  /// The sum must add up, and the rejects stay within the limit, before anything gets a name.
  private func check(_ counts: RecordCounts, of consumer: ConvertConsumer) throws(SluiceError) {
    try requireOpen()
    guard counts.addsUp else {
      throw SluiceError(
        .inconsistent,
        "\(counts.records) records were read but only "
          + "\(counts.written + counts.filtered + counts.withoutTrait + counts.rejectedTotal) "
          + "are accounted for; please report this")
    }
    if let failure = consumer.watch.failure(at: counts) { throw failure }
  }

  private func publish() throws -> [ConversionSummary.Part] {
    switch output {
    case .parts(let parts):
      let published = try parts.finish { complete in
        if options.verifiesParts { try PartVerification(options: options).run(complete) }
        try requireEnd()
        if isRejectsFileOwn { try rejects?.finish() }
      }
      return published.map { ConversionSummary.Part($0) }
    case .rehearsal(let rehearsal):
      try requireEnd()
      return try rehearsal.finish().map { ConversionSummary.Part($0) }
    case .stream(let stream):
      _ = try stream.finish()
      try requireEnd()
      try rejects?.finish()
      return []
    case .none:
      try requireEnd()
      return []
    }
  }

  private func requireOpen() throws(SluiceError) {
    if fate.withLock({ $0 == .cancelled }) { throw SluiceError(.cancelled, options.interruption) }
  }

  /// From here on the run cannot be cancelled any more.
  private func requireEnd() throws(SluiceError) {
    guard end() else { throw SluiceError(.cancelled, options.interruption) }
  }

  /// Removes what was written. A rejects file that was asked for by name is kept when the data is
  /// why the run failed: it says where.
  private func discard(keepingRejects: Bool) {
    if case .parts(let parts) = output { parts.discard() }
    if keepingRejects, isRejectsFileOwn { try? rejects?.finish() }
    rejects?.discard()
    report?.discard()
  }

  private func finishReport(_ summary: ConversionSummary) throws(SluiceError) {
    do {
      try report?.finish(summary)
    } catch {
      report?.discard()
      let failure = SluiceError(wrapping: error)
      throw SluiceError(failure.code, "the run is done but for its report: \(failure.message)")
    }
  }

  /// A report of what was read until the data made the run fail. What keeps it from being written matters
  /// less than what made the run fail.
  private func reportFailure(_ failure: SluiceError, since start: Start) {
    guard failure.code == .data else { return }
    let consumer = running.withLock { $0?.consumer.consumer }
    var summary = summary(
      consumer?.counts.withLock { $0 } ?? RecordCounts(), of: consumer, parts: [], since: start)
    summary.failure = failure.message
    if !isRejectsFileOwn { summary.rejectsPath = nil }
    try? report?.finish(summary)
  }

  /// When a run began: in seconds since 1970, and by a clock that nobody sets.
  private typealias Start = (moment: Int, clock: ContinuousClock.Instant)

  private func summary(
    _ counts: RecordCounts, of consumer: ConvertConsumer?, parts: [ConversionSummary.Part],
    since start: Start
  ) -> ConversionSummary {
    var summary = ConversionSummary(counts: counts)
    summary.started = start.moment
    summary.seconds = (ContinuousClock.now - start.clock) / .seconds(1)
    summary.transfer = options.transfer
    summary.rejects = consumer?.samples.summary(of: counts) ?? []
    summary.repeatedInputs = options.repeatedInputs
    summary.rawCount = consumer?.rawCount ?? 0
    if options.form.hasUsers {
      summary.crowdedUsers = consumer?.crowdedUsers ?? 0
      summary.tornUsers = output.tornUsers
    }
    summary.directory = place?.directory
    summary.parts = parts
    summary.inputs = plans.inputs.map {
      ConversionSummary.Input(name: $0.name, takenFor: $0.description)
    }
    summary.encryptedFor = encryptor.map {
      ConversionSummary.Key(recipient: $0.recipient, fingerprint: $0.fingerprint)
    }
    summary.leftOutColumns = plans.leftOutColumns
    summary.keylessColumns = plans.keylessColumns
    summary.personalColumns = plans.personalColumns
    summary.mappingWarnings = options.warnings
    summary.decodedBytes = progress.decodedBytes
    summary.isDryRun = options.isDryRun
    summary.isVerified = options.verifiesParts && !parts.isEmpty && !options.isDryRun
    if counts.rejectedTotal > 0 {
      summary.rejectsPath = rejects?.path
    }
    return summary
  }
}

extension Conversion {
  private static func makeEncryptor(_ options: ConversionOptions) throws -> Encryptor? {
    try options.checkPackaging()
    guard let encryption = options.encryption else { return nil }
    return try Encryptor(recipient: encryption.recipient, level: encryption.level.number)
  }

  private static func open(
    _ options: ConversionOptions, at place: OutputPlace?, _ encryptor: Encryptor?
  ) throws -> BlockOutput {
    let packaging = options.chosenPackaging
    let framing = PartFraming(
      prologue: try packaging.prologue,
      epilogue: { packaging.epilogue(BlockSummary(crc32: $0, rawCount: $1)) },
      combine: { Checksum.combine($0, $1, countOfB: $2) })
    switch options.output {
    case .stream(let descriptor):
      if options.isDryRun { return .none }
      return .stream(StreamWriter(descriptor: descriptor, name: "stdout", framing: framing))
    case .directory:
      guard let place else { return .none }
      if options.isDryRun {
        return .rehearsal(
          try PartRehearsal(
            directory: place.directory, sequences: place.sequences, bounds: options.bounds,
            framing: framing, isEncrypted: encryptor != nil,
            replaceExisting: options.replacesExisting))
      }
      return .parts(
        try PartSet(
          directory: place.directory, sequences: place.sequences, bounds: options.bounds,
          framing: framing, encryptor: encryptor, replaceExisting: options.replacesExisting,
          root: place.root))
    }
  }

  private static func openRejects(
    _ options: ConversionOptions, output: BlockOutput, at place: OutputPlace?
  ) throws -> CompanionFile? {
    if let path = options.rejectsPath {
      if options.isDryRun {
        try CompanionFile.check(path: path, replaceExisting: options.replacesExisting)
        return nil
      }
      return try CompanionFile(
        path: path, replaceExisting: options.replacesExisting, isPrivate: true)
    }
    guard case .parts(let parts) = output, let place else { return nil }
    return try parts.makeCompanion(named: place.rejectsName, isPrivate: true)
  }
}
