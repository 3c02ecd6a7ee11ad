// Forms of numbers that belong to persons: phone numbers, payment cards, US SSNs.
//
// Takes digits in groups, says yes or no. What decides is chosen so that order numbers, dates,
// amounts, addresses of computers and product codes are not taken for them; a test holds
// it to less than one in ten thousand.

/// US social security numbers: 3-2-4 with dashes or blanks, in the ranges that are given out.
enum SocialSecurityForm {
  /// How many digits it has.
  static let digits = 9

  static func matches(_ number: DigitGroups) -> Bool {
    guard number.shape == 324, let separator = number.uniformSeparator,
      separator == Ascii.dash || separator == Ascii.blank, !number.hasPlus,
      !number.isFirstInParentheses
    else { return false }
    let area = number.number(0, 3)
    return area != 0 && area != 666 && area < 900 && number.number(3, 2) != 0
      && number.number(5, 4) != 0
  }
}

/// Payment cards: the issuers' ranges with their lengths, and the check digit of ISO/IEC 7812.
enum CardForm {
  /// Whether the digits are a card's number.
  static func isCard(_ number: DigitGroups) -> Bool {
    (12...19).contains(number.count) && !number.hasPlus && isIssued(number) && hasCheckDigit(number)
  }

  /// Whether the groups are as embossed on cards: 4-4-4-4 (and -3), 4-6-5, 4-6-4, all with the same
  /// separator, a blank, dash or dot.
  static func isEmbossed(_ number: DigitGroups) -> Bool {
    switch number.shape {
    case 4444, 44443, 465, 464: number.uniformSeparator != nil && isGrouped(number)
    default: false
    }
  }

  /// Whether the digits are in groups with blanks, dashes or dots between as somebody may write down a
  /// card's: the first group has the issuer, or all are of one length. Order numbers of three parts
  /// and amounts begin with fewer digits.
  static func isGrouped(_ number: DigitGroups) -> Bool {
    guard number.groupCount > 1, !number.isFirstInParentheses, !number.looksLikeDecimal else {
      return false
    }
    let separators =
      number.separatorCount(Ascii.blank) + number.separatorCount(Ascii.dash)
      + number.separatorCount(Ascii.dot)
    guard separators == number.groupCount - 1 else { return false }
    return number.length(0) >= 4 || number.length(0) > 1 && number.hasEqualGroups
  }

  private static func isIssued(_ number: DigitGroups) -> Bool {
    let prefix = number.number(0, 4)
    switch (prefix, number.count) {
    case (4000...4999, 13), (4000...4999, 16), (4000...4999, 19): return true  // Visa
    case (5100...5599, 16), (2221...2720, 16): return true  // Mastercard
    case (3400...3499, 15), (3700...3799, 15): return true  // American Express
    case (3528...3589, 16...19): return true  // JCB
    case (3000...3059, 14...19), (3600...3699, 14...19): return true  // Diners Club
    case (3800...3999, 14...19): return true
    case (6011, 16...19), (6440...6599, 16...19): return true  // Discover
    case (6200...6299, 16...19): return true  // UnionPay
    case (5018, 12...19), (5020, 12...19), (5038, 12...19), (5893, 12...19): return true  // Maestro
    case (6304, 12...19), (6759, 12...19), (6761...6763, 12...19): return true
    default: return false
    }
  }

  /// The Luhn sum: every second digit from the right, the last but one first, doubled.
  private static func hasCheckDigit(_ number: DigitGroups) -> Bool {
    var sum = 0
    for index in 0..<number.count {
      let digit = number.digit(index)
      let isDoubled = (number.count - index) % 2 == 0
      sum += isDoubled ? (digit < 5 ? 2 * digit : 2 * digit - 9) : digit
    }
    return sum % 10 == 0
  }
}

/// Phone numbers: with `+`, or in national forms with separators; bare ones for columns only.
enum PhoneForm {
  /// Digits of a phone number in a column of phone numbers (E.164 has 15 at most).
  static let subscriberDigits = 7...15

