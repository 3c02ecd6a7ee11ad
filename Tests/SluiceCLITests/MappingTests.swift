// Mappings as the program judges them: with options over them, at their places, with what it warns of.

import Foundation
import Testing

/// A mapping, arguments and a dump, and what the program must say of them.
struct MappingCase: CustomTestStringConvertible {
  var mapping: String?
  var arguments: String
  var input: String
  var code: Int32
  /// All that is said of errors, a line each.
  var errors: [String]

  init(
    _ mapping: String?, _ arguments: String = "", input: String = "id,v\nu1,a\n", code: Int32 = 78,
    _ errors: String...
  ) {
    self.mapping = mapping
    self.arguments = arguments
    self.input = input
    self.code = code
    self.errors = errors
  }

  var testDescription: String { "\(arguments): \(mapping ?? "no mapping")" }

  func run(in directory: Directory) throws -> Finished {
    if let mapping { try directory.write("m.yaml", mapping) }
    try directory.write("h.csv", input)
    return try directory.sluice(
      "convert \(mapping == nil ? "" : "-m m.yaml") \(arguments) h.csv")
  }
}

private let target = #""target" is required (name it in the mapping or give --target)"#

private let failures: [MappingCase] = [
  // Options take the place of what the mapping says, and the two are judged together.
  .init(
    "dataSource: {dpid: 20914}\nid: {column: id}\nrest: pairs\n", "",
    "m.yaml:1:20: 20914 is a global data source (gaid): \(target)"),
  .init(
    "dataSource: {dpid: 7}\nid: {column: id}\nrest: pairs\n", "--dpid 20914",
    "m.yaml:1:20: 20914 is a global data source (gaid): \(target)"),
  .init(
    "dataSource: {dpid: 7}\nid: {column: id}\nfields: [{column: v, traits: {a: [1, -2]}}]\n",
    "--mode overwrite",
    "m.yaml:3:38: column \"v\": trait 2 cannot be removed in overwrite mode (the receiver ignores it)"
  ),
  .init(
    "rest: pairs\n", "",
    "m.yaml:1:1: no ID column (name \"id.column\" in the mapping or give --id)",
    "m.yaml:1:1: no data source (name \"dataSource.dpid\" in the mapping or give --dpid)"),
  .init(
    "dataSource: {dpid: 0, target: 5}\nid: {column: id, type: gaid}\n", "",
    "m.yaml:2:24: ID type gaid contradicts data source 0, whose IDs are uuid"),
  .init(
    "dataSource: {dpid: 0}\nid: {column: id}\n", "",
    "m.yaml:1:20: 0 is a global data source (uuid): \(target)"),
  .init(
    nil, "--dpid 0 --id id", code: 64, "0 is a global data source (uuid): \(target)"),
  .init(
    "dataSource: {dpid: 1}\nid: {column: id}\n", "--id-type dpuid", code: 64,
    "not a value for --id-type: \"dpuid\" (expected: uuid, dpuuid, idfa, gaid, rida, maid, tifa, "
      + "firetv, lgudid, vizio, auto)"),

  // Everything that is known without a header is told at once, at its place.
  .init(
    """
    dataSource: {dpid: 1}
    id: {column: id}
    fields:
      - {column: v, bnds: [1]}
      - {column: v, traits: {Y: [24, -24]}}
      - {column: v, values: {P: bob@example.com, Q: q}}
      - {column: v, values: {Q: q}, otherwise: {value: ann@example.com}}
      - {constant: {key: c, value: joe@example.com}}
      - {column: d, date: {in: yyyy-mm-dd, out: yyyy-MM}}
    rows: mergeAll
    dialect: {delimiter: ";", quote: ";", encoding: nope}
    """, "",
    "m.yaml:4:17: unknown key \"bnds\" in a field (did you mean \"bands\"?)",
    "m.yaml:5:29: the same value of \"v\" adds and removes trait 24",
    "m.yaml:6:29: \(personal("v"))", "m.yaml:7:52: \(personal("v"))",
    "m.yaml:8:32: \(personal("c"))",
    "m.yaml:9:28: the date pattern has a minute (mm) and no hour (MM is the month, mm the minute)",
    "m.yaml:10:7: `rows: mergeAll` is not supported by this version",
    "m.yaml:11:34: delimiter and quote are the same character: ;",
    "m.yaml:11:49: unknown encoding: nope (`iconv -l` lists the names)"),
  .init(
    """
    dataSource: {dpid: 1}
    id: {column: id}
    rest: pairs
    dialect: {delimiter: "#", quote: "'", comment: "#"}
    """, "",
    "m.yaml:4:48: delimiter and comment are the same character: #"),
  .init(
    "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\ndialect: {comment: \"#\"}\n",
    "--quote #", code: 64,
    "quote and comment are the same character: # (name another --quote or --comment)"),
  .init(
    "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: v}]\nrest: pairs\n", "--odc",
    "m.yaml:2:5: files of the Oracle Data Cloud take idfa and gaid only, not dpuuid",
    "m.yaml:3:10: files of the Oracle Data Cloud take trait IDs to add only, not \"v\"",
    "m.yaml:4:7: files of the Oracle Data Cloud take trait IDs to add only, not `rest: pairs`"),

  // What needs a header names the place in the mapping and the input.
  .init(
    """
    dataSource: {dpid: 1}
    id: {column: idd}
    fields: [{column: w}, {column: v}, {column: w, key: x}, {column: d}]
    where: [{column: country, in: [x]}]
    """, input: "id,v,d,d\nu1,a,b,c\n",
    "m.yaml:2:14: column \"idd\" for the user ID is not in the header: h.csv (did you mean \"id\"?)",
    "m.yaml:3:19: column \"w\" for a field is not in the header: h.csv",
    "m.yaml:3:45: column \"w\" for a field is not in the header: h.csv",
    "m.yaml:3:66: column \"d\" for a field stands 2 times in the header: h.csv",
    "m.yaml:4:18: column \"country\" for where is not in the header: h.csv"),
  .init(
    "dataSource: {dpid: 1}\nid: {column: id}\n", "--id nosuch",
    "column \"nosuch\" for the user ID is not in the header: h.csv"),
]

