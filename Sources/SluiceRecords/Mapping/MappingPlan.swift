// A mapping made ready for one header: names become column numbers, keys become bytes.
//
// Takes a `Mapping` and a header, gives what a lane needs to map records without a name or a
// string in sight. Immutable, shared by all lanes. Fails with every name that the header lacks.

public import AudienceManager
import CSluiceScan

/// A mapping compiled against a header.
public struct MappingPlan: Sendable {
  /// The header's column names.
  public let columns: [String]
  let mapping: Mapping
  let idColumn: Int
  /// What changes IDs, in the list of all transforms.
  let idTransforms: Range<Int>
  let idType: IDType
  /// Which records the plan is for.
  let route: IDRoute
  /// What stands in a line before the ID: the ID's type and a tab in files of the Oracle Data
  /// Cloud, nothing otherwise.
  let linePrefix: Constant
  /// What is known of the IDs' column.
  let idColumnKind: PersonalDataDetector.ColumnKind
  /// Columns that `rest` asks for and that cannot be sent, because their names cannot be keys.
  public let keylessColumns: [KeylessColumn]
  /// Whether there are traits that a record could both add and remove.
  let mayConflict: Bool
  /// Whether there are traits that a record could be given twice.
  let mayRepeatTraits: Bool
  /// What is written behind the ID where lines tie IDs together; there are no operations then.
  let tiedColumns: [TiedColumn]
  let operations: [Operation]
  /// One for each operation.
  let steps: [FastStep]
  /// The steps again, as the kernel takes them.
  let pairSteps: PairSteps
  let conditions: [PlannedCondition]
  /// Whole-field contents that count as no value, but the empty one.
  let nulls: ByteTables.Table
  let emptyIsNull: Bool
  /// All tables: of nulls, conditions and lookups.
  let tables: ByteTables
  /// The tables of lookups.
  let lookups: [ByteTables.Table]
  /// The transforms of the IDs and of all operations.
  let transforms: [Mapping.Transform]
  /// The patterns of all dates.
  let dates: [(input: DatePattern, output: DatePattern)]
  /// The boundaries of all bands.
  let boundaries: [Int]
  /// What all lookups and bands write.
  let results: [PlannedResult]
  /// The single traits of all lookups.
  let traitParts: [TraitPart]
  /// The constant bytes, each run found by its range, and slack for wide loads after them.
  let constants: [UInt8]

  /// One entry of `where`, ready to be looked up.
  struct PlannedCondition: Sendable {
    var column: Int
    var allowed: Bool
    var table: ByteTables.Table
  }

  /// What a lookup or a band writes. Of as few bytes as can be: the fast path reads it for each value.
  struct PlannedResult: Sendable {
    var text: Constant
    /// Pairs and traits in it.
    var pairs: PairCount
    /// Where its traits begin in the plan's list; nothing where it has pairs.
    var firstPart: Int32 = 0
    /// The traits among them.
    var traits = TraitBits()

    /// Its traits one by one, in the plan's list; nothing where it has pairs.
    var parts: Range<Int> {
      traits == TraitBits() ? 0..<0 : Int(firstPart)..<Int(firstPart) + pairs.pairs
    }
  }

  /// One trait of a lookup's result.
  struct TraitPart: Sendable {
    /// Its ID, negative if it is to be removed.
    var id: Int
    /// What is written.
    var text: Constant
    /// The digits in it.
    var digits: Constant
  }

  /// A column whose IDs are tied to those of the ID's.
  struct TiedColumn: Sendable {
    /// The column in the dump.
    var column: Int
    /// The type that its data source gives its IDs; nil for hashed addresses.
    var type: IDType?
    /// What changes addresses to hashes, in the plan's list.
    var transforms: Range<Int> = 0..<0
    /// What is known of its values.
    var kind = PersonalDataDetector.ColumnKind.ordinary
  }

  /// A run of constant bytes.
  typealias Constant = Range<Int>

