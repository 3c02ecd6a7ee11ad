// Inputs to chunks: opens one after the other, reads, cuts at record starts.
//
// Takes the inputs' names, fills the asking lane's memory with whole records. Owns the open
// source and the few bytes read beyond a cut. Used by all lanes in turn, under the lock of `ChunkQueue`, which
// makes this the sequential part of the pipeline: reading and one pass of the mask kernel.
//
// A chunk is the records that start in [n x size, (n+1) x size) of the decoded stream, so what
// is in it depends on the data alone, not on lanes, pipes or the way reads return.

import SluiceBytes
import SluiceInput
import SluiceRecords

/// What decides how inputs are read.
struct ReadingOptions: Sendable {
  var inputs: [String]
  var dialect: DialectSettings
  var chunkSize: Int
  var kernel: ScanKernel

  /// Looks whether all inputs can be read, before the first of them is.
  /// - Throws: `InputError`, or `SluiceError` of code `usage`.
  func checkInputs() throws {
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw SluiceError(.usage, "stdin can be read only once (name - once)")
    }
    try InputOpener.check(inputs, encoding: dialect.encoding)
  }
}

/// Cuts inputs into chunks.
final class ChunkReader: ChunkSource {
  private let options: ReadingOptions
  private let meetHeader: (InputContext) throws -> Void
  private var nextInput = 0
  private var current: OpenChunks?
  private var chunkCount = 0
  private var storedBytesBefore = 0
  private var decodedBytesBefore = 0

  /// Bytes read beyond a chunk's nominal end, so that the record across it is mostly there.
  static let overread = 16 << 10

  /// Makes a reader.
  /// - Parameter meetHeader: told of each input once its header is known, before its first chunk.
  init(
    _ options: ReadingOptions,
    meetHeader: @escaping (_ input: InputContext) throws -> Void
  ) {
    self.options = options
    self.meetHeader = meetHeader
  }

  /// Bytes of the stored inputs that have been read.
  var storedBytesRead: Int { storedBytesBefore + (current?.storedBytesRead ?? 0) }
  /// Bytes of the decoded inputs that have been read.
  var decodedBytesRead: Int { decodedBytesBefore + (current?.decodedBytesRead ?? 0) }

  /// Fills `memory` with the next chunk.
  /// - Returns: nil after the last chunk of the last input.
  func next(into memory: ChunkMemory) throws -> Chunk? {
    while true {
      if current == nil {
        guard nextInput < options.inputs.count else { return nil }
        current = try open(options.inputs[nextInput])
        nextInput += 1
      }
      if let chunk = try nextOfCurrent(into: memory) { return chunk }
      storedBytesBefore += current?.storedBytesRead ?? 0
      decodedBytesBefore += current?.decodedBytesRead ?? 0
      current = nil
    }
  }

  private func open(_ path: String) throws -> OpenChunks {
    var input = try InputOpener.open(path, encoding: options.dialect.encoding)
    let skipped = try skipLines(of: &input)
    let idle = try passIdleLines(of: &input)
    let isWhole = input.head.count < InputOpener.headSize
    var sniffed = input.head.withRawBytes {
      DialectSniffer.sniff($0, isWhole: isWhole, settings: options.dialect)
    }
    sniffed.dialect.nulIsEmpty = input.transcoding != nil
    // The columns are those of most records until the first one is met, and stay so when that is bad.
    let context = InputContext(
      name: input.source.name, number: nextInput, dialect: sniffed.dialect,
      description: input.phrases + skipped.phrases + sniffed.reasons,
      skippedLines: skipped.lines + idle.lines + sniffed.skipLines,
      columns: Self.numberedNames(sniffed.fieldCount))
    let open = OpenChunks(
      input.source, context, offset: skipped.bytes + idle.bytes, kernel: options.kernel)
    try open.skip(sniffed.skipBytes)
    return open
  }

  /// Goes past the lines that are to be skipped, so that what follows them is sniffed.
  private func skipLines(of input: inout OpenedInput) throws -> DroppedLines {
    guard let wanted = options.dialect.skipLines, wanted > 0 else { return DroppedLines() }
    let before = try input.dropToLineEnd()
    let isWhole = input.head.count < InputOpener.headSize
    let lineEnd = input.head.withRawBytes {
      DialectSniffer.lineEnd(
        $0, isWhole: isWhole, skipping: wanted, settings: options.dialect)
    }
    var skipped = try input.dropLines(wanted, endingIn: lineEnd)
    skipped.bytes += before
    if skipped.lines < wanted {
      throw SluiceError(
        .data,
        "there are only \(skipped.lines) lines to skip of the \(wanted) asked for: "
          + input.source.name)
    }
    return skipped
  }

