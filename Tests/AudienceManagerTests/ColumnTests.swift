import Testing

@testable import AudienceManager

@Suite("Columns of bare digits")
struct ColumnSamplerTests {
  private func sampler(
    _ values: [String], hint: PersonalDataDetector.Kind? = nil
  ) -> ColumnSampler {
    var sampler = ColumnSampler(nameHint: hint)
    for value in values { with(value) { sampler.add($0) } }
    return sampler
  }

  /// A number with the check digit that makes it a card's.
  private func card(_ random: inout SeededGenerator) -> String {
    let body = "4" + random.digits(14)
    for digit in 0...9 where with(body + String(digit), PersonalDataDetector.looksLikeBareCard) {
      return body + String(digit)
    }
    return body
  }

  private func phone(_ random: inout SeededGenerator) -> String {
    let area = Int.random(in: 212...999, using: &random)
    let exchange = Int.random(in: 212...999, using: &random)
    return "\(area)\(exchange)\(random.digits(4))"
  }

  @Test("nearly all values have to match")
  func cards() {
    var random = SeededGenerator(seed: 12)
    let cards = (0..<1_000).map { _ in card(&random) }
    #expect(sampler(cards).verdict == .cards)
    #expect(sampler(cards.prefix(960) + [String](repeating: "7", count: 40)).verdict == .cards)
    #expect(
      sampler(cards.prefix(940) + [String](repeating: "7", count: 60)).verdict == .ordinary)
    #expect(sampler(Array(cards.prefix(3))).verdict == .ordinary)
    #expect(sampler(Array(cards.prefix(1)), hint: .paymentCard).verdict == .cards)
    #expect(sampler([]).verdict == .ordinary)
    #expect(sampler([], hint: .phone).verdict == .ordinary)
    #expect(sampler(cards.map { "'\($0)" }).verdict == .cards)
    for none in ["\\N", "NULL", "n/a", "-"] {
      let sparse = sampler(cards.prefix(500) + [String](repeating: none, count: 500))
      #expect(sparse.verdict == .cards && sparse.count == 500)
    }
  }

  @Test("of a part of the dump, few values settle nothing")
  func parts() {
    var random = SeededGenerator(seed: 14)
    #expect(sampler([]).verdictOfPart == .unsettled)
    #expect(sampler([String](repeating: "7", count: 999)).verdictOfPart == .unsettled)
    #expect(sampler([String](repeating: "7", count: 1_000)).verdictOfPart == .ordinary)
    #expect(sampler((0..<9).map { _ in card(&random) }).verdictOfPart == .cards)
    #expect(sampler([], hint: .paymentCard).verdictOfPart == .cards)
    #expect(sampler([], hint: .phone).verdictOfPart == .phones)
    #expect(sampler([], hint: .nationalID).verdictOfPart == .nationalIDs)
    #expect(sampler([], hint: .email).verdictOfPart == .unsettled)
  }

  /// Nine digits are somebody's social security number only where the column's name says so.
  @Test func nationalIDs() {
    var random = SeededGenerator(seed: 15)
    let numbers = (0..<1_000).map { _ in random.digits(9) }
    #expect(sampler(numbers).verdict == .ordinary)
    #expect(sampler(numbers, hint: .nationalID).verdict == .nationalIDs)
    let mixed = numbers.prefix(900) + (0..<100).map { _ in random.digits(8) }
    #expect(sampler(Array(mixed), hint: .nationalID).verdict == .ordinary)
    for hint in PersonalDataDetector.ColumnKind.allCases {
      let kind = with("078051120") { PersonalDataDetector.kind(of: $0, columnHint: hint) }
      #expect(kind == (hint == .nationalIDs ? .nationalID : nil) || hint == .phones, "\(hint)")
    }
    let other = with("07805112") { PersonalDataDetector.kind(of: $0, columnHint: .nationalIDs) }
    #expect(other == nil)
  }

  @Test("phone numbers vary where a series of numbers does not")
  func phones() {
    var random = SeededGenerator(seed: 13)
    // Area and exchange may end in 11, which is no phone number: a few in a hundred.
    let phones = (0..<1_000).map { _ in phone(&random) }
    #expect(sampler(phones).verdict == .phones)
    #expect(sampler(Array(phones.prefix(20))).verdict == .ordinary)
    #expect(sampler(["2025550173"], hint: .phone).verdict == .phones)
    for country in ["00491", "00336", "49176", "4479"] {
      let abroad = (0..<1_000).map { _ in
        country + String(Int.random(in: 10_000_000...99_999_999, using: &random))
      }
      #expect(sampler(abroad).verdict == .phones, "\(country)")
    }
    for first in [2_345_000_000, 491_760_000_000] {
      let series = (0..<1_000).map { String(first + $0 * 997) }
      #expect(sampler(series).verdict == .ordinary, "\(first)")
    }
    #expect(sampler(phones.map { "'\($0)'" }).verdict == .phones)
  }

  @Test("empty values and those after the sample do not count")
  func complete() {
    var sampler = ColumnSampler()
    with("") { sampler.add($0) }
    #expect(sampler.count == 0)
    for _ in 0..<ColumnSampler.sampleSize + 5 { with("7") { sampler.add($0) } }
    #expect(sampler.count == ColumnSampler.sampleSize && sampler.isComplete)
  }

  @Test("what cannot become nearly all any more is settled, and never changes")
  func settled() {
    var random = SeededGenerator(seed: 14)
    let cards = (0..<ColumnSampler.sampleSize).map { _ in card(&random) }
    let others = [String](repeating: "u7", count: 501)
    #expect(!sampler(Array(others.dropLast())).isSettled && sampler(others).isSettled)
    #expect(sampler(others + cards).verdict == .ordinary)
    #expect(sampler(Array(others.dropLast()) + cards).verdict == .cards)
    #expect(!sampler(Array(cards.dropLast())).isSettled && sampler(cards).isSettled)
  }

  @Test("of a file the ID columns are looked at, however its lines come")
  func idColumns() {
    var random = SeededGenerator(seed: 15)
    let rows = (0..<300).map { "u\($0)\t\(card(&random))\t\(phone(&random))" }
    for end in ["\n", "\r\n"] {
      let text = rows.joined(separator: end) + end
      for columns in [[0], [1], [2], [0, 1], [1, 2], [0, 1, 2, 3]] {
        var sampler = IDSampler(columns: columns)
        let half = text.utf8.index(text.startIndex, offsetBy: text.utf8.count / 2)
        let cut = text.utf8[half...].firstIndex(of: 10).map(text.utf8.index(after:)) ?? half
        with(String(text[..<cut])) { sampler.add($0) }
        with(String(text[cut...])) { sampler.add($0) }
        let found = Dictionary(
          uniqueKeysWithValues: sampler.findings.map { ($0.column, $0.kind) })
        let all: [Int: PersonalDataDetector.ColumnKind] = [1: .cards, 2: .phones]
        #expect(found == all.filter { columns.contains($0.key) }, "\(columns)")
      }
    }
  }

  @Test("lines that are too long, blank ones and missing columns say nothing")
  func oddLines() {
    var random = SeededGenerator(seed: 16)
    var text = ""
    for number in 0..<100 {
      text += card(&random) + "\t\"k\"=\"v\"\n"
      if number % 3 == 0 { text += "\n\r\n" }
      if number % 10 == 0 { text += String(repeating: "x", count: 102_401) + "\n" }
    }
    var sampler = IDSampler(columns: [0, 2])
    with(text) { sampler.add($0) }
    #expect(sampler.findings.map(\.column) == [0] && !sampler.isSettled)
    #expect(IDSampler(columns: []).isSettled)
  }
}

