// What the ID columns of an inbound file hold, by its first lines: bare card or phone numbers, which no ID
// tells by itself.
//
// Takes whole lines from the file's start on, keeps counts only. Looks at no more lines than it takes to be
// sure: some five hundred in nearly all files. Fixed size, no allocation, cannot fail.

/// Looks at the first IDs of a file.
public struct IDSampler: Sendable {
  /// A column in which IDs may be anything.
  private struct Column: Sendable {
    let number: Int
    var sampler = ColumnSampler()
  }

  private var columns: [Column]

  /// Starts a count.
  /// - Parameter columns: the numbers, from 0, of the columns whose IDs have no form of their own.
  public init(columns: [Int]) { self.columns = columns.map { Column(number: $0) } }

  /// Whether further lines change nothing.
  public var isSettled: Bool { columns.allSatisfy(\.sampler.isSettled) }

  /// Columns of which nearly all IDs are bare card or phone numbers.
  public var findings: [(column: Int, kind: PersonalDataDetector.ColumnKind)] {
    columns.map { ($0.number, $0.sampler.verdict) }.filter { $0.1 != .ordinary }
  }

  /// Looks at the next lines, each with its line feed.
  public mutating func add(_ lines: RawSpan) {
    var start = 0
    while !isSettled, let end = lines.firstOffset(of: Ascii.lineFeed, from: start) {
      // Of a line that is too long there is perhaps only the start.
      if end - start <= Limits.lineBytes { add(line: lines.extracting(start..<end)) }
      start = end + 1
    }
  }

  private mutating func add(line text: RawSpan) {
    let line = text.extracting(0..<text.lineLength)
    var number = 0
    var start = 0
    for index in columns.indices {
      while number < columns[index].number {
        guard let tab = line.firstOffset(of: Ascii.tab, from: start) else { return }
        start = tab + 1
        number += 1
      }
      let end = line.firstOffset(of: Ascii.tab, from: start) ?? line.byteCount
      columns[index].sampler.add(line.extracting(start..<end))
    }
  }
}
