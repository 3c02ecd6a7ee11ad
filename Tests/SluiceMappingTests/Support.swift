// What the tests share: parsing helpers, the example of the documentation; and the tools, brought along
// for every file.

import AudienceManager
import SluiceRecords
@_exported import SluiceTestTools

@testable import SluiceMapping

/// The data sources that all customers share.
let globalDataSources = IDType.allCases.compactMap(\.dataSource)

/// How messages begin that options could do away with.
private let absences = ["no data source (", "no ID column (", "with ID type auto, "]

/// The mapping, or nil and the messages with their positions: `line:column: message`. That it names no data
/// source or ID column is not among them, as if options did.
func outcome(
  _ text: String, overrides: MappingOverrides = MappingOverrides()
) -> (mapping: Mapping?, messages: [String]) {
  do throws(MappingErrors) {
    return (try MappingFile.read(text, file: "m", overrides: overrides).mapping, [])
  } catch {
    let wrong = error.diagnostics.filter { diagnostic in
      !absences.contains { diagnostic.message.hasPrefix($0) }
    }
    let mapping = wrong.isEmpty ? try? MappingFile.parse(text, file: "m") : nil
    return (mapping, wrong.map { "\($0.line):\($0.column): \($0.message)" })
  }
}

/// The messages of what a schema can know: the form, and what the parts must have in common.
func formMessages(_ text: String) -> [String] {
  var reader = MappingReader(diagnostics: DiagnosticList())
  if let (mapping, root) = reader.read(text) {
    reader.judgeParts(mapping, MappingPlaces(file: "m", root: root, overridden: []))
  }
  do throws(MappingErrors) {
    try reader.diagnostics.check(file: "m")
    return []
  } catch {
    return error.diagnostics.map(\.message).filter { message in
      !absences.contains { message.hasPrefix($0) }
    }
  }
}

/// The messages for `text`; empty when it is a mapping.
func messages(_ text: String) -> [String] { outcome(text).messages }

/// A valid mapping with every part that the documentation of mapping files shows.
let documentedExample = #"""
  dataSource:
    dpid: 1234              # whose IDs these are (required here or as --dpid)
    target: 5678            # whose traits; required when dpid is a global data source
    mode: sync              # sync (default) or overwrite
  id:
    column: customer_id     # required here or as --id
    type: dpuuid
    transform: [trim]       # in order: trim, lowercase, uppercase, sha256-email
  fields:                   # in this order in every line; a column may come more than once
    - column: gender        # key: the column's name unless given
    - column: plan_code
      key: plan
      values: {P: Pro, F: Free}      # exact match
      otherwise: drop                # keep, drop, reject (the row), or {value: other}
    - column: age
      key: age_band
      bands: [18, 25, 35, 50]        # -> "-17", "18-24", "25-34", "35-49", "50-"
    - column: signup_date
      key: signup_month
      date: {in: "yyyy-MM-dd", out: "yyyy-MM"}
    - column: interests
      key: interest
      split: "|"                     # one pair a value, duplicates once
    - column: newsletter
      traits: {Y: 24, N: -24}        # d_sid=24, d_unsid=24; may be lists [24, 25, -26]
    - column: segment_ids
      as: sid                        # pair (default), sid, unsid, ic
      split: ","
    - column: email
      key: email_hash
      transform: [sha256-email]
    - constant: {key: source, value: crm}
  where:                    # all must hold; a row left out is counted as filtered
    - {column: status, in: [active, trial]}
    - {column: country, notIn: [""]}
  rest: ignore              # columns not named: ignore (default) or pairs
  nulls: ["", "NULL", "\\N"]         # taken as no value: no pair (default: only "")
  rows: separate            # separate (default), mergeAdjacent, mergeAll (per user)
  quoting: always           # always "key"="value" (default), or minimal where safe
  quoteInValue: apostrophe  # a " inside a value: apostrophe (default), drop, reject
  pii: reject               # a value that looks like PII: reject, dropValue, allow
  dialect: {delimiter: ",", quote: "\"", encoding: utf-8}   # optional, as the options
  """#

/// What `documentedExample` says.
var documentedMapping: Mapping {
  var dialect = DialectSettings()
  dialect.delimiter = UInt8(ascii: ",")
  dialect.quote = .byte(UInt8(ascii: "\""))
  dialect.encoding = "utf-8"
  return Mapping(
    dataSource: .init(dpid: 1234, target: 5678),
    id: .init(column: "customer_id", type: "dpuuid", transforms: [.trim]),
    fields: [
      .init(source: .column("gender")),
      .init(
        source: .column("plan_code"), key: "plan", rule: .values(["P": "Pro", "F": "Free"]),
        otherwise: .drop),
      .init(source: .column("age"), key: "age_band", rule: .bands([18, 25, 35, 50])),
      .init(
        source: .column("signup_date"), key: "signup_month",
        rule: .date(input: "yyyy-MM-dd", output: "yyyy-MM")),
      .init(source: .column("interests"), key: "interest", separator: "|"),
      .init(source: .column("newsletter"), rule: .traits(["Y": [24], "N": [-24]])),
      .init(source: .column("segment_ids"), separator: ",", rule: .sid),
      .init(source: .column("email"), key: "email_hash", transforms: [.sha256Email]),
      .init(source: .constant("crm"), key: "source"),
    ],
    conditions: [
      .init(column: "status", kind: .isIn, values: ["active", "trial"]),
      .init(column: "country", kind: .notIn, values: [""]),
    ],
    nulls: ["", "NULL", "\\N"], dialect: dialect)
}
