// A mapping file to a mapping that is ready to be used, with what options say over it.

public import AudienceManager
import SluiceBytes
import SluiceInput
public import SluiceMapping

extension PlacedMapping {
  /// Reads a mapping file, or the pipe that a shell's `<(...)` gives.
  ///
  /// - Parameters:
  ///   - path: The file, YAML or JSON.
  ///   - overrides: What options say over it.
  ///   - variant: The form of the lines that are to be written.
  /// - Throws: `SluiceError` of code `input`, saying why the file cannot be read, or `mapping`, a line for each
  ///   error of the file that can be known before an input is opened.
  public init(
    contentsOf path: String, overrides: MappingOverrides = MappingOverrides(),
    variant: InboundFileName.Variant = .standard
  ) throws(SluiceError) {
    let text = try Self.text(of: path)
    try self.init(reading: text, file: path, overrides: overrides, variant: variant)
  }

  private static func text(of path: String) throws(SluiceError) -> String {
    let bytes = ByteBuffer(capacity: 4 << 10)
    do throws(InputError) {
      let source = try FileSource(path: path)
      var count = 1
      while count > 0 {
        count = try bytes.withSpareCapacity(minimum: 1) {
          (room: inout OutputRawSpan) throws(InputError) in try source.read(into: &room)
        }
      }
    } catch {
      throw SluiceError(.input, "the mapping cannot be read: \(path) (\(error.what))")
    }
    let content = bytes.withBytes { $0.copied() }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw SluiceError(
        .mapping,
        "\(path):\(place(ofNonUTF8In: content)): the mapping is not UTF-8 (save it as UTF-8)")
    }
    return text
  }

  /// Line and column, in characters, of the first byte that is not UTF-8.
  private static func place(ofNonUTF8In content: [UInt8]) -> String {
    var line = 1
    var column = 1
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = content.makeIterator()
    while case .valid(let character) = parser.parseScalar(from: &bytes) {
      column += 1
      if Unicode.UTF8.decode(character) == "\n" { (line, column) = (line + 1, 1) }
    }
    return "\(line):\(column)"
  }

  /// Reads the text of a mapping file.
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
