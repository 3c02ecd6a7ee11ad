// What a user asks for, as plain values: whose IDs, which columns, under which keys.
//
// Written by the reader of mapping files, or built by hand; compiled against a dump's header
// into a `MappingPlan` before the first record. Nothing here knows bytes or YAML.

public import AudienceManager

/// A whole mapping: how a record of a dump becomes a line of an inbound file.
public struct Mapping: Sendable, Equatable {
  /// Whose IDs and traits these are.
  public var dataSource: DataSource
  /// The column that holds the user ID, and its treatment.
  public var id: Identity
  /// Pairs and traits, in the order in which they stand in every line.
  public var fields: [Field]
  /// Conditions that must all hold for a record to be converted.
  public var conditions: [Condition]
  /// What happens to columns that no field names.
  public var rest: Rest
  /// Field contents, as read, that count as no value.
  public var nulls: [String]
  /// Whether rows of one user are joined.
  public var rows: Rows
  /// How keys and values are enclosed in quotation marks.
  public var quoting: Quoting
  /// What is done with a `"` inside a value.
  public var quoteInValue: QuoteInValue
  /// What is done with a value that looks like personal data.
  public var pii: PersonalData
  /// Dialect settings named by the mapping; options on the command line win over them.
  public var dialect: DialectSettings

  /// Makes a mapping; everything but the ID has the mapping file's default.
  public init(
    dataSource: DataSource = DataSource(), id: Identity, fields: [Field] = [],
    conditions: [Condition] = [], rest: Rest = .ignore, nulls: [String] = [""],
    rows: Rows = .separate, quoting: Quoting = .always, quoteInValue: QuoteInValue = .apostrophe,
    pii: PersonalData = .reject, dialect: DialectSettings = DialectSettings()
  ) {
    self.dataSource = dataSource
    self.id = id
    self.fields = fields
    self.conditions = conditions
    self.rest = rest
    self.nulls = nulls
    self.rows = rows
    self.quoting = quoting
    self.quoteInValue = quoteInValue
    self.pii = pii
    self.dialect = dialect
  }

  /// The way to a part of a mapping, in the words of its file, entries of lists by their numbers from 0:
  /// `fields`, `2`, `date`, `in`.
  public typealias Path = [String]

  /// The columns that the mapping names, as often as it does.
  var namedColumns: [String] {
    let fields = fields.compactMap { field in
      if case .column(let name) = field.source { name } else { nil }
    }
    return fields + conditions.map(\.column) + [id.column].compactMap(\.self)
  }

  /// Whose IDs and traits the lines carry.
  public struct DataSource: Sendable, Equatable {
    /// The data source of the IDs; nil until an option gives it.
    public var dpid: Int?
    /// The data source that owns the traits; nil means `dpid`.
    public var target: Int?
    /// Whether lines add to profiles or replace them.
    public var mode: TransferMode

    /// Makes a data source.
    public init(dpid: Int? = nil, target: Int? = nil, mode: TransferMode = .sync) {
      self.dpid = dpid
      self.target = target
      self.mode = mode
    }
  }

  /// The user ID's column and treatment.
  public struct Identity: Sendable, Equatable {
    /// The column's name; nil until an option gives it.
    public var column: String?
    /// The ID's type by its name in mapping files (`dpuuid`, `idfa`, ...); nil means by data source.
    public var type: String?
    /// Changes made to the ID, in order.
    public var transforms: [Transform]

    /// Names the type that each ID's form gives away: records go to the files of their IDs' type.
    public static let automaticType = "auto"

    /// The names that a type can be given by.
    public static let typeNames = IDType.allCases.map(\.rawValue) + [automaticType]

    /// Whether each record's ID tells its own type.
    public var isAutomatic: Bool { type == Self.automaticType }

    /// Makes an identity.
    public init(column: String? = nil, type: String? = nil, transforms: [Transform] = []) {
      self.column = column
      self.type = type
      self.transforms = transforms
    }
  }

  /// A named change to an ID or a value.
  public enum Transform: String, Sendable, Equatable, CaseIterable {
    /// Drops blanks at both ends.
    case trim
    /// Makes ASCII letters lower case.
    case lowercase
    /// Makes ASCII letters upper case.
    case uppercase
    /// Replaces an e-mail address by its SHA-256, after trimming and lower-casing.
    case sha256Email = "sha256-email"
  }

  /// One entry of `fields`.
  public struct Field: Sendable, Equatable {
    /// Where the value comes from.
    public var source: Source
    /// The key of the pair; nil means the column's name.
    public var key: String?
    /// Splits the field at this text into one value each; nil means one value.
    public var separator: String?
    /// Changes made to each value, in order.
    public var transforms: [Transform]
    /// What becomes of a value.
    public var rule: Rule
    /// What is done with a value that `rule` does not know; nil means the rule's default.
    public var otherwise: Otherwise?

    /// Makes a field.
    public init(
      source: Source, key: String? = nil, separator: String? = nil, transforms: [Transform] = [],
      rule: Rule = .pair, otherwise: Otherwise? = nil
    ) {
      self.source = source
      self.key = key
      self.separator = separator
      self.transforms = transforms
      self.rule = rule
      self.otherwise = otherwise
    }
  }

