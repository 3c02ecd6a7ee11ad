// How messages show a file's text, and the hints behind names that are not known.
//
// Pure functions over text; every result is one line.

import AudienceManager
import SluiceBytes

enum Wording {
  /// The most characters of a file's text that a message shows; more would hide the message.
  static let excerptLength = 40

  /// `text` in quotation marks, on one line, shortened to `excerptLength` characters, and masked if
  /// it looks like personal data.
  static func quoted(_ text: String) -> String {
    let text = PersonalDataDetector.shown(text)
    var shown = "\""
    for scalar in text.prefix(excerptLength).unicodeScalars {
      shown += escaped(scalar)
    }
    return shown + (text.dropFirst(excerptLength).isEmpty ? "\"" : "…\"")
  }

  /// `key: ` in the form in which messages name the key they are about.
  static func label(_ key: String) -> String { "\"\(key)\": " }

  /// The hint behind an unknown key.
  static func keyHint(_ key: String, known: [String]) -> String {
    if let near = NearestName.find(key, in: known) { return "did you mean \"\(near)\"?" }
    return "known: " + known.joined(separator: ", ")
  }

  /// The hint behind a value that is none of a list; `extra` names what else is allowed.
  static func choiceHint(_ text: String, allowed: [String], extra: String = "") -> String {
    let near = NearestName.find(text, in: allowed).map { "did you mean \"\($0)\"? " } ?? ""
    return near + "allowed: " + allowed.joined(separator: ", ") + extra
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case _ where breaksLine(scalar): return "\\u{" + String(scalar.value, radix: 16) + "}"
    default: return String(scalar)
    }
  }

  /// Whether a terminal or an editor may take `scalar` for a control or the end of a line.
  private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
