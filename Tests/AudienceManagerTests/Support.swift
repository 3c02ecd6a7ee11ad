// What the tests share: parts of texts, random texts; and the tools, brought along for every file.

@_exported import SluiceTestTools

/// The bytes of a range of a text.
func slice(_ text: String, _ range: Range<Int>) -> String {
  String(decoding: Array(text.utf8)[range], as: UTF8.self)
}

extension SeededGenerator {
  mutating func digits(_ count: Int) -> String { text(of: "0123456789", count: count) }

  mutating func text(of alphabet: String, count: Int) -> String {
    let letters = Array(alphabet)
    return String((0..<count).map { _ in pick(letters) })
  }
}
