// The keys that each map of a mapping file can have, in the order in which messages list them.
//
// mapping.schema.json has the same keys; the tests compare the two.

enum MappingKeys {
  static let root = [
    "dataSource", "id", "fields", "where", "rest", "nulls", "rows", "quoting", "quoteInValue",
    "pii", "dialect",
  ]
  static let dataSource = ["dpid", "target", "mode"]
  static let id = ["column", "type", "transform"]
  static let field = [
    "column", "constant", "key", "split", "transform", "values", "bands", "date", "traits", "as",
    "otherwise",
  ]
  /// The keys of a field of which it can have one; `as: pair` does not count.
  static let rules = ["values", "bands", "date", "traits", "as"]
  static let constant = ["key", "value"]
  static let date = ["in", "out"]
  static let otherwise = ["value"]
  static let condition = ["column", "in", "notIn"]
  static let dialect = [
    "delimiter", "quote", "escape", "encoding", "header", "columns", "comment", "skipLines",
    "ragged", "maxRecord",
  ]
}
