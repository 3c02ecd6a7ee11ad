// `--encrypt-to`, with gpg itself as the judge: what is in the parts, what is refused before any
// work, and what is left of a run whose gpg fails.

import Foundation
import SluiceTestTools
import Testing

@Suite(.enabled(if: GpgHome.isInstalled)) struct EncryptTests {
  static let job = repositoryPath("Benchmarks/jobs/crm.yaml")

  /// Runs `sluice convert` into `outbox` with a directory of gpg's.
  static func convert(
    _ directory: Directory, _ home: GpgHome, _ options: String, before: String = "",
    recipient: String = GpgHome.recipient, job: String = job, input: String = "dump.csv"
  ) throws -> Finished {
    try directory.shell(
      "export GNUPGHOME=\(home.path); \(before)\nsluice convert -m \(job) \(Samples.toFiles) "
        + "--encrypt-to '\(recipient)' \(options) \(input)")
  }

  static func parts(_ directory: Directory) -> [String] {
    directory.list("outbox").filter { $0.hasSuffix(".gpg") }
      .sorted { ($0.count, $0) < ($1.count, $1) }
  }

  @Test(arguments: [("", 1), ("--split-size 300000", 2), ("--split-raw-size 200000", 2)])
  func roundTrip(options: String, least: Int) throws {
    try withDirectory { directory in
      let home = try GpgHome()
      try directory.makeDump("--size 700kB")
      let found = try Self.convert(directory, home, options)
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.errors.contains("encrypted for \(GpgHome.recipient), key "))
      let names = Self.parts(directory)
      #expect(names.count >= least)
      #expect(
        names
          == (least == 1
            ? ["\(Samples.name).gpg"]
            : (1...names.count).map { "\(Samples.name).\($0).gpg" }))
      #expect(try PartsTests.names(directory) == names)
      #expect(Set(directory.list("outbox")) == Set(names + [Samples.name + ".info"]))
      let lines = try names.map { try home.decrypted(directory.path("outbox/" + $0)) }
      let whole = try directory.sluice("convert -m \(Self.job) --quiet dump.csv")
      #expect(Array(lines.joined()) == whole.output)
      #expect(lines.allSatisfy { $0.last == UInt8(ascii: "\n") })
      try Self.checkInfo(directory, lines)
    }
  }

  /// The manifest tells of the stored bytes.
  private static func checkInfo(_ directory: Directory, _ lines: [[UInt8]]) throws {
    let info = try JSONSerialization.jsonObject(
      with: Data(directory.read("outbox/\(Samples.name).info")))
    let files = try #require((info as? [String: Any])?["Files"] as? [[String: Any]])
    for (file, lines) in zip(files, lines) {
      let name = try #require(file["FileName"] as? String)
      let stored = try directory.read("outbox/" + name)
      #expect(file["FileByteSize"] as? Int == stored.count)
      #expect(file["FileLineCount"] as? Int == lines.count { $0 == UInt8(ascii: "\n") })
      let sum = try directory.shell("md5sum outbox/\(name)").text
      #expect(sum.hasPrefix((file["md5"] as? String ?? "?") + " "))
    }
  }

  /// AES by gpg's own account, compressed by gpg, and no gzip inside; whatever the user's settings.
  @Test(arguments: ["", "armor\ntextmode\nencrypt-to other@example.com\n"])
  func packets(configuration: String) throws {
    try withDirectory { directory in
      let home = try GpgHome(configuration: configuration)
      try home.makeKey("Other <other@example.com>")
      try directory.writeSamples()
      try directory.write("small.yaml", Samples.mapping)
      let found = try Self.convert(
        directory, home, "--quiet", job: "small.yaml", input: "clean.csv")
      #expect(found.ending == .done && found.errors == "")
      let part = directory.path("outbox/\(Samples.name).gpg")
      let told = try home.output(["--status-fd", "1", "--output", "/dev/null", "--decrypt", part])
      let aes = "DECRYPTION_INFO 2 7 "
      #expect(String(decoding: told, as: UTF8.self).contains(aes))
      let packets = String(
        decoding: try home.output(["--list-packets", part]), as: UTF8.self)
      #expect(packets.contains(":compressed packet:"))
      #expect(packets.contains(":literal data packet:\n\tmode b"))
      #expect(try String(decoding: home.decrypted(part), as: UTF8.self) == Samples.lines)
    }
  }

  /// A part of as many bytes as gpg makes of lines that it does not compress.
  @Test func boundHoldsWithoutCompression() throws {
    try withDirectory { directory in
      let home = try GpgHome(configuration: "compress-algo none\n")
      try directory.makeDump("--size 700kB")
      let found = try Self.convert(directory, home, "--split-size 250000")
      #expect(found.ending == .done, "\(found.errors)")
      let sizes = try Self.parts(directory).map { try directory.read("outbox/" + $0).count }
      #expect(sizes.count > 2 && sizes.allSatisfy { $0 <= 250_000 })
      #expect(sizes.dropLast().allSatisfy { $0 > 200_000 })
    }
  }

  @Test func cutsAndLevels() throws {
    try withDirectory { directory in
      let home = try GpgHome()
      try directory.makeDump("--size 700kB")
      var sizes: [String: Int] = [:]
      var cuts: Set<[[UInt8]]> = []
      for options in ["--level 1 --lanes 1", "--level 9 --lanes 3"] {
        let found = try Self.convert(directory, home, "--force --split-size 300000 \(options)")
        #expect(found.ending == .done, "\(found.errors)")
        let paths = Self.parts(directory).map { directory.path("outbox/" + $0) }
        cuts.insert(try paths.map { try home.decrypted($0) })
        sizes[options] = try directory.read("outbox/" + Self.parts(directory)[0]).count
      }
      #expect(cuts.count == 1)
      #expect(sizes["--level 9 --lanes 3"] ?? .max < sizes["--level 1 --lanes 1"] ?? 0)
    }
  }

  // MARK: Refused before any work

  private static func refuses(
    _ home: GpgHome, recipient: String = GpgHome.recipient, before: String = "", _ error: String
  ) throws {
    try withDirectory { directory in
      // The input that is not there is not asked for.
      let found = try convert(
        directory, home, "", before: before, recipient: recipient, input: "nosuch.csv")
      #expect(found.ending == .exited(78))
      #expect(found.errors == "sluice: error: \(error)\n")
      #expect(directory.list() == [])
    }
  }

  @Test func unusableKeys() throws {
    let home = try GpgHome()
    try home.makeKey("Twin One <twin1@example.com>")
    try home.makeKey("Twin Two <twin2@example.com>")
    try home.makeKey("Signer <signer@example.com>", ["ed25519", "sign", "never"])
    try home.makeKey(
      "Old <old@example.com>", ["future-default", "default", "1d"],
      ["--faked-system-time", "20200101T000000"])
    let fingerprints = String(
      decoding: try home.output(["--with-colons", "--list-keys", "Twin"]), as: UTF8.self
    ).matches(of: /pub:.*\nfpr:+([0-9A-F]+):/).map { String($0.output.1) }
    try Self.refuses(
      home, recipient: "nosuch@example.com",
      "gpg has no public key of this recipient: nosuch@example.com: error reading key: "
        + "No public key (gpg --import FILE adds one)")
    try Self.refuses(
      home, recipient: "Twin",
      "2 keys match this recipient: Twin (name one by its fingerprint: "
        + "\(fingerprints.joined(separator: ", ")))")
    try Self.refuses(
      home, recipient: "Signer",
      "cannot encrypt for this recipient: Signer: the key cannot encrypt")
    try Self.refuses(
      home, recipient: "Old", "cannot encrypt for this recipient: Old: the key has expired")
    try Self.refuses(
      home, before: "PATH=\(Products.directory)",
      "gpg was not found in PATH (encrypting takes GnuPG; install it)")
  }

  /// A key that was only imported is the recipient's when the user's settings say so, or not.
  @Test func untrustedKey() throws {
    let key = try GpgHome().output(["--export", GpgHome.recipient])
    let home = try GpgHome(hasKey: false)
    _ = try home.output(["--import"], input: key)
    let listing = String(
      decoding: try home.output(["--with-colons", "--list-keys"]), as: UTF8.self)
    let fingerprint = try #require(listing.firstMatch(of: /fpr:+([0-9A-F]+):/)?.output.1)
    try Self.refuses(
      home,
      "gpg does not trust this key to be the recipient's: \(GpgHome.recipient) (compare its "
        + "fingerprint \(fingerprint) with the owner's, then gpg --lsign-key it)")
    let trusting = try GpgHome(hasKey: false, configuration: "trust-model always\n")
    _ = try trusting.output(["--import"], input: key)
    try withDirectory { directory in
      try directory.makeDump("--size 20kB")
      #expect(try Self.convert(directory, trusting, "--quiet").ending == .done)
    }
  }

  @Test(arguments: [
    ("--encrypt-to a", "--encrypt-to needs --out (pipe a stream through gpg instead)"),
    (
      "--encrypt-to a --out outbox --compress gz",
      "--encrypt-to goes without --compress: gpg compresses, and Audience Manager takes gzip or PGP, "
        + "never both"
    ),
    (
      "--encrypt-to a --out outbox --split-size 8192",
      "parts of at most 8192 bytes are too small to be encrypted"
    ),
  ])
  func usage(options: String, error: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml \(options) clean.csv")
      #expect(found.ending == .exited(64))
      #expect(found.errors == "sluice: error: \(error)\n")
      #expect(!directory.has("outbox"))
    }
  }

  @Test func nobodyToEncryptFor() throws {
    try withDirectory { directory in
      let found = try directory.sluice(
        ["convert", "--dpid", "1", "--id", "id", "--out", "outbox", "--encrypt-to", ""])
      #expect(found.ending == .exited(64))
      #expect(
        found.errors == "sluice: error: not a value for --encrypt-to: \"\" "
          + "(expected: a key's fingerprint, name or address)\n")
    }
  }

  // MARK: Failing on the way

  /// Programs that call themselves gpg, pass the trial, and do something else with lines.
  @Test(arguments: [
    ("echo 'gpg: something broke' >&2; exit 2", "gpg failed: something broke: outbox/"),
    ("kill -9 $$", "gpg failed: ended by signal 9: outbox/"),
    ("exit 0", "gpg failed: it ended before its input did: outbox/"),
    ("cat > /dev/null; exit 3", "gpg failed: exit code 3: outbox/"),
    ("yes 'gpg: much' | head -c 3000000 >&2; cat; exit 1", "gpg failed: much: outbox/"),
    ("cat; head -c 20000 /dev/zero", "gpg made "),
  ])
  func failingGpg(action: String, error: String) throws {
    try withDirectory { directory in
      let home = try GpgHome(hasKey: false)
      let fake = """
        #!/bin/bash
        case " $* " in *" --list-keys "*)
          printf 'pub:u:255:22:1:2:::u:::scESC:::::::0:\\nfpr:::::::::ABCD:\\n'; exit ;;
        esac
        IFS= read -r -n 1 || exit 0
        \(action)
        """
      try directory.write("gpg", fake)
      try directory.makeDump("--size 700kB")
      let found = try Self.convert(
        directory, home, "--split-size 260000", before: "chmod +x gpg; PATH=.:$PATH")
      #expect(found.ending == .exited(error.hasPrefix("gpg made") ? 64 : 74))
      #expect(found.errors.hasPrefix("sluice: error: \(error)"), "\(found.errors)")
      #expect(found.errors.hasSuffix(": nothing was published\n"))
      #expect(found.errors.count { $0 == "\n" } == 1)
      #expect(directory.list("outbox") == [])
    }
  }

  /// As on a full disk: gpg cannot write what it made, and says so.
  @Test func fullDisk() throws {
    try withDirectory { directory in
      let home = try GpgHome()
      try directory.makeDump("--size 700kB")
      let found = try Self.convert(directory, home, "", before: "trap '' XFSZ; ulimit -f 20")
      #expect(found.ending == .exited(74))
      #expect(found.errors.hasPrefix("sluice: error: gpg failed: [stdout]: "), "\(found.errors)")
      #expect(directory.list("outbox") == [])
    }
  }

  /// A run that is stopped, also one whose gpg does nothing any more, takes its gpg along.
  @Test(arguments: [(SIGINT, 130, false), (SIGTERM, 143, true)] as [(Int32, Int32, Bool)])
  func interrupted(signal: Int32, code: Int32, isStopped: Bool) throws {
    try withDirectory { directory in
      let home = try GpgHome()
      try SignalTests.withEndlessRun(
        directory, "--encrypt-to \(GpgHome.recipient)", environment: ["GNUPGHOME": home.path]
      ) { running in
        let sluice = running.process.processIdentifier
        // The one that encrypts the first part.
        try running.waitUntil("gpg runs") { !GpgHome.processes(of: sluice).isEmpty }
        let gpgs = GpgHome.processes(of: sluice)
        #expect(gpgs.count == 1)
        if isStopped { for gpg in gpgs { kill(gpg, SIGSTOP) } }
        kill(sluice, signal)
        let found = try running.finish()
        #expect(found.ending == .exited(code))
        #expect(found.errors == "sluice: error: interrupted; nothing was published\n")
        #expect(directory.list("outbox") == [])
        for gpg in gpgs { #expect(kill(gpg, 0) == -1, "the gpg is gone") }
      }
    }
  }
}
