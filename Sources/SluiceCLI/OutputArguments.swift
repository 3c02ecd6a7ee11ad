// Where lines and rejects go: the options as typed, and what they come to.

import ArgumentParser
import Sluice

/// Options that say where lines go.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The directory for named, split files; without it one stream goes to stdout (--out outbox).",
      valueName: "dir"), completion: .directory)
  var out: String?

  @Option(
    help: ArgumentHelp(
      "flat, or s3 for PARTNER/date=YYYY-MM-DD/ (--layout s3 --partner acme).",
      valueName: "flat|s3"), completion: .list(["flat", "s3"]))
  var layout: String = "flat"

  @Option(
    help: ArgumentHelp("The partner's folder for --layout s3 (--partner acme).", valueName: "name"))
  var partner: String?

  @Option(
    help: ArgumentHelp(
      "The ten digits in the names, UTC seconds (--timestamp 1732240000); now by default.",
      valueName: "n"))
  var timestamp: String?

  @Option(
    help: ArgumentHelp(
      "gz, none, or lz4 (to stdout only); gz with --out, none to stdout by default (--compress gz).",
      valueName: "gz|none|lz4"), completion: .list(["gz", "none", "lz4"]))
  var compress: String?

  @Option(
    help: ArgumentHelp(
      "1, the fastest, to 9, the smallest (--level 6); 1 by default.", valueName: "1..9"))
  var level: String?

  @Option(
    help: ArgumentHelp(
      "The most bytes of a part as stored (--split-size 250MB); 300MB by default.",
      valueName: "size"))
  var splitSize: String?

  @Option(
    help: ArgumentHelp(
      "The most bytes of a part before compression (--split-raw-size 500MB); 1GB by default.",
      valueName: "size"))
  var splitRawSize: String?

  @Option(
    help: ArgumentHelp(
      """
      A report of the run, for machines or for people (--report run.json, --report run.html); \
      written also when the data makes the run fail.
      """, valueName: "file"), completion: .file(extensions: ["json", "html"]))
  var report: String?

  @Flag(help: "Allow parts of up to 3GB as stored (--allow-large --split-size 2GB).")
  var allowLarge = false

  @Flag(
    help: """
      Replace files of the same name; all of a sequence, also when no line comes out (--out outbox \
      --timestamp 1732240000 --force).
      """)
  var force = false

  @Flag(
    help: "Read each part back and check it before it gets its name (--out outbox --verify).")
  var verify = false

  func apply(to options: inout ConversionOptions) throws {
    if let timestamp { options.timestamp = try Self.seconds(timestamp) }
    options.replacesExisting = force
    options.verifiesParts = verify
    options.report = try resolvedReport()
    options.splitSize = try splitSize.map { text in
      try bounded(
        text, "--split-size",
        by: allowLarge ? Limits.largeCompressedFileBytes : Limits.compressedFileBytes,
        hint: allowLarge ? "" : "; --allow-large allows 3GB")
    }
    if let splitRawSize {
      options.splitRawSize = try bounded(
        splitRawSize, "--split-raw-size", by: Limits.uncompressedFileBytes, hint: "")
    }
    if let output = try resolvedOutput() { options.output = output }
    options.packaging = try packaging(of: options)
  }

  /// A directory, if there is to be one.
  private func resolvedOutput() throws -> ConversionOptions.Output? {
    guard let out else {
      if layout != "flat" { throw SluiceError(.usage, "--layout needs --out") }
      if partner != nil { throw SluiceError(.usage, "--partner needs --out and --layout s3") }
      if verify { throw SluiceError(.usage, "--verify needs --out") }
      return nil
    }
    if out.isEmpty {
      throw SluiceError(.usage, "not a value for --out: \"\" (expected: a directory)")
    }
    if out == "-" {
      throw SluiceError(
        .usage,
        "not a value for --out: \"-\" (leave out --out for stdout; ./- is a directory of that name)"
      )
    }
    return .directory(out, layout: try resolvedLayout())
  }

  private static func seconds(_ timestamp: String) throws -> Int {
    guard timestamp.utf8.count == Limits.timestampDigits, let number = Int(timestamp),
      Limits.timestamps.contains(number)
    else {
      throw SluiceError(
        .usage, "not a value for --timestamp: \"\(timestamp)\" (expected: 10 digits, UTC seconds)")
    }
    return number
  }

  private func resolvedReport() throws -> ReportOptions? {
    guard let report else { return nil }
    guard let options = ReportOptions(path: report) else {
      throw SluiceError(
        .usage, "not a name for --report: \"\(report)\" (expected: a file ending in .json or .html)"
      )
    }
    return options
  }

  fileprivate func chosenLevel() throws -> CompressionLevel {
    let level = try level.map { try Typed.number($0, "--level", in: CompressionLevel.range) }
    return level.flatMap { CompressionLevel($0) } ?? .fastest
  }

  private func packaging(of options: ConversionOptions) throws -> Packaging {
    let level = try chosenLevel()
    switch compress {
    case nil: return options.usualPackaging(level: level)
    case "gz": return .gzip(level)
    case "none": return .plain
    case "lz4":
      if out != nil {
        throw SluiceError(
          .usage, "--compress lz4 goes to stdout only: Audience Manager takes gzip or plain files")
      }
      return .lz4
    case let other?:
      throw SluiceError(
        .usage, "not a value for --compress: \"\(other)\" (expected: gz, none, lz4)")
    }
  }

  private func bounded(
    _ text: String, _ option: String, by most: Int, hint: String
  ) throws -> Int {
    let size = try Typed.size(text, option)
    if size > most {
      throw SluiceError(
        .usage,
        "\(option) \(text) is more than Audience Manager takes "
          + "(at most \(DialectText.text(size: most))\(hint))")
    }
    return size
  }

  private func resolvedLayout() throws -> ConversionOptions.Layout {
    switch layout {
    case "flat":
      if partner != nil { throw SluiceError(.usage, "--partner goes with --layout s3") }
      return .flat
    case "s3":
      guard let partner else { throw SluiceError(.usage, "--layout s3 needs --partner NAME") }
      do {
        return .s3(try PartnerName(partner))
      } catch {
        throw SluiceError(.usage, "not a value for --partner: \"\(partner)\" (\(error))")
      }
    default:
      throw SluiceError(
        .usage, "not a value for --layout: \"\(layout)\" (expected: flat, s3)")
    }
  }
}

