import AudienceManager
import Foundation
import Testing

@Suite("The receiver's report (section 9)")
struct ReportTests {
  @Test("terms are spelled as there")
  func terms() {
    #expect(
      ReportTerm.allCases.map(\.rawValue) == [
        "Records received", "Format errors", "Invalid AAM ID", "Invalid device ID",
        "No matching AAM ID", "No trait realized", "Stored records", "Total signals",
        "Total unused signals", "Percent success",
      ])
  }

  @Test("lines count under their terms, and lanes add up")
  func counts() {
    var counts = LineCounts()
    let parser = LineParser(mode: .sync, idType: .uuid)
    let id = IDTypeTests.digits38
    for line in ["\(id)\ta=b,c=d,d_sid=1", "\(id)\tx", "1\ta=b", ""] {
      counts.add(with(line) { parser.parse($0) })
    }
    counts.add(with("x\ta=b") { LineParser(mode: .sync, idType: .idfa).parse($0) })
    #expect(counts.recordsReceived == 5 && counts.formatErrors == 2)
    #expect(counts.invalidAAMIDs == 1 && counts.invalidDeviceIDs == 1)
    #expect(counts.totalSignals == 2 && counts.storedRecords == 1)
    #expect(counts.percentSuccess == 20)
    var twice = counts
    twice += counts
    for term in ReportTerm.allCases { #expect(twice[term] == counts[term].map { 2 * $0 }) }
    counts.noMatchingAAMIDs = 1
    #expect(counts[.storedRecords] == 0)
    #expect(LineCounts().percentSuccess == 100)
  }
}

@Suite("The transfer-control file (section 10)")
struct TransferControlTests {
  private static let control = TransferControl(
    root: "ftp_dpm_1_1732240000.sync",
    files: [
      .init(
        name: "ftp_dpm_1_1732240000.sync.1.gz", byteSize: 10, lineCount: 3, sequenceNumber: 1,
        md5: "d41d8cd98f00b204e9800998ecf8427e"),
      .init(
        name: "odd \"name\"\\\n\u{1}\u{7f}é😀", byteSize: 5, lineCount: 1, sequenceNumber: 2,
        md5: ""),
    ])

  @Test("the text is what the receiver writes, as strict JSON")
  func text() {
    var control = Self.control
    control.files.removeLast()
    #expect(
      control.json == """
        {"Files":[
        {"FileByteSize":10,"FileLineCount":3,"FileName":"ftp_dpm_1_1732240000.sync.1.gz",\
        "FileSequenceNumber":1,"md5":"d41d8cd98f00b204e9800998ecf8427e"}
        ],
        "Totals":{"FileName":"ftp_dpm_1_1732240000.sync","TotalByteSize":10,\
        "TotalNumberFiles":1,"TotalNumberLines":3}}

        """)
  }

  @Test("a JSON library reads every value back")
  func json() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.control.json.utf8))
    let root = try #require(object as? [String: Any])
    let files = try #require(root["Files"] as? [[String: Any]])
    let totals = try #require(root["Totals"] as? [String: Any])
    #expect(files.map { $0["FileName"] as? String } == Self.control.files.map(\.name))
    #expect(files.map { $0["FileSequenceNumber"] as? Int } == [1, 2])
    #expect(totals["TotalByteSize"] as? Int == 15)
    #expect(totals["TotalNumberFiles"] as? Int == 2)
    #expect(totals["TotalNumberLines"] as? Int == 4)
  }

  @Test("any string is escaped so that it reads back")
  func strings() throws {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<500 {
      let scalars = (0..<12).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2fff, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars))
      let data = Data("\(JSONDocument.list([.text(text)]).compact)".utf8)
      let read = try #require(try JSONSerialization.jsonObject(with: data) as? [String])
      #expect(read.count == 1 && Array(read[0].utf8) == Array(text.utf8))
    }
  }
}
