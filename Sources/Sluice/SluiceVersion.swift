// Which version this is, and what is built into it.

import SluiceCodecs

/// What this build of the library is.
public enum SluiceVersion {
  /// The version by semantic versioning.
  public static let number = "0.1.0"
  /// Which compressors are built in.
  public static var compression: String {
    CodecSupport.hasISAL ? "ISA-L, zlib, LZ4" : "zlib, LZ4"
  }
}
