// What a column of bare digits holds, judged by its first values and not by one.
//
// Counts what passes by; fixed size, no allocation, cannot fail.

/// Counts how many values of a column look like bare card, phone or social security numbers.
///
/// One customer number in some hundred passes as a card number by chance and more as phone
/// numbers, so nearly all of the first 10,000 filled values have to. Nine in ten numbers of nine digits could be social
/// security numbers: those count only where the column's name says so.
public struct ColumnSampler: Sendable {
  /// Filled values looked at.
  public static let sampleSize = Limits.sampledValues
  /// Of a hundred values, how many must match: "nearly all".
  public static let percentNeeded = 95
  /// Values after which a column that is none of cards or phone numbers is taken for settled: a tenth
  /// of the sample, so that a column with few values in the part of a dump that is sampled is not.
  private static let fewestSettled = sampleSize / 10
  /// Values without which nothing is said of cards: four that match by chance are less than
  /// one column in a million.
  private static let fewestCards = 4
  /// Values without which nothing is said of phones: two in three ten-digit numbers match.
  private static let fewestPhones = 30
  /// Different digits that phone numbers have where a series of numbers has one or two.
  private static let fewestExchanges = 4

  /// Filled values seen, at most ``sampleSize``.
  public private(set) var count = 0
  /// How many of them look like bare card numbers.
  public private(set) var cards = 0
  /// How many of them look like bare phone numbers.
  public private(set) var phones = 0
  /// How many of them have the digits of bare social security numbers, where the name says that they are some.
  private var nationalIDs = 0
  private var exchanges: UInt16 = 0
  private let nameHint: PersonalDataDetector.Kind?

  /// Starts a count.
  /// - Parameter nameHint: what the column's name suggests; a few values then are enough.
  public init(nameHint: PersonalDataDetector.Kind? = nil) { self.nameHint = nameHint }

  /// Whether further values change nothing.
  public var isComplete: Bool { count >= Self.sampleSize }

  /// Whether the verdict stays what it is whatever values come: earlier than ``isComplete`` where more of
  /// them are neither than could be among nearly all.
  public var isSettled: Bool {
    isComplete
      || (count - max(cards, phones, nationalIDs)) * 100 > Self.sampleSize
        * (100 - Self.percentNeeded)
  }

  /// Whether further values change neither ``verdict`` nor ``verdictOfPart``.
  public var isSettledOfPart: Bool { isSettled && count >= Self.fewestSettled }

  /// Looks at one value; empty ones, those that say that there is none, and those after the sample
  /// count for nothing.
  public mutating func add(_ value: RawSpan) {
    if value.byteCount == 0 || isComplete || Placeholder.isOne(value) { return }
    count += 1
    let value = value.extracting(PersonalDataDetector.unwrapped(value))
    guard Ascii.isDigit(value.byte(at: 0)) else { return }
    guard let number = DigitGroups(value), number.isBare else { return }
    if CardForm.isCard(number) { cards += 1 }
    if nameHint == .nationalID, number.count == SocialSecurityForm.digits { nationalIDs += 1 }
    if number.count >= 9, PhoneForm.isBarePhone(number) {
      phones += 1
      exchanges |= 1 << UInt16(PhoneForm.varyingDigit(number))
    }
  }

  /// What the column holds by the values seen so far.
  public var verdict: PersonalDataDetector.ColumnKind {
    if isNearlyAll(cards), cards >= Self.fewestCards || nameHint == .paymentCard { return .cards }
    let isVaried = phones >= Self.fewestPhones && exchanges.nonzeroBitCount >= Self.fewestExchanges
    if isNearlyAll(phones), isVaried || nameHint == .phone { return .phones }
    if isNearlyAll(nationalIDs) { return .nationalIDs }
    return .ordinary
  }

  /// What is to be made of the column where the sample ended before the dump did.
  ///
  /// Of a column with few values until then it says that it is not settled, or what its name does.
  public var verdictOfPart: PersonalDataDetector.ColumnKind {
    let verdict = verdict
    if verdict != .ordinary || count >= Self.fewestSettled { return verdict }
    switch nameHint {
    case .paymentCard: return .cards
    case .phone: return .phones
    case .nationalID: return .nationalIDs
    default: return .unsettled
    }
  }

  private func isNearlyAll(_ matches: Int) -> Bool {
    matches > 0 && matches * 100 >= count * Self.percentNeeded
  }
}
