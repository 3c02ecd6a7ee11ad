// Mapping files: text -> `Mapping`, and `Mapping` -> text.
//
// Takes the text of a YAML or JSON file, gives plain values, owns nothing. Fails with all errors
// of the file at once. The language is described by mapping.schema.json beside this file, for
// editors; the rules here are the ones that count.

public import SluiceRecords

/// The reader and printer of mapping files.
public enum MappingFile {
  /// Reads a mapping.
  ///
  /// The text of a scalar counts as it is written: `N`, `007`, `1.10` and `~` are those
  /// characters, never a boolean, number or null. Where a name or a word is needed, though, an
  /// entry that YAML reads as null is an error. Aliases and merge keys (`<<`) are followed, up to
  /// 100,000 nodes in all.
  ///
  /// Parts that options can give may be missing: the data source's number and the ID's column.
  ///
  /// - Parameters:
  ///   - text: The file's text, YAML or JSON.
  ///   - file: The file's name, for messages.
  /// - Throws: All errors of the file, sorted by position.
  public static func parse(_ text: String, file: String) throws(MappingErrors) -> Mapping {
    var diagnostics = DiagnosticList()
    let root = DocumentReader.read(text, &diagnostics)
    var reader = MappingReader(diagnostics: diagnostics)
    let mapping = root.map { reader.mapping($0) }
    try reader.diagnostics.check(file: file)
    return mapping ?? Mapping(id: .init())
  }

  /// Writes a mapping as YAML that `parse` reads as the same mapping.
  ///
  /// Settings that have their default are left out. A mapping that breaks a rule of mapping
  /// files is written as it is; `parse` then reports it.
  ///
  /// - Parameter mapping: What to write.
  /// - Returns: The text, with a line end after the last line.
  public static func print(_ mapping: Mapping) -> String {
    MappingPrinter.text(mapping)
  }
}
