// One file on its way into stretches of lines, and what it shows apart from its lines.
//
// Takes a file by its name, opens it when the first lane asks, fills lanes' buffers, closes it after the
// last line: there may be more files than can be open. Owns the open file, and what is known of it then:
// its sizes, its digest and the findings on packing, encoding and ends. Damage in compressed data is a
// finding, not a failure; fails when the file cannot be opened or read.

import AudienceManager
import SluiceBytes
import SluiceCodecs
import SluiceInput
import SluiceParts
import SluiceRecords

/// Lines of one file, in a buffer that belongs to the lane that asked for them.
struct LineChunk {
  /// The file, by its place among the files.
  let file: Int
  /// The rules of its lines.
  let rule: LineRule
  /// The ID type that an Oracle Data Cloud file began with.
  let expected: IDType?
  /// Bytes that were left out at the end of the last line.
  let dropped: Int
  /// Stored bytes whose digest is still to be taken, in the order of the chunks.
  let undigested: UndigestedBytes?
}

/// The lines of one file.
final class CheckSource: ChunkSource {
  let file: CheckedFile
  /// Its place among the files.
  let index: Int
  /// What was found besides what is in lines.
  private(set) var findings: [Finding] = []
  /// Whether the lines could be read at all.
  private(set) var isJudged = false
  /// Whether the lines are all there.
  private(set) var isDamaged = false
  /// The digest of the stored bytes, if that was wanted. To be asked for when all chunks are done.
  var digest: String? { fileDigest?.hex }
  /// Bytes of the stored file that have been read.
  private(set) var storedBytesRead = 0
  /// Bytes of the lines.
  private(set) var rawBytes = 0

  private let chunkSize: Int
  private let fileDigest: FileDigest?
  private var isBegun = false
  /// Whether only stored bytes are left to be read.
  private var isDraining = false
  /// These four are there while the file is open.
  private var stored: DigestingSource?
  private var decompressing: DecompressingSource?
  private var cutter: LineCutter?
  private var idSampler = IDSampler(columns: [])
  private var expected: IDType?

  init(_ file: CheckedFile, index: Int, chunkSize: Int) {
    self.file = file
    self.index = index
    self.chunkSize = chunkSize
    fileDigest = file.wantsDigest ? FileDigest() : nil
  }

  var decodedBytesRead: Int { rawBytes }

  func next(into memory: ChunkMemory) throws -> LineChunk? {
    let buffer = memory.bytes
    buffer.removeAll()
    let isFirst = !isBegun
    if isFirst { try begin() }
    guard let stored, case .inbound(let name, _) = file.verdict else { return nil }
    let dropped = try isDraining ? drain(stored) : nextLines(into: buffer, isFirst: isFirst)
    storedBytesRead = stored.storedBytesRead
    rawBytes = cutter?.byteCount ?? 0
    let undigested = stored.takeUndigested()
    if dropped == nil {
      close()
      // What was read behind the last line goes to its digest with a chunk of no line.
      if undigested == nil { return nil }
    }
    let rule = LineRule(name)
    if !idSampler.isSettled { buffer.withBytes { idSampler.add($0) } }
    defer { meetIDType(rule, buffer) }
    return LineChunk(
      file: index, rule: rule, expected: expected, dropped: dropped ?? 0, undigested: undigested)
  }

  /// Lets go of the file and of all that reading it takes.
  private func close() {
    stored = nil
    decompressing = nil
    cutter = nil
    idSampler = IDSampler(columns: [])
  }

  /// - Returns: bytes left out at the end of the last line; nil after the last line.
  private func nextLines(into buffer: ByteBuffer, isFirst: Bool) throws -> Int? {
    guard let cutter else { return nil }
    var dropped: Int?
    do {
      dropped = try cutter.next(into: buffer)
    } catch {
      dropped = try endEarly(error, cutter, buffer)
    }
    if isFirst { buffer.withBytes(judgeStart) }
    if dropped == nil { end(cutter) }
    return dropped
  }

  // MARK: Start

  private func begin() throws {
    isBegun = true
    guard let name = file.inbound else { return }
    let source = try file.path == "-" ? FileSource(descriptor: 0) : FileSource(path: file.path)
    let stored = DigestingSource(source, digest: fileDigest, isLater: name.packing != .plain)
    self.stored = stored
    let input = try StoredInput(stored)
    guard let text = try open(input, packing: name.packing) else {
      isDraining = true
      return
    }
    isJudged = true
    idSampler = IDSampler(columns: LineRule(name).openIDColumns)
    cutter = LineCutter(text, chunkSize: chunkSize)
  }

