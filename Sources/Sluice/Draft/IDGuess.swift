// Which column holds the user IDs, by its name, its values and its place. A guess, to be looked at.

import AudienceManager
import SluiceRecords

/// A column that may hold the user IDs, and what would have to be done with them.
struct IDGuess {
  /// Its place in the header.
  let place: Int
  /// What the mapping says of the IDs' type; nil where the data source says it.
  private(set) var type: NamedType?
  private(set) var transforms: [Mapping.Transform] = []
  /// What should make one look twice.
  private(set) var doubt: String?

  /// A type, by its name in mapping files.
  enum NamedType: Equatable {
    case one(IDType)
    /// Each ID tells its own.
    case automatic

    var name: String {
      switch self {
      case .one(let type): type.rawValue
      case .automatic: Mapping.Identity.automaticType
      }
    }
  }

  /// What speaks for a column, in points: a name that says so outdoes all else.
  private enum Points {
    static let userName = 10
    static let unique = 3
    static let mostlyUnique = 1
    static let someName = 1
    static let first = 1
    static let fewest = 4
  }

  /// The column that looks most like one of IDs, of several the first; of addresses only where there is no
  /// other, to be hashed.
  /// - Parameters:
  ///   - places: the columns that a mapping can name.
  ///   - dpid: the data source of the IDs, if it is known.
  static func best(
    of columns: [ColumnProfile], at places: [Int], records: Int, dpid: Int?
  ) -> IDGuess? {
    let rated = places.filter { refusal(of: columns[$0], records) == nil }
      .map { (place: $0, points: points(of: columns[$0], at: $0)) }
      .filter { $0.points >= Points.fewest }
    if let best = rated.max(by: { ($0.points, $1.place) < ($1.points, $0.place) }) {
      var guess = IDGuess(columns[best.place], at: best.place, dpid: dpid)
      if best.points < Points.userName, guess.doubt == nil {
        guess.doubt = "A guess: nothing in its name says that these are users"
      }
      return guess
    }
    return places.first { place in
      columns[place].holdsAddresses && PersonalDataDetector.kind(ofName: columns[place].name) == nil
        && columns[place].values.repeated < columns[place].values.count
    }.map { IDGuess(columns[$0], at: $0, dpid: dpid) }
  }

  /// Why a column whose name says that it holds user IDs cannot be taken; nil if it can, or for other columns.
  static func refusalOfNamed(_ column: ColumnProfile, _ records: Int) -> String? {
    isUserName(NameWords.words(in: column.name)) ? refusal(of: column, records) : nil
  }

  /// What a column is to be taken for.
  init(_ column: ColumnProfile, at place: Int, dpid: Int?) {
    self.place = place
    if column.holdsAddresses {
      transforms = [.sha256Email]
      return
    }
    if column.padded > 0 { transforms.append(.trim) }
    if let dpid {
      if let fixed = IDType.fixed(by: dpid) { check(column, for: fixed) }
    } else {
      guessType(column)
    }
  }

  private mutating func check(_ column: ColumnProfile, for type: IDType) {
    if column.ids.fitsInAnyCase(type) {
      changeCase(column, for: type)
    } else if column.filled > 0 {
      doubt = "Not all of its values are \(type.form), as \(type.rawValue) IDs are"
    }
  }

  private mutating func guessType(_ column: ColumnProfile) {
    let named = Self.namedType(NameWords.words(in: column.name))
    if column.ids.fits(.uuid) {
      type = .one(.uuid)
    } else if let named, column.ids.fitsInAnyCase(named) {
      type = .one(named)
      changeCase(column, for: named)
    } else if column.ids.areMixed {
      type = .automatic
    }
  }

  private mutating func changeCase(_ column: ColumnProfile, for type: IDType) {
    if !column.ids.fits(type) { transforms.append(type == .idfa ? .uppercase : .lowercase) }
  }

  /// Why a column cannot hold the IDs; where there is no record its name alone tells.
  private static func refusal(of column: ColumnProfile, _ records: Int) -> String? {
    if column.isPersonal { return "it holds personal data" }
    let isNamed = isUserName(NameWords.words(in: column.name))
    if records == 0 { return isNamed ? nil : "no record tells what it holds" }
    // What is called a user's ID may be missing in a bad export.
    if column.filled * 10 < records * (isNamed ? 5 : 9) {
      return "too few of its fields are filled"
    }
    if !column.ids.fits(.dpuuid) { return "not all of its values are \(IDType.dpuuid.form)" }
    if isNamed { return nil }
    if !column.datePatterns.isEmpty { return "it holds dates" }
    return column.ids.areCodes && column.values.count > 1 ? nil : "it holds no codes"
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
      "user", "usr", "customer", "cust", "client", "crm", "contact", "person", "member",
      "subscriber", "visitor", "account", "profile", "external", "household", "loyalty", "guest",
      "device", "kunde", "kunden", "kd", "kontakt", "mitglied", "cliente", "klant", "klient",
      "partner",
    ]
    let numbers = ["id", "uid", "guid", "uuid", "key", "no", "nr", "number", "nummer", "num"]
    let joined = people.flatMap { person in numbers.map { person + $0 } }
    let others = [
      "uid", "guid", "uuid", "ecid", "mcid", "idclient", "idcliente", "numeroclient", "idusuario",
      "idklienta", "idutente",
    ]
    return Set(joined + others)
  }()

  private static let someNames: Set<String> = [
    "id", "key", "no", "nr", "number", "nummer", "hash", "token",
  ]
}