@Suite("Names of columns")
struct ColumnNameTests {
  static let personal: [(PersonalDataDetector.Kind, [String])] = [
    (
      .email,
      [
        "email", "E-Mail", "eMail", "EMAIL_ADDRESS", "customerEmail", "customer_e_mail", "email2",
        "email_1", "mail", "E-Mail-Adresse", "Adresse e-mail", "correo electrónico", "work_email",
        "email_home", "Email Address (primary)", "kunden_mail", "email_id",
      ]
    ),
    (
      .phone,
      [
        "phone", "Phone Number", "phone_number", "mobile", "mobile_no", "customer_mobile", "tel",
        "Tel.", "TEL NR", "telephone", "Telefon", "telefonnummer", "Handynummer", "fax", "msisdn",
        "numéro de téléphone", "teléfono móvil", "telefoonnummer", "homePhone", "cell",
        "numer telefonu", "cellulare", "Phone Numbers",
      ]
    ),
    (
      .paymentCard,
      ["card", "card_number", "creditCardNumber", "cc_number", "Kreditkarte", "carte_bancaire"]
    ),
    (
      .nationalID,
      ["ssn", "SSN", "customerSSN", "social_security_number", "bsn", "national_id", "PESEL"]
    ),
    (.iban, ["iban", "IBAN", "customer_iban", "Kontonummer"]),
    (
      .personName,
      [
        "first_name", "lastName", "LAST NAME", "surname", "full_name", "name", "customer_name",
        "Vorname", "Nachname", "Name, Vorname", "prénom", "nom", "apellido", "achternaam",
        "username", "Display Name", "manager_name", "Nazwisko", "imię", "Cognome", "names",
      ]
    ),
    (
      .postalAddress,
      [
        "address", "street", "street_name", "address_line_1", "billing_address", "Straße",
        "Anschrift",
        "rue", "dirección", "straatnaam", "Hausnummer", "Addresses", "ulica", "indirizzo",
        "endereço",
      ]
    ),
    (
      .birthDate,
      [
        "birth_date", "date_of_birth", "DOB", "birthday", "Geburtsdatum", "date de naissance",
        "fecha_nacimiento", "geboortedatum", "data urodzenia",
      ]
    ),
  ]

