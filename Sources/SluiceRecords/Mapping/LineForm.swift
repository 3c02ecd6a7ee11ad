// What lines are made of. A plain value.

public import AudienceManager

/// The form of lines, which goes with the names of the files.
public enum LineForm: Sendable, Equatable {
  /// A user's ID with key-values and traits: the usual form, or the Oracle Data Cloud's (sections 2 and 5).
  case data(InboundFileName.Variant)
  /// The IDs of one user in several data sources, one a column (section 7).
  case idSync(IDSync)

  /// Columns of a line up to the user's ID: in files of the Oracle Data Cloud its type comes first.
  package var idColumns: Int { self == .data(.oracleDataCloud) ? 2 : 1 }

  /// Whether lines have a user, who may have so many of them in a file and no more (section 3).
  package var hasUsers: Bool { if case .idSync = self { false } else { true } }
}
