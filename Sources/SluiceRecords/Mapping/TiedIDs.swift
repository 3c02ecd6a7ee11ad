// The further IDs of a record, for ID synchronisation: from views into the chunk to columns of the line.
//
// The part of `RecordMapper` that stands in for the fields of a mapping where lines tie IDs together. An ID is
// never changed: it has the form of its data source, or is a hashed address, or the record is rejected.

import AudienceManager

extension RecordMapper {
  /// Why the IDs of a record cannot be tied.
  struct TieFlaw {
    var reason: RejectReason
    /// The column of the dump that it lies in.
    var column: Int
    var problem: IDProblem?
  }

  /// What becomes of one of the IDs.
  private enum Tie {
    /// It is in the line.
    case tied
    /// There is none.
    case missing
    /// It cannot be sent.
    case rejected(RejectReason, IDProblem?)
  }

  /// Writes the IDs that are tied to the open line's, each behind a tab: all of them, or none where none is there.
  /// - Returns: what keeps the record from having a line; of the first column that is wrong, where one that is
  ///   empty is so as soon as another is not.
  @inline(never)
  mutating func tieIDs(
    _ record: RecordView, _ chunk: RawSpan, _ index: borrowing RecordIndex,
    _ encoder: inout LineEncoder
  ) -> TieFlaw? {
    var missing: Int?
    var isAnyThere = false
    for place in plan.tiedColumns.indices {
      let column = plan.tiedColumns[place].column
      switch tie(place, field(column, of: record, index), chunk, &encoder) {
      case .missing:
        if isAnyThere { return TieFlaw(reason: .idEmpty, column: column) }
        missing = missing ?? column
      case .tied:
        if let missing { return TieFlaw(reason: .idEmpty, column: missing) }
        isAnyThere = true
      case .rejected(let reason, let problem):
        if let missing { return TieFlaw(reason: .idEmpty, column: missing) }
        return TieFlaw(reason: reason, column: column, problem: problem)
      }
    }
    return nil
  }

  private mutating func tie(
    _ place: Int, _ range: Range<Int>, _ chunk: RawSpan, _ encoder: inout LineEncoder
  ) -> Tie {
    withText(range, chunk) { mapper, id in
      if mapper.isNull(id) { return .missing }
      return mapper.withChanged(id, by: mapper.plan.tiedColumns[place].transforms) {
        $0.append(place, $1, &encoder)
      } ?? .rejected(.email, nil)
    }
  }

  private mutating func append(
    _ place: Int, _ id: RawSpan, _ encoder: inout LineEncoder
  ) -> Tie {
    let column = plan.tiedColumns[place]
    if id.isEmpty || column.type == nil && EmailHash.isOfNothing(id) { return .missing }
    if let type = column.type, column.kind != .ordinary || !type.isUnremarkable(id),
      let (reason, problem) = judge(id, as: type, column.kind)
    {
      return .rejected(reason, problem)
    }
    return encoder.appendColumn(id) ? .tied : .rejected(.pairTooLong, nil)
  }
}
