// Parts that go through gpg: the same cuts as without it, sizes and digests of what is stored, and
// nothing left behind, no process either, whatever fails or stops on the way.

import Foundation
import SluiceTestTools
import Synchronization
import Testing

@testable import SluiceParts

/// One after the other, so that a gpg that is found is this test's.
@Suite(.serialized, .enabled(if: GpgHome.isInstalled)) struct EncryptionTests {
  private let home: GpgHome

  init() throws { home = try GpgHome() }

  private func encryptor(_ calls: SystemCalls = SystemCalls()) throws -> Encryptor {
    try Encryptor(recipient: GpgHome.recipient, level: 1, home: home.path, calls: calls)
  }

  /// Names that end in `.gpg`.
  private static let naming = PartNaming(root: testRoot, info: infoText) {
    testRoot + ($0.map { ".\($0)" } ?? "") + ".gpg"
  }

  private func set(
    in directory: String, _ bounds: PartBounds, _ encryptor: Encryptor?,
    _ calls: SystemCalls = SystemCalls()
  ) throws -> PartSet {
    try PartSet(
      directory: directory, sequences: [Self.naming], bounds: bounds, framing: .none,
      encryptor: encryptor, calls: calls)
  }

  private var ourGpgs: [Int32] { GpgHome.processes(of: getpid()) }

  @Test(arguments: 0..<8) func cutsAsWithoutGpg(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let bounds = PartBounds(
      storedLimit: 40_000 + .random(in: 0...20_000, using: &random),
      rawLimit: .random(in: 10_000...60_000, using: &random))
    let blocks = (0..<60).map { _ in
      var block = TestBlock.random(1...4_000, using: &random)
      block.stored = block.raw
      block.startsNewUser = Int.random(in: 0...9, using: &random) <= [0, 2, 5, 9][seed % 4]
      return block
    }
    let (plain, scratch) = (
      try ScratchDirectory(inMemory: true), try ScratchDirectory(inMemory: true)
    )
    let model = try set(in: plain.path, bounds.beforeEncryption, nil)
    let tested = try set(in: scratch.path, bounds, try encryptor())
    for block in blocks {
      try model.append(block)
      try tested.append(block)
    }
    let expected = try model.finish()
    let parts = try tested.finish()
    #expect(parts.count > 1 && parts.map(\.name) == expected.map(\.name))
    #expect(tested.tornUsers == model.tornUsers)
    for part in parts {
      let stored = scratch.read(part.name)
      #expect(try home.decrypted(scratch[part.name]) == plain.read(part.name))
      #expect(stored.count == part.byteCount && stored.count <= bounds.storedLimit)
      #expect(try Tool.run(["md5sum", scratch[part.name]]).text.hasPrefix(part.md5 + " "))
    }
    #expect(scratch.names.count == parts.count + 1 && ourGpgs.isEmpty)
  }

  /// A user with more lines than wait in memory is cut where the part ends.
  @Test func moreOfAUserThanWaits() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20)
    let set = try set(
      in: scratch.path, PartBounds(storedLimit: 60 << 20, rawLimit: 38 << 20), try encryptor())
    try set.append("first\n")
    for index in 0..<9 {
      try set.append(TestBlock(stored: piece, raw: piece, startsNewUser: index == 0))
    }
    let parts = try set.finish()
    #expect(parts.map(\.rawCount) == [7 * piece.count + 6, 2 * piece.count])
    #expect(set.tornUsers == 1)
    #expect(
      try parts.map { try home.decrypted(scratch[$0.name]).count } == parts.map(\.rawCount))
  }

  /// A set of two parts, cut by taking a user's lines back.
  private func twoParts(in directory: String, _ encryptor: Encryptor, _ calls: SystemCalls) throws {
    let set = try set(
      in: directory, PartBounds(storedLimit: 1_000_000, rawLimit: 20), encryptor, calls)
    for index in 0..<3 {
      var block = TestBlock("\(index)23456789")
      block.startsNewUser = index != 2
      try set.append(block)
    }
    #expect(try set.finish().count == 2)
  }

  @Test func everyCallFailsOnce() throws {
    let encryptor = try encryptor()
    let whole = try ScratchDirectory(inMemory: true)
    let counting = FaultInjector { _ in .pass }
    try twoParts(in: whole.path, encryptor, SystemCalls(injector: counting))
    for number in 1...counting.callCount {
      let scratch = try ScratchDirectory(inMemory: true)
      let failed = Mutex<SystemCall?>(nil)
      let injector = FaultInjector { event in
        guard event.total == number else { return .pass }
        failed.withLock { $0 = event.call }
        return .fail([EIO, ENOSPC, EACCES][number % 3])
      }
      let outcome = Result {
        try twoParts(in: scratch.path, encryptor, SystemCalls(injector: injector))
      }
      let call = try #require(failed.withLock { $0 })
      let place = Comment(rawValue: "call \(number), \(call)")
      switch outcome {
      case .success: #expect(scratch.contents.keys == whole.contents.keys, place)
      case .failure(let error):
        #expect(scratch.contents.isEmpty, place)
        let kind = try #require(error as? PartError, place).kind
        #expect(kind == .io || kind == .cannotCreate, place)
      }
      #expect(scratch.temporaries.isEmpty || call == .unlink, place)
      #expect(ourGpgs.isEmpty, place)
    }
  }

  /// Few bytes at a time, and interrupted all the while.
  @Test func shortWritesAndInterruptions() throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let injector = FaultInjector { event in
      if event.total % 3 == 0 { return .fail(EINTR) }
      return event.call == .write || event.call == .read ? .atMost(7) : .pass
    }
    try twoParts(in: scratch.path, try encryptor(), SystemCalls(injector: injector))
    #expect(
      try [1, 2].map { try home.decrypted(scratch["\(testRoot).\($0).gpg"]).count } == [9, 18])
  }

  @Test func everyCallOfTheTrialFailsOnce() throws {
    let counting = FaultInjector { _ in .pass }
    _ = try encryptor(SystemCalls(injector: counting))
    for number in 1...counting.callCount {
      let injector = FaultInjector(failingCall: number, with: EMFILE)
      do {
        _ = try encryptor(SystemCalls(injector: injector))
      } catch {
        #expect((error as? PartError)?.kind == .cannotEncrypt, "call \(number)")
      }
      #expect(ourGpgs.isEmpty, "call \(number)")
    }
  }

  /// Bytes that gpg cannot hold back in its buffers.
  private static let noise: TestBlock = {
    var random = SeededGenerator(seed: 1)
    let bytes = random.bytes(1 << 20)
    return TestBlock(stored: bytes, raw: bytes, startsNewUser: true)
  }()

  /// Blocks of noise that no gpg takes that has ended or hangs.
  private static let tooMany = 1000

  @Test(arguments: [true, false]) func killedGpg(isWriting: Bool) throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let bounds = PartBounds(storedLimit: 1 << 30, rawLimit: 1 << 30)
    let set = try set(in: scratch.path, bounds, try encryptor())
    for _ in 0..<3 { try set.append(Self.noise) }
    #expect(ourGpgs.count == 1)
    for process in ourGpgs { kill(process, SIGKILL) }
    let error = #expect(throws: PartError.self) {
      for _ in 0..<(isWriting ? Self.tooMany : 0) { try set.append(Self.noise) }
      _ = try set.finish()
    }
    #expect(error?.kind == .io)
    #expect(error?.description.hasPrefix("gpg failed: ended by signal 9: \(scratch.path)/") == true)
    #expect(error?.description.hasSuffix(": nothing was published") == true)
    set.discard()
    #expect(scratch.names.isEmpty && ourGpgs.isEmpty)
  }

  /// A gpg that does nothing any more keeps nobody from ending the run.
  @Test func discardedWhileGpgHangs() async throws {
    let scratch = try ScratchDirectory(inMemory: true)
    let bounds = PartBounds(storedLimit: 1 << 30, rawLimit: 1 << 30)
    let set = try set(in: scratch.path, bounds, try encryptor())
    try set.append(Self.noise)
    for process in ourGpgs { kill(process, SIGSTOP) }
    let (appended, note) = AsyncStream.makeStream(of: Void.self)
    let writer = Task.detached {
      for _ in 0..<Self.tooMany {
        note.yield()
        try set.append(Self.noise)
      }
    }
    var appending = appended.makeAsyncIterator()
    await appending.next()
    // Time for the writer to get stuck; whether it does makes no difference to what is expected.
    try await Task.sleep(for: .milliseconds(20))
    #expect(set.discard())
    let error = await #expect(throws: PartError.self) { try await writer.value }
    #expect(error?.kind == .cancelled)
    #expect(scratch.names.isEmpty && ourGpgs.isEmpty)
  }
}