  /// Whether a number that is not just digits is a phone number.
  static func isPhone(_ number: DigitGroups) -> Bool {
    if number.hasScheme { return subscriberDigits.contains(number.count) }
    if number.looksLikeDecimal || number.count < 8 { return false }
    if number.hasPlus { return isInternational(number, from: 0) }
    if number.count < 9 || number.groupCount < 2 { return false }
    return isNorthAmerican(number) || isNorthAmericanFromAbroad(number) || isAfterTwoZeros(number)
      || isWithTrunkZero(number)
      || isWithAreaInParentheses(number) || isOtherNational(number)
  }

  /// Whether bare digits have one of the forms that few other numbers have: North American ones,
  /// a trunk zero, two zeros and a country, or a mobile number behind its country's code.
  static func isBarePhone(_ number: DigitGroups) -> Bool {
    switch (number.digit(0), number.digit(1)) {
    case (0, 0): isInternational(number, from: 2)
    case (0, _): (10...12).contains(number.count)
    default: isNorthAmericanPlan(number) || isMobile(number)
    }
  }

  /// What tells phone numbers from a series of numbers with a fixed start: the digit that begins
  /// the exchange, one behind the country's code, or the fourth one.
  static func varyingDigit(_ number: DigitGroups) -> Int {
    let place =
      switch (number.digit(0), number.digit(1)) {
      case (0, 0): 7
      case (1, _) where number.count == 11: 4
      case (1..., _) where !isNorthAmericanPlan(number): 5
      default: 3
      }
    return number.digit(place)
  }

  // MARK: With a country

  /// A country's code and a number, 8 to 15 digits (E.164).
  private static func isInternational(_ number: DigitGroups, from start: Int) -> Bool {
    let digits = number.count - start
    guard (8...15).contains(digits) else { return false }
    // North America and Russia share codes of one digit; their numbers all have ten more.
    let isLengthFixed = number.digit(start) == 1 || number.digit(start) == 7
    if isLengthFixed, digits != 11 { return false }
    return isCountryCode(number.number(start, 2)) && !isGroupedByThousands(number)
  }

  /// `0049 30 1234567`, the country's code being the first group's end.
  private static func isAfterTwoZeros(_ number: DigitGroups) -> Bool {
    guard number.digit(0) == 0, number.digit(1) == 0, (2...5).contains(number.length(0)),
      number.separator(before: 1) != Ascii.dash, number.separator(before: 1) != Ascii.dot
    else { return false }
    return number.count >= 11 && isInternational(number, from: 2)
  }

  /// Whether a country's code begins with these two digits (ITU-T E.164): all that do not begin
  /// with 0 but the spare ones.
  private static func isCountryCode(_ digits: Int) -> Bool {
    switch digits {
    case 0..<10, 28, 83, 89: false
    default: true
    }
  }

  // MARK: National

  /// 3-3-4 with perhaps a 1 in front, or a parenthesised area code and seven digits.
  private static func isNorthAmerican(_ number: DigitGroups) -> Bool {
    switch number.shape {
    case 334, 1334: isNorthAmericanPlan(number) && number.separatorCount(0x2f) < 2
    case 37: isWithShortArea(number) && isNorthAmericanPlan(number)
    default: false
    }
  }

  /// `(212) 5551234`, `212-5551234`, `212 5551234`.
  private static func isWithShortArea(_ number: DigitGroups) -> Bool {
    number.isFirstInParentheses || number.separator(before: 1) == Ascii.dash
      || number.separator(before: 1) == Ascii.blank
  }

  /// 3-3-4 as it stands in texts: with dashes or dots, or the area code in parentheses.
  static func isNorthAmericanInText(_ number: DigitGroups) -> Bool {
    guard number.shape == 334 || number.shape == 1334 else { return false }
    let separator = number.uniformSeparator
    return (number.isFirstInParentheses || separator == Ascii.dash || separator == Ascii.dot)
      && isNorthAmericanPlan(number)
  }

  /// `001-415-555-2671`.
  private static func isNorthAmericanFromAbroad(_ number: DigitGroups) -> Bool {
    number.shape == 3334 && number.number(0, 3) == 1 && isNorthAmericanPlan(number, from: 3)
  }

