// The `dialect` of a mapping file -> `DialectSettings`.

import SluiceRecords

extension MappingReader {
  mutating func dialect(_ node: DocumentNode) -> DialectSettings {
    var settings = DialectSettings()
    let keys = MappingKeys.dialect
    guard let section = section(node, "dialect", name: "\"dialect\"", keys: keys) else {
      return settings
    }
    readBytes(section, &settings)
    readHeader(section, &settings)
    if let node = section["encoding"] { settings.encoding = name(node, "encoding") }
    if let node = section["ragged"] { settings.ragged = ragged(node) }
    if let node = section["maxRecord"] {
      let expected = "a size such as 1MiB"
      settings.maxRecord = value(node, "maxRecord", expected, DialectText.size)
    }
    return settings
  }

  private mutating func readBytes(_ section: Section, _ settings: inout DialectSettings) {
    let markText = "one ASCII character or none"
    if let node = section["delimiter"] {
      let expected = "one ASCII character, tab, \\t or 0x01 to 0x7F"
      settings.delimiter = value(node, "delimiter", expected, DialectText.byte)
    }
    if let node = section["quote"] {
      settings.quote = value(node, "quote", markText, DialectText.mark)
    }
    if let node = section["escape"] {
      settings.escape = value(node, "escape", markText, DialectText.mark)
    }
    if let node = section["comment"] {
      settings.comment = value(node, "comment", "one ASCII character", DialectText.byte)
    }
  }

  private mutating func readHeader(_ section: Section, _ settings: inout DialectSettings) {
    if let node = section["header"] {
      let word = word(node, "header", of: ["yes", "no", "true", "false"])
      settings.hasHeader = word.map { $0 == "yes" || $0 == "true" }
    }
    if let node = section["columns"] {
      settings.columns = texts(node, "columns", nonEmpty: true)
    }
    if let node = section["skipLines"] {
      settings.skipLines = number(node, "skipLines", .natural)
    }
  }

  /// `keep` is for looking at a dump; a record without its fields cannot be mapped.
  private mutating func ragged(_ node: DocumentNode) -> DialectSettings.Ragged? {
    word(node, "ragged", of: ["reject", "pad"]).flatMap(DialectSettings.Ragged.init)
  }

  private mutating func value<Value>(
    _ node: DocumentNode, _ label: String, _ expected: String, _ read: (String) -> Value?
  ) -> Value? {
    if let text = node.scalar?.text, let value = read(text) { return value }
    report(node, label, expected: expected)
    return nil
  }
}
