// Whether dates read by one pattern can be written by another: only what is read can be written.
//
// Pure. What it is there for is the letter in the wrong case: `mm` is the minute and `MM` the month, and a
// pattern with the one in place of the other reads and writes dates that nobody meant.

extension DatePattern {
  /// What stands against reading by one pattern and writing by another.
  struct PairProblem: Equatable {
    var what: String
    var hint: String?
    /// Whether it lies in the pattern that is read by.
    var isInput: Bool
  }

  /// What stands against writing by `output` what was read by this pattern; nil if nothing does.
  func problem(writing output: DatePattern) -> PairProblem? {
    if parts.contains(.minute), !parts.contains(.hour) {
      return PairProblem(
        what: "the date pattern has a minute (mm) and no hour", hint: Self.caseHint, isInput: true)
    }
    if !unclearParts.isEmpty {
      let names = unclearParts.map(\.rawValue).joined(separator: " and ")
      return PairProblem(
        what:
          "the date pattern reads \(names) of one digit or two each, and cannot tell where one ends",
        hint: "take \(unclearParts.map(\.letters).joined(separator: " or "))", isInput: true)
    }
    let missing = Part.allCases.filter { output.parts.contains($0) && !parts.contains($0) }
    guard !missing.isEmpty else { return nil }
    let names = missing.map { "\($0.rawValue) (\($0.letters))" }.joined(separator: ", ")
    let mayBeCase = missing.contains(.minute) || missing.contains(.month)
    return PairProblem(
      what: "the date pattern writes what the one of \"in\" does not read: \(names)",
      hint: mayBeCase ? Self.caseHint : nil, isInput: false)
  }

  private static let caseHint = "MM is the month, mm the minute"
}

extension DatePattern.Part {
  /// How patterns name it.
  fileprivate var letters: String {
    switch self {
    case .year: "yyyy"
    case .month: "MM"
    case .day: "dd"
    case .hour: "HH"
    case .minute: "mm"
    case .second: "ss"
    case .fraction: "SSS"
    }
  }
}
