// The scan of inbound lines, chosen once by what the processor can do.
//
// Takes and gives what `sluice_lines.h` says.

import CSluiceScan

/// One implementation of the scan of inbound lines.
@safe
public struct LineKernel: @unchecked Sendable {
  /// Its name: `avx512`, `avx2`, `neon` or `portable`.
  public let name: String
  // SAFETY: a pure function at an address that is valid for the program's life.
  let scan: sluice_lines_function

  /// All that this processor can run, the fastest first; the portable one is always the last.
  public static let available: [LineKernel] = (0..<sluice_lines_kernel_count()).compactMap {
    let kernel = unsafe sluice_lines_kernel_at($0)
    guard let name = unsafe kernel.name, let scan = unsafe kernel.scan else { return nil }
    return unsafe LineKernel(name: String(cString: name), scan: scan)
  }

  /// The fastest that this processor can run.
  public static let best = available[0]
}
