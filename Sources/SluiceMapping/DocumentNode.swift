// A mapping file as a tree of text, lists and maps, each with its position.
//
// What the YAML reader gives and the rules of mapping files are checked on. Scalars keep their
// text as written: no YAML booleans, numbers, dates or nulls. Aliases and merge keys are already
// followed, and no map has a key twice. Plain values, nothing here fails.

/// One text, list or map of a mapping file.
struct DocumentNode: Sendable {
  var position: Position
  var content: Content
  /// How many nodes there are from here down, this one included, with aliases counted in full.
  var weight: Int

  enum Content: Sendable {
    case scalar(Scalar)
    case list([DocumentNode])
    case map([Entry])
  }

  struct Scalar: Sendable {
    var text: String
    var style: Style
  }

  enum Style: Sendable {
    case plain
    case quoted
    /// Begun by `|` or `>`.
    case block
  }

  struct Entry: Sendable {
    var key: String
    var keyPosition: Position
    var value: DocumentNode
  }

  init(position: Position, content: Content) {
    self.position = position
    self.content = content
    switch content {
    case .scalar: weight = 1
    case .list(let items): weight = Self.sum(items.lazy.map(\.weight))
    case .map(let entries): weight = Self.sum(entries.lazy.map { Self.sum([1, $0.value.weight]) })
    }
  }

  var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// Whether YAML reads this as null: nothing at all, `~`, `null`, without quotes.
  var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
  }

  /// What messages say was found here.
  var found: String {
    switch content {
    case .list: return "a list"
    case .map: return "a map"
    case .scalar where isNull: return "nothing"
    case .scalar(let scalar) where scalar.style == .block && scalar.text.isEmpty:
      return "an empty text block (put | or > in quotes)"
    case .scalar(let scalar): return Wording.quoted(scalar.text)
    }
  }

  /// One more than the sum; doubling aliases pass every number, so it stops at the greatest.
  private static func sum(_ weights: some Sequence<Int>) -> Int {
    weights.reduce(1) { total, weight in
      let (sum, overflow) = total.addingReportingOverflow(weight)
      return overflow ? .max : sum
    }
  }
}
