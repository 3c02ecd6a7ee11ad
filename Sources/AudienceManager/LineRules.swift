// What holds for lines of every kind of file: their end, their length, their bytes, their IDs.
//
// Shared by the parsers of data, ID synchronisation and Oracle Data Cloud lines.

extension LineReading {
  /// Reads a line by `rule`, with what holds for every line around it.
  /// - Parameter text: the line without its newline, perhaps with a carriage return at its end.
  static func of(
    _ text: RawSpan, by rule: (RawSpan, inout LineReading) throws(LineError) -> Void
  ) -> LineReading {
    var reading = LineReading()
    let line = text.extracting(0..<text.lineLength)
    if line.byteCount < text.byteCount { reading.notes.insert(.crlf) }
    do throws(LineError) {
      if line.byteCount > Limits.lineBytes { throw LineError(.lineTooLong, at: Limits.lineBytes) }
      if isBlank(line) { throw LineError(.blankLine, at: 0) }
      try rule(line, &reading)
    } catch {
      reading.error = error
      reading.signals = 0
      reading.traitsAdded = 0
      reading.traitsRemoved = 0
    }
    return reading
  }

  private static func isBlank(_ line: RawSpan) -> Bool {
    for offset in 0..<line.byteCount {
      let byte = line.byte(at: offset)
      if byte != Ascii.blank, byte != Ascii.tab { return false }
    }
    return true
  }
}

extension RawSpan {
  /// A line's bytes but for one carriage return at their end, which is taken for part of the line end.
  var lineLength: Int {
    let isThere = byteCount > 0 && byte(at: byteCount - 1) == Ascii.carriageReturn
    return byteCount - (isThere ? 1 : 0)
  }
}

/// Bytes that may be nowhere in a line, or not behind its ID.
struct ByteRule {
  /// The first such byte: not UTF-8 (anywhere), or a tab or a line end (from `start` on).
  private(set) var error: LineError?
  /// Whether another control byte is there, from `start` on.
  private(set) var hasOtherControl = false

  /// Looks at all bytes of a line; one pass unless it finds something.
  static func check(_ line: RawSpan, from start: Int) -> ByteRule {
    var rule = ByteRule()
    let id = marks(line.extracting(0..<start))
    let rest = marks(line.extracting(start..<line.byteCount))
    if rest.hasControl { rule.findControl(line, from: start) }
    if id.hasHighByte || rest.hasHighByte, let offset = firstInvalidUTF8(line) {
      if offset < rule.error?.offset ?? line.byteCount {
        rule.error = LineError(.invalidUTF8, at: offset)
      }
    }
    return rule
  }

  /// Whether there is a byte below 0x20 or DEL, and whether there is one that is not ASCII.
  private static func marks(_ text: RawSpan) -> (hasControl: Bool, hasHighByte: Bool) {
    var control: UInt64 = 0
    var high: UInt64 = 0
    func look(_ word: UInt64) {
      control |= Lanes.containsControl(word) | Lanes.contains(word, Ascii.delete)
      high |= word
    }
    var position = 0
    while position + 32 <= text.byteCount {
      let words = text.words(at: position)
      look(words[0])
      look(words[1])
      look(words[2])
      look(words[3])
      position += 32
    }
    while position + 8 <= text.byteCount {
      look(text.word(at: position))
      position += 8
    }
    look(
      text.lastWord(from: position) | Lanes.all(Ascii.blank)
        << UInt64(8 * (text.byteCount - position)))
    return (control != 0, high & Lanes.highBits != 0)
  }

  private mutating func findControl(_ line: RawSpan, from start: Int) {
    for offset in start..<line.byteCount where Ascii.isControl(line.byte(at: offset)) {
      switch line.byte(at: offset) {
      case Ascii.tab: error = error ?? LineError(.tab, at: offset)
      case Ascii.carriageReturn, Ascii.lineFeed: error = error ?? LineError(.lineBreak, at: offset)
      default: hasOtherControl = true
      }
    }
  }

  private static func firstInvalidUTF8(_ line: RawSpan) -> Int? {
    unsafe line.withUnsafeBytes { bytes -> Int? in
      // SAFETY: the bytes outlive the closure, and memory of any type may be read as UInt8.
      let units = unsafe bytes.assumingMemoryBound(to: UInt8.self).span
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: units)
        return nil
      } catch {
        return error.byteOffsets.lowerBound
      }
    }
  }
}

/// A user ID in a line.
enum IDRule {
  /// Judges an ID by its type, and notes what is suspicious about it.
  static func check(
    _ range: Range<Int>, of type: IDType, in line: RawSpan, _ reading: inout LineReading
  ) throws(LineError) {
    let id = line.extracting(range)
    if let problem = type.problem(in: id) {
      reading.idProblem = problem
      throw LineError(errorKind(for: type), at: range.lowerBound)
    }
    if let suspicion = type.suspicion(in: id) { reading.notes.insert(LineNote(suspicion)) }
  }

  private static func errorKind(for type: IDType) -> LineError.Kind {
    switch type {
    case .uuid: .invalidAAMID
    case .dpuuid: .invalidUserID
    default: .invalidDeviceID
    }
  }
}
