// What the fields of a mapping do, compiled: actions, and the bytes that they write.
//
// The part of `PlanBuilder` that knows the rules of fields. Constants are written once here, so that mapping
// a record copies them and no more.

import AudienceManager
import SluiceBytes

extension PlanBuilder {
  /// What a field does with a value; nil if it can do nothing.
  mutating func action(_ field: Mapping.Field, key: String) -> MappingPlan.Action? {
    switch field.rule {
    case .pair: return .pair
    case .values(let values):
      return lookup(values) { $0.result(key, $2, ["values", $1]) }
    case .bands(let boundaries):
      if boundaries.isEmpty {
        report("bands without a boundary for key \(Self.quoted(key))", in: ["bands"])
      }
      let first = self.boundaries.count
      self.boundaries += boundaries
      let firstResult = results.count
      results += BandLabels.labels(boundaries).map { result(key, $0, ["bands"]) }
      return .bands(boundaries: first..<self.boundaries.count, firstResult: firstResult)
    case .traits(let traits):
      return lookup(traits) { $0.result($2, key: key, value: $1) }
    case .sid: return .trait(add(isOracle ? "," : ",\(LineSyntax.addTraitPrefix)"), isAdded: true)
    case .unsid: return .trait(add(",\(LineSyntax.removeTraitPrefix)"), isAdded: false)
    case .ic: return .integrationCode(add(",\(LineSyntax.integrationCodePrefix)"))
    case .date(let input, let output):
      return date(input, output)
    }
  }

  private mutating func date(_ input: String, _ output: String) -> MappingPlan.Action? {
    let (read, written) = (pattern(input, "in"), pattern(output, "out"))
    guard let read, let written else { return nil }
    if let problem = read.problem(writing: written) {
      report(problem.what, hint: problem.hint, in: ["date", problem.isInput ? "in" : "out"])
      return nil
    }
    dates.append((read, written))
    return .date(dates.count - 1)
  }

  private mutating func pattern(_ text: String, _ key: String) -> DatePattern? {
    do throws(DatePattern.Problem) {
      return try DatePattern(text)
    } catch {
      report("date pattern \"\(text)\": \(error.what)", hint: error.hint, in: ["date", key])
      return nil
    }
  }

  private func trait(_ id: Int) -> String {
    if isOracle { return ",\(id)" }
    return id < 0
      ? ",\(LineSyntax.removeTraitPrefix)\(-id)" : ",\(LineSyntax.addTraitPrefix)\(id)"
  }

  private mutating func lookup<Value>(
    _ outputs: [String: Value], _ result: (inout Self, String, Value) -> MappingPlan.PlannedResult
  ) -> MappingPlan.Action {
    let entries = outputs.sorted { $0.key < $1.key }
    lookups.append(tables.add(entries.map(\.key)))
    lookupCounts.append(entries.count)
    let firstResult = results.count
    for entry in entries { results.append(result(&self, entry.key, entry.value)) }
    return .lookup(table: lookups.count - 1, firstResult: firstResult)
  }

  /// A key-value, or nothing if the value is empty; `steps` lead to it in the mapping.
  private mutating func result(
    _ key: String, _ value: String, _ steps: [String]
  ) -> MappingPlan.PlannedResult {
    let text = pair(key, value, in: steps) ?? ""
    return MappingPlan.PlannedResult(text: add(text), pairs: text.isEmpty ? PairCount() : .signal)
  }

  /// Each trait once.
  private mutating func result(
    _ ids: [Int], key: String, value: String
  ) -> MappingPlan.PlannedResult {
    if let both = ids.first(where: { $0 > 0 && ids.contains(-$0) }) {
      report(
        "the same value of \(Self.quoted(key)) adds and removes trait \(both)",
        in: ["traits", value])
    }
    let (first, start) = (traitParts.count, constants.count)
    for id in ids where !traitParts[first...].contains(where: { $0.id == id }) {
      let (text, digits) = (add(trait(id)), "\(id.magnitude)".utf8.count)
      traitParts.append(
        MappingPlan.TraitPart(
          id: id, text: text, digits: text.upperBound - digits..<text.upperBound))
    }
    let count = traitParts.count - first
    return MappingPlan.PlannedResult(
      text: start..<constants.count, pairs: PairCount(pairs: count, traits: count),
      firstPart: Int32(first), traits: TraitBits(ids))
  }