  /// One field of the mapping, in plain numbers: the mapper copies it for each value.
  struct Operation: Sendable {
    /// The column in the dump; zero for a constant.
    var column: Int
    var action: Action
    /// `,"key"=`, or `,key=` where the mapping wants as few quotes as are safe.
    var prefix: Constant = 0..<0
    /// The text at which the field is split; empty for none.
    var separator: Constant = 0..<0
    /// What changes values, in the plan's list.
    var transforms: Range<Int> = 0..<0
    var otherwise = Fallback.drop
    /// What is known of the column's values.
    var columnKind = PersonalDataDetector.ColumnKind.ordinary
  }

  /// What an operation does with a value.
  enum Action: Sendable, Equatable {
    /// A constant pair.
    case constant(Constant)
    /// The value under the key.
    case pair
    /// The result stored for the value, which may be no bytes, counted from the first.
    case lookup(table: Int, firstResult: Int)
    /// The result of the band, counted from the first; there is one more than boundaries.
    case bands(boundaries: Range<Int>, firstResult: Int)
    /// The value after the constant, if it is a trait ID.
    case trait(Constant, isAdded: Bool)
    /// The value after the constant, if it is an integration code.
    case integrationCode(Constant)
    /// The value read and written by a pair of patterns.
    case date(Int)
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
  ///   - purpose: which lines are wanted, and what is known of the columns.
  /// - Throws: everything that is wrong with the two together, one line each.
  public init(
    _ mapping: Mapping, columns: [String], for purpose: PlanPurpose = PlanPurpose()
  ) throws(PlanError) {
    var builder = PlanBuilder(mapping: mapping, columns: columns, purpose: purpose)
    self = try builder.build()
  }

  /// What is wrong with a mapping whatever the header is: all that would be found for one that has just the
  /// columns that the mapping names.
  public static func problems(
    of mapping: Mapping, variant: InboundFileName.Variant = .standard
  ) -> [PlanError.Problem] {
    var mapping = mapping
    mapping.id.column = mapping.id.column ?? ""
    let route = mapping.id.isAutomatic ? IDRoute.further(.idfa) : .all
    let columns = Set(mapping.namedColumns).sorted()
    do throws(PlanError) {
      _ = try MappingPlan(
        mapping, columns: columns, for: PlanPurpose(form: .data(variant), route: route))
      return []
    } catch {
      return error.problems
    }
  }

  init(_ builder: PlanBuilder, idColumn: Int, idType: IDType) {
    columns = builder.columns
    mapping = builder.mapping
    self.idColumn = idColumn
    self.idType = idType
    route = builder.purpose.route
    linePrefix = builder.linePrefix
    idColumnKind = builder.idKind(inColumn: idColumn)
    keylessColumns = builder.keyless
    let mayConflict = builder.mayConflict
    let mayRepeatTraits = builder.mayRepeatTraits
    self.mayConflict = mayConflict
    self.mayRepeatTraits = mayRepeatTraits
    idTransforms = builder.idTransforms
    transforms = builder.transforms
    tiedColumns = builder.tiedColumns
    operations = builder.operations
    let watchesTraits = mayConflict || mayRepeatTraits
    steps = builder.operations.map { builder.fastStep($0, watchesTraits: watchesTraits) }
    pairSteps = PairSteps(steps)
    conditions = builder.conditions
    nulls = builder.nulls
    emptyIsNull = mapping.nulls.contains("")
    lookups = builder.lookups
    dates = builder.dates
    tables = builder.tables
    boundaries = builder.boundaries
    results = builder.results
    traitParts = builder.traitParts
    constants = builder.constants + [UInt8](repeating: 0, count: 64)
  }
}

/// What is wrong with a mapping and a header together.
public struct PlanError: Error, Equatable, CustomStringConvertible {
  /// All of them.
  public var problems: [Problem]
  /// The problems, joined.
  public var description: String { problems.map { $0.text() }.joined(separator: "; ") }

  /// One of them.
  public struct Problem: Sendable, Equatable {
    /// What is wrong.
    public var what: String
    /// What the user may have meant.
    public var hint: String?
    /// Where in the mapping it lies.
    public var part: Mapping.Path = []
    /// Whether a column is named that the header has not.
    public var isOfMissingColumn = false

    /// One line: WHAT: WHERE (hint).
    public func text(at place: String? = nil) -> String {
      what + (place.map { ": \($0)" } ?? "") + (hint.map { " (\($0))" } ?? "")
    }
  }
}
