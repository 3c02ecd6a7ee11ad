// The report's file: made without its name before any work, named when the run is over.
//
// Takes a path and a form; owns the temporary file. A run that is stopped leaves none, one that fails
// because of the data leaves a report that says so.

import SluiceParts

/// The report of a run while the run is under way.
struct ReportFile: Sendable {
  private let file: CompanionFile
  private let form: ReportOptions.Form

  /// - Throws: `PartError`: `exists`, `cannotCreate`, `io`.
  init(_ options: ReportOptions, replacesExisting: Bool) throws(PartError) {
    form = options.form
    file = try CompanionFile(
      path: options.path, replaceExisting: replacesExisting, isPrivate: false)
  }

  /// Writes the report and names it.
  func finish(_ summary: ConversionSummary) throws(PartError) {
    let text =
      switch form {
      case .json: summary.jsonReport
      case .html: summary.htmlReport
      }
    // SAFETY: bytes have no padding.
    try file.append(unsafe text.utf8Span.span.bytes)
    try file.finish()
  }

  /// Removes what has no name yet.
  func discard() { file.discard() }
}
