// The receiver's side on any line: judged without a trap, and in agreement with its elements one by one.
//
// An input: a byte for the mode and one for the type of IDs, then the line.

import AudienceManager
import SluiceBytes
import SluiceTestTools

/// Any line is judged.
enum ParserProperty {
  static func problem(in input: [UInt8]) -> String? {
    let trial = LineTrial(input)
    let problem = trial.line.withRawBytes { line in
      trial.problem(with: LineParser(mode: trial.mode, idType: trial.type).parse(line), line)
        ?? trial.otherProblem(line)
    }
    return problem.map { "\(trial.mode), \(trial.type), \(literal(trial.line)): \($0)" }
  }

  /// A line: such as is taken, or one with something wrong.
  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let isGood = random.oneIn(2)
    let keys = ["plan", "é", "a b", "ic", "k-1"] + (isGood ? [] : ["d_sid", "d_unsid", "-x", ""])
    let values = ["Pro", "24", "é, ü", "a=b"] + (isGood ? [] : ["", "x\"y", " \t "])
    let bare =
      ["24", "24:0", "7:-1", "d_sid=7", "d_unsid=8", "ic=52"] + (isGood ? [] : ["x", "24:1"])
    let elements = (0..<1 + random.below(8)).map { _ in
      let (key, value) = (random.pick(keys), random.pick(values))
      return random.pick([
        "\"\(key)\"=\"\(value)\"", "\"\(key)\"=\"\(value)\"", "\(key) = \"\(value)\" ",
        random.pick(bare),
      ])
    }
    let id = isGood ? "u1" : random.pick(["a%3Ab", "12345678901234567890123456789012345678", " u"])
    let gap = isGood ? "\t" : random.pick(["\t", "\t", " ", ""])
    let line = "\(id)\(gap)\(elements.joined(separator: ","))"
    return random.bytes(2) + Array(line.utf8) + (random.oneIn(5) ? [0x0D] : [])
  }
}

/// One line, and by what it is judged.
private struct LineTrial {
  let mode: TransferMode
  let type: IDType
  let line: [UInt8]

  /// Around words and blocks of 64 bytes.
  private static let runs = [1, 6, 7, 8, 9, 31, 32, 33, 62, 63, 64, 65]
  /// Around the longest line.
  private static let longRuns = [1000, 102_390]

  init(_ input: [UInt8]) {
    var choices = Choices(input)
    mode = choices.pick(TransferMode.allCases)
    // Mostly the type of which nearly any text is one, so that lines are read on.
    type = choices.pick([IDType](repeating: .dpuuid, count: 20) + IDType.allCases)
    line = choices.text(runsOf: Self.runs, long: Self.longRuns, most: Limits.lineBytes + 100)
  }

  func problem(with reading: LineReading, _ span: RawSpan) -> String? {
    if let problem = placingProblem(reading) { return problem }
    let sum = reading.signals + reading.traitsAdded + reading.traitsRemoved
    let content = line.last == 0x0D ? line.dropLast() : line[...]
    let tab = content.firstIndex(of: LineSyntax.idSeparator)
    if let error = reading.error {
      if sum != 0 { return "counts with an error" }
      guard let tab, error.offset > tab, !Self.lineErrors.contains(error.kind) else { return nil }
      let found = Elements(Array(content), from: tab + 1).error
      return found == error ? nil : "\(error), its elements \(found.map { "\($0)" } ?? "none")"
    }
    if String(validating: line, as: UTF8.self) == nil { return "takes what is not UTF-8" }
    if reading.userID != 0..<(tab ?? content.count) { return "another ID" }
    if type.problem(in: span.extracting(reading.userID)) != nil { return "takes a wrong ID" }
    if let tab, let problem = elementProblem(reading, Array(content), from: tab + 1) {
      return problem
    }
    return sum > 0 || mode == .overwrite ? nil : "takes an ID alone"
  }

  /// The errors behind an ID that are no element's.
  private static let lineErrors: [LineError.Kind] = [
    .invalidUTF8, .tab, .lineBreak, .noTraits, .lineTooLong,
  ]

  /// What the elements, each read by itself, add up to otherwise.
  private func elementProblem(
    _ reading: LineReading, _ content: [UInt8], from start: Int
  ) -> String? {
    let elements = Elements(content, from: start)
    if let error = elements.error { return "takes what has an error by itself: \(error)" }
    if let stray = elements.stray { return "an element outside of its place: \(stray)" }
    let removals = elements.forms.count { $0 == .removeTrait || $0 == .colonRemoval }
    let pairs = elements.forms.count { $0 == .pair }
    let isSame =
      reading.signals == pairs && reading.traitsRemoved == removals
      && reading.traitsAdded == elements.forms.count - pairs - removals
    if !isSame { return "counts \(reading), elements \(elements.forms)" }
    return elements.notes.all.allSatisfy(reading.notes.contains) ? nil : "lost notes"
  }

  private func placingProblem(_ reading: LineReading) -> String? {
    if reading.userID.upperBound > line.count { return "an ID that ends behind the line" }
    guard let error = reading.error else { return nil }
    return (0...line.count).contains(error.offset) ? nil : "an error outside of the line"
  }

  /// The other readers of lines and values.
  func otherProblem(_ span: RawSpan) -> String? {
    let readings =
      [OracleLineParser(mode: mode).parse(span)] + Self.syncParsers.map { $0.parse(span) }
    for reading in readings {
      if let problem = placingProblem(reading) { return problem }
    }
    var sampler = IDSampler(columns: [0, 1, 3])
    sampler.add(span)
    (line + [LineSyntax.lineEnd]).withRawBytes { sampler.add($0) }
    for parser in Self.syncParsers {
      var isInside = true
      parser.forEachPersonalColumn(in: span) { _, column in
        isInside = isInside && !column.isEmpty && column.upperBound <= line.count
      }
      if !isInside { return "personal data outside of the line" }
    }
    _ = PersonalDataDetector.kind(of: span)
    if PersonalDataDetector.mask(span).utf8.contains(LineSyntax.lineEnd) {
      return "a mask of two lines"
    }
    _ = IDType.detect(span)
    _ = EmailHash.isPlausibleAddress(span)
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    let room = EmailHash.normalizedCapacity(line.count)
    let normalized = ByteBuffer(capacity: room)
    normalized.withSpareCapacity(minimum: room) { EmailHash.appendNormalized(span, to: &$0) }
    return nil
  }

  private static let syncParsers = [
    "adobe_id_20914_1234_1366545717.sync", "c2c_id_1234_5678_9_1366545717.sync",
  ].compactMap { try? IDSyncFileName.read($0) }.map { IDSyncLineParser(name: $0.name) }
}

/// The elements of a line, each read by itself, up to the first error.
private struct Elements {
  private(set) var forms: [LineElement.Form] = []
  private(set) var notes = LineNotes()
  private(set) var error: LineError?
  /// An element that reaches out of the line or into itself.
  private(set) var stray: LineElement?

  init(_ line: [UInt8], from start: Int) {
    var reader = LineElements(from: start)
    do throws(LineError) {
      while let element = try line.withRawBytes({ line throws(LineError) in
        try reader.next(in: line)
      }) {
        let isInPlace =
          element.key.lowerBound >= start && element.value.lowerBound >= element.key.upperBound
          && element.value.upperBound <= line.count
        if !isInPlace { stray = element }
        forms.append(element.form)
      }
    } catch {
      self.error = error
    }
    notes = reader.notes
  }
}
