// The types of user IDs, and the global data sources that device IDs belong to (section 4).
//
// Plain values. What an ID must look like is in `IDForm.swift`.

/// A type of user ID, by its name in mapping files (section 4).
public enum IDType: String, Sendable, Hashable, CaseIterable {
  /// Audience Manager's own user ID.
  case uuid
  /// The customer's own ID.
  case dpuuid
  /// Apple's advertising ID.
  case idfa
  /// Google's advertising ID.
  case gaid
  /// Roku's.
  case rida
  /// Microsoft's.
  case maid
  /// Samsung's, of Tizen.
  case tifa
  /// Amazon's Fire TV ID.
  case firetv
  /// LG's, of webOS.
  case lgudid
  /// Vizio's.
  case vizio

  /// The data source of IDs of this type; nil for DPUUIDs, which have the customer's own.
  /// 0 is that of UUIDs; in names of data files the traits' owner then stands beside it.
  public var dataSource: Int? {
    switch self {
    case .uuid: 0
    case .dpuuid: nil
    case .idfa: 20_915
    case .gaid: 20_914
    case .rida: 121_963
    case .maid: 389_146
    case .tifa: 963_906
    case .firetv: 488_258
    case .lgudid: 1_171_485
    case .vizio: 1_171_489
    }
  }

  /// The type of all IDs of a data source; nil if that is a customer's own.
  public static func fixed(by dataSource: Int) -> IDType? {
    allCases.first { $0.dataSource == dataSource }
  }

  /// Whether these are device IDs of a global data source.
  public var isDeviceID: Bool { self != .uuid && self != .dpuuid }

  /// The form that an ID of this type has, in words.
  public var form: String {
    switch self {
    case .uuid: "38 decimal digits"
    case .dpuuid: "text without ':', '%3A' and control bytes"
    case .idfa: "8-4-4-4-12 upper-case hex digits"
    case .gaid, .rida, .firetv, .lgudid: "8-4-4-4-12 lower-case hex digits"
    case .maid, .tifa, .vizio: "letters and digits"
    }
  }
}

/// The data sources that all customers share (section 4).
public enum GlobalDataSource {
  /// The type of a global data source's IDs; nil when it is not a global one.
  public static func idType(_ dpid: Int) -> IDType? {
    IDType.allCases.first { $0.isDeviceID && $0.dataSource == dpid }
  }

  /// Whether a data source is a global one, so that names must give the target too (section 2).
  public static func contains(_ dpid: Int) -> Bool { idType(dpid) != nil }
}

/// Why an ID is not one of its type (section 4).
public enum IDProblem: String, Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// Nothing there.
  case empty = "id-empty"
  /// A `:` in a DPUUID.
  case colon = "id-colon"
  /// A `%3A`, a URL-encoded `:`, in a DPUUID.
  case encodedColon = "id-encoded-colon"
  /// A tab, a line end, NUL or another control byte in a DPUUID.
  case control = "id-control"
  /// A blank at one end of a DPUUID.
  case blankAtEnd = "id-blank-at-end"
  /// Not of the type's form.
  case wrongForm = "id-form"
  /// Of the type's form but for the case of its letters.
  case wrongCase = "id-case"
  /// A UUID with dashes where letters and digits belong.
  case dashes = "id-dashes"

  /// A stable name for machines.
  public var code: String { rawValue }

  /// One line for people, never with the ID's bytes.
  public var description: String {
    switch self {
    case .empty: "ID is empty"
    case .colon: "ID has a ':'"
    case .encodedColon: "ID has a URL-encoded ':' (%3A)"
    case .control: "ID has a tab, line end or other control byte"
    case .blankAtEnd: "ID has a blank at its start or end"
    case .wrongForm: "ID has not its type's form"
    case .wrongCase: "ID has the wrong case for its type"
    case .dashes: "ID is a UUID with dashes, which its type may not have"
    }
  }

  /// One line for people that names the form and, where there is one, the way out.
  public func description(for type: IDType) -> String {
    switch self {
    case .wrongForm: "\(type.rawValue) is not \(type.form)"
    case .wrongCase where type == .idfa:
      "\(type.rawValue) is not \(type.form), but for its case (transform: uppercase)"
    case .wrongCase:
      "\(type.rawValue) is not \(type.form), but for its case (transform: lowercase)"
    case .dashes: "\(type.rawValue) is not \(type.form), but for its dashes"
    default: "\(type.rawValue): \(description)"
    }
  }
}

/// What makes a valid ID look like a mistake: to warn of, not to refuse.
public enum IDSuspicion: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// `%` and two hex digits: IDs are to be sent as they are, not URL-encoded (section 4).
  case urlEncoded = "id-url-encoded"
  /// A `"` at both ends, which the receiver takes as part of the ID.
  case quoted = "id-quoted"
  /// A device ID of zeros only: what devices give whose users do not want to be tracked.
  case allZeros = "id-all-zeros"
  /// A word that exports write for nothing: `NULL`, `N/A`, `-`. All records that have it would be one user's.
  case placeholder = "id-placeholder"

  /// A stable name for machines.
  public var code: String { rawValue }

  /// One line for people.
  public var description: String {
    switch self {
    case .urlEncoded: "ID looks URL-encoded"
    case .quoted: "ID is enclosed in quotation marks, which count as part of it"
    case .allZeros: "device ID is all zeros, so it stands for users who opted out of tracking"
    case .placeholder: "ID is a word for nothing, such as NULL"
    }
  }
}
