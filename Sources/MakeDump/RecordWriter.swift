// Fields in, bytes of records out.
//
// Takes the pieces of a field one by one, quotes the field when one of them asks for it, and ends
// fields and records. Owns the bytes of one block; belongs to one lane. Cannot fail.

/// Writes records into a buffer that is kept from block to block.
struct RecordWriter {
  /// The records so far.
  private(set) var bytes: [UInt8] = []
  let dialect: DumpDialect
  /// Where the open field starts.
  private var fieldStart = 0
  /// Whether the open field has to be quoted.
  private var fieldIsQuoted = false

  init(dialect: DumpDialect) { self.dialect = dialect }

  /// Forgets the records, keeps the memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  // MARK: Fields in one go

  /// Writes a field that is value `index` of `table`.
  mutating func field(_ table: ValueTable, _ index: Int) {
    beginField()
    part(table, index)
    endField()
  }

  /// Writes a field that is any value of `table`, all equally likely.
  mutating func field(_ table: ValueTable, from random: inout BlockRandom) {
    field(table, random.below(table.count))
  }

  /// Writes an empty field.
  mutating func blankField() {
    beginField()
    endField()
  }

  // MARK: Fields in pieces

  mutating func beginField() {
    fieldStart = bytes.count
    fieldIsQuoted = false
  }

  /// Adds value `index` of `table` to the open field.
  mutating func part(_ table: ValueTable, _ index: Int) {
    for at in table.range(index) { bytes.append(table.bytes[at]) }
    if table.needsQuotes(index) { fieldIsQuoted = true }
  }

  /// Adds one ASCII character other than the quote to the open field.
  mutating func character(_ byte: UInt8) {
    bytes.append(byte)
    if dialect.needsQuotes(byte) { fieldIsQuoted = true }
  }

  /// Adds a number, zero or more, to the open field, with zeros in front up to `digits` digits.
  mutating func number(_ value: Int, digits: Int = 1) {
    // Eight digits at a time: they fit a register, in which they are put in order.
    let groupDigits = 8
    let group = 100_000_000
    if value >= group || digits > groupDigits {
      number(value / group, digits: digits - groupDigits)
      return number(value % group, digits: groupDigits)
    }
    var text: UInt64 = 0
    var rest = UInt32(truncatingIfNeeded: value)
    var count = 0
    repeat {
      text = text << 8 | UInt64(UInt32(UInt8(ascii: "0")) + rest % 10)
      rest /= 10
      count += 1
    } while rest > 0 || count < digits
    for _ in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: text))
      text >>= 8
    }
  }

  /// Closes the open field, with quotes around it if it needs them.
  mutating func endField() {
    if fieldIsQuoted || dialect.quotesEverything {
      bytes.insert(DumpDialect.quote, at: fieldStart)
      bytes.append(DumpDialect.quote)
    }
    bytes.append(dialect.delimiter)
  }

  // MARK: Records

  /// Closes a record: the delimiter after its last field gives way to the line end.
  mutating func endRecord() {
    bytes.removeLast()
    if dialect.lineEnd == .crlf { bytes.append(DumpDialect.carriageReturn) }
    bytes.append(DumpDialect.lineFeed)
  }

  /// Writes the header.
  mutating func header(_ columns: [String]) {
    let names = ValueTable(columns, dialect: dialect)
    for index in columns.indices { field(names, index) }
    endRecord()
  }
}
