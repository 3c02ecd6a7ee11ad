// Dumps in, one stream out: what counts as a record whatever the line ends, and what is said.

import Foundation
import Testing

@Suite struct StreamTests {
  /// The lines of a dump converted by a mapping of two columns, `id` and `v`.
  static func convert(_ dump: String, options: String = "") throws -> Finished {
    try withDirectory { directory in
      try directory.write(
        "map.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: v}]\n")
      return try directory.sluice("convert -m map.yaml --quiet \(options)", input: dump)
    }
  }

  @Test(arguments: [
    ("id,v\n1,x\n2,y\n", "1\t\"v\"=\"x\"\n2\t\"v\"=\"y\"\n"),
    ("id,v\r\n1,x\r\n2,y\r\n", "1\t\"v\"=\"x\"\n2\t\"v\"=\"y\"\n"),
    ("id,v\r\n1,x\n2,y", "1\t\"v\"=\"x\"\n2\t\"v\"=\"y\"\n"),
    ("\u{FEFF}id,v\n1,x\n", "1\t\"v\"=\"x\"\n"),
    ("id,v\n1,\"x\ny\"\n2,\"a\r\n\r\nb\"", "1\t\"v\"=\"x y\"\n2\t\"v\"=\"a b\"\n"),
    ("id,v\n1,\"x, \"\"y\"\"\"\n", "1\t\"v\"=\"x, 'y'\"\n"),
    ("id,v\n1,5\" pipe\n2,y\n", "1\t\"v\"=\"5' pipe\"\n2\t\"v\"=\"y\"\n"),
    ("id,v\n\n1,x\n\n\n2,y\n\n", "1\t\"v\"=\"x\"\n2\t\"v\"=\"y\"\n"),
    ("id,v\n1,x\nid,v\n2,y\n", "1\t\"v\"=\"x\"\n2\t\"v\"=\"y\"\n"),
    ("id,v\n1,\n", ""),
    ("id,v\n", ""),
    ("id,v", ""),
    ("v,id\nx,1\n", "1\t\"v\"=\"x\"\n"),
  ])
  func records(dump: String, lines: String) throws {
    let found = try Self.convert(dump)
    #expect(found.ending == .done && found.errors.isEmpty)
    #expect(found.text == lines)
  }

  @Test(arguments: [
    ("1,x\n", "--header no --columns id,v"),
    ("id;v\n1;x\n", "--delimiter ;"),
    ("id\tv\n1\tx\n", "--delimiter tab"),
    ("id\u{1}v\n1\u{1}x\n", "--delimiter 0x01"),
    ("id,v\n#no\n1,x\n", "--comment #"),
    ("id,v\n1,x,surplus\n", "--ragged pad"),
    ("id,v\n1,'x'\n", "--quote '"),
    ("id,v\n1,NULL\n1,x\n", "--null NULL"),
    ("made on Monday\nid,v\n1,x\n", "--skip-lines 1"),
  ])
  func dialects(dump: String, options: String) throws {
    let found = try Self.convert(dump, options: options)
    #expect(found.ending == .done && found.errors.isEmpty)
    #expect(found.text == "1\t\"v\"=\"x\"\n")
  }

  /// What nobody said is found out, and the summary tells.
  @Test(arguments: [
    ("id;v\n1;x\n", "delimiter ;"), ("id\tv\r\n1\tx\r\n", "delimiter tab"),
    ("sep=|\nid|v\n1|x\n", "delimiter |"),
  ])
  func sniffedDialects(dump: String, phrase: String) throws {
    try withDirectory { directory in
      let found = try directory.sluice("convert --dpid 1 --id id -", input: dump)
      #expect(found.text == "1\t\"v\"=\"x\"\n")
      let summary = try #require(found.errors.split(separator: "\n").first)
      #expect(summary.hasPrefix("input     stdin: utf-8, ") && summary.contains(phrase))
    }
  }

  @Test(arguments: [
    ("utf-16", ""), ("utf-16le", "--encoding utf-16le"),
    ("windows-1252", "--encoding windows-1252"),
  ])
  func encodings(encoding: String, option: String) throws {
    try withDirectory { directory in
      try directory.write("dump", "id,v\n1,Grüße – für alle\n")
      let found = try directory.shell(
        "iconv -f utf-8 -t \(encoding) dump | sluice convert --dpid 1 --id id --quiet \(option)")
      #expect(found.text == "1\t\"v\"=\"Grüße – für alle\"\n", "\(found.errors)")
    }
  }

  @Test func quotesOff() throws {
    let found = try Self.convert(
      "id\tv\n1\t\"x\\\ty\n", options: "--delimiter tab --quote none --escape \\")
    #expect(found.text == "1\t\"v\"=\"'x y\"\n")
  }