  /// Area and exchange begin with 2 to 9, and do not end in 11.
  private static func isNorthAmericanPlan(_ number: DigitGroups) -> Bool {
    isNorthAmericanPlan(number, from: number.count == 11 && number.digit(0) == 1 ? 1 : 0)
  }

  private static func isNorthAmericanPlan(_ number: DigitGroups, from start: Int) -> Bool {
    guard number.count == start + 10 else { return false }
    return number.digit(start) > 1 && number.digit(start + 3) > 1
      && number.number(start + 1, 2) != 11 && number.number(start + 4, 2) != 11
  }

  /// `030 1234567`, `0171/123456`, `(030) 12 34 56`, `01 23 45 67 89`.
  private static func isWithTrunkZero(_ number: DigitGroups) -> Bool {
    guard number.digit(0) == 0, number.digit(1) != 0, (9...12).contains(number.count),
      (2...6).contains(number.length(0)), number.groupCount <= 6
    else { return false }
    if number.shape == 22222 { return number.uniformSeparator != nil }
    return !isDate(number) && !isPostcode(number) && !number.hasEqualGroups
      && number.separatorCount(0x2f) <= (number.separator(before: 1) == 0x2f ? 1 : 0)
      && number.digit(number.length(0)) != 0
  }

  /// `(11) 91234-5678`.
  private static func isWithAreaInParentheses(_ number: DigitGroups) -> Bool {
    number.isFirstInParentheses && (2...5).contains(number.length(0)) && number.count <= 12
      && (2...4).contains(number.groupCount)
  }

  /// Forms without a zero in front that few other numbers have: China's and India's mobile
  /// numbers (India's behind its country's code as well), Spain's, Russia's with its 8.
  private static func isOtherNational(_ number: DigitGroups) -> Bool {
    let first = number.digit(0)
    switch number.shape {
    case 344: return first == 1 && number.digit(1) > 2
    case 55: return first > 5 && number.uniformSeparator == Ascii.blank
    case 255:
      return number.number(0, 2) == 91 && number.digit(2) > 5
        && number.uniformSeparator == Ascii.blank
    case 3222: return first > 5 && number.uniformSeparator == Ascii.blank
    case 13322: return first == 8 && number.digit(1) > 2
    default: return false
    }
  }

  /// Mobile numbers behind their country's code, without `+`: 11 to 13 digits.
  private static func isMobile(_ number: DigitGroups) -> Bool {
    guard (11...13).contains(number.count) else { return false }
    switch number.number(0, 3) {
    case 316, 324, 336, 337, 346, 347, 393, 417, 436, 447, 467, 487, 614: return true
    case 491: return (5...7).contains(number.digit(3))
    case 861: return number.digit(3) > 2 && number.count == 13
    case 916...919: return number.count == 12
    default: return false
    }
  }

  // MARK: What else it could be

  /// Groups of three behind the first, with dots: an amount.
  private static func isGroupedByThousands(_ number: DigitGroups) -> Bool {
    guard number.groupCount > 1, number.uniformSeparator == Ascii.dot else { return false }
    for group in 1..<number.groupCount where number.length(group) != 3 { return false }
    return true
  }

  /// `02134-1234`, a postcode of the United States.
  private static func isPostcode(_ number: DigitGroups) -> Bool {
    number.shape == 54 && number.separator(before: 1) == Ascii.dash
  }

  /// Day, month (in either order) and year in front, or month and year.
  private static func isDate(_ number: DigitGroups) -> Bool {
    guard number.length(0) == 2, number.groupCount > 1 else { return false }
    let first = number.number(0, 2)
    if number.length(1) == 4 { return first <= 12 && (1900...2099).contains(number.number(2, 4)) }
    guard number.groupCount > 2, number.length(1) == 2, first <= 31, number.number(2, 2) <= 31,
      number.separator(before: 1) == number.separator(before: 2)
    else { return false }
    return number.length(2) == 4
      ? (1900...2099).contains(number.number(4, 4))
      : number.length(2) == 2 && number.separator(before: 1) != Ascii.blank
  }
}
