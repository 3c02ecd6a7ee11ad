// scripts/reference-convert.py against lines worked out by hand from the mapping's definition, and
// the benchmark jobs against the dumps they are for.

import Foundation
import Testing

@testable import MakeDump

@Suite struct ReferenceConvertTests {
  /// The lines and the counts of a dump converted by a mapping.
  static func convert(
    _ dump: [UInt8], mapping: String, options: [String] = []
  ) throws -> (lines: String, counts: String) {
    let found = try TemporaryFile.with(dump) { path in
      try Tool.run(
        ["python3", repositoryPath("scripts/reference-convert.py"), mapping, path] + options)
    }
    #expect(found.status == 0, "\(found.errors)")
    return (found.text, found.errors)
  }

  static func convert(_ dump: String, _ mapping: String) throws -> (lines: String, counts: String) {
    try TemporaryFile.with(mapping) { try convert(Array(dump.utf8), mapping: $0) }
  }

  static func convert(_ rows: String, fields: String, rest: String = "") throws -> String {
    try convert("id,a,b\n" + rows, "id: {column: id}\nfields: \(fields)\n" + rest).lines
  }

  @Test(arguments: [
    ("1,x,y\n", "[{column: a}, {column: b, key: k}]", "1\t\"a\"=\"x\",\"k\"=\"y\"\n"),
    ("1,\"x, y\",\n", "[{column: a}, {column: b}]", "1\t\"a\"=\"x, y\"\n"),
    ("1,\" x\t\r\n\ty \",\n", "[{column: a}]", "1\t\"a\"=\"x y\"\n"),
    ("1,\"5\"\" pipe\",\n", "[{column: a}]", "1\t\"a\"=\"5' pipe\"\n"),
    ("1,P,\n", "[{column: a, values: {P: Pro}}]", "1\t\"a\"=\"Pro\"\n"),
    ("1,p,\n", "[{column: a, values: {P: Pro}}]", "1\t\"a\"=\"p\"\n"),
    ("1,p,\n", "[{column: a, values: {P: Pro}, otherwise: drop}]", ""),
    ("1,p,\n", "[{column: a, values: {P: Pro}, otherwise: {value: o}}]", "1\t\"a\"=\"o\"\n"),
    ("1,p,\n", "[{column: a, transform: [uppercase], values: {P: Pro}}]", "1\t\"a\"=\"Pro\"\n"),
    ("1,a|b|a,\n", "[{column: a, split: '|'}]", "1\t\"a\"=\"a\",\"a\"=\"b\"\n"),
    ("1,P|p,\n", "[{column: a, split: '|', transform: [lowercase]}]", "1\t\"a\"=\"p\"\n"),
    (
      "1,17.99,18\n", "[{column: a, bands: [18, 25]}, {column: b, bands: [18, 25]}]",
      "1\t\"a\"=\"-17\",\"b\"=\"18-24\"\n"
    ),
    (
      "1, 25 ,+24.9\n", "[{column: a, bands: [18, 25]}, {column: b, bands: [18, 25]}]",
      "1\t\"a\"=\"25-\",\"b\"=\"18-24\"\n"
    ),
    (
      "1,1e3,old\n", "[{column: a, bands: [18]}, {column: b, bands: [18]}, {column: id}]",
      "1\t\"id\"=\"1\"\n"
    ),
    (
      "1,Y,N\n", "[{column: a, traits: {Y: [24, -25]}}, {column: b, traits: {N: -24}}]",
      "1\td_sid=24,d_unsid=25,d_unsid=24\n"
    ),
    (
      "1,\"24, 25,x\",9\n", "[{column: a, as: sid, split: ','}, {column: b, as: unsid}]",
      "1\td_sid=24,d_sid=25,d_unsid=9\n"
    ),
    ("1,A_1.b-2,a b\n", "[{column: a, as: ic}, {column: b, as: ic}]", "1\tic=A_1.b-2\n"),
    ("1,,\n", "[{constant: {key: source, value: crm}}]", "1\t\"source\"=\"crm\"\n"),
  ])
  func fields(row: String, fields: String, line: String) throws {
    #expect(try Self.convert(row, fields: fields) == line)
  }

