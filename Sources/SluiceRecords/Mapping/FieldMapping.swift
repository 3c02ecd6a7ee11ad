// The fields of one record, in the mapping's order: from views into the chunk to pairs in the line.
//
// The part of `RecordMapper` that knows what each operation does. What the fast path can do (FastFields.swift) is
// left to it; everything else goes through scratch arrays.

import AudienceManager

extension RecordMapper {
  /// A field's bytes as they stand in the chunk; empty for one that a ragged record lacks.
  @inline(__always)
  func field(
    _ column: Int, of record: RecordView, _ index: borrowing RecordIndex
  ) -> Range<Int> {
    guard column < record.count else { return record.end..<record.end }
    let range = index.field(column, ofRecord: record.number)
    // The last field goes on to the line end; its carriage returns are not part of it.
    return range.upperBound <= record.end
      ? range : min(range.lowerBound, record.end)..<record.end
  }

  /// Calls `body` with what a field says, its quotes, doubled quotes and escapes resolved.
  @inline(__always)
  mutating func withText<Result>(
    _ range: Range<Int>, _ chunk: RawSpan, _ body: (inout Self, RawSpan) -> Result
  ) -> Result {
    let content = text.content(range, in: chunk)
    let view = chunk.extracting(content.range)
    if text.isNull(view) { return body(&self, RawSpan()) }
    guard content.isQuoted || text.escape != nil,
      text.needsDecoding(view, isQuoted: content.isQuoted)
    else { return body(&self, view) }
    return withDecoded(view, isQuoted: content.isQuoted, body)
  }

  private mutating func withDecoded<Result>(
    _ view: RawSpan, isQuoted: Bool, _ body: (inout Self, RawSpan) -> Result
  ) -> Result {
    text.decode(view, isQuoted: isQuoted, into: &decoded)
    let bytes = decoded
    return body(&self, unsafe bytes.span.bytes)
  }

  /// Whether a field, as it was read, counts as no value.
  @inline(__always)
  func isNull(_ text: RawSpan) -> Bool {
    text.isEmpty ? plan.emptyIsNull : plan.tables.find(text, in: plan.nulls) != nil
  }

  /// Whether all of `where` holds.
  mutating func meetsConditions(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex
  ) -> Bool {
    for condition in plan.conditions {
      let isListed = withText(field(condition.column, of: record, index), chunk) {
        $0.plan.tables.find($1, in: condition.table) != nil
      }
      if isListed != condition.allowed { return false }
    }
    return true
  }

  /// What becomes of a record by its user ID.
  enum LineStart {
    /// Its line is open.
    case open
    /// It can have no line.
    case rejected(RejectReason, IDProblem?)
    /// Another route takes it.
    case elsewhere
  }

  /// Opens the record's line with its user ID, if it can have one here.
  @inline(__always)
  mutating func beginLine(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex, _ constants: RawSpan,
    _ encoder: inout LineEncoder
  ) -> LineStart {
    withText(field(plan.idColumn, of: record, index), chunk) { mapper, id in
      if mapper.isNull(id) { return .rejected(.idEmpty, nil) }
      let start = mapper.withChanged(id, by: mapper.plan.idTransforms) {
        $0.beginLine($1, constants, &encoder)
      }
      return start ?? .rejected(.email, nil)
    }
  }

  @inline(__always)
  private mutating func beginLine(
    _ id: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) -> LineStart {
    if id.isEmpty { return .rejected(.idEmpty, nil) }
    if let type = plan.route.type {
      // An ID that fits several types, having no letters, tells none.
      let found = IDType.detect(id)
      if found != type { return plan.route.leaves(found) ? .elsewhere : .rejected(.idFormat, nil) }
    }
    if plan.idColumnKind != .ordinary || !plan.idType.isUnremarkable(id),
      let (reason, problem) = judge(id, as: plan.idType, plan.idColumnKind)
    {
      return .rejected(reason, problem)
    }
    encoder.beginLine(prefix: constants.extracting(plan.linePrefix), id: id)
    return .open
  }

  /// Looks closely at an ID and counts what makes it look like a mistake.
  /// - Parameters:
  ///   - type: the one that its data source has.
  ///   - kind: what is known of its column.
  /// - Returns: why the record is rejected for its ID.
  mutating func judge(
    _ id: RawSpan, as type: IDType, _ kind: PersonalDataDetector.ColumnKind
  ) -> (RejectReason, IDProblem?)? {
    if let problem = type.problem(in: id) { return (.idFormat, problem) }
    // Device IDs and UUIDs have forms that no personal data has.
    if plan.mapping.pii != .allow, !type.hasFixedForm,
      PersonalDataDetector.kind(of: id, columnHint: kind) != nil
    {
      return (.idPersonalData, nil)
    }
    if let suspicion = type.suspicion(in: id) { counts[suspicion] += 1 }
    return nil
  }

