// A throw-away directory of gpg's with a throw-away key in it.

import Foundation

/// A GNUPGHOME that goes away with the value, as does the agent that serves it.
public final class GpgHome: Sendable {
  /// Whether there is a gpg at all.
  public static let isInstalled = (try? Tool.run(["gpg", "--version"]).status) == 0

  /// The directory. Its path is short: an agent's socket in it may have 107 bytes.
  public let path: String

  /// The address of the key that is made.
  public static let recipient = "receiver@example.com"

  /// Makes a directory, and a key without a passphrase in it.
  /// - Parameters:
  ///   - hasKey: false for a directory without any.
  ///   - configuration: the text of `gpg.conf`.
  public init(hasKey: Bool = true, configuration: String = "") throws {
    path = "/tmp/sluice-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try configuration.write(toFile: path + "/gpg.conf", atomically: false, encoding: .utf8)
    if hasKey { try makeKey("Receiver <\(Self.recipient)>") }
  }

  deinit {
    _ = try? Tool.run(["gpgconf", "--homedir", path, "--kill", "gpg-agent"])
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Makes a further key.
  /// - Parameters:
  ///   - user: the name and address.
  ///   - parameters: algorithm, usage and time of expiry, as for `--quick-generate-key`.
  public func makeKey(
    _ user: String, _ parameters: [String] = ["future-default", "default", "never"],
    _ options: [String] = []
  ) throws {
    _ = try output(
      options + ["--passphrase", "", "--quick-generate-key", user] + parameters)
  }

  /// Runs gpg with this directory.
  public func run(_ arguments: [String], input: [UInt8] = []) throws -> Tool.Result {
    try Tool.run(["gpg", "--homedir", path, "--batch", "--quiet"] + arguments, input: input)
  }

  /// Runs gpg, which must succeed, and returns what it prints.
  public func output(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let result = try run(arguments, input: input)
    if result.status != 0 { throw Tool.Failure(command: arguments, result: result) }
    return result.output
  }

  /// What an encrypted file holds.
  public func decrypted(_ path: String) throws -> [UInt8] { try output(["--decrypt", path]) }

  /// The gpg processes that are children of a process, those that have ended unnoticed among them.
  public static func processes(of parent: Int32) -> [Int32] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap(Int32.init).filter { process in
      guard let facts = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      else { return false }
      // Number, program in brackets, state, parent.
      let fields = facts.split(separator: " ")
      return fields.count > 3 && fields[1] == "(gpg)" && fields[3] == "\(parent)"
    }
  }
}
