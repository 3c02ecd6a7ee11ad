// Dates as text, for the tables of values.

/// Days of the Gregorian calendar.
enum CalendarDays {
  /// Every day from 1 January of `first` through 31 December of `last`, as `yyyy-MM-dd`.
  static func texts(from first: Int, through last: Int) -> [String] {
    var days: [String] = []
    for year in first...last {
      for month in 1...12 {
        for day in 1...length(ofMonth: month, in: year) {
          days.append("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
        }
      }
    }
    return days
  }

  static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