  /// Where a field's value comes from.
  public enum Source: Sendable, Equatable {
    /// The column of this name.
    case column(String)
    /// The same value in every line.
    case constant(String)
  }

  /// What becomes of a field's value.
  public enum Rule: Sendable, Equatable {
    /// The value itself under the key.
    case pair
    /// A key-value under the key, by exact match.
    case values([String: String])
    /// The band a number falls in, under the key; boundaries in rising order.
    case bands([Int])
    /// A date read by one pattern and written by another.
    case date(input: String, output: String)
    /// Trait IDs to qualify for (positive) and to remove (negative), by exact match.
    case traits([String: [Int]])
    /// The value is a trait ID: `d_sid`.
    case sid
    /// The value is a trait ID to remove: `d_unsid`.
    case unsid
    /// The value is an integration code: `ic`.
    case ic
  }

  /// What is done with a value that a rule does not know.
  public enum Otherwise: Sendable, Equatable {
    /// The value is used as it is.
    case keep
    /// No pair.
    case drop
    /// The record is rejected.
    case reject
    /// This value instead.
    case value(String)
  }

  /// One entry of `where`: the field as read must be, or must not be, one of these.
  public struct Condition: Sendable, Equatable {
    /// The column's name.
    public var column: String
    /// Whether the values are the allowed ones or the excluded ones.
    public var kind: Kind
    /// The values, matched exactly.
    public var values: [String]

    /// Which side of the list a record must be on.
    public enum Kind: Sendable, Equatable {
      /// The field must be one of the values.
      case isIn
      /// The field must be none of the values.
      case notIn
    }

    /// Makes a condition.
    public init(column: String, kind: Kind, values: [String]) {
      self.column = column
      self.kind = kind
      self.values = values
    }
  }

  /// What happens to columns that no field names.
  public enum Rest: String, Sendable, Equatable, CaseIterable {
    /// They are left out.
    case ignore
    /// Each becomes a pair under its own name, after the named fields.
    case pairs
  }

  /// Whether rows of one user are joined into one line.
  public enum Rows: String, Sendable, Equatable, CaseIterable {
    /// A line a row.
    case separate
    /// Neighbouring rows of one user become one line.
    case mergeAdjacent
    /// All rows of a user become one line.
    case mergeAll
  }

  /// How keys and values are enclosed.
  public enum Quoting: String, Sendable, Equatable, CaseIterable {
    /// `"key"="value"`.
    case always
    /// `key=value` where nothing in either needs quotes.
    case minimal
  }

  /// What is done with a `"` inside a value.
  public enum QuoteInValue: String, Sendable, Equatable, CaseIterable {
    /// It becomes `'`.
    case apostrophe
    /// It is left out.
    case drop
    /// The record is rejected.
    case reject
  }

  /// What is done with a value that looks like personal data.
  public enum PersonalData: String, Sendable, Equatable, CaseIterable {
    /// The record is rejected.
    case reject
    /// The value is left out.
    case dropValue
    /// Nothing.
    case allow
  }
}

/// Dialect settings as a user gives them; nil is "as sniffed".
public struct DialectSettings: Sendable, Equatable {
  /// The byte between fields.
  public var delimiter: UInt8?
  /// The quote character.
  public var quote: Mark?
  /// The escape character.
  public var escape: Mark?
  /// The encoding's name, as iconv knows it.
  public var encoding: String?
  /// Whether the first record is the header.
  public var hasHeader: Bool?
  /// Column names, when there is no header.
  public var columns: [String]?
  /// The byte that begins a comment line.
  public var comment: UInt8?
  /// Lines to skip before the header.
  public var skipLines: Int?
  /// What is done with records of more or fewer fields than the header.
  public var ragged: Ragged?
  /// Bytes after which a quoted field that has not ended makes its record bad.
  public var maxRecord: Int?

  /// Makes settings in which everything is as sniffed.
  public init() {}

  /// These settings, and what they leave open as in `base`.
  public func over(_ base: DialectSettings) -> DialectSettings {
    var settings = self
    settings.delimiter = delimiter ?? base.delimiter
    settings.quote = quote ?? base.quote
    settings.escape = escape ?? base.escape
    settings.encoding = encoding ?? base.encoding
    settings.hasHeader = hasHeader ?? base.hasHeader
    settings.columns = columns ?? base.columns
    settings.comment = comment ?? base.comment
    settings.skipLines = skipLines ?? base.skipLines
    settings.ragged = ragged ?? base.ragged
    settings.maxRecord = maxRecord ?? base.maxRecord
    return settings
  }

  /// A character that can be switched off.
  public enum Mark: Sendable, Equatable {
    /// There is no such character.
    case none
    /// This byte.
    case byte(UInt8)
  }

  /// What is done with records of more or fewer fields than the header.
  public enum Ragged: String, Sendable, Equatable, CaseIterable {
    /// They are rejected.
    case reject
    /// Missing fields are empty, surplus ones are ignored.
    case pad
    /// They are taken as they are (`rows` only).
    case keep
  }
}
