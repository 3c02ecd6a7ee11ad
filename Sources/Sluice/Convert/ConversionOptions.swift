// What a conversion is asked to do, checked before any work.

public import AudienceManager
public import SluiceCodecs
public import SluiceMapping
import SluiceParts
public import SluiceRecords

/// Everything that decides a conversion.
public struct ConversionOptions: Sendable {
  /// Paths, in order; `-` is stdin. Inputs with the same header are one dump.
  public var inputs: [String] = ["-"]
  /// Further files that are read for the run, such as the mapping's: no file that is written may be one.
  public var otherPaths: [String] = []
  /// The mapping, options applied.
  public var mapping: Mapping
  /// Where the mapping's parts stand in its file, for messages; nil if it is from no file.
  public var places: MappingPlaces?
  /// Whether every column but the ID's is to become a pair, those that look like personal data
  /// left out.
  public var mapsAllColumns = false
  /// How the dump is read; what is nil is as in RFC 4180.
  public var dialect = DialectSettings()
  /// Where the lines go.
  public var output = Output.stream(descriptor: 1)
  /// How parts or the stream are packed; nil: as `usualPackaging` says.
  public var packaging: Packaging?
  /// How parts are encrypted; nil: not at all. Goes with a directory and with plain or no packaging:
  /// gpg compresses by itself.
  public var encryption: Encryption?
  /// The most bytes of a part as stored; nil: 300 MB. Encrypted parts are cut by what goes into gpg, so
  /// that they keep this bound however little it compresses; nil: 1 GB of lines, which compress to a
  /// fifth or less, to the size that the receiver likes best.
  public var splitSize: Int?
  /// The most bytes of a part before compression.
  public var splitRawSize = 1_000_000_000
  /// The timestamp of the names, seconds since 1970 in UTC: when the options were made, unless it is set.
  public var timestamp = SystemCalls().unixSeconds
  /// The form of the lines and names.
  public let form: LineForm
  /// Where rejected records go; nil: `ROOT.rejects.csv` beside the parts, nowhere for a stream.
  public var rejectsPath: String?
  /// A report of the run, written also when the run fails because of the data, and in a dry run.
  public var report: ReportOptions?
  /// Whether the first reject ends the run.
  public var isStrict = false
  /// How many rejects end the run.
  public var rejectLimit = RejectLimit.none
  /// Parallel lanes.
  public var lanes = LaneCount.usual
  /// Whether nothing is written but the report. What would be in the way of writing ends the run all the
  /// same, and the parts are cut and named.
  public var isDryRun = false
  /// Whether parts are read back and checked before they get their names.
  public var verifiesParts = false
  /// Whether files of the same name are replaced.
  public var replacesExisting = false
  /// The structural scan to use.
  package var kernel = ScanKernel.best
  /// Bytes of the decoded input in one chunk, a multiple of 512 KiB. Has no influence on what is written.
  package var chunkSize = BlockLimits.usualStretch

  /// Makes options with the mapping's dialect, and otherwise what the command line does without options.
  /// - Parameter variant: the usual lines and names, or those of the Oracle Data Cloud.
  public init(mapping: Mapping, variant: InboundFileName.Variant = .standard) {
    self.init(mapping, form: .data(variant))
  }

  /// The same for a mapping that was read from a file.
  public init(_ placed: PlacedMapping, variant: InboundFileName.Variant = .standard) {
    self.init(mapping: placed.mapping, variant: variant)
    places = placed.places
  }

  /// Makes options for ID synchronisation; `mapping` has its columns, and takes nulls and conditions besides.
  public init(_ idSync: IDSync) { self.init(idSync.mapping, form: .idSync(idSync)) }

  private init(_ mapping: Mapping, form: LineForm) {
    self.mapping = mapping
    self.form = form
    dialect = mapping.dialect
  }

  /// Who parts are encrypted for, by gpg (section 6).
  public struct Encryption: Sendable, Equatable {
    /// A fingerprint, key ID, address or name, as for `gpg --recipient`.
    public var recipient: String
    /// gpg's compression level.
    public var level: CompressionLevel

    /// - Parameters:
    ///   - recipient: a fingerprint, key ID, address or name that only one key has.
    ///   - level: gpg's compression level.
    public init(recipient: String, level: CompressionLevel = .fastest) {
      self.recipient = recipient
      self.level = level
    }
  }

  /// Where the lines of a conversion go.
  public enum Output: Sendable, Equatable {
    /// Named files in a directory, made if missing.
    case directory(String, layout: Layout)
    /// One stream without a name.
    case stream(descriptor: Int32)
  }

  /// Where in the directory the files are put.
  public enum Layout: Sendable, Equatable {
    /// In the directory itself.
    case flat
    /// In `PARTNER/date=YYYY-MM-DD/`, as in the receiver's bucket.
    case s3(PartnerName)
  }
}

extension ConversionOptions {
  /// - Throws: `SluiceError` of code `usage` if the mapping is not that of the IDs that are to be tied.
  func checkForm() throws(SluiceError) {
    guard case .idSync(let sync) = form else { return }
    var expected = sync.mapping
    (expected.nulls, expected.conditions) = (mapping.nulls, mapping.conditions)
    (expected.pii, expected.dialect) = (mapping.pii, mapping.dialect)
    if mapping == expected { return }
    throw SluiceError(.usage, "ID synchronisation has the columns it was made with (make another)")
  }

