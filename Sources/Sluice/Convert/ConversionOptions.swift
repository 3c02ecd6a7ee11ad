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
  /// The name of the sequence that is written.
  /// - Throws: `SluiceError` with the rule of names that would be broken.
  func fileName() throws -> InboundFileName {
    guard let dpid = mapping.dataSource.dpid else {
      throw SluiceError(.mapping, "no data source is given (dataSource.dpid or --dpid)")
    }
    let packing: Packing = if case .gzip = packaging { .gzip } else { .plain }
    do {
      return try InboundFileName(
        dpid: dpid, target: mapping.dataSource.target, timestamp: timestamp,
        mode: mapping.dataSource.mode == .sync ? .sync : .overwrite, packing: packing)
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
