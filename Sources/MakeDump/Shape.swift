// What the records of a dump look like.
//
// A shape owns its tables of values and writes one record at a time from a block's random numbers.
// Shapes are values that all lanes read; adding one means a type here and a case below.

/// A kind of dump.
protocol Shape: Sendable {
  /// The header.
  var columns: [String] { get }
  /// Records drawn from one start of the random numbers; a few hundred kilobytes' worth, so
  /// that lanes rarely wait and memory stays small. Changing it changes the dump.
  var recordsPerBlock: Int { get }
  /// Writes record `number`, counted from 0 over the whole dump.
  func writeRecord(_ number: Int, _ random: inout BlockRandom, to writer: inout RecordWriter)
}

extension Shape {
  /// Writes the first `records` records of a block, up to the first record end at or after
  /// `bytes` bytes.
  /// - Returns: the number of records written.
  func writeBlock(
    _ block: Int, seed: UInt64, records: Int, bytes: Int = .max, to writer: inout RecordWriter
  ) -> Int {
    var random = BlockRandom(seed: seed, block: block)
    let first = block * recordsPerBlock
    var written = 0
    while written < records && writer.bytes.count < bytes {
      writeRecord(first + written, &random, to: &writer)
      written += 1
    }
    return written
  }
}

/// The shapes by their names on the command line.
enum ShapeName: String, Sendable, CaseIterable {
  /// 16 columns of customers.
  case crm
  /// 200 columns.
  case wide
  /// Three short columns.
  case tiny
  /// As `crm`, every field quoted.
  case quoted
  /// Long texts with line ends in them.
  case long

  /// The dialect with what this shape asks of it.
  func adapted(_ dialect: DumpDialect) -> DumpDialect {
    var adapted = dialect
    adapted.quotesEverything = self == .quoted
    return adapted
  }

  /// Makes the shape with its values encoded for `dialect`.
  func make(_ dialect: DumpDialect) -> any Shape {
    switch self {
    case .crm, .quoted: CustomerShape(dialect)
    case .wide: WideShape(dialect)
    case .tiny: TinyShape(dialect)
    case .long: LongShape(dialect)
    }
  }
}