  /// The text behind the stored bytes; nil when it cannot be read.
  private func open(_ input: StoredInput, packing: Packing) throws -> (any ByteSource)? {
    if packing.isEncrypted {
      findings.append(.encrypted)
      if !input.head.isEmpty, !Self.isPGP(input.head) { findings.append(.notPGP) }
      return nil
    }
    switch input.compression {
    case .none:
      if packing == .gzip, !input.head.isEmpty { findings.append(.notGzip) }
      return input.source
    case .gzip:
      if packing != .gzip { findings.append(.gzipUnnamed) }
      let source = try DecompressingSource.gzip(input.source)
      decompressing = source
      return source
    default:
      findings.append(.compression(input.compression))
      return nil
    }
  }

  /// Binary PGP data begins with a packet's tag, whose highest bit is set; the other form is text.
  private static func isPGP(_ head: [UInt8]) -> Bool {
    head[0] & 0x80 != 0 || head.starts(with: Array("-----BEGIN PGP MESSAGE".utf8))
  }

  /// Looks at the first bytes of the text.
  private func judgeStart(_ bytes: RawSpan) {
    switch TextEncoding.of(bytes.extracting(first: Self.lookahead)) {
    case .utf8(hasMark: false): break
    case .utf8(hasMark: true): findings.append(.byteOrderMark)
    case .other(let name): findings.append(.encoding(name))
    }
  }

  /// Bytes that the encoding is told from.
  private static let lookahead = 4096

  // MARK: End

  private func end(_ cutter: LineCutter) {
    if cutter.hasOpenEnd { findings.append(.openEnd) }
    let isEmpty = cutter.byteCount == 0 && (stored?.storedBytesRead ?? 0) > 0
    if isEmpty, !isDamaged { findings.append(.empty) }
    let members = decompressing?.gzipMembers ?? 0
    if members > 1 { findings.append(.members(members)) }
    let padding = decompressing?.gzipPadding ?? 0
    if padding > 0, !isDamaged { findings.append(.padding(padding)) }
    findings += idSampler.findings.compactMap { column, kind in
      Finding.numbers(kind, column: file.kind == .idSync ? column + 1 : nil)
    }
  }

  /// Damaged data: what came before it is judged as far as there are whole lines.
  private func endEarly(_ error: InputError, _ cutter: LineCutter, _ buffer: ByteBuffer) throws
    -> Int
  {
    guard let damage = decompressing?.damage else { throw error }
    isDamaged = true
    isDraining = true
    findings.append(.damaged(damage))
    let end = buffer.withBytes { bytes in
      (0..<bytes.byteCount).last { bytes.byte(at: $0) == LineSyntax.lineEnd }
    }
    buffer.setCount(end.map { $0 + 1 } ?? 0)
    return 0
  }

  /// Reads some of what is left, for the size and the digest alone.
  /// - Returns: nil when nothing was left.
  private func drain(_ stored: DigestingSource) throws -> Int? {
    let scratch = ByteBuffer(capacity: Self.drainStep)
    let read = try scratch.withSpareCapacity(minimum: 0) { try stored.read(into: &$0) }
    if read > 0 { return 0 }
    if let cutter { end(cutter) }
    return nil
  }

  /// Bytes read together when only stored bytes are left.
  private static let drainStep = 256 << 10

  // MARK: Oracle Data Cloud

  /// The first line that names an ID type says what all others must have.
  private func meetIDType(_ rule: LineRule, _ buffer: ByteBuffer) {
    guard case .oracle = rule, expected == nil else { return }
    expected = buffer.withBytes { bytes in
      var start = 0
      for end in 0..<bytes.byteCount where bytes.byte(at: end) == LineSyntax.lineEnd {
        let line = bytes.extracting(start..<end)
        defer { start = end + 1 }
        // A line that is too long is not read, so it says nothing.
        if line.byteCount > Limits.lineBytes { continue }
        let tab = (0..<line.byteCount).first { line.byte(at: $0) == LineSyntax.idSeparator }
        if let tab, let type = OracleLineParser.idType(named: line.extracting(0..<tab)) {
          return type
        }
      }
      return nil
    }
  }
}