  /// Goes past blank lines and comments that are all that would be sniffed; but for the last of them, so that
  /// what follows does not become the first line.
  private func passIdleLines(of input: inout OpenedInput) throws -> DroppedLines {
    var passed = DroppedLines()
    while true {
      let isWhole = input.head.count < InputOpener.headSize
      let (count, lineEnd) = input.head.withRawBytes {
        DialectSniffer.idleLines($0, isWhole: isWhole, settings: options.dialect)
      }
      guard count > 1 else { return passed }
      let dropped = try input.dropLines(count - 1, endingIn: lineEnd)
      passed.lines += dropped.lines
      passed.bytes += dropped.bytes
    }
  }

  private func nextOfCurrent(into memory: ChunkMemory) throws -> Chunk? {
    guard let open = current else { return nil }
    let buffer = memory.bytes
    while true {
      open.takeCarry(into: buffer)
      let target = open.cutOffset(chunkSize: options.chunkSize)
      try open.fill(buffer, upTo: target + Self.overread)
      if buffer.isEmpty {
        if !open.isMet { try meetWithoutHeader(open) }
        return nil
      }
      let start = open.offset
      let damage = try open.cut(memory, target: target, step: Self.overread)
      let isFirst = !open.isMet
      if isFirst, try !meet(open, memory, at: start, damage) { continue }
      let chunk = Chunk(
        number: chunkCount, input: open.context, offset: start, damage: damage,
        startsWithHeader: isFirst && open.context.hasHeader)
      chunkCount += 1
      return chunk
    }
  }

  /// Reads the header from the input's first chunk and tells of it.
  /// - Parameter offset: where the chunk starts.
  /// - Returns: false when the chunk holds blank lines and comments only; they are passed over.
  private func meet(
    _ open: OpenChunks, _ memory: ChunkMemory, at offset: Int, _ damage: [Damage]
  ) throws -> Bool {
    let hasHeader = options.dialect.hasHeader ?? (options.dialect.columns == nil)
    let first = FirstRecord.read(
      memory, damage: damage, dialect: open.context.dialect, kernel: options.kernel)
    guard let first else {
      open.context.skippedLines += memory.bytes.withBytes {
        $0.count(of: open.context.dialect.lineEnd, in: 0..<$0.byteCount)
      }
      return false
    }
    if let problem = first.problem, hasHeader {
      throw SluiceError(
        .data,
        "the header cannot be read, \(problem.explanation) (\(problem.rawValue)): "
          + "\(open.context.name): record 1 (line \(open.context.skippedLines + first.linesBefore + 1), "
          + "byte \(offset + first.start))")
    }
    open.context.hasHeader = hasHeader
    open.context.header = hasHeader ? first.bytes : []
    if let columns = options.dialect.columns ?? (hasHeader ? first.fields : nil) {
      open.context.columns = columns
    } else if first.problem == nil {
      open.context.columns = Self.numberedNames(first.fields.count)
    }
    open.isMet = true
    try meetHeader(open.context)
    return true
  }

  /// `column1`, `column2`, ...: names for a dump without any.
  private static func numberedNames(_ count: Int) -> [String] {
    (0..<count).map { "column\($0 + 1)" }
  }

  /// An input without a record: fine if the columns are known without it.
  private func meetWithoutHeader(_ open: OpenChunks) throws {
    guard let columns = options.dialect.columns else { throw missingHeader(open.context.name) }
    open.context.columns = columns
    open.isMet = true
    try meetHeader(open.context)
  }

  private func missingHeader(_ name: String) -> SluiceError {
    SluiceError(
      .data, "the input is empty, not even a header: \(name) (is the export complete?)")
  }
}

extension DroppedLines {
  /// What was skipped, in words.
  fileprivate var phrases: [String] {
    lines == 0 ? [] : ["skipped \(lines) line\(lines == 1 ? "" : "s")"]
  }
}

extension OpenedInput {
  /// What the bytes were taken for, where it is not plain UTF-8.
  fileprivate var phrases: [String] {
    (compression == .none ? [] : ["\(compression)"])
      + [encoding + (hadBOM ? " with byte order mark" : "")]
  }
}