/// The option that says for whom parts are encrypted.
struct EncryptionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Encrypts the parts with gpg (PGP, AES), which also compresses them, for the one key that \
      matches (--encrypt-to "Adobe AudienceManager"). They are cut by what goes into gpg, so that they keep \
      --split-size however little it compresses; 1GB by default.
      """, valueName: "recipient"))
  var encryptTo: String?

  /// - Parameter output: what was typed of the output, which is applied afterwards: what goes without encryption
  ///   is told first.
  func apply(to options: inout ConversionOptions, _ output: OutputArguments) throws {
    guard let encryptTo else { return }
    guard !encryptTo.isEmpty else {
      throw SluiceError(
        .usage,
        "not a value for --encrypt-to: \"\" (expected: a key's fingerprint, name or address)")
    }
    guard output.out != nil else {
      throw SluiceError(.usage, "--encrypt-to needs --out (pipe a stream through gpg instead)")
    }
    guard output.compress == nil else {
      throw SluiceError(
        .usage,
        "--encrypt-to goes without --compress: gpg compresses, and Audience Manager takes "
          + "gzip or PGP, never both")
    }
    guard !output.verify else {
      throw SluiceError(
        .usage,
        "--verify cannot read what --encrypt-to has encrypted (leave out one of them)")
    }
    options.encryption = ConversionOptions.Encryption(
      recipient: encryptTo, level: try output.chosenLevel())
  }
}

/// Options that say what happens to rejected records.
struct RejectArguments: ParsableArguments {
  @Option(
    name: .customLong("rejects"),
    help: ArgumentHelp(
      "Where rejected records go (--rejects bad.csv); ROOT.rejects.csv in --out by default.",
      valueName: "file"), completion: .file())
  var path: String?

  @Flag(help: "End with 65 at the first reject (--strict --rejects bad.csv).") var strict = false

  @Option(
    help: ArgumentHelp(
      "End with 65 at more rejects than this (--max-rejects 100, --max-rejects 0.5%).",
      valueName: "n|p%"))
  var maxRejects: String?

  func apply(to options: inout ConversionOptions) throws {
    if path == "-" {
      throw SluiceError(
        .usage,
        "not a value for --rejects: \"-\" (name a file, or /dev/stderr; ./- is a file of that name)"
      )
    }
    options.rejectsPath = path
    options.isStrict = strict
    if let maxRejects { options.rejectLimit = try Typed.rejectLimit(maxRejects) }
  }
}
