// The receiver's figures, each with where it comes from.
//
// Sections are those of the project's account of the inbound format. A gigabyte is 10^9 bytes and
// a megabyte 10^6, as on the pages that state the limits.

/// What the receiver takes at most, and what it likes best.
public enum Limits {
  /// Bytes of the longest line that is not left out, its line end not counted (section 3).
  public static let lineBytes = 102_400
  /// Lines a user ID may have in one file; the receiver drops further ones (section 3).
  public static let linesPerUserAndFile = 200
  /// Bytes of the largest compressed file, by the page on compression: what is kept to (section 3).
  public static let compressedFileBytes = 1_000_000_000
  /// Bytes of the largest compressed file by the pages on file names: only when asked (section 3).
  public static let largeCompressedFileBytes = 3_000_000_000
  /// Bytes of a compressed file at best (section 3).
  public static let bestCompressedFileBytes = 200_000_000...300_000_000
  /// Bytes of the largest uncompressed file, which is also one S3 PUT's (sections 3 and 8).
  public static let uncompressedFileBytes = 5_000_000_000
  /// Bytes of an uncompressed file at best (section 3).
  public static let bestUncompressedFileBytes = 1_000_000_000
  /// Hashed e-mail addresses a DPUUID may have in one transfer (section 7).
  public static let hashesPerUser = 10
  /// The numbers that names can have: of at most 18 digits, more than any data source's, and few enough that sums
  /// and negatives of them are numbers of 64 bits.
  public static let numbers = 0...999_999_999_999_999_999
  /// Digits of a timestamp in inbound names (section 2).
  public static let timestampDigits = 10
  /// Seconds since 1970 that have just so many digits (section 2).
  public static let timestamps = 1_000_000_000...9_999_999_999
  /// Digits of an Audience Manager UUID (section 4).
  public static let uuidDigits = 38
  /// Errors of one kind that the receiver's error sampling shows (section 9).
  public static let sampledErrors = 10
  /// Filled values by which a column of bare digits is judged (the mapping's rule on PII).
  public static let sampledValues = 10_000
}
