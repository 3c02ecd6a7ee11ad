// Values to choose from, encoded once for the dump's dialect.
//
// Made when a shape is made, read by all lanes. One array of bytes for all values, so that writing
// a value is one copy.

/// A list of values as they stand in the dump, without the quotes around them.
struct ValueTable: Sendable {
  /// All values one after the other, quotes inside them doubled.
  let bytes: [UInt8]
  /// Where value `i` starts; one more entry than values.
  private let starts: [Int]
  /// Whether value `i` has to be quoted in this dialect.
  private let quoted: [Bool]

  init(_ values: [String], dialect: DumpDialect) {
    var bytes: [UInt8] = []
    var starts = [0]
    var quoted: [Bool] = []
    for value in values {
      quoted.append(value.utf8.contains(where: dialect.needsQuotes))
      for byte in value.utf8 {
        bytes.append(byte)
        if byte == DumpDialect.quote { bytes.append(byte) }
      }
      starts.append(bytes.count)
    }
    self.bytes = bytes
    self.starts = starts
    self.quoted = quoted
  }

  /// Makes a table in which each value stands as often as its weight says.
  init(weighted values: [(value: String, weight: Int)], dialect: DumpDialect) {
    self.init(
      values.flatMap { Array(repeating: $0.value, count: $0.weight) }, dialect: dialect)
  }

  var count: Int { quoted.count }

  func range(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

  func needsQuotes(_ index: Int) -> Bool { quoted[index] }
}
