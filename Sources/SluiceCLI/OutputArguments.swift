// Where lines and rejects go: the options as typed, and what they come to.

import ArgumentParser
import Glibc
import Sluice

/// Options that say where lines go.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The directory for named, split files; without it one stream goes to stdout (--out outbox).",
      valueName: "dir"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "flat, or s3 for PARTNER/date=YYYY-MM-DD/ (--layout s3 --partner acme).",
      valueName: "flat|s3"))
  var layout: String = "flat"

  @Option(help: ArgumentHelp("The partner's folder for --layout s3.", valueName: "name"))
  var partner: String?

  @Option(
    help: ArgumentHelp(
      "The ten digits in the names, UTC seconds (--timestamp 1732240000); now by default.",
      valueName: "n"))
  var timestamp: String?

  @Option(
    help: ArgumentHelp(
      "gz, none, or lz4 (to stdout only); gz with --out, none to stdout by default (--compress gz).",
      valueName: "gz|none|lz4"))
  var compress: String?

  @Option(
    help: ArgumentHelp(
      "1, the fastest, to 9, the smallest (--level 6); 1 by default.", valueName: "1..9"))
  var level: String?

  @Option(
    help: ArgumentHelp(
      "The most bytes of a part as stored (--split-size 250MB).", valueName: "size"))
  var splitSize = "300MB"

  @Option(
    help: ArgumentHelp(
      "The most bytes of a part before compression (--split-raw-size 1GB).", valueName: "size"))
  var splitRawSize = "1GB"

  @Flag(help: "Allow parts of up to 3GB as stored.") var allowLarge = false
  @Flag(help: "Replace files of the same name.") var force = false
  @Flag(help: "Read each part back and check it before it gets its name.") var verify = false

  func apply(to options: inout ConversionOptions) throws {
    options.timestamp = try resolvedTimestamp()
    options.packaging = try packaging()
    options.replacesExisting = force
    options.verifiesParts = verify
    options.splitSize = try bounded(
      splitSize, "--split-size",
      by: allowLarge ? Limits.largeCompressedFileBytes : Limits.compressedFileBytes,
      hint: allowLarge ? "" : "; --allow-large allows 3GB")
    options.splitRawSize = try bounded(
      splitRawSize, "--split-raw-size", by: Limits.uncompressedFileBytes, hint: "")
    guard let out else {
      if layout != "flat" { throw SluiceError(.usage, "--layout needs --out") }
      if verify { throw SluiceError(.usage, "--verify needs --out") }
      return
    }
    options.output = .directory(out, layout: try resolvedLayout())
    if options.packaging == .plain {
      options.splitSize = min(options.splitSize, options.splitRawSize)
    }
  }

  private func resolvedTimestamp() throws -> Int {
    guard let timestamp else { return time(nil) }
    guard timestamp.utf8.count == Limits.timestampDigits, let number = Int(timestamp),
      Limits.timestamps.contains(number)
    else {
      throw SluiceError(
        .usage, "not a value for --timestamp: \"\(timestamp)\" (expected: 10 digits, UTC seconds)")
    }
    return number
  }

  private func packaging() throws -> Packaging {
    let level = try level.map { try Typed.number($0, "--level", in: CompressionLevel.range) }
    let chosen = level.flatMap { CompressionLevel($0) } ?? .fastest
    switch compress ?? (out == nil ? "none" : "gz") {
    case "gz": return .gzip(chosen)
    case "none": return .plain
    case "lz4":
      if out != nil {
        throw SluiceError(
          .usage, "--compress lz4 goes to stdout only: Audience Manager takes gzip or plain files")
      }
      return .lz4
    default:
      throw SluiceError(
        .usage, "not a value for --compress: \"\(compress ?? "")\" (expected: gz, none, lz4)")
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

/// Options that say what happens to rejected records.
struct RejectArguments: ParsableArguments {
  @Option(
    name: .customLong("rejects"),
    help: ArgumentHelp(
      "Where rejected records go (--rejects bad.csv); ROOT.rejects.csv in --out by default.",
      valueName: "file"))
  var path: String?

  @Flag(help: "End with 65 at the first reject.") var strict = false

  @Option(
    help: ArgumentHelp(
      "End with 65 at more rejects than this (--max-rejects 100, --max-rejects 0.5%).",
      valueName: "n|p%"))
  var maxRejects: String?

  func apply(to options: inout ConversionOptions) throws {
    options.rejectsPath = path
    options.isStrict = strict
    if let maxRejects { options.rejectLimit = try Typed.rejectLimit(maxRejects) }
  }
}