@Suite struct GpgTextTests {
  private static let capable = "scESC"

  private static func listing(_ keys: [(validity: String, capabilities: String)]) -> String {
    let lines = keys.enumerated().map { index, key in
      """
      pub:\(key.validity):255:22:893BE1597FA2B198:1795327900:::u:::\(key.capabilities):::::ed25519:::0:
      fpr:::::::::KEY\(index):
      uid:\(key.validity)::::1795327900::105BF9F5::Name <a@example.com>::::::::::0:
      sub:u:255:18:9759E94C060F85EE:1795327900::::::e:::::cv25519::
      fpr:::::::::SUBKEY\(index):
      """
    }
    return (["tru::1:1795327901:0:3:1:5"] + lines).joined(separator: "\n") + "\n"
  }

  @Test(
    arguments: [
      ("u", capable, nil), ("-", capable, nil), ("r", capable, "the key is revoked"),
      ("e", "sc", "the key has expired"), ("i", capable, "the key is invalid"),
      ("d", capable, "the key is disabled"), ("u", capable + "D", "the key is disabled"),
      ("u", "scSC", "the key cannot encrypt"), ("u", "escSC", "the key cannot encrypt"),
    ] as [(String, String, String?)])
  func flaws(validity: String, capabilities: String, flaw: String?) {
    let keys = GpgKey.keys(in: Self.listing([(validity, capabilities), ("u", Self.capable)]))
    #expect(keys.map(\.fingerprint) == ["KEY0", "KEY1"])
    #expect(keys.map(\.flaw) == [flaw, nil])
  }

  @Test func noKeys() { #expect(GpgKey.keys(in: "tru::1:1795327901:0:3:1:5\n\n:::\n") == []) }

  @Test func words() {
    let said = """
      gpg: WARNING: unsafe permissions on homedir '/x'
      [GNUPG:] KEY_CONSIDERED 86B7 0
      gpg: a\u{1B}[31m: There is no assurance this key belongs to the named user
      [GNUPG:] INV_RECP 10 a
      """
    let words = GpgWords(Array(said.utf8))
    #expect(words.first == "a [31m: There is no assurance this key belongs to the named user")
    #expect(words.isKeyUntrusted)
    #expect(!GpgWords(Array("[GNUPG:] INV_RECP 1 a".utf8)).isKeyUntrusted)
    #expect(GpgWords([]).first == nil)
    #expect(GpgWords([UInt8](repeating: 0xFF, count: 100_000)).first?.count == 300)
  }
}
