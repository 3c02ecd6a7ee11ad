// A mapping made ready for one header: names become column numbers, keys become bytes.
//
// Takes a `Mapping` and a header, gives what a lane needs to map records without a name or a
// string in sight. Immutable, shared by all lanes. Fails with every name that the header lacks.

import AudienceManager

/// A mapping compiled against a header.
public struct MappingPlan: Sendable {
  /// The header's column names.
  public let columns: [String]
  let mapping: Mapping
  let idColumn: Int
  let idTransforms: [Mapping.Transform]
  let idType: IDType
  let operations: [Operation]
  /// One for each operation.
  let steps: [Step]
  let conditions: [PlannedCondition]
  /// Whole-field contents that count as no value; the empty one always makes no pair.
  let nulls: ByteTable
  let hasNulls: Bool
  let emptyIsNull: Bool
  let tables: [ByteTable]
  /// The constant bytes, each run found by its range, and slack for wide loads after them.
  let constants: [UInt8]

  /// One entry of `where`, ready to be looked up.
  struct PlannedCondition: Sendable {
    var column: Int
    var allowed: Bool
    var table: ByteTable
  }

  /// A run of constant bytes.
  typealias Constant = Range<Int>

  /// One field of the mapping, in plain numbers.
  struct Operation: Sendable {
    /// The column in the dump; the number of the field in the mapping for a constant.
    var column: Int
    var action: Action
    /// `,"key"=`, or `,key=` where the mapping wants as few quotes as are safe.
    var prefix: Constant = 0..<0
    /// The text at which the field is split; empty for none.
    var separator: Constant = 0..<0
    var transforms: [Mapping.Transform] = []
    var otherwise = Fallback.drop
  }

  /// What the mapper must know of every operation, without a look at the operation itself.
  struct Step: Sendable {
    var column: Int
    /// `,"key"="`: an operation's prefix and the quote after it.
    var quotedPrefix: Constant
    /// Whether the field's bytes go out just as they are, if they need no cleaning.
    var isPlain: Bool
  }

  /// What an operation does with a value.
  enum Action: Sendable, Equatable {
    /// A constant pair.
    case constant(Constant)
    /// The value under the key.
    case pair
    /// The bytes stored for the value, which may be none.
    case lookup(table: Int, results: [Constant])
    /// The bytes stored for the band; one more than there are boundaries.
    case bands(boundaries: [Int], results: [Constant])
    /// The value after the constant, if it is a trait ID.
    case trait(Constant)
    /// The value after the constant, if it is an integration code.
    case integrationCode(Constant)
    /// The value read by one pattern and written by another.
    case date(DatePattern, DatePattern)
  }

  /// What is done with a value that an action does not know.
  enum Fallback: Sendable, Equatable {
    case keep
    case drop
    case reject
    case constant(Constant)
  }

  /// Compiles a mapping.
  /// - Parameters:
  ///   - mapping: with data source and ID column known.
  ///   - columns: the header's names, in order.
  /// - Throws: everything that is wrong with the two together, one line each.
  public init(_ mapping: Mapping, columns: [String]) throws(PlanError) {
    var builder = PlanBuilder(mapping: mapping, columns: columns)
    self = try builder.build()
  }

  init(
    columns: [String], mapping: Mapping, idColumn: Int, idType: IDType, operations: [Operation],
    conditions: [PlannedCondition], tables: [ByteTable], constants: [UInt8]
  ) {
    self.columns = columns
    self.mapping = mapping
    self.idColumn = idColumn
    self.idType = idType
    idTransforms = mapping.id.transforms
    self.operations = operations
    steps = operations.map { operation in
      let isPlain =
        operation.action == .pair && operation.separator.isEmpty && operation.transforms.isEmpty
        && mapping.quoting == .always
      let prefix = operation.prefix.lowerBound..<operation.prefix.upperBound + 1
      return Step(column: operation.column, quotedPrefix: prefix, isPlain: isPlain)
    }
    self.conditions = conditions
    let named = mapping.nulls.filter { !$0.isEmpty }
    nulls = ByteTable(named)
    hasNulls = !named.isEmpty
    emptyIsNull = mapping.nulls.contains("")
    self.tables = tables
    self.constants = constants + [UInt8](repeating: 0, count: 64)
  }
}

/// What is wrong with a mapping and a header together.
public struct PlanError: Error, Equatable, CustomStringConvertible {
  /// One line for each problem.
  public var problems: [String]
  /// The problems, joined.
  public var description: String { problems.joined(separator: "; ") }
}
