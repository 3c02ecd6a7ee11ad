// Columns whose names say that they hold personal data.
//
// Takes a column's name, gives a kind or nil. Names are cut into words (`customerEMail`,
// `kunden_telefon`, `TEL NR`), and a name counts when its head is such a word: the last word that is
// not a mere qualifier. So `email_address` and `email_home` count; `email_flag`, `phone_type`,
// `mobile_app` and `ip_address` do not, and `newsletter`, `telemetry` and `hotel` are other words.
// Modestly multilingual: English, German, French, Spanish, Dutch, and some
// Polish, Italian and Portuguese.

extension PersonalDataDetector {
  /// The kind of personal data that a column's name suggests; nil for most names.
  public static func nameSuggestsPersonalData(_ columnName: String) -> Kind? {
    ColumnName(columnName).kind
  }
}

/// A column's name as words.
private struct ColumnName {
  private var words: [String]

  init(_ name: String) {
    words = NameWords.words(in: name)
    words.removeAll(where: ColumnWords.articles.contains)
  }

  /// The kind by the head of the name, with what is said about it before and behind.
  var kind: PersonalDataDetector.Kind? {
    guard let first = words.first, !ColumnWords.questions.contains(first),
      !words.contains(where: ColumnWords.hashes.contains)
    else { return nil }
    if let kind = kind(ofHeadOf: words[...], atLeast: 2) { return kind }
    if let last = words.last, ColumnWords.statements.contains(last) { return nil }
    var core = words[...]
    while core.count > 1, let last = core.last, ColumnWords.qualifiers.contains(last) {
      core = core.dropLast()
    }
    return kind(ofHeadOf: core, atLeast: 1)
  }

  /// The kind by the last words, the longest known run of them first.
  private func kind(
    ofHeadOf words: ArraySlice<String>, atLeast fewest: Int
  ) -> PersonalDataDetector.Kind? {
    for length in stride(from: min(3, words.count), through: fewest, by: -1) {
      let head = words.suffix(length).joined()
      guard let kind = ColumnWords.kinds[head] else { continue }
      guard let before = words.dropLast(length).last else { return kind }
      if ColumnWords.isOther(kind, after: before) { return nil }
      let isKnownAlone = ColumnWords.onlyAlone.contains(head)
      return isKnownAlone && !ColumnWords.owners.contains(before) ? nil : kind
    }
    return nil
  }
}

/// The words that column names are made of.
private enum ColumnWords {
  /// Heads, words run together, and what they say.
  static let kinds: [String: PersonalDataDetector.Kind] = {
    var kinds: [String: PersonalDataDetector.Kind] = [:]
    for (kind, words) in lists {
      for word in words.split(whereSeparator: \.isWhitespace) { kinds[String(word)] = kind }
    }
    return kinds
  }()

  /// Heads that count only alone or behind an owner: `name` and `customer_name` are a person's,
  /// `product_name` is not.
  static let onlyAlone: Set<String> = [
    "name", "nom", "nombre", "naam", "card", "karte", "carte", "tarjeta", "pan", "mobile", "cell",
    "rue", "fon", "correo", "birth", "naissance", "nacimiento", "names", "nome", "imie",
  ]

  /// Words before a head that say whose it is.
  static let owners: Set<String> = words(
    """
    customer client contact user person personal private home work primary secondary billing shipping
    member subscriber guest kunde kunden cliente klant payment display manager owner spouse
    employee recipient sender
    """)

  /// Last words that make a statement about the data of the words before them.
  static let statements: Set<String> = words(
    """
    flag optin optout opt in out consent count status type typ kind valid verified validity allowed
    enabled preference preferences permission date time at ts score rate domain provider language
    frequency clicks opens click open sent bounce bounced length format exists known app os device
    plan model brand segment group id category code version usage year
    """)

  /// First words that make a question of the words after them.
  static let questions: Set<String> = words(
    "is has had can hat ist est num count opt optin optout allow allows accepts wants receives send"
  )

