// The structural scan's implementation, chosen once by what the processor can do.
//
// Takes and gives what `sluice_scan.h` says.

import CSluiceScan

/// One implementation of the structural scan.
@safe
public struct ScanKernel: @unchecked Sendable {
  /// Its name: `avx512`, `avx2`, `neon` or `portable`.
  public let name: String
  // SAFETY: a pure function at an address that is valid for the program's life.
  let scan: sluice_scan_function

  /// All that this processor can run, the fastest first; the portable one is always the last.
  public static let available: [ScanKernel] = (0..<sluice_scan_kernel_count()).compactMap { index in
    let kernel = unsafe sluice_scan_kernel_at(index)
    guard let name = unsafe kernel.name, let scan = unsafe kernel.scan else { return nil }
    return unsafe ScanKernel(name: String(cString: name), scan: scan)
  }

  /// The fastest that this processor can run.
  public static let best = available[0]

  /// The kernel of that name, if this processor can run it.
  public static func named(_ name: String) -> ScanKernel? {
    available.first { $0.name == name }
  }
}