  /// Writes the record's pairs: as many as it can by the fast path, the others with care.
  /// - Returns: why and by which column the record is rejected.
  @inline(__always)
  mutating func mapFields(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex, _ constants: RawSpan,
    _ fast: FastPlan, _ encoder: inout LineEncoder
  ) -> (RejectReason, Int?)? {
    let count = plan.operations.count
    let isFast = record.count >= plan.columns.count
    var place = 0
    while place < count {
      if isFast, plan.steps[place].action != .none {
        let done = unsafe encoder.mapFast(record, chunk, index, fast, from: place)
        counts.droppedValues += done.dropped
        place = done.place
        if place == count { break }
      }
      let column = plan.operations[place].column
      let range = field(column, of: record, index)
      if let reason = mapOther(place, range, chunk, constants, &encoder) {
        let isConstant = if case .constant = plan.operations[place].action { true } else { false }
        return (reason, isConstant ? nil : column)
      }
      place += 1
    }
    return nil
  }

  /// A field of any kind, through as many scratch arrays as it takes.
  mutating func mapOther(
    _ place: Int, _ range: Range<Int>, _ chunk: RawSpan, _ constants: RawSpan,
    _ encoder: inout LineEncoder
  ) -> RejectReason? {
    if case .constant(let pair) = plan.operations[place].action {
      return write(pair, constants, &encoder)
    }
    // A dialect's own null is no value, whatever `nulls` says.
    if text.isNull(chunk.extracting(range)) { return nil }
    return withText(range, chunk) { mapper, text in
      if mapper.isNull(text) { return nil }
      guard !mapper.plan.operations[place].separator.isEmpty else {
        return mapper.mapValue(place, text, constants, &encoder)
      }
      return mapper.mapPieces(place, text, constants, &encoder)
    }
  }

  /// Each piece of a split field, equal pairs once.
  private mutating func mapPieces(
    _ place: Int, _ text: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) -> RejectReason? {
    let separator = constants.extracting(plan.operations[place].separator)
    seen.removeAll()
    var start = 0
    while start <= text.byteCount {
      let end = text.firstRange(of: separator, from: start) ?? text.byteCount
      let piece = text.extracting(start..<end)
      if let reason = mapValue(place, piece, constants, &encoder, isPiece: true) { return reason }
      start = end + separator.byteCount
    }
    return nil
  }

  /// One value, after splitting.
  private mutating func mapValue(
    _ place: Int, _ value: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder,
    isPiece: Bool = false
  ) -> RejectReason? {
    encoder.beginPair()
    let outcome = withChanged(value, by: plan.operations[place].transforms) {
      $0.apply(place, $1, constants, &encoder, isPiece: isPiece)
    }
    guard let reason = outcome else { return .email }
    if let reason { return reason }
    if isPiece, !encoder.isToldApart, !encoder.withOpenPair({ seen.insert($0) }) {
      encoder.abandonPair()
    }
    return encoder.hasOpenPair && !encoder.commitPair() ? .pairTooLong : nil
  }

  /// What the operation makes of a value, appended to the open pair.
  private mutating func apply(
    _ place: Int, _ value: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder,
    isPiece: Bool
  ) -> RejectReason? {
    switch plan.operations[place].action {
    case .constant, .pair:
      return writeValue(place, value, constants, &encoder)
    case .lookup(let table, let firstResult):
      if let found = plan.tables.find(value, in: plan.lookups[table]) {
        notePassed(place)
        write(plan.results[firstResult + found], constants, &encoder)
        return nil
      }
    case .bands(let boundaries, let firstResult):
      if let number = Decimal.wholePart(value.extracting(Blank.trimmed(value))) {
        let band = plan.boundaries[boundaries].count { $0 <= number }
        notePassed(place)
        write(plan.results[firstResult + band], constants, &encoder)
        return nil
      }
    case .trait(let prefix, let isAdded):
      let digits = value.extracting(Blank.trimmed(value))
      if digits.isTraitID {
        notePassed(place)
        encoder.openPairs = .trait
        encoder.traits.insert(digits, isAdded: isAdded)
        guard isNewTrait(digits, isAdded: isAdded, &encoder) else { return nil }
        encoder.append(constants.extracting(prefix))
        encoder.append(digits)
        return nil
      }
    case .integrationCode(let prefix):
      return writeCode(place, value, prefix, constants, &encoder)
    case .date(let patterns):
      let (input, output) = plan.dates[patterns]
      if let date = input.parse(value.extracting(Blank.trimmed(value))) {
        dated.removeAll(keepingCapacity: true)
        output.format(date, into: &dated)
        let bytes = dated
        return writeValue(place, unsafe bytes.span.bytes, constants, &encoder)
      }
    }
    // Nothing between two separators, or behind the last one, is no value that a rule should know.
    if isPiece, Blank.trimmed(value).isEmpty { return nil }
    return fallBack(place, value, constants, &encoder)
  }

