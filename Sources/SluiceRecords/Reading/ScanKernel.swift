// The implementation of what is done to every byte, chosen once by what the processor can do.
//
// Takes and gives what `sluice_scan.h` and `sluice_pairs.h` say.

import CSluiceScan

/// One implementation of the structural scan and of writing pairs.
@safe
public struct ScanKernel: @unchecked Sendable {
  /// Its name: `avx512`, `avx2`, `neon` or `portable`.
  public let name: String
  // SAFETY: a pure function at an address that is valid for the program's life.
  let scan: sluice_scan_function
  // SAFETY: as `scan`, both.
  let places: sluice_places_function
  let writePairs: sluice_pairs_function

  /// All that this processor can run, the fastest first; the portable one is always the last.
  public static let available: [ScanKernel] = (0..<sluice_scan_kernel_count()).compactMap { index in
    let kernel = unsafe sluice_scan_kernel_at(index)
    guard let name = unsafe kernel.name, let scan = unsafe kernel.scan,
      let places = unsafe kernel.places, let pairs = unsafe kernel.pairs
    else { return nil }
    return unsafe ScanKernel(
      name: String(cString: name), scan: scan, places: places, writePairs: pairs)
  }

  /// The fastest that this processor can run.
  public static let best = available[0]

  /// The kernel of that name, if this processor can run it.
  public static func named(_ name: String) -> ScanKernel? {
    available.first { $0.name == name }
  }
}
