// One record, byte by byte, as a sequential reader takes it: the definition of what a record is.
//
// Takes the bytes from a record's start, gives the ends of its fields and the next record's start,
// or says what is wrong with it. Pure; owns nothing. The scanner comes here for every record in which a quote
// stands where the fast path does not expect one, or a carriage return behind an escape, and for comments.

/// Why a record cannot be read.
public struct Damage: Sendable, Equatable {
  /// Where the damaged record starts, in bytes from the start of the text.
  public var start: Int
  /// What is wrong.
  public var kind: Kind
  /// The byte at which it shows, from the start of the text.
  public var position: Int
  /// Where reading goes on: after the line the record began on.
  public var next: Int

  /// What can be wrong with a record's structure.
  public enum Kind: Sendable, Equatable {
    /// Something other than a delimiter follows a closing quote.
    case quote
    /// A quoted field does not end within the largest record size, or before the text does.
    case unterminatedQuote
    /// The record does not end within the largest record size.
    case tooLong
  }
}

/// Receives the ends of fields while a record is read.
protocol FieldEndSink: ~Copyable {
  /// A field ends before the delimiter or line end at `position`.
  mutating func endField(at position: Int)
}

/// What one record turned out to be.
enum RecordOutcome: Equatable {
  /// A good record; the next one starts at `next`.
  case record(next: Int)
  /// A comment line; the next record starts at `next`.
  case comment(next: Int)
  /// A bad one, costing the line it began on.
  case damaged(Damage)
  /// The text goes on and what there is of it does not decide.
  case incomplete
}

/// How far a record has been read, and how the next byte of it is to be taken. Nothing else of what came
/// before matters for what comes: two walks that are the same anywhere go on in the same way.
struct RecordWalk: Equatable {
  /// The next byte.
  var position: Int
  /// Where in a record it stands.
  var state = State.fieldStart

  enum State {
    case fieldStart
    case unquoted
    case quoted
    case afterQuote
    case afterQuotedBlank
    case afterQuotedReturn
  }

  /// Where a walk came to a halt.
  enum Halt {
    /// Before the line end that ends the record.
    case lineEnd
    /// Before something that may not follow a closing quote.
    case stray
    /// At the bound it was given, or after what an escape takes beyond it.
    case bound
  }
}

/// Reads one record at a time by the rules alone.
struct ExactReader {
  let dialect: Dialect

  /// Reads the record that starts at `start`.
  /// - Parameters:
  ///   - bytes: the text; when `isFinal`, it ends with a line end.
  ///   - isFinal: whether the text ends where `bytes` does.
  ///   - sink: told of each field's end; what it was told of a damaged record is void.
  func read(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, sink: inout (some FieldEndSink & ~Copyable)
  ) -> RecordOutcome {
    if isComment(bytes, at: start) {
      return endOfLine(bytes, from: start).map { .comment(next: $0) } ?? .incomplete
    }
    var walk = RecordWalk(position: start)
    let halt = advance(
      &walk, bytes, to: bound(bytes, from: start), isFinal: isFinal, sink: &sink)
    return judge(halt, walk, bytes, from: start, isFinal: isFinal, sink: &sink)
  }

  /// Whether the line at `start` is a comment.
  func isComment(_ bytes: RawSpan, at start: Int) -> Bool {
    dialect.comment.map { bytes[start] == $0 } ?? false
  }

  /// Up to where a record must have ended, but for the line feed after a carriage return.
  func bound(_ bytes: RawSpan, from start: Int) -> Int {
    min(bytes.byteCount, start + dialect.maxRecord + 1)
  }

  /// Goes on with a record until it ends or `bound` is reached.
  ///
  /// Whole in one function because it is the state machine of spec'd reading; every other reader
  /// is tested against it.
  @inline(__always)
  func advance(
    _ walk: inout RecordWalk, _ bytes: RawSpan, to bound: Int, isFinal: Bool,
    sink: inout (some FieldEndSink & ~Copyable)
  ) -> RecordWalk.Halt {
    var (position, state) = (walk.position, walk.state)
    defer { walk = RecordWalk(position: position, state: state) }
    while position < bound {
      let byte = bytes[position]
      switch state {
      case .fieldStart, .unquoted:
        if byte == dialect.delimiter {
          sink.endField(at: position)
          state = .fieldStart
        } else if byte == dialect.lineEnd {
          sink.endField(at: position)
          return .lineEnd
        } else if byte == dialect.escape {
          position += countTaken(bytes, byEscapeAt: position, isFinal: isFinal)
          state = .unquoted
        } else {
          state = state == .fieldStart && byte == dialect.quote ? .quoted : .unquoted
        }
      case .quoted:
        if byte == dialect.escape {
          position += 1
        } else if byte == dialect.quote {
          state = .afterQuote
        }
      case .afterQuote, .afterQuotedBlank, .afterQuotedReturn:
        if byte == dialect.lineEnd {
          sink.endField(at: position)
          return .lineEnd
        } else if byte == dialect.delimiter, state != .afterQuotedReturn {
          sink.endField(at: position)
          state = .fieldStart
        } else if byte == dialect.quote, state == .afterQuote {
          state = .quoted
        } else if byte == Ascii.carriageReturn {
          state = .afterQuotedReturn
        } else if dialect.isBlank(byte), state != .afterQuotedReturn {
          state = .afterQuotedBlank
        } else {
          return .stray
        }
      }
      position += 1
    }
    return .bound
  }

