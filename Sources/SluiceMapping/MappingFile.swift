// Mapping files: text -> `Mapping`, and `Mapping` -> text.
//
// Takes the text of a YAML or JSON file, gives plain values, owns nothing. Fails with all errors
// of the file at once. The language is described by mapping.schema.json beside this file, for
// editors; the rules here are the ones that count.

public import AudienceManager
public import SluiceRecords

/// The reader and printer of mapping files.
public enum MappingFile {
  /// Reads a mapping as it is written.
  ///
  /// The text of a scalar counts as it is written: `N`, `007`, `1.10` and `~` are those
  /// characters, never a boolean, number or null. Where a name or a word is needed, though, an
  /// entry that YAML reads as null is an error. Aliases and merge keys (`<<`) are followed, up to
  /// 100,000 nodes in all.
  ///
  /// What its parts must have in common is not judged, since options may take the place of some: that is for
  /// `read`, or for `MappingCheck` afterwards.
  ///
  /// - Parameters:
  ///   - text: The file's text, YAML or JSON.
  ///   - file: The file's name, for messages.
  /// - Throws: All errors of the file's form, sorted by position.
  public static func parse(_ text: String, file: String) throws(MappingErrors) -> Mapping {
    var reader = MappingReader(diagnostics: DiagnosticList())
    let mapping = reader.read(text)?.mapping
    try reader.diagnostics.check(file: file)
    return mapping ?? Mapping(id: .init())
  }

  /// Reads a mapping that is to be used, with what options say over it.
  ///
  /// - Parameters:
  ///   - text: The file's text, YAML or JSON.
  ///   - file: The file's name, for messages.
  ///   - overrides: What options say. What they take the place of is not judged.
  ///   - variant: The form of the lines that are to be written.
  ///   - encodingProblem: What is wrong with the name of an encoding; nil if nothing is.
  /// - Returns: The mapping, options applied, and its places.
  /// - Throws: All errors that can be known without a header, sorted by position.
  public static func read(
    _ text: String, file: String, overrides: MappingOverrides = MappingOverrides(),
    variant: InboundFileName.Variant = .standard,
    encodingProblem: (_ name: String) -> String? = { _ in nil }
  ) throws(MappingErrors) -> PlacedMapping {
    var reader = MappingReader(diagnostics: DiagnosticList())
    var placed = PlacedMapping(Mapping(id: .init()))
    if let (mapping, root) = reader.read(text) {
      let places = MappingPlaces(file: file, root: root, overridden: overrides.parts)
      placed = PlacedMapping(mapping, places: places)
      overrides.apply(to: &placed.mapping)
      reader.judgeLines(placed.mapping, places, variant)
      reader.judgeParts(placed.mapping, places)
      reader.judgeDialect(mapping.dialect, under: overrides.dialect, places, encodingProblem)
    }
    try reader.diagnostics.check(file: file)
    return placed
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
