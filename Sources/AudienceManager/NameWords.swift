// The words that a column's name is made of: `customerEMail`, `kunden_telefon`, `TEL NR`. Pure.

/// Cuts names into words.
package enum NameWords {
  /// Lower-case words without accents, cut at other characters, at digits and at `aB`.
  package static func words(in name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let isUpper = character.isUppercase
      if !character.isLetter || isUpper && wasLower {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if character.isLetter { word += plain(character) }
      wasLower = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func plain(_ character: Character) -> String {
    let lower = character.lowercased()
    switch lower {
    case "ä": return "ae"
    case "ö": return "oe"
    case "ü": return "ue"
    case "ß": return "ss"
    case "á", "à", "â", "ã", "ą": return "a"
    case "é", "è", "ê", "ë", "ę": return "e"
    case "í", "ï", "î": return "i"
    case "ó", "ô", "õ": return "o"
    case "ú", "û": return "u"
    case "ñ", "ń": return "n"
    case "ç", "ć": return "c"
    case "ł": return "l"
    case "ś": return "s"
    case "ź", "ż": return "z"
    default: return lower
    }
  }
}
