// What the naive mapper asks of IDs, texts, numbers and dates, answered by the rules alone.

@testable import SluiceRecords

extension NaiveMapper {
  /// The addresses that tests use, and their hashes by another program; the first three are those
  /// of the format's documentation (section 7).
  static let hashes = [
    "johndoe@example.com": "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149",
    "janedoe@email.com": "16d72e3edbeb089b299e0d12fc09522fdc5ece2d11dcb1304ecdd6fab4f7193a",
    "name@mydomain.com": "feec5debcea411f54462a345a0d90c9975415d2d4862745ff8af00c49b6b4ae6",
    "john.doe@example.com": "836f82db99121b3481011f16b49dfa5fbc714a0d1b1b9f784a1ebbbf5b39577f",
    "user@example.invalid": "34657fd697457c69244beb91db2c5bc3ae65ac924fd3f7843b9816057ab9f988",
  ]

  func isID(_ id: String) -> Bool {
    switch mapping.id.type {
    case "uuid": return id.utf8.count == 38 && isDigits(id)
    case "idfa": return isDashed(id, "ABCDEF")
    case "gaid": return isDashed(id, "abcdef")
    case "maid": return isAlphanumeric(id)
    default:
      let controls = id.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
      return !controls && !id.contains(":") && !id.uppercased().contains("%3A") && trimmed(id) == id
    }
  }

  /// The place, in the order of `IDSuspicion`, of what is odd about an ID.
  func suspicion(_ id: String) -> Int? {
    let isDevice = ["idfa", "gaid", "maid"].contains(mapping.id.type)
    if isDevice { return id.allSatisfy { $0 == "0" || $0 == "-" } ? 2 : nil }
    guard mapping.id.type == nil || mapping.id.type == "dpuuid" else { return nil }
    if id.contains(/%[0-9A-Fa-f]{2}/) { return 0 }
    if id.utf8.count > 1, id.hasPrefix("\""), id.hasSuffix("\"") { return 1 }
    return Self.wordsForNothing.contains(id) ? 3 : nil
  }

  private static let wordsForNothing: Set<String> = [
    "NULL", "null", "Null", "\\N", "-", "NA", "N/A", "n/a", "NaN", "nan", "nil", "None", "none",
  ]

  func isDashed(_ id: String, _ letters: String) -> Bool {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { "0123456789\(letters)".contains($0) }
  }

  func isSafe(_ text: String) -> Bool {
    let safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./_".unicodeScalars
    return text.unicodeScalars.allSatisfy { safe.contains($0) }
  }

  func isAlphanumeric(_ text: String) -> Bool {
    isSafe(text) && !text.contains { "-./_".contains($0) }
  }

  func isDigits(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  func isTrait(_ text: String) -> Bool { isDigits(text) && text.contains { $0 != "0" } }

  func trimmed(_ value: String) -> String {
    var scalars = Substring(value).unicodeScalars
    let blanks: [Unicode.Scalar] = [" ", "\t", "\r", "\n", "\0"]
    while let first = scalars.first, blanks.contains(first) { scalars.removeFirst() }
    while let last = scalars.last, blanks.contains(last) { scalars.removeLast() }
    return String(scalars)
  }

  func isOne(_ value: String, of texts: [String]) -> Bool {
    texts.contains { isSame($0, value) }
  }
}

/// Whether two texts have the same bytes; `==` of strings takes more to be equal.
func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

func split(_ text: String, at separator: String) -> [String] {
  let scalars = Array(text.unicodeScalars)
  let mark = Array(separator.unicodeScalars)
  var pieces = [String.UnicodeScalarView()]
  var place = 0
  while place < scalars.count {
    if scalars[place...].starts(with: mark) {
      pieces.append(String.UnicodeScalarView())
      place += mark.count
    } else {
      pieces[pieces.count - 1].append(scalars[place])
      place += 1
    }
  }
  return pieces.map { String($0) }
}

func naiveNumber(_ text: String) -> Int? {
  guard text.wholeMatch(of: /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)/) != nil else { return nil }
  // Double reads no number that ends with a dot, and Int has room for 18 digits.
  let number = Double(text.hasSuffix(".") ? text + "0" : text)
  return number.map { Int(max(-1e18, min(1e18, $0)).rounded(.down)) }
}

/// A date in one of the two forms that the tests use.
struct NaiveDate {
  var year: String
  var month: String
  var day: String

  init?(_ text: String, _ pattern: String) {
    let found: (String, String, String)?
    if pattern == "yyyy-MM-dd" {
      found = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/)
        .map { (String($0.1), String($0.2), String($0.3)) }
    } else {
      found = text.wholeMatch(of: /([0-9]{2})\.([0-9]{2})\.([0-9]{4})/)
        .map { (String($0.3), String($0.2), String($0.1)) }
    }
    guard let found, let year = Int(found.0), let month = Int(found.1), let day = Int(found.2),
      month >= 1, month <= 12, day >= 1
    else { return nil }
    let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if day > days[month - 1] { return nil }
    (self.year, self.month, self.day) = found
  }

  func text(_ pattern: String) -> String {
    pattern == "yyyy-MM" ? "\(year)-\(month)" : "\(day)/\(month)/\(year)"
  }
}
