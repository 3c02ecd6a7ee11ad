// Texts of the command line as values: sizes, delimiters, names.

import ArgumentParser

/// A number of bytes, written `1GB`, `250MB` (10^6), `250MiB` (2^20) or `123456`.
struct ByteSize: Equatable, ExpressibleByArgument {
  let bytes: Int

  private static let units: [(suffix: String, bytes: Int)] = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
  ]

  init?(argument: String) {
    let upper = argument.uppercased()
    let unit = Self.units.first { upper.hasSuffix($0.suffix.uppercased()) }
    let digits = argument.dropLast(unit?.suffix.count ?? 0)
    guard let number = Int(digits), number >= 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.bytes ?? 1)
    guard !overflow else { return nil }
    self.bytes = bytes
  }
}

/// A delimiter: one ASCII character, or `tab`, `\t`, `\x01`.
struct Delimiter: Equatable, ExpressibleByArgument {
  let byte: UInt8

  init?(argument: String) {
    let byte: UInt8? =
      switch argument {
      case "tab", "\\t": UInt8(ascii: "\t")
      case _ where argument.utf8.count == 1: argument.utf8.first
      case _ where argument.hasPrefix("\\x") || argument.hasPrefix("0x"):
        UInt8(argument.dropFirst(2), radix: 16)
      default: nil
      }
    guard let byte, DumpDialect.isUsableDelimiter(byte) else { return nil }
    self.byte = byte
  }
}

extension ShapeName: ExpressibleByArgument {}

extension DumpDialect.LineEnd: ExpressibleByArgument {}
