// The search for repetitions in lines, chosen once by what the processor can do.
//
// Takes and gives what `sluice_symbols.h` says.

import CSluiceScan

/// One implementation of the search for repetitions.
@safe
public struct SymbolKernel: @unchecked Sendable {
  /// Its name: `avx512`, `avx2`, `neon` or `portable`.
  public let name: String
  // SAFETY: pure functions at addresses that are valid for the program's life.
  let find: sluice_symbols_function
  let count: sluice_symbols_count_function
  let write: sluice_symbols_write_function

  /// All that this processor can run, the fastest first; the portable one is always the last.
  public static let available: [SymbolKernel] = (0..<sluice_symbols_kernel_count()).compactMap {
    let kernel = unsafe sluice_symbols_kernel_at($0)
    guard let name = unsafe kernel.name, let find = unsafe kernel.find,
      let count = unsafe kernel.count, let write = unsafe kernel.write
    else { return nil }
    return unsafe SymbolKernel(name: String(cString: name), find: find, count: count, write: write)
  }

  /// The fastest that this processor can run.
  public static let best = available[0]
}
