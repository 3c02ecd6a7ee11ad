// What the fast path knows of a plan: its steps and, by address, all they read.

import AudienceManager
import CSluiceScan

/// What a step of the fast path does.
enum FastAction: UInt8, Sendable {
  /// The field is the value.
  case plain
  /// The field is the value, unless it looks like personal data.
  case judged
  /// The field is the value once its letters are in another case, unless it looks like personal data then.
  case cased
  /// The field's bytes select a constant; others may be values themselves.
  case lookup
  /// The field's number selects a constant.
  case bands
  /// The field's pieces are values, equal ones once.
  case split
  /// The field is an integration code.
  case code
  /// The field is a trait ID.
  case trait
  /// Nothing: `FieldMapping` does it.
  case none

  /// Whether the field is the value, the most common case by far.
  @inline(__always)
  var isPair: Bool { rawValue <= Self.judged.rawValue }
}

/// What the fast path does with values that a lookup does not know.
enum FastOthers: UInt8, Sendable {
  /// Nothing: `FieldMapping` does it.
  case elsewhere
  /// They are values themselves, unless they look like personal data.
  case kept
  /// They are dropped, and counted.
  case dropped

  init(_ fallback: MappingPlan.Fallback) {
    switch fallback {
    case .keep: self = .kept
    case .drop: self = .dropped
    case .reject, .constant: self = .elsewhere
    }
  }
}

/// What the fast path must know of an operation.
struct FastStep: Sendable {
  var column: Int
  var action = FastAction.none
  /// The byte a field is split at.
  var separator: UInt8 = 0
  /// The first of the 26 letters that get their other case.
  var firstLetter: UInt8 = 0
  /// What is known of the values: ordinary, or not settled.
  var columnKind = PersonalDataDetector.ColumnKind.ordinary
  /// `,"key"="`, or what stands before a code or a trait ID, in the constants.
  var prefix: MappingPlan.Constant = 0..<0
  /// Whether values stand without quotation marks where that is safe.
  var isBareIfSafe = false
  var table = ByteTables.Table()
  /// What becomes of what the table does not know.
  var others = FastOthers.elsewhere
  /// The results of a lookup or of bands, from this place of the plan's list.
  var firstResult = 0
  /// The boundaries of bands, in the plan's list.
  var boundaries: Range<Int> = 0..<0

  /// Whether the kernel writes values of this step: its key is one that a wide copy takes.
  @inline(__always)
  var isForKernel: Bool { action.isPair && prefix.count <= SLUICE_PAIRS_PREFIX && !isBareIfSafe }
}

/// The steps as the kernel takes them: another's where it cannot do them.
struct PairSteps: Sendable {
  /// A list for each property, one after the other: columns, actions, prefixes and their bytes.
  let lists: [UInt32]
  /// Entries of each list.
  let stride: Int

  init(_ steps: [FastStep]) {
    // The kernel reads past the last step's entries.
    let slack = [UInt32](repeating: 0, count: Int(SLUICE_PAIRS_GROUP))
    stride = steps.count + slack.count
    let actions = steps.map(Self.action)
    let own = zip(steps, actions).map { $1 == SLUICE_PAIRS_OTHER ? FastStep(column: 0) : $0 }
    lists =
      own.map { UInt32($0.column) } + slack + actions.map(\.rawValue) + slack
      + own.map { UInt32($0.prefix.lowerBound) } + slack
      + own.map { UInt32($0.prefix.count) } + slack
  }

  private static func action(of step: FastStep) -> sluice_pairs_action {
    guard step.isForKernel else { return SLUICE_PAIRS_OTHER }
    return step.action == .judged ? SLUICE_PAIRS_JUDGED : SLUICE_PAIRS_PLAIN
  }
}

/// The fields that count as no value, by their first eight bytes, which tell any null shorter than eight. Nulls that
/// hold NUL bytes, and those that a field spells by quotes or escapes, are not for the fast path.
struct FastNulls: Sendable {
  /// The words, those of texts below eight bytes, filled up with zeros, first.
  let words: [UInt64]
  /// How many are shorter.
  let shortCount: Int

