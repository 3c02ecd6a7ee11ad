// Signals: a closed pipe ends the program quietly, an interrupt cleans up first.

import Dispatch
import Glibc

/// What the program does with signals.
enum Signals {
  /// Makes writing to a closed pipe an error that is handled like any other, and lets how a child ended
  /// be asked for, which a parent that ignored it would have us inherit as impossible.
  static func prepare() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGCHLD, SIG_DFL)
  }

  /// Ends the program as SIGPIPE would have.
  static func dieOfClosedPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(128 + SIGPIPE)
  }

  /// Waits for the end of the program, which whoever took the signal brings about. It alone says the
  /// line and the code, so that work which ends because of it does not say them a second time.
  static func awaitEnd() -> Never {
    while true { pause() }
  }

  /// Calls `cleanUp` on SIGHUP, SIGINT and SIGTERM, then tells of it and exits with 129, 130 or 143, unless
  /// `cleanUp` says that the work was not stopped: it ends by itself then. Who started the program may have had it
  /// ignore one of them, as `nohup` and a shell's `&` do; then it is ignored.
  static func cleanUpOnInterrupt(telling text: String, _ cleanUp: @escaping @Sendable () -> Bool)
    -> [any DispatchSourceSignal]
  {
    let queue = DispatchQueue(label: "sluice.signals")
    return [SIGHUP, SIGINT, SIGTERM].filter { !isIgnored($0) }.map { number in
      holdBack(number)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard cleanUp() else { return }
        Terminal.error(text)
        exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    // SAFETY: `action` is plain bits, filled during the call; SIG_IGN is a number in a pointer's place.
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return handler == ignored
  }

  /// Keeps a signal for its source, which all threads that are made from now on leave it to as well: one
  /// that comes before the source listens is neither lost nor the end of the program.
  private static func holdBack(_ number: Int32) {
    var signals = sigset_t()
    // SAFETY: `signals` is plain bits, written and read during the calls only.
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, number)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
