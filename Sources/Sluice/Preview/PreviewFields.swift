// The fields of a previewed record as they may be shown: personal data masked, in the line as well.
//
// A value is masked where it looks personal, or where its column's name says that it is; the line
// that the record becomes shows no more than its fields do. Pure.

import AudienceManager
import SluiceBytes
import SluiceRecords

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
      let name = PersonalDataDetector.shown(column)
      guard Self.isPersonal(value, named: column, kind) else { return (name, value) }
      personal.insert(Self.trimmed(value))
      return (name, PersonalDataDetector.mask(value))
    }
    self.personal = personal
  }

  /// A line with the same values masked, and keys that look personal themselves.
  func masking(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var masked = ""
    var end = 0
    for part in Self.parts(of: bytes) {
      masked += String(decoding: bytes[end..<part.range.lowerBound], as: UTF8.self)
      let text = String(decoding: bytes[part.range], as: UTF8.self)
      if part.isKey {
        masked += PersonalDataDetector.shown(text)
      } else {
        masked += isHidden(text) ? PersonalDataDetector.mask(text) : text
      }
      end = part.range.upperBound
    }
    return masked + String(decoding: bytes[end...], as: UTF8.self)
  }

  /// Where a line's ID, keys and values stand.
  private static func parts(of line: [UInt8]) -> [(range: Range<Int>, isKey: Bool)] {
    let tab = line.firstIndex(of: Ascii.tab) ?? line.count
    var parts = [(range: 0..<tab, isKey: false)]
    line.withRawBytes { line in
      var elements = LineElements(from: min(tab + 1, line.byteCount))
      while let element = try? elements.next(in: line) {
        if element.form == .pair { parts.append((element.key, true)) }
        parts.append((element.value, false))
      }
    }
    return parts
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
    if kind.isPersonal {
      return value.utf8.count { $0 &- 0x30 < 10 } >= fewestDigits
    }
    return Array(trimmed(value).utf8).withRawBytes {
      PersonalDataDetector.kind(of: $0, columnHint: kind) != nil
    }
  }

  /// Digits of the shortest phone number in a column of them.
  private static let fewestDigits = 7

  private static func trimmed(_ value: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n", "\0"]
    var text = Substring(value)
    while let first = text.first, blanks.contains(first) { text.removeFirst() }
    while let last = text.last, blanks.contains(last) { text.removeLast() }
    return String(text)
  }
}
