// What a value must lose before it may stand in a line.
//
// Takes a value's bytes, gives those that can be written between quotation marks: each run of tabs,
// line ends and NULs becomes one blank, blanks at both ends go, `"` goes by the mapping's rule. Pure.
// Source: contents of inbound data files (no tab and no newline in values, no rule for a `"`).

import SluiceBytes

/// Cleans values.
enum ValueCleaner {
  /// What cleaning did.
  struct Outcome {
    /// Whether line ends, tabs, NULs or outer blanks were changed.
    var isSanitised = false
    /// Whether a `"` was replaced or dropped.
    var isRequoted = false
    /// Whether a `"` stands in the value and the rule is to reject.
    var isRejected = false

    fileprivate mutating func meetQuote(_ rule: Mapping.QuoteInValue, _ output: inout [UInt8]) {
      isRequoted = true
      switch rule {
      case .apostrophe: output.append(Ascii.apostrophe)
      case .drop: break
      case .reject: isRejected = true
      }
    }
  }

  /// Whether cleaning is sure to leave `value` as it is, by whatever rule: there is no blank at its ends, no quote
  /// and no control byte, not even one that may stand in a line.
  static func isClean(_ value: RawSpan) -> Bool {
    if value.isEmpty { return true }
    return value[0] != Ascii.space && value[value.byteCount - 1] != Ascii.space
      && value.offset(ofControlOr: Ascii.quote, from: 0) == value.byteCount
  }

  /// Cleans `value` into `output`, which is emptied first.
  static func clean(
    _ value: RawSpan, quoteInValue: Mapping.QuoteInValue, into output: inout [UInt8]
  ) -> Outcome {
    var outcome = Outcome()
    output.removeAll(keepingCapacity: true)
    var start = 0
    while true {
      var next = value.offset(ofControlOr: Ascii.quote, from: start)
      output.append(start..<next, of: value)
      if next == value.byteCount { break }
      let byte = value[next]
      if Blank.isBreak(byte) {
        while next + 1 < value.byteCount, Blank.isBreak(value[next + 1]) { next += 1 }
        output.append(Ascii.space)
        outcome.isSanitised = true
      } else if byte == Ascii.quote {
        outcome.meetQuote(quoteInValue, &output)
      } else {
        output.append(byte)
      }
      start = next + 1
    }
    if trim(&output) { outcome.isSanitised = true }
    return outcome
  }

  /// `text` cleaned, or nil if the rule rejects it.
  static func cleaned(_ text: String, quoteInValue: Mapping.QuoteInValue) -> String? {
    var output: [UInt8] = []
    let outcome = clean(
      unsafe Array(text.utf8).span.bytes, quoteInValue: quoteInValue, into: &output)
    return outcome.isRejected ? nil : String(decoding: output, as: UTF8.self)
  }

  /// Drops blanks at both ends.
  /// - Returns: whether there were any.
  static func trim(_ bytes: inout [UInt8]) -> Bool {
    let before = bytes.count
    while bytes.last == Ascii.space { bytes.removeLast() }
    if let first = bytes.firstIndex(where: { $0 != Ascii.space }), first > 0 {
      bytes.removeFirst(first)
    }
    return bytes.count != before
  }
}
