// What libFuzzer runs: one property on one input after another.
//
// Takes `--property=NAME` among libFuzzer's own arguments, which ignores it. A property that does not
// hold is told on standard error and ends the program, upon which libFuzzer writes the input to a
// file. Built by scripts/fuzz only.

import Glibc
import SluiceProperties

/// The property under test, set before the first input.
private nonisolated(unsafe) var property = Property.reader

/// Called by libFuzzer once, before it starts.
@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(
  _ count: UnsafePointer<CInt>?, _ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  let options = Options(CommandLine.arguments)
  guard let chosen = options.property else { stop("--property is none of \(Property.allCases)", 2) }
  unsafe property = chosen
  if let directory = options.seeds {
    do throws(SeedError) {
      try Seeds.write(chosen, to: directory)
    } catch {
      stop("\(error)", 1)
    }
    exit(0)
  }
  return 0
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ input: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes.
  let bytes = unsafe Array(UnsafeBufferPointer(start: input, count: count))
  if let problem = unsafe property.problem(in: bytes) {
    tell("\(unsafe property) does not hold: \(problem)\n")
    abort()
  }
  return 0
}

/// The arguments that are ours.
private struct Options {
  var property: Property?
  /// Where seeds are to be written.
  var seeds: String?

  init(_ arguments: [String]) {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2, parts[0] == "--property" { property = Property(rawValue: parts[1]) }
      if parts.count == 2, parts[0] == "--seeds" { seeds = parts[1] }
    }
  }
}

private func stop(_ message: String, _ status: CInt) -> Never {
  tell("sluice-fuzz: error: \(message)\n")
  exit(status)
}

private func tell(_ text: String) {
  // SAFETY: the bytes outlive the call, which only reads them.
  _ = unsafe write(STDERR_FILENO, text, text.utf8.count)
}
