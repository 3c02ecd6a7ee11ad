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
    case .cancelled: 128 + SIGINT
    case .closedPipe: 0
    }
  }

  /// Tells of a failure and ends the program.
  static func end(with error: SluiceError) -> Never {
    if error.code == .closedPipe { Signals.dieOfClosedPipe() }
    for problem in error.problems { Terminal.error(problem) }
    exit(code(for: error))
  }
}