  /// What `otherwise` makes of a value the operation does not know.
  private mutating func fallBack(
    _ place: Int, _ value: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) -> RejectReason? {
    switch plan.operations[place].otherwise {
    case .drop:
      if !Blank.trimmed(value).isEmpty { counts.droppedValues += 1 }
      return nil
    case .reject: return .unknownValue
    case .keep: return writeValue(place, value, constants, &encoder)
    case .constant(let pair):
      encoder.append(constants.extracting(pair))
      return nil
    }
  }

  private mutating func write(
    _ result: MappingPlan.PlannedResult, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) {
    encoder.traits.formUnion(result.traits)
    guard plan.mayRepeatTraits, !result.parts.isEmpty else {
      encoder.append(constants.extracting(result.text))
      encoder.openPairs = result.pairs
      return
    }
    encoder.openPairs = PairCount()
    for place in result.parts {
      let part = plan.traitParts[place]
      let digits = constants.extracting(part.digits)
      guard isNewTrait(digits, isAdded: part.id > 0, &encoder) else { continue }
      encoder.append(constants.extracting(part.text))
      encoder.openPairs += .trait
    }
  }

  /// Whether the record has not had a trait yet, which is compared as a number: 024 is 24.
  private mutating func isNewTrait(
    _ digits: RawSpan, isAdded: Bool, _ encoder: inout LineEncoder
  ) -> Bool {
    guard plan.mayRepeatTraits else { return true }
    encoder.isToldApart = true
    var zeros = 0
    while digits[zeros] == Ascii.zero { zeros += 1 }
    let number = digits.extracting(droppingFirst: zeros)
    return isAdded ? addedTraits.insert(number) : removedTraits.insert(number)
  }

  private mutating func write(
    _ pair: MappingPlan.Constant, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) -> RejectReason? {
    encoder.beginPair()
    encoder.append(constants.extracting(pair))
    return encoder.hasOpenPair && !encoder.commitPair() ? .pairTooLong : nil
  }

  /// An integration code, cleaned, and in quotes where it needs them.
  private mutating func writeCode(
    _ place: Int, _ value: RawSpan, _ prefix: MappingPlan.Constant, _ constants: RawSpan,
    _ encoder: inout LineEncoder
  ) -> RejectReason? {
    withCleaned(value, place) { _, code in
      encoder.openPairs = .trait
      encoder.append(constants.extracting(prefix))
      encoder.append(code, inQuotes: LineSyntax.codeNeedsQuotes(code))
    }
  }

  /// The value itself under the operation's key, cleaned and quoted.
  private mutating func writeValue(
    _ place: Int, _ value: RawSpan, _ constants: RawSpan, _ encoder: inout LineEncoder
  ) -> RejectReason? {
    withCleaned(value, place) { mapper, text in
      let isBare = mapper.plan.mapping.quoting == .minimal && !LineSyntax.valueNeedsQuotes(text)
      encoder.append(constants.extracting(mapper.plan.operations[place].prefix))
      encoder.append(text, inQuotes: !isBare)
    }
  }

  /// Calls `body` with a value cleaned, if there is something left of it and it may be sent.
  @inline(__always)
  private mutating func withCleaned(
    _ value: RawSpan, _ place: Int, _ body: (inout Self, RawSpan) -> Void
  ) -> RejectReason? {
    if ValueCleaner.isClean(value) { return sendIfAllowed(value, place, body) }
    let outcome = ValueCleaner.clean(
      value, quoteInValue: plan.mapping.quoteInValue, into: &cleaned)
    if outcome.isRejected { return .quoteInValue }
    count(outcome)
    let bytes = cleaned
    return sendIfAllowed(unsafe bytes.span.bytes, place, body)
  }

  @inline(__always)
  private mutating func sendIfAllowed(
    _ value: RawSpan, _ place: Int, _ body: (inout Self, RawSpan) -> Void
  ) -> RejectReason? {
    if value.isEmpty { return nil }
    if looksPersonal(value, place) { return personalValue() }
    body(&self, value)
    return nil
  }

  /// Whether a cleaned value may not be sent for what it looks like.
  private mutating func looksPersonal(_ value: RawSpan, _ place: Int) -> Bool {
    if sampling != nil { return noteCleaned(value, place) }
    return plan.mapping.pii != .allow
      && PersonalDataDetector.kind(of: value, columnHint: plan.operations[place].columnKind) != nil
  }

  /// What the mapping wants done with a personal value: drop it, or reject the record.
  private mutating func personalValue() -> RejectReason? {
    if plan.mapping.pii == .reject { return .personalData }
    counts.personalValuesDropped += 1
    return nil
  }
}
