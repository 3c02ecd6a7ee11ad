// A mapping file's text in the form that is handed to the YAML library.
//
// Three things are changed in it, and undone in what comes back:
// * Every `*` becomes a character that the text does not have. The library then never follows an
//   alias, so that its tree is no larger than the text, and aliases are followed within bounds
//   by `DocumentBuilder`.
// * A key that its map has again gets a tag, because the library stops at the first such key
//   while all errors of a file are to be reported.
// * In JSON, `\ud83d\ude00` becomes the character it stands for; YAML has no surrogate pairs.
// Owns the text's scalars; positions in the changed text are turned back into the file's.

struct MaskedText {
  /// Begins the tags of keys that were marked as repeated.
  static let markerPrefix = "!sluice-repeated-"

  /// The character in place of `*`; nil when the text has no `*`.
  let mask: Unicode.Scalar?
  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]
  private var edits: [Edit] = []

  /// A stretch of the file's text that is replaced.
  private struct Edit {
    var offset: Int
    var position: Position
    var removed: Int
    var inserted: [Unicode.Scalar]
  }

  /// Fails only when the text has every character that could stand for `*`.
  init?(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
    lineStarts = Self.lineStarts(scalars)
    if scalars.contains("*") {
      guard let mask = Self.unusedScalar(text) else { return nil }
      self.mask = mask
    } else {
      mask = nil
    }
    joinSurrogates()
  }

  /// The changed text.
  var text: String {
    var view = String.UnicodeScalarView()
    var offset = 0
    for edit in edits {
      view.append(contentsOf: scalars[offset..<edit.offset].lazy.map(masked))
      view.append(contentsOf: edit.inserted)
      offset = edit.offset + edit.removed
    }
    view.append(contentsOf: scalars[offset...].lazy.map(masked))
    return String(view)
  }

  /// Text that came back from the changed text, as it stands in the file.
  func unmasked(_ text: String) -> String {
    guard let mask, text.unicodeScalars.contains(mask) else { return text }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.lazy.map { $0 == mask ? "*" : $0 })
    return String(view)
  }

  /// Tags the key at `position`; false when it is tagged already or lies outside.
  mutating func markRepeated(at position: Position) -> Bool {
    guard lineStarts.indices.contains(position.line - 1) else { return false }
    let offset = lineStarts[position.line - 1] + position.column - 1
    let index = edits.firstIndex { $0.offset >= offset } ?? edits.endIndex
    guard offset < scalars.count, index == edits.endIndex || edits[index].offset != offset
    else { return false }
    let tag = "\(Self.markerPrefix)\(edits.count) "
    edits.insert(
      Edit(offset: offset, position: position, removed: 0, inserted: Array(tag.unicodeScalars)),
      at: index)
    return true
  }

  /// Whether a key at `position` was tagged.
  func isMarked(_ position: Position) -> Bool {
    edits.contains { $0.position == position && $0.removed == 0 }
  }

  /// The file's position for one in the changed text.
  func original(line: Int, column: Int) -> Position {
    // The library counts a line end that the text's last line does not have.
    guard line <= lineStarts.count else {
      let column = scalars.count - lineStarts[lineStarts.count - 1] + 1
      return Position(line: lineStarts.count, column: column)
    }
    var shift = 0
    for edit in edits where edit.position.line == line {
      let start = edit.position.column + shift
      if column <= start { break }
      if column < start + edit.inserted.count { return edit.position }
      shift += edit.inserted.count - edit.removed
    }
    return Position(line: line, column: column - shift)
  }

  /// The scalar at `position`, if there is one.
  func scalar(at position: Position) -> Unicode.Scalar? {
    guard lineStarts.indices.contains(position.line - 1) else { return nil }
    let offset = lineStarts[position.line - 1] + position.column - 1
    return scalars.indices.contains(offset) ? scalars[offset] : nil
  }

  /// The position of the first scalar that no YAML text may have.
  var firstForbidden: Position? {
    guard let offset = scalars.firstIndex(where: { !Self.isAllowed($0) }) else { return nil }
    let line = lineStarts.lastIndex { $0 <= offset } ?? 0
    return Position(line: line + 1, column: offset - lineStarts[line] + 1)
  }

  private func masked(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar == "*" ? mask ?? scalar : scalar
  }

  /// YAML's printable characters (YAML 1.2.2, production 1).
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF: true
    case 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Offsets at which lines begin, by the line ends that the YAML library counts.
  private static func lineStarts(_ scalars: [Unicode.Scalar]) -> [Int] {
    var starts = [0]
    for (offset, scalar) in scalars.enumerated() {
      switch scalar {
      case "\r" where offset + 1 < scalars.count && scalars[offset + 1] == "\n": continue
      case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": starts.append(offset + 1)
      default: continue
      }
    }
    return starts
  }

  /// A private-use character that the text has neither as such nor by its hexadecimal number,
  /// as an escape would name it.
  private static func unusedScalar(_ text: String) -> Unicode.Scalar? {
    let used = Set(text.unicodeScalars)
    let lowered = text.lowercased()
    return (UInt32(0xE000)...0xF8FF).lazy.compactMap(Unicode.Scalar.init).first {
      !used.contains($0) && !lowered.contains(String($0.value, radix: 16))
    }
  }

  /// Finds surrogate pairs in the escapes of a JSON text.
  private mutating func joinSurrogates() {
    guard let first = scalars.first(where: { !$0.properties.isWhitespace }), first == "{" else {
      return
    }
    for (line, start) in lineStarts.enumerated() {
      let end = line + 1 < lineStarts.count ? lineStarts[line + 1] : scalars.count
      joinSurrogates(in: start..<end, line: line + 1)
    }
  }

  private mutating func joinSurrogates(in range: Range<Int>, line: Int) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard scalars[offset] == "\\" else {
        offset += 1
        continue
      }
      guard let high = codeUnit(at: offset), let low = codeUnit(at: offset + 6),
        UTF16.isLeadSurrogate(high), UTF16.isTrailSurrogate(low)
      else {
        offset += 2
        continue
      }
      let position = Position(line: line, column: offset - range.lowerBound + 1)
      let joined = Array(String(decoding: [high, low], as: UTF16.self).unicodeScalars)
      edits.append(Edit(offset: offset, position: position, removed: 12, inserted: joined))
      offset += 12
    }
  }

  /// The UTF-16 code unit that the escape at `offset` (`\uXXXX`) names.
  private func codeUnit(at offset: Int) -> UInt16? {
    guard offset + 6 <= scalars.count, scalars[offset] == "\\", scalars[offset + 1] == "u" else {
      return nil
    }
    var digits = ""
    digits.unicodeScalars.append(contentsOf: scalars[offset + 2..<offset + 6])
    return UInt16(digits, radix: 16)
  }
}
