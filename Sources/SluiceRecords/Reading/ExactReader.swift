// One record, byte by byte, as a sequential reader takes it: the definition of what a record is.
//
// Takes the bytes from a record's start, gives the ends of its fields and the next record's start,
// or says what is wrong with it. Pure; owns nothing. The scanner comes here for every record in
// which a quote stands where the fast path does not expect one, and for dialects it does not know.

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

/// Reads one record at a time by the rules alone.
struct ExactReader {
  let dialect: Dialect

  /// Where in a record the next byte stands.
  private enum State {
    case fieldStart
    case unquoted
    case quoted
    case afterQuote
    case afterQuotedBlank
    case afterQuotedReturn
  }

  /// Reads the record that starts at `start`.
  /// - Parameters:
  ///   - bytes: the text; when `isFinal`, it ends with a line end.
  ///   - isFinal: whether the text ends where `bytes` does.
  ///   - sink: told of each field's end; what it was told of a damaged record is void.
  ///
  /// Whole in one function because it is the state machine of spec'd reading; every other reader
  /// is tested against it.
  func read(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, sink: inout (some FieldEndSink & ~Copyable)
  ) -> RecordOutcome {
    if let comment = dialect.comment, bytes[start] == comment {
      return endOfLine(bytes, from: start).map { .comment(next: $0) } ?? .incomplete
    }
    let limit = min(bytes.byteCount, start + dialect.maxRecord + 1)
    var state = State.fieldStart
    var position = start
    while position < limit {
      let byte = bytes[position]
      switch state {
      case .fieldStart, .unquoted:
        if byte == dialect.delimiter {
          sink.endField(at: position)
          state = .fieldStart
        } else if byte == dialect.lineEnd {
          sink.endField(at: position)
          return .record(next: position + 1)
        } else if byte == dialect.escape {
          position += 1
          state = .unquoted
        } else {
          state = state == .fieldStart && byte == dialect.quote ? .quoted : .unquoted
        }
      case .quoted:
        if byte == dialect.escape {
          position += 1
        } else if byte == dialect.quote {
          if position - start >= dialect.maxRecord {
            return damage(.unterminatedQuote, bytes, start, at: position, isFinal)
          }
          state = .afterQuote
        }
      case .afterQuote, .afterQuotedBlank, .afterQuotedReturn:
        if byte == dialect.lineEnd {
          sink.endField(at: position)
          return .record(next: position + 1)
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
          return damage(.quote, bytes, start, at: position, isFinal)
        }
      }
      position += 1
    }
    let isOverlong = bytes.byteCount - start > dialect.maxRecord
    guard isFinal || isOverlong else { return .incomplete }
    if !isOverlong, state != .quoted {  // the escape took the last line end
      sink.endField(at: bytes.byteCount)
      return .record(next: bytes.byteCount)
    }
    return damage(
      state == .quoted ? .unterminatedQuote : .tooLong, bytes, start,
      at: min(position, limit), isFinal)
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

extension RawSpan {
  /// The byte at `offset`, which must lie within the span.
  subscript(offset: Int) -> UInt8 {
    @inline(__always) get {
      precondition(offset >= 0 && offset < byteCount, "byte \(offset) of \(byteCount)")
      // SAFETY: checked on the line above; any byte is a valid UInt8.
      return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
  }
}