  init(_ nulls: [String], in field: FieldText) {
    let marks = [0, field.quote, field.escape].compactMap(\.self)
    var texts = nulls.map { Array($0.utf8) }.filter { text in
      !text.isEmpty && !marks.contains(where: text.contains)
    }
    if let null = field.null { texts.append(null) }
    let short = texts.filter { $0.count < 8 }
    words = (short + texts.filter { $0.count >= 8 }).map { text in
      text.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    shortCount = short.count
  }
}

/// Everything of a plan that the fast path reads, by address.
///
/// SAFETY: valid within the closure it is given to, which the plan's arrays outlive.
@unsafe
struct FastPlan {
  let steps: UnsafeBufferPointer<FastStep>
  let constants: UnsafeRawPointer
  let slots: UnsafePointer<ByteTables.Slot>
  let results: UnsafePointer<MappingPlan.PlannedResult>
  let boundaries: UnsafePointer<Int>
  let nulls: UnsafeBufferPointer<UInt64>
  /// How many of the nulls are below eight bytes.
  let shortNulls: Int
  /// Whether values that look like personal data may not be written.
  let judgesValues: Bool
  /// The quote and the escape; where there is none, a byte that is not in any text.
  let quote: UInt8
  let escape: UInt8
  /// The same for the kernel, and the kernel.
  let pairs: UnsafePointer<sluice_pairs_plan>
  let writePairs: sluice_pairs_function
}

extension MappingPlan {
  /// A byte that valid UTF-8 does not have.
  private static let noByte: UInt8 = 0xFF

  /// Calls `body` with the addresses of everything the fast path reads.
  func withFastPlan<Result>(
    _ text: FieldText, nulls fastNulls: FastNulls, kernel: ScanKernel,
    _ body: (FastPlan) -> Result
  ) -> Result {
    // SAFETY: the addresses are valid while the closures run. Empty arrays have none; the fast
    // path does not read from them, so any address will do.
    unsafe withPairs(quote: text.quote ?? Self.noByte, fastNulls) { pairs, nulls in
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe tables.slots.withUnsafeBufferPointer { slots in
          unsafe results.withUnsafeBufferPointer { results in
            unsafe boundaries.withUnsafeBufferPointer { boundaries in
              unsafe body(
                FastPlan(
                  steps: steps, constants: UnsafeRawPointer(pairs.pointee.constants),
                  slots: slots.baseAddress.unsafelyUnwrapped,
                  results: results.baseAddress ?? UnsafePointer(bitPattern: 8).unsafelyUnwrapped,
                  boundaries: boundaries.baseAddress
                    ?? UnsafePointer(bitPattern: 8).unsafelyUnwrapped,
                  nulls: nulls, shortNulls: fastNulls.shortCount,
                  judgesValues: mapping.pii != .allow, quote: pairs.pointee.quote,
                  escape: text.escape ?? Self.noByte, pairs: pairs,
                  writePairs: kernel.writePairs))
            }
          }
        }
      }
    }
  }

  private func withPairs<Result>(
    quote: UInt8, _ fastNulls: FastNulls,
    _ body: (UnsafePointer<sluice_pairs_plan>, UnsafeBufferPointer<UInt64>) -> Result
  ) -> Result {
    // SAFETY: as above; neither steps nor constants are ever empty.
    unsafe pairSteps.lists.withUnsafeBufferPointer { lists in
      unsafe constants.withUnsafeBufferPointer { constants in
        unsafe fastNulls.words.withUnsafeBufferPointer { nulls in
          let (columns, stride) = unsafe (lists.baseAddress.unsafelyUnwrapped, pairSteps.stride)
          let plan = unsafe sluice_pairs_plan(
            columns: columns, actions: columns + stride, prefixes: columns + 2 * stride,
            prefix_counts: columns + 3 * stride, count: operations.count,
            column_count: self.columns.count, constants: constants.baseAddress,
            nulls: nulls.baseAddress, short_null_count: fastNulls.shortCount,
            null_count: nulls.count, quote: quote)
          return unsafe withUnsafePointer(to: plan) { unsafe body($0, nulls) }
        }
      }
    }
  }
}