private func personal(_ key: String) -> String {
  "a value that the mapping gives for key \"\(key)\" looks like personal data (e-mail address) "
    + "(say `pii: allow` if it is meant to be sent)"
}

private let uuid = String(repeating: "1", count: 38)
private let gaid = "11111111-1111-1111-1111-11111111111a"

@Suite struct MappingTests {
  @Test(arguments: failures)
  func failure(wrong: MappingCase) throws {
    try withDirectory { directory in
      let found = try wrong.run(in: directory)
      #expect(found.ending == .exited(wrong.code))
      #expect(found.errors == wrong.errors.map { "sluice: error: \($0)\n" }.joined())
    }
  }

  /// What an option takes the place of is not held against the mapping.
  @Test(arguments: [
    MappingCase(
      "dataSource: {dpid: 20914}\nid: {column: id}\nrest: pairs\n", "--target 4",
      input: "id,v\n\(gaid),a\n"),
    MappingCase("dataSource: {dpid: 20914}\nid: {column: id}\nrest: pairs\n", "--dpid 1234"),
    MappingCase(
      "dataSource: {dpid: 1, mode: overwrite}\nid: {column: id}\nfields: [{column: v, traits: {a: -5}}]\n",
      "--mode sync"),
    MappingCase(
      "dataSource: {dpid: 1}\nid: {column: id, type: idfa}\nrest: pairs\n", "--id-type dpuuid"),
    MappingCase("dataSource: {dpid: 1}\nid: {column: nosuch}\nrest: pairs\n", "--id id"),
    MappingCase(
      "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\ndialect: {encoding: nope}\n",
      "--encoding utf-8"),
    MappingCase(
      "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\ndialect: {delimiter: \",\", quote: \",\"}\n",
      "--quote none"),
    MappingCase(
      "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\ndialect: {delimiter: \",\", comment: \",\"}\n",
      "--comment #"),
  ])
  func optionsWin(right: MappingCase) throws {
    try withDirectory { directory in
      let found = try right.run(in: directory)
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.lines.count == 1)
    }
  }

  /// A dump as pandas writes it, with its index, and names that cannot be keys.
  @Test(arguments: [nil, "dataSource: {dpid: 1}\nid: {column: id}\nrest: pairs\n"])
  func columnsWithoutAKeyAreLeftOut(mapping: String?) throws {
    try withDirectory { directory in
      let dump = MappingCase(
        mapping, (mapping == nil ? "--dpid 1 --id id" : "") + " --report r.json",
        input: ",id,v,v,ic,-x,\"a\"\"b\", y ,z\n0,u1,a,b,c,d,e,f,g\n")
      let found = try dump.run(in: directory)
      #expect(found.ending == .done)
      #expect(found.text == "u1\t\"y\"=\"f\",\"z\"=\"g\"\n")
      #expect(
        found.errors.hasSuffix(
          """
          sluice: warning: left out, because their names cannot be keys: column 1 (no name), "v" (stands 2 \
          times in the header), "ic" (would be read as a trait), "-x" (begins with a dash, which the \
          receiver ignores), "a"b" (has a quotation mark) (a mapping can give a column another key, --header yes \
          with --columns another name)

          """))
      #expect(found.errors.components(separatedBy: "warning").count == 2)
      let report = try JSONSerialization.jsonObject(with: Data(try directory.read("r.json")))
      let keyless = (report as? [String: Any])?["keylessColumns"] as? [[String: Any]]
      #expect(keyless?.compactMap { $0["column"] as? Int } == [1, 3, 4, 5, 6, 7])
    }
  }

  @Test func previewTellsOfLeftOutColumns() throws {
    try withDirectory { directory in
      let found = try directory.sluice("preview --dpid 1 --id id", input: ",id,v\n0,u1,a\n")
      #expect(found.text.contains("-> u1\t\"v\"=\"a\"\n"))
      #expect(
        found.errors
          == "sluice: warning: left out, because their names cannot be keys: column 1 (no name) "
          + "(a mapping can give a column another key, --header yes with --columns another name)\n")
    }
  }

  @Test func ownIDsOfTheReceiverHaveDataSource0() throws {
    try withDirectory { directory in
      try directory.write("h.csv", "id,v\n\(uuid),a\nu2,b\n")
      for type in ["", "--id-type uuid "] {
        let found = try directory.sluice(
          "convert --dpid 0 --target 5 --id id \(type)--force \(Samples.toFiles) h.csv")
        #expect(found.ending == .done)
        #expect(!found.errors.contains("warning"))
        #expect(found.errors.contains("rejected  1 (id-format 1)"))
        #expect(directory.list("outbox").contains("ftp_dpm_0_5_1732240000.sync.gz"))
      }
      #expect(try directory.sluice("check outbox").ending == .done)
    }
  }

  @Test(arguments: [
    (
      "--dpid 1 --id-type uuid", uuid,
      "IDs of type uuid go into files named for data source 1, but theirs is 0 (perhaps `dpid: 0` is "
        + "meant, with `target: 1`)"
    ),
    (
      "--dpid 1234 --target 7 --id-type gaid", gaid,
      "IDs of type gaid go into files named for data source 1234, but theirs is 20914 (perhaps "
        + "`dpid: 20914` is meant)"
    ),
    (
      "--dpid 1234 --target 20914", "u1",
      "the target 20914 is a global data source (gaid), which has no traits of its own (name the data "
        + "source that owns the traits)"
    ),
  ])
  func oddDataSourcesAreWarnedOf(options: String, id: String, warning: String) throws {
    try withDirectory { directory in
      for command in ["convert", "preview"] {
        let found = try directory.sluice(
          "\(command) \(options) --id id", input: "id,v\n\(id),a\n")
        #expect(found.ending == .done)
        #expect(found.errors.hasSuffix("sluice: warning: \(warning)\n"))
      }
    }
  }

  /// A trait stands in a line once, by whatever fields and in whatever spelling; 0 is none.
  @Test func eachTraitOnce() throws {
    try withDirectory { directory in
      try directory.write(
        "m.yaml",
        """
        dataSource: {dpid: 1}
        id: {column: id}
        fields:
          - {column: a, split: "|", as: sid}
          - {column: b, as: unsid}
          - {column: c, traits: {Y: [24, 25, 24], N: 24}}
          - {column: d, as: sid}
        """)
      let found = try directory.sluice(
        "convert -m m.yaml", input: "id,a,b,c,d\nu1,24|024|7|24|0|000,009,Y,24\nu2,,0,Y,1\n")
      #expect(
        found.text
          == "u1\td_sid=24,d_sid=7,d_unsid=009,d_sid=25\nu2\td_sid=24,d_sid=25,d_sid=1\n")
      #expect(found.errors.contains("written   2 records: 2 lines, 7 pairs"))
      #expect(found.errors.contains("\ndropped   3\n"))
    }
  }

  @Test func eachTraitOnceForTheOracleDataCloud() throws {
    try withDirectory { directory in
      try directory.write(
        "m.yaml",
        "dataSource: {dpid: 20914, target: 5}\nid: {column: id}\n"
          + "fields: [{column: a, split: \"|\", as: sid}, {column: b, traits: {Y: [2, 3]}}]\n")
      let found = try directory.sluice(
        "convert -m m.yaml --odc", input: "id,a,b\n\(gaid),1|1|2,Y\n")
      #expect(found.text == "gaid\t\(gaid)\t1,2,3\n")
    }
  }

  /// Values that `otherwise: drop` leaves out are counted, empty ones are not.
  @Test func droppedValuesAreCounted() throws {
    try withDirectory { directory in
      try directory.write(
        "m.yaml",
        """
        dataSource: {dpid: 1}
        id: {column: id}
        fields:
          - {column: a, bands: [1]}
          - {column: b, date: {in: yyyy, out: yy}}
          - {column: c, traits: {Y: 1}}
          - {column: d, values: {Y: y}, otherwise: drop, split: "|"}
          - {constant: {key: k, value: v}}
        """)
      try directory.write(
        "h.csv", "id,a,b,c,d\nu1,x,y,z,Y|n||m\nu2,,\" \",,\nu3,1,2024,Y,Y\n")
      let found = try directory.sluice("convert -m m.yaml --report r.json h.csv")
      #expect(found.ending == .done)
      #expect(found.errors.contains("\ndropped   5\n"))
      let report = try JSONSerialization.jsonObject(with: Data(try directory.read("r.json")))
      let counts = (report as? [String: Any])?["counts"] as? [String: Int]
      #expect(counts?["droppedValues"] == 5)
      _ = try directory.sluice("convert -m m.yaml --report r.html h.csv")
      #expect(try directory.text("r.html").contains("Values dropped as unknown"))
    }
  }

  /// The null of a database dump is no value, whatever else is one; an empty field may be looked up.
  @Test func nullsOfDatabaseDumps() throws {
    try withDirectory { directory in
      try directory.write(
        "map.yaml",
        """
        dataSource: {dpid: 1}
        id: {column: id}
        fields: [{column: a, values: {"": blank}, otherwise: reject}]
        nulls: ["x"]
        """)
      try directory.write("dump.tsv", "id\ta\n1\t\\N\n2\t\n3\tx\n")
      let found = try directory.sluice(
        ["convert", "-m", "map.yaml", "--delimiter", "tab", "--quote", "none", "--escape", "\\"]
          + ["dump.tsv"])
      #expect(found.ending == .done && found.text == "2\t\"a\"=\"blank\"\n", "\(found.errors)")
      #expect(found.errors.contains("no-trait  2"), "\(found.errors)")
    }
  }

  /// Nothing between two separators is no value that a rule could know.
  @Test(arguments: ["reject", "drop", "{value: other}"])
  func emptyPieces(otherwise: String) throws {
    try withDirectory { directory in
      try directory.write(
        "map.yaml",
        """
        dataSource: {dpid: 1}
        id: {column: id}
        fields:
        - {column: t, split: "|", transform: [trim], values: {a: A, b: B}, otherwise: \(otherwise)}
        """)
      try directory.write("dump.csv", "id,t\n1,a|b|\n2,a|| |b\n")
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(
        found.text == "1\t\"t\"=\"A\",\"t\"=\"B\"\n2\t\"t\"=\"A\",\"t\"=\"B\"\n", "\(found.errors)")
      #expect(!found.errors.contains("dropped"), "\(found.errors)")
    }
  }

  @Test func mappingsThatAreNotUTF8() throws {
    try withDirectory { directory in
      try directory.write(
        "map.yaml", Array("dataSource: {dpid: 1}\n# M".utf8) + [0xE4, 0x72, 0x0A])
      let found = try directory.sluice("convert -m map.yaml dump.csv")
      #expect(found.ending == .exited(78))
      #expect(
        found.errors == "sluice: error: map.yaml:2:4: the mapping is not UTF-8 (save it as UTF-8)\n"
      )
    }
  }
}
