// The fields of a previewed record as they may be shown: personal data masked, in the line as well.
//
// A value is masked where it looks personal, or where its column's name says that it is; the line
// that the record becomes shows no more than its fields do. Pure.

import AudienceManager
import SluiceBytes

/// One record's fields by column.
struct PreviewFields {
  /// By column, personal values masked.
  let shown: [(column: String, value: String)]
  /// The values that were masked.
  private let personal: Set<String>

  /// - Parameters:
  ///   - values: what the fields say.
  ///   - columns: the header's names.
  ///   - kinds: what is known of the columns.
  init(_ values: [String], columns: [String], kinds: [PersonalDataDetector.ColumnKind]) {
    var personal: Set<String> = []
    shown = values.enumerated().map { place, value in
      let column = place < columns.count ? columns[place] : "(\(place + 1))"
      let kind = place < kinds.count ? kinds[place] : .unsettled
      guard Self.isPersonal(value, named: column, kind) else { return (column, value) }
      personal.insert(Self.trimmed(value))
      return (column, PersonalDataDetector.mask(value))
    }
    self.personal = personal
  }

  /// A line with the same values masked.
  func masking(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var ranges: [Range<Int>] = []
    bytes.withRawBytes { line in
      let tab = (0..<line.byteCount).first { line.byte(at: $0) == Ascii.tab } ?? line.byteCount
      ranges.append(0..<tab)
      var elements = LineElements(from: min(tab + 1, line.byteCount))
      while let element = try? elements.next(in: line) { ranges.append(element.value) }
    }
    var masked = ""
    var end = 0
    for range in ranges {
      masked += String(decoding: bytes[end..<range.lowerBound], as: UTF8.self)
      let value = String(decoding: bytes[range], as: UTF8.self)
      masked += isHidden(value) ? PersonalDataDetector.mask(value) : value
      end = range.upperBound
    }
    return masked + String(decoding: bytes[end...], as: UTF8.self)
  }

  private func isHidden(_ value: String) -> Bool {
    !value.isEmpty && (personal.contains(value) || Self.isPersonal(value, named: nil, .unsettled))
  }

  /// Whether a value is personal by its column's name, by itself, or, in a column of numbers that are
  /// personal data, for as many digits as those have, whatever else is in the field.
  private static func isPersonal(
    _ value: String, named column: String?, _ kind: PersonalDataDetector.ColumnKind
  ) -> Bool {
    if let column, PersonalDataDetector.nameSuggestsPersonalData(column) != nil { return true }
    if kind == .cards || kind == .phones {
      return value.utf8.count { $0 &- 0x30 < 10 } >= fewestDigits
    }
    return Array(trimmed(value).utf8).withRawBytes {
      PersonalDataDetector.kind(of: $0, columnHint: kind) != nil
    }
  }

  /// Digits of the shortest phone number in a column of them.
  private static let fewestDigits = 7

  private static func trimmed(_ value: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
    var text = Substring(value)
    while let first = text.first, blanks.contains(first) { text.removeFirst() }
    while let last = text.last, blanks.contains(last) { text.removeLast() }
    return String(text)
  }
}
