// Every error of mapping files, as users see it: a text, and all that is said about it.

import SluiceRecords
import Testing

@testable import SluiceMapping

/// A text and all messages it gives, in order.
struct WrongMapping: CustomTestStringConvertible {
  var text: String
  var messages: [String]

  init(_ text: String, _ messages: String...) {
    self.text = text
    self.messages = messages
  }

  /// A field with these lines under `column: c`.
  static func field(_ lines: String, _ messages: String...) -> WrongMapping {
    var wrong = WrongMapping("fields:\n  - column: c\n    \(lines)\n")
    wrong.messages = messages
    return wrong
  }

  var testDescription: String { text }
}

private let structure: [WrongMapping] = [
  .init("", #"1:1: expected a mapping, found nothing"#),
  .init("# only a comment\n", #"1:1: expected a mapping, found nothing"#),
  .init("[a]", #"1:1: expected a mapping, found a list"#),
  .init("just text", #"1:1: expected a mapping, found "just text""#),
  .init(
    "feilds: []\nwere: []\nRows: separate\nfoo: 1\n",
    #"1:1: unknown key "feilds" in the mapping (did you mean "fields"?)"#,
    #"2:1: unknown key "were" in the mapping (did you mean "where"?)"#,
    #"3:1: unknown key "Rows" in the mapping (did you mean "rows"?)"#,
    #"4:1: unknown key "foo" in the mapping (known: dataSource, id, fields, where, rest, nulls, "#
      + "rows, quoting, quoteInValue, pii, dialect)"),
  .init(
    "fields:\n  - colum: a\n",
    #"2:5: a field needs "column" or "constant""#,
    #"2:5: unknown key "colum" in a field (did you mean "column"?)"#),
  .init(
    "dataSource: {dpids: 1}\nid: {col: a}\ndialect: {delimeter: tab, \"null\": x}\n",
    #"1:14: unknown key "dpids" in "dataSource" (did you mean "dpid"?)"#,
    #"2:6: unknown key "col" in "id" (known: column, type, transform)"#,
    #"3:11: unknown key "delimeter" in "dialect" (did you mean "delimiter"?)"#,
    #"3:27: unknown key "null" in "dialect" (known: delimiter, quote, escape, encoding, header, "#
      + "columns, comment, skipLines, ragged, maxRecord)"),
  .init("rest: pairs\nrest: ignore\n", #"2:1: duplicate key "rest" (first on line 1)"#),
  .init(
    "rest: a\nfields:\n  - {column: c, key: k, column: d, key: l, key: m}\nrest: pairs\n",
    #"1:7: "rest": unknown value "a" (allowed: ignore, pairs)"#,
    #"3:25: duplicate key "column" (first on line 3)"#,
    #"3:36: duplicate key "key" (first on line 3)"#,
    #"3:44: duplicate key "key" (first on line 3)"#,
    #"4:1: duplicate key "rest" (first on line 1)"#),
  .field(
    "values: {24: a, '24': b, x: c}\n    traits: {x: 0}",
    #"3:21: duplicate key "24" (first on line 3)"#,
    #"4:5: "traits" cannot stand beside "values""#,
    #"4:17: "traits": expected a whole number other than 0, found "0""#),
  .init(
    #"{"fields": [{"column": "a", "column": "b"}], "rows": "separate", "rows": 1}"#,
    #"1:29: duplicate key "column" (first on line 1)"#,
    #"1:66: duplicate key "rows" (first on line 1)"#),
  .init("? [a]\n: b\n", #"1:3: expected text as a key, found a list"#),
  .init(
    "dataSource: 5\nid: customer\nfields: {}\nwhere: x\nnulls: NULL\ndialect: []\nrest:\n",
    #"1:13: "dataSource": expected a map, found "5""#,
    #"2:5: "id": expected a map, found "customer""#,
    #"3:9: "fields": expected a list, found a map"#,
    #"4:8: "where": expected a list, found "x""#,
    #"5:8: "nulls": expected a list, found nothing"#,
    #"6:10: "dialect": expected a map, found a list"#,
    #"7:6: "rest": expected one of ignore, pairs, found nothing"#),
  .init(
    "fields: [a, [b], ]\nwhere: [~]\nnulls: [{a: b}]\n",
    #"1:10: "fields": expected a map, found "a""#, #"1:13: "fields": expected a map, found a list"#,
    #"2:9: "where": expected a map, found nothing"#,
    #"3:9: "nulls": expected text, found a map"#),
]

private let syntax: [WrongMapping] = [
  .init(
    "fields: [a, b\nrest: ignore\n",
    "2:5: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence begun at 1:9"
  ),
  .init(
    "id:\n  column: a\n   type: b\n",
    "3:8: not valid YAML: mapping values are not allowed in this context"),
  .init("id:\n\tcolumn: a\n", "2:1: not valid YAML: a tab cannot indent a line (use blanks)"),
  .init(
    "rest: \"open\n",
    "2:1: not valid YAML: found unexpected end of stream while scanning a quoted scalar begun at 1:7"
  ),
  .init("id: {}\nrest: a\u{1}b\n", "2:8: not valid YAML: this control character is not allowed"),
  .init("a: 1\n---\nb: 2\n", "2:1: expected one YAML document, found another"),
  .init(
    "rest: a\nrest: b\nid: {\n",
    "4:1: not valid YAML: did not find expected node content while parsing a flow node begun at 4:1"
  ),
  .init("!!str rest: a\n!!str rest: b\n", "1:1: duplicate key"),
  .init(
    "rest: !include other.yaml\nid: !!map {}\n",
    #"1:7: "rest": unknown value "other.yaml" (allowed: ignore, pairs)"#,
    #"1:7: tag "!include" is not supported"#),
  .init("rest: |\n  a\n  b\n", #"1:7: "rest": unknown value "a\nb\n" (allowed: ignore, pairs)"#),
  .init(
    "dialect: {delimiter: é, quote: '\u{200E}'}\n",
    #"1:22: "delimiter": expected one ASCII character, tab, \t or 0x01 to 0x7F, found "é""#,
    #"1:32: "quote": expected one ASCII character or none, found "\u{200e}""#),
]

private let sources: [WrongMapping] = [
  .init(
    "dataSource: {dpid: -1, target: -5, mode: synk}\n",
    #"1:20: "dpid": expected a whole number from 0, found "-1""#,
    #"1:32: "target": expected a positive whole number, found "-5""#,
    #"1:42: "mode": unknown value "synk" (did you mean "sync"? allowed: sync, overwrite)"#),
  .init(
    "dataSource: {dpid: 012, target: 1.0}\n",
    #"1:20: "dpid": expected a whole number from 0, found "012""#,
    #"1:33: "target": expected a positive whole number, found "1.0""#),
  .init(
    "dataSource: {dpid: 1000000000000000000, target: [1]}\n",
    #"1:20: "dpid": expected a whole number from 0, found "1000000000000000000""#,
    #"1:49: "target": expected a positive whole number, found a list"#),
  .init(
    "dataSource:\n  dpid: 20915\n",
    #"2:9: 20915 is a global data source (idfa): "target" is required "#
      + "(name it in the mapping or give --target)"),
  .init(
    "dataSource: {dpid: 20914, target: 5}\nid: {type: idfa}\n",
    #"2:12: ID type idfa contradicts data source 20914, whose IDs are gaid"#),
  .init(
    "id: {column: [], type: DPUUID, transform: [trimm, lower]}\n",
    #"1:14: "column": expected text, found a list"#,
    #"1:24: "type": unknown value "DPUUID" (did you mean "dpuuid"? allowed: uuid, dpuuid, idfa, "#
      + "gaid, rida, maid, tifa, firetv, lgudid, vizio, auto)",
    #"1:44: "transform": unknown value "trimm" (did you mean "trim"? allowed: trim, lowercase, "#
      + "uppercase, sha256-email)",
    #"1:51: "transform": unknown value "lower" (allowed: trim, lowercase, uppercase, sha256-email)"#
  ),
  .init(
    "id: {column: '', transform: trim}\n",
    #"1:14: "column": expected text, found """#,
    #"1:29: "transform": expected a list, found "trim""#),
  .init(
    "where:\n  - {in: [a]}\n  - {column: c}\n  - {column: c, in: [], notIn: a}\n  - {column: , notin: []}\n",
    #"2:5: a condition needs "column""#,
    #"3:5: a condition needs "in" or "notIn""#,
    #"4:21: "in": expected at least one entry"#,
    #"4:25: "in" and "notIn" cannot stand in one condition"#,
    #"4:32: "notIn": expected a list, found "a""#,
    #"5:5: a condition needs "in" or "notIn""#,
    #"5:14: "column": expected text, found nothing"#,
    #"5:16: unknown key "notin" in a condition (did you mean "notIn"?)"#),
]

private let fields: [WrongMapping] = [
  .init("fields:\n  - key: a\n", #"2:5: a field needs "column" or "constant""#),
  .field("key: a\n    key: b", #"4:5: duplicate key "key" (first on line 3)"#),
  .init(
    "fields:\n  - {constant: {key: a, value: b}, column: c, split: x}\n  - {constant: {key: a}}\n"
      + "  - constant: crm\n  - {constant: {value: '', key: -a, kee: b}}\n",
    #"2:36: "column" cannot stand beside "constant""#,
    #"2:47: "split" cannot stand beside "constant""#,
    #"3:16: "constant" needs "value""#,
    #"4:15: "constant": expected a map, found "crm""#,
    #"5:24: "value": expected text, found """#,
    #"5:33: "key": a key cannot begin with a dash"#,
    #"5:37: unknown key "kee" in "constant" (did you mean "key"?)"#),
  .field(
    "bands: [1]\n    values: {}\n    as: sid\n    traits: {}\n    date: {in: d, out: d}",
    #"4:5: "values" cannot stand beside "bands""#, #"5:5: "as" cannot stand beside "bands""#,
    #"6:5: "traits" cannot stand beside "bands""#, #"7:5: "date" cannot stand beside "bands""#),
  .field(
    "as: sids\n    otherwise: drop",
    #"3:9: "as": unknown value "sids" (did you mean "sid"? allowed: pair, sid, unsid, ic)"#,
    #"4:5: "otherwise" needs "values", "bands", "date" or "traits" in its field"#),
  .field("traits: {}\n    key: a", #"4:5: "key" cannot stand beside "traits": no key is written"#),
  .field("key: a\n    as: ic", #"3:5: "key" cannot stand beside "as: ic": no key is written"#),
  .field("key: ic", #"3:10: "key": "ic" would be read as a trait, not as a key"#),
  .field("key: d_unsid", #"3:10: "key": "d_unsid" would be read as a trait, not as a key"#),
  .field(
    #"key: "a\tb""#, #"3:10: "key": a key cannot hold a tab, a line end or a quotation mark"#),
  .field("key: ''", #"3:10: "key": expected text, found """#),
  .init(
    "fields:\n  - column: -x\n  - column: 'a\"'\n  - {column: d_sid, as: sid}\n",
    #"2:13: "column": a key cannot begin with a dash (name a "key")"#,
    #"3:13: "column": a key cannot hold a tab, a line end or a quotation mark (name a "key")"#),
  .field(
    "bands: [18, 18, 5, x, 1.5, 20]",
    #"3:17: "bands": 18 does not rise above 18"#, #"3:21: "bands": 5 does not rise above 18"#,
    #"3:24: "bands": expected a whole number, found "x""#,
    #"3:27: "bands": expected a whole number, found "1.5""#),
  .field("bands: []", #"3:12: "bands": expected at least one entry"#),
  .field(
    "date: {in: YYYY-MM-DD, out: yyyy-MMM}",
    #"3:16: "in": unknown letters "YYYY" at character 1 (did you mean "yyyy"?)"#,
    #"3:33: "out": unknown letters "MMM" at character 6 (known: yyyy yy MM M dd d HH H mm ss SSS; "#
      + "put other letters in single quotes)"),
  .field(
    "date: {in: \"dd.MM 'at' HH'h\"}",
    #"3:11: "date" needs "out""#,
    #"3:16: "in": the single quote at character 14 is never closed"#),
  .field(
    "date: {in: '', out: \"'yyyy'\"}",
    #"3:16: "in": expected text, found """#,
    #"3:25: "out": no part of a date in it (known: yyyy yy MM M dd d HH H mm ss SSS)"#),
  .field(
    "date: yyyy", #"3:11: "date": expected a map, found "yyyy""#),
  .field(
    "traits: {a: 0, b: [1, x], c: [[1]], d: }",
    #"3:17: "traits": expected a whole number other than 0, found "0""#,
    #"3:27: "traits": expected a whole number other than 0, found "x""#,
    #"3:35: "traits": expected a whole number other than 0, found a list"#,
    #"3:44: "traits": expected a whole number other than 0, found nothing"#),
  .field("values: [a]", #"3:13: "values": expected a map, found a list"#),
  .field("values: {a: [b]}", #"3:17: "values": expected text, found a list"#),
  .field(
    "values: {}\n    otherwise: kep",
    #"4:16: "otherwise": unknown value "kep" (did you mean "keep"? allowed: keep, drop, reject or "#
      + "{value: TEXT})"),
  .field(
    "values: {}\n    otherwise: {vale: x}",
    #"4:16: "otherwise" needs "value""#,
    #"4:17: unknown key "vale" in "otherwise" (did you mean "value"?)"#),
  .field("split: ''", #"3:12: "split": expected text, found """#),
  .init(
    "dataSource: {mode: overwrite}\nfields:\n  - column: c\n    traits: {Y: 24, N: [-24, -25]}\n"
      + "  - {column: d, as: unsid}\n",
    #"4:25: column "c": trait 24 cannot be removed in overwrite mode (the receiver ignores it)"#,
    #"4:30: column "c": trait 25 cannot be removed in overwrite mode (the receiver ignores it)"#,
    #"5:21: column "d": a trait cannot be removed in overwrite mode (the receiver ignores it)"#),
]

private let dialects: [WrongMapping] = [
  .init(
    "dialect:\n  delimiter: ab\n  quote: \"\"\n  escape:\n  comment: none\n",
    #"2:14: "delimiter": expected one ASCII character, tab, \t or 0x01 to 0x7F, found "ab""#,
    #"3:10: "quote": expected one ASCII character or none, found """#,
    #"4:10: "escape": expected one ASCII character or none, found nothing"#,
    #"5:12: "comment": expected one ASCII character, found "none""#),
  .init(
    "dialect:\n  delimiter: |\n  quote: 0x00\n",
    #"2:14: "delimiter": expected one ASCII character, tab, \t or 0x01 to 0x7F, found an empty text "#
      + "block (put | or > in quotes)",
    #"3:10: "quote": expected one ASCII character or none, found "0x00""#),
  .init(
    "dialect: {delimiter: 0xA7, quote: 0x80, escape: 0xff}\n",
    #"1:22: "delimiter": expected one ASCII character, tab, \t or 0x01 to 0x7F, found "0xA7""#,
    #"1:35: "quote": expected one ASCII character or none, found "0x80""#,
    #"1:49: "escape": expected one ASCII character or none, found "0xff""#),
  .init(
    "dialect: {header: Yes, columns: [], skipLines: -1, ragged: keep, maxRecord: 1 MB}\n",
    #"1:19: "header": unknown value "Yes" (did you mean "yes"? allowed: yes, no, true, false)"#,
    #"1:33: "columns": expected at least one entry"#,
    #"1:48: "skipLines": expected a whole number from 0, found "-1""#,
    #"1:60: "ragged": unknown value "keep" (allowed: reject, pad)"#,
    #"1:77: "maxRecord": expected a size such as 1MiB, found "1 MB""#),
]

@Suite struct DiagnosticTests {
  @Test(arguments: [structure, syntax, sources, fields, dialects].joined().map(\.self))
  func saysAll(wrong: WrongMapping) {
    #expect(messages(wrong.text) == wrong.messages)
  }

  @Test func describesTheFirst() throws {
    let error = #expect(throws: MappingErrors.self) {
      try MappingFile.parse("rust: 1\nrow: separate\n", file: "dir/mapping.yaml")
    }
    let first = #"dir/mapping.yaml:1:1: unknown key "rust" in the mapping (did you mean "rest"?)"#
    #expect(error?.diagnostics.first?.description == first)
    #expect(error?.description == first + " (and 1 more)")
  }

  @Test func shortensLongTexts() {
    let long = String(repeating: "x", count: 50)
    let shown = String(repeating: "x", count: 40)
    #expect(
      messages("rest: \(long)") == [
        #"1:7: "rest": unknown value "\#(shown)…" (allowed: ignore, pairs)"#
      ])
  }
}
