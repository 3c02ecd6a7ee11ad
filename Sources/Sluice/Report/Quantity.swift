// Numbers as people read them.

/// Numbers as people read them.
package enum Quantity {
  /// `1,234,567`.
  package static func count(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }

  /// `1,234,567 records`, `1 record`.
  /// - Parameter unit: what is counted, in the singular.
  package static func count(_ number: Int, _ unit: String) -> String {
    count(number) + " " + unit + (number == 1 ? "" : "s")
  }

  /// From this share of a unit on, three digits would show one of it.
  private static let roundsUp = 0.9995

  /// `1.43 GB`, in powers of ten.
  package static func bytes(_ number: Int) -> String {
    for (name, unit) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
    where Double(number) >= unit * roundsUp {
      return "\(threeDigits(Double(number) / unit)) \(name)"
    }
    return number == 1 ? "1 byte" : "\(number) bytes"
  }

  /// `3.1 s`, or `2 min 5 s`.
  package static func seconds(_ number: Double) -> String {
    if number < 60 { return "\(Double(Int(number * 10)) / 10) s" }
    return "\(Int(number) / 60) min \(Int(number) % 60) s"
  }

  private static func threeDigits(_ number: Double) -> String {
    if number >= 100 { return String(Int(number.rounded())) }
    if number >= 10 { return String((number * 10).rounded() / 10) }
    let hundredths = Int((number * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
