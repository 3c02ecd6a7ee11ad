// The calendar date of a timestamp, in UTC: what an S3 prefix is named by.
//
// Pure arithmetic on the proleptic Gregorian calendar; cannot fail.

/// A day of the Gregorian calendar.
public struct CivilDate: Sendable, Hashable, CustomStringConvertible {
  /// The year; 1 BC is 0.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// The day in UTC on which a moment falls.
  /// - Parameter unixSeconds: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public init(unixSeconds: Int) {
    let secondsPerDay = 86_400
    let days =
      unixSeconds >= 0
      ? unixSeconds / secondsPerDay : -((secondsPerDay - 1 - unixSeconds) / secondsPerDay)
    self.init(daysSinceEpoch: days)
  }

  /// The day so many days after 1970-01-01.
  ///
  /// Years are counted from 1 March, so that the leap day is a year's last, and in eras of 400
  /// years, which all have 146,097 days.
  init(daysSinceEpoch: Int) {
    let daysPerEra = 146_097
    let daysFromYearZero = daysSinceEpoch + 719_468
    let era =
      (daysFromYearZero >= 0 ? daysFromYearZero : daysFromYearZero - daysPerEra + 1) / daysPerEra
    let dayOfEra = daysFromYearZero - era * daysPerEra
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // Months from March have 31, 30, 31, 30, 31 days in turn: 153 in five.
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The date as `yyyy-mm-dd`.
  public var description: String {
    "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