  /// How many bytes an escape outside quotes makes text: the next one, or both of a line end of two. Not
  /// the last line end, which was added to a text that ends with an escape (see `Dialect.isComplete`).
  private func countTaken(_ bytes: RawSpan, byEscapeAt position: Int, isFinal: Bool) -> Int {
    let last = bytes.byteCount - 1
    if isFinal, position + 1 == last { return 0 }
    guard dialect.hasPairedLineEnds, position + 2 <= last,
      bytes[position + 1] == Ascii.carriageReturn, bytes[position + 2] == Ascii.lineFeed
    else { return 1 }
    return isFinal && position + 2 == last ? 1 : 2
  }

  /// What a record is whose walk came to a halt.
  func judge(
    _ halt: RecordWalk.Halt, _ walk: RecordWalk, _ bytes: RawSpan, from start: Int, isFinal: Bool,
    sink: inout (some FieldEndSink & ~Copyable)
  ) -> RecordOutcome {
    switch halt {
    case .lineEnd: return .record(next: walk.position + 1)
    case .stray: return damage(.quote, bytes, start, at: walk.position, isFinal)
    case .bound: break
    }
    var isOverlong = bytes.byteCount - start > dialect.maxRecord
    let bound = bound(bytes, from: start)
    if isOverlong, walk.position == bound, mayBeLineEnd(walk, bytes, from: start) {
      if bound < bytes.byteCount, bytes[bound] == dialect.lineEnd, bytes[bound - 1] != bytes[bound]
      {
        sink.endField(at: bound)
        return .record(next: bound + 1)
      }
      isOverlong = bound < bytes.byteCount
    }
    guard isFinal || isOverlong else { return .incomplete }
    // A quote that closes on the very last byte leaves no room for what must follow it.
    let isOpen = walk.state == .quoted || walk.state == .afterQuote
    return damage(
      isOpen ? .unterminatedQuote : .tooLong, bytes, start, at: min(walk.position, bound), isFinal)
  }

  /// Whether the byte before `walk` may be of the line end, which is not counted: a carriage return, or a line
  /// end that an escape makes text unless it is the last one.
  private func mayBeLineEnd(_ walk: RecordWalk, _ bytes: RawSpan, from start: Int) -> Bool {
    guard walk.state == .unquoted || walk.state == .afterQuotedReturn else { return false }
    let last = walk.position - 1
    if bytes[last] == dialect.lineEnd { return true }
    return dialect.lineEnd == Ascii.lineFeed && bytes[last] == Ascii.carriageReturn
      && !bytes.isEscaped(last, from: start, by: dialect.escape)
  }

  private func damage(
    _ kind: Damage.Kind, _ bytes: RawSpan, _ start: Int, at position: Int, _ isFinal: Bool
  ) -> RecordOutcome {
    guard let next = endOfLine(bytes, from: start) ?? (isFinal ? bytes.byteCount : nil) else {
      return .incomplete
    }
    return .damaged(Damage(start: start, kind: kind, position: position, next: next))
  }

  /// The start of the line after the one `start` is on; nil when there is no line end.
  private func endOfLine(_ bytes: RawSpan, from start: Int) -> Int? {
    var position = start
    while position < bytes.byteCount {
      if bytes[position] == dialect.lineEnd { return position + 1 }
      position += 1
    }
    return nil
  }
}

extension Dialect {
  /// Whether a text ends with a line end that ends its last record, or is empty.
  public func isComplete(_ text: RawSpan) -> Bool {
    guard text.byteCount > 0 else { return true }
    var last = text.byteCount - 1
    guard text[last] == lineEnd else { return false }
    if hasPairedLineEnds, last > 0, text[last - 1] == Ascii.carriageReturn { last -= 1 }
    return !text.isEscaped(last, from: 0, by: escape)
  }
}

extension RawSpan {
  /// The byte at `offset`, which must lie within the span.
  subscript(offset: Int) -> UInt8 {
    @inline(__always) get {
      precondition(offset >= 0 && offset < byteCount, "byte \(offset) of \(byteCount)")
      // SAFETY: checked on the line above; any byte is a valid UInt8.
      return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
  }

  /// Whether an odd number of escapes stands before a byte, so that it is text.
  /// - Parameter start: nothing before this counts.
  func isEscaped(_ position: Int, from start: Int, by escape: UInt8?) -> Bool {
    guard let escape else { return false }
    var first = position
    while first > start, self[first - 1] == escape { first -= 1 }
    return (position - first) % 2 == 1
  }
}