  /// The sequences of files that are written, by the type of their IDs.
  var routes: [IDRoute] {
    guard case .data(let variant) = form, mapping.id.isAutomatic else { return [.all] }
    let types = IDRoute.types.filter {
      variant == .standard || OracleLineParser.name(of: $0) != nil
    }
    return [.first(types[0], further: Array(types.dropFirst()))]
      + types.dropFirst().map { .further($0) }
  }

  /// - Throws: `SluiceError` if what goes to a stream would need names to be told apart.
  func checkStream() throws(SluiceError) {
    if routes.count == 1 { return }
    throw SluiceError(
      .usage,
      "IDs of several types go to files of their own, not to one stream (name a directory with --out)"
    )
  }

  /// The name of the sequence that a route is written to.
  /// - Throws: `SluiceError` with the rule of names that would be broken.
  func fileName(for route: IDRoute) throws(SluiceError) -> DeliveredFileName {
    switch form {
    case .data(let variant): .data(try dataFileName(for: route, variant))
    case .idSync(let sync): .idSync(try idSyncFileName(sync))
    }
  }

  private func idSyncFileName(_ sync: IDSync) throws(SluiceError) -> IDSyncFileName {
    do {
      return try sync.fileName(timestamp: timestamp, packing: packing)
    } catch {
      throw SluiceError(.usage, "\(IDSync.Problem.name(error))")
    }
  }

  private func dataFileName(
    for route: IDRoute, _ variant: InboundFileName.Variant
  ) throws(SluiceError) -> InboundFileName {
    let source = mapping.dataSource
    guard let dpid = route.type?.dataSource ?? source.dpid else {
      throw SluiceError(.mapping, "no data source is given (dataSource.dpid or --dpid)")
    }
    // A route's IDs have a data source of their own, so that what is given is whose traits they get.
    let target = route == .all ? source.target : source.target ?? source.dpid
    do {
      return try InboundFileName(
        dpid: dpid, target: target, timestamp: timestamp,
        mode: source.mode, packing: packing, variant: variant)
    } catch {
      throw SluiceError(.usage, "no inbound file can have this name: \(error)")
    }
  }

  /// What is said of a run that is stopped.
  public var interruption: String {
    if case .stream = output, !isDryRun {
      return "interrupted; what was written to stdout is incomplete"
    }
    return "interrupted; nothing was published"
  }

  /// What the lines are for, for reports.
  var transfer: ConversionSummary.Transfer {
    var timestamp: Int?
    if case .directory = output { timestamp = self.timestamp }
    let source = mapping.dataSource
    var transfer = ConversionSummary.Transfer(
      dpid: source.dpid, target: source.target, mode: source.mode, timestamp: timestamp)
    if case .idSync(let sync) = form { transfer.idSync = sync }
    return transfer
  }

  /// What is odd about what is asked for, in one line each.
  var warnings: [String] {
    if case .idSync(let sync) = form { return sync.warnings }
    return MappingCheck.warnings(of: mapping)
  }

  /// How parts or the stream are packed if nothing else is asked for: parts by gzip, unless they are
  /// encrypted, a stream not at all.
  /// - Parameter level: gzip's level.
  public func usualPackaging(level: CompressionLevel = .fastest) -> Packaging {
    if case .directory = output, encryption == nil { return .gzip(level) }
    return .plain
  }

  /// How parts or the stream are packed.
  var chosenPackaging: Packaging { packaging ?? usualPackaging() }

  private var packing: Packing {
    if encryption != nil { return .gpg }
    return if case .gzip = chosenPackaging { .gzip } else { .plain }
  }

  /// What a part may have.
  var bounds: PartBounds {
    let usual = encryption == nil ? 300_000_000 : 1_000_000_000
    let stored = splitSize ?? usual
    // What is stored as it is cannot be more than what there is.
    let most = chosenPackaging.isIdentity ? min(stored, splitRawSize) : stored
    return PartBounds(storedLimit: most, rawLimit: splitRawSize)
  }

  /// The smaller of the two bounds, which blocks have to fit.
  var smallerBound: Int {
    guard case .directory = output else { return .max }
    let bounds = encryption == nil ? bounds : bounds.beforeEncryption
    return min(bounds.storedLimit, bounds.rawLimit)
  }

  /// Whether parts are cut between users, and not only between blocks: plain lines can be cut anywhere.
  var cutsBeforeUsers: Bool {
    if case .directory = output, form.hasUsers { return chosenPackaging.isIdentity }
    return false
  }

  /// - Throws: `SluiceError` of code `usage` for parts that no receiver takes, or that can't be encrypted.
  func checkPackaging() throws(SluiceError) {
    guard case .directory = output else {
      if encryption == nil { return }
      throw SluiceError(.usage, "only parts are encrypted, not a stream")
    }
    if chosenPackaging == .lz4 {
      throw SluiceError(
        .usage, "parts can't be LZ4: Audience Manager takes gzip, PGP or plain files")
    }
    guard bounds.storedLimit > 0, bounds.rawLimit > 0 else {
      throw SluiceError(.usage, "parts of no bytes can't hold lines")
    }
    guard encryption != nil else { return }
    guard chosenPackaging.isIdentity else {
      throw SluiceError(.usage, "gpg compresses by itself what it encrypts: one of the two only")
    }
    guard smallerBound > 0 else {
      throw SluiceError(
        .usage, "parts of at most \(bounds.storedLimit) bytes are too small to be encrypted")
    }
  }
}
