// Lines of ID synchronisation files (section 7): IDs in columns, as many as the name has data sources.
//
// Takes a view of a line without its newline, gives the first error and notes. The rules of the
// columns follow from the name once; judging a line allocates nothing.

/// Judges the lines of one ID synchronisation file.
public struct IDSyncLineParser: Sendable {
  /// What a column holds.
  private enum Column: Sendable {
    /// IDs of one type.
    case id(IDType)
    /// IDs of one's own data source where only device IDs belong.
    case device
    /// Hashed e-mail addresses.
    case hash
  }

  private let columns: [Column]

  /// Makes a parser for the lines of the file of a name.
  public init(name: IDSyncFileName) {
    let sources = [name.master] + name.dpids
    columns = sources.enumerated().map { index, dpid in
      if dpid == IDType.uuid.dataSource { return .id(.uuid) }
      if let type = GlobalDataSource.idType(dpid) { return .id(type) }
      if name.kind == .c2cID { return index == 0 ? .id(.dpuuid) : .hash }
      return index == 0 ? .device : .id(.dpuuid)
    }
  }

  /// The numbers, from 0, of the columns whose IDs have no form of their own.
  public var openIDColumns: [Int] {
    columns.indices.filter { index in
      switch columns[index] {
      case .id(let type): !type.hasFixedForm
      case .device: true
      case .hash: false
      }
    }
  }

  /// Judges one line. The reading's user ID is the first column; its counts stay zero.
  /// - Parameter text: the line without its newline; one carriage return at its end is taken for
  ///   part of the line end and noted.
  public func parse(_ text: RawSpan) -> LineReading {
    LineReading.of(text) { (line, reading) throws(LineError) in try read(line, &reading) }
  }

  private func read(_ line: RawSpan, _ reading: inout LineReading) throws(LineError) {
    let last = line.byte(at: line.byteCount - 1)
    if last == Ascii.tab || last == Ascii.blank {
      throw LineError(.trailingBlank, at: line.byteCount - 1)
    }
    if let error = ByteRule.check(line, from: line.byteCount).error { throw error }
    var start = 0
    for index in columns.indices {
      let end = line.firstOffset(of: Ascii.tab, from: start) ?? line.byteCount
      if index == 0 { reading.userID = 0..<end }
      try check(columns[index], start..<end, in: line, &reading)
      let isLast = index == columns.count - 1
      if isLast != (end == line.byteCount) { throw LineError(.columnCount, at: end) }
      start = end + 1
    }
  }

  /// Calls `body` for each column of a line that looks like personal data, whether the line is good or
  /// not; columns past those of the name are none. UUIDs, device IDs and hashes have forms that leave no
  /// room for any, so that only in a hash's place something else is looked at.
  /// - Parameter text: the line without its newline.
  public func forEachPersonalColumn(
    in text: RawSpan, _ body: (PersonalDataDetector.Kind, Range<Int>) -> Void
  ) {
    let line = text.extracting(0..<text.lineLength)
    var start = 0
    for column in columns where start <= line.byteCount {
      let end = line.firstOffset(of: Ascii.tab, from: start) ?? line.byteCount
      let value = line.extracting(start..<end)
      if let kind = Self.personalData(in: value, column) { body(kind, start..<end) }
      start = end + 1
    }
  }

  private static func personalData(
    in value: RawSpan, _ column: Column
  ) -> PersonalDataDetector.Kind? {
    switch column {
    case .id(let type): type.personalData(in: value)
    case .device: PersonalDataDetector.kind(of: value)
    case .hash: EmailHash.problem(in: value).flatMap { _ in PersonalDataDetector.kind(of: value) }
    }
  }

  private func check(
    _ column: Column, _ range: Range<Int>, in line: RawSpan, _ reading: inout LineReading
  ) throws(LineError) {
    if range.isEmpty { throw LineError(.emptyColumn, at: range.lowerBound) }
    switch column {
    case .id(let type): try IDRule.check(range, of: type, in: line, &reading)
    case .device:
      try IDRule.check(range, of: .dpuuid, in: line, &reading)
      if IDType.detect(line.extracting(range)) == nil { reading.notes.insert(.masterNotADevice) }
    case .hash:
      if let problem = EmailHash.problem(in: line.extracting(range)) {
        reading.idProblem = problem
        throw LineError(.invalidHash, at: range.lowerBound)
      }
    }
  }
}
