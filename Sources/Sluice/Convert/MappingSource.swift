// The text of a mapping file to a mapping that is ready to be used, with what options say over it.

public import AudienceManager
import SluiceInput
public import SluiceMapping

extension PlacedMapping {
  /// Reads a mapping file.
  ///
  /// - Parameters:
  ///   - text: The file's text, YAML or JSON.
  ///   - file: The file's name, for messages.
  ///   - overrides: What options say over it.
  ///   - variant: The form of the lines that are to be written.
  /// - Throws: `SluiceError` of code `mapping`, a line for each error of the file that can be known
  ///   before an input is opened.
  public init(
    reading text: String, file: String, overrides: MappingOverrides = MappingOverrides(),
    variant: InboundFileName.Variant = .standard
  ) throws(SluiceError) {
    do {
      self = try MappingFile.read(
        text, file: file, overrides: overrides, variant: variant,
        encodingProblem: InputOpener.problem(ofEncoding:))
    } catch {
      throw SluiceError(.mapping, problems: error.diagnostics.map(\.description))
    }
  }
}
