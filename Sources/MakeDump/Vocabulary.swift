// How the lists of words are read: names with their spelling in e-mail addresses, places with
// the form of their postcodes.

/// The words dumps are made of. Lists are ordered: what stands first is drawn most.
enum Vocabulary {
  /// A name and how it is spelled in an e-mail address, written `name|slug`; a name without a slug
  /// is plain letters and is put in lower case.
  struct Name {
    let text: String
    let slug: String

    init(_ entry: String) {
      let parts = entry.split(separator: "|")
      text = String(parts[0])
      slug = parts.count > 1 ? String(parts[1]) : text.lowercased()
    }
  }

  /// A country, a city and its postcodes, written `country|city|form`; in the form `#` stands for a
  /// digit and `@` for a letter.
  struct Place {
    /// Postcodes made up for a city.
    static let postcodeCount = 64

    let country: String
    let city: String
    private let form: String

    init(_ entry: String) {
      let parts = entry.split(separator: "|")
      country = String(parts[0])
      city = String(parts[1])
      form = String(parts[2])
    }

    /// Postcodes of this form, the same for the same seed.
    func postcodes(seed: UInt64) -> [String] {
      let letters = Array("ABCDEFGHJKLMNPRSTUWXY")
      var random = BlockRandom(seed: seed, block: 0)
      return (0..<Self.postcodeCount).map { _ in
        String(
          form.map { character in
            switch character {
            case "#": Character("\(random.below(10))")
            case "@": letters[random.below(letters.count)]
            default: character
            }
          })
      }
    }
  }

  /// The entries of a list written with `;` and line ends between them.
  static func entries(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == ";" || $0 == "\n" }).compactMap { entry in
      let start = entry.firstIndex(where: { $0 != " " })
      let end = entry.lastIndex(where: { $0 != " " })
      guard let start, let end else { return nil }
      return String(entry[start...end])
    }
  }
}
