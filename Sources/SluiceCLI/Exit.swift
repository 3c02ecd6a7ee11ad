// Failures to exit codes (sysexits.h) and to lines on stderr.

import Glibc
import Sluice

/// The end of the program.
enum Exit {
  /// The code of sysexits.h for each sort of failure.
  static func code(for error: SluiceError) -> Int32 {
    switch error.code {
    case .usage: EX_USAGE
    case .data: EX_DATAERR
    case .input: EX_NOINPUT
    case .output: EX_CANTCREAT
    case .io: EX_IOERR
    case .mapping, .encryption: EX_CONFIG
    case .inconsistent: EX_SOFTWARE
    // These two end by their signal, which says the code.
    case .cancelled, .closedPipe: EX_SOFTWARE
    }
  }

  /// Tells of a failure and ends the program.
  static func end(with error: SluiceError) -> Never {
    switch error.code {
    case .closedPipe: Signals.dieOfClosedPipe()
    case .cancelled: Signals.awaitEnd()
    default:
      for problem in error.problems { Terminal.error(problem) }
      exit(code(for: error))
    }
  }
}