  /// A hash of personal data is no personal data by these rules (section 1).
  static let hashes: Set<String> = [
    "hash", "hashed", "sha", "md", "sha1", "sha256", "md5", "token",
  ]

  /// Words that change nothing.
  static let articles: Set<String> = [
    "of", "de", "du", "des", "del", "la", "le", "el", "der", "die", "d", "l",
  ]

  /// Words behind a head that only say which one it is.
  static let qualifiers: Set<String> = words(
    """
    home work private privat personal primary secondary main business office alt alternative other new
    old raw clear clean lower plain text number no nr num nummer line first second last billing
    shipping mobil field column value client cliente customer kunde klant
    """)

  /// Whether a head means something else behind a word: `ip_address`, `direct_mail`.
  static func isOther(_ kind: PersonalDataDetector.Kind, after word: String) -> Bool {
    switch kind {
    case .postalAddress: ["ip", "mac", "web", "url", "wallet", "btc", "host"].contains(word)
    case .email: ["direct", "voice"].contains(word)
    case .paymentCard: ["gift", "loyalty", "club", "bonus", "sim"].contains(word)
    default: false
    }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private static let lists: [(PersonalDataDetector.Kind, String)] = [
    (
      .email,
      """
      email emails mail emailaddress emailaddresses mailaddress emailaddr emailadresse mailadresse
      adresseemail adressemail
      courriel correo correoelectronico emailadres emailid mailid useremail customeremail contactemail
      """
    ),
    (
      .phone,
      """
      phone phones telephone tel mobile cell cellphone mobilephone phonenumber phonenumbers
      mobilenumber telephonenumber telefonu komorka cellulare telemovel
      cellnumber telno telnr contactnumber contactno homephone workphone msisdn fax faxnumber whatsapp
      telefon telefonnummer handy handynummer mobilnummer rufnummer mobiltelefon kundentelefon fon
      portable numeroportable numerotelephone numerotelefono telefono movil telefoonnummer telefoon mobiel
      """
    ),
    (
      .paymentCard,
      """
      card cardnumber creditcard creditcardnumber debitcard ccnumber ccnum pan karte kreditkarte
      kreditkartennummer kartennummer carte cartebancaire numerocarte tarjeta tarjetacredito
      numerotarjeta creditcardnummer
      """
    ),
    (
      .nationalID,
      """
      ssn socialsecurity socialsecuritynumber socialsecurityno sozialversicherungsnummer
      sozialversicherung svnr bsn burgerservicenummer dni nif nie passport passportnumber reisepass
      ausweisnummer personalausweis nationalid taxid pesel codicefiscale cpf driverslicense
      driverlicense driverlicence drivinglicence
      """
    ),
    (.iban, "iban bankaccount bankaccountnumber accountiban kontonummer rekeningnummer"),
    (
      .personName,
      """
      name names displayname spouse firstname lastname surname fullname givenname familyname middlename forename maidenname
      fname lname customername contactname personname username nickname cardholder cardholdername
      nachname vorname familienname kundenname geburtsname nom prenom nomfamille nombre apellido
      apellidos voornaam achternaam naam nazwisko imie cognome nome nomecompleto sobrenome apelido
      ansprechpartner salesrepname
      """
    ),
    (
      .postalAddress,
      """
      address addresses addr street streetaddress streetname postaladdress mailingaddress homeaddress strasse
      strassenname hausnummer anschrift adresse rue direccion calle domicilio adres straat
      straatnaam huisnummer ulica indirizzo endereco
      """
    ),
    (
      .birthDate,
      """
      birthdate birthday dateofbirth datebirth dob bday birth geburtsdatum geburtstag gebdatum datenaissance
      naissance fechanacimiento nacimiento geboortedatum dataurodzenia datadinascita datanascita
      birthdt
      """
    ),
  ]
}
