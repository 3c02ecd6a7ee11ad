// What a conversion is asked to do, checked before any work.

public import AudienceManager
public import SluiceCodecs
public import SluiceRecords

/// Everything that decides a conversion.
public struct ConversionOptions: Sendable {
  /// Paths, in order; `-` is stdin. Inputs with the same header are one dump.
  public var inputs: [String] = ["-"]
  /// The mapping, options applied; nil when columns become pairs under their own names.
  public var mapping: Mapping
  /// Whether every column but the ID's is to become a pair, those that look like personal data
  /// left out.
  public var mapsAllColumns = false
  /// How the dump is read; what is nil is as in RFC 4180.
  public var dialect = DialectSettings()
  /// Where the lines go.
  public var output = Output.stream(descriptor: 1)
  /// How parts or the stream are packed.
  public var packaging = Packaging.plain
  /// The most bytes of a part as stored.
  public var splitSize = 300_000_000
  /// The most bytes of a part before compression.
  public var splitRawSize = 1_000_000_000
  /// The timestamp of the names, seconds since 1970 in UTC.
  public var timestamp = 0
  /// The form of the lines and names: the usual one, or the Oracle Data Cloud's.
  public var variant = InboundFileName.Variant.standard
  /// Where rejected records go; nil: `ROOT.rejects.csv` beside the parts, nowhere for a stream.
  public var rejectsPath: String?
  /// Whether the first reject ends the run.
  public var isStrict = false
  /// How many rejects end the run.
  public var rejectLimit = RejectLimit.none
  /// Parallel lanes.
  public var lanes = 1
  /// Whether nothing is written.
  public var isDryRun = false
  /// Whether parts are read back and checked before they get their names.
  public var verifiesParts = false
  /// Whether files of the same name are replaced.
  public var replacesExisting = false
  /// The structural scan to use.
  public var kernel = ScanKernel.best
  /// Bytes of the decoded input in one chunk, a multiple of 512 KiB. Has no influence on what is written.
  public var chunkSize = BlockLimits.usualStretch

  /// Makes options with the mapping's dialect and the defaults of the command line.
  public init(mapping: Mapping) {
    self.mapping = mapping
    dialect = mapping.dialect
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
  /// The sequences of files that are written, by the type of their IDs.
  var routes: [IDRoute] {
    guard mapping.id.isAutomatic else { return [.all] }
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
  func fileName(for route: IDRoute) throws(SluiceError) -> InboundFileName {
    let source = mapping.dataSource
    guard let dpid = route.type?.dataSource ?? source.dpid else {
      throw SluiceError(.mapping, "no data source is given (dataSource.dpid or --dpid)")
    }
    // A route's IDs have a data source of their own, so that what is given is whose traits they get.
    let target = route == .all ? source.target : source.target ?? source.dpid
    let packing: Packing = if case .gzip = packaging { .gzip } else { .plain }
    do {
      return try InboundFileName(
        dpid: dpid, target: target, timestamp: timestamp,
        mode: source.mode == .sync ? .sync : .overwrite, packing: packing, variant: variant)
    } catch {
      throw SluiceError(.usage, "no inbound file can have this name: \(error)")
    }
  }

  /// The smaller of the two bounds, which blocks have to fit.
  var smallerBound: Int {
    if case .directory = output { return min(splitSize, splitRawSize) }
    return .max
  }
}
