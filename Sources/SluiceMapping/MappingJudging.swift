// What is wrong with a mapping that could be read, at the places of its file.
//
// The last step of the reader: everything that can be known without a header is found here, together with the
// errors of form, so that a file is mended in one go.

import AudienceManager
import SluiceRecords

extension MappingReader {
  /// Reads a text; what is wrong with its form is in `diagnostics`.
  /// - Returns: nil when it is no map.
  mutating func read(_ text: String) -> (mapping: Mapping, root: DocumentNode)? {
    guard let root = DocumentReader.read(text, &diagnostics) else { return nil }
    let mapping = mapping(root)
    if case .map = root.content { return (mapping, root) }
    return nil
  }

  /// Judges by the compiler of mappings what is to be written from a mapping to which options have been applied.
  mutating func judgeLines(
    _ mapping: Mapping, _ places: MappingPlaces, _ variant: InboundFileName.Variant
  ) {
    let reported = diagnostics.positions
    for problem in MappingCheck.planProblems(of: mapping, variant) {
      let position = places.position(of: problem.part)
      // It most likely follows from what is wrong there.
      if !reported.contains(position) { report(problem.description, at: position) }
    }
  }

  /// Judges what the parts of a mapping must have in common.
  mutating func judgeParts(_ mapping: Mapping, _ places: MappingPlaces) {
    for problem in MappingRules.problems(of: mapping) {
      // What is there and could not be read has been reported.
      if problem.isAbsence, places.has(problem.part) { continue }
      report(problem.description, at: places.position(of: problem.part))
    }
  }

  /// Judges what the file says of the dialect and no option takes the place of.
  mutating func judgeDialect(
    _ dialect: DialectSettings, under options: DialectSettings, _ places: MappingPlaces,
    _ encodingProblem: (String) -> String?
  ) {
    if options.encoding == nil, let problem = dialect.encoding.flatMap(encodingProblem) {
      report(problem, at: places.position(of: ["dialect", "encoding"]))
    }
    var own = dialect
    if options.delimiter != nil { own.delimiter = nil }
    if options.quote != nil { own.quote = nil }
    if options.escape != nil { own.escape = nil }
    if options.comment != nil { own.comment = nil }
    for clash in own.clashes {
      report("\(clash)", at: places.position(of: ["dialect", clash.mark]))
    }
  }
}
