// What is wrong with a mapping file, and where.
//
// Takes messages with positions while a file is read, gives them back in one go: sorted by
// position, each once. Plain values; nothing here knows YAML.

/// One error of a mapping file.
public struct MappingDiagnostic: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file's name as the caller gave it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// What is wrong, in one line.
  public var message: String

  /// Makes a diagnostic.
  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `mapping.yaml:12:5: unknown key "colum" in a field (did you mean "column"?)`.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All errors of a mapping file, sorted by position; never empty when thrown.
public struct MappingErrors: Error, Sendable, Equatable, CustomStringConvertible {
  /// The errors, each once, from the file's start to its end.
  public var diagnostics: [MappingDiagnostic]

  /// Makes a set of errors.
  public init(diagnostics: [MappingDiagnostic]) {
    self.diagnostics = diagnostics
  }

  /// The first error in one line, with the number of further ones.
  public var description: String {
    guard let first = diagnostics.first else { return "no errors" }
    let more = diagnostics.count - 1
    return more == 0 ? "\(first)" : "\(first) (and \(more) more)"
  }
}

/// A place in a mapping file; line and column count from 1.
struct Position: Hashable, Comparable {
  var line: Int
  var column: Int

  static let start = Position(line: 1, column: 1)

  static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Errors as they are found while a file is read, in any order.
struct DiagnosticList {
  private struct Entry: Hashable {
    var position: Position
    var message: String
  }

  private var entries: Set<Entry> = []

  /// The places at which something was found.
  var positions: Set<Position> { Set(entries.map(\.position)) }

  mutating func add(_ message: String, at position: Position) {
    entries.insert(Entry(position: position, message: message))
  }

  /// Throws what was found, if anything was.
  func check(file: String) throws(MappingErrors) {
    guard !entries.isEmpty else { return }
    let sorted = entries.sorted { ($0.position, $0.message) < ($1.position, $1.message) }
    throw MappingErrors(
      diagnostics: sorted.map {
        MappingDiagnostic(
          file: file, line: $0.position.line, column: $0.position.column, message: $0.message)
      })
  }
}
