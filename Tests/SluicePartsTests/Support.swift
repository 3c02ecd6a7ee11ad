// What the tests of this module share: scratch directories, generated blocks, sets; and the tools, brought
// along for every file.

import Foundation
import SluiceParts
@_exported import SluiceTestTools

/// A directory that goes away with the value.
final class ScratchDirectory {
  let path: String

  /// - Parameter inMemory: for tests that make hundreds of runs.
  init(inMemory: Bool = false) throws {
    path = try TemporaryDirectory.make(inMemory: inMemory).path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { path + "/" + name }

  /// All names in it, hidden ones too, sorted.
  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
  }

  /// The temporary files in it.
  var temporaries: [String] { names.filter { $0.hasPrefix(".sluice-") } }

  /// The other files and what is in them.
  var contents: [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in names where !name.hasPrefix(".sluice-") { contents[name] = read(name) }
    return contents
  }

  func read(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: self[name]).map { Array($0) } ?? []
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: self[name]))
  }

  func mode(_ name: String) throws -> Int {
    let facts = try FileManager.default.attributesOfItem(atPath: self[name])
    return facts[.posixPermissions] as? Int ?? -1
  }
}

/// Another process that holds the lock of a file until it is ended.
final class LockHolder {
  private let process = Process()
  private let input = Pipe()

  init(_ path: String) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import fcntl, os, sys
      lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
      fcntl.flock(lock, fcntl.LOCK_EX)
      print("locked", flush=True)
      sys.stdin.read()
      """, path,
    ]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    _ = output.fileHandleForReading.availableData
  }

  /// Ends it as `kill -9` does.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

/// CRC-32 as gzip has it, a byte at a time.
enum NaiveCRC {
  private static let table = (UInt32(0)...255).map { byte in
    (0..<8).reduce(byte) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes { crc = (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 255)] }
    return ~crc
  }

  /// The CRC of two runs: the first's, pushed through as many zeros as the second is long.
  static func combine(_ first: UInt32, _ second: UInt32, _ count: Int) -> UInt32 {
    var crc = first
    for _ in 0..<count { crc = (crc >> 8) ^ table[Int(crc & 255)] }
    return crc ^ second
  }
}

/// The four bytes of a number, lowest first.
func littleEndian(_ number: UInt32) -> [UInt8] {
  [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
}

/// A block with the bytes it is stored as.
struct TestBlock {
  var stored: [UInt8]
  var raw: [UInt8]
  var startsNewUser = true
  var hasOneUser = false

  var numbers: FinishedBlock {
    FinishedBlock(
      rawCount: raw.count, crc32: NaiveCRC.of(raw), lineCount: raw.count / 2,
      startsNewUser: startsNewUser, hasOneUser: hasOneUser)
  }

  /// A block that is stored as it is.
  init(_ text: String) {
    stored = Array(text.utf8)
    raw = stored
  }

  init(stored: [UInt8], raw: [UInt8], startsNewUser: Bool) {
    self.stored = stored
    self.raw = raw
    self.startsNewUser = startsNewUser
  }

  /// A block of random size and bytes.
  static func random(_ sizes: ClosedRange<Int>, using random: inout SeededGenerator) -> TestBlock {
    TestBlock(
      stored: random.bytes(.random(in: sizes, using: &random)),
      raw: random.bytes(.random(in: sizes, using: &random)),
      startsNewUser: Bool.random(using: &random))
  }
}

extension PartSet {
  func append(_ block: TestBlock, to sequence: Int = 0) throws {
    // SAFETY: an array of bytes has no padding.
    try append(unsafe block.stored.span.bytes, block.numbers, to: sequence)
  }

  func append(_ text: String, to sequence: Int = 0) throws {
    try append(TestBlock(text), to: sequence)
  }
}

extension PartRehearsal {
  func append(_ block: TestBlock) throws {
    // SAFETY: an array of bytes has no padding.
    try append(unsafe block.stored.span.bytes, block.numbers)
  }
}

extension StreamWriter {
  func append(_ block: TestBlock) throws {
    // SAFETY: an array of bytes has no padding.
    try append(unsafe block.stored.span.bytes, block.numbers)
  }
}

extension CompanionFile {
  func append(_ text: String) throws {
    // SAFETY: an array of bytes has no padding.
    try append(unsafe Array(text.utf8).span.bytes)
  }
}

let testRoot = "ftp_dpm_1234_1732240000.sync"

extension PartNaming {
  /// The names of a sequence of gzip parts.
  static let test = PartNaming(
    root: testRoot, companionNames: [testRoot + ".rejects.csv"], info: infoText
  ) {
    testRoot + ($0.map { ".\($0)" } ?? "") + ".gz"
  }
}

extension PartFraming {
  /// A prologue and an epilogue that shows the sums.
  static let test = PartFraming(
    prologue: Array("<<<".utf8),
    epilogue: { crc32, count in
      littleEndian(crc32) + littleEndian(UInt32(truncatingIfNeeded: count))
    },
    combine: NaiveCRC.combine)
}

/// An info file that lists the parts, one a line.
func infoText(_ parts: [PublishedPart]) -> [UInt8] {
  Array(parts.map { "\($0.sequenceNumber) \($0.name) \($0.lineCount) \($0.md5)\n" }.joined().utf8)
}

/// A set with the test's names, framing and info file.
func makeSet(
  in directory: String, stored: Int = 1_000_000, raw: Int = 1_000_000,
  framing: PartFraming = .test, replaceExisting: Bool = false, calls: SystemCalls = SystemCalls()
) throws(PartError) -> PartSet {
  try PartSet(
    directory: directory, sequences: [.test],
    bounds: PartBounds(storedLimit: stored, rawLimit: raw), framing: framing,
    replaceExisting: replaceExisting, calls: calls)
}