  @Test func optionsGoOverTheMapping() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml --dpid 99 --target 5 --mode overwrite --id city --out outbox "
          + "--timestamp 1732240000 --quiet clean.csv")
      #expect(found.ending == .done)
      #expect(directory.list("outbox").contains("ftp_dpm_99_5_1732240000.overwrite.gz"))
      let lines = try directory.shell("zcat outbox/*.gz").text
      #expect(lines.hasPrefix("Oslo\t"))
    }
  }

  @Test func summaryAddsUp() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml damaged.csv")
      #expect(found.ending == .done)
      #expect(found.text == Samples.lines)
      let summary = found.errors.replacing(/in [0-9.]+ s \([^)]*\)/, with: "in no time")
      #expect(
        summary == """
          input     damaged.csv: utf-8, delimiter , (4 fields in 8 of 11 records), quote ", line end LF
          read      10 records, \(Samples.damaged.utf8.count) bytes in no time
          written   2 records: 2 lines, 4 pairs, 68 bytes
          rejected  6 (quote 1, unterminated-quote 1, field-count 1, id-empty 1, id-format 1, \
          unknown-value 1)
          filtered  1
          no-trait  1

          """)
    }
  }

  @Test func quietSaysNothingButErrors() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      for arguments in [
        "convert -m map.yaml --quiet damaged.csv", "convert --dpid 1 --id id --quiet header.csv",
        "rows --quiet damaged.csv", "preview -m map.yaml --quiet damaged.csv",
      ] {
        let found = try directory.sluice(arguments)
        #expect(found.ending == .done && found.errors == "")
      }
      #expect(!(try directory.sluice("convert -m map.yaml --quiet nosuch.csv").errors.isEmpty))
    }
  }

  @Test func severalInputsAreOneDump() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("crlf.csv", "id,plan,city,active\r\nv1,P,Turin,yes\r\n")
      try directory.write("turned.csv", "city,active,plan,id\nLima,yes,F,v2")
      let found = try directory.sluice(
        "convert -m map.yaml --quiet clean.csv crlf.csv - turned.csv",
        input: "id,plan,city,active\nv3,P,Nice,yes\n")
      #expect(
        found.text == Samples.lines + """
          v1\t"plan"="Pro","city"="Turin"
          v3\t"plan"="Pro","city"="Nice"
          v2\t"plan"="Free","city"="Lima"

          """)
    }
  }

  @Test func inputsOfOneRunHaveTheSameColumns() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("other.csv", "id,plan,city\nv1,P,Turin\n")
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) clean.csv other.csv")
      #expect(found.ending == .exited(65))
      #expect(
        found.errors
          == "sluice: error: inputs have different columns: other.csv: it lacks \"active\", "
          + "unlike clean.csv (convert them in runs of their own)\n")
      #expect(directory.list("outbox") == [])
    }
  }

  /// Told by the first bytes: the names say nothing.
  @Test func compressedInputs() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell(
        """
        gzip < clean.csv > one; (head -n 2 clean.csv | gzip; tail -n +3 clean.csv | gzip) > two
        lz4 -q < clean.csv > three; cp clean.csv four.gz
        """)
      for name in ["one", "two", "three", "four.gz"] {
        #expect(try directory.sluice("convert -m map.yaml --quiet \(name)").text == Samples.lines)
      }
    }
  }

  @Test(arguments: [
    ("gz", "gzip -dc"), ("gz --level 9", "gzip -dc"), ("lz4", "lz4 -dc"), ("none", "cat"),
  ])
  func compressedStream(compression: String, reader: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.makeDump("--size 1500kB")
      let command =
        "sluice convert -m \(repositoryPath("Benchmarks/jobs/crm.yaml")) --quiet dump.csv"
      let found = try directory.shell(
        "\(command) --compress \(compression) | \(reader) | cmp - <(\(command))")
      #expect(found.ending == .done, "\(found.errors)")
      #expect(
        try directory.shell(
          "sluice convert -m map.yaml --quiet --compress \(compression) header.csv | \(reader)"
        ).output.isEmpty)
    }
  }

  @Test func columnsThatLookPersonalAreLeftOut() throws {
    try withDirectory { directory in
      try directory.write(
        "dump.csv", "id,contact,email,plan\nu1,ann@example.com,,Pro\nu2,bob@example.com,,Free\n")
      let found = try directory.sluice("convert --dpid 1234 --id id dump.csv")
      #expect(found.text == "u1\t\"plan\"=\"Pro\"\nu2\t\"plan\"=\"Free\"\n")
      #expect(
        found.errors.hasSuffix(
          "sluice: warning: left out, because they look like personal data: contact, email "
            + "(name columns in a mapping to choose yourself)\n"))
    }
  }

  @Test func mappingMayBeJSON() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write(
        "map.json",
        #"{"dataSource": {"dpid": 1}, "id": {"column": "id"}, "fields": [{"column": "city"}]}"#)
      let found = try directory.sluice("convert -m map.json --quiet clean.csv")
      #expect(
        found.text == "u1\t\"city\"=\"Oslo\"\nu2\t\"city\"=\"Rio, Brazil\"\nu3\t\"city\"=\"Rome\"\n"
      )
    }
  }

  /// A mapping need not be a file that one can look at twice.
  @Test func mappingMayComeThroughAPipe() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.shell("sluice convert -m <(cat map.yaml) --quiet clean.csv")
      #expect(found.text == Samples.lines, "\(found.errors)")
    }
  }
}
