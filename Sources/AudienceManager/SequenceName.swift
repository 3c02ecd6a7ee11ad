// What the names of all inbound files have: a root that the parts of one transfer share, and the names beside it.
//
// A name of either sort makes its root; the files that stand beside the parts are called after that.

/// A name of an inbound file, of which every part of a transfer has one.
public protocol SequenceName: Sendable, Hashable {
  /// The name without split number and packing, the same for all parts.
  var root: String { get }
  /// Which part it is; nil when it is not split.
  var split: Int? { get }
  /// How the file is packed.
  var packing: Packing { get }
  /// The day of the timestamp, in UTC.
  var date: CivilDate { get }
  /// The name of one part, or of the whole when it is not split.
  /// - Parameter split: from 1.
  func name(split: Int?) -> String
}

extension SequenceName {
  /// The name of the transfer-control file beside the parts (section 10).
  public var infoName: String { root + ".info" }

  /// The name of the file that takes rejected records.
  public var rejectsName: String { root + ".rejects.csv" }

  /// The key prefix on S3: `partner/date=yyyy-mm-dd/`, by the timestamp in UTC (section 2).
  public func s3Prefix(partner: PartnerName) -> String { "\(partner)/date=\(date)/" }
}