  @Test("that suggest personal data", arguments: personal)
  func suggests(_ kind: PersonalDataDetector.Kind, _ names: [String]) {
    for name in names {
      #expect(PersonalDataDetector.nameSuggestsPersonalData(name) == kind, "\(name)")
    }
  }

  static let harmless = [
    "", "id", "newsletter", "telemetry", "hotel", "emailable_flag", "email_opt_in", "email_flag",
    "email_count", "email_hash", "hashed_email", "email_sha256", "has_email", "is_mobile",
    "email_verified", "email_sent_date", "mobile_app", "mobile_os", "phone_type", "phone_model",
    "address_type", "ip_address", "mac_address", "product_name", "campaign_name", "company",
    "brand",
    "device_name", "loyalty_card", "gift_card_number", "card_type", "birth_year",
    "country_of_birth",
    "street_art_fan", "number", "order_number", "telco", "mailing", "gender", "plan_code", "city",
    "zip", "customer_id", "signup_date", "phone_country_code", "direct_mail", "nominal", "hostel",
    "email_domain", "last_login", "first_purchase", "title", "strasbourg", "rueckgabe", "cellar",
  ]

  @Test("that do not", arguments: harmless)
  func doesNot(_ name: String) {
    #expect(PersonalDataDetector.nameSuggestsPersonalData(name) == nil)
  }
}

@Suite("Columns that nobody has named")
struct ColumnJudgeTests {
  private func finding(_ name: String, _ values: [String]) -> ColumnJudge.Finding? {
    var judge = ColumnJudge(name: name)
    for value in values { with(value) { judge.add($0) } }
    return judge.finding
  }

  @Test("are personal by their names, their numbers, or more than one value in a thousand")
  func findings() {
    #expect(finding("email_address", []) == .name(.email))
    #expect(finding("note", []) == nil)
    let phones = (0..<60).map { "212\(220 + $0 * 13 % 770)\(1000 + $0)" }
    #expect(finding("n", phones) == .numbers(.phone))
    let texts = [String](repeating: "text", count: 1_998)
    #expect(finding("note", texts + ["a@example.com"]) == nil)
    #expect(finding("note", texts + ["a@example.com", "b@example.com"]) == nil)
    #expect(
      finding("note", texts + ["a@example.com", "b@example.com", "+1 212 555 0123"])
        == .values(.email, count: 3))
  }

  @Test("are judged by their first values, and not by each where nobody asks")
  func bounds() {
    var judge = ColumnJudge(name: "note")
    for _ in 0..<ColumnSampler.sampleSize { with("text") { judge.add($0) } }
    for _ in 0..<100 { with("a@example.com") { judge.add($0) } }
    #expect(judge.personalCount == 0 && judge.sampler.count == ColumnSampler.sampleSize)
    var silent = ColumnJudge(name: nil)
    with("a@example.com") { silent.add($0, isJudged: false) }
    #expect(silent.finding == nil && silent.sampler.count == 1)
  }
}
