// Who parts are encrypted for, checked before any work, and gpg's command line.
//
// Takes a recipient as gpg knows it; gives a value that starts a gpg for each part. Making it runs gpg
// twice: to find the one key that is meant, and to encrypt nothing with it, by the same command
// line as the parts, so that whatever is in the way shows at once.

import SluiceBytes

/// A recipient that gpg can encrypt for.
public struct Encryptor: Sendable {
  /// The recipient as it was given.
  public let recipient: String
  /// The fingerprint of the recipient's key.
  public let fingerprint: String

  private let level: Int
  private let home: String?

  /// What gpg adds to bytes that do not compress: at most a hundredth by bzip2, which a key may
  /// prefer, less by the others and by the packets' heads; and for every key the session key, a
  /// kilobyte for the largest.
  private static let shareAdded = 64
  private static let fixedAdded = 8 << 10

  /// The most bytes to encrypt when what comes out may have `limit`, however little it compresses.
  public static func rawLimit(storedLimit limit: Int) -> Int {
    max(0, limit - limit / shareAdded - fixedAdded)
  }

  /// Finds the recipient's key and tries it.
  /// - Parameters:
  ///   - recipient: a fingerprint, key ID, address or name, as for `gpg --recipient`.
  ///   - level: gpg's compression level, 1 to 9.
  ///   - home: the directory of gpg's keys and settings; nil for the user's.
  ///   - calls: the system calls to use.
  /// - Throws: `PartError` of kind `cannotEncrypt` if gpg is not there, if no key or several keys
  ///   match, or if the key cannot be used; `io`.
  public init(
    recipient: String, level: Int, home: String? = nil, calls: SystemCalls = SystemCalls()
  ) throws(PartError) {
    guard !recipient.isEmpty, !recipient.utf8.contains(0) else {
      throw .usage("a recipient to encrypt for has a name")
    }
    self.recipient = recipient
    self.level = level
    self.home = home
    fingerprint = try Self.onlyKey(of: recipient, home: home, calls)
    try tryIt(calls)
  }

  /// Starts a gpg that encrypts what it is sent.
  /// - Parameter output: where the encrypted bytes go.
  func start(output: Int32, _ calls: SystemCalls) throws(SystemError) -> ProgramRun {
    try ProgramRun(arguments, output: output, calls)
  }

  /// Beside what Audience Manager asks for (section 6): nothing is asked, nothing is looked up on the
  /// network, and settings of the user's that would change the form of the parts are put right.
  private var arguments: [String] {
    // `!` asks for just this subkey, which the fingerprint of the whole key would undo.
    let key = recipient.hasSuffix("!") ? recipient : fingerprint
    return Self.program(home: home) + [
      "--status-fd", "2", "--no-auto-key-locate", "--no-armor", "--no-textmode", "--cipher-algo",
      "AES", "-z", "\(level)", "--recipient", key, "--output", "-", "--encrypt",
    ]
  }

  private static func program(home: String?) -> [String] {
    ["gpg", "--batch", "--no-tty", "--quiet"] + (home.map { ["--homedir", $0] } ?? [])
  }

  // MARK: Before any work

  private static func onlyKey(
    of recipient: String, home: String?, _ calls: SystemCalls
  ) throws(PartError) -> String {
    let (outcome, listing) = try run(
      program(home: home) + ["--with-colons", "--list-keys", "--", recipient], calls)
    let keys = GpgKey.keys(in: String(decoding: listing, as: UTF8.self))
    let usable = keys.filter { $0.flaw == nil }
    if let key = usable.first, usable.count == 1 { return key.fingerprint }
    if usable.count > 1 { throw .ambiguous(recipient, usable.map(\.fingerprint)) }
    if let flaw = keys.first?.flaw { throw .unusable(recipient, flaw) }
    throw .noKey(recipient, GpgWords(outcome.errors).first)
  }

  private func tryIt(_ calls: SystemCalls) throws(PartError) {
    let (outcome, _) = try Self.run(arguments, calls)
    if outcome.isSuccess { return }
    let words = GpgWords(outcome.errors)
    if words.isKeyUntrusted { throw .untrusted(recipient, fingerprint) }
    throw .unusable(recipient, "gpg failed: \(outcome.reason)")
  }

  /// Runs a program that reads nothing to its end.
  private static func run(
    _ arguments: [String], _ calls: SystemCalls
  ) throws(PartError) -> (ProgramRun.Outcome, output: [UInt8]) {
    /// More than the listing of any keyring that is searched for one recipient.
    let outputLimit = 16 << 20
    do throws(SystemError) {
      let output = try calls.makeMemoryFile()
      defer { calls.closeFile(output) }
      let outcome = try ProgramRun(arguments, output: output, calls).end()
      return (outcome, try calls.readAll(output, most: outputLimit))
    } catch {
      throw .starting(error)
    }
  }
}

extension ProgramRun.Outcome {
  /// How a gpg failed: in its own words, or by how it ended.
  var reason: String {
    switch ending {
    case .killed(let signal): "ended by signal \(signal)"
    case .exited(let code): GpgWords(errors).first ?? "exit code \(code)"
    }
  }
}

// MARK: Errors

extension PartError {
  /// gpg can't be started.
  fileprivate static func starting(_ failure: SystemError) -> PartError {
    failure == .noSuchFile
      ? .encryption("gpg was not found in PATH", hint: "encrypting takes GnuPG; install it")
      : .encryption("gpg cannot be run: \(failure.words)", at: nil, nil, failure)
  }

  fileprivate static func noKey(_ recipient: String, _ words: String?) -> PartError {
    .encryption(
      "gpg has no public key of this recipient", at: recipient, words,
      hint: "gpg --import FILE adds one")
  }

  fileprivate static func ambiguous(_ recipient: String, _ fingerprints: [String]) -> PartError {
    .encryption(
      "\(fingerprints.count) keys match this recipient", at: recipient,
      hint: "name one by its fingerprint: \(fingerprints.joined(separator: ", "))")
  }

  fileprivate static func unusable(_ recipient: String, _ flaw: String) -> PartError {
    .encryption("cannot encrypt for this recipient", at: recipient, flaw)
  }

  fileprivate static func untrusted(_ recipient: String, _ fingerprint: String) -> PartError {
    .encryption(
      "gpg does not trust this key to be the recipient's", at: recipient,
      hint: "compare its fingerprint \(fingerprint) with the owner's, then gpg --lsign-key it")
  }
}