  @Test func minimalQuoting() throws {
    let lines = try Self.convert(
      "1,x,-7\n2,a b,7\n", fields: "[{column: a}, {column: b, key: 52}, {column: b, key: -k}]",
      rest: "quoting: minimal\n")
    #expect(
      lines == """
        1\ta=x,"52"="-7","-k"="-7"
        2\ta="a b","52"=7,"-k"=7

        """)
  }

  @Test func restNullsAndWhere() throws {
    let (lines, counts) = try Self.convert(
      "a,id,b,c\n1,u1,NULL,x\n2,u2,y,x\n3,u3,z,w\n",
      """
      id: {column: id}
      fields: [{column: c}]
      where: [{column: a, in: ['1', '2']}, {column: c, notIn: [w]}]
      rest: pairs
      nulls: ['', 'NULL']
      """)
    #expect(lines == "u1\t\"c\"=\"x\",\"a\"=\"1\"\nu2\t\"c\"=\"x\",\"a\"=\"2\",\"b\"=\"y\"\n")
    #expect(counts.contains("\"filtered\": 1"))
  }

  @Test func everyRecordIsCounted() throws {
    let dump = #"""
      id,a,b
      ,x,
      a:b,x,
      a%3ab,x,
       a,x,
      ok,x
      ok,bad,
      ok,"a ""b""",
      ok,,

      id,a,b
      ok," x ",

      """#
    let mapping = #"""
      id: {column: id}
      fields: [{column: a, values: {x: y, "a \"b\"": "\"", " x ": " z "}, otherwise: reject}]
      quoteInValue: reject
      """#
    let (lines, counts) = try Self.convert(dump, mapping)
    #expect(lines == "ok\t\"a\"=\"z\"\n")
    #expect(
      counts == """
        {"filtered": 0, "lines": 1, "noTrait": 1, "records": 9, "rejected": {"field-count": 1, \
        "id-empty": 1, "id-format": 3, "otherwise-reject": 1, "quote-in-value": 1}, \
        "sanitised": 1, "written": 1}

        """)
  }

  @Test func longLinesContinue() throws {
    let long = String(repeating: "é", count: 25_500)
    let (lines, counts) = try Self.convert(
      "id,a,b,c\n1,\(long),\(long),\(long)\n2,\(long)\(long)\(long),,\n",
      "id: {column: id}\nfields: [{column: a}, {column: b}, {column: c}]\n")
    #expect(
      lines == "1\t\"a\"=\"\(long)\",\"b\"=\"\(long)\"\n1\t\"c\"=\"\(long)\"\n")
    #expect(counts.contains("\"lines\": 2") && counts.contains("\"pair-too-long\": 1"))
  }

  /// 102,400 bytes with the line feed fit, one more does not.
  @Test func lineLimitIsExact() throws {
    let room = 102_400 - "1\t\"a\"=\"\"\n".utf8.count
    for (length, written) in [(room, 1), (room + 1, 0)] {
      let (_, counts) = try Self.convert(
        "id,a\n1,\(String(repeating: "x", count: length))\n",
        "id: {column: id}\nfields: [{column: a}]\n")
      #expect(counts.contains("\"written\": \(written)"))
    }
  }

  @Test func unknownKeysAreErrors() throws {
    let found = try TemporaryFile.with("id,a\n1,x\n") { dump in
      try TemporaryFile.with("id: {column: id}\nfields: [{column: a, date: x}]\n") { mapping in
        try Tool.run(["python3", repositoryPath("scripts/reference-convert.py"), mapping, dump])
      }
    }
    #expect(found.status == 1)
    #expect(found.errors == "reference-convert: error: fields: not known here: date\n")
  }

  @Test(arguments: [
    ("crm", ShapeName.crm), ("crm", .quoted), ("crm-pairs", .crm), ("wide", .wide), ("tiny", .tiny),
    ("long", .long),
  ])
  func jobsFitTheirDumps(job: String, shape: ShapeName) throws {
    let records = 300
    let made = try DumpRun(shape: shape, seed: 2, end: .records(records)).make()
    let (lines, counts) = try Self.convert(
      made.bytes, mapping: repositoryPath("Benchmarks/jobs/\(job).yaml"))
    #expect(counts.contains("\"records\": \(records)") && counts.contains("\"rejected\": {}"))
    #expect(lines.utf8.filter { $0 == UInt8(ascii: "\n") }.count == records)
  }

  /// The two CRM jobs see the same customers in shape `crm` and `quoted`: the text differs, the
  /// fields do not.
  @Test func quotingDoesNotChangeTheLines() throws {
    let job = repositoryPath("Benchmarks/jobs/crm-pairs.yaml")
    let plain = try DumpRun(shape: .crm, seed: 2, end: .records(500)).make()
    let quoted = try DumpRun(shape: .quoted, seed: 2, end: .records(500)).make()
    #expect(plain.bytes != quoted.bytes)
    let lines = try Self.convert(plain.bytes, mapping: job).lines
    #expect(try Self.convert(quoted.bytes, mapping: job).lines == lines)
    #expect(!lines.contains("example"), "no e-mail address")
  }
}
