// stdin, stdout and stderr at the program's start.

import Glibc

/// The descriptors 0, 1 and 2.
enum StandardStreams {
  /// Takes the places of those that are closed, so that no file that is opened later gets the number of
  /// one and with it what was meant for the stream. Each is opened for what it is not used for: reading
  /// from a closed stdin, and writing to a closed stdout, are errors as they were.
  static func prepare() {
    for (stream, use) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is given, and those below are taken by now.
      // SAFETY: a terminated constant that outlives the call.
      _ = unsafe open("/dev/null", use)
    }
  }
}
