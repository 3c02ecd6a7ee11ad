// The inputs that fuzzing starts from, as files.

import Glibc
import SluiceProperties

/// Why a seed was not written.
struct SeedError: Error, CustomStringConvertible {
  var description: String
}

enum Seeds {
  /// Enough that each kind of input is there several times.
  private static let count = 200

  /// Writes a property's seeds into a directory that exists.
  static func write(_ property: Property, to directory: String) throws(SeedError) {
    for (number, seed) in property.seeds(count).enumerated() {
      let path = "\(directory)/seed-\(number)"
      guard let file = unsafe fopen(path, "wb") else {
        throw SeedError(description: "cannot write a seed: \(path)")
      }
      let written = unsafe fwrite(seed, 1, seed.count, file)
      if unsafe fclose(file) != 0 || written != seed.count {
        throw SeedError(description: "cannot write a seed: \(path)")
      }
    }
  }
}
