// The loop over deflate's symbols, chosen once by what the processor can do.
//
// Takes and gives what `sluice_inflate.h` says.

import CSluiceScan

/// One implementation of the loop over deflate's symbols.
@safe
public struct InflateKernel: @unchecked Sendable {
  /// Its name: `bmi2` or `portable`.
  public let name: String
  // SAFETY: a pure function at an address that is valid for the program's life.
  let run: sluice_inflate_function

  /// All that this processor can run, the fastest first; the portable one is always the last.
  public static let available: [InflateKernel] = (0..<sluice_inflate_kernel_count()).compactMap {
    let kernel = unsafe sluice_inflate_kernel_at($0)
    guard let name = unsafe kernel.name, let run = unsafe kernel.run else { return nil }
    return unsafe InflateKernel(name: String(cString: name), run: run)
  }

  /// The fastest that this processor can run.
  public static let best = available[0]
}
