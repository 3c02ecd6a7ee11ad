// The rules that are checked again when options were applied, and the texts of the dialect.

import AudienceManager
import SluiceRecords
import Testing

@testable import SluiceMapping

@Suite struct CheckTests {
  private func problems(_ mapping: Mapping) -> [String] {
    MappingCheck.problems(of: mapping).map(\.description)
  }

  private var good: Mapping {
    Mapping(dataSource: .init(dpid: 1234), id: .init(column: "id"))
  }

  @Test func goodMappingsHaveNoProblems() {
    #expect(problems(good) == [])
    #expect(problems(documentedMapping) == [])
    var global = good
    global.dataSource = .init(dpid: 20914, target: 5)
    for type in [nil, "gaid", "auto"] {
      global.id.type = type
      #expect(problems(global) == [])
    }
  }

  @Test func missingParts() {
    #expect(
      problems(Mapping(id: .init())) == [
        "no data source (name \"dataSource.dpid\" in the mapping or give --dpid)",
        "no ID column (name \"id.column\" in the mapping or give --id)",
      ])
  }

  @Test func contradictions() {
    var mapping = good
    mapping.dataSource = .init(dpid: 1_171_489)
    mapping.id.type = "idfa"
    #expect(
      problems(mapping) == [
        "1171489 is a global data source (vizio): \"target\" is required (name it in the mapping "
          + "or give --target)",
        "ID type idfa contradicts data source 1171489, whose IDs are vizio",
      ])
    mapping = good
    mapping.id.type = "dpuid"
    #expect(
      problems(mapping) == [
        "unknown ID type \"dpuid\" (did you mean \"dpuuid\"? allowed: uuid, dpuuid, idfa, gaid, "
          + "rida, maid, tifa, firetv, lgudid, vizio, auto)"
      ])
  }

  @Test func removalsInOverwriteMode() {
    var mapping = good
    mapping.fields = [
      .init(source: .column("a"), rule: .unsid),
      .init(source: .column("b"), rule: .traits(["x": [1, -7], "y": [-3, -7], "z": [4]])),
      .init(source: .constant("c"), key: "k"),
    ]
    #expect(problems(mapping) == [])
    mapping.dataSource.mode = .overwrite
    let end = "cannot be removed in overwrite mode (the receiver ignores it)"
    #expect(
      problems(mapping) == [
        "column \"a\": a trait \(end)", "column \"b\": trait 7 \(end)",
        "column \"b\": trait 3 \(end)", "column \"b\": trait 7 \(end)",
      ])
  }

  @Test func everyGlobalDataSourceNeedsATarget() {
    for dpid in [20914, 20915, 121963, 389146, 963906, 488258, 1_171_485, 1_171_489] {
      var mapping = good
      mapping.dataSource.dpid = dpid
      #expect(MappingCheck.problems(of: mapping).count == 1)
      #expect(messages("dataSource: {dpid: \(dpid)}").count == 1)
    }
  }

  @Test func bytesOfDialects() {
    #expect(DialectText.byte("tab") == 0x09)
    #expect(DialectText.byte("\\t") == 0x09)
    #expect(DialectText.byte("\t") == 0x09)
    #expect(DialectText.byte("0x1f") == 0x1F)
    #expect(DialectText.byte("^") == 0x5E)
    for text in [
      "", "ab", "é", "\n", "\r", "\0", "0x00", "0x0A", "0x+1", "0x1", "0x1٣", "TAB", "0x80", "0xFF",
    ] {
      #expect(DialectText.byte(text) == nil, "\(text)")
    }
    for byte in UInt8.min..<0x80 where ![0x00, 0x0A, 0x0D].contains(byte) {
      #expect(DialectText.byte(DialectText.text(byte)) == byte)
      #expect(DialectText.mark(DialectText.text(.byte(byte))) == .byte(byte))
    }
    #expect(DialectText.mark("none") == DialectSettings.Mark.none)
  }

  @Test func sizes() {
    #expect(DialectText.size("250MB") == 250_000_000)
    #expect(DialectText.size("250MiB") == 250 << 20)
    #expect(DialectText.size("1GB") == 1_000_000_000)
    #expect(DialectText.size("999999999GiB") == 999_999_999 << 30)
    #expect(DialectText.size("17") == 17)
    for text in ["", "0", "MB", "0MB", "-1", "+1", "1.5MB", "1 MB", "1mb", "1000000000GiB", "1B"] {
      #expect(DialectText.size(text) == nil, "\(text)")
    }
    for bytes in [1, 999, 1000, 1024, 1 << 20, 3 << 30, 1_000_000_007, Int(1e17)] {
      #expect(DialectText.size(DialectText.text(size: bytes)) == bytes)
    }
  }
}
