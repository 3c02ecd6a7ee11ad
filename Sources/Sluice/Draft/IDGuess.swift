// Which column holds the user IDs, by its name, its values and its place. A guess, to be looked at.

import AudienceManager
import SluiceRecords

/// A column that may hold the user IDs, and what would have to be done with them.
struct IDGuess {
  /// Its place in the header.
  let place: Int
  /// The IDs' type, where it is not the customer's own.
  let type: IDType?
  let transforms: [Mapping.Transform]

  /// What speaks for a column, in points.
  private enum Points {
    static let userName = 4
    static let unique = 3
    static let someName = 1
    static let mostlyUnique = 1
    static let first = 1
    static let fewest = 3
  }

  /// The column that looks most like one of IDs, of several the first; of addresses only where there is no
  /// other, to be hashed.
  /// - Parameter places: the columns that a mapping can name.
  static func best(of columns: [ColumnProfile], at places: [Int], records: Int) -> IDGuess? {
    let free = places.filter { isPossible(columns[$0], records) }
    let rated = free.map { (place: $0, points: points(of: columns[$0], at: $0)) }
    if let best = rated.max(by: { ($0.points, $1.place) < ($1.points, $0.place) }),
      best.points >= Points.fewest
    {
      return IDGuess(columns[best.place], at: best.place)
    }
    return places.first { place in
      holdsAddresses(columns[place]) && points(of: columns[place], at: place) >= Points.unique
    }.map { IDGuess(columns[$0], at: $0) }
  }

  /// What a column that somebody named is to be taken for.
  init(_ column: ColumnProfile, at place: Int) {
    self.place = place
    var transforms: [Mapping.Transform] = []
    if Self.holdsAddresses(column) {
      (type, self.transforms) = (nil, [.sha256Email])
      return
    }
    if column.ids.padded > 0 { transforms.append(.trim) }
    let named = Self.namedType(NameWords.words(in: column.name))
    if column.ids.fits(.uuid) {
      type = .uuid
    } else if let named, column.ids.fits(named) {
      type = named
    } else if let named, column.ids.fitsButForCase(named) {
      type = named
      transforms.append(named == .idfa ? .uppercase : .lowercase)
    } else {
      type = nil
    }
    self.transforms = transforms
  }

  /// Whether a column may hold IDs at all; where there is no record its name alone tells.
  private static func isPossible(_ column: ColumnProfile, _ records: Int) -> Bool {
    if column.judge.finding != nil || PersonalDataDetector.kind(ofName: column.name) != nil {
      return false
    }
    if records == 0 { return true }
    // What is called a user's ID may be missing in a bad export.
    let isFilled =
      column.filled * 10 >= records * (isUserName(NameWords.words(in: column.name)) ? 5 : 9)
    return isFilled && column.ids.fits(.dpuuid) && column.datePatterns.isEmpty
      && column.values.count > min(1, records - 1)
  }

  private static func holdsAddresses(_ column: ColumnProfile) -> Bool {
    switch column.judge.finding {
    case .name(.email), .values(.email, _): column.isNearlyAll(column.judge.personalCount)
    default: false
    }
  }

  private static func points(of column: ColumnProfile, at place: Int) -> Int {
    var points = place == 0 ? Points.first : 0
    let values = column.values
    if values.count > 0, values.repeated == 0 {
      points += Points.unique
    } else if values.repeated < values.count {
      points += Points.mostlyUnique
    }
    let words = NameWords.words(in: column.name)
    if isUserName(words) {
      points += Points.userName
    } else if let last = words.last, someNames.contains(last) {
      points += Points.someName
    }
    return points
  }

  /// Whether a name says that it is a user's ID: `id`, `crm_customer_id`, `Kundennummer`, `idfa`.
  private static func isUserName(_ words: [String]) -> Bool {
    if words == ["id"] || namedType(words) != nil { return true }
    return (1...3).contains { length in
      length <= words.count && userNames.contains(words.suffix(length).joined())
    }
  }

  /// The type of ID that a name says: `idfa`, `device_gaid`, `Android Advertising ID`.
  private static func namedType(_ words: [String]) -> IDType? {
    if let type = IDType.allCases.first(where: { $0 != .uuid && words.contains($0.rawValue) }) {
      return type
    }
    return words.contains { androidNames.contains($0) } ? .gaid : nil
  }

  private static let androidNames: Set<String> = ["aaid", "adid", "android"]

  /// A person, by what exports call one, and a word for an ID.
  private static let userNames: Set<String> = {
    let people = [
      "user", "customer", "client", "crm", "contact", "person", "member", "subscriber", "visitor",
      "account", "profile", "external", "household", "loyalty", "guest", "kunde", "kunden",
      "kontakt", "mitglied", "cliente", "klant", "partner",
    ]
    let numbers = ["id", "uid", "guid", "uuid", "key", "no", "nr", "number", "nummer", "num"]
    let joined = people.flatMap { person in numbers.map { person + $0 } }
    return Set(joined + ["uid", "guid", "uuid", "dpuuid", "idclient", "idcliente", "numeroclient"])
  }()

  private static let someNames: Set<String> = ["id", "key", "no", "nr", "number", "nummer"]
}