  /// What a field does with values that its rule does not know.
  mutating func fallback(_ field: Mapping.Field, key: String) -> MappingPlan.Fallback {
    switch field.otherwise ?? field.rule.defaultOtherwise {
    case .keep: .keep
    case .drop: .drop
    case .reject: .reject
    case .value(let text): .constant(add(pair(key, text, in: ["otherwise", "value"]) ?? ""))
    }
  }

  /// Whether a key can be written; `steps` lead to it in the mapping.
  mutating func isKey(_ key: String, in steps: [String]) -> Bool {
    if let problem = LineSyntax.problem(inKey: key) {
      report("key \(Self.quoted(key)): \(problem)", in: steps)
      return false
    }
    guard mapping.pii != .allow, let kind = PersonalDataDetector.kind(ofName: key) else {
      return true
    }
    report(
      "key \(Self.quoted(key)) looks like personal data (\(kind))",
      hint: "name another `key`; \(Self.allowHint)", in: steps)
    return false
  }

  private static let allowHint = "say `pii: allow` if it is meant to be sent"

  /// A name as errors show it.
  static func quoted(_ name: String) -> String { "\"\(PersonalDataDetector.shown(name))\"" }

  /// `,"key"="value"` with the value cleaned, or nil if nothing is left of it; `steps` lead to the value.
  mutating func pair(_ key: String, _ value: String, in steps: [String]) -> String? {
    guard let text = ValueCleaner.cleaned(value, quoteInValue: mapping.quoteInValue) else {
      report(
        "the value \(Self.quoted(value)) for key \(Self.quoted(key)) holds a double quote",
        in: steps)
      return nil
    }
    if text.isEmpty { return nil }
    // SAFETY: bytes have no padding.
    let kind = PersonalDataDetector.kind(of: unsafe Array(text.utf8).span.bytes)
    if let kind, mapping.pii != .allow {
      report(
        "a value that the mapping gives for key \(Self.quoted(key)) looks like personal data (\(kind))",
        hint: Self.allowHint, in: steps)
    }
    if mapping.quoting == .always { return ",\"\(key)\"=\"\(text)\"" }
    let keyText = isSafe(key: key) ? key : "\"\(key)\""
    let valueText = !LineSyntax.valueNeedsQuotes(unsafe text.utf8.span.bytes) ? text : "\"\(text)\""
    return ",\(keyText)=\(valueText)"
  }

  private func isSafe(key: String) -> Bool {
    !LineSyntax.keyNeedsQuotes(unsafe key.utf8.span.bytes)
  }

  /// `,"key"=`, in the constants with a quote after it for the mapper to copy along.
  mutating func prefix(_ key: String) -> MappingPlan.Constant {
    let isBare = mapping.quoting == .minimal && isSafe(key: key)
    let quoted = add(isBare ? ",\(key)=\"" : ",\"\(key)\"=\"")
    return quoted.dropLast()
  }
}

extension Mapping.Rule {
  /// What is done with unknown values unless the mapping says.
  var defaultOtherwise: Mapping.Otherwise {
    if case .values = self { .keep } else { .drop }
  }
}

/// The labels of bands.
package enum BandLabels {
  /// `-17`, `18-24`, ..., `50-` for [18, 25, ..., 50]: one more than there are boundaries.
  package static func labels(_ boundaries: [Int]) -> [String] {
    guard let first = boundaries.first, let last = boundaries.last else { return [] }
    let inner = zip(boundaries, boundaries.dropFirst()).map { "\($0)-\($1 - 1)" }
    return ["-\(first - 1)"] + inner + ["\(last)-"]
  }
}
