// The progress line: redrawn on a terminal while a conversion runs, never anywhere else.

import Dispatch
import Glibc
import Sluice

/// Draws how far a conversion is.
final class ProgressLine {
  private let timer: (any DispatchSourceTimer)?

  /// Redrawn this often, in milliseconds: often enough to look alive.
  private static let interval = 200

  /// - Parameter totalBytes: of the stored inputs, if that is known.
  init(_ conversion: Conversion, totalBytes: Int?, isShown: Bool) {
    guard isShown, Terminal.isInteractive else {
      timer = nil
      return
    }
    let started = ContinuousClock.now
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sluice.progress"))
    timer.schedule(
      deadline: .now() + .milliseconds(Self.interval), repeating: .milliseconds(Self.interval))
    timer.setEventHandler {
      let seconds = (ContinuousClock.now - started).seconds
      let text = Self.text(conversion.progress, totalBytes: totalBytes, seconds: seconds)
      Terminal.write("\r\u{1B}[K" + text)
    }
    timer.resume()
    self.timer = timer
  }

  /// Clears the line.
  func end() {
    guard let timer else { return }
    timer.cancel()
    Terminal.write("\r\u{1B}[K")
  }

  /// `412 MB of 1.00 GB, 41 %, 3 s left, 310 MB/s, 2,375,101 records, 4 rejected`.
  static func text(
    _ progress: Conversion.Progress, totalBytes: Int?, seconds: Double
  ) -> String {
    var parts = [Quantity.bytes(progress.storedBytes)]
    if let totalBytes, totalBytes > 0 {
      let share = Double(progress.storedBytes) / Double(totalBytes)
      parts[0] += " of \(Quantity.bytes(totalBytes))"
      parts.append("\(Int(share * 100)) %")
      if share > 0.01 { parts.append("\(Quantity.seconds(seconds / share - seconds)) left") }
    }
    parts.append("\(Quantity.bytes(Int(Double(progress.decodedBytes) / max(seconds, 0.001))))/s")
    parts.append("\(Quantity.count(progress.records)) records")
    parts.append("\(Quantity.count(progress.rejected)) rejected")
    return parts.joined(separator: ", ")
  }
}

/// The sizes of inputs, for progress.
enum InputSizes {
  /// Bytes of all inputs; nil when one is not a file.
  static func total(of paths: [String]) -> Int? {
    var total = 0
    for path in paths {
      var status = stat()
      guard path != "-", unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      total += Int(status.st_size)
    }
    return total
  }
}
