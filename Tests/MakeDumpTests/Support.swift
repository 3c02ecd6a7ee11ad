// What the tests share: dumps in memory; and the tools, brought along for every file.

@_exported import SluiceTestTools
import Synchronization

@testable import MakeDump

/// A dump in memory.
struct MadeDump {
  var bytes: [UInt8]
  var total: DumpRun.Total
}

extension DumpRun {
  /// Makes the dump into memory.
  func make(lanes: Int = 2) throws -> MadeDump {
    let collected = Collected()
    let total = try write(lanes: lanes) { bytes throws(DumpError) in collected.append(bytes) }
    return MadeDump(bytes: collected.bytes, total: total)
  }
}

private final class Collected: Sendable {
  private let store = Mutex<[UInt8]>([])

  var bytes: [UInt8] { store.withLock { $0 } }

  func append(_ bytes: RawSpan) {
    // SAFETY: the buffer is read while the span that owns it is borrowed.
    let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    store.withLock { $0 += copy }
  }
}
