// Which report of a run is asked for. A plain value.

/// A report of a run, and where it goes.
public struct ReportOptions: Sendable, Equatable {
  /// The form of a report.
  public enum Form: String, Sendable, CaseIterable {
    /// For machines, by `convert-report.schema.json`.
    case json
    /// One page for people, with nothing outside of it.
    case html
  }

  /// Where the report goes.
  public let path: String
  /// Its form, by the path's ending.
  public let form: Form

  /// - Parameter path: a file's, which ends in `.json` or `.html`; nil otherwise.
  public init?(path: String) {
    let name = path.lowercased()
    guard let form = Form.allCases.first(where: { name.hasSuffix(".\($0.rawValue)") }) else {
      return nil
    }
    self.path = path
    self.form = form
  }
}
